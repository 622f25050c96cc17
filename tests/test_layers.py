"""The rooms of the package: the engine is standard library only, and each room keeps to what it is for.

Which room may import which is a contract in pyproject.toml that `lint-imports` holds.
"""

from __future__ import annotations

import ast
import sys
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "tools" / "mcheck"
ENGINE = ("core", "catalog", "allocation", "regulation", "judging", "reporting", "verification", "planning")
"""Rooms that are pure: no file, no clock, no printing, standard library only."""
MACHINE = {"os", "pathlib", "io", "sys", "time", "random", "subprocess", "socket"}

MODULES = sorted(PACKAGE.rglob("*.py"))
OUTSIDE_CLI = [path for path in MODULES if "cli" not in path.relative_to(PACKAGE).parts and path.name != "__main__.py"]


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


@cache
def imports(path: Path) -> tuple[set[str], set[str]]:
    """(modules of ours, top-level modules of others) that a module imports anywhere in its text."""
    ours: set[str] = set()
    others: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.level:
            folder = name_of(path).split("/")[: -node.level]
            names = [node.module.replace(".", "/")] if node.module else [alias.name for alias in node.names]
            ours.update("/".join([*folder, name]) for name in names)
        elif isinstance(node, ast.ImportFrom):
            others.add((node.module or "").split(".")[0])
        elif isinstance(node, ast.Import):
            others.update(alias.name.split(".")[0] for alias in node.names)
    return ours, others


def test_the_engine_is_standard_library_only() -> None:
    pure = [path for path in MODULES if name_of(path).split("/")[0] in ENGINE]
    assert len({path.parent for path in pure}) >= len(ENGINE)
    foreign = {name_of(path): imports(path)[1] - (set(sys.stdlib_module_names) - MACHINE) for path in pure}
    assert {name: modules for name, modules in foreign.items() if modules} == {}


IMPORTING = sorted((PACKAGE / "importing").rglob("*.py"))


@pytest.mark.parametrize("path", IMPORTING, ids=name_of)
def test_what_is_brought_in_comes_as_bytes(path: Path) -> None:
    """No file but our own tables, no socket, no clock; packages of others only where they are needed, and only then."""
    _, others = imports(path)
    keeps_from_fetching = {"sys"} if name_of(path) == "importing/badges/rdf" else set()
    assert not others & (MACHINE - {"io"} - keeps_from_fetching)
    at_the_top = {node.module for node in tree(path).body if isinstance(node, ast.ImportFrom)}
    assert not at_the_top & {"openpyxl", "pyld"}
    assert others <= {*sys.stdlib_module_names, "openpyxl", "pyld"}


def test_there_are_only_rooms_beside_the_entry() -> None:
    loose = {path.name for path in PACKAGE.iterdir() if path.is_file() and path.name != "py.typed"}
    assert loose == {"__init__.py", "__main__.py"}


VERIFIER = sorted((PACKAGE / "verification").rglob("*.py"))


@pytest.mark.parametrize("path", VERIFIER, ids=name_of)
def test_the_verifier_imports_only_core_and_catalog(path: Path) -> None:
    assert {name.split("/")[0] for name in imports(path)[0]} <= {"core", "catalog", "verification"}


@pytest.mark.parametrize("path", VERIFIER, ids=name_of)
def test_the_verifier_is_short_enough_to_read(path: Path) -> None:
    assert len(path.read_text().splitlines()) < 250
    functions = [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)]
    assert all((node.end_lineno or 0) - node.lineno < 60 for node in functions)


def prints(path: Path) -> bool:
    calls = (node.func for node in ast.walk(tree(path)) if isinstance(node, ast.Call))
    return any(isinstance(called, ast.Name) and called.id == "print" for called in calls)


def test_only_the_command_line_prints_or_knows_click() -> None:
    assert [name_of(path) for path in OUTSIDE_CLI if prints(path) or "click" in imports(path)[1]] == []


def test_nothing_but_the_command_line_asks_for_today() -> None:
    assert [name_of(path) for path in OUTSIDE_CLI if ".today()" in path.read_text()] == []


@pytest.mark.parametrize("path", sorted((PACKAGE / "reporting").glob("*.py")), ids=lambda path: path.stem)
def test_a_report_only_reads_what_judging_has_computed(path: Path) -> None:
    """No section of it calls the search: it knows neither the solver nor how scenarios are evaluated."""
    assert not {"allocation/solver", "judging/scenarios/evaluation_cache", "judging/thresholds"} & imports(path)[0]
    searching = {
        "evaluations",
        "judge",
        "planned",
        "evaluation",
        "guaranteed",
        "word",
        "best_case",
        "best_case_outcomes",
    }
    asked = {
        node.attr
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "assessment"
    }
    assert not asked & searching
