"""Micro-credentials not yet earned, and which of them can be had together as pairs.

New badges are planned as pairs of one stack with a shared area, or as the partner of an earned badge related to them in
the same two ways, so that they are related whichever way the open question goes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ..catalog.rules import Rules
from ..core.points import points
from ..core.portfolio import Badge
from ..core.records import Record


@dataclass(frozen=True, slots=True)
class Price:
    """US$ for one badge in hundredths, None where no source says: for members, and for others at least and most."""

    member: int | None = None
    other_low: int | None = None
    other_high: int | None = None


@dataclass(frozen=True, slots=True)
class Dimension:
    """A sort of unit: how many new badges it takes, what they may count as together, and what they take."""

    badges: int
    categories: tuple[str, ...]
    hours: int | None
    """Of the unit, in hundredths, at the higher of what sources say; None when it is not known."""
    price: Price


@dataclass(frozen=True, slots=True)
class Unit:
    """Two new badges, or one with the earned badge it makes a pair with."""

    dimension: Dimension
    credentials: tuple[Record, ...]
    partner: Badge | None = None


Choice: TypeAlias = tuple[Unit, ...]

Vector: TypeAlias = tuple[tuple[Dimension, int], ...]
"""How many units of each sort."""


class BadgeFacts:
    """What the catalog says about micro-credentials."""

    def __init__(self, rules: Rules) -> None:
        self.catalog = rules.catalog
        self.order = [category for category in self.catalog.terms("categories") if category != rules.license_field]
        """Badges are not planned as content: the catalog does not say of which license's field they would be."""

    def offered(self, taken: frozenset[str] = frozenset(), role: str | None = None) -> dict[str, list[Record]]:
        """What there is to earn by its stack, without the ids `taken`.

        With a `role`, badges written for other roles only are not there; without one nobody can tell, so they are.
        """
        stacks: dict[str, list[Record]] = {}
        for record in self.catalog.all("credentials"):
            if record["kind"] == "credential" and record["status"] != "retired" and record["id"] not in taken:
                stack = record.get("stack")
                if role is not None and role not in record["our_reading"].get("roles", (role,)):
                    continue
                if stack is not None and self.catalog.get("stacks", stack).get("status") != "retired":
                    stacks.setdefault(stack, []).append(record)
        return stacks

    @staticmethod
    def unsure(record: Record) -> tuple[object, ...]:
        """The surest first: by confidence, whether it is still offered, whether it can be done without students."""
        confidence = ("high", "medium", "low")
        rank = confidence.index(record["confidence"]) if record["confidence"] in confidence else 3
        return rank, record["status"] != "offered", bool(record.get("needs_students")), record["id"]

    def issuer(self, record: Record) -> str:
        return str(self.catalog.get("stacks", record["stack"]).get("issuer", ""))

    def numbers(self, topic: str, issuer: str) -> list[Record]:
        """The facts of an issuer's program about a topic that come with a number."""
        if ("programs", issuer) not in self.catalog:
            return []
        return [f for f in self.catalog.get("programs", issuer)["facts"] if f["topic"] == topic and "value" in f]

    def window(self) -> Record | None:
        """The fact that says how many months a badge may take, of several the one that says least."""
        issuers = sorted({self.issuer(record) for members in self.offered().values() for record in members})
        facts = [f for i in issuers for f in self.numbers("time-window", i) if f.get("unit") == "months"]
        return min(facts, key=lambda fact: int(fact["value"]), default=None)

    def hours(self, record: Record) -> tuple[int, int] | None:
        """Hours of one badge in hundredths, at least and at most; what its record says, else what its program says."""
        stated = [points(fact["value"]) for fact in self.numbers("hours-each", self.issuer(record))]
        if "hours" in record:
            stated.append(points(record["hours"]))
        return (min(stated), max(stated)) if stated else None

    def price(self, record: Record) -> Price:
        issuer = self.issuer(record)
        member = [points(fact["value"]) for fact in self.numbers("cost-member", issuer)]
        other = [points(fact["value"]) for fact in self.numbers("cost-nonmember", issuer)]
        return Price(max(member, default=None), min(other, default=None), max(other, default=None))

    def categories(self, record: Record) -> tuple[str, ...]:
        """What a new badge may count as, by the catalog's reading of it."""
        return tuple(c for c in self.order if c in record["our_reading"]["categories"])

    def sort(self, record: Record) -> object:
        """Credentials of one stack with the same sort are interchangeable."""
        return tuple(sorted(record["our_reading"]["areas"])), self.categories(record), self.hours(record)


class AvailableBadges:
    """What is there to earn. `earned` are badges that count but have no partner; `taken` are ids not to offer.

    For `role` see `BadgeFacts.offered`. The ids `meant` are planned already, so of equal ones they are offered first.
    """

    def __init__(
        self, facts: BadgeFacts, taken: frozenset[str], earned: Sequence[Badge], role: str | None, meant: frozenset[str]
    ) -> None:
        self.facts = facts
        self.catalog = facts.catalog
        self.earned = earned
        self.meant = meant
        self.stacks = facts.offered(taken, role)
        for members in self.stacks.values():
            members.sort(key=lambda record: (record["id"] not in meant, facts.unsure(record)))
        self._taken: dict[Vector, Choice | None] = {}
        self._choices_of: dict[str, Mapping[Vector, Choice]] = {}

    def dimensions(self) -> list[tuple[Dimension, int]]:
        """Each sort of unit, with the most that can be had of it; the commonest first, so that there is a choice."""
        most: dict[Dimension, int] = {}
        for stack in self.stacks:
            own: dict[Dimension, int] = {}
            for vector in self.choices(stack):
                for dimension, count in vector:
                    own[dimension] = max(own.get(dimension, 0), count)
            for dimension, count in own.items():
                most[dimension] = most.get(dimension, 0) + count
        return sorted(
            most.items(),
            key=lambda x: (x[0].badges, -x[1], [self.facts.order.index(c) for c in x[0].categories], str(x)),
        )

    def choices(self, stack: str) -> Mapping[Vector, Choice]:
        """Every combination of units that a stack can give, by how many of each sort it has."""
        if stack not in self._choices_of:
            earned = [b for b in self.earned if self.catalog.get("credentials", b.credential).get("stack") == stack]
            self._choices_of[stack] = self._choices(tuple(self.stacks[stack]), tuple(earned), {})
        return self._choices_of[stack]

    def _choices(
        self, members: tuple[Record, ...], earned: tuple[Badge, ...], known: dict[object, dict[Vector, Choice]]
    ) -> dict[Vector, Choice]:
        key = tuple(r["id"] for r in members), tuple(b.pointer for b in earned)
        if key in known:
            return known[key]
        choices: dict[Vector, Choice] = {(): ()}
        if members:
            first, rest = members[0], members[1:]
            for unit, left, still in self._units(first, rest, earned):
                for choice in self._choices(left, still, known).values():
                    whole = (unit, *choice)
                    choices.setdefault(_vector(whole), whole)
            # what does without the first, the surest, is wanted only where nothing with it is as good
            for vector, choice in self._choices(rest, earned, known).items():
                choices.setdefault(vector, choice)
        known[key] = choices
        return choices

    def _units(
        self, first: Record, rest: tuple[Record, ...], earned: tuple[Badge, ...]
    ) -> Iterator[tuple[Unit, tuple[Record, ...], tuple[Badge, ...]]]:
        """Units with the first credential, one for each class of partners, and what is left."""
        seen = set()
        for i, other in enumerate(rest):
            if self.facts.sort(other) not in seen and _share(first, other):
                seen.add(self.facts.sort(other))
                yield self.unit((first, other), None), rest[:i] + rest[i + 1 :], earned
        for i, badge in enumerate(earned):
            theirs = self.catalog.get("credentials", badge.credential)
            kind = (self.facts.sort(theirs), badge.categories)
            if kind not in seen and _share(first, theirs):
                seen.add(kind)
                yield self.unit((first,), badge), rest, earned[:i] + earned[i + 1 :]

    def unit(self, credentials: tuple[Record, ...], partner: Badge | None) -> Unit:
        common = set(self.facts.categories(credentials[0]))
        for record in credentials[1:]:
            common &= set(self.facts.categories(record))
        if partner is not None and partner.categories is not None:
            common &= set(partner.categories)
        hours = [self.facts.hours(record) for record in credentials]
        known = sum(h[1] for h in hours if h is not None) if None not in hours else None
        categories = tuple(c for c in self.facts.order if c in common)
        return Unit(
            Dimension(len(credentials), categories, known, self.facts.price(credentials[0])), credentials, partner
        )

    def take(self, wanted: Mapping[Dimension, int]) -> Choice | None:
        """Units of the sorts wanted that can be had together, from the surest; None when there are none."""
        key = tuple((d, n) for d, n in wanted.items() if n)
        if key not in self._taken:
            self._taken[key] = self._take(key, self._by_sureness(), set())
        return self._taken[key]

    def _by_sureness(self) -> tuple[str, ...]:
        def unlikely(stack: str) -> tuple[object, ...]:
            members = self.stacks[stack]
            return members[0]["id"] not in self.meant, max(self.facts.unsure(r)[:3] for r in members), stack

        return tuple(sorted(self.stacks, key=unlikely))

    def _take(self, wanted: Vector, stacks: tuple[str, ...], hopeless: set[object]) -> Choice | None:
        if not wanted:
            return ()
        if not stacks or (wanted, stacks[0]) in hopeless:
            return None
        left = dict(wanted)
        choices = [c for c in self.choices(stacks[0]).items() if all(n <= left.get(d, 0) for d, n in c[0])]
        for vector, choice in sorted(choices, key=lambda c: -sum(n for _, n in c[0])):
            used = dict(vector)
            rest = tuple((d, n - used.get(d, 0)) for d, n in wanted if n > used.get(d, 0))
            more = self._take(rest, stacks[1:], hopeless)
            if more is not None:
                return (*choice, *more)
        hopeless.add((wanted, stacks[0]))
        return None


def _share(a: Record, b: Record) -> bool:
    return bool(set(a["our_reading"]["areas"]) & set(b["our_reading"]["areas"]))


def _vector(units: Choice) -> Vector:
    counts: dict[Dimension, int] = {}
    for unit in units:
        counts[unit.dimension] = counts.get(unit.dimension, 0) + 1
    return tuple(sorted(counts.items(), key=str))
