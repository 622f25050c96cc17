"""Ways to earn points, their levels, and what each takes: what the planner chooses from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TypeAlias

from ..catalog.activity_kinds import ActivityKind
from ..core.points import Points
from ..core.portfolio import Activity, Badge
from ..regulation.targets import RenewalTarget
from .badges import Choice, Dimension
from .bounds import Amounts, Cost

STEP: Mapping[str, int] = {"hour": 100, "ceu": 50, "semester-hour": 100}
"""The smallest amount planned, in hundredths: whole hours and semester hours, half CEUs. Nobody looks for a tenth."""

TOPICS = 12
"""Most topics below the floor that are thought of, so that a file with hundreds of them is answered in seconds."""

BADGES = "badges"
"""What `--allow` and `--avoid` call micro-credentials."""


@dataclass(frozen=True, slots=True)
class Effort:
    """What something takes. Hours, cost (US$) and quantity are in hundredths; what is not known is counted apart."""

    items: int = 0
    hours: int = 0
    hours_unknown: int = 0
    cost: int = 0
    """For somebody who is not a member, at the highest price a source states."""
    cost_unknown: int = 0
    points: Points = 0
    quantity: int = 0

    def __add__(self, other: Effort) -> Effort:
        return Effort(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


OBJECTIVES: Mapping[str, tuple[str, ...]] = {
    "hours": ("hours_unknown", "hours", "items", "quantity"),
    "cost": ("cost_unknown", "cost", "items", "hours_unknown", "hours", "quantity"),
    "items": ("items", "hours_unknown", "hours", "quantity"),
}
"""What is made least, from the left. A known amount cannot be weighed against an unknown one, so unknown ones are
avoided first."""

AIM: Mapping[str, int] = {"hours": 2, "cost": 2, "items": 1}
"""How many of these are the objective itself; the others only decide between plans that are equal in it."""


def cost(effort: Effort, objective: str) -> Cost:
    return tuple(getattr(effort, name) for name in OBJECTIVES[objective])


@dataclass(frozen=True, slots=True)
class Level:
    """So much of a way. `joins` is the activity whose topic it goes on with; None for a topic of its own."""

    effort: Effort
    points: Points
    """What of its points can be of use: never more than all requirements together ask for."""
    joins: Activity | None = None


Hits: TypeAlias = frozenset[tuple[int, str]]
"""(target, requirement) that something counted in a category may serve."""


@dataclass(frozen=True, slots=True)
class Way:
    """`levels` from 1 on. Either `kind` with one category, or `dimension` with those both badges may count in."""

    levels: tuple[Level, ...]
    kind: ActivityKind | None = None
    category: str = ""
    entry: RenewalTarget | None = None
    """The license or endorsement its content is of."""
    dimension: Dimension | None = None
    hits: Hits = frozenset()
    rescues: tuple[str, Points] | None = None
    """The topic it lifts over the floor, and the points that count then besides its own."""
    same: tuple[str, ...] = ()
    """Names of other kinds that would do as well."""

    @property
    def group(self) -> tuple[str, ...]:
        """What alternatives are told apart by: badges, courses, CEUs, or the one kind counted by the hour."""
        if self.kind is None:
            return (BADGES,)
        unit = unit_of(self.kind)
        return (unit, self.kind.id) if unit == "hour" else (unit,)

    def or_else(self, name: str) -> Way:
        """The same, with the name of another kind that would do as well."""
        known = self.kind is not None and name == self.kind.name
        return self if known or name in self.same else replace(self, same=(*self.same, name))

    def may_be_parted(self, total_only: str) -> bool:
        """Whether a part of it may count in its category and the rest as what fills the total only."""
        toward = self.entry is not None and self.entry.is_endorsement
        return self.kind is not None and not (self.kind.minimum_hours_each or self.category == total_only or toward)


def unit_of(kind: ActivityKind) -> str:
    return kind.values[-1].per if kind.values else ""


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan: how much of which way, the badges that stand for it, its verdict once done, and on what it depends."""

    ways: Sequence[Way]
    amounts: Amounts
    units: Choice
    verdict: str
    hangs_on: tuple[str, ...]
    cost: Cost
    proved: bool
    """Whether no plan of these ways costs less."""
    kept: tuple[Activity | Badge, ...]
    """What the portfolio has as planned, if the plan is to finish it."""
    fixed: Mapping[int, int]
    """How much of a way, by its place, has to count in its category; the rest may count in any."""

    @property
    def bought(self) -> list[tuple[int, Way, Level]]:
        """What is used: its place among the ways, the way, and the level of it."""
        return [(n, self.ways[n], self.ways[n].levels[amount - 1]) for n, amount in enumerate(self.amounts) if amount]

    @property
    def is_mixed(self) -> bool:
        """Whether it takes badges and other things."""
        return bool(self.units) and any(way.kind is not None for _, way, _ in self.bought)
