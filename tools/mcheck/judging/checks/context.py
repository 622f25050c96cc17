"""What the named checks are given: an application, its cautious evaluation, and how each date lies to its window."""

from __future__ import annotations

from enum import IntEnum, auto
from functools import cached_property
from operator import itemgetter

from ...catalog.activity_kinds import ActivityKind
from ...catalog.editions import years_before
from ...core.points import Points
from ...core.portfolio import Activity, Badge, Item
from ...regulation.application import Application
from ...regulation.dates.window import in_cycle_before
from ...regulation.lots import pointers_of
from ...regulation.targets import RenewalTarget
from ..scenarios.evaluation import Evaluation


class DatePosition(IntEnum):
    """How the date of an activity or badge lies to the days that count, the most favorable first."""

    INSIDE = auto()
    GAP = auto()
    BEFORE_EXPIRY = auto()
    UNCLEAR = auto()
    BEFORE = auto()
    AFTER = auto()


class CheckContext:
    """The case, the cautious outcome, and the scene once what is planned is done, where something is."""

    def __init__(self, case: Application, outcome: Evaluation, once_done: CheckContext | None = None) -> None:
        self.case, self.outcome, self.once_done = case, outcome, once_done

    @cached_property
    def licenses(self) -> list[RenewalTarget]:
        """The licenses under judgment, without endorsements."""
        return [entry for entry in self.outcome.entries if not entry.is_endorsement]

    @cached_property
    def endorsements(self) -> list[RenewalTarget]:
        """The endorsements under judgment."""
        return [entry for entry in self.outcome.entries if entry.is_endorsement]

    @cached_property
    def in_use(self) -> list[Item]:
        """What is done and what no earlier renewal has used up; nothing when nothing is renewed."""
        return [*self.activities, *self.badges]

    @cached_property
    def activities(self) -> list[Activity]:
        """The activities in use, each once; an SEI course may be used for two renewals."""
        activities = [x for x in self.case.portfolio.activities if x.same_as is None] if self.outcome.entries else []
        return [x for x in activities if not x.planned and (x.sei_course or not x.used_in_earlier_cycle)]

    @cached_property
    def badges(self) -> list[Badge]:
        """The badges in use."""
        badges = self.case.portfolio.badges if self.outcome.entries else ()
        return [x for x in badges if not x.planned and not x.used_in_earlier_cycle]

    @cached_property
    def standings(self) -> dict[str, list[tuple[DatePosition, RenewalTarget]]]:
        """By the pointer of each thing in use: how its date lies for all it could serve, the most favorable first.

        It could serve each license, and the endorsement it is meant for.
        """
        standings = {}
        for item in self.in_use:
            endorsements = [e for e in self.endorsements if e.name == item.toward_endorsement]
            lies = [(_standing(item, entry), entry) for entry in (*self.licenses, *endorsements)]
            standings[item.pointer] = lies if len(lies) < 2 else sorted(lies, key=itemgetter(0))
        return standings

    @cached_property
    def used_again(self) -> list[Activity]:
        """The SEI courses whose points count although an earlier renewal used them."""
        again = [a for a in self.activities if a.sei_course and a.used_in_earlier_cycle]
        entries, placed = self.outcome.entries if again else (), self.outcome.placed
        counted = {p for entry in entries for lot, _, _ in placed(entry.index) for p in pointers_of(lot.id)}
        return [a for a in again if a.pointer in counted]

    def may_count(self, item: Item) -> bool:
        """Whether its date and what it was used for leave something a chance to count, today or once it is done."""
        return item.planned or any(s < DatePosition.BEFORE for s, _ in self.standings.get(item.pointer, ()))

    def potential_points(self, entry: RenewalTarget, categories: frozenset[str]) -> Points:
        """The most points that could count in these categories of a license, whatever else they could fill."""
        return sum(
            lot.amount
            for lot in self.outcome.lots
            if any(target == entry.index and category in categories for target, category in lot.options)
        )

    def item(self, pointer: str) -> Item:
        return next(item for item in self.case.portfolio.items if item.pointer == pointer)

    def kind(self, activity: Activity) -> ActivityKind:
        return self.case.rules.kinds[activity.kind]

    def label(self, vocabulary: str, term: str) -> str:
        return str(self.case.catalog.terms(vocabulary)[term]["label"])


def _standing(item: Item, entry: RenewalTarget) -> DatePosition:
    """How its date lies to the days that count for a license."""
    done, days, edition = item.done, entry.window, entry.edition
    if done is None:
        return DatePosition.UNCLEAR
    if days.first <= done.first and done.last <= days.last:
        return DatePosition.INSIDE
    if isinstance(item, Activity) and item.sei_course and in_cycle_before(done, days, edition):
        return DatePosition.BEFORE_EXPIRY if days.expired else DatePosition.INSIDE
    if done.last >= days.first and done.first <= days.last:
        return DatePosition.UNCLEAR
    oldest = years_before(days.last, edition.oldest_years)
    renewed, start = entry.license.renewed_on, days.cycle_start
    if oldest <= done.first and done.last < days.first:
        if renewed is not None and start is not None and renewed < done.first and done.last <= start:
            return DatePosition.GAP
        if days.expired:
            return DatePosition.BEFORE_EXPIRY
    return DatePosition.BEFORE if done.last < days.first else DatePosition.AFTER
