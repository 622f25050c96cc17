"""What exchange holds lots to: each with its copies is a unit, which has one use at a time."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from operator import add
from typing import TypeAlias

from ..problem import Lot, Option
from .double_counting import DoubleCountedLot, double_counted_lots
from .wiring import Wiring

Sums: TypeAlias = Sequence[int]
"""How much may reach each set of needs of a target (see `Units.sets`)."""

Given: TypeAlias = Sequence[tuple[int, Sums, int]]
"""By target how much more may reach its sets of needs, and the least of that."""

Narrowed: TypeAlias = Mapping[str, tuple[Option, ...]]


class Shape:
    """What units have in common that may be exchanged for each other: for each use what it gives."""

    __slots__ = ("_differences", "gives")

    def __init__(self, gives: Sequence[Given]) -> None:
        self.gives = gives
        self._differences: dict[tuple[int, int], Given] = {}

    def difference(self, before: int, after: int) -> Given:
        """What is given more when a unit goes from one use to another."""
        difference = self._differences.get((before, after))
        if difference is None:
            sums: dict[int, Sums] = {target: [-one for one in given] for target, given, _ in self.gives[before]}
            for target, given, _ in self.gives[after]:
                sums[target] = list(map(add, sums[target], given)) if target in sums else given
            difference = self._differences[before, after] = [(target, more, min(more)) for target, more in sums.items()]
        return difference


class Unit:
    """A lot with its copies, and what its lots are narrowed to by each use."""

    __slots__ = ("amount", "lots", "narrowed", "shape")

    def __init__(self, lots: DoubleCountedLot, narrowed: Sequence[Narrowed], shape: Shape) -> None:
        self.lots, self.narrowed, self.shape = lots, narrowed, shape
        self.amount = lots.original.amount


class Units:
    """The units for some needs, each made once."""

    def __init__(self, wiring: Wiring) -> None:
        self.wiring = wiring
        self.bit = {n: 1 << place for mine in wiring.by_target for place, n in enumerate(mine)}
        self.sets = [self._sets(mine) for mine in wiring.by_target]
        """By target the sets of its needs that can keep it from being full, as bits; the last one is all of them."""
        self._made: dict[int, tuple[Lot | DoubleCountedLot, Unit | None]] = {}
        """By the identity of a lot, or of one with copies."""
        self._shapes: dict[Hashable, Shape] = {}

    def _sets(self, needs: Sequence[int]) -> list[int]:
        """Of those with a need that takes whatever counts only all together: no other of them can lack more."""
        every = (1 << len(needs)) - 1
        total = sum(self.bit[n] for n in needs if self.wiring.needs[n].categories is None)
        return [bits for bits in range(1, every + 1) if bits == every or not bits & total]

    def of(self, lots: Sequence[Lot]) -> list[Unit]:
        """Those of lots that may serve anything."""
        doubled = double_counted_lots(lots, self.wiring.doubled)
        units = (self._unit(doubled.get(lot.id, lot)) for lot in lots if not lot.same_points_as)
        return [unit for unit in units if unit is not None]

    def _unit(self, lot: Lot | DoubleCountedLot) -> Unit | None:
        known = self._made.get(id(lot))
        if known is None:
            single = isinstance(lot, DoubleCountedLot)
            family = lot if isinstance(lot, DoubleCountedLot) else DoubleCountedLot(lot, (), ())
            uses = dict(self._uses(family, single=single))
            unit = Unit(family, [*uses.values()], self._shape(family.original.amount, tuple(uses))) if uses else None
            known = self._made[id(lot)] = lot, unit
        return known[1]

    def _uses(self, lots: DoubleCountedLot, *, single: bool) -> Iterator[tuple[tuple[tuple[int, int], ...], Narrowed]]:
        """For each use by target the bits of the needs that it serves, and what lots are narrowed to by it."""
        for lot in lots.exclusive:
            for row in _rows(lot, single=single):
                serves = {row[0].target: self._bits(row)}
                for copy in lots.repeats:
                    if row[0] in copy.counts_again_as and copy.options:
                        target = copy.options[0].target
                        serves[target] = serves.get(target, 0) | self._bits(copy.options)
                yield tuple(sorted(serves.items())), {one.id: () for one in lots.exclusive} | {lot.id: row}

    def _bits(self, options: tuple[Option, ...]) -> int:
        return sum(self.bit[n] for n in self.wiring.index.needs_for(options))

    def _shape(self, amount: int, uses: tuple[tuple[tuple[int, int], ...], ...]) -> Shape:
        if (amount, uses) not in self._shapes:
            gives = [[self._given(amount, *one) for one in serves if one[1]] for serves in uses]
            self._shapes[amount, uses] = Shape(gives)
        return self._shapes[amount, uses]

    def _given(self, amount: int, target: int, bits: int) -> tuple[int, Sums, int]:
        given = [amount if bits & mine else 0 for mine in self.sets[target]]
        return target, given, min(given)


def _rows(lot: Lot, *, single: bool) -> Iterator[tuple[Option, ...]]:
    """What a whole lot may be narrowed to: one option, or all of a target where it may count as several at once."""
    if single or lot.one_category:
        yield from ((option,) for option in lot.options)
    else:
        for target in dict.fromkeys(target for target, _ in lot.options):
            yield tuple(option for option in lot.options if option.target == target)
