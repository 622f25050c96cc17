"""The search with its shortcuts against the search without: verdicts are the same, sets are among those of the whole.

Without shortcuts nothing is remembered, every scenario is evaluated, each problem is solved as if it were the only one,
a search for sets starts from everything, and the work is forty times as much.
"""

from __future__ import annotations

import json
import runpy
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from helpers import CASE_FILES, EXAMPLES, MORE, ROOT, catalog
from hypothesis import given, settings
from judging.record_answers import ANSWERS, answer
from judging.record_answers import portfolios as drawn_portfolios
from mcheck import check, load_portfolio
from mcheck.allocation import solver
from mcheck.judging import assessment, shortfall, verdicts
from mcheck.judging.scenarios import evaluation_cache as evaluations
from portfolios import portfolios

ON = date(2026, 11, 29)
FILES = [*CASE_FILES, *sorted(EXAMPLES.glob("*.json"))]
FIGURES = ("status", "renewed_as", "verdict", "shown", "state", "edition", "window", "can_apply_from", "points_alone")
"""What does not hang on which sets are listed."""


@contextmanager
def whole_search(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Without shortcuts, and with so much work that nothing is cut off."""
    with monkeypatch.context() as patch:
        patch.setattr(evaluations, "SHORTCUTS", False)
        patch.setattr(verdicts, "SHORTCUTS", False)
        patch.setattr(solver, "SHORTCUTS", False)
        patch.setattr(solver.Solver.__init__, "__defaults__", (40 * solver.REPORT_BUDGET,))
        patch.setattr(shortfall, "REPORT_BUDGET", 40 * solver.REPORT_BUDGET)
        patch.setattr(assessment, "ONCE_OPEN", None)
        yield


def report(raw: bytes, sets: str) -> dict[str, Any]:
    loaded = load_portfolio(raw, catalog(), "x")
    return dict(check(loaded, catalog(), on=loaded.portfolio.application_date or ON, sets=sets))


def compare(raw: bytes, monkeypatch: pytest.MonkeyPatch) -> str:
    """Holds the first sets against all; "cut off" where either search was."""
    found = report(raw, "first")
    with whole_search(monkeypatch):
        whole = report(raw, "all")
    states = {row.get("sets") for row in (*found["licenses"], *whole["licenses"])}
    for mine, every in zip(found["licenses"], whole["licenses"], strict=True):
        if mine.get("sets") == "stopped" or every.get("sets") == "stopped":
            continue
        told, there_are = mine.get("depends_on", []), every.get("depends_on", [])
        assert mine.get("verdict") == every.get("verdict")
        assert all(one in there_are for one in told)
        assert (mine.get("sets") == "all") <= (sorted(told) == sorted(there_are))
        if mine.get("verdict") != "depends":
            assert {k: mine.get(k) for k in FIGURES} == {k: every.get(k) for k in FIGURES}
            if "stopped" not in states:
                assert mine["requirements"] == every["requirements"]
    return "cut off" if "stopped" in states else "whole"


@pytest.mark.slow
@settings(max_examples=40 * MORE)
@given(portfolios(most_activities=6, most_badges=3, most_licenses=3))
def test_random_portfolios_are_judged_as_without_shortcuts(data: dict[str, Any]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        compare(json.dumps(data).encode(), patch)


@pytest.mark.slow
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_cases_are_judged_as_without_shortcuts(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compare(path.read_bytes(), monkeypatch)


@pytest.mark.slow
def test_portfolios_of_the_benchmarks_are_judged_as_without_shortcuts(monkeypatch: pytest.MonkeyPatch) -> None:
    """At least 300 of them; how many depends on MCHECK_CASES."""
    drawn = runpy.run_path(str(ROOT / "benchmarks" / "subjects.py"))["portfolio"]
    credentials = list(catalog().ids("credentials"))
    seen = []
    for seed in range(300 * MORE):
        size = (4 + seed % 12, seed % 5, 1 + seed % 2)
        data = drawn(*size, credentials, stated=0.7 + 0.3 * (seed % 2), seed=seed)
        seen.append(compare(json.dumps(data).encode(), monkeypatch))
    assert seen.count("whole") > len(seen) * 0.9


@pytest.mark.slow
def test_answers_are_those_that_the_whole_search_once_gave() -> None:
    """`record_answers.py` made the file with the engine of November 2026, before cuts and whole lots."""
    recorded = json.loads(ANSWERS.read_text())
    cut_off = 0
    for data, rows in zip(drawn_portfolios(), recorded, strict=True):
        found = answer(data, "first")
        assert [one["verdict"] for one in found] == [one["verdict"] for one in rows]
        if "stopped" in {one["searched"] for one in found}:
            cut_off += 1
            continue
        for mine, whole in zip(found, rows, strict=True):
            assert mine["ledger"] == whole["ledger"]
            assert set(mine["sets"]) <= set(whole["sets"])
            assert (mine["searched"] == "all") <= (mine["sets"] == whole["sets"])
    assert cut_off < len(recorded) / 100
