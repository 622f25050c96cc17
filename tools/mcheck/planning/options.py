"""What an educator could still do for points, from the catalog: hours, CEUs, courses and micro-credentials.

A *way* is one thing to do more or less of: an activity of one kind, counted in one category of one license, or badges
of one sort. It has levels; each says how much it takes and what it gives. What the catalog does not say about hours or
cost stays unknown. Only kinds whose value per hour, CEU or semester hour a source states are ways; one whose
value holds only if the certificate says so is a way only for an educator who asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, partial
from itertools import accumulate, repeat
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from ..allocation.flows.relaxation import Relaxation
from ..allocation.problem import Lot, Option, Problem
from ..catalog.activity_kinds import ActivityKind
from ..catalog.rules import load_rules
from ..catalog.scenario import ScenarioReader
from ..catalog.store import Catalog
from ..core.points import Points, points
from ..core.portfolio import Activity, Portfolio
from ..regulation.formulation import Formulation
from ..regulation.lots import pointers_of
from ..regulation.targets import RenewalTarget
from ..regulation.valuation import two_badges
from .badges import AvailableBadges, Dimension
from .bounds import Slot
from .ways import BADGES, STEP, Effort, Hits, Level, Way, cost, unit_of


def names(catalog: Catalog) -> list[str]:
    """What `allow` and `avoid` may name: kinds that earn a known value per hour, CEU or semester hour, and badges."""
    kinds = load_rules(catalog).kinds.values()
    last = {k.id: k.values[-1] for k in kinds if unit_of(k) in STEP}
    return [*sorted(name for name, value in last.items() if value.points and not value.up_to), BADGES]


def usual(catalog: Catalog) -> list[str]:
    """What is planned with when nobody says: `names` without kinds whose value only a certificate can tell."""
    kinds = load_rules(catalog).kinds
    return [n for n in names(catalog) if n not in kinds or not kinds[n].values[-1].only_if_certificate_says]


@dataclass(frozen=True)
class Setting:
    """What the ways are worked out for. `base` is what the portfolio has, `last` the day all is done by."""

    base: Formulation
    portfolio: Portfolio
    reader: ScenarioReader
    last: date
    allow: frozenset[str]
    """Ids of kinds, or `BADGES`."""
    levels: LevelLists

    @property
    def entries(self) -> Sequence[RenewalTarget]:
        return self.base.entries

    @property
    def most(self) -> Points:
        """What all requirements together ask for."""
        return sum(need.demand for need in self.base.problem.needs)

    @property
    def floor(self) -> Points:
        return max(entry.edition.floor for entry in self.entries)

    @cached_property
    def lots(self) -> Sequence[tuple[Activity, Lot, Mapping[int, Points]]]:
        """Activities in play, with what the topic adds up to for each target where that is below the floor."""
        by_pointer = {a.pointer: a for a in self.portfolio.activities}
        below: dict[str, dict[int, Points]] = {}
        for (lot_id, target), total in below_floor(self.base.problem).items():
            below.setdefault(lot_id, {})[target] = total
        lots = [(pointers_of(lot.id)[0], lot) for lot in self.base.problem.lots if not lot.same_points_as]
        return [(by_pointer[name], lot, below.get(lot.id, {})) for name, lot in lots if name in by_pointer]


def activity_ways(setting: Setting, topics: Sequence[Topic]) -> list[Way]:
    """Every way by an activity of a kind with a known value; `topics` are those below the floor to go on with."""
    kinds = setting.reader.rules.kinds.values()
    special = {v["use"] for kind in kinds for v in kind.variants if v["fact"] != "accepted_elsewhere"}
    levels_of = partial(setting.levels.of, setting)
    topic_above = cache(partial(_topic_above, setting))
    found = []
    for kind in sorted(kinds, key=lambda k: (-_rate(setting, k), k.id in special, k.id)):
        rate = _rate(setting, kind)
        places = _places(setting, kind) if rate else {}
        for hits, alike in places.items():
            category, entry, joins = _topic_to_join(alike, topic_above)
            levels = levels_of(kind, rate, joins)
            if levels:
                found.append(Way(levels, kind, category, entry, hits=hits))
        for topic in topics if places else ():
            levels = levels_of(kind, rate, topic.member, topic.lacking)
            for hits, alike in places.items() if levels else ():
                place = next((place for place in alike if topic.fits(*place)), None)
                if place is not None:
                    found.append(Way(levels, kind, *place, hits=hits, rescues=(topic.name, topic.rescued)))
    return found


def _rate(setting: Setting, kind: ActivityKind) -> Points:
    """Points for a unit on the day all is done by; 0 for a kind that is not to be planned with."""
    value = kind.value_on(setting.last)
    if kind.id not in setting.allow or value is None or value.up_to or value.per not in STEP:
        return 0
    texts = setting.entries[0].edition.texts(setting.last, value)
    return setting.reader.activity_points(kind.id, value.points, texts)


def best_of(ways: Sequence[Way], objective: str, lists: LevelLists) -> list[Way]:
    """The ways without those for which another does the same at every level for no more."""
    costs = {id(way.levels): lists.slot(way.levels, objective).costs[1:] for way in ways}

    def dominates(a: Way, b: Way) -> bool:
        """Whether `a`, which serves the same as `b`, does all that it does for no more."""
        if a.kind is None or b.kind is None or a.kind.caps:
            return False
        if a.levels is b.levels:
            return True
        # levels bring more and take more from one to the next: the first that brings enough is the cheapest that does
        levels = iter(zip(a.levels, costs[id(a.levels)], strict=True))
        x = next(levels, None)
        for y, most in zip(b.levels, costs[id(b.levels)], strict=True):
            while x is not None and x[0].points < y.points:
                x = next(levels, None)
            if x is None or x[1] > most:
                return False
        return True

    served: dict[object, dict[int, Way]] = {}
    for n, way in enumerate(ways):
        kept = served.setdefault((way.hits, way.rescues), {})
        place = next((i for i, one in kept.items() if dominates(one, way)), None)
        if place is None:
            for i in [i for i, one in kept.items() if dominates(way, one)]:
                del kept[i]
            kept[n] = way
        elif way.kind is not None and dominates(way, kept[place]):
            kept[place] = kept[place].or_else(way.kind.name)
    return [way for _, way in sorted((one for kept in served.values() for one in kept.items()), key=itemgetter(0))]


Place: TypeAlias = tuple[str, RenewalTarget | None]
"""A category, and whose content it is."""


def _places(setting: Setting, kind: ActivityKind) -> Mapping[Hits, Sequence[Place]]:
    """Where an activity may count, by the requirements that are served there."""
    by_hits: dict[Hits, list[Place]] = {}
    for category, entry in _categories(setting, kind):
        by_hits.setdefault(_hits(setting, category, entry), []).append((category, entry))
    return by_hits


def _topic_to_join(
    alike: Sequence[Place], topic_above: Callable[[str, int | None], Activity | None]
) -> tuple[str, RenewalTarget | None, Activity | None]:
    """Of places that serve the same, the first with a topic to go on with; else the first, without one."""
    joined = ((*place, topic_above(place[0], None if place[1] is None else place[1].index)) for place in alike)
    return next((one for one in joined if one[2] is not None), (*alike[0], None))


def _categories(setting: Setting, kind: ActivityKind) -> Iterator[Place]:
    """What may be said of an activity: electives first, then other categories, then the content of each license."""
    rules = setting.reader.rules
    licenses = [entry for entry in setting.entries if not entry.is_endorsement]
    for category in sorted(rules.catalog.terms("categories"), key=lambda c: (c != rules.total_only, c)):
        if category != rules.license_field and licenses and (kind.allowed is None or category in kind.allowed):
            yield category, None
    if kind.allowed is None or rules.license_field in kind.allowed:
        for entry in setting.entries:
            yield rules.license_field, entry


def _hits(setting: Setting, category: str, entry: RenewalTarget | None) -> Hits:
    found = set()
    for one in setting.entries:
        if one.is_endorsement and one is not entry:
            continue
        if entry is not None and entry.is_endorsement and one is not entry:
            continue
        found.add((one.index, ""))
        if entry is None or one is entry:
            found |= {(one.index, r.id) for r in one.target.requirements if category in r.categories}
    return frozenset(found)


class _Steps(NamedTuple):
    """What the levels of a way depend on, beside the topic that they go on with."""

    unit: str
    rate: Points
    minimum: int
    topic_hours: int
    least: Points | None
    """What is lacking of the topic, where it is below the floor."""
    most: Points
    floor: Points


class LevelLists:
    """The levels of ways, made once for all that take and give the same, and what they cost."""

    def __init__(self) -> None:
        self._made: dict[tuple[_Steps, str | None], tuple[Level, ...]] = {}
        self._slots: dict[tuple[int, str], tuple[Sequence[Level], Slot]] = {}
        """By the identity of levels, which are kept with it, and the objective."""

    def of(
        self, setting: Setting, kind: ActivityKind, rate: Points, joins: Activity | None, least: Points | None = None
    ) -> tuple[Level, ...]:
        """Amounts up to what all requirements together need; what is below the topic floor goes on with a topic."""
        unit, minimum, topic_hours = unit_of(kind), 0, 0
        if unit == "hour":
            minimum = kind.minimum_hours_each or 0
            topic_hours = points(kind.record.get("minimum_hours_topic", 0))
        steps = _Steps(unit, rate, minimum, topic_hours, least, setting.most, setting.floor)
        key = steps, joins and joins.pointer
        if key not in self._made:
            self._made[key] = tuple(_levels(steps, joins))
        return self._made[key]

    def slot(self, levels: Sequence[Level], objective: str) -> Slot:
        """What the optimizer sees of levels."""
        key = id(levels), objective
        if key not in self._slots:
            efforts = [level.effort for level in (_ZERO, *levels)]
            slot = Slot(
                tuple(cost(effort, objective) for effort in efforts), tuple(effort.points for effort in efforts)
            )
            self._slots[key] = levels, slot
        return self._slots[key][1]


_ZERO = Level(Effort(), 0)


def _levels(steps: _Steps, joins: Activity | None) -> Iterator[Level]:
    quantity = given = 0
    while given < steps.most:
        quantity += STEP[steps.unit]
        given = quantity * steps.rate // 100
        least = steps.least
        own_topic = least is None and given >= steps.floor and quantity >= steps.topic_hours
        if quantity < steps.minimum or (not own_topic and joins is None) or (least is not None and given < least):
            continue
        hours, unknown = (quantity, 0) if steps.unit == "hour" else (0, 1)
        effort = Effort(1, hours, unknown, 0, 1, given, quantity)
        yield Level(effort, min(given, steps.most), None if own_topic else joins)


def below_floor(problem: Problem) -> Mapping[tuple[str, int], Points]:
    """(id of a lot, target) for activities whose topic stays below the floor there: what it adds up to.

    That is the same wherever points go, and whichever badges are paired, as these have topics of their own.
    """
    return Relaxation(problem, points=False).below(())


def _topic_above(setting: Setting, category: str, index: int | None) -> Activity | None:
    """The largest activity that counts in a category, for a target if one is given, on a topic with enough points."""
    entry = None if index is None else setting.entries[index]
    fitting = [
        (lot.amount, activity)
        for activity, lot, below in setting.lots
        if not below
        and any(c == category and (entry is None or t == entry.index) for t, c in lot.options)
        and (entry is None or not entry.is_endorsement or activity.toward_endorsement == entry.name)
    ]
    return min(fitting, key=lambda x: (-x[0], x[1].title, x[1].pointer))[1] if fitting else None


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic with too few points to count."""

    name: str
    member: Activity
    lacking: Points
    rescued: Points
    """What counts besides what is added, once it has enough."""
    options: frozenset[Option]

    def fits(self, category: str, entry: RenewalTarget | None) -> bool:
        """Whether it counts there."""
        return any(c == category and (entry is None or t == entry.index) for t, c in self.options)


def topics_below(setting: Setting) -> list[Topic]:
    """The topics with too few points; first those that bring the most for what they lack."""
    topics: dict[str, list[tuple[Activity, Lot, Mapping[int, Points]]]] = {}
    for activity, lot, below in setting.lots:
        if below:
            topics.setdefault(lot.group, []).append((activity, lot, below))
    found = [
        Topic(
            name,
            members[0][0],
            min(setting.floor - total for _, _, below in members for total in below.values()),
            sum(lot.amount for _, lot, _ in members),
            frozenset(option for _, lot, _ in members for option in lot.options),
        )
        for name, members in topics.items()
    ]
    return sorted(found, key=lambda topic: (topic.lacking - topic.rescued, topic.name))


def badge_ways(setting: Setting, shelf: AvailableBadges) -> list[Way]:
    """A way for each sort of pair, and for each sort of badge that would give an earned one its partner."""
    pair = two_badges(setting.reader.rules, setting.last)
    if BADGES not in setting.allow or not pair or all(entry.is_endorsement for entry in setting.entries):
        return []
    found = []
    for dimension, count in shelf.dimensions():
        one = badge_effort(dimension, pair)
        efforts = accumulate(repeat(one, min(count, -(-setting.most // pair))))
        found.append(Way(tuple(Level(total, total.points) for total in efforts), dimension=dimension))
    return found


def badge_effort(dimension: Dimension, pair: Points) -> Effort:
    """What one unit of a sort of badges takes: the hours that are known, at the higher of what sources say."""
    hours = dimension.hours
    price = dimension.price.other_high
    return Effort(
        dimension.badges,
        hours or 0,
        0 if hours is not None else dimension.badges,
        0 if price is None else price * dimension.badges,
        dimension.badges if price is None else 0,
        pair,
        pair,
    )
