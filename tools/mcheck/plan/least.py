"""The least amounts that satisfy a monotone test, by branch and bound. Knows nothing of points or licenses.

Each slot has levels 0, 1, 2, ... with costs that never fall; a test says whether amounts are enough, and more is never
worse. The answer is proved to be the least, unless the work allowed was used up: then it is the best found, with a cost
that nothing can undercut. Even then it is no more than it takes: each slot is as low as it can be with the others as
they are.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from math import gcd
from operator import ge, le
from typing import TypeAlias

Cost: TypeAlias = tuple[int, ...]
"""Compared from the left; added place by place."""

Amounts: TypeAlias = tuple[int, ...]
"""A level for each slot."""

FIRST = 5
"""How many slots are tried as the one that does most, before the search."""


@dataclass(slots=True)
class Purse:
    """The work that is left for several searches: what they spend on searching, and their tests on testing."""

    left: int


@dataclass(frozen=True, slots=True)
class Slot:
    """`costs[level]` and `gains[level]`, from level 0; a gain is the most that a level can take off the shortage."""

    costs: tuple[Cost, ...]
    gains: tuple[int, ...]
    family: Hashable = None
    """Slots of one family can stand in for each other; None for a slot of its own."""

    @property
    def top(self) -> int:
        return len(self.costs) - 1


@dataclass(frozen=True, slots=True)
class Least:
    """`amounts` is None when no amounts were found; with `proved` none exist, or none that cost less."""

    amounts: Amounts | None
    cost: Cost
    bound: Cost
    proved: bool


def least(
    slots: Sequence[Slot],
    enough: Callable[[Amounts], bool],
    allowed: Callable[[Amounts], bool],
    shortage: int,
    purse: Purse,
) -> Least:
    """The cheapest amounts that are `enough` and `allowed`; less of anything is allowed too.

    `shortage` is what the gains of any answer must add up to at least. At most half of the purse is spent.
    """
    keep = purse.left - purse.left // 2
    free = [i for i, slot in enumerate(slots) if slot.top and not slot.costs[-1][0]]
    others = [slot for i, slot in enumerate(slots) if slot.top and i not in free]
    if free and others and all(slot.costs[1][0] for slot in others):
        # what costs nothing in the first place comes first: an answer of it alone beats every other
        def spread(amounts: Amounts) -> Amounts:
            given = dict(zip(free, amounts, strict=True))
            return tuple(given.get(i, 0) for i in range(len(slots)))

        own = [slots[i] for i in free]
        found = _Search(own, lambda a: enough(spread(a)), lambda a: allowed(spread(a)), shortage, purse, keep).run()
        if found.amounts is not None:
            return replace(found, amounts=spread(found.amounts))
    return _Search(slots, enough, allowed, shortage, purse, keep).run()


class _Done(Exception):
    """The work allowed is used up."""


class _Search:
    def __init__(
        self,
        slots: Sequence[Slot],
        enough: Callable[[Amounts], bool],
        allowed: Callable[[Amounts], bool],
        shortage: int,
        purse: Purse,
        keep: int,
    ) -> None:
        self.slots = slots
        self.test = enough
        self.allowed = allowed
        self.shortage = shortage
        self.purse = purse
        self.keep = keep
        self.width = len(slots[0].costs[0]) if slots else 1
        self.good: list[Amounts] = []
        self.bad: list[Amounts] = []
        self.tops = tuple(slot.top for slot in slots)
        self.floor = [0] * len(slots)
        """The level below which a slot cannot be, however much there is of the others."""
        self.needed: list[tuple[list[int], Cost]] = []
        """Families of which something is needed, however much there is of the others, and the least that costs."""
        self.best: Amounts | None = None
        self.best_cost: Cost = ()
        self.cheapest = self.cheapest_rates()
        self.grains = [gcd(*(c[place] for slot in slots for c in slot.costs)) for place in range(self.width)]
        """What every cost is a multiple of, for each place."""

    def cheapest_rates(self) -> list[list[tuple[int, int]]]:
        """For each place of the cost: the (cost, gain) of the level that takes off the shortage most cheaply."""
        found = []
        for place in range(self.width):
            levels = [
                (slot.costs[level][place], slot.gains[level]) for slot in self.slots for level in range(1, slot.top + 1)
            ]
            best: tuple[int, int] | None = None
            for cost, gain in levels:
                if gain and (best is None or cost * best[1] < best[0] * gain):
                    best = cost, gain
            found.append([] if best is None else [best])
        return found

    def needed_families(self) -> list[tuple[list[int], Cost]]:
        families: dict[Hashable, list[int]] = {}
        for i, slot in enumerate(self.slots):
            if slot.family is not None and slot.top:
                families.setdefault(slot.family, []).append(i)
        found = []
        for members in families.values():
            if len(members) > 1 and not any(self.floor[i] for i in members):
                without = tuple(0 if i in members else top for i, top in enumerate(self.tops))
                if not self.enough(without):
                    first = [self.slots[i].costs[1] for i in members]
                    found.append((members, tuple(min(column) for column in zip(*first, strict=True))))
        return found

    def run(self) -> Least:
        try:
            nothing = tuple(0 for _ in self.slots)
            if self.enough(nothing):
                return Least(nothing, self.cost(nothing), self.cost(nothing), True)
            if not self.enough(self.tops):
                return Least(None, (), (), True)
            self.shrink()
            self.floor = [self.lowest(i, self.tops) for i in range(len(self.slots))]
            self.needed = self.needed_families()
            self.dive(())
        except _Done:
            return Least(self.best, self.best_cost, self.lower(()), self.best_cost == self.lower(()))
        return Least(self.best, self.best_cost, self.best_cost, True)

    def enough(self, amounts: Amounts) -> bool:
        """The test, asked only where neither the answers so far nor the gains tell."""
        self.purse.left -= 1 + (len(self.good) + len(self.bad)) // 2
        if any(all(map(ge, amounts, one)) for one in self.good):
            return True
        if any(all(map(le, amounts, one)) for one in self.bad):
            return False
        if sum(slot.gains[level] for slot, level in zip(self.slots, amounts, strict=True)) < self.shortage:
            return False
        self.check_purse()
        answer = self.test(amounts)
        if answer:
            self.good = [one for one in self.good if not all(map(le, amounts, one))] + [amounts]
        else:
            self.bad = [one for one in self.bad if not all(map(ge, amounts, one))] + [amounts]
        return answer

    def check_purse(self) -> None:
        if self.purse.left <= self.keep:
            raise _Done

    def lowest(self, i: int, amounts: Amounts) -> int:
        """The lowest level of slot `i` that is enough with the others as they are; they are enough as they are."""
        high = amounts[i]
        if not high or self.enough((*amounts[:i], 0, *amounts[i + 1 :])):
            return 0
        low = 1
        while low < high:
            middle = (low + high) // 2
            if self.enough((*amounts[:i], middle, *amounts[i + 1 :])):
                high = middle
            else:
                low = middle + 1
        return low

    def shrink(self) -> None:
        """First answers, so that the search has something to beat: one slot after another does all that it can."""
        for keep in range(min(len(self.slots), FIRST)):
            order = [i for i in reversed(range(len(self.slots))) if i != keep]
            amounts = self.without(order, self.tops)
            for i in [*order, keep]:
                level = self.lowest(i, amounts)
                amounts = (*amounts[:i], level, *amounts[i + 1 :])
            self.offer(amounts)

    def without(self, slots: Sequence[int], amounts: Amounts) -> Amounts:
        """Enough amounts, without as many of these slots as can be: many at once, as few are needed in the end."""
        rest = tuple(0 if i in slots else amount for i, amount in enumerate(amounts))
        if self.enough(rest):
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

    def lower(self, chosen: Sequence[int]) -> Cost:
        """No answer that begins with `chosen` costs less, place by place and therefore from the left."""
        first = len(chosen)
        rest = self.slots[first:]
        base = self.cost((*chosen, *self.floor[first:]))
        for members, least_cost in self.needed:
            if members[-1] >= first and not any(chosen[i] for i in members if i < first):
                base = tuple(a + b for a, b in zip(base, least_cost, strict=True))
        levels = (*chosen, *self.floor[first:])
        gained = sum(slot.gains[level] for slot, level in zip(self.slots, levels, strict=True))
        lacking = self.shortage - gained
        if lacking <= 0 or not rest:
            return base
        sure = self.cost(chosen)
        owed = self.shortage - sum(s.gains[level] for s, level in zip(self.slots, chosen, strict=False))
        found = []
        for place in range(self.width):
            by_rate = 0
            for cost, gain in self.cheapest[place]:
                by_rate = -(-cost * owed // gain)
            grain = self.grains[place]
            whole = -(-(sure[place] + by_rate) // grain) * grain if grain else 0
            found.append(max(base[place], whole))
        return tuple(found)

    def dive(self, chosen: Amounts) -> None:
        """Everything that begins with `chosen`, unless it cannot be an answer or cannot be better than the best."""
        self.purse.left -= len(self.slots)
        self.check_purse()
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
            if self.best is not None and self.cost((*branch, *self.floor[i + 1 :])) > self.best_cost:
                return
            if self.best is not None and self.lower(branch) >= self.best_cost:
                continue
            self.dive(branch)
            if self.enough((*branch, *(0 for _ in self.slots[i + 1 :]))):
                return
