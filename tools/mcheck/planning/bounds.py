"""What the optimizer is given, and what its answers cost at least, so that it need not look at most of them.

It is given slots with levels that cost and gain, and rows that say what every answer must bring. Each row has a price
such that no level of a slot costs less than what it brings is worth at the prices of all rows: they are a solution of
the dual linear program. So no answer costs less than what is owed is worth.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import gcd
from operator import add, mul
from typing import NamedTuple, TypeAlias

Cost: TypeAlias = tuple[int, ...]
"""Compared from the left; added place by place."""

Amounts: TypeAlias = tuple[int, ...]
"""A level for each slot."""


class Slot:
    """`costs[level]` and `gains[level]`, from level 0; neither ever falls."""

    def __init__(self, costs: tuple[Cost, ...], gains: tuple[int, ...]) -> None:
        self.costs, self.gains = costs, gains
        self.top = len(costs) - 1

    @cached_property
    def hulls(self) -> Sequence[Sequence[tuple[int, int]]]:
        """For each place of the cost the gains and fine costs of those levels that bound what a price may be."""
        return [_lower_hull(self.gains, [cost[place] * FINE for cost in self.costs]) for place in range(self.width)]

    @cached_property
    def grains(self) -> Sequence[int]:
        """What every cost is a multiple of, for each place."""
        return [gcd(*column) for column in zip(*self.costs, strict=True)]

    @property
    def width(self) -> int:
        return len(self.costs[0])


@dataclass(frozen=True, slots=True)
class Row:
    """Every answer brings at least `least`: of each slot, where it is used, so many times its gain and so much besides.

    `weights` are those (times, besides), one for each slot.
    """

    least: int
    weights: tuple[tuple[int, int], ...]

    def gain(self, slots: Sequence[Slot], amounts: Sequence[int]) -> int:
        """What the first slots bring at these levels."""
        gain, weights = 0, self.weights
        for i, level in enumerate(amounts):
            if level:
                times, besides = weights[i]
                gain += times * slots[i].gains[level] + besides
        return gain

    def level(self, i: int, slots: Sequence[Slot], amounts: Amounts) -> int:
        """The level of slot `i` that brings what is lacking with the others as they are; above the top for none."""
        times, besides = self.weights[i]
        lacking = self.least - self.gain(slots, amounts)
        if amounts[i]:
            lacking += times * slots[i].gains[amounts[i]] + besides
        if lacking <= 0:
            return 0
        wanted = -(-max(lacking - besides, 0) // times) if times else 0
        return bisect_left(slots[i].gains, wanted, 1)


FINE = 10**6
"""Prices are in parts of this; they are rounded down, which keeps them true."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the slots from one on must cost at least for what is owed to the rows, place by place.

    `helpers` says for each row which slots help it (bits), and the least that costs; None where none does.
    """

    slots: Sequence[int]
    besides: tuple[int, ...]
    """By row what the slots bring besides at most."""
    helpers: tuple[tuple[int, Cost | None], ...]
    narrow: Sequence[int]
    """The rows by how many slots help them, those with few first."""
    wide: Sequence[int]
    """Those with many first."""
    prices: dict[int, tuple[Sequence[Sequence[int]], Sequence[Sequence[int]]]]
    """By the place of the cost several lists of prices, one for each row; then those that hold if what slots bring
    `besides` were there already. They are set when they are asked for."""


class Begun(NamedTuple):
    """The level of the last slot chosen, and what all that are chosen cost and bring to each row."""

    level: int
    cost: Cost
    gains: Sequence[int]


class LowerBounds:
    """Lower bounds for answers of some slots; the rows may grow."""

    def __init__(self, slots: Sequence[Slot], rows: Sequence[Row]) -> None:
        self.slots = slots
        self.rows = rows
        self.width = slots[0].width if slots else 1
        self.floors = self.costs_from([0] * len(slots))
        """What it costs from each slot on that none can be below a level, however much there is of the others."""
        self.outlooks: dict[tuple[int, int], Outlook] = {}
        different = {id(slot): slot for slot in slots}.values()
        self.grains = [gcd(*(slot.grains[place] for slot in different)) or 1 for place in range(self.width)]
        """What every cost is a multiple of, for each place."""
        self._begun: list[Begun] = []
        """What was asked for last, slot by slot, for as many rows as there were."""

    def cost(self, amounts: Sequence[int]) -> Cost:
        columns = [slot.costs[level] for slot, level in zip(self.slots, amounts, strict=False)]
        return tuple(map(sum, zip(*columns, strict=True))) if columns else (0,) * self.width

    def begun(self, chosen: Amounts) -> Begun:
        """What an answer that begins with `chosen` costs and brings so far."""
        path = self._begun
        if not path or len(path[0].gains) < len(self.rows):
            path[:] = [Begun(-1, (0,) * self.width, [0] * len(self.rows))]
        same = 1
        while same <= len(chosen) and same < len(path) and path[same].level == chosen[same - 1]:
            same += 1
        del path[same:]
        for i in range(len(path) - 1, len(chosen)):
            (_, cost, gains), slot, level = path[-1], self.slots[i], chosen[i]
            if level:
                gain = slot.gains[level]
                gains = [
                    before + row.weights[i][0] * gain + row.weights[i][1]
                    for before, row in zip(gains, self.rows, strict=True)
                ]
            path.append(Begun(level, tuple(map(add, cost, slot.costs[level])), gains))
        return path[len(chosen)]

    def costs_from(self, levels: Sequence[int]) -> list[Cost]:
        """What the slots from each one on cost at these levels."""
        costs: list[Cost] = [(0,) * self.width]
        for slot, level in zip(reversed(self.slots), reversed(levels), strict=True):
            costs.append(tuple(map(add, slot.costs[level], costs[-1])))
        return costs[::-1]

    def least(self, chosen: Amounts) -> Cost:
        """No answer that begins with `chosen` costs less, place by place and therefore from the left."""
        return tuple(self._places(chosen))

    def reaches(self, chosen: Amounts, cost: Cost) -> bool:
        """Whether no answer that begins with `chosen` costs less than this."""
        return next(
            (least > other for least, other in zip(self._places(chosen), cost, strict=True) if least != other), True
        )

    def _places(self, chosen: Amounts) -> Iterator[int]:
        first, (_, sure, gains) = len(chosen), self.begun(chosen)
        outlook = self.outlook(first)
        due = [max(row.least - gain, 0) for row, gain in zip(self.rows, gains, strict=True)]
        due_alone = [max(amount - besides, 0) for amount, besides in zip(due, outlook.besides, strict=True)]
        apart = [0] * self.width
        taken = 0
        for n in outlook.narrow:
            if due[n]:
                slots, begin = outlook.helpers[n]
                if begin is not None and not taken & slots:
                    # rows that no slot helps together add up
                    taken |= slots
                    apart = list(map(add, apart, begin))
        for place, more in enumerate(apart):
            if place not in outlook.prices:
                outlook.prices[place] = self.prices(outlook, place)
            prices, alone = outlook.prices[place]
            worth = max([sum(map(mul, some, due)) for some in prices])
            worth = max([worth, *[sum(map(mul, some, due_alone)) for some in alone]])
            grain = self.grains[place]
            cost = -(-(sure[place] + max(-(-worth // FINE), more)) // grain) * grain
            yield max(cost, sure[place] + self.floors[first][place])

    def outlook(self, first: int) -> Outlook:
        key = first, len(self.rows)
        if key not in self.outlooks:
            rest = [i for i in range(first, len(self.slots)) if self.slots[i].top]
            helpers: list[tuple[int, Cost | None]] = []
            for row in self.rows:
                mine = [i for i in rest if any(row.weights[i])]
                begin = [self.slots[i].costs[1] for i in mine]
                helpers.append((sum(1 << i for i in mine), tuple(map(min, zip(*begin, strict=True))) if mine else None))
            # of rows that the same slots help, the one that asks for most
            widths = [(helpers[n][0].bit_count(), row.least) for n, row in enumerate(self.rows)]
            narrow = sorted(range(len(widths)), key=lambda n: (widths[n][0], -widths[n][1]))
            wide = sorted(range(len(widths)), key=lambda n: widths[n], reverse=True)
            besides = tuple(sum(row.weights[i][1] for i in rest) for row in self.rows)
            self.outlooks[key] = Outlook(rest, besides, tuple(helpers), narrow, wide, {})
        return self.outlooks[key]

    def prices(self, outlook: Outlook, place: int) -> tuple[Sequence[Sequence[int]], Sequence[Sequence[int]]]:
        """Prices for what slots bring with what they bring besides, and without it, where that is not the same."""
        orders = outlook.narrow, outlook.wide
        prices = [self.set_prices(order, place, outlook.slots, besides=True) for order in orders]
        if not any(outlook.besides):
            return prices, ()
        return prices, [self.set_prices(order, place, outlook.slots, besides=False) for order in orders]

    def set_prices(self, order: Sequence[int], place: int, rest: Sequence[int], *, besides: bool) -> tuple[int, ...]:
        """Prices that are as high as can be, set row by row in this order."""
        left = [(i, gain, cost) for i in rest for gain, cost in self.slots[i].hulls[place]]
        prices = [0] * len(self.rows)
        for n in order:
            weights = self.rows[n].weights
            brought = [weights[i][0] * gain + weights[i][1] * besides for i, gain, _ in left]
            price = min((cost // gain for gain, (_, _, cost) in zip(brought, left, strict=True) if gain), default=0)
            if price:
                prices[n] = price
                left = [(i, g, cost - price * gain) for gain, (i, g, cost) in zip(brought, left, strict=True)]
        return tuple(prices)


def _lower_hull(gains: Sequence[int], costs: Sequence[int]) -> list[tuple[int, int]]:
    """Of the levels that are used those by gain and fine cost that bound what a price may be: no other bounds it."""
    hull: list[tuple[int, int]] = []
    for gain, cost in zip(gains[1:], costs[1:], strict=True):
        if hull and hull[-1][0] == gain:
            if hull[-1][1] <= cost:
                continue
            hull.pop()
        while len(hull) > 1 and _turns_down(hull[-2], hull[-1], (gain, cost)):
            hull.pop()
        hull.append((gain, cost))
    return hull


def _turns_down(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> bool:
    """Whether the second of three points is not below the line from the first to the third."""
    return (b[1] - a[1]) * (c[0] - a[0]) >= (c[1] - a[1]) * (b[0] - a[0])
