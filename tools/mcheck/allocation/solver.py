"""Exact placement of points: lots into needs, under shared ceilings. Knows nothing of Massachusetts.

Targets are ordered: first as many of the early ones are met as can be, then as many points as possible are placed,
again in that order. If lots may be divided freely and nothing is to be chosen, this is a maximum flow. Everything else
(lots that must stay whole, choices, points that may count again) is a search by branch and bound in which that flow,
with every undecided token standing for its share of what it could bring, is the bound.
"""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from math import gcd
from typing import NamedTuple

from ..core.budget import Budget
from .branching import TokenBranching, branchings, shape_of_lot
from .construction import Construction
from .flows.cuts import CutValues
from .flows.max_flow import Rank
from .flows.relaxation import Node, Relaxation, RelaxedNode
from .problem import Choice, Lot, Option, Problem
from .refutation import Refutations
from .simplify import consolidate

REPORT_BUDGET = 500_000
"""What one report may spend on searching, in edges of flow networks: less than a second."""


EXCHANGE_AFTER = 40_000
"""The work after which a search that has not found what the bound allows tries to get there by exchange, once."""


COSTLY, MANY = 1_500, 60
"""Where the first bound takes more work than that, or there are more lots, exchange comes before all else."""


POINTS_WORK = 30_000
"""The work after which it is no longer tried to place more points, where all targets are met that can be."""


class Allocation(NamedTuple):
    """Where points went: `flow[(lot, need)]` are amounts, `lots` the ones in play, those of the choices included."""

    met: tuple[bool, ...]
    placed: tuple[int, ...]
    flow: Mapping[tuple[int, int], int]
    lots: Sequence[Lot] = ()
    chosen: Sequence[Choice] = ()
    below: Mapping[tuple[str, int], int] = {}
    """(id of a lot, target) for lots whose group stays below the floor there: what the group adds up to."""
    bound: Rank = ((), (), ())
    """No placement can rank higher than this."""
    rank: Rank = ((), (), ())
    lacking: tuple[int, ...] = ()
    """By need how much of its demand is not filled, where that is made the least (see `Solver.minimize_shortfall`)."""

    @property
    def complete(self) -> bool:
        """Whether this is proved to be the best; else the work allowed was used up before it could be."""
        return self.rank == self.bound

    @property
    def decided(self) -> bool:
        """Whether it is proved which targets can be met."""
        return self.met == self.bound[0]


class Solver:
    """Solves problems within an amount of work, and remembers what it solved.

    Work is counted in edges of flow networks, never timed, so that answers do not depend on a clock. One problem may
    use a quarter of what is left, so that a hard one leaves enough for the others.
    """

    def __init__(self, work: int = REPORT_BUDGET) -> None:
        self.budget = Budget(work)
        self._solved: dict[Hashable, Allocation] = {}
        self._known: dict[Hashable, Refutations] = {}
        """What was refuted, by the needs of the problems."""

    def solve(self, problem: Problem, *, points: bool = True) -> Allocation:
        """The best placement, or the best found when the work is used up, with what no placement can exceed.

        Without `points` only the targets that are met matter; the others get no points.
        """
        return self._solve(problem, points, None)

    def minimize_shortfall(self, problem: Problem, first: frozenset[int]) -> Allocation:
        """A placement that leaves the least lacking, beside targets that are to be full before all else.

        Of several the one that serves the earlier targets first. What is `lacking` is what further points would have
        to be added, each of them for one need only, so that all targets are full: never more than that, also where the
        work is used up.
        """
        return self._solve(problem, True, first)

    def _solve(self, problem: Problem, points: bool, first: frozenset[int] | None) -> Allocation:
        key = (
            points,
            first,
            tuple(problem.lots),
            tuple(problem.choices),
            tuple((n.target, n.demand, n.categories) for n in problem.needs),
            tuple(sorted(problem.caps.items())),
            tuple(problem.floors),
            problem.floor_keeps_total,
        )
        found = self._solved.get(key)
        if found is None:
            known = self._known.setdefault(key[4], Refutations())
            search = _Search(problem, self.budget.share(4), points, first, known)
            found = self._solved[key] = search.run()
            self.budget.spend(search.bounds.spent)
        return found


def solve(problem: Problem, work: int = 4 * REPORT_BUDGET) -> Allocation:
    """The best placement of one problem."""
    return Solver(work).solve(problem)


def _unit(problem: Problem) -> int:
    """What all amounts are whole multiples of; asked only where points may count again."""
    lots = (*problem.lots, *(lot for choice in problem.choices for lot in choice.lots))
    if not any(lot.same_points_as for lot in lots):
        return 1
    amounts = (*(lot.amount for lot in lots), *(need.demand for need in problem.needs), *problem.caps.values())
    return max(1, gcd(*amounts))


class _Search:
    def __init__(
        self,
        problem: Problem,
        work: int,
        points: bool,
        first: frozenset[int] | None = None,
        known: Refutations | None = None,
    ) -> None:
        self.problem = problem
        self.known = known or Refutations()
        self.work = work
        self.points = points
        self.bounds = Relaxation(problem, points, first)
        self.values = CutValues(self.bounds.index)
        self.tokens = TokenBranching(problem, self.bounds)
        self.unit = _unit(problem)
        kept_whole = any(lot.one_category or lot.one_target or lot.same_points_as for lot in problem.lots)
        self.divisible = not problem.choices and not kept_whole
        """Whether a flow may do all that it does."""
        self.construction = Construction(self.bounds, self.tokens, self.unit)
        self._decided: dict[Hashable, tuple[Hashable, Mapping[str, Lot]]] = {}

    def run(self) -> Allocation:
        root = self.bounds.root
        top = self.bounds.relax(root)
        best = root, top
        exchanged = False
        if self.branches(root, top) is not None:
            exchanged = self.bounds.spent > COSTLY or len(self.problem.lots) > MANY
            chosen = self.construction.match(root, top).chosen if exchanged else ()
            found = self.exchanged(chosen, top) if exchanged else None
            best = found or self.construction.construct(root, top)
        most = self.most_met(best[1], top)
        stack, seen = [root], set()
        while stack and self.bounds.worth(best[1].flow) != self.bounds.worth(top.flow):
            if self.bounds.spent > EXCHANGE_AFTER and not exchanged:
                exchanged = True
                found = self.exchanged(best[0].chosen, top)
                if found is not None and self.bounds.worth(found[1].flow) > self.bounds.worth(best[1].flow):
                    best = found
                continue
            node = stack.pop()
            if (
                node is not root
                and not self.points
                and self.known.refute(self.bounds, self.values, node, best[1].flow.met)
            ):
                continue
            relaxed = top if node is root else self.bounds.relax_beyond(node, best[1].flow)
            settled = self.points and self.bounds.first is None and best[1].flow.met == most
            if self.bounds.spent > (min(self.work, POINTS_WORK) if settled else self.work):
                stack.append(node)
                break
            if relaxed is None:
                self.known.learn(self.bounds.cuts)
                continue
            branches = self.branches(node, relaxed)
            if branches is None:
                best = node, relaxed
                continue
            fresh = []
            for branch in branches:
                key = self.key(branch)
                if key not in seen:
                    seen.add(key)
                    fresh.append(branch)
            stack.extend(reversed(fresh))
        flow = best[1].flow
        finished = not stack or self.bounds.worth(flow) == self.bounds.worth(top.flow)
        if finished:
            bound = flow.rank if self.points else (flow.met, (), top.flow.placed)
        else:
            bound = top.flow.rank if self.bounds.first is not None else (most, *top.flow.rank[1:])
        best_filled = finished or (flow.held, flow.own) == (top.flow.held, top.flow.own)
        return self.allocation(*best, bound, (flow if best_filled else top.flow).filled)

    def most_met(self, best: RelaxedNode, top: RelaxedNode) -> tuple[bool, ...]:
        """What can be met at most; where points matter, too, and the bound leaves it open, that is found out first."""
        if not self.points or self.bounds.first is not None or best.flow.met == top.flow.met:
            return top.flow.met
        without = _Search(self.problem, self.work // 2, False, None, self.known)
        met = without.run().bound[0]
        self.bounds.spent += without.bounds.spent
        return met

    def exchanged(self, chosen: tuple[Choice, ...], top: RelaxedNode) -> tuple[Node, RelaxedNode] | None:
        """A placement that does all that the bound allows, or else one that meets as much, if one is found."""
        from .exchange import COST, Exchange  # a hard search only

        left = self.work - self.bounds.spent
        for points in (True, False) if self.points and left > 0 else (False,):
            exchange = Exchange(self.bounds, chosen, top, points=points, work=left)
            node = exchange.run()
            self.bounds.spent += COST * exchange.tried
            if node is not None:
                relaxed = self.bounds.relax(node)
                if relaxed.flow.met >= top.flow.met and self.branches(node, relaxed) is None:
                    return node, relaxed
        return None

    def branches(self, node: Node, relaxed: RelaxedNode) -> list[Node] | None:
        """Nodes that resolve the largest thing this flow may not do, most promising first; None when it may do all."""
        if self.divisible:
            return None
        share, token = self.tokens.largest_share(relaxed)
        broken = branchings(node, relaxed, self.bounds, self.unit)
        largest = max(broken, key=lambda one: one.amount, default=None)
        if largest is not None and largest.amount > share:
            return [branch.node(node) for branch in largest.branches]
        needed = token or self.tokens.needed_for_floor(node, relaxed)
        return self.tokens.decide(node, relaxed, needed) if needed else None

    def key(self, node: Node) -> Hashable:
        """What nodes that differ only by exchanging equal lots or tokens have in common."""
        decided, by_id = self.decided(node)
        if not node.narrowed and not node.limits:
            return decided
        rows = dict[str, dict[str, tuple[Option, ...]]]()
        for i, options in node.narrowed:
            if i in by_id:
                rows.setdefault(by_id[i].origin, {})[by_id[i].copy] = options
        limits = dict(node.limits)
        doubled = self.bounds.doubled(node.chosen)
        narrowed = Counter(
            (
                tuple(shape_of_lot(lot) for lot in (doubled[i].lots if i in doubled else (by_id[i],))),
                frozenset(rows.get(i, {}).items()),
                limits.get(i, ()),
            )
            for i in {*rows, *limits}
        )
        return decided, frozenset(narrowed.items())

    def decided(self, node: Node) -> tuple[Hashable, Mapping[str, Lot]]:
        """What nodes have in common whose tokens are decided alike, and the lots of the node by id."""
        name = node.chosen, node.free
        if name not in self._decided:
            made = Counter(self.tokens.shape(choice) for choice in node.chosen)
            free = Counter(self.problem.kinds.get(t, t) for t in node.free)
            lots = {lot.id: lot for lot in self.bounds.lots_of(node)[0]}
            self._decided[name] = (frozenset(made.items()), frozenset(free.items())), lots
        return self._decided[name]

    # -- the answer

    def allocation(self, node: Node, relaxed: RelaxedNode, bound: Rank, filled: Sequence[int]) -> Allocation:
        """The placement of a node; tokens it has no use for are paired too, for people to see what fits."""
        full = self.construction.match(node) if self.points else node
        whole = [
            (lot, dict(taken))
            for lot, taken, token in zip(relaxed.lots, relaxed.flow.taken, relaxed.tokens, strict=True)
            if lot.options and not token
        ]
        lots = [lot for lot, _ in whole]
        if self.points:
            doubled = self.bounds.doubled(node.chosen)
            alone = [one for one in whole if one[0].origin not in doubled] if doubled else whole
            consolidate(alone, self.problem.needs, self.bounds.needs_for)
        there = {lot.id for lot in lots}
        spare = [lot for choice in full.chosen for lot in choice.lots if lot.id not in there]
        below = self.bounds.below(full.chosen)
        flow = {(i, need): amount for i, (_, row) in enumerate(whole) for need, amount in row.items()}
        found = relaxed.flow
        lacking = tuple(need.demand - got for need, got in zip(self.problem.needs, filled, strict=False))
        every = [*lots, *spare]
        return Allocation(found.met, found.placed, flow, every, full.chosen, below, bound, found.rank, lacking)
