"""Whether a report leaves out a reading of a question under which the ledger it shows is good, too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ..catalog.scenario import pinned
from .ledgers import fills, ledger_problems
from .restated.model import Case
from .scenarios import Report, Scenarios


def takes_problems(case: Case, report: Report) -> Iterator[tuple[str, str]]:
    """Where (JSON Pointer) and why the readings that a question would take are not all, or not readings of it.

    Seen are those with which the Primary is met by the ledger that is shown for it; nothing with priority over it could
    want its points.
    """
    shown = _shown(report)
    for i, told in enumerate(report["questions"]):
        question = case.rules.questions[told["id"]]
        ids, taken = [reading["id"] for reading in question.readings], [reading["id"] for reading in told["takes"]]
        if not taken or not set(taken) <= set(ids):
            yield f"/questions/{i}/takes", "It has no such readings, or none is named."
        key = f"question:{question.id}"
        if shown is None or key not in shown["favored"]:
            continue
        for reading in (one for one in ids if one not in taken):
            if _good(case, shown, key, f"{question.id}={reading}"):
                yield f"/questions/{i}/takes", f"The ledger shown is as good under {reading}, which is missing."


def _shown(report: Report) -> Mapping[str, Any] | None:
    """The ledger shown for the first license that is judged, if its verdict depends on what is favored there."""
    first = next((x for x in report["licenses"] if x.get("renewed_as") == "primary" and x.get("depends_on")), None)
    if first is None:
        return None
    ledger: Mapping[str, Any] = report["ledgers"][first["ledgers"][0]]
    return ledger if sorted(ledger["favored"]) == sorted(first["depends_on"][0]) else None


def _good(case: Case, ledger: Mapping[str, Any], key: str, pin: str) -> bool:
    """Whether a ledger keeps to the rules with one question fixed, however those not favored turn out."""
    scenarios = Scenarios(replace(case, rules=pinned(case.rules, [pin])))
    favorable = frozenset(ledger["favored"]) - {key}

    def holds(way: Mapping[str, int]) -> bool:
        statement = scenarios.statement(favorable, way)
        return fills(ledger, statement.judged[0]) and not any(ledger_problems(statement, ledger))

    kept = [{q.id: way[q.id] for q in scenarios.unordered if q.key in favorable} for way in scenarios.ways()]
    return any(all(holds(way) for way in scenarios.ways(keep)) for keep in kept)
