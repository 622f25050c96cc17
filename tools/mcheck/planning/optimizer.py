"""The least amounts that satisfy a monotone test, by branch and bound. Knows nothing of points or licenses.

Each slot has levels 0, 1, 2, ... with costs that never fall; a test says whether amounts are enough, and more is never
worse. Rows say what every answer must bring. A test may add to them while the search goes on: they tell about many
amounts that they are too little, so that few have to be tested.

The answer is proved to be the least, unless the work allowed was used up, or a test that mattered was not finished
within its own: then it is the best found, if any was, with a cost that nothing can undercut.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from math import gcd
from operator import add, ge, le, mul
from typing import TypeAlias

Cost: TypeAlias = tuple[int, ...]
"""Compared from the left; added place by place."""

Amounts: TypeAlias = tuple[int, ...]
"""A level for each slot."""

Test: TypeAlias = Callable[[Amounts], bool | None]
"""Whether amounts are enough; None where that was not found out: they are not taken then, but that proves nothing."""

FIRST = 5
"""How many slots are tried as the one that does most, before the search."""


@dataclass(slots=True)
class Budget:
    """The work that is left for several searches: what they spend on searching, and their tests on testing."""

    left: int


@dataclass(frozen=True, slots=True)
class Slot:
    """`costs[level]` and `gains[level]`, from level 0; neither ever falls."""

    costs: tuple[Cost, ...]
    gains: tuple[int, ...]

    @property
    def top(self) -> int:
        return len(self.costs) - 1


@dataclass(frozen=True, slots=True)
class Row:
    """Every answer brings at least `least`: of each slot, where it is used, so many times its gain and so much besides.

    `weights` are those (times, besides), one for each slot.
    """

    least: int
    weights: tuple[tuple[int, int], ...]

    def gain(self, slots: Sequence[Slot], amounts: Sequence[int]) -> int:
        """What the first slots bring at these levels."""
        return sum(
            times * slot.gains[level] + besides
            for slot, level, (times, besides) in zip(slots, amounts, self.weights, strict=False)
            if level
        )


@dataclass(frozen=True, slots=True)
class Least:
    """`amounts` is None when no amounts were found; with `proved` none exist, or none that cost less."""

    amounts: Amounts | None
    cost: Cost
    bound: Cost
    proved: bool


def least(
    slots: Sequence[Slot],
    enough: Test,
    allowed: Callable[[Amounts], bool],
    rows: Sequence[Row],
    purse: Budget,
    aim: int,
    guess: Amounts | None = None,
) -> Least:
    """The cheapest amounts that are `enough` and `allowed`; less of anything is allowed too.

    A `guess` that turns out to be enough is the first answer to beat.
    `rows` may grow at each test of `enough`. At most half of the purse is spent; little more once the first `aim`
    places of the cost are proved, for the others only decide between equals.
    """
    keep = purse.left - purse.left // 2
    free = [bool(slot.top) and not slot.costs[-1][0] for slot in slots]
    others = [slot for slot, is_free in zip(slots, free, strict=True) if slot.top and not is_free]
    if any(free) and others and all(slot.costs[1][0] for slot in others):
        # what costs nothing in the first place comes first: an answer of it alone beats every other
        own = [
            slot if is_free else replace(slot, costs=slot.costs[:1], gains=slot.gains[:1])
            for slot, is_free in zip(slots, free, strict=True)
        ]
        found = _Search(own, enough, allowed, rows, purse, keep, aim).run(None)
        if found.amounts is not None:
            return found
    return _Search(slots, enough, allowed, rows, purse, keep, aim).run(guess)


MORE = 2
"""How many times as much is tried when it is not told how much is lacking; that much more each time."""

HALVINGS = 3
"""How often what is enough of all slots is sought in the middle, before it is sought for each of them."""

LITTLE = 32
"""What part of the purse may be spent on choosing between answers that are equal in what matters."""

LAST = 4
"""What part of the work kept back for other searches may be spent on lowering the best of one that is cut off."""

FINE = 10**6
"""Prices are in parts of this; they are rounded down, which keeps them true."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the slots from one on must cost at least for what is owed to the rows, place by place.

    `prices` are several lists of prices, one for each row: no level of a slot costs less than what it brings is worth
    at them (they are a solution of the dual linear program), so no answer costs less than what is owed is worth.
    `helpers` says for each row which slots help it (bits), and the least that costs; None where none does.
    """

    prices: tuple[tuple[tuple[int, ...], ...], ...]
    helpers: tuple[tuple[int, Cost | None], ...]
    narrow: Sequence[int]
    """The rows by how many slots help them, those with few first."""


def hull(costs: Sequence[int], gains: Sequence[int]) -> list[tuple[int, int]]:
    """(gain, cost) of the levels from 1 on that no price makes worse than two others: the lower convex hull."""
    found: list[tuple[int, int]] = []
    for gain, cost in zip(gains[1:], costs[1:], strict=True):
        while len(found) > 1:
            (g1, c1), (g2, c2) = found[-2:]
            if (c2 - c1) * (gain - g2) < (cost - c2) * (g2 - g1):
                break
            found.pop()
        found.append((gain, cost))
    return found


class _Done(Exception):
    """The work allowed is used up, or the best is proved to be the least."""


class _Search:
    def __init__(
        self,
        slots: Sequence[Slot],
        enough: Test,
        allowed: Callable[[Amounts], bool],
        rows: Sequence[Row],
        purse: Budget,
        keep: int,
        aim: int,
    ) -> None:
        self.slots = slots
        self.test = enough
        self.allowed = allowed
        self.rows = rows
        self.purse = purse
        self.keep = keep
        self.aim = aim
        self.width = len(slots[0].costs[0]) if slots else 1
        self.good: list[Amounts] = []
        self.bad: list[Amounts] = []
        self.tops = tuple(slot.top for slot in slots)
        self.floor_costs = self.costs_from([0] * len(slots))
        """What it costs from each slot on that none can be below a level, however much there is of the others."""
        self.best: Amounts | None = None
        self.best_cost: Cost = ()
        self.hulls = [[hull(costs, slot.gains) for costs in zip(*slot.costs, strict=True)] for slot in slots]
        self.outlooks: dict[tuple[int, int], Outlook] = {}
        self.climbed = False
        """Whether the rows have led to an answer."""
        self.aimed = False
        self.doubted = False
        """Whether a test was not finished: then it proves nothing that the search has come to its end."""
        self.looked_at = 0
        """How many rows there were when it was last asked whether they prove the best to be the least."""
        self.grains = [gcd(*(c[place] for slot in slots for c in slot.costs)) for place in range(self.width)]
        """What every cost is a multiple of, for each place."""

    def outlook(self, first: int) -> Outlook:
        key = first, len(self.rows)
        if key not in self.outlooks:
            rest = [i for i in range(first, len(self.slots)) if self.slots[i].top]
            helpers: list[tuple[int, Cost | None]] = []
            for row in self.rows:
                mine = [i for i in rest if any(row.weights[i])]
                begin = [self.slots[i].costs[1] for i in mine]
                least_cost = tuple(map(min, zip(*begin, strict=True))) if mine else None
                helpers.append((sum(1 << i for i in mine), least_cost))
            # of rows that the same slots help, the one that asks for most
            widths = [(helpers[n][0].bit_count(), row.least) for n, row in enumerate(self.rows)]
            narrow = sorted(range(len(widths)), key=lambda n: (widths[n][0], -widths[n][1]))
            wide = sorted(range(len(widths)), key=lambda n: widths[n], reverse=True)
            prices = tuple(
                tuple(self.priced(order, place, rest) for order in (narrow, wide)) for place in range(self.width)
            )
            self.outlooks[key] = Outlook(prices, tuple(helpers), narrow)
        return self.outlooks[key]

    def priced(self, order: Sequence[int], place: int, rest: Sequence[int]) -> tuple[int, ...]:
        """Prices that are as high as can be, set row by row in this order."""
        left = [(i, gain, cost * FINE) for i in rest for gain, cost in self.hulls[i][place]]
        prices = [0] * len(self.rows)
        for n in order:
            brought = [self.rows[n].weights[i][0] * gain + self.rows[n].weights[i][1] for i, gain, _ in left]
            price = min((cost // gain for gain, (_, _, cost) in zip(brought, left, strict=True) if gain), default=0)
            if price:
                prices[n] = price
                left = [(i, g, cost - price * gain) for gain, (i, g, cost) in zip(brought, left, strict=True)]
        return tuple(prices)

    def run(self, guess: Amounts | None) -> Least:
        try:
            nothing = tuple(0 for _ in self.slots)
            if self.enough(nothing):
                return Least(nothing, self.cost(nothing), self.cost(nothing), True)
            if guess is not None and self.enough(guess):
                self.lessen(guess, range(len(guess)))
            if not self.enough(self.tops):
                return Least(None, (), (), not self.doubted)
            self.climb()
            if self.is_least():
                return Least(self.best, self.best_cost, self.best_cost, True)
            self.shrink()
            floor = [self.lowest(i, self.tops) for i in range(len(self.slots))]
            if not self.doubted:
                self.floor_costs = self.costs_from(floor)
            self.dive(())
        except _Done:
            self.settle()
            return self.best_found()
        return self.best_found() if self.doubted else Least(self.best, self.best_cost, self.best_cost, True)

    def best_found(self) -> Least:
        return Least(self.best, self.best_cost, self.lower(()), self.is_least())

    def enough(self, amounts: Amounts) -> bool:
        """The test, asked only where neither the answers so far nor the rows tell."""
        self.purse.left -= 1 + (len(self.good) + len(self.bad) + len(self.rows)) // 2
        if any(all(map(ge, amounts, one)) for one in self.good):
            return True
        if any(all(map(le, amounts, one)) for one in self.bad):
            return False
        if any(row.gain(self.slots, amounts) < row.least for row in self.rows):
            return False
        self.check_purse()
        answer = self.test(amounts)
        self.doubted |= answer is None
        if answer:
            self.good = [one for one in self.good if not all(map(le, amounts, one))] + [amounts]
        else:
            self.bad = [one for one in self.bad if not all(map(ge, amounts, one))] + [amounts]
        return bool(answer)

    def check_purse(self) -> None:
        if self.purse.left <= self.keep:
            raise _Done

    def lowest(self, i: int, amounts: Amounts) -> int:
        """The lowest level of slot `i` that is enough with the others as they are; they are enough as they are."""
        low, high, told = 0, amounts[i], -1
        while low < high:
            least = self.told(i, amounts)
            # what the rows tell is mostly the answer; where they tell nothing new, it is halved
            guess = min(max(least, low) if least > told else (low + high) // 2, high - 1)
            told = least
            if self.enough((*amounts[:i], guess, *amounts[i + 1 :])):
                high = guess
                low = max(low, least)
            else:
                low = guess + 1
        return high

    def told(self, i: int, amounts: Amounts) -> int:
        """The level of slot `i` that the rows ask for with the others as they are."""
        slot, without = self.slots[i], (*amounts[:i], 0, *amounts[i + 1 :])
        found = 0
        for row in self.rows:
            lacking = row.least - row.gain(self.slots, without)
            times, besides = row.weights[i]
            if lacking > 0:
                wanted = -(-max(lacking - besides, 0) // times) if times else 0
                found = max(found, bisect_left(slot.gains, wanted, 1))
        return found

    def climb(self) -> None:
        """First answers from the rows, as far as they tell: what serves each most cheaply, the narrowest first."""
        amounts, before = (tuple(0 for _ in self.slots),) * 2
        factor = 1
        while not self.enough(amounts):
            rows = [self.rows[n] for n in self.outlook(0).narrow]
            row = next((row for row in rows if row.gain(self.slots, amounts) < row.least), None)
            if row is None:
                # it fails for a reason that no row tells: then much more of these slots, as far as there is any
                factor *= MORE
                more = tuple(min(top, factor * level) for top, level in zip(self.tops, amounts, strict=True))
                if more == amounts or not self.allowed(more):
                    return
                amounts, before = more, amounts
                continue
            raised = [self.raised(i, row, amounts) for i, weight in enumerate(row.weights) if any(weight)]
            found = [one for one in raised if one != amounts and self.allowed(one)]
            if not found:
                return
            amounts = min(found, key=lambda one: (row.gain(self.slots, one) < row.least, self.cost(one)))
        self.climbed = True
        self.offer(amounts)
        amounts = self.between(before, amounts)
        for i in range(len(amounts)):
            without = (*amounts[:i], 0, *amounts[i + 1 :])
            if amounts[i] and self.enough(without):
                amounts = without
        self.offer(amounts)
        used = [i for i, level in enumerate(amounts) if level]
        # what may be had of any is better had of one: it is simpler to do
        most = tuple(self.tops[i] if i == used[0] else level for i, level in enumerate(amounts))
        self.lessen(amounts, used)
        if not self.is_least() and self.allowed(most):
            self.lessen(most, [*used[1:], used[0]])

    def between(self, little: Amounts, enough: Amounts) -> Amounts:
        """Amounts that are enough, between these and fewer that are not: nearer to what all slots need alike."""
        for _ in range(HALVINGS):
            middle = tuple((a + b + 1) // 2 for a, b in zip(little, enough, strict=True))
            if middle == enough:
                break
            if self.enough(middle):
                enough = middle
                self.offer(enough)
            else:
                little = middle
        return enough

    def is_least(self, aim: int | None = None) -> bool:
        """Whether the best is proved to be the least, in its first places only if `aim` says how many."""
        return self.best is not None and self.best_cost[:aim] == self.lower(())[:aim]

    def lessen(self, amounts: Amounts, order: Iterable[int]) -> None:
        """One slot after another as low as it can be; every answer on the way is one to beat."""
        self.offer(amounts)
        for i in order:
            if amounts[i]:
                self.check_purse()
                amounts = (*amounts[:i], self.lowest(i, amounts), *amounts[i + 1 :])
                self.offer(amounts)

    def settle(self) -> None:
        """The best of a search that was cut off, as low as it can be, the dearest slots first."""
        if self.best is None or self.is_least(self.aim):
            return
        self.keep -= self.keep // LAST
        spent = [slot.costs[level] for slot, level in zip(self.slots, self.best, strict=True)]
        with suppress(_Done):
            if not self.climbed:
                self.between(tuple(0 for _ in self.slots), self.best)
            self.lessen(self.best, sorted(range(len(spent)), key=spent.__getitem__, reverse=True))

    def raised(self, i: int, row: Row, amounts: Amounts) -> Amounts:
        """With as much more of slot `i` as a row asks for, or all there is."""
        times, besides = row.weights[i]
        others = row.gain(self.slots, (*amounts[:i], 0, *amounts[i + 1 :]))
        wanted = -(-max(row.least - others - besides, 0) // times) if times else 0
        level = min(max(bisect_left(self.slots[i].gains, wanted, 1), amounts[i]), self.slots[i].top)
        return (*amounts[:i], level, *amounts[i + 1 :])

    def shrink(self) -> None:
        """First answers, so that the search has something to beat: one slot after another does all that it can."""
        for keep in range(min(len(self.slots), FIRST)):
            order = [i for i in reversed(range(len(self.slots))) if i != keep]
            self.lessen(self.without(order, self.tops), [*order, keep])

    def without(self, slots: Sequence[int], amounts: Amounts) -> Amounts:
        """Enough amounts, without as many of these slots as can be: many at once, as few are needed in the end."""
        rest = tuple(0 if i in slots else amount for i, amount in enumerate(amounts))
        if self.enough(rest):
            if self.best is None and sum(map(bool, rest)) <= FIRST:
                self.offer(rest)
            return rest
        if len(slots) < 2:
            return amounts
        middle = len(slots) // 2
        return self.without(slots[middle:], self.without(slots[:middle], amounts))

    def offer(self, amounts: Amounts) -> None:
        cost = self.cost(amounts)
        if (self.best is None or cost < self.best_cost) and self.allowed(amounts):
            self.best, self.best_cost = amounts, cost

    def cost(self, amounts: Sequence[int]) -> Cost:
        columns = [slot.costs[level] for slot, level in zip(self.slots, amounts, strict=False)]
        return tuple(sum(column[place] for column in columns) for place in range(self.width))

    def costs_from(self, levels: Sequence[int]) -> list[Cost]:
        """What the slots from each one on cost at these levels."""
        found: list[Cost] = [(0,) * self.width]
        for slot, level in zip(reversed(self.slots), reversed(levels), strict=True):
            found.append(tuple(map(add, slot.costs[level], found[-1])))
        return found[::-1]

    def lower(self, chosen: Amounts) -> Cost:
        """No answer that begins with `chosen` costs less, place by place and therefore from the left."""
        self.purse.left -= 1 + len(self.rows)
        first, sure = len(chosen), self.cost(chosen)
        outlook = self.outlook(first)
        due = [max(row.least - row.gain(self.slots, chosen), 0) for row in self.rows]
        apart = [0] * self.width
        taken = 0
        for n in outlook.narrow:
            slots, begin = outlook.helpers[n]
            if due[n] and begin is not None and not taken & slots:
                # rows that no slot helps together add up
                taken |= slots
                apart = list(map(add, apart, begin))
        found = []
        for place, more in enumerate(apart):
            worth = max(sum(map(mul, prices, due)) for prices in outlook.prices[place])
            grain = self.grains[place] or 1
            least_cost = -(-(sure[place] + max(-(-worth // FINE), more)) // grain) * grain
            found.append(max(least_cost, sure[place] + self.floor_costs[first][place]))
        return tuple(found)

    def dive(self, chosen: Amounts) -> None:
        """Everything that begins with `chosen`, unless it cannot be an answer or cannot be better than the best."""
        self.purse.left -= len(self.slots)
        self.check_purse()
        if len(self.rows) > self.looked_at:
            self.looked_at = len(self.rows)
            if self.is_least():
                raise _Done
            if not self.aimed and self.is_least(self.aim):
                self.aimed = True
                self.keep = max(self.keep, self.purse.left - self.purse.left // LITTLE)
        i = len(chosen)
        rest = self.slots[i:]
        if not self.allowed((*chosen, *(0 for _ in rest))):
            return
        if self.enough((*chosen, *(0 for _ in rest))):
            self.offer((*chosen, *(0 for _ in rest)))
            return
        if not rest or not self.enough((*chosen, *self.tops[i:])):
            return
        low = self.lowest(i, (*chosen, *self.tops[i:]))
        for level in range(low, self.slots[i].top + 1):
            branch = (*chosen, level)
            self.check_purse()
            if self.best is not None and self.lower(branch) >= self.best_cost:
                if tuple(map(add, self.cost(branch), self.floor_costs[i + 1])) > self.best_cost:
                    return
                continue
            self.dive(branch)
            if self.enough((*branch, *(0 for _ in self.slots[i + 1 :]))):
                return
