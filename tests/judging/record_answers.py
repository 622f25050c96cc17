"""Records what the whole search answers for drawn portfolios, which takes minutes: to be run when the rules change.

    PYTHONPATH=tests python -m judging.record_answers

With forty times the work nothing is cut off, and without shortcuts every set is found by the plainest way. Of each
license `answers.json` holds the verdict, a digest of its ledger, and one of every set of open points that decides it;
`test_search.py` holds every check against that.
"""

from __future__ import annotations

import hashlib
import json
import runpy
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from helpers import ROOT, catalog
from mcheck import check, load_portfolio
from mcheck.allocation import solver
from mcheck.judging import shortfall, verdicts
from mcheck.judging.scenarios import evaluation_cache

ANSWERS = Path(__file__).with_name("answers.json")
ON = date(2026, 11, 29)
DRAWN = 501
WORK = 40


def portfolios() -> Iterator[dict[str, Any]]:
    """Of 4 to 15 activities, up to 4 badges and one to three licenses, some with facts left out."""
    draw = runpy.run_path(str(ROOT / "benchmarks" / "subjects.py"))["portfolio"]
    credentials = list(catalog().ids("credentials"))
    for seed in range(DRAWN):
        licenses = 3 if seed % 10 == 9 else 1 + seed % 2
        yield draw(4 + seed % 12, seed % 5, licenses, credentials, stated=0.7 + 0.3 * (seed % 2), seed=seed)


def digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()[:8]


def ledger(row: dict[str, Any]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Where points went, without the words beside it."""
    return [
        (r["id"], str(r["have"]), [(str(p.get("pointer")), str(p.get("points"))) for p in r["ledger"]])
        for r in row.get("requirements", [])
    ]


def answer(data: dict[str, Any], sets: str) -> list[dict[str, Any]]:
    """For each license the verdict, a digest of its ledger, and one of each set; whether the search was cut off."""
    report = check(load_portfolio(json.dumps(data).encode(), catalog(), "x"), catalog(), on=ON, sets=sets)
    return [
        {
            "verdict": row.get("verdict"),
            "ledger": digest(ledger(row)),
            "sets": sorted(digest(one) for one in row.get("depends_on", [])),
            "searched": row.get("sets"),
        }
        for row in report["licenses"]
    ]


def shortcuts(on: bool) -> None:
    for module in (evaluation_cache, verdicts, solver):
        module.SHORTCUTS = on  # type: ignore[attr-defined]


def whole(data: dict[str, Any]) -> list[dict[str, Any]]:
    """All sets; and the ledger beside the first ones, which are looked for with shortcuts, as these decide which."""
    shortcuts(True)
    first = answer(data, "first")
    shortcuts(False)
    every = answer(data, "all")
    return [
        one | {"sets": other["sets"], "searched": other["searched"]} for one, other in zip(first, every, strict=True)
    ]


def main() -> None:
    solver.Solver.__init__.__defaults__ = (WORK * solver.REPORT_BUDGET,)
    shortfall.REPORT_BUDGET = WORK * solver.REPORT_BUDGET  # type: ignore[attr-defined]
    rows = [json.dumps(whole(data)) for data in portfolios()]
    ANSWERS.write_text("[\n" + ",\n".join(rows) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
