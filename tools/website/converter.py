"""The table behind the PDP converter: what the engine says one unit is worth, by kind and by day.

The page only looks a line up and multiplies. Where an open question decides, the line holds the least and the most.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Any

from mcheck.catalog.activity_kinds import ActivityKind
from mcheck.catalog.rules import Rules
from mcheck.catalog.scenario import Scenario, ScenarioReader
from mcheck.catalog.switches import BADGE_RATE, ODD_BADGE, SWITCHES
from mcheck.core.dates import Span, add_years
from mcheck.core.portfolio import Activity
from mcheck.regulation.valuation import QUANTITY, Setting, pair_value, value_of

from .context import Site

UNIT = 100
"""One hour, credit or CEU, in hundredths."""


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the most under any reading of the open questions, which are named when the two differ."""

    least: int
    most: int
    questions: tuple[str, ...]


def worth_of(site: Site, kind: ActivityKind, day: date, quantity: int) -> Range:
    """PDPs in hundredths of `quantity` (hundredths of the kind's unit) completed on a day."""
    facts = {variant["fact"]: not variant["is"] for variant in kind.variants}
    as_of = max(day, _last_change(site.rules))
    activity = Activity("", kind.id, kind.name, Span(day, day), facts=facts)
    if _field(kind):
        amount: dict[str, Any] = {_field(kind): quantity}
        activity = activity._replace(**amount)

    edition = site.rules.edition_for(as_of)

    def once(reader: ScenarioReader) -> int:
        return value_of(activity, Setting(reader, as_of, edition)).points

    return _range(site.rules, once)


def worth_of_badges(site: Site, day: date, count: int) -> Range | None:
    """PDPs of so many related badges, the last one earned on a day; None when no source states a rate for it."""
    value = pair_value(site.rules, day)
    if value is None:
        return None
    texts = site.rules.edition_for(max(day, _last_change(site.rules))).texts(day, value)

    def once(reader: ScenarioReader) -> int:
        if reader.switch(BADGE_RATE, texts) == "void":
            return 0
        if value.per == "badge":
            return count * value.points
        third = count > 2 and count % 2 == 1 and reader.switch(ODD_BADGE, texts) == "half"
        return count // 2 * value.points + (value.points // 2 if third else 0)

    return _range(site.rules, once)


def disputed(site: Site) -> dict[str, Range]:
    """The values that the catalog states and an open question may lower, by the address of their points."""
    found = {}
    for kind in site.rules.kinds.values():
        for place, value in enumerate(kind.values):
            day = value.start or _well_before(kind, place + 1, site.today)
            if kind is site.rules.badges:
                worth = worth_of_badges(site, day, 1 if value.per == "badge" else 2)
            else:
                worth = worth_of(site, kind, day, UNIT)
            if worth is not None and worth.questions and worth.most == value.points:
                found[f"activities/{kind.id}#/values/{place}/points"] = worth
    return found


def _well_before(kind: ActivityKind, place: int, today: date) -> date:
    """A day on which the value before that place holds, and no question about the day it ended is open."""
    following = kind.values[place].start if place < len(kind.values) else None
    return add_years(following, -1) if following else today


def _range(rules: Rules, once: Callable[[ScenarioReader], int]) -> Range:
    """The least and the most over both extremes and every reading of the unordered questions."""
    free = [question for question in rules.questions.values() if not question.ordered]
    results, consulted = [], set[str]()
    for favorable, chosen_readings in product(
        (frozenset[str](), None), product(*(range(len(q.readings)) for q in free))
    ):
        reader = ScenarioReader(
            rules, Scenario(favorable, dict(zip((q.id for q in free), chosen_readings, strict=True)))
        )
        results.append(once(reader))
        consulted |= reader.consulted
    differ = min(results) != max(results)
    names = sorted(key.removeprefix("question:") for key in consulted if key.startswith("question:"))
    return Range(min(results), max(results), tuple(names) if differ else ())


def _field(kind: ActivityKind) -> str:
    """The quantity of an activity that decides this kind, empty when it is worth a fixed number."""
    return QUANTITY.get(kind.values[-1].per, ("", ""))[0]


def _last_change(rules: Rules) -> date:
    return max(value.start for kind in rules.kinds.values() for value in kind.values if value.start)


def table(site: Site) -> dict[str, Any]:
    """What pages read: every kind with its lines, oldest first; points in hundredths."""
    return site.catalog.once(
        ("converter", site.today),
        lambda: {
            "kinds": [_entry(site, kind) for kind in site.rules.kinds.values()],
            "floor": site.in_force.floor,
            "questions": {q.id: q.record["title"] for q in site.rules.questions.values()},
        },
    )


def _entry(site: Site, kind: ActivityKind) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": kind.id, "name": kind.name, "takes": takes(kind), "lines": []}
    for start, day in _days(site.rules, kind):
        line: dict[str, Any] = {"from": start.isoformat() if start else ""}
        if takes(kind) == "badges":
            each, value = worth_of_badges(site, day, 1), kind.value_on(day)
            if each is not None and value is not None and value.per == "badge":
                entry["lines"].append(line | {"each": _pack(each)})
                continue
            pair, trio = worth_of_badges(site, day, 2), worth_of_badges(site, day, 3)
            if pair is not None and trio is not None:
                line |= {"pair": _pack(pair), "trio": _pack(trio)}
        elif takes(kind) == "awarded":
            value = kind.value_on(day)
            line |= {"cap": value.points} if value else {}
        else:
            line |= {"each": _pack(worth_of(site, kind, day, UNIT))}
        entry["lines"].append(line)
    return entry


def takes(kind: ActivityKind) -> str:
    """What the reader types: hours, credits, ceus, badges, awarded (points of the certificate), or nothing."""
    if "badges" in kind.takes:
        return "badges"
    if not kind.values or kind.values[-1].up_to:
        return "awarded"
    return _field(kind)


def _days(rules: Rules, kind: ActivityKind) -> Iterator[tuple[date | None, date]]:
    """(first day of a line, a day inside it); the line without a first day reaches back from the next one.

    A line begins with a value, and where a text that stands alone settles what something is worth.
    """
    asked = [q for name, q in rules.by_switch.items() if SWITCHES[name].of_worth]
    asked += [rules.by_activity[kind.id]] if kind.id in rules.by_activity else []
    starts = sorted(
        {value.start for value in kind.values if value.start}
        | {settlement.start for question in asked for settlement in question.settled if kind.values}
    )
    yield None, (starts[0] if starts else date(2000, 1, 1)) - timedelta(days=1)
    for start in starts:
        yield start, start


def _pack(worth_range: Range) -> dict[str, Any]:
    return {"least": worth_range.least, "most": worth_range.most, "questions": list(worth_range.questions)}
