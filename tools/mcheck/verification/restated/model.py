"""What the rules come to for one portfolio under one set of readings, as data, and how points add up in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from ...catalog.editions import Edition, Target
from ...catalog.rules import Rules
from ...core.points import Points
from ...core.portfolio import License, Portfolio

PASSED, FAILED, UNKNOWN = "passed", "failed", "unknown"
FIELD = "license-field"
"""Id of the condition that a license is in a field that the table has."""
STATED = "/stated"
"""Pointer of the sums that the educator states, and of the fact that the certificates show them."""

Option: TypeAlias = tuple[int, str]
"""(index of what is judged, category); the category is "" where the points fill a total only."""


@dataclass(frozen=True, slots=True)
class Case:
    """What a report is about. `primary` is the pointer of the license renewed as Primary, None without one."""

    portfolio: Portfolio
    rules: Rules
    as_of: date
    forced: Edition | None
    primary: str | None

    @property
    def given(self) -> frozenset[str]:
        """What the most cautious ledger takes to hold: the sums that the educator states."""
        return frozenset(() if self.portfolio.stated is None else (f"fact:{STATED}",))


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of a renewal that no points answer; `fact` points to what the portfolio says about it."""

    id: str
    state: str
    fact: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A license or endorsement to be renewed. No day counts where `first` is after `last`."""

    index: int
    license: License
    renewed_as: str
    edition: Edition
    state: str
    """active, inactive, invalid or unknown."""
    cycle_start: date | None
    first: date
    last: date
    target: Target
    conditions: tuple[Condition, ...]
    counts_also_for_primary: bool = False

    @property
    def pointer(self) -> str:
        return self.license.pointer

    @property
    def label(self) -> str:
        return self.license.label

    @property
    def expired(self) -> bool:
        return self.state in ("inactive", "invalid")

    @property
    def is_endorsement(self) -> bool:
        return self.renewed_as == "endorsement"

    @property
    def is_additional(self) -> bool:
        return "additional" in self.renewed_as

    @property
    def failed(self) -> bool:
        """Whether a condition fails, whatever the points are."""
        return any(condition.state == FAILED for condition in self.conditions)

    @property
    def unknown_facts(self) -> list[str]:
        """Keys of the facts that its conditions wait for."""
        return [f"fact:{condition.fact}" for condition in self.conditions if condition.state == UNKNOWN]

    @property
    def open_field(self) -> str | None:
        """Key of its field, where that is in no list and nothing else tells whether it is to be judged here."""
        return next((f"fact:{condition.fact}" for condition in self.conditions if condition.id == FIELD), None)


@dataclass(frozen=True, slots=True)
class Need:
    """What a requirement of `target` (an index) still needs when those inside it are full; None takes any category."""

    id: str
    target: int
    demand: Points
    categories: frozenset[str] | None

    def takes(self, category: str) -> bool:
        return self.categories is None or category in self.categories


@dataclass(frozen=True, slots=True)
class Lot:
    """Points that may count as any of `options`; `caps` names the ceilings over them, the lowest first.

    `group` is the topic whose sum must reach the floor. Where the points appear a second time, `same_points_as` is the
    lot that has them first, and they count here again if they count there as one of `counts_again_as`, or instead if
    that is empty. `of` are the badges of a pair or an odd one.
    """

    id: str
    amount: Points
    options: tuple[Option, ...]
    caps: tuple[str, ...] = ()
    one_category: bool = False
    one_target: bool = False
    group: str = ""
    same_points_as: str = ""
    of: tuple[str, ...] = ()
    counts_again_as: tuple[Option, ...] = ()

    @property
    def origin(self) -> str:
        """The lot whose points these are."""
        return self.same_points_as or self.id

    @property
    def copy(self) -> str:
        """What tells a copy from the lot whose points it has; "" for a lot that is none."""
        return self.id.removeprefix(self.same_points_as) if self.same_points_as else ""

    @property
    def targets(self) -> set[int]:
        return {target for target, _ in self.options}


@dataclass(frozen=True, slots=True)
class Choice:
    """Two badges that make a pair, perhaps with an odd one beside it, and what they bring; each badge is used once."""

    badges: tuple[str, ...]
    lots: tuple[Lot, ...]

    @property
    def pair(self) -> tuple[str, ...]:
        return self.badges[:2]


@dataclass(frozen=True, slots=True)
class Statement:
    """All that may count for what is judged. `floors` holds each target's least sum of a topic, 0 for none."""

    judged: tuple[Judged, ...]
    needs: tuple[Need, ...] = ()
    lots: tuple[Lot, ...] = ()
    choices: tuple[Choice, ...] = ()
    caps: Mapping[str, Points] = field(default_factory=dict)
    floors: tuple[Points, ...] = ()
    total_only: str = ""
    """The category as which a report shows points that fill a total only."""
    floor_keeps_total: bool = False
    """Whether what is below the floor still fills the total."""

    @property
    def index(self) -> dict[str, int]:
        return {x.pointer: x.index for x in self.judged}


def sum_of(lots: Iterable[Lot], caps: Mapping[str, Points]) -> Points:
    """What these lots give together under their ceilings, which are nested: any order gives the same."""
    left, total = dict(caps), 0
    for lot in lots:
        amount = min([lot.amount, *(left[cap] for cap in lot.caps)])
        left.update({cap: left[cap] - amount for cap in lot.caps})
        total += amount
    return total


def topic_lots(lots: Iterable[Lot], topic: str, target: int) -> list[Lot]:
    """The lots that make up a topic's sum for a target; points that may count again are there once."""
    mine = [lot for lot in lots if lot.group == topic and target in lot.targets]
    return list({lot.origin: lot for lot in reversed(mine)}.values())
