"""No address of the site is printed before the site has one: a dead link helps nobody."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from helpers import CATALOG, EXAMPLES, edit_record
from mcheck.cli import main_group

ADDRESS = "https://renewal.test"


@pytest.fixture
def published(tmp_path: Path) -> list[str]:
    """Options for a catalog whose site has an address."""
    shutil.copytree(CATALOG, tmp_path / "catalog")
    edit_record(tmp_path / "catalog", "catalog", lambda record: record.update(site=f"{ADDRESS}/"))
    return ["--catalog", str(tmp_path / "catalog")]


def told(tmp_path: Path, *options: str) -> str:
    """Everything that several commands print about a good file and a bad one."""
    (tmp_path / "bad.json").write_text('{"licences": []}')
    good, bad = str(EXAMPLES / "audit-ready.json"), str(tmp_path / "bad.json")
    runs = [["check", bad], ["check", bad, "--format", "json"], ["calendar", good, "-o", "-"]]
    runs += [["check", good, *more] for more in ([], ["--full"], ["--format", "json"], ["--format", "markdown"])]
    runs += [["plan", good], ["explain", "T01"], ["packet", good, "-o", str(tmp_path / f"packet{len(options)}")]]
    said = [CliRunner().invoke(main_group, [*words, *options]) for words in runs]
    return "".join(one.output for one in said)


def test_without_an_address_no_link_to_the_site_is_printed(tmp_path: Path) -> None:
    said = told(tmp_path)
    assert "More: mcheck explain S101\n" in said
    assert "mcheck.example" not in said


def test_with_an_address_messages_lead_to_their_page(tmp_path: Path, published: list[str]) -> None:
    said = told(tmp_path, *published)
    assert f"More: mcheck explain S101  {ADDRESS}/reference/messages/#s101\n" in said
    report = CliRunner().invoke(
        main_group, ["check", str(EXAMPLES / "audit-ready.json"), "--format", "json", *published]
    )
    assert all(
        m["url"] == f"{ADDRESS}/reference/messages/#{m['code'].lower()}" for m in json.loads(report.stdout)["messages"]
    )
