"""What the project says of itself: its changelog and how to cite it, read from the files that hold them."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from mkdocs.utils.yaml import yaml_load

from ..context import ROOT


def changelog() -> Markup:
    """CHANGELOG.md without its title; it is Markdown of our own, so it stays Markdown."""
    return Markup((ROOT / "CHANGELOG.md").read_text(encoding="utf-8").partition("\n")[2])


def citation() -> dict[str, Any]:
    """CITATION.cff as data."""
    return yaml_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
