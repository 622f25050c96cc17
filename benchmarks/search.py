"""Prints how long commands take where a verdict is open, as multiples of a fixed loop of pure Python.

    python benchmarks/search.py [RUNS]

The portfolios are those of `subjects.py`, and whatever files stand in the folder that MCHECK_HARD names. A figure in
milliseconds is worth something only beside the loop's, as machines and their load differ. Garbage is collected as
seldom as by `mcheck`.
"""

from __future__ import annotations

import gc
import json
import os
import statistics
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

import arguments
from mcheck import check, compare, load_catalog, load_portfolio, plan, verify
from mcheck.core.portfolio_file import PortfolioFile
from mcheck.core.reports.report import Report
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


class Subject(NamedTuple):
    """A portfolio, the same without its last activity, and the report on it."""

    file: PortfolioFile
    changed: PortfolioFile
    report: Report


def subject(raw: bytes) -> Subject:
    data = json.loads(raw)
    less = json.dumps(data | {"activities": data["activities"][:-1]}).encode()
    file, changed = (load_portfolio(one, CATALOG, "x") for one in (raw, less))
    return Subject(file, changed, check(file, CATALOG, on=ON))


KINDS: dict[str, Callable[[Subject], object]] = {
    "check": lambda one: check(one.file, CATALOG, on=ON),
    "all": lambda one: check(one.file, CATALOG, on=ON, sets="all"),
    "none": lambda one: assess(one.file.portfolio, CATALOG, ON, sets="none"),
    "verify": lambda one: verify(one.report, one.file, CATALOG),
    "what-if": lambda one: compare(check(one.file, CATALOG, on=ON), check(one.changed, CATALOG, on=ON)),
    "plan": lambda one: plan(one.file, CATALOG, on=ON),
}


def main() -> None:
    runs = arguments.runs(__doc__, 3)
    gc.freeze()  # as `mcheck` does when it starts
    gc.set_threshold(20_000)
    turn = min(milliseconds(loop) for _ in range(9))
    print(f"the loop of {TURNS} turns: {turn:.1f} ms")
    for name, raw in groups().items():
        subjects = [subject(one) for one in raw]
        sets = [row.get("sets") for one in subjects for row in one.report["licenses"]]
        print(f"{name}: {len(subjects)} files, {sets.count('stopped')} of {len(sets)} verdicts with a search cut off")
        for kind, work in KINDS.items():
            times = [min(milliseconds(partial(work, one)) for _ in range(runs)) for one in subjects]
            median, longest = statistics.median(times), max(times)
            print(f"  {kind:8} median {median:7.1f} ms ({median / turn:6.1f} loops), longest {longest:7.1f} ms")


if __name__ == "__main__":
    main()
