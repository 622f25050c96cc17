"""Reports with one value changed: every number and every string, whether it is an id or words for people."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

OTHERS = {
    "verdict": ("met", "not-met", "depends"),
    "points_alone": ("met", "not-met", "depends"),
    "if_academic": ("met", "not-met", "depends"),
    "state": ("met", "short", "depends", "active", "inactive", "invalid", "passed", "failed", "unknown", "counted"),
    "category": ("content", "pedagogy", "sei-esl-bilingual", "students-with-disabilities", "elective"),
    "proof": ("ledger", "cut", "gate", "searched"),
    "renewed_as": ("primary", "additional", "invalid-as-additional", "endorsement"),
    "status": ("judged", "not-required", "not-covered", "not-now"),
    "chosen_by": ("educator", "only-one", "mcheck"),
    "code": ("T01", "T03", "T06", "R201", "R202", "R203", "R212", "P124"),
    "edition": ("1999-12-01", "2016-07-01", "2017-07-28", "2018-07-13"),
    "id": ("1999-12-01", "2016-07-01", "2017-07-28", "content", "pedagogy", "total", "odd-badge", "course-divided"),
    "source": ("reg44-06-2018", "qrg", "pm-mc", "slides"),
    "question": ("related-badges", "june-2026-transition", "odd-badge"),
    "reading": ("same-stack", "same-area", "completion", "application", "start"),
    "pointer": ("/licenses/0", "/licenses/1", "/activities/0", "/activities/1", "/badges/0", "/badges/1"),
    "": ("/activities/0", "/activities/1", "/badges/0", "/badges/1", "question:odd-badge", "question:course-divided"),
}
"""Other words that stand under a key in some report."""


FROM_OUTSIDE = {
    "/as_of_from": "a date may be given as an option whatever the file says",
}
"""What nothing in the portfolio or the catalog can contradict."""


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """(path, value) of everything that is neither object nor array."""
    if isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(item, (*path, key))
    else:
        yield path, value


def pattern(path: tuple[Any, ...]) -> str:
    """The path with * for each place in an array."""
    return "".join(f"/{'*' if isinstance(part, int) else part}" for part in path)


def changes(report: dict[str, Any]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """(path, another value) for each change of one value that has to be noticed."""
    found = list(leaves(report))
    words: dict[str, list[str]] = {}
    for path, value in found:
        if isinstance(value, str):
            words.setdefault(pattern(path), []).append(value)
    for path, value in found:
        where = pattern(path)
        if where in FROM_OUTSIDE:
            continue
        if isinstance(value, str):
            key = path[-1] if isinstance(path[-1], str) else ""
            others = [f"{value}x", f"x{value[1:]}", *OTHERS.get(key, ()), *words[where][:3], words[where][-1]]
            if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
                others += ["2026-11-23", "2031-02-28"]
            yield from ((path, other) for other in dict.fromkeys(others) if other != value)
        elif isinstance(value, bool):
            yield path, not value
        elif isinstance(value, int | Decimal):
            yield from ((path, other) for other in (value + 1, value - 1, value * 2) if other != value)


def changed(report: Any, path: tuple[Any, ...], value: Any) -> Any:
    """The report with another value at that path; what is unchanged is shared, not copied."""
    if not path:
        return value
    made = copy.copy(report)
    made[path[0]] = changed(report[path[0]], path[1:], value)
    return made
