"""What an activity is worth: its quantity times the value of its kind on the day it was completed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from ..catalog.activity_kinds import ActivityKind, DatedValue
from ..catalog.editions import Edition
from ..catalog.questions import Texts
from ..catalog.rules import Rules
from ..catalog.scenario import ScenarioReader
from ..catalog.switches import SWITCHES, TRANSITION
from ..core.codes import Code
from ..core.dates import Span
from ..core.points import Points, show
from ..core.portfolio import Activity, Badge
from ..core.records import Record
from ..core.wording import count

UNBOUNDED: Points = 1_000_000
"""Stands for an amount that was not stated, under the reading that it is enough."""

QUANTITY: Mapping[str, tuple[str, str]] = {
    "hour": ("hours", "hour"),
    "semester-hour": ("credits", "credit"),
    "ceu": ("ceus", "CEU"),
}


class Valuation(NamedTuple):
    """`points` in hundredths, how they were worked out, the kind that decided, and why they may be nothing."""

    points: Points
    how: str
    kind: ActivityKind
    citations: tuple[Record, ...]
    reasons: tuple[tuple[str, str], ...] = ()
    """(code, words) for each thing that took points away."""


class Setting(NamedTuple):
    """What activities are valued in: an application on a day, the edition that it is judged by, and a scenario."""

    reader: ScenarioReader
    as_of: date
    edition: Edition

    def texts(self, kind: ActivityKind, day: date) -> Texts:
        """What may settle a question about an activity of a kind that was completed on a day."""
        return self.edition.texts(day, kind.value_on(day))


def kind_of(activity: Activity, day: date, setting: Setting) -> ActivityKind:
    """The kind that decides: a variant takes over when its fact holds, and a fact left out may matter."""
    kinds = setting.reader.rules.kinds
    kind = kinds[activity.kind]
    for _ in range(4):
        for variant in kind.variants:
            if _takes_over(variant, activity, kind, day, setting):
                kind = kinds[variant["use"]]
                break
        else:
            return kind
    return kind


def _takes_over(variant: Record, activity: Activity, kind: ActivityKind, day: date, setting: Setting) -> bool:
    reader = setting.reader
    facts, other = activity.facts, reader.rules.kinds[variant["use"]]
    claim = variant.get("unless", variant["fact"])
    if "switch" in variant and facts.get(claim):
        # others decide whether the claim counts, which matters only where the two kinds are not worth the same
        here, there = (_value(one, activity, day, setting) for one in (kind, other))
        same = here is not None and there is not None and here.points == there.points
        if not same and reader.switch(SWITCHES[variant["switch"]], setting.texts(kind, day)) == "no":
            facts = {**facts, claim: False}
    if "unless" in variant and facts.get(variant["unless"]):
        return False
    stated = facts.get(variant["fact"])
    if stated is not None:
        return bool(stated == variant["is"])
    if variant["is"]:
        return False  # special treatment that nobody claimed
    here, there = kind.value_on(day), other.value_on(day)
    if here is None or there is None or here.points == there.points:
        return False
    return not reader.fact(f"{activity.pointer}/{variant['fact']}")


def value_of(activity: Activity, setting: Setting) -> Valuation:
    """PDPs of an activity; the least over the days its date may mean, unless the scenario favors it."""
    reader, done = setting.reader, activity.done or Span(setting.as_of, setting.as_of)
    at_end = _worth_on(activity, done.last, setting)
    if done.exact:
        return at_end
    at_start = _worth_on(activity, done.first, setting)
    if at_start.points == at_end.points:
        return at_end
    lucky = reader.fact(f"{activity.pointer}/completed")
    return (max if lucky else min)(at_start, at_end, key=lambda w: w.points)


def _worth_on(activity: Activity, day: date, setting: Setting) -> Valuation:
    reader, kind = setting.reader, kind_of(activity, day, setting)
    if activity.demonstration is False:
        return Valuation(
            0, "no demonstration of learning", kind, _cites(kind), ((Code.NO_DEMONSTRATION, _NO_DEMONSTRATION),)
        )
    if kind.providers and activity.provider is not None and activity.provider not in kind.providers:
        text = "The provider is not the department, a district, a collaborative or a registered provider."
        return Valuation(0, "provider may not award PDPs", kind, _cites(kind), ((Code.PROVIDER_MAY_NOT, text),))
    value = _value(kind, activity, day, setting)
    if value is None:
        return _as_awarded(activity, kind, day, reader)
    rate = value.points
    if kind.id in reader.rules.by_activity:
        rate = reader.activity_points(kind.id, rate, setting.edition.texts(day, value))
    if rate == 0:
        text = f"{kind.name} earns no PDPs by itself."
        return Valuation(0, "earns nothing by itself", kind, value.citations, ((Code.WORTH_NOTHING, text),))
    if value.up_to:
        return _up_to(activity, kind, value, rate, reader)
    if value.per == "once":
        return _lesser(activity, kind, rate, f"{show(rate)} once", value)
    field, word = QUANTITY[value.per]
    quantity: int | None = getattr(activity, field)
    if quantity is None:
        if activity.awarded is not None:
            return Valuation(activity.awarded, f"{show(activity.awarded)} as awarded", kind, value.citations)
        return _not_stated(activity, kind, field, f"{word}s", value.citations, reader)
    return _lesser(activity, kind, quantity * rate // 100, _product(quantity, word, rate), value)


@lru_cache(maxsize=4096)
def _product(quantity: int, word: str, rate: Points) -> str:
    """A quantity in hundredths times what one is worth, in words."""
    return f"{count(show(quantity), word)} x {show(rate)}"


_NO_DEMONSTRATION = "There was no assessment or product that shows the learning, so no PDPs can be awarded."


def _cites(kind: ActivityKind) -> tuple[Record, ...]:
    return tuple(kind.record["citations"])


def _value(kind: ActivityKind, activity: Activity, day: date, setting: Setting) -> DatedValue | None:
    """The dated value; a change whose reach is disputed is looked up on the day its reading names."""
    value, reader = kind.value_on(day), setting.reader
    for change in kind.values:
        start = change.start
        if change.disputed_start is None or start is None or setting.as_of < start:
            continue
        began = activity.started
        if day >= start and began is not None and began.first >= start:
            continue  # begun and completed after the change: every reading agrees
        reading = reader.switch(TRANSITION, setting.texts(kind, day))
        if reading == "application":
            return change
        if reading == "start":
            if began is None:
                return kind.values[0] if day < start or reader.fact(f"{activity.pointer}/from") else change
            return kind.value_on(began.first)
    return value


def _lesser(activity: Activity, kind: ActivityKind, computed: Points, how: str, value: DatedValue) -> Valuation:
    """The computed points, or the certificate's when it awards fewer."""
    awarded = activity.awarded
    if awarded is None or awarded == computed:
        return Valuation(computed, how, kind, value.citations)
    if awarded < computed:
        return Valuation(awarded, f"{show(awarded)} as awarded", kind, value.citations, (_fewer(awarded, how),))
    return Valuation(computed, how, kind, value.citations, (_more(awarded, how, computed),))


@lru_cache(maxsize=4096)
def _fewer(awarded: Points, how: str) -> tuple[str, str]:
    return Code.FEWER_AWARDED, f"The certificate awards {count(show(awarded), 'PDP')}, fewer than {how} would give."


@lru_cache(maxsize=4096)
def _more(awarded: Points, how: str, computed: Points) -> tuple[str, str]:
    says = f"The certificate says {count(show(awarded), 'PDP')}"
    return Code.MORE_AWARDED, f"{says}, but {how} gives {show(computed)}; only that counts."


def _up_to(
    activity: Activity, kind: ActivityKind, value: DatedValue, rate: Points, reader: ScenarioReader
) -> Valuation:
    minimum = kind.minimum_hours_each
    if minimum is not None:
        if activity.hours is None:
            if not reader.fact(f"{activity.pointer}/hours"):
                text = f"Say how many hours it took: it needs at least {show(minimum)}."
                return Valuation(0, "hours not stated", kind, value.citations, ((Code.NOT_STATED, text),))
        elif activity.hours < minimum:
            text = f"It took {count(show(activity.hours), 'hour')} and needs at least {show(minimum)}."
            return Valuation(0, "too few hours", kind, value.citations, ((Code.TOO_FEW_HOURS, text),))
    if activity.awarded is None:
        if reader.fact(f"{activity.pointer}/awarded"):
            return Valuation(rate, f"up to {show(rate)}", kind, value.citations)
        text = f"Say how many PDPs the certificate awards (up to {show(rate)})."
        return Valuation(0, "amount not stated", kind, value.citations, ((Code.NOT_STATED, text),))
    if activity.awarded > rate:
        text = f"The certificate says {count(show(activity.awarded), 'PDP')}; at most {show(rate)} can count."
        return Valuation(rate, f"at most {show(rate)}", kind, value.citations, ((Code.MORE_AWARDED, text),))
    return Valuation(activity.awarded, f"{show(activity.awarded)} as awarded", kind, value.citations)


def _as_awarded(activity: Activity, kind: ActivityKind, day: date, reader: ScenarioReader) -> Valuation:
    """No source states a value: the certificate decides."""
    cites = _cites(kind)
    if activity.awarded is None:
        return _not_stated(activity, kind, "awarded", "PDPs on the certificate", cites, reader)
    why = "no value is known for that date" if kind.values else "none of our sources gives a value for this kind"
    text = f"Taken as printed on the certificate: {why}."
    return Valuation(activity.awarded, f"{show(activity.awarded)} as awarded", kind, cites, ((Code.AS_AWARDED, text),))


def _not_stated(
    activity: Activity,
    kind: ActivityKind,
    field: str,
    words: str,
    citations: tuple[Record, ...],
    reader: ScenarioReader,
) -> Valuation:
    lucky = reader.fact(f"{activity.pointer}/{field}")
    then = "as much as is needed is assumed here" if lucky else "so it counts as nothing"
    text = f"The number of {words} is not stated, {then}."
    return Valuation(UNBOUNDED if lucky else 0, "amount not stated", kind, citations, ((Code.NOT_STATED, text),))


def pair_value(rules: Rules, day: date) -> DatedValue | None:
    """PDPs for two badges on a day, or for each if `per` says so, None when no source states a rate for it."""
    kind = rules.badges
    return None if kind is None else kind.value_on(day)


def two_badges(rules: Rules, day: date) -> Points:
    """What two related badges bring on a day, 0 when no source states a rate for it."""
    value = pair_value(rules, day)
    return 0 if value is None else value.points * (2 if value.per == "badge" else 1)


def badge_day(badge: Badge, as_of: date) -> date:
    """The day that decides a badge's value: the last day its date may mean."""
    return badge.done.last if badge.done else as_of
