"""What is in a package: its links, its licenses, and no file that git does not track."""

from __future__ import annotations

import email
import re
import sys
import tarfile
import zipfile
from email.message import Message
from pathlib import Path

import pytest
from clone import Clone, make_clone
from helpers import ROOT
from maintenance.packaging import readme

HERE = "https://forge.example/us/guide"
LINK = re.compile(r"\]\(([^)]+)\)")


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return make_clone(tmp_path / "clone")


def metadata(clone: Clone, **variables: str) -> Message:
    """The metadata of a wheel built in a clone."""
    done = clone.run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "out", **variables)
    assert done.status == 0, done
    (wheel,) = (clone.folder / "out").glob("*.whl")
    with zipfile.ZipFile(wheel) as files:
        (name,) = (name for name in files.namelist() if name.endswith(".dist-info/METADATA"))
        return email.message_from_bytes(files.read(name))


def test_links_of_the_readme_lead_to_the_repository_or_are_words() -> None:
    text = "![A picture](docs/a.svg) [Data](catalog/README.md), [uv](https://example.org), [below](#below)."
    assert readme(text, HERE) == (
        f"![A picture]({HERE}/raw/main/docs/a.svg) [Data]({HERE}/blob/main/catalog/README.md), "
        "[uv](https://example.org), [below](#below)."
    )
    assert readme(text, "") == " Data, [uv](https://example.org), [below](#below)."


def test_every_file_that_the_readme_links_to_is_there() -> None:
    targets = LINK.findall(readme((ROOT / "README.md").read_text(encoding="utf-8"), HERE))
    ours = [re.sub(r"/(raw|blob)/main/", "/", target).removeprefix(f"{HERE}/") for target in targets if HERE in target]
    assert ours
    assert [path for path in ours if not (ROOT / path).exists()] == []


@pytest.mark.slow
def test_a_wheel_has_project_links_where_the_address_is_known_and_no_dead_link_elsewhere(clone: Clone) -> None:
    known = metadata(clone, MCHECK_REPOSITORY=f"{HERE}/")
    assert f"Homepage, {HERE}" in known.get_all("Project-URL", [])
    assert f"{HERE}/blob/main/CONTRIBUTING.md" in str(known.get_payload())
    for found in (known, metadata(clone)):
        assert found["License-Expression"] == "Apache-2.0 AND CC0-1.0"
        assert found.get_all("License-File") == ["LICENSE", "catalog/LICENSE"]
        assert all(target.startswith("https://") for target in LINK.findall(str(found.get_payload())))
    assert "Project-URL" not in found
    assert "forge.example" not in str(found)


@pytest.mark.slow
def test_a_source_archive_holds_what_git_tracks_and_nothing_else(clone: Clone) -> None:
    tracked = set(clone.git("ls-files").splitlines())
    for name in ("notes.txt", "catalog/sources/not-yet.json", "docs/od[d].md"):
        (clone.folder / name).write_text("{}")
    done = clone.run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(clone.folder.parent / "out"))
    assert done.status == 0, done
    (archive,) = (clone.folder.parent / "out").glob("*.tar.gz")
    with tarfile.open(archive) as files:
        inside = {name.partition("/")[2] for name in files.getnames()}
    assert inside - {"PKG-INFO"} == tracked
