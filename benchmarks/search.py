"""Prints how long the search takes where a verdict is open, as multiples of a fixed loop of pure Python.

    python benchmarks/search.py [RUNS]

The portfolios are those of `subjects.py`, and whatever files stand in the folder that MCHECK_HARD names. A figure in
milliseconds is worth something only beside the loop's, as machines and their load differ.
"""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import arguments
from mcheck import check, load_catalog, load_portfolio, plan
from mcheck.reporting.build import assess
from subjects import portfolio

CATALOG = load_catalog()
CREDENTIALS = list(CATALOG.ids("credentials"))
ON = date(2026, 11, 29)
TURNS = 300_000
SEEDS = range(8)
SIZES = [(30, 6, 1), (30, 6, 2), (30, 6, 3), (23, 2, 6), (40, 40, 2), (100, 40, 4)]
"""Activities, badges, licenses."""


def milliseconds(work: Callable[[], object]) -> float:
    """Of processor time."""
    begin = time.process_time()
    work()
    return (time.process_time() - begin) * 1000


def loop() -> None:
    total = 0
    for turn in range(TURNS):
        total += turn


def drawn(activities: int, badges: int, licenses: int) -> list[bytes]:
    made = (portfolio(activities, badges, licenses, CREDENTIALS, stated=0.9, seed=seed) for seed in SEEDS)
    return [json.dumps(one).encode() for one in made]


def groups() -> dict[str, list[bytes]]:
    """Portfolios by a name that says their size."""
    found = {" / ".join(map(str, size)): drawn(*size) for size in SIZES}
    folder = os.environ.get("MCHECK_HARD")
    for path in sorted(Path(folder).glob("*.json")) if folder else ():
        found.setdefault("-".join(path.stem.split("-")[:2]), []).append(path.read_bytes())
    return found


def main() -> None:
    runs = arguments.runs(__doc__, 3)
    turn = min(milliseconds(loop) for _ in range(9))
    print(f"the loop of {TURNS} turns: {turn:.1f} ms")
    kinds: dict[str, Callable[[Any], object]] = {
        "first": lambda file: check(file, CATALOG, on=ON),
        "all": lambda file: check(file, CATALOG, on=ON, sets="all"),
        "none": lambda file: assess(file.portfolio, CATALOG, ON, sets="none"),
        "plan": lambda file: plan(file, CATALOG, on=ON),
    }
    for name, raw in groups().items():
        files = [load_portfolio(one, CATALOG, "x") for one in raw]
        sets = [row.get("sets") for file in files for row in check(file, CATALOG, on=ON)["licenses"]]
        print(f"{name}: {len(files)} files, {sets.count('stopped')} of {len(sets)} verdicts with a search cut off")
        for kind, work in kinds.items():
            times = [min(milliseconds(partial(work, file)) for _ in range(runs)) for file in files]
            median, longest = statistics.median(times), max(times)
            print(f"  {kind:6} median {median:7.1f} ms ({median / turn:6.1f} loops), longest {longest:7.1f} ms")


if __name__ == "__main__":
    main()
