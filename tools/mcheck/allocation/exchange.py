"""A whole placement by exchange: lots go from use to use, one or two at a time, until no target lacks anything.

Where many lots must stay whole, whether all can be done that a bound allows is often a matter of amounts that fit,
which branching comes upon late. Here each lot has one use at a time, and what a target lacks of its goal is a matter of
sums. What comes of it is a guess: only a flow shows whether it is right.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from operator import add
from typing import NamedTuple, TypeAlias

from .flows.max_flow import Flow
from .flows.relaxation import Node, Relaxation
from .flows.units import Given, Sums, Units
from .problem import Choice, Option

MOST_TRIED, LEAST_TRIED = 3_000, 500
"""Exchanges that are tried at most, however much work is left, and those for which there always is some."""
COST = 8
"""The work of an exchange that is tried."""
PATIENCE = 12
"""Steps in a row after which as much may be lacking as before."""
REST = 6
"""Steps for which a lot stays where it was moved to."""

NEVER = 1 << 60
"""More than any set of needs lacks."""

Change: TypeAlias = tuple[int, int]
"""The place of a unit, and the place of its use from now on."""


class Goal(NamedTuple):
    """How much a target is to get, and what counts beside what reaches each set of its needs, if any."""

    wanted: int
    beside: Sums


class Move(NamedTuple):
    """Changes, and how much they give to a target."""

    amount: int
    changes: Sequence[Change]


class Exchange:
    """Looks for a placement that does all that a bound allows, with certain choices made.

    Without `points` it is enough that the targets are met which may be. `work` is how much is left.
    """

    def __init__(
        self,
        relaxation: Relaxation,
        units: Units,
        chosen: tuple[Choice, ...],
        bound: Flow,
        *,
        points: bool,
        work: int,
    ) -> None:
        self.needs = relaxation.problem.needs
        self.points = points
        self.chosen = chosen
        self.tried = 0
        self.most = min(MOST_TRIED, max(LEAST_TRIED, work // COST))
        self.needs_of, self.sets = units.wiring.by_target, units.sets
        goals = [self._goal(target, bound) for target in range(relaxation.problem.targets)]
        self.wanted = [goal.wanted for goal in goals]
        self.sums = [goal.beside for goal in goals]
        self.spare = [self._spare(target) for target in range(len(goals))]
        """By target how much more than wanted there is; less than nothing is lacking."""
        self.lacking = -sum(min(spare, 0) for spare in self.spare)
        """What all targets lack together."""
        self.units = units.of(relaxation.lots_of(Node(chosen, frozenset()))[0])
        self.state = [0] * len(self.units)
        self.differences: Mapping[Change, Given] = {}
        """What each change that is looked at adds."""

    def run(self) -> Node | None:
        """A node that is narrowed to such a placement; None where none was found."""
        self._begin()
        moved: dict[int, int] = {}
        least, waited, step = self.lacking, 0, 0
        while self.lacking:
            found = self._best({i for i, last in moved.items() if step - last < REST})
            if found is None or waited > PATIENCE or self.tried > self.most:
                return None
            left, changes = found
            waited = 0 if left < least else waited + 1
            least = min(least, left)
            step += 1
            for i, use in changes:
                self._add(self.differences[i, use])
                self.state[i] = use
                moved[i] = step
        narrowed: dict[str, tuple[Option, ...]] = {}
        for unit, use in zip(self.units, self.state, strict=True):
            narrowed.update(unit.narrowed[use])
        return Node(self.chosen, frozenset(), tuple(sorted(narrowed.items())))

    def _begin(self) -> None:
        """Each unit in the use in which it leaves the least lacking, the largest units first."""
        for i in sorted(range(len(self.units)), key=lambda i: -self.units[i].amount):
            gives = self.units[i].shape.gives
            left = [self._left(given) for given in gives]
            self.state[i] = left.index(min(left))
            self._add(gives[self.state[i]])

    # -- what is to be reached

    def _goal(self, target: int, flow: Flow) -> Goal:
        sets = self.sets[target]
        demands = [self.needs[n].demand for n in self.needs_of[target]]
        beside = [sum(demand for place, demand in enumerate(demands) if not bits >> place & 1) for bits in sets]
        if not sets:
            return Goal(0, ())
        if flow.filled and self.points:
            wanted = sum(flow.filled[n] for n in self.needs_of[target])
            return Goal(wanted, [*beside[:-1], min(0, wanted - flow.placed[target])])
        if flow.met[target]:
            return Goal(sum(demands), beside)
        return Goal(flow.placed[target], [*[NEVER] * (len(sets) - 1), 0]) if self.points else Goal(0, ())

    def _spare(self, target: int) -> int:
        sums = self.sums[target]
        return min(sums) - self.wanted[target] if sums else 0

    # -- one step

    def _best(self, resting: Collection[int]) -> tuple[int, Sequence[Change]] | None:
        """What is lacking after the best change of one lot, or else after the first of several that leave less."""
        total = self.lacking
        alike = {(unit.shape, self.state[i]): i for i, unit in enumerate(self.units) if i not in resting}
        self.differences = {
            (i, use): self.units[i].shape.difference(self.state[i], use)
            for i in alike.values()
            for use in range(len(self.units[i].narrowed))
            if use != self.state[i]
        }
        best: tuple[int, Sequence[Change]] | None = None
        for change, difference in self.differences.items():
            left = self._left(difference)
            if best is None or left < best[0]:
                best = left, (change,)
        if best is None or best[0] < total:
            return best
        until = self.tried + self.most // 8
        for several in self._several():
            left = self._left_after(several)
            if left < best[0]:
                best = left, several
            if left < total or (self.tried > until and best[0] <= total):
                return best
        return best

    def _several(self) -> Iterator[Sequence[Change]]:
        """Up to two changes in favor of a target that lacks something, and one or two that make good for these."""
        moves: dict[tuple[int, int], list[Move]] = {}
        for change, difference in self.differences.items():
            net = [(target, more[-1]) for target, more, _ in difference if self.sums[target]]
            for target, gain in net:
                for source, loss in net if gain > 0 else ():
                    if loss < 0:
                        moves.setdefault((source, target), []).append(Move(gain, (change,)))
        for (source, target), there in moves.items():
            lacking = -self.spare[target]
            if lacking <= 0:
                continue
            most = max(self.spare[source], 0) + lacking
            back = moves.get((target, source), [])
            yield from _between(there, back, 1, most)
            if lacking <= max(move.amount for move in there):
                for one, other in ((_two(there), back), (there, _two(back)), (_two(there), _two(back))):
                    yield from _between(one, other, 1, most)
            for (third, via), more in moves.items():
                if via == source and third != target:
                    yield from _between(there, more, -max(self.spare[third], 0), most)

    def _left(self, difference: Given) -> int:
        """What is lacking in all with this added."""
        self.tried += 1
        left = self.lacking
        for target, more, least in difference:
            spare, sums = self.spare[target], self.sums[target]
            if spare + least >= 0:
                left += min(spare, 0)
            elif sums:
                left += min(spare, 0) - min(min(map(add, sums, more)) - self.wanted[target], 0)
        return left

    def _left_after(self, changes: Sequence[Change]) -> int:
        """What is lacking in all after several changes."""
        sums: dict[int, Sums] = {}
        for change in changes:
            for target, more, _ in self.differences[change]:
                sums[target] = list(map(add, sums[target], more)) if target in sums else more
        return self._left([(target, more, min(more)) for target, more in sums.items()])

    def _add(self, difference: Given) -> None:
        for target, more, _ in difference:
            self.sums[target] = list(map(add, self.sums[target], more))
            self.lacking += min(self.spare[target], 0)
            self.spare[target] = self._spare(target)
            self.lacking -= min(self.spare[target], 0)


def _two(moves: Sequence[Move]) -> list[Move]:
    """All pairs of moves of different lots."""
    pairs = ((one, other) for i, one in enumerate(moves) for other in moves[:i])
    return [Move(a.amount + b.amount, (*a.changes, *b.changes)) for a, b in pairs if a.changes[0][0] != b.changes[0][0]]


def _between(there: Sequence[Move], back: Sequence[Move], low: int, high: int) -> Iterator[Sequence[Change]]:
    """Moves there and back of different lots with which `low` to `high` more goes there."""
    by_amount: dict[int, list[Sequence[Change]]] = {}
    for amount, changes in back:
        by_amount.setdefault(amount, []).append(changes)
    for given, one in there:
        for taken, others in by_amount.items():
            for other in others if low <= given - taken <= high else ():
                if not {i for i, _ in one} & {i for i, _ in other}:
                    yield *one, *other
