"""What an activity or a pair of badges is worth on the day it was completed."""

from __future__ import annotations

from datetime import date
from operator import itemgetter

from ...catalog.activity_kinds import ActivityKind, DatedValue
from ...catalog.editions import Edition
from ...catalog.rules import Rules
from ...catalog.scenario import ScenarioReader
from ...catalog.switches import SWITCHES, TRANSITION
from ...core.dates import Span
from ...core.points import Points
from ...core.portfolio import Activity, Badge
from ...core.records import Record

ENOUGH: Points = 1_000_000
"""Stands for an amount that the file leaves out, where it is taken to be enough."""
COUNTED_IN = {"hour": "hours", "semester-hour": "credits", "ceu": "ceus"}
"""The fact of an activity that a value is for one of, by what it is per."""
MOST_VARIANTS = 4
"""Kinds that take over from each other in a row."""


def value_of(activity: Activity, as_of: date, edition: Edition, reader: ScenarioReader) -> tuple[Points, ActivityKind]:
    """Points and the kind that decides; over the days that a date may mean the least, unless that fact is favorable."""
    done = activity.done or Span(as_of, as_of)
    first, last = (_Valuer(activity, day, as_of, edition, reader).worth() for day in (done.first, done.last))
    if first[0] == last[0]:
        return last
    lucky = reader.fact(f"{activity.pointer}/completed")
    return (max if lucky else min)(first, last, key=itemgetter(0))


class _Valuer:
    """Values one activity as if it had been completed on one day."""

    def __init__(self, activity: Activity, day: date, as_of: date, edition: Edition, reader: ScenarioReader) -> None:
        self.activity, self.day, self.as_of, self.edition, self.reader = activity, day, as_of, edition, reader

    def worth(self) -> tuple[Points, ActivityKind]:
        kind = self.kind()
        provider = self.activity.provider
        void = self.activity.demonstration is False or (
            bool(kind.providers) and provider is not None and provider not in kind.providers
        )
        return 0 if void else self.points(kind), kind

    def points(self, kind: ActivityKind) -> Points:
        value, awarded = self.value(kind), self.activity.awarded
        if value is None:  # the certificate decides
            return self.or_missing(awarded, "awarded")
        rate = self.reader.activity_points(kind.id, value.points, self.edition.texts(self.day, value))
        if rate == 0:
            return 0
        if value.up_to:
            return self.up_to(rate, kind.minimum_hours_each)
        computed = rate
        if value.per != "once":
            quantity: int | None = getattr(self.activity, COUNTED_IN[value.per])
            if quantity is None:
                return self.or_missing(awarded, COUNTED_IN[value.per])
            computed = quantity * rate // 100
        return computed if awarded is None else min(computed, awarded)

    def or_missing(self, stated: Points | None, fact: str) -> Points:
        """What is stated, or what comes of the fact that is missing."""
        if stated is not None:
            return stated
        return ENOUGH if self.reader.fact(f"{self.activity.pointer}/{fact}") else 0

    def up_to(self, rate: Points, minimum: int | None) -> Points:
        """As much as the certificate awards, up to the rate, for work of so many hours at least."""
        activity, fact = self.activity, self.reader.fact
        if minimum is not None:
            long_enough = fact(f"{activity.pointer}/hours") if activity.hours is None else activity.hours >= minimum
            if not long_enough:
                return 0
        if activity.awarded is None:
            return rate if fact(f"{activity.pointer}/awarded") else 0
        return min(activity.awarded, rate)

    def kind(self) -> ActivityKind:
        """The kind that decides: a variant takes over where its fact holds, or might and would be worth less."""
        kinds = self.reader.rules.kinds
        kind = kinds[self.activity.kind]
        for _ in range(MOST_VARIANTS):
            variant = next((v for v in kind.variants if self.takes_over(v, kind)), None)
            if variant is None:
                break
            kind = kinds[variant["use"]]
        return kind

    def takes_over(self, variant: Record, kind: ActivityKind) -> bool:
        other = self.reader.rules.kinds[variant["use"]]
        claim = variant.get("unless", variant["fact"])
        facts = dict(self.activity.facts)
        if "switch" in variant and facts.get(claim) and not _same(self.value(kind), self.value(other)):
            # the claim holds only where others let it count, which matters where the kinds differ in worth
            texts = self.edition.texts(self.day, kind.value_on(self.day))
            facts[claim] = self.reader.switch(SWITCHES[variant["switch"]], texts) != "no"
        if "unless" in variant and facts.get(variant["unless"]):
            return False
        stated = facts.get(variant["fact"])
        if stated is not None:
            return bool(stated == variant["is"])
        here, there = kind.value_on(self.day), other.value_on(self.day)
        if variant["is"] or here is None or there is None or here.points == there.points:
            return False
        return not self.reader.fact(f"{self.activity.pointer}/{variant['fact']}")

    def value(self, kind: ActivityKind) -> DatedValue | None:
        """The value in force; where it is disputed what a change reaches, on the day that its reading names."""
        day, began = self.day, self.activity.started
        for change in kind.values:
            start = change.start
            if start is None or change.disputed_start is None or self.as_of < start:
                continue
            if day >= start and began is not None and began.first >= start:
                continue  # begun and completed after the change: every reading agrees
            reading = self.reader.switch(TRANSITION, self.edition.texts(self.day, kind.value_on(self.day)))
            if reading == "application":
                return change
            if reading == "start" and began is not None:
                return kind.value_on(began.first)
            if reading == "start":
                before = day < start or self.reader.fact(f"{self.activity.pointer}/from")
                return kind.values[0] if before else change
        return kind.value_on(day)


def _same(here: DatedValue | None, there: DatedValue | None) -> bool:
    return here is not None and there is not None and here.points == there.points


def badge_day(badge: Badge, as_of: date) -> date:
    """The last day that the date of a badge may mean."""
    return badge.done.last if badge.done else as_of


def badge_value(rules: Rules, day: date) -> DatedValue | None:
    """The value of badges on a day, for each or for a pair; None where no source states a rate."""
    kind = next((kind for kind in rules.kinds.values() if "badges" in kind.takes), None)
    return None if kind is None else kind.value_on(day)
