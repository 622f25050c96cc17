"""What amounts of ways add to a portfolio: activities and badges that are planned."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

from ..catalog.activity_kinds import ActivityKind
from ..core.dates import Span
from ..core.points import Points
from ..core.portfolio import Activity, Badge
from ..regulation.valuation import QUANTITY
from .badges import Choice
from .bounds import Amounts
from .context import PlanningContext
from .ways import Way, unit_of

Added: TypeAlias = tuple[Hashable, tuple[Activity, ...]]
"""Activities to add, under a name that no others have."""


class Additions:
    """Amounts of these ways as activities; pairs of badges are stood in for, whichever they turn out to be."""

    def __init__(self, context: PlanningContext, ways: Sequence[Way], one_license: bool) -> None:
        self.context, self.ways = context, ways
        self.one_license = one_license
        """Whether only one license is judged, so that nobody has to say of whose field content is."""
        self._made: dict[tuple[int, int, int | None], Added] = {}

    def of(self, amounts: Amounts, fixed: Mapping[int, int] = MappingProxyType({})) -> list[Added]:
        """What these amounts add, way by way. `fixed` says how much of a way, by its place, is to count in its category
        only; the rest is an elective."""
        return [self.one(place, amount, fixed.get(place)) for place, amount in enumerate(amounts) if amount]

    def one(self, place: int, amount: int, fixed: int | None = None) -> Added:
        """So much of the way at a place."""
        name = place, amount, fixed
        if name not in self._made:
            way, pointer = self.ways[place], f"/activities/new {place}"
            if way.kind is None:
                added = [self._stand_in(way, f"{pointer}.{n}") for n in range(amount)]
            else:
                activity = self._activity(way, way.kind, amount, pointer)
                added = [activity] if fixed is None else self._parted(activity, way.kind, fixed)
            self._made[name] = name, tuple(added)
        return self._made[name]

    def activities(self, amounts: Amounts) -> Iterator[Activity]:
        """All that these amounts add."""
        for _, added in self.of(amounts):
            yield from added

    def needed(self, amounts: Amounts, used: Mapping[str, Points]) -> Amounts:
        """The lowest levels with so many points of each activity, by its pointer.

        What goes on with another topic may do more than bring its points, so it is left as it is.
        """
        return tuple(self._needed(place, amount, used) if amount else 0 for place, amount in enumerate(amounts))

    def _needed(self, place: int, amount: int, used: Mapping[str, Points]) -> int:
        levels, (_, added) = self.ways[place].levels, self.one(place, amount)
        if self.ways[place].kind is None:
            return max((n for n, one in enumerate(added, 1) if used.get(one.pointer)), default=0)
        if levels[amount - 1].joins is not None:
            return amount
        points = used.get(added[0].pointer, 0)
        least = bisect_left(levels, points, hi=amount - 1, key=lambda level: level.effort.points) if points else -1
        own = (n for n in range(least, amount) if n < 0 or levels[n].joins is None)
        return next(own) + 1

    def without_badges(self, amounts: Amounts) -> Amounts:
        """The same amounts without ways by badges."""
        return tuple(0 if way.kind is None else amount for way, amount in zip(self.ways, amounts, strict=True))

    def _activity(self, way: Way, kind: ActivityKind, amount: int, pointer: str) -> Activity:
        """The activity that a level of a way stands for, with every fact stated in the way the kind itself asks for."""
        level, done, entry = way.levels[amount - 1], Span(self.context.last, self.context.last), way.entry
        toward = entry.name if entry is not None and entry.is_endorsement else None
        content_of: tuple[str, ...] | None = None if self.one_license and toward is None else ()
        if entry is not None and toward is None:
            content_of = (entry.name,)
        joins = level.joins
        return Activity(
            pointer,
            kind.id,
            kind.name,
            done,
            done,
            facts={v["fact"]: not v["is"] for v in kind.variants},
            # an activity that names no topic is its own: its pointer stands for that topic
            topic=None if joins is None else joins.topic or joins.pointer,
            provider=min(kind.providers) if kind.providers else None,
            categories=(way.category,),
            content_of=content_of,
            toward_endorsement=toward,
            evidence=("certificate",),
            demonstration=True,
            planned=True,
            **{QUANTITY[unit_of(kind)][0]: level.effort.quantity},  # type: ignore[arg-type]
        )

    def _parted(self, activity: Activity, kind: ActivityKind, fixed: int) -> list[Activity]:
        """An activity as two: so much of it counts in its category, the rest as what fills the total only."""
        field = QUANTITY[unit_of(kind)][0]
        rest = activity._replace(
            pointer=f"{activity.pointer}.rest",
            topic=activity.topic or activity.pointer,
            categories=(self.context.rules.total_only,),
            content_of=None if self.one_license else (),
            **{field: getattr(activity, field) - fixed},
        )
        return [activity._replace(**{field: fixed}), rest]  # type: ignore[arg-type]

    def _stand_in(self, way: Way, pointer: str) -> Activity:
        """An activity that counts as a pair of badges would: so many points, in one of these categories."""
        kind, last = self.context.plain_kind, self.context.last
        assert kind is not None
        assert way.dimension is not None
        return Activity(
            pointer,
            kind.id,
            "badges",
            Span(last, last),
            awarded=way.levels[0].points,
            categories=way.dimension.categories,
            content_of=None if self.one_license else (),
            planned=True,
        )


def planned_badges(units: Choice, context: PlanningContext) -> list[Badge]:
    """The badges of these units, taken as approved by the supervisor before they are begun."""
    records = [record for unit in units for record in unit.credentials]
    return [
        Badge(
            f"/badges/{n}",
            record["id"],
            record["title"],
            Span(context.badges_by, context.badges_by),
            categories=context.facts.categories(record),
            approved=True,
            evidence=("badge-file", "artifact"),
            planned=True,
        )
        for n, record in enumerate(records, len(context.portfolio.badges))
    ]
