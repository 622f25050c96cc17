"""Lots whose points may count twice: what each point counts as, and when that is more than there is. Pure.

Each point of a lot counts as one option, of its own or of a copy that counts instead; where it counts as one that a
copy names, it may count there again. So what is placed asks for a certain number of points as each option, and these
together must not be more than the lot has, nor be divided against its rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from .problem import Lot, Need, Option

Kind: TypeAlias = tuple[str, tuple[str, ...]]
"""Options of a lot that the same copies count again (what tells these from the first): how many points count so."""

Limits: TypeAlias = tuple[tuple[Kind, tuple[int, int]], ...]
"""At least and at most how many points count as a kind; sorted. Kinds that are not named have no limits."""

Taken: TypeAlias = Mapping[str, Mapping[int, int]]
"""By the id of a lot how much of it each need took."""


@dataclass(frozen=True)
class DoubleCountedLot:
    """A lot and its copies."""

    first: Lot
    instead: tuple[Lot, ...]
    """Copies of which a point counts either here or as something of the first."""
    repeats: tuple[Lot, ...]
    """Copies that count again; what they count is nested or disjoint, and those with fewer options come first."""

    @cached_property
    def once(self) -> tuple[Lot, ...]:
        """The lots of which each point counts in one only."""
        return self.first, *self.instead

    @cached_property
    def lots(self) -> tuple[Lot, ...]:
        return *self.once, *self.repeats

    @cached_property
    def kinds(self) -> tuple[Kind, ...]:
        """All there are; also of what counts toward a total only."""
        options = [(lot.copy, Option(t, c)) for lot in self.once for t, own in lot.options for c in (own, "")]
        return tuple(dict.fromkeys(self.kind(*at) for at in options))

    def kind(self, copy: str, option: Option) -> Kind:
        return copy, tuple(one.copy for one in self.repeats if option in one.counts_again_as)

    def counted(self, taken: Taken, needs: Sequence[Need], options: Mapping[str, Sequence[Option]]) -> Counted:
        """The fewest points that cover what was taken; `options` are those that each lot has left."""
        found = Counted({}, [])
        for lot in self.once:
            for option, amount in as_options(lot, options[lot.id], taken.get(lot.id, {}), needs, self.repeats).items():
                found.add((lot.copy, option), amount, option[0])
        for copy in self.repeats:
            lacking = sum(taken.get(copy.id, {}).values())
            lacking -= sum(amount for (_, option), amount in found.points.items() if option in copy.counts_again_as)
            if lacking > 0:
                at = next(
                    (at for at in found.points if at[1] in copy.counts_again_as),
                    (self.first.copy, copy.counts_again_as[0]),
                )
                found.add(at, lacking, copy.options[0][0])
        return found


@dataclass(frozen=True, slots=True)
class Counted:
    """How many points of a family count as each option of each lot, which is named by what tells it from the first."""

    points: dict[tuple[str, Option], int]
    pieces: list[tuple[int, int, tuple[str, Option]]]
    """(target that has use for them, points, what they count as)."""

    def add(self, at: tuple[str, Option], amount: int, target: int) -> None:
        self.points[at] = self.points.get(at, 0) + amount
        self.pieces.append((target, amount, at))

    @property
    def total(self) -> int:
        return sum(self.points.values())


def double_counted_lots(lots: Iterable[Lot]) -> dict[str, DoubleCountedLot]:
    """The lots that have copies, by id, with these."""
    lots = tuple(lots)
    copies: dict[str, list[Lot]] = {}
    for lot in {lot.id: lot for lot in lots if lot.same_points_as}.values():
        copies.setdefault(lot.same_points_as, []).append(lot)
    by_id = {lot.id: lot for lot in lots if lot.id in copies}
    return {
        first: DoubleCountedLot(
            by_id[first],
            tuple(copy for copy in mine if not copy.counts_again_as),
            tuple(sorted((copy for copy in mine if copy.counts_again_as), key=lambda copy: len(copy.counts_again_as))),
        )
        for first, mine in copies.items()
    }


def times(lots: Iterable[Lot], needs: Sequence[Need]) -> int:
    """How often at most a point can count for some needs, of lots of a family that serve them, divided at will."""
    once, again = set[Option](), list[tuple[Option, ...]]()
    for lot in lots:
        if lot.counts_again_as:
            again.append(lot.counts_again_as)
        else:
            once |= {o for o in lot.options if any(n.target == o.target and n.takes(o.category) for n in needs)}
    return max((option in once) + sum(option in some for some in again) for option in once.union(*again))


def as_options(
    lot: Lot, options: Sequence[Option], taken: Mapping[int, int], needs: Sequence[Need], again: Sequence[Lot]
) -> dict[Option, int]:
    """What the points that needs took of a lot count as: wherever there is a choice, what most copies count again.

    It is one category for each target if there is one that will do, and the lot is whole or has nothing counted again.
    """
    by_target: dict[int, list[int]] = {}
    for n in taken:
        by_target.setdefault(needs[n].target, []).append(n)
    found: dict[Option, int] = {}
    for target, mine in by_target.items():
        own = [o for o in options if o[0] == target]
        if again:
            own.sort(
                key=lambda o: (
                    -sum(o in copy.counts_again_as for copy in again),
                    all(o not in copy.options for copy in again),
                )
            )
        fitting = [o for o in own if all(needs[n].takes(o[1]) for n in mine)] if lot.one_category or not again else []
        for n in mine:
            option = fitting[0] if fitting else next(o for o in own if needs[n].takes(o[1]))
            found[option] = found.get(option, 0) + taken[n]
    return found


def narrower(
    family: DoubleCountedLot, counted: Counted, taken: Taken, left: Mapping[str, Sequence[Option]]
) -> list[dict[str, tuple[Option, ...]]]:
    """Where points are divided against the rule of their lot: options for its lots, of which one row must hold.

    `left` are the options that each lot has, those included that a floor denies it: a point may count as one of these
    and count again where no floor denies it.
    """
    weight: dict[Option, int] = {}
    for (_, option), amount in counted.points.items():
        weight[option] = weight.get(option, 0) + amount
    if family.first.one_target and len({target for target, _ in weight}) > 1:
        have = {target: 0 for lot in family.once for target, _ in lot.options}
        have |= {target: sum(a for (t, _), a in weight.items() if t == target) for target, _ in weight}
        return [
            {lot.id: tuple(o for o in left[lot.id] if o[0] == target) for lot in family.once}
            for target in sorted(have, key=lambda t: (-have[t], t))
        ]
    for copy in family.repeats:  # what counts there again and what counts there only are one category, too
        if taken.get(copy.id):
            weight.setdefault(left[copy.id][0], 0)
    for target in sorted({t for t, _ in weight}) if family.first.one_category else ():
        used = [c for t, c in weight if t == target and c]
        if len(used) > 1:
            here = [lot for lot in family.lots if any(t == target for t, _ in left[lot.id])]
            every = dict.fromkeys([*used, *(c for lot in here for t, c in left[lot.id] if t == target)])
            return [
                {lot.id: tuple(o for o in left[lot.id] if o[0] != target or o[1] == c) for lot in here}
                for c in sorted(every, key=lambda c: -weight.get(Option(target, c), 0))
            ]
    return []


# -- how many points count as each kind


def least(limits: Limits) -> int:
    return sum(low for _, (low, _) in limits)


def span(family: DoubleCountedLot, limits: Limits, kind: Kind) -> tuple[int, int]:
    """How many points at least and at most may count as a kind, seeing how many must count as others."""
    low, high = dict(limits).get(kind, (0, family.first.amount))
    return low, min(high, family.first.amount - least(limits) + low)


def most(family: DoubleCountedLot, limits: Limits, copy: Lot) -> int:
    """How many points a copy may count again."""
    high = sum(span(family, limits, kind)[1] for kind in family.kinds if copy.copy in kind[1])
    return min(high, family.first.amount - sum(low for kind, (low, _) in limits if copy.copy not in kind[1]))


def halves(family: DoubleCountedLot, counted: Counted, limits: Limits, unit: int) -> list[Limits]:
    """Where more points are counted than there are: fewer or more of one kind than are too many, of which one holds.

    Of the kinds the one is taken about which least is known. Amounts tend to be whole numbers of `unit`.
    """
    found = by_kind(family, counted)
    spans = {kind: span(family, limits, kind) for kind in (*found, *family.kinds)}
    used = {kind: (low, min(high, found.get(kind, 0))) for kind, (low, high) in spans.items()}
    wide = used if any(low < high for low, high in used.values()) else spans
    kind = max(wide, key=lambda kind: wide[kind][1] - wide[kind][0])
    low, high = wide[kind]
    middle = max((low + high) // 2, found.get(kind, 0) - (counted.total - family.first.amount + 1) // 2)
    middle = min(middle, high - 1)
    if middle - middle % unit >= low:
        middle -= middle % unit
    return [limited(limits, {kind: (low, middle)}), limited(limits, {kind: (middle + 1, spans[kind][1])})]


def fitted(family: DoubleCountedLot, counted: Counted) -> Limits:
    """As many points of each kind as are counted, without those too many, which the last targets lose."""
    found = by_kind(family, counted)
    over = counted.total - family.first.amount
    for _, amount, at in sorted(counted.pieces, key=lambda piece: -piece[0]):
        less = min(amount, max(over, 0))
        found[family.kind(*at)] -= less
        over -= less
    return limited((), {kind: (found.get(kind, 0), found.get(kind, 0)) for kind in family.kinds})


def by_kind(family: DoubleCountedLot, counted: Counted) -> dict[Kind, int]:
    found: dict[Kind, int] = {}
    for at, amount in counted.points.items():
        kind = family.kind(*at)
        found[kind] = found.get(kind, 0) + amount
    return found


def limited(limits: Limits, more: Mapping[Kind, tuple[int, int]]) -> Limits:
    return tuple(sorted((dict(limits) | dict(more)).items()))
