"""Release notes come from the changelog, and a release in which tag, package and changelog differ is refused."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from clone import Clone, make_clone
from helpers import ROOT
from mcheck import __version__


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("notes", ROOT / "tools" / "maintenance" / "release_notes.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


notes = load().notes
CHANGELOG = "# Changelog\n\n## 2027.1.1 (checker 0.2.0)\n\n### Rules\n- New.\n\n## 2026.11.1 (checker 0.1.0)\n- Old.\n"


def test_the_notes_are_the_newest_section() -> None:
    assert notes("v0.2.0", "0.2.0", CHANGELOG) == "### Rules\n- New.\n"


@pytest.mark.parametrize(
    ("tag", "version", "changelog", "says"),
    [
        ("v0.2.1", "0.2.0", CHANGELOG, "tag v0.2.0"),
        ("0.2.0", "0.2.0", CHANGELOG, "the tag is 0.2.0"),
        ("v0.1.0", "0.1.0", CHANGELOG, "2027.1.1"),
        ("v0.2.0", "0.2.0", "# Changelog\n", "begins with"),
        ("v0.2.0", "0.2.0", "## 2027.1.1 (checker 0.2.0)\n\n## 2026.11.1 (checker 0.1.0)\n- Old.\n", "empty"),
    ],
)
def test_what_differs_is_refused_in_words(tag: str, version: str, changelog: str, says: str) -> None:
    with pytest.raises(ValueError, match=says.replace(".", r"\.")):
        notes(tag, version, changelog)


FRAGMENTS = sorted((ROOT / "changelog.d").glob("*.*.md"))


def gathered(clone: Clone, version: str) -> str:
    """The changelog of a clone after the command of a release."""
    done = clone.run("towncrier", "build", "--yes", "--version", version)
    assert done.status == 0, done
    return (clone.folder / "CHANGELOG.md").read_text(encoding="utf-8")


def test_a_change_to_come_is_one_line_under_a_part_that_there_is() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["towncrier"]
    parts = {part["directory"] for part in settings["type"]}
    for path in FRAGMENTS:
        assert path.name.split(".")[-2] in parts, path.name
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) == 1, path.name
        assert not text.startswith(("-", "#")), path.name


def test_what_is_to_come_stands_in_fragments_and_not_in_the_changelog() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    head, found, released = changelog.partition("<!-- releases -->")
    assert found
    assert not re.search(r"^[-#]{1,3} (?!Changelog)", head, re.MULTILINE), "put it into changelog.d/"
    versions = re.findall(r"^## .*\(checker (\S+)\)$", released, re.MULTILINE)
    assert __version__ in versions or FRAGMENTS


@pytest.mark.slow
def test_a_release_gathers_them_once_and_its_notes_are_what_it_gathered(tmp_path: Path) -> None:
    clone = make_clone(tmp_path)
    first = gathered(clone, f"2026.11.1 (checker {__version__})")
    for path in FRAGMENTS:
        assert f"- {path.read_text(encoding='utf-8').strip()}\n" in first, path.name
        assert not (clone.folder / "changelog.d" / path.name).exists()
    assert notes(f"v{__version__}", __version__, first).startswith("### ")
    (clone.folder / "changelog.d" / "ceu-is-worth-12.catalog.md").write_text("A CEU is worth 12 PDPs.\n")
    second = gathered(clone, "2027.1.1 (checker 9.0.0)")
    assert notes("v9.0.0", "9.0.0", second) == "### Catalog\n- A CEU is worth 12 PDPs.\n"
    assert notes(f"v{__version__}", __version__, first).strip() in second


def test_the_steps_of_a_release_name_a_tag_as_releases_have_them() -> None:
    steps = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (tag,) = re.findall(r"`mcheck catalog changelog (v\S+)`", steps)
    assert re.fullmatch(r"v\d+\.\d+\.\d+", tag)
    (version,) = re.findall(r'`towncrier build --version "(.+?)"`', steps)
    checker = version.partition("(checker ")[2].rstrip(")")
    assert notes(f"v{checker}", checker, f"## {version}\n\nNew.\n") == "New.\n"
