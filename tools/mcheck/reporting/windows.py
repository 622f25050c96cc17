"""The days that count for a license that has expired, which hang on an open question. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..core.points import number
from ..core.wording import series
from ..judging.assessment import Assessment
from ..judging.evaluation import Evaluation
from ..judging.verdicts import Verdict
from ..regulation.targets import RenewalTarget

SWITCH = "before-expiry"
WORDS = {"lost": "do not count", "kept": "count"}
"""What a reading says of points from before the expiry."""


def windows_of(assessment: Assessment, shown: RenewalTarget, verdict: Verdict) -> list[dict[str, Any]]:
    """The days that count under each reading, and what counts then; nothing where they are the same.

    Everything else falls as in the outcome that is shown.
    """
    question = assessment.rules.by_switch.get(SWITCH)
    if question is None or not shown.window.expired:
        return []
    found = []
    for reading in {id(one): one for one in (question.readings[0], question.readings[-1])}.values():
        scenario = verdict.scenario.minus([question.key])
        if len(question.readings) > 1 and reading is question.readings[-1]:
            scenario = scenario.plus([question.key])
        same = scenario == verdict.scenario
        outcome = verdict.outcome if same else assessment.evaluations.evaluation(scenario, points=True)
        found.append(_window(outcome, shown.index, question.id, reading, shown=same))
    if len({(one["from"], one.get("to")) for one in found}) < 2 and len(question.readings) > 1:
        return []
    return found


def _window(
    outcome: Evaluation, index: int, question: str, reading: Mapping[str, Any], *, shown: bool
) -> dict[str, Any]:
    entry = outcome.entries[index]
    days, value = entry.window, next(change["is"] for change in reading["changes"] if change.get("switch") == SWITCH)
    placed = outcome.placed(index)
    rows = [(r.id, r.label, r.minimum, r.categories) for r in entry.target.requirements]
    counts = [
        {
            "id": name,
            "label": label,
            "have": number(sum(points for _, category, points in placed if category in categories)),
            "need": number(need),
        }
        for name, label, need, categories in rows
    ]
    have, need = number(sum(points for _, _, points in placed)), number(entry.target.total)
    counts.append({"id": "total", "label": "all", "have": have, "need": need})
    what = f"If points from before it expired {WORDS[value]} ({reading['stance']} reading of {question})"
    which = f"those completed from {days.first} to {days.last} count"
    if days.first == days.last:
        which = f"only those completed from {days.first} on count"
    figures = series([f"{row['have']} of {row['need']} in {row['label']}" for row in counts])
    until = {} if days.first == days.last else {"to": days.last.isoformat()}
    return {
        "question": question,
        "reading": reading["id"],
        "stance": reading["stance"],
        "from": days.first.isoformat(),
        **until,
        "shown": shown,
        "counts": counts,
        "text": f"{what}, {which}." + ("" if shown else f" Then there are {figures}."),
    }
