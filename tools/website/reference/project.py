"""What the project says of itself: its changelog and how to cite it, read from the files that hold them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

from markupsafe import Markup
from mkdocs.utils.yaml import yaml_load

from ..context import ROOT


def changelog() -> Markup:
    """What is to come, from the files of changelog.d/, and CHANGELOG.md; Markdown of our own, so it stays Markdown."""
    released = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").partition("<!-- releases -->")[2]
    return Markup("\n".join([*_to_come(), released]))


def _to_come() -> Iterator[str]:
    """A heading for each part with changes that no release has gathered yet, and the changes below it."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["towncrier"]
    parts = {
        part["name"]: sorted((ROOT / settings["directory"]).glob(f"*.{part['directory']}.md"))
        for part in settings["type"]
    }
    if any(parts.values()):
        yield "## Since the last release\n"
    for name, files in parts.items():
        if files:
            yield f"### {name}\n"
            yield from (f"- {path.read_text(encoding='utf-8').strip()}" for path in files)
            yield ""


def citation() -> dict[str, Any]:
    """CITATION.cff as data."""
    return yaml_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
