"""A whole placement by exchange: lots go from use to use, one or two at a time, until no target lacks anything.

Where many lots must stay whole, whether all can be done that a bound allows is often a matter of amounts that fit,
which branching comes upon late. Here each lot has one use at a time, and what a target lacks of its goal is a matter of
sums. What comes of it is a guess: only a flow shows whether it is right.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from .flows.double_counting import DoubleCountedLot, double_counted_lots
from .flows.relaxation import Node, Relaxation, RelaxedNode
from .problem import Choice, Lot, Option

MOST_TRIED, LEAST_TRIED = 3_000, 500
"""Exchanges that are tried at most, however much work is left, and those for which there always is some."""
COST = 8
"""The work of an exchange that is tried."""
PATIENCE = 12
"""Steps in a row after which as much may be lacking as before."""
REST = 6
"""Steps for which a lot stays where it was moved to."""

Sums: TypeAlias = Sequence[int]
"""For each set of needs of a target what may reach it, and what else counts; the least of them is what is filled."""

Change: TypeAlias = tuple[int, int]
"""The place of a lot among the units, and the place of its use from now on."""


class Use(NamedTuple):
    """What a lot is held to, with its copies, and how much more that is for the sums of each target."""

    narrowed: Mapping[str, tuple[Option, ...]]
    serves: tuple[tuple[int, int], ...]
    """By target the bits of the needs that it serves."""
    gives: Mapping[int, Sums]


class Unit(NamedTuple):
    """A lot with its copies. Those of one shape may be exchanged for each other."""

    amount: int
    uses: Sequence[Use]
    shape: Hashable


class Goal(NamedTuple):
    """How much a target is to get, and the sets of needs that can keep it from that: (bits, what else counts)."""

    wanted: int
    sets: Sequence[tuple[int, int]]


class Move(NamedTuple):
    """Changes, and how much they give to a target."""

    amount: int
    changes: Sequence[Change]


class Exchange:
    """Looks for a placement that does all that the bound `top` allows, with certain choices made.

    Without `points` it is enough that the targets are met which may be. `work` is how much is left.
    """

    def __init__(
        self, relaxation: Relaxation, chosen: tuple[Choice, ...], top: RelaxedNode, *, points: bool, work: int
    ) -> None:
        self.relaxation = relaxation
        self.points = points
        self.chosen = chosen
        self.tried = 0
        self.most = min(MOST_TRIED, max(LEAST_TRIED, work // COST))
        needs = relaxation.problem.needs
        targets = range(relaxation.problem.targets)
        self.needs_of = [[n for n, need in enumerate(needs) if need.target == target] for target in targets]
        self.bit = {n: 1 << place for mine in self.needs_of for place, n in enumerate(mine)}
        self.goals = [self._goal(target, top) for target in targets]
        self.sums: list[Sums] = [[more for _, more in goal.sets] for goal in self.goals]
        self.lacking = [self._lacks(target, sums) for target, sums in enumerate(self.sums)]
        self.units = [*self._units(relaxation.lots_of(Node(chosen, frozenset()))[0])]
        self.state = [0] * len(self.units)
        self.differences: Mapping[Change, Mapping[int, Sums]] = {}
        """What each change that is looked at adds to the sums of each target."""

    def run(self) -> Node | None:
        """A node that is narrowed to such a placement; None where none was found."""
        self._begin()
        moved: dict[int, int] = {}
        least, waited, step = sum(self.lacking), 0, 0
        while any(self.lacking):
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
            narrowed.update(unit.uses[use].narrowed)
        return Node(self.chosen, frozenset(), tuple(sorted(narrowed.items())))

    def _begin(self) -> None:
        """Each unit in the use in which it leaves the least lacking, the largest units first."""
        for i in sorted(range(len(self.units)), key=lambda i: -self.units[i].amount):
            left = [self._left(use.gives) for use in self.units[i].uses]
            self.state[i] = left.index(min(left))
            self._add(self.units[i].uses[self.state[i]].gives)

    # -- what is to be reached

    def _goal(self, target: int, top: RelaxedNode) -> Goal:
        flow, demands = top.flow, [self.relaxation.problem.needs[n].demand for n in self.needs_of[target]]
        every = (1 << len(demands)) - 1
        sets = [
            (bits, sum(demand for place, demand in enumerate(demands) if not bits >> place & 1))
            for bits in range(1, every + 1)
        ]
        if flow.filled and self.points:
            wanted = sum(flow.filled[n] for n in self.needs_of[target])
            return Goal(wanted, [*sets, (every, wanted - flow.placed[target])])
        if flow.met[target]:
            return Goal(sum(demands), sets)
        return Goal(flow.placed[target], [(every, 0)]) if self.points else Goal(0, [])

    def _lacks(self, target: int, sums: Sums) -> int:
        return max(0, self.goals[target].wanted - min(sums)) if sums else 0

    # -- what each lot may do

    def _units(self, lots: Sequence[Lot]) -> Iterator[Unit]:
        """Each lot that may serve anything."""
        doubled = double_counted_lots(lots)
        for lot in lots:
            if not lot.same_points_as:
                family = doubled[lot.id] if lot.id in doubled else DoubleCountedLot(lot, (), ())
                uses = {use.serves: use for use in self._uses(family, single=lot.id in doubled)}
                if uses:
                    yield Unit(lot.amount, [*uses.values()], (lot.amount, tuple(uses)))

    def _uses(self, family: DoubleCountedLot, *, single: bool) -> Iterator[Use]:
        amount = family.original.amount
        for lot in family.exclusive:
            for row in _rows(lot, single=single):
                serves = {row[0].target: self._bits(row)}
                for copy in family.repeats:
                    if row[0] in copy.counts_again_as and copy.options:
                        target = copy.options[0].target
                        serves[target] = serves.get(target, 0) | self._bits(copy.options)
                narrowed = {one.id: () for one in family.exclusive} | {lot.id: row}
                gives = {
                    target: [amount if bits & mine else 0 for mine, _ in self.goals[target].sets]
                    for target, bits in serves.items()
                }
                yield Use(narrowed, tuple(sorted(serves.items())), gives)

    def _bits(self, options: tuple[Option, ...]) -> int:
        return sum(self.bit[n] for n in self.relaxation.needs_for(options))

    # -- one step

    def _best(self, resting: Collection[int]) -> tuple[int, Sequence[Change]] | None:
        """What is lacking after the best change of one lot, or else after the first of several that leave less."""
        total = sum(self.lacking)
        alike = {(unit.shape, self.state[i]): i for i, unit in enumerate(self.units) if i not in resting}
        changes = [(i, use) for i in alike.values() for use in range(len(self.units[i].uses)) if use != self.state[i]]
        self.differences = {change: self._difference(*change) for change in changes}
        best: tuple[int, Sequence[Change]] | None = None
        for change in changes:
            left = self._left(self.differences[change])
            if best is None or left < best[0]:
                best = left, (change,)
        if best is None or best[0] < total:
            return best
        until = self.tried + self.most // 8
        for several in self._several(changes):
            left = self._left(*(self.differences[change] for change in several))
            if left < best[0]:
                best = left, several
            if left < total or (self.tried > until and best[0] <= total):
                return best
        return best

    def _several(self, changes: Sequence[Change]) -> Iterator[Sequence[Change]]:
        """Up to two changes in favor of a target that lacks something, and one or two that make good for these."""
        moves: dict[tuple[int, int], list[Move]] = {}
        for change in changes:
            net = {target: more[-1] for target, more in self.differences[change].items() if more}
            for target, gain in net.items():
                for source in (t for t, loss in net.items() if gain > 0 > loss):
                    moves.setdefault((source, target), []).append(Move(gain, (change,)))
        spare = [
            max(min(sums) - goal.wanted, 0) if sums else 0 for sums, goal in zip(self.sums, self.goals, strict=True)
        ]
        for (source, target), there in moves.items():
            if not self.lacking[target]:
                continue
            most = spare[source] + self.lacking[target]
            back = moves.get((target, source), [])
            yield from _between(there, back, 1, most)
            if self.lacking[target] <= max(move.amount for move in there):
                for one, other in ((_two(there), back), (there, _two(back)), (_two(there), _two(back))):
                    yield from _between(one, other, 1, most)
            for (third, via), more in moves.items():
                if via == source and third != target:
                    yield from _between(there, more, -spare[third], most)

    def _difference(self, i: int, use: int) -> Mapping[int, Sums]:
        """What a change adds to the sums of each target."""
        unit = self.units[i]
        found: dict[int, Sums] = {t: [-given for given in gives] for t, gives in unit.uses[self.state[i]].gives.items()}
        for target, gives in unit.uses[use].gives.items():
            found[target] = _plus(found[target], gives) if target in found else gives
        return found

    def _left(self, *differences: Mapping[int, Sums]) -> int:
        """What is lacking in all with these added."""
        self.tried += 1
        after: dict[int, Sums] = {}
        for difference in differences:
            for target, more in difference.items():
                after[target] = _plus(after[target] if target in after else self.sums[target], more)
        return sum(self.lacking) + sum(self._lacks(t, sums) - self.lacking[t] for t, sums in after.items())

    def _add(self, difference: Mapping[int, Sums]) -> None:
        for target, more in difference.items():
            self.sums[target] = _plus(self.sums[target], more)
            self.lacking[target] = self._lacks(target, self.sums[target])


def _rows(lot: Lot, *, single: bool) -> Iterator[tuple[Option, ...]]:
    """What a whole lot may be narrowed to: one option, or all of a target where it may count as several at once."""
    if single or lot.one_category:
        yield from ((option,) for option in lot.options)
    else:
        for target in dict.fromkeys(target for target, _ in lot.options):
            yield tuple(option for option in lot.options if option.target == target)


def _plus(sums: Sums, more: Sums) -> Sums:
    return [a + b for a, b in zip(sums, more, strict=True)]


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
