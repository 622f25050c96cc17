"""Why a target cannot be met: requirements that together need more than everything that may serve them can give.

Where only lots that must stay whole stand in the way, there is such a set for each of a few cases: what these count as.
"""

from typing import NamedTuple

from .branching import split_lots
from .flows.double_counting import double_counted_lots, most_counts
from .flows.matching import hubs
from .flows.max_flow import Flow, Supply, TargetFlow, best_flow
from .flows.relaxation import Relaxation, RelaxedNode
from .flows.shares import partners
from .flows.wiring import Wiring
from .problem import Lot, Option, Problem

MOST_CASES = 8
"""More cases than that are too many to read."""

MOST_LOTS = 4
"""Of how many lots one case says what they count as, at most."""


class Assumption(NamedTuple):
    """That a lot counts for a target as one of these categories only; or, without categories, for no other target."""

    lot: str
    target: int
    categories: frozenset[str] | None

    def leaves(self, option: Option) -> bool:
        """Whether the lot may still count as an option."""
        target, category = option
        return (
            target == self.target if self.categories is None else target != self.target or category in self.categories
        )


class TightSet(NamedTuple):
    """These needs (indices) demand `need` together, but only these lots can serve them, and they give only `give`.

    `tokens` are those whose undecided share of a choice is among what can serve them; `hubs` show how many pairs can be
    made of them (see `matching.hubs`). `case` is what lots that must stay whole are assumed to count as.
    """

    needs: tuple[int, ...]
    need: int
    lots: tuple[str, ...]
    tokens: tuple[str, ...]
    give: int
    hubs: tuple[str, ...]
    case: tuple[Assumption, ...] = ()


def tight_sets(problem: Problem, target: int, firm: frozenset[int]) -> list[TightSet]:
    """The proof that a target fails beside the `firm` ones before it; none where no few cases show it.

    Points that may count again do so as often as they could at once for these needs, if no ceiling is above them.
    Of several sets one holds whatever whole lots count as. Each is minimal: each smaller set of its needs can be
    served. Then every lot that may serve one of them is used up, so that what they give is the sum of those lots under
    their ceilings.
    """
    return _Cases(problem, target, firm).prove(())


class _Cases:
    def __init__(self, problem: Problem, target: int, firm: frozenset[int]) -> None:
        self.places = [n for n, need in enumerate(problem.needs) if need.target == target or need.target in firm]
        self.problem = problem._replace(needs=[problem.needs[n] for n in self.places])
        self.target = target
        self.bounds = Relaxation(self.problem, points=True)
        self.options = {lot.id: lot.options for lot in problem.lots}
        self.relaxed_cases: dict[tuple[Assumption, ...], RelaxedNode] = {}
        lots = self.relaxed(()).lots
        there = {lot.id: i for i, lot in enumerate(lots)}
        self.doubled = [[there[lot.id] for lot in one.lots] for one in double_counted_lots(lots).values()]
        """The places of each lot and its copies: the same in all cases, which take options away and no lots."""

    def prove(self, case: tuple[Assumption, ...]) -> list[TightSet]:
        """Tight sets of which one holds in each case within this one; none where too many would be needed."""
        relaxed = self.relaxed(case)
        needs = self.smallest(relaxed)
        if needs:
            return [self.tight_set(needs, self.needed(needs, case))]
        in_the_way = [*split_lots(relaxed, self.bounds)]
        if not in_the_way or len(case) == MOST_LOTS:
            return []
        tight_sets: list[TightSet] = []
        lot, branches = max(in_the_way, key=lambda one: one[0].amount)
        for branch in branches:
            assumed = self.assumed(lot, branch.narrowed[lot.id])
            sets = self.prove((*case, assumed))
            if not any(assumed in one.case for one in sets):
                return sets  # what proves it here proves it for the other rows, too, or nothing does
            tight_sets += sets
            if len(tight_sets) > MOST_CASES:
                return []
        return tight_sets

    def relaxed(self, case: tuple[Assumption, ...]) -> RelaxedNode:
        """The problem with every lot divisible within what it is assumed to count as."""
        if case in self.relaxed_cases:
            return self.relaxed_cases[case]
        left: dict[str, tuple[Option, ...]] = {}
        for assumed in case:
            options = left.get(assumed.lot, self.options[assumed.lot])
            left[assumed.lot] = tuple(option for option in options if assumed.leaves(option))
        node = self.bounds.root._replace(narrowed=tuple(sorted(left.items())))
        self.relaxed_cases[case] = self.bounds.relax(node, ceilings_only=True)
        return self.relaxed_cases[case]

    def assumed(self, lot: Lot, row: tuple[Option, ...]) -> Assumption:
        """What a lot that is narrowed to a row is assumed to count as, all that serves no more included."""
        gone = next(o for o in lot.options if o not in row)
        category = next((c for t, c in row if t == gone[0]), None)
        if category is None:
            return Assumption(lot.id, row[0][0], None)
        serves = set(self.bounds.needs_for((Option(gone.target, category),)))
        own = [o for o in lot.options if o[0] == gone[0]]
        return Assumption(
            lot.id, gone[0], frozenset(c for t, c in own if serves.issuperset(self.bounds.needs_for((Option(t, c),))))
        )

    def given(self, relaxed: RelaxedNode, chosen: list[int]) -> tuple[list[Supply], Flow]:
        """What is left of the supplies for these needs alone, and the most they can take of it."""
        index = {n: i for i, n in enumerate(chosen)}
        few = [(a, tuple(index[n] for n in serves if n in index), caps) for a, serves, caps in relaxed.supplies]
        for together in self.doubled:
            members = [i for i in together if few[i][1]]
            if len(members) > 1 and not any(few[i][2] for i in members):
                often = most_counts([relaxed.lots[i] for i in members], [self.problem.needs[n] for n in chosen])
                if often < len(members):
                    every = tuple(sorted({n for i in members for n in few[i][1]}))
                    amount = often * max(few[i][0] for i in members)
                    for i in members:
                        few[i] = 0, (), ()
                    few[members[0]] = amount, every, ()
        needs = [self.problem.needs[n]._replace(target=0) for n in chosen]
        return few, best_flow(TargetFlow(Wiring(needs, 1), few, relaxed.caps))

    def fail(self, relaxed: RelaxedNode, needs: list[int]) -> bool:
        """Whether these needs want more than they can be given."""
        return not self.given(relaxed, needs)[1].met[0]

    def smallest(self, relaxed: RelaxedNode) -> list[int]:
        """Needs that fail together though each smaller set of them can be served; none where all can be."""
        needs = self.problem.needs
        own = [n for n, need in enumerate(needs) if need.target == self.target]
        left = next((some for some in (own, [*range(len(needs))]) if self.fail(relaxed, some)), [])
        for n in sorted(left, key=lambda n: (needs[n].target == self.target, -n)):
            fewer = [m for m in left if m != n]
            if self.fail(relaxed, fewer):
                left = fewer
        return left

    def needed(self, needs: list[int], case: tuple[Assumption, ...]) -> tuple[Assumption, ...]:
        """As much of a case as these needs fail in."""
        for assumed in case:
            fewer = tuple(other for other in case if other != assumed)
            if self.fail(self.relaxed(fewer), needs):
                case = fewer
        return case

    def tight_set(self, needs: list[int], case: tuple[Assumption, ...]) -> TightSet:
        relaxed = self.relaxed(case)
        few, flow = self.given(relaxed, needs)
        tokens = list(dict.fromkeys(token for choice in self.problem.choices for token in choice.uses))
        around = sorted(hubs(partners(tokens, self.problem.choices)))
        used = [i for i, (_, serves, _) in enumerate(few) if serves]
        return TightSet(
            tuple(self.places[n] for n in needs),
            sum(self.problem.needs[n].demand for n in needs),
            tuple(relaxed.lots[i].id for i in used if not relaxed.tokens[i]),
            tuple(dict.fromkeys(relaxed.tokens[i] for i in used if relaxed.tokens[i])),
            flow.placed[0],
            tuple(tokens[i] for i in around),
            case,
        )
