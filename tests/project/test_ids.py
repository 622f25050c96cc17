"""No category, activity, endorsement or question has a meaning only in code: what each means is in the catalog."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import ROOT, catalog

TOOLS = ROOT / "tools"
IDS = {
    *catalog().terms("categories"),
    *(record["id"] for record in catalog().all("activities")),
    *(record["id"] for record in catalog().all("questions")),
    *(record["id"] for record in catalog().all("licenses") if record["kind"] == "endorsement"),
}
LEFT = {
    "mcheck/catalog/switches.py": "names of switches and of matters, some of which are called as their question is",
    "mcheck/catalog/rules.py": "what the categories of a catalog of before were that said nothing of their role",
    "mcheck/importing/answers/names.py": "words by which people call a kind of activity",
    "mcheck/importing/tables/rows.py": "the kind that a table means which names none",
    "mcheck/rendering/backends/renewal_bar.py": "short words in a drawing; others are shortened by rule",
    "maintenance/browser_bundle/in_page/page.py": "a portfolio to warm up with",
    "website/api/feeds.py": "an element of Atom",
}
"""Where such an id is left, and why it is none or decides nothing."""
UNITS = {"ceu", "other"}
"""Units and plain words that are called as an activity is."""
SOURCES = sorted(path for path in TOOLS.rglob("*.py") if path.relative_to(TOOLS).as_posix() not in LEFT)


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """(line, text) of every string in the code of a module."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(TOOLS).as_posix())
def test_no_module_names_a_record_that_it_gives_a_meaning(path: Path) -> None:
    assert [(line, text) for line, text in texts(path) if text in IDS - UNITS] == []


@pytest.mark.parametrize("path", sorted(TOOLS.rglob("*.j2")), ids=lambda path: path.name)
def test_no_template_names_one(path: Path) -> None:
    named = re.findall(r"""["'/]([a-z0-9]+(?:-[a-z0-9]+)*)["'#]""", path.read_text())
    assert sorted(set(named) & (IDS - UNITS)) == []


def test_what_is_left_is_still_there() -> None:
    for name in LEFT:
        assert {text for _, text in texts(TOOLS / name)} & IDS, name
