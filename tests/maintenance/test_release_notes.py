"""Release notes come from the changelog, and a release in which tag, package and changelog differ is refused."""

from __future__ import annotations

import importlib.util
import re
from types import ModuleType

import pytest
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


def test_the_version_of_today_has_notes() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert notes(f"v{__version__}", __version__, text).strip()


def test_the_steps_of_a_release_name_a_tag_as_releases_have_them() -> None:
    steps = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (tag,) = re.findall(r"`mcheck catalog changelog (v\S+)`", steps)
    assert notes(tag, __version__, (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
