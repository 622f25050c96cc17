"""The least amounts that satisfy a monotone test, by branch and bound. Knows nothing of points or licenses.

Each slot has levels 0, 1, 2, ... with costs that never fall; a test says whether amounts are enough, and more is never
worse. Rows say what every answer must bring. A test may add to them while the search goes on: they tell about many
amounts that they are too little, so that few have to be tested.

The answer is the least, unless the work allowed was used up, or a test that mattered was not finished within its own:
then it is the best found, if any was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from operator import add, ge, le
from typing import TypeAlias

from ..core.budget import Budget
from .bounds import Amounts, Cost, LowerBounds, Row, Slot

Test: TypeAlias = Callable[[Amounts], bool | None]
"""Whether amounts are enough; None where that is not known: they are not taken then, but that proves nothing."""

Used: TypeAlias = Callable[[Amounts], Amounts]
"""Of amounts that a test has just found to be enough, no more than is used: so much of each is enough, too."""

FIRST = 5
"""How many slots are tried as the one that does most, before the search."""

MORE = 2
"""How many times as much is tried when it is not told how much is lacking; that much more each time."""

HALVINGS = 3
"""How often what is enough of all slots is sought in the middle, before it is sought for each of them."""

LITTLE = 32
"""What part of the budget may be spent on choosing between answers that are equal in what matters."""

LAST = 4
"""What part of its work a search that is cut off may spend beyond that on lowering its best."""


@dataclass(frozen=True, slots=True)
class Solution:
    """`amounts` is None when none were found; with `proved` none exist, or none that cost less in what matters."""

    amounts: Amounts | None
    cost: Cost
    proved: bool


def optimize(
    slots: Sequence[Slot],
    enough: Test,
    allowed: Callable[[Amounts], bool],
    rows: Sequence[Row],
    budget: Budget,
    aim: int,
    guess: Amounts | None = None,
    below: Cost | None = None,
    used: Used = lambda amounts: amounts,
    most: int | None = None,
) -> Solution:
    """The cheapest amounts that are `enough` and `allowed`; less of anything is allowed too.

    A `guess` that turns out to be enough is the first answer to beat. With `below` only answers that cost less count.
    `rows` may grow at each test of `enough`. At most half of the budget is spent, or the `most` that is allowed; little
    more once the first `aim` places of the cost are proved, for the others only decide between equals.
    """
    work = budget.left // 2
    keep = budget.left - (work if most is None else min(work, most))
    return _Search(slots, enough, allowed, rows, budget, keep, aim, below, used).run(guess)


class _Done(Exception):
    """The work allowed is used up, or the best is proved to be the least."""


class _Search:
    def __init__(
        self,
        slots: Sequence[Slot],
        enough: Test,
        allowed: Callable[[Amounts], bool],
        rows: Sequence[Row],
        budget: Budget,
        keep: int,
        aim: int,
        below: Cost | None,
        used: Used,
    ) -> None:
        self.slots = slots
        self.test, self.used = enough, used
        self.allowed = allowed
        self.rows = rows
        self.budget = budget
        self.keep, self.work = keep, budget.left - keep
        self.aim = aim
        self.bounds = LowerBounds(slots, rows)
        self.cost = self.bounds.cost
        self.good: list[Amounts] = []
        self.bad: list[Amounts] = []
        self.nothing = (0,) * len(slots)
        self.tops = tuple(slot.top for slot in slots)
        self.best: Amounts | None = None
        self.to_beat = below
        """What an answer has to cost less than to be of interest: what the best costs, once there is one."""
        self.constructed = False
        """Whether the rows have led to an answer."""
        self.aimed = False
        self.doubted = False
        """Whether a test was not finished: then it proves nothing that the search has come to its end."""
        self.looked_at = 0
        """How many rows there were when it was last asked whether they prove the best to be the least."""

    def run(self, guess: Amounts | None) -> Solution:
        try:
            if self.enough(self.nothing):
                self.offer(self.nothing)
                return self.solution(True)
            if guess is not None and self.enough(guess):
                self.lessen(guess, range(len(guess)))
            if not self.enough(self.tops):
                return Solution(None, (), not self.doubted)
            self.construct()
            if not self.is_least():
                self.start_from_all()
                floor = [self.lowest(i, self.tops) for i in range(len(self.slots))]
                if not self.doubted:
                    self.bounds.floors = self.bounds.costs_from(floor)
                self.branch(())
        except _Done:
            self.lower_best()
            return self.solution(self.is_least(self.aim))
        return self.solution(not self.doubted or self.is_least(self.aim))

    def solution(self, proved: bool) -> Solution:
        """The best that was found, if any was."""
        return Solution(self.best, () if self.best is None else self.cost(self.best), proved)

    # -- tests

    def enough(self, amounts: Amounts) -> bool:
        """The test, asked only where neither the answers so far nor the rows tell."""
        self.budget.spend(1 + (len(self.good) + len(self.bad) + len(self.rows)) // 2)
        if any(all(map(ge, amounts, one)) for one in self.good):
            return True
        if any(all(map(le, amounts, one)) for one in self.bad):
            return False
        if any(row.gain(self.slots, amounts) < row.least for row in self.rows):
            return False
        self.check_budget()
        answer = self.test(amounts)
        self.doubted |= answer is None
        if answer:
            used = self.used(amounts)
            self.good = [one for one in self.good if not all(map(le, used, one))] + [used]
        else:
            self.bad = [one for one in self.bad if not all(map(ge, amounts, one))] + [amounts]
        return bool(answer)

    def check_budget(self) -> None:
        """Ends the search where the work is used up, or what the rows tell by now proves the best to be the least."""
        if self.budget.exhausted(self.keep):
            raise _Done
        if len(self.rows) > self.looked_at:
            self.looked_at = len(self.rows)
            if self.is_least():
                raise _Done
            if not self.aimed and self.is_least(self.aim):
                self.aimed = True
                self.keep = max(self.keep, self.budget.left - self.budget.left // LITTLE)

    def lowest(self, i: int, amounts: Amounts) -> int:
        """The lowest level of slot `i` that is enough with the others as they are; they are enough as they are."""
        low, high, told = 0, min(amounts[i], self.lowest_known(i, amounts)), -1
        while low < high:
            least = max((row.level(i, self.slots, amounts) for row in self.rows), default=0)
            # what the rows tell is mostly the answer; where they tell nothing new, it is halved
            guess = min(max(least, low) if least > told else (low + high) // 2, high - 1)
            told = least
            if self.enough((*amounts[:i], guess, *amounts[i + 1 :])):
                high = min(guess, self.lowest_known(i, amounts))
                low = max(low, least)
            else:
                low = guess + 1
        return high

    def lowest_known(self, i: int, amounts: Amounts) -> int:
        """The lowest level of slot `i` that is known to be enough with the others as they are."""
        at_top = *amounts[:i], self.slots[i].top, *amounts[i + 1 :]
        return min([one[i] for one in self.good if all(map(le, one, at_top))], default=amounts[i])

    # -- good answers

    def offer(self, amounts: Amounts) -> None:
        for one in (amounts, *[one for one in self.good if all(map(le, one, amounts))]):
            cost = self.cost(one)
            if (self.to_beat is None or cost < self.to_beat) and self.allowed(one):
                self.best, self.to_beat = one, cost

    def construct(self) -> None:
        """First answers from the rows, as far as they tell: what serves each most cheaply, the narrowest first."""
        amounts = before = self.nothing
        factor = 1
        while not self.enough(amounts):
            if self.best is None and self.is_least():
                raise _Done
            rows = [self.rows[n] for n in self.bounds.outlook(0).narrow]
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
            allowed = [one for one in raised if one != amounts and self.allowed(one)]
            if not allowed:
                return
            amounts = min(allowed, key=lambda one: (row.gain(self.slots, one) < row.least, self.cost(one)))
        self.constructed = True
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

    def raised(self, i: int, row: Row, amounts: Amounts) -> Amounts:
        """With as much more of slot `i` as a row asks for, or all there is."""
        level = min(max(row.level(i, self.slots, amounts), amounts[i]), self.slots[i].top)
        return (*amounts[:i], level, *amounts[i + 1 :])

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

    def lessen(self, amounts: Amounts, order: Iterable[int]) -> None:
        """One slot after another as low as it can be; every answer on the way is one to beat."""
        self.offer(amounts)
        for i in order:
            if amounts[i]:
                self.check_budget()
                amounts = (*amounts[:i], self.lowest(i, amounts), *amounts[i + 1 :])
                self.offer(amounts)

    def start_from_all(self) -> None:
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

    def lower_best(self) -> None:
        """The best of a search that was cut off, as low as it can be, the dearest slots first."""
        if self.best is None or self.is_least(self.aim):
            return
        self.keep -= min(self.keep, self.work) // LAST
        spent = [slot.costs[level] for slot, level in zip(self.slots, self.best, strict=True)]
        with suppress(_Done):
            if not self.constructed:
                self.between(self.nothing, self.best)
            self.lessen(self.best, sorted(range(len(spent)), key=spent.__getitem__, reverse=True))

    # -- the search

    def branch(self, chosen: Amounts) -> None:
        """Everything that begins with `chosen`, unless it cannot be an answer or cannot be better than the best."""
        self.budget.spend(len(self.slots))
        self.check_budget()
        i = len(chosen)
        alone = (*chosen, *self.nothing[i:])
        if not self.allowed(alone):
            return
        if self.enough(alone):
            self.offer(alone)
            return
        if i == len(self.slots) or not self.enough((*chosen, *self.tops[i:])):
            return
        low = self.lowest(i, (*chosen, *self.tops[i:]))
        for level in range(low, self.slots[i].top + 1):
            more = (*chosen, level)
            self.check_budget()
            if self.to_beat is not None and self.cannot_beat(more, self.to_beat):
                if tuple(map(add, self.bounds.begun(more).cost, self.bounds.floors[i + 1])) > self.to_beat:
                    return
                continue
            self.branch(more)
            if self.enough((*more, *self.nothing[i + 1 :])):
                return

    def is_least(self, aim: int | None = None) -> bool:
        """Whether the rows prove that nothing costs less than what is to be beaten.

        In its first places only if `aim` says how many.
        """
        return self.to_beat is not None and self.to_beat[:aim] <= self.lower_bound(())[:aim]

    def cannot_beat(self, chosen: Amounts, cost: Cost) -> bool:
        """Whether no answer that begins with `chosen` costs less than this."""
        self.budget.spend(1 + len(self.rows))
        return self.bounds.reaches(chosen, cost)

    def lower_bound(self, chosen: Amounts) -> Cost:
        """No answer that begins with `chosen` costs less."""
        self.budget.spend(1 + len(self.rows))
        return self.bounds.least(chosen)
