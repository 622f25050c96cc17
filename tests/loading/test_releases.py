"""A catalog says in which version of the schemas it is written, and a checker that is older than that says so."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from helpers import CATALOG, EXAMPLES, catalog, edit_record
from mcheck import InputError, load_catalog
from mcheck.loading.catalog_folder import SCHEMA_VERSION
from upkeep_run import run


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A folder as a release or a clone is unpacked: the catalog is one folder of it."""
    shutil.copytree(CATALOG, tmp_path / "release" / "catalog")
    return tmp_path / "release"


def test_ours_says_the_version_that_this_checker_knows() -> None:
    assert catalog().meta["schema_version"] == SCHEMA_VERSION


@pytest.mark.parametrize("words", [("check", EXAMPLES / "met.json"), ("explain", "T01"), ("catalog", "lint")])
def test_what_is_newer_asks_for_a_newer_checker_and_for_nothing_else(
    release: Path, words: tuple[str | Path, ...]
) -> None:
    def later(record: dict[str, object]) -> None:
        record["schema_version"] = SCHEMA_VERSION + 1
        record["new_field"] = 1

    edit_record(release / "catalog", "catalog", later)
    told = run(*words, "--catalog", release)
    assert told.exit_code == 2
    assert f"is written in version {SCHEMA_VERSION + 1} of the schemas; this mcheck knows version" in told.stderr
    assert "Update mcheck" in told.stderr
    assert "new_field" not in told.stderr
    assert "lint" not in told.stderr
    with pytest.raises(InputError, match="written in version"):
        load_catalog(release)


def test_a_later_release_of_the_same_version_is_judged_by(release: Path) -> None:
    edit_record(release / "catalog", "catalog", lambda record: record.update(edition="2031.1.1"))
    for folder in (release, release / "catalog"):
        told = run("check", EXAMPLES / "met.json", "--format", "json", "--catalog", folder)
        assert json.loads(told.stdout)["catalog"]["edition"] == "2031.1.1"


def test_one_of_before_there_were_versions_is_read(release: Path) -> None:
    edit_record(release / "catalog", "catalog", lambda record: record.pop("schema_version"))
    assert run("check", EXAMPLES / "met.json", "--catalog", release).exit_code == 0
