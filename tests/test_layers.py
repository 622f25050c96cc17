"""The arrows of the package go one way, and the engine is standard library only."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "tools" / "mcheck"

ENGINE = {
    "model": set(),
    "catalog": {"model"},
    "matching": set(),
    "problem": set(),
    "flow": {"problem"},
    "copies": {"problem"},
    "bounds": {"copies", "flow", "matching", "problem"},
    "tidy": {"problem"},
    "whole": {"bounds", "problem"},
    "allocate": {"bounds", "copies", "flow", "matching", "problem", "tidy", "whole"},
    "tight": {"bounds", "copies", "flow", "matching", "problem", "whole"},
    "messages": {"model"},
    "safe": set(),
    "report_unreadable": {"catalog", "messages", "model", "safe"},
    "twice": {"model", "messages"},
    "rules": {"model", "catalog", "messages"},
    "window": {"model", "rules"},
    "value": {"model", "rules"},
    "pair": {"model"},
    "fields": {"model", "catalog"},
    "gates": {"model", "catalog", "fields"},
    "entries": {"model", "catalog", "fields", "rules", "window", "gates", "stated"},
    "stated": set(),
    "statement": {"model", "rules", "window", "value", "pair", "entries", "problem", "stated"},
    "judge": {"model", "rules", "value", "pair", "entries", "problem", "statement", "allocate", "copies"},
    "readings": {"model", "allocate", "rules", "window", "gates", "entries", "statement", "judge", "smallest"},
    "shortfall": {"model", "allocate", "gates", "entries", "judge", "problem", "readings", "rules", "statement"},
    "scene": {"model", "rules", "window", "entries", "judge", "statement"},
    "answers": {"catalog", "model"},
    "traps": {
        "answers",
        "model",
        "rules",
        "window",
        "matching",
        "allocate",
        "entries",
        "problem",
        "scene",
        "statement",
    },
    "dates": {"model", "fields", "rules", "window"},
    "packet/record": {"model", "catalog", "rules", "dates", "stated"},
    "packet/__init__": {"packet/record"},
    "smallest": set(),
    "why_not": {"model", "entries", "judge", "judgment", "problem", "proofs", "statement", "tight"},
    "proofs": {"entries", "gates", "judge", "readings", "tight"},
    "adding_up": {"model", "entries", "problem", "statement"},
    "falling_short": {"model", "problem", "statement", "adding_up"},
    "worlds": {"catalog", "entries", "messages", "reading", "rules", "statement"},
    "trust": {"entries", "model"},
    "taking": {"adding_up", "entries", "rules", "worlds"},
    "verify": {"catalog", "reading", "gates", "entries", "statement", "adding_up", "falling_short", "taking", "worlds"},
    "again": {"", "catalog", "check", "messages", "reading", "verify", "worlds"},
    "report_ledgers": {"model", "proofs"},
    "judgment": {
        "allocate",
        "catalog",
        "entries",
        "fields",
        "model",
        "proofs",
        "readings",
        "rules",
        "shortfall",
        "stated",
        "statement",
    },
    "report_stated": {"judge", "judgment", "model", "stated", "statement"},
    "figures": {"judgment", "model", "readings", "shortfall"},
    "report_licenses": {
        "entries",
        "fields",
        "figures",
        "judge",
        "judgment",
        "model",
        "problem",
        "proofs",
        "readings",
        "report_dates",
        "report_ledgers",
        "report_windows",
        "rules",
        "stated",
        "statement",
        "why_not",
        "window",
    },
    "report_dates": {
        "answers",
        "dates",
        "entries",
        "judgment",
        "model",
        "readings",
        "rules",
        "statement",
        "traps",
        "window",
    },
    "report_windows": {"entries", "judge", "judgment", "model", "readings", "report_dates"},
    "report_activities": {"messages", "judgment", "model", "statement", "value"},
    "report_open": {"amounts", "answers", "judgment", "model", "readings", "stated", "statement"},
    "amounts": {"allocate", "judgment", "model", "readings"},
    "report_messages": {
        "answers",
        "entries",
        "judgment",
        "messages",
        "model",
        "readings",
        "report_dates",
        "rules",
        "scene",
        "statement",
        "traps",
        "window",
    },
    "report_steps": {"entries", "figures", "judgment", "model", "readings", "report_dates", "statement", "traps"},
    "plan/least": set(),
    "plan/shelf": {"catalog", "model"},
    "plan/ways": {
        "catalog",
        "entries",
        "judge",
        "model",
        "plan/least",
        "plan/shelf",
        "problem",
        "rules",
        "statement",
        "value",
    },
    "plan/trials": {"allocate", "bounds", "entries", "flow", "judge", "model", "problem", "rules", "statement"},
    "plan/parts": {"judgment", "model", "plan/least", "plan/shelf", "plan/ways", "readings", "rules"},
    "plan/gap": {
        "allocate",
        "entries",
        "judge",
        "model",
        "plan/least",
        "plan/parts",
        "plan/shelf",
        "plan/trials",
        "plan/ways",
        "problem",
        "readings",
        "rules",
        "statement",
        "value",
    },
    "plan/planner": {
        "",
        "allocate",
        "catalog",
        "check",
        "entries",
        "judge",
        "judgment",
        "messages",
        "model",
        "plan/gap",
        "plan/least",
        "plan/parts",
        "plan/shelf",
        "plan/ways",
        "readings",
        "rules",
        "statement",
    },
    "plan/__init__": {"plan/planner"},
    "check": {
        "",
        "catalog",
        "entries",
        "judgment",
        "messages",
        "model",
        "readings",
        "report_activities",
        "report_ledgers",
        "report_licenses",
        "report_messages",
        "report_open",
        "report_stated",
        "report_steps",
        "rules",
        "trust",
    },
}
"""Module of the engine, in its folder: what of ours it may import ("" is the package itself, for its version)."""

OUTSIDE_CLI = sorted(p for p in PACKAGE.rglob("*.py") if p.parent.name != "cli" and p.name != "__main__.py")


def imports(module: str) -> tuple[set[str], set[str]]:
    """(modules of ours, top-level modules of others) that a module imports anywhere in its text."""
    ours, others = set(), set()
    for node in ast.walk(ast.parse((PACKAGE / f"{module}.py").read_text())):
        if isinstance(node, ast.ImportFrom) and node.level:
            folder = module.split("/")[: -node.level]
            names = [node.module.replace(".", "/")] if node.module else [alias.name for alias in node.names]
            ours.update("/".join([*folder, name]) for name in names)
        elif isinstance(node, ast.ImportFrom):
            others.add((node.module or "").split(".")[0])
        elif isinstance(node, ast.Import):
            others.update(alias.name.split(".")[0] for alias in node.names)
    return {"" if name == "__version__" else name for name in ours}, others


@pytest.mark.parametrize("module", sorted(ENGINE))
def test_the_engine_imports_only_what_it_may(module: str) -> None:
    ours, others = imports(module)
    assert ours <= ENGINE[module]
    assert others <= set(sys.stdlib_module_names)
    assert not others & {"os", "pathlib", "io", "sys", "time", "random", "subprocess", "socket"}


def test_the_verifier_shares_no_code_with_what_places_points() -> None:
    """Not even through what it imports: it stands on the rules alone."""
    reached, waiting = set(), ["verify"]
    while waiting:
        name = waiting.pop()
        if name and name not in reached:
            reached.add(name)
            waiting += imports(name)[0]
    assert not reached & {
        "allocate",
        "bounds",
        "copies",
        "tidy",
        "flow",
        "matching",
        "tight",
        "whole",
        "smallest",
        "judge",
        "readings",
        "proofs",
        "judgment",
    }
    assert {"statement", "entries", "rules"} <= reached


@pytest.mark.parametrize("name", ["verify", "worlds", "adding_up", "falling_short", "taking"])
def test_the_verifier_is_short_enough_to_read(name: str) -> None:
    assert len((PACKAGE / f"{name}.py").read_text().splitlines()) < 200


@pytest.mark.parametrize("path", OUTSIDE_CLI, ids=lambda path: path.stem)
def test_only_the_command_line_prints_or_knows_click(path: Path) -> None:
    tree = ast.parse(path.read_text())
    names = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert "print" not in names
    assert "click" not in imports(str(path.relative_to(PACKAGE).with_suffix("")))[1]


@pytest.mark.parametrize("path", OUTSIDE_CLI, ids=lambda path: path.stem)
def test_nothing_but_the_command_line_asks_for_today(path: Path) -> None:
    assert ".today()" not in path.read_text()
