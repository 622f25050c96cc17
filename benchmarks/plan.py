"""Prints how long a plan takes: for an example with one gap, and for a portfolio of 60 activities."""

from __future__ import annotations

import json
import statistics
import time
from datetime import date
from pathlib import Path
from typing import Any

import arguments
from mcheck import load_catalog, load_portfolio, plan

ROOT = Path(__file__).resolve().parents[1]
CATEGORIES = ("pedagogy", "sei-esl-bilingual", "elective")


def sixty() -> dict[str, Any]:
    """A portfolio of 60 activities, two hours each and every third one alone on its topic, that is short of most."""
    data: dict[str, Any] = json.loads((ROOT / "examples" / "short-in-one-category.json").read_text())
    one = data["activities"][0]
    data["activities"] = [
        one
        | {
            "title": f"Activity {n}",
            "completed": f"202{3 + n % 3}-0{1 + n % 9}-15",
            "hours": 2,
            "categories": [CATEGORIES[n % 3]],
            "topic": f"Topic {n // 12}" if n % 3 else f"Topic of {n}",
        }
        for n in range(60)
    ]
    return data


def seconds(data: dict[str, Any], runs: int) -> list[float]:
    """Times of whole plans in one process, the first one not counted."""
    catalog = load_catalog()
    portfolio = load_portfolio(json.dumps(data).encode(), catalog)
    found = []
    for turn in range(runs + 1):
        begin = time.perf_counter()
        plan(portfolio, catalog, on=date(2026, 11, 24))
        if turn:
            found.append(time.perf_counter() - begin)
    return found


def main() -> None:
    runs = arguments.runs(__doc__, 5)
    example = json.loads((ROOT / "examples" / "short-in-one-category.json").read_text())
    for name, data in (("short-in-one-category", example), ("60 activities", sixty())):
        print(f"plan, {name:22} median {statistics.median(seconds(data, runs)):6.2f} s of {runs} runs")


if __name__ == "__main__":
    main()
