"""What an educator could still do for points, from the catalog: hours, CEUs, courses and micro-credentials. Pure.

A *way* is one thing to do more or less of: an activity of one kind, counted in one category of one license, or badges
of one sort. It has levels; each says how much it takes and what it gives. What the catalog does not say about hours or
cost stays unknown. Only kinds whose value per hour, CEU or semester hour a source states are ways; one whose
value holds only if the certificate says so is a way only for an educator who asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ..allocation.problem import Lot, Option
from ..catalog.activity_kinds import ActivityKind
from ..catalog.rules import load_rules
from ..catalog.scenario import ScenarioReader
from ..catalog.store import Catalog
from ..core.dates import Span
from ..core.points import Points, points
from ..core.portfolio import Activity, Badge, Portfolio
from ..judging.evaluation import Evaluation
from ..regulation.lots import pointers_of
from ..regulation.targets import RenewalTarget
from ..regulation.valuation import QUANTITY, pair_value
from .badges import AvailableBadges, Dimension, Unit
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


@dataclass(frozen=True, slots=True)
class Setting:
    """What the ways are worked out for. `base` is the portfolio's own outcome, `last` the day all is done by."""

    catalog: Catalog
    kinds: Mapping[str, ActivityKind]
    base: Evaluation
    portfolio: Portfolio
    reader: ScenarioReader
    last: date
    allow: frozenset[str]
    """Ids of kinds, or `BADGES`."""
    most: Points
    """What all requirements together ask for."""

    @property
    def floor(self) -> Points:
        return max(entry.edition.floor for entry in self.base.entries)


def activity_ways(setting: Setting, topics: Sequence[Topic]) -> list[Way]:
    """Every way by an activity of a kind with a known value; `topics` are those below the floor to go on with."""
    found = []
    variants = [variant for kind in setting.kinds.values() for variant in kind.variants]
    special = {variant["use"] for variant in variants if variant["fact"] != "accepted_elsewhere"}
    for kind in sorted(setting.kinds.values(), key=lambda k: (-_rate(setting, k), k.id in special, k.id)):
        rate = _rate(setting, kind)
        if not rate:
            continue
        unit = unit_of(kind)
        for hits, category, entry, joins in _places(setting, kind):
            levels = _levels(setting, kind, unit, rate, joins)
            if levels:
                found.append(Way(levels, kind, category, entry, hits=hits))
        for topic in topics:
            levels = _levels(setting, kind, unit, rate, topic.member, least=topic.lacking)
            for category, entry, hits in _fitting(setting, kind, topic) if levels else ():
                found.append(Way(levels, kind, category, entry, hits=hits, rescues=(topic.name, topic.rescued)))
    return found


def _rate(setting: Setting, kind: ActivityKind) -> Points:
    """Points for a unit on the day all is done by; 0 for a kind that is not to be planned with."""
    value = kind.value_on(setting.last)
    if kind.id not in setting.allow or value is None or value.up_to or value.per not in STEP:
        return 0
    return setting.reader.activity_points(kind.id, value.points)


def best_of(ways: Sequence[Way], objective: str) -> list[Way]:
    """The ways without those for which another does the same at every level for no more."""
    alike: dict[object, list[tuple[int, Way]]] = {}
    for n, way in enumerate(ways):
        alike.setdefault((way.hits, way.rescues), []).append((n, way))
    found = [one for members in alike.values() for one in _best_of_alike(members, objective)]
    return [way for _, way in sorted(found, key=lambda one: one[0])]


def _best_of_alike(ways: Sequence[tuple[int, Way]], objective: str) -> list[tuple[int, Way]]:
    kept: list[tuple[int, Way]] = []
    for n, way in ways:
        place = next((i for i, (_, one) in enumerate(kept) if _dominates(one, way, objective)), None)
        if place is None:
            kept = [(m, one) for m, one in kept if not _dominates(way, one, objective)]
            kept.append((n, way))
            continue
        m, rival = kept[place]
        if way.kind is not None and rival.kind is not None and _dominates(way, rival, objective):
            kept[place] = m, _with_same(rival, way.kind.name)
    return kept


def _with_same(way: Way, name: str) -> Way:
    known = way.kind is not None and name == way.kind.name
    return way if known or name in way.same else replace(way, same=(*way.same, name))


def _dominates(a: Way, b: Way, objective: str) -> bool:
    """Whether `a` does all that `b` does for no more, where both serve the same."""
    if a.kind is None or b.kind is None or a.kind.caps:
        return False
    if a.levels is b.levels:
        return True
    # levels bring more and take more from one to the next: the first that brings enough is the cheapest that does
    levels = iter(a.levels)
    x = next(levels, None)
    for y in b.levels:
        while x is not None and x.points < y.points:
            x = next(levels, None)
        if x is None or cost(x.effort, objective) > cost(y.effort, objective):
            return False
    return True


def _places(setting: Setting, kind: ActivityKind) -> Iterator[tuple[Hits, str, RenewalTarget | None, Activity | None]]:
    """One place for each set of requirements that can be served: a category, whose content, a topic to go on with."""
    by_hits: dict[Hits, list[tuple[str, RenewalTarget | None]]] = {}
    for category, entry in _categories(setting, kind):
        by_hits.setdefault(_hits(setting, category, entry), []).append((category, entry))
    for hits, places in by_hits.items():
        joined = [(c, e, _topic_above(setting, c, e)) for c, e in places]
        category, entry, joins = next((x for x in joined if x[2] is not None), joined[0])
        yield hits, category, entry, joins


def _categories(setting: Setting, kind: ActivityKind) -> Iterator[tuple[str, RenewalTarget | None]]:
    """What may be said of an activity: electives first, then other categories, then the content of each license."""
    terms = sorted(setting.catalog.terms("categories"), key=lambda c: (c != "elective", c))
    licenses = [e for e in setting.base.entries if not e.is_endorsement]
    for category in terms:
        if category != "content" and licenses and (kind.allowed is None or category in kind.allowed):
            yield category, None
    if kind.allowed is None or "content" in kind.allowed:
        for entry in setting.base.entries:
            yield "content", entry


def _hits(setting: Setting, category: str, entry: RenewalTarget | None) -> Hits:
    found = set()
    for one in setting.base.entries:
        if one.is_endorsement and one is not entry:
            continue
        if entry is not None and entry.is_endorsement and one is not entry:
            continue
        found.add((one.index, ""))
        if entry is None or one is entry:
            found |= {(one.index, r.id) for r in one.target.requirements if category in r.categories}
    return frozenset(found)


def _levels(
    setting: Setting,
    kind: ActivityKind,
    unit: str,
    rate: Points,
    joins: Activity | None,
    least: Points | None = None,
) -> tuple[Level, ...]:
    """Amounts up to what all requirements together need; what is below the topic floor goes on with a topic."""
    levels = []
    step = STEP[unit]
    quantity = 0
    minimum = (kind.minimum_hours_each or 0) if unit == "hour" else 0
    topic_hours = points(kind.record.get("minimum_hours_topic", 0)) if unit == "hour" else 0
    given = 0
    while given < setting.most:
        quantity += step
        given = quantity * rate // 100
        own_topic = least is None and given >= setting.floor and quantity >= topic_hours
        if quantity < minimum or (not own_topic and joins is None) or (least is not None and given < least):
            continue
        hours = unit == "hour"
        effort = Effort(1, quantity if hours else 0, 0 if hours else 1, 0, 1, given, quantity)
        useful = min(given, setting.most)
        levels.append(Level(effort, useful, None if own_topic else joins))
    return tuple(levels)


def _lots(setting: Setting) -> Iterator[tuple[Activity, Lot, dict[int, Points]]]:
    """Activities in play: (activity, lot, what its topic adds up to for each target where that is below the floor)."""
    by_pointer = {a.pointer: a for a in setting.portfolio.activities}
    below: dict[str, dict[int, Points]] = {}
    for (lot_id, target), total in setting.base.placement.below.items():
        below.setdefault(lot_id, {})[target] = total
    for lot in setting.base.problem.lots:
        pointer = pointers_of(lot.id)[0]
        if not lot.same_points_as and pointer in by_pointer:
            yield by_pointer[pointer], lot, below.get(lot.id, {})


def _topic_above(setting: Setting, category: str, entry: RenewalTarget | None) -> Activity | None:
    """The largest activity that counts in a category and whose topic has enough points to count."""
    fitting = [
        (lot.amount, activity)
        for activity, lot, below in _lots(setting)
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


def topics_below(setting: Setting) -> list[Topic]:
    """The topics with too few points; first those that bring the most for what they lack."""
    topics: dict[str, list[tuple[Activity, Lot, dict[int, Points]]]] = {}
    for activity, lot, below in _lots(setting):
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


def _fitting(setting: Setting, kind: ActivityKind, topic: Topic) -> Iterator[tuple[str, RenewalTarget | None, Hits]]:
    """Where an activity that goes on with a topic can count: one place for each set of requirements."""
    seen = set()
    for category, entry in _categories(setting, kind):
        hits = _hits(setting, category, entry)
        fits = any(c == category and (entry is None or t == entry.index) for t, c in topic.options)
        if fits and hits not in seen:
            seen.add(hits)
            yield category, entry, hits


def badge_ways(setting: Setting, shelf: AvailableBadges) -> list[Way]:
    """A way for each sort of pair, and for each sort of badge that would give an earned one its partner."""
    value = pair_value(setting.reader, setting.last)
    if BADGES not in setting.allow or value is None or not any(not e.is_endorsement for e in setting.base.entries):
        return []
    found = []
    for dimension, count in shelf.dimensions():
        most = min(count, -(-setting.most // value.points))
        one = badge_effort(dimension, value.points)
        levels = []
        total = Effort()
        for n in range(1, most + 1):
            total = total + one
            levels.append(Level(total, n * value.points))
        found.append(Way(tuple(levels), dimension=dimension))
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


def planned_activity(way: Way, level: Level, pointer: str, done: date, *, one_license: bool, unit: str) -> Activity:
    """The activity that a level of a way stands for, with every fact stated in the way the kind itself asks for."""
    assert way.kind is not None
    kind, entry = way.kind, way.entry
    quantities = {QUANTITY[unit][0]: level.effort.quantity}
    toward = entry.name if entry is not None and entry.is_endorsement else None
    content_of: tuple[str, ...] | None = None if one_license and toward is None else ()
    if entry is not None and toward is None:
        content_of = (entry.name,)
    topic = None
    if level.joins is not None:
        # an activity that names no topic is its own: its pointer stands for that topic
        topic = level.joins.topic or level.joins.pointer
    return Activity(
        pointer,
        kind.id,
        kind.name,
        Span(done, done),
        Span(done, done),
        facts={v["fact"]: not v["is"] for v in kind.variants},
        topic=topic,
        provider=min(kind.providers) if kind.providers else None,
        categories=(way.category,),
        content_of=content_of,
        toward_endorsement=toward,
        evidence=("certificate",),
        demonstration=True,
        planned=True,
        **quantities,  # type: ignore[arg-type]
    )


def planned_badges(unit: Unit, first: int, done: date, shelf: AvailableBadges) -> list[Badge]:
    """The badges of a unit, taken as approved by the supervisor before they are begun."""
    return [
        Badge(
            f"/badges/{first + n}",
            record["id"],
            record["title"],
            Span(done, done),
            categories=shelf.categories(record),
            approved=True,
            evidence=("badge-file", "artifact"),
            planned=True,
        )
        for n, record in enumerate(unit.credentials)
    ]
