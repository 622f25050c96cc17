"""Lots whose points may count twice: what each point counts as, and when that is more than there is.

Each point of a lot counts as one option, of its own or of an alternative, a copy that counts instead; where it counts
as one that a repeat names, a copy that counts again, it may count there once more. So what is placed asks for a certain
number of points as each option, and these together must not be more than the lot has, nor be divided against its rule.

A flow alone cannot tell that: to it the copies are lots of their own. `DoubleCounting` holds it to one repeat of each
lot at a time by a limit of cost; what is still too much then is for `branching`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, TypeAlias

from ..problem import Lot, Need, NeedIndex, Option
from .max_flow import NO_NEEDS, Flow, Priced

PointClass: TypeAlias = tuple[str, tuple[str, ...]]
"""Options of one lot that the same repeats count again (what tells these from the original)."""

Limits: TypeAlias = tuple[tuple[PointClass, tuple[int, int]], ...]
"""At least and at most how many points are of a class; sorted. Classes that are not named have no limits."""

Taken: TypeAlias = Mapping[str, Mapping[int, int]]
"""By the id of a lot how much of it each need took."""

EXTRA_FLOWS = 2
"""How often a flow is held, lot by lot, to the repeat that is used the most."""


class DoubleCountedLot:
    """A lot and its copies.

    Of `alternatives` a point counts either here or as something of the original; `repeats` count again: what they count
    is nested or disjoint, and those with fewer options come first.
    """

    def __init__(self, original: Lot, alternatives: tuple[Lot, ...], repeats: tuple[Lot, ...]) -> None:
        self.original, self.alternatives, self.repeats = original, alternatives, repeats

    @cached_property
    def exclusive(self) -> tuple[Lot, ...]:
        """The lots of which each point counts in one only."""
        return self.original, *self.alternatives

    @cached_property
    def lots(self) -> tuple[Lot, ...]:
        return *self.exclusive, *self.repeats

    @cached_property
    def classes(self) -> tuple[PointClass, ...]:
        """All there are; also of what counts toward a total only."""
        options = [(lot.copy, Option(t, c)) for lot in self.exclusive for t, own in lot.options for c in (own, "")]
        return tuple(dict.fromkeys(self.class_of(*at) for at in options))

    def class_of(self, copy: str, option: Option) -> PointClass:
        return copy, tuple(one.copy for one in self.repeats if option in one.counts_again_as)

    def counted(self, taken: Taken, needs: Sequence[Need], options: Mapping[str, Sequence[Option]]) -> CountedPoints:
        """The fewest points that cover what was taken; `options` are those that each lot has left."""
        counted = CountedPoints({}, [])
        for lot in self.exclusive:
            for option, amount in as_options(lot, options[lot.id], taken.get(lot.id, {}), needs, self.repeats).items():
                counted.add((lot.copy, option), amount, option.target)
        for copy in self.repeats:
            lacking = sum(taken.get(copy.id, {}).values())
            lacking -= sum(amount for (_, option), amount in counted.points.items() if option in copy.counts_again_as)
            if lacking > 0:
                otherwise = self.original.copy, copy.counts_again_as[0]
                at = next((at for at in counted.points if at[1] in copy.counts_again_as), otherwise)
                counted.add(at, lacking, copy.options[0].target)
        return counted


class CountedPoints(NamedTuple):
    """How many points count as each option of each lot, which is named by what tells it from the original."""

    points: dict[tuple[str, Option], int]
    pieces: list[tuple[int, int, tuple[str, Option]]]
    """(target that has use for them, points, what they count as)."""

    def add(self, at: tuple[str, Option], amount: int, target: int) -> None:
        self.points[at] = self.points.get(at, 0) + amount
        self.pieces.append((target, amount, at))

    @property
    def total(self) -> int:
        return sum(self.points.values())

    def by_class(self, lot: DoubleCountedLot) -> dict[PointClass, int]:
        amounts: dict[PointClass, int] = {}
        for at, amount in self.points.items():
            name = lot.class_of(*at)
            amounts[name] = amounts.get(name, 0) + amount
        return amounts


def double_counted_lots(
    lots: Iterable[Lot], known: dict[tuple[int, ...], DoubleCountedLot] | None = None
) -> dict[str, DoubleCountedLot]:
    """The lots that have copies, by id, with these.

    Those that are `known`, by the identity of what they are made of, are not made again.
    """
    lots = tuple(lots)
    copies: dict[str, dict[str, Lot]] = {}
    for lot in lots:
        if lot.same_points_as:
            copies.setdefault(lot.same_points_as, {})[lot.id] = lot
    by_id = {lot.id: lot for lot in lots if lot.id in copies}
    known = {} if known is None else known
    doubled: dict[str, DoubleCountedLot] = {}
    for name, mine in copies.items():
        key = (id(by_id[name]), *map(id, mine.values()))
        if key not in known:
            known[key] = _double_counted(by_id[name], [*mine.values()])
        doubled[name] = known[key]
    return doubled


def _double_counted(lot: Lot, copies: Sequence[Lot]) -> DoubleCountedLot:
    repeats = sorted((copy for copy in copies if copy.counts_again_as), key=lambda copy: len(copy.counts_again_as))
    return DoubleCountedLot(lot, tuple(copy for copy in copies if not copy.counts_again_as), tuple(repeats))


def most_counts(lots: Iterable[Lot], needs: Sequence[Need]) -> int:
    """How often at most a point can count for some needs; `lots` are one and its copies, divided at will."""
    once, again = set[Option](), list[tuple[Option, ...]]()
    for lot in lots:
        if lot.counts_again_as:
            again.append(lot.counts_again_as)
        else:
            once |= {o for o in lot.options if any(n.target == o.target and n.takes(o.category) for n in needs)}
    return max((option in once) + sum(option in some for some in again) for option in once.union(*again))


def as_options(
    lot: Lot, options: Sequence[Option], taken: Mapping[int, int], needs: Sequence[Need], repeats: Sequence[Lot]
) -> dict[Option, int]:
    """What the points that needs took of a lot count as: wherever there is a choice, what most repeats count again.

    It is one category for each target if there is one that will do, and the lot is whole or has no repeats.
    """
    by_target: dict[int, list[int]] = {}
    for n in taken:
        by_target.setdefault(needs[n].target, []).append(n)
    amounts: dict[Option, int] = {}
    for target, mine in by_target.items():
        own = [o for o in options if o.target == target]
        if repeats:
            own.sort(
                key=lambda o: (
                    -sum(o in copy.counts_again_as for copy in repeats),
                    all(o not in copy.options for copy in repeats),
                )
            )
        one_will_do = lot.one_category or not repeats
        fitting = [o for o in own if all(needs[n].takes(o.category) for n in mine)] if one_will_do else []
        for n in mine:
            option = fitting[0] if fitting else next(o for o in own if needs[n].takes(o.category))
            amounts[option] = amounts.get(option, 0) + taken[n]
    return amounts


# -- how many points are of each class


def sum_of_minimums(limits: Limits) -> int:
    return sum(low for _, (low, _) in limits)


def span(lot: DoubleCountedLot, limits: Limits, name: PointClass) -> tuple[int, int]:
    """How many points at least and at most may be of a class, seeing how many must be of others."""
    low, high = dict(limits).get(name, (0, lot.original.amount))
    return low, min(high, lot.original.amount - sum_of_minimums(limits) + low)


def most_repeated(lot: DoubleCountedLot, limits: Limits, copy: Lot) -> int:
    """How many points a repeat may count again."""
    high = sum(span(lot, limits, name)[1] for name in lot.classes if copy.copy in name[1])
    return min(high, lot.original.amount - sum(low for name, (low, _) in limits if copy.copy not in name[1]))


# -- in a flow


class Part(NamedTuple):
    """Some of what a lot may count as: a supply of a flow."""

    lot: int
    """Its place among the lots."""
    options: tuple[Option, ...]
    amount: int
    caps: tuple[str, ...]


class DoubleCounting:
    """The lots of one node of the search with those that have copies, and how a flow is held to the points of these."""

    def __init__(
        self,
        lots: Sequence[Lot],
        doubled: Mapping[str, DoubleCountedLot],
        firm: Mapping[str, DoubleCountedLot],
        limits: Mapping[str, Limits],
        index: NeedIndex,
    ) -> None:
        self.lots = lots
        self.place = {lot.id: i for i, lot in enumerate(lots)} if doubled or firm else {}
        self.repeated = {name: lot for name, lot in doubled.items() if name in self.place and lot.repeats}
        """The lots that flows are held to, those that undecided tokens may bring included."""
        self.firm = firm
        self.limits = limits
        self.index = index

    def parts(self, caps: dict[str, int]) -> list[Part]:
        """One part of each lot; of those with limits, one of each class. Adds the ceilings for these."""
        if not self.limits:
            return [Part(i, lot.options, lot.amount, lot.caps) for i, lot in enumerate(self.lots)]
        parts: list[Part] = []
        for i, lot in enumerate(self.lots):
            if lot.origin not in self.limits:
                parts.append(Part(i, lot.options, lot.amount, lot.caps))
                continue
            doubled, limits = self.firm[lot.origin], self.limits[lot.origin]
            if lot.counts_again_as:
                parts.append(Part(i, lot.options, most_repeated(doubled, limits, lot), lot.caps))
                continue
            classes: dict[PointClass, list[Option]] = {}
            for option in lot.options:
                classes.setdefault(doubled.class_of(lot.copy, option), []).append(option)
            cap = f"all of {lot.id}"
            caps[cap] = lot.amount
            for name, options in classes.items():
                parts.append(Part(i, tuple(options), span(doubled, limits, name)[1], (cap, *lot.caps)))
        return parts

    def best_flow(self, parts: Sequence[Part], flow_of: Callable[[Priced, int], Flow | None]) -> Flow | None:
        """The lowest of several bounds: flows that are each held to one repeat of each lot; None if one of them is."""
        best: Flow | None = None
        for repeats in self.repeats_to_price():
            used = {} if best is None else self.points_used(best)
            if repeats is None:
                repeats = {
                    name: max(lot.repeats, key=lambda copy: used[copy.id]) for name, lot in self.repeated.items()
                }
            if best is None or any(used[copy.id] > copy.amount for copy in repeats.values()):
                flow = flow_of(*self.prices(repeats, parts))
                if flow is None:
                    return None
                self.reassign(flow)
                best = flow if best is None or flow.rank <= best.rank else best
        return best or flow_of((), 0)

    def repeats_to_price(self) -> Iterator[Mapping[str, Lot] | None]:
        """Which repeats flows are to be held to, one of a lot at a time: those for one target, the last one first.

        After these None, for the repeat of each lot that is used the most.
        """
        copies = [(name, copy, copy.options[0].target) for name, lot in self.repeated.items() for copy in lot.repeats]
        for target in sorted({t for _, _, t in copies}, reverse=True):
            yield {name: copy for name, copy, t in copies if t == target}
        yield from [None] * EXTRA_FLOWS if copies else ()

    def prices(self, repeats: Mapping[str, Lot], parts: Sequence[Part]) -> tuple[Priced, int]:
        """What costs a point, and the limit of cost, by one repeat of each lot.

        What the repeat counts again, and what counts as something that it cannot count again, are together no more
        points than there are.
        """
        priced = []
        for part in parts:
            lot = self.lots[part.lot]
            copy = repeats.get(lot.origin)
            if copy is None or (lot.counts_again_as and lot.id != copy.id):
                priced.append(NO_NEEDS)
            else:
                again = () if lot.counts_again_as else copy.counts_again_as
                priced.append(self.index.needs_outside(part.options, again))
        return priced, sum(self.repeated[name].original.amount for name in repeats)

    def points_used(self, flow: Flow) -> dict[str, int]:
        """By the id of a repeat how many points of its lot a flow uses there or as what it cannot count again."""
        return {
            copy.id: sum(flow.taken[self.place[copy.id]].values()) + self.points_outside(lot, copy, flow)
            for lot in self.repeated.values()
            for copy in lot.repeats
        }

    def points_outside(self, doubled: DoubleCountedLot, copy: Lot, flow: Flow) -> int:
        """How many points a flow uses as what a repeat cannot count again."""
        used = 0
        for i in (self.place[lot.id] for lot in doubled.exclusive):
            outside = self.index.needs_outside(self.lots[i].options, copy.counts_again_as)
            used += sum(amount for n, amount in flow.taken[i].items() if n in outside)
        return used

    def reassign(self, flow: Flow) -> None:
        """Moves what is counted again among repeats that are alike, to those whose lots have points left for it."""
        alike: dict[Hashable, list[tuple[dict[int, int], int]]] = {}
        for name, doubled in self.firm.items():
            for copy in doubled.repeats:
                spare = most_repeated(doubled, self.limits.get(name, ()), copy)
                spare -= self.points_outside(doubled, copy, flow)
                i = self.place[copy.id]
                alike.setdefault((self.lots[i].options, self.lots[i].caps), []).append((flow.taken[i], max(spare, 0)))
        for members in alike.values():
            left = Counter[int]()
            for taken, _ in members:
                left.update(taken)
            if left.total() > sum(spare for _, spare in members):
                continue
            for taken, spare in members:
                taken.clear()
                for n in list(left):
                    part = min(spare, left[n])
                    if part:
                        taken[n] = part
                        left[n] -= part
                        spare -= part
