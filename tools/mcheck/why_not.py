"""Why a license is not met, as report data: the tight sets, and what each activity outside them lacks. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .entries import Case, Entry
from .judge import Outcome
from .model import Item, Points, number, show
from .proofs import Tight
from .statement import pointers_of
from .tight import TightSet


def tight_sets(case: Case, found: Sequence[Tight], entry: Entry) -> list[dict[str, Any]]:
    """One tight set for each way the unordered questions may go.

    Each holds even if every other open point falls in the educator's favor and everything may be divided.
    """
    return [_as_data(case, tight.picks, tight.outcome, entry, tight.found) for tight in found]


def _as_data(case: Case, picks: Mapping[str, int], outcome: Outcome, entry: Entry, tight: TightSet) -> dict[str, Any]:
    needs = [outcome.needs[n] for n in tight.needs]
    rows = [
        {"license": outcome.entries[need.target].pointer, "requirement": need.id, "points": number(need.demand)}
        for need in needs
    ]
    whole = {need.target for need in needs} if any(need.categories is None for need in needs) else set()
    total = outcome.entries[needs[0].target].target.total if len(whole) == 1 else None
    serving = dict.fromkeys(pointer for lot in (*tight.lots, *tight.tokens) for pointer in pointers_of(lot))
    labels = [_label(outcome.entries[need.target], need.id, several=len(outcome.entries) > 1) for need in needs]
    questions = case.rules.questions
    chosen = [
        {"question": name, "reading": questions[name].readings[pick % len(questions[name].readings)]["id"]}
        for name, pick in sorted(picks.items())
    ]
    return {
        **({"readings": chosen} if chosen else {}),
        "requirements": rows,
        "need": number(tight.need),
        "activities": list(serving),
        "give": number(tight.give),
        **({"hubs": list(tight.hubs)} if tight.hubs else {}),
        "text": _text(labels, tight.need, tight.give) if total is None else _text_all(total, tight.give),
        "others": [
            {"pointer": item.pointer, "title": item.title, "why": _why_not(item, outcome)}
            for item in case.portfolio.items
            if item.pointer not in serving
        ],
    }


def _label(entry: Entry, need: str, several: bool) -> str:
    label = {r.id: r.label for r in entry.target.requirements}.get(need, "the total")
    return f"{label} of {entry.label}" if several else label


def _text(labels: list[str], need: Points, give: Points) -> str:
    one = len(labels) == 1
    listed = labels[0] if one else f"{', '.join(labels[:-1])} and {labels[-1]}"
    needs = "needs" if one else "need together"
    beyond = "" if one else " (each counted beyond what the others already take)"
    return (
        f"Even in the most generous reading, {listed} {needs} {show(need)} PDPs{beyond}, "
        f"and what can serve {'it' if one else 'them'} gives {show(give)}."
    )


def _text_all(need: Points, give: Points) -> str:
    """For a set with the total in it: what can serve it is everything that counts."""
    return (
        f"Even in the most generous reading, {show(need)} PDPs are needed in all, and all that counts is {show(give)}."
    )


def _why_not(item: Item, outcome: Outcome) -> str:
    if item.planned:
        return "It is planned, not done."
    reasons = outcome.reasons.get(item.pointer, ())
    if reasons:
        return reasons[0][1]
    if item.categories:
        return "It counts, but not toward these requirements: none of the categories it may count as serves them."
    return "It counts, but not toward these requirements."
