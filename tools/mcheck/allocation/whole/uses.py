"""What a lot that must stay whole may be used for, and what it gives then to each need."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from ..flows.relaxation import Relaxation
from ..problem import Lot, Need, Option

State: TypeAlias = tuple[int, ...]
"""What each need lacks; then, below zero, what is there for several needs to share; and a zero at the end."""


class Give(NamedTuple):
    """Points of a lot for needs of one target.

    `places` are those of the needs in a state, each need in those after it; or one for what several needs share.
    """

    lot: str
    places: tuple[int, ...]
    amount: int


class Use(NamedTuple):
    """What a lot with its copies is narrowed to, and what it gives then."""

    narrowed: Mapping[str, tuple[Option, ...]]
    gives: tuple[Give, ...]


class Values(dict[int, int]):
    """By needs, which are bits, what a lot gives them at most; each is worked out when it is first asked for."""

    def __init__(self, uses: Sequence[Sequence[tuple[int, int]]]) -> None:
        super().__init__()
        self._uses = uses
        """By use what is given to which needs."""

    def __missing__(self, some: int) -> int:
        self[some] = max([sum([amount for served, amount in use if served & some]) for use in self._uses])
        return self[some]


class Unit:
    """A lot with its copies that must stay whole.

    Where its points may count as several options of a target of which not all count again alike, the `uses` give more
    than they can; then `together` are those by which all points count again alike.
    """

    def __init__(self, uses: Sequence[Use], together: Sequence[Use], needs: LotUses) -> None:
        self.uses = uses
        self.mixed = len(together) > len(uses)
        self._ways = {True: together, False: uses}
        self._target_of = needs.target_of
        self.values = Values([[(needs.served(give.places), give.amount) for give in use.gives] for use in uses])
        self._best: dict[tuple[int, bool], tuple[Sequence[Use], int]] = {}

    def best(self, targets: int, *, together: bool) -> tuple[Sequence[Use], int]:
        """The uses for some targets, which are bits, of which none does as much as another; and the most they give."""
        key = targets, together and self.mixed
        if key not in self._best:
            found: dict[Hashable, Use] = {}
            for use in self._ways[key[1]]:
                gives = tuple([give for give in use.gives if targets >> self._target_of(give.places[-1]) & 1])
                if gives:
                    found.setdefault(tuple([give[1:] for give in gives]), Use(use.narrowed, gives))
            uses = [*found.values()]
            best = [one for one in uses if not any(_does(more.gives, one.gives) for more in uses if more is not one)]
            most = max([sum([give.amount for give in use.gives]) for use in best], default=0)
            self._best[key] = best, most
        return self._best[key]


class LotUses:
    """The uses of lots for certain needs, kept for all problems that have these."""

    def __init__(self, needs: Sequence[Need]) -> None:
        self.needs = needs
        self.shared: dict[tuple[int, ...], int] = {}
        """By the needs that may share something its place in a state."""
        self._units: dict[tuple[int, ...], tuple[Sequence[Lot], Unit | None]] = {}
        """By the identity of lots, which are kept with them, and their ceilings."""
        self._worth: dict[tuple[int, ...], tuple[Sequence[Lot], dict[int, int]]] = {}
        """By the identity of lots that may be divided, which are kept with it, and their ceilings."""
        self._cuts: dict[int, list[int]] = {}
        self._demands: dict[int, int] = {}
        self._lacking: dict[tuple[int, int], itemgetter[State]] = {}
        self._subsets: dict[tuple[int, int], list[tuple[int, itemgetter[State]]]] = {}

    def unit(self, family: Sequence[Lot], relaxation: Relaxation) -> Unit | None:
        """A lot with its copies, as floors have left them; None where its points may be divided."""
        key = *map(id, family), *[relaxation.caps[cap] for lot in family for cap in lot.caps]
        if key not in self._units:
            uses, together = [[*self._uses(family, relaxation, together=one)] for one in (False, True)]
            self._units[key] = family, Unit(uses, together, self) if uses else None
        return self._units[key][1]

    def worth(self, lots: Sequence[Lot], relaxation: Relaxation) -> dict[int, int]:
        """What is known of the worth of some lots together, by the needs they serve, which are bits."""
        caps = [relaxation.caps[cap] for cap in dict.fromkeys([cap for lot in lots for cap in lot.caps])]
        key = len(lots), *map(id, lots), *caps
        if key not in self._worth:
            self._worth[key] = lots, {}
        return self._worth[key][1]

    def cuts(self, targets: int) -> list[int]:
        """Sets of needs, as bits, for which there may be too little; the caller puts those first that have shown it."""
        if targets not in self._cuts:
            rows = [(1 << n, need) for n, need in enumerate(self.needs) if targets >> need.target & 1]
            every = sum([bit for bit, _ in rows])
            narrow = sum([bit for bit, need in rows if need.categories is not None])
            found = [every, narrow, *[bit for bit, _ in rows if bit & narrow]]
            for target in {need.target for _, need in rows}:
                group = sum([bit for bit, need in rows if need.target == target])
                found += [group, group & narrow, every & ~group, narrow & ~group]
            for categories in {need.categories: None for _, need in rows if need.categories is not None}:
                found.append(sum([bit for bit, need in rows if need.categories == categories]))
            self._cuts[targets] = [cut for cut in dict.fromkeys(found) if cut]
        return self._cuts[targets]

    def demand(self, some: int) -> int:
        """What some needs, which are bits, demand together."""
        if some not in self._demands:
            self._demands[some] = sum([need.demand for n, need in enumerate(self.needs) if some >> n & 1])
        return self._demands[some]

    def lacking(self, some: int) -> itemgetter[State]:
        """What gives of a state how much some needs, which are bits, lack, and what is there for them to share."""
        key = some, len(self.shared)
        if key not in self._lacking:
            places = [n for n in range(len(self.needs)) if some >> n & 1]
            places += [at for needs, at in self.shared.items() if any(some >> n & 1 for n in needs)]
            self._lacking[key] = itemgetter(*places, -1)
        return self._lacking[key]

    def subsets(self, targets: int) -> list[tuple[int, itemgetter[State]]]:
        """All sets of needs of one target each, with what gives of a state how much they lack beyond what is there."""
        key = targets, len(self.shared)
        if key not in self._subsets:
            found: list[int] = []
            for target in {need.target for need in self.needs if targets >> need.target & 1}:
                some = [0]
                for bit in [1 << n for n, need in enumerate(self.needs) if need.target == target]:
                    some += [bit | others for others in some]
                found += some[1:]
            self._subsets[key] = [(some, self.lacking(some)) for some in found]
        return self._subsets[key]

    def served(self, places: Sequence[int]) -> int:
        """The needs that some places of a state are about, as bits."""
        if places[0] < len(self.needs):
            return sum([1 << n for n in places])
        return sum([1 << n for n in next(needs for needs, at in self.shared.items() if at == places[0])])

    def target_of(self, place: int) -> int:
        """The target that a place of a state is about."""
        n = place if place < len(self.needs) else next(needs[0] for needs, at in self.shared.items() if at == place)
        return self.needs[n].target

    def after(self, state: State, use: Use) -> State:
        """What is lacking after a use."""
        left, count = list(state), len(self.needs)
        for _, places, amount in use.gives:
            for place in places:
                had = left[place]
                if had > amount or place >= count:
                    left[place] = had - amount
                    break
                left[place] = 0
                amount -= had
        return tuple(left)

    def _uses(self, family: Sequence[Lot], relaxation: Relaxation, *, together: bool) -> Iterator[Use]:
        """What a lot with its copies may be narrowed to, if its points must stay together."""
        exclusive = [lot for lot in family if not lot.counts_again_as]
        for lot, row in _rows(family, exclusive, together=together):
            narrowed = {other.id: () for other in exclusive} | {lot.id: row}
            gives = []
            for one in family:
                serves = relaxation.needs_for(relaxation.narrower(one, narrowed).options)
                if serves:
                    amount = min([one.amount, *[relaxation.caps[cap] for cap in one.caps]])
                    gives.append(Give(one.id, self._places(serves), amount))
            if gives:
                yield Use(narrowed, tuple(gives))

    def _places(self, serves: tuple[int, ...]) -> tuple[int, ...]:
        def width(n: int) -> tuple[bool, int]:
            return self.needs[n].categories is None, len(self.needs[n].categories or ())

        outward = tuple(sorted(serves, key=width))
        sets = [self.needs[n].categories for n in outward]
        if all(around is None or (inner is not None and inner <= around) for inner, around in pairwise(sets)):
            return outward
        return (self.shared.setdefault(serves, len(self.needs) + len(self.shared)),)


def _rows(family: Sequence[Lot], exclusive: Sequence[Lot], *, together: bool) -> list[tuple[Lot, tuple[Option, ...]]]:
    """What the points of a lot may count as, all of them: one option, or all of a target where they may be divided.

    None where they need not stay together. Points may count as what only copies count again. Where all are to count
    again alike, it is all options of a target that the same copies count again.
    """
    first = exclusive[0]
    again = dict.fromkeys([option for lot in family for option in lot.counts_again_as])
    options = [(lot, option) for lot in exclusive for option in lot.options]
    options += [(first, option) for option in again if option not in first.options]
    targets = {option.target for _, option in options}
    if not first.one_target and len(targets) > 1:
        return []
    if first.one_category or len(options) == len(targets):
        return [(lot, (option,)) for lot, option in options]
    found: dict[Hashable, tuple[Lot, tuple[Option, ...]]] = {}
    for lot, option in options:
        copies = [copy.id for copy in family if option in copy.counts_again_as] if together else ()
        key = lot.id, option.target, *copies
        found[key] = lot, (*(found[key][1] if key in found else ()), option)
    return [*found.values()]


def _does(more: Sequence[Give], less: Sequence[Give]) -> bool:
    """Whether the one gives all that the other does."""
    return all(any(a.amount >= b.amount and set(a.places).issuperset(b.places) for a in more) for b in less)
