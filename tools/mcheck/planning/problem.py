"""What the optimizer is given: slots with levels that cost and gain, and rows that say what every answer must bring."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

Cost: TypeAlias = tuple[int, ...]
"""Compared from the left; added place by place."""

Amounts: TypeAlias = tuple[int, ...]
"""A level for each slot."""


@dataclass(frozen=True, slots=True)
class Slot:
    """`costs[level]` and `gains[level]`, from level 0; neither ever falls."""

    costs: tuple[Cost, ...]
    gains: tuple[int, ...]

    @property
    def top(self) -> int:
        return len(self.costs) - 1


@dataclass(frozen=True, slots=True)
class Row:
    """Every answer brings at least `least`: of each slot, where it is used, so many times its gain and so much besides.

    `weights` are those (times, besides), one for each slot.
    """

    least: int
    weights: tuple[tuple[int, int], ...]

    def gain(self, slots: Sequence[Slot], amounts: Sequence[int]) -> int:
        """What the first slots bring at these levels."""
        return sum(
            times * slot.gains[level] + besides
            for slot, level, (times, besides) in zip(slots, amounts, self.weights, strict=False)
            if level
        )

    def level(self, i: int, slots: Sequence[Slot], amounts: Amounts) -> int:
        """The level of slot `i` that brings what is lacking with the others as they are; above the top for none."""
        lacking = self.least - self.gain(slots, (*amounts[:i], 0, *amounts[i + 1 :]))
        times, besides = self.weights[i]
        if lacking <= 0:
            return 0
        wanted = -(-max(lacking - besides, 0) // times) if times else 0
        return bisect_left(slots[i].gains, wanted, 1)
