"""Prints how long the engine takes: the hardest realistic portfolio, and curves over what can grow."""

from __future__ import annotations

import json
import statistics
import time
from datetime import date
from typing import Any

import arguments
from mcheck import check, load_catalog, load_portfolio
from mcheck.types import Report
from subjects import portfolio

CATALOG = load_catalog()
CREDENTIALS = list(CATALOG.ids("credentials"))


def timed(data: dict[str, Any], runs: int = 3) -> tuple[float, Report]:
    """Median seconds of processor time of a check without reading, and its report."""
    loaded = load_portfolio(json.dumps(data).encode(), CATALOG, "x")
    times = []
    for _ in range(runs):
        begin = time.process_time()
        report = check(loaded.portfolio, CATALOG, on=date(2026, 11, 24))
        times.append(time.process_time() - begin)
    return statistics.median(times), report


def main() -> None:
    arguments.none(__doc__)
    print("The hardest realistic portfolio: 100 activities, 40 badges, 4 licenses, every question open")
    for seed in range(1, 6):
        seconds, report = timed(portfolio(100, 40, 4, CREDENTIALS, seed=seed))
        verdicts = ", ".join(f"{x['verdict']} ({len(x['depends_on'])} sets)" for x in report["licenses"])
        print(f"  seed {seed}: {seconds:.2f} s  {verdicts}")
    hard = {"activities": 30, "badges": 6, "licenses": 1}
    curves = {"activities": [10, 30, 100, 300], "badges": [0, 5, 10, 20, 40], "licenses": [1, 2, 3, 4]}
    for what, sizes in curves.items():
        print(f"Growing {what} (others {', '.join(f'{k} {v}' for k, v in hard.items() if k != what)})")
        for size in sizes:
            seconds, _ = timed(portfolio(**{**hard, what: size}, credentials=CREDENTIALS))
            print(f"  {size:4}: {seconds * 1000:7.1f} ms")
    print("Growing open questions and facts (30 activities, 6 badges, 2 licenses)")
    for stated in (1.0, 0.9, 0.7, 0.4):
        seconds, report = timed(portfolio(30, 6, 2, CREDENTIALS, stated=stated))
        open_points = len(report["questions"]) + len(report["facts"])
        print(f"  {stated:.0%} of the facts stated, {open_points:2} points named: {seconds * 1000:7.1f} ms")


if __name__ == "__main__":
    main()
