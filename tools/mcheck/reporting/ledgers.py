"""The part of a report that a stranger can add up: every ledger that proves a verdict, lot by lot. Pure."""

from __future__ import annotations

from typing import Any

from ..core.points import number
from ..judging.certificates import Ledger


class Ledgers:
    """The ledgers of a report, each once, numbered in the order in which they are asked for."""

    def __init__(self) -> None:
        self.found: list[dict[str, Any]] = []

    def number_of(self, ledger: Ledger) -> int:
        """The place of a ledger among those found, to which it is added if it is new."""
        made = _as_data(ledger)
        if made not in self.found:
            self.found.append(made)
        return self.found.index(made)


def _as_data(ledger: Ledger) -> dict[str, Any]:
    outcome = ledger.outcome
    return {
        "favored": sorted(ledger.favorable),
        "choices": [
            {
                "uses": list(choice.uses),
                "lots": [lot.id for lot in choice.lots],
                "topic": choice.lots[0].group,
                **({"third_topic": choice.lots[-1].group} if len(choice.uses) > 2 else {}),
            }
            for choice in outcome.placement.chosen
        ],
        "rows": [
            {"lot": lot.id, "license": entry.pointer, "category": category, "points": number(amount)}
            for entry in outcome.entries
            for lot, category, amount in outcome.placed(entry.index)
        ],
    }
