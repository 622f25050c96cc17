"""The search for the best placement of a problem: branch and bound, from what is known of others like it."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from math import gcd
from typing import NamedTuple

from .branching import branchings
from .construction import Construction
from .flows.cuts import CutValues
from .flows.max_flow import Rank
from .flows.relaxation import Node, Placed, Relaxation, RelaxedNode
from .known import Known
from .problem import Choice, Lot, Option, Problem
from .simplify import consolidate
from .tokens import TokenBranching, shape_of_lot
from .whole.placements import WholeLotPlacements

FEW, BRANCHING_WORK, POINTS_WORK = 15, 4_000, 30_000
"""With no more than so many lots branching comes first, which mostly takes little work then. The work after which it
leaves the rest to whole lots where there are more, and that after which placing more points is given up."""


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


def _unit(problem: Problem) -> int:
    """What all amounts are whole multiples of; asked only where points may count again."""
    lots = (*problem.lots, *(lot for choice in problem.choices for lot in choice.lots))
    if not any(lot.same_points_as for lot in lots):
        return 1
    amounts = (*(lot.amount for lot in lots), *(need.demand for need in problem.needs), *problem.caps.values())
    return max(1, gcd(*amounts))


class Search:
    """The search for the best placement of one problem, within so much work.

    Without `points` only the targets that are met matter. `first` are the targets that are to be full before all else
    where as little as can be is to be lacking of the others.
    """

    def __init__(
        self,
        problem: Problem,
        work: int,
        points: bool,
        first: frozenset[int] | None = None,
        known: Known | None = None,
    ) -> None:
        self.problem = problem
        self.all_known = known or Known.nothing(problem)
        self.known, self.witnesses = self.all_known.refutations, self.all_known.witnesses
        self.work = work
        self.points = points
        self.bounds = Relaxation(problem, points, first, self.all_known.wiring)
        self.values = CutValues(self.bounds)
        self.tokens = TokenBranching(problem, self.bounds)
        self.unit = _unit(problem)
        kept_whole = any(lot.one_category or lot.one_target or lot.same_points_as for lot in problem.lots)
        self.divisible = not problem.choices and not kept_whole
        """Whether a flow may do all that it does."""
        self.many = sum(not lot.same_points_as for lot in problem.lots) > FEW
        self.construction = Construction(self.bounds, self.tokens, self.unit)
        self._decided: dict[Hashable, tuple[Hashable, Mapping[str, Lot]]] = {}

    @property
    def whole(self) -> WholeLotPlacements:
        """What whole lots do for this search; not kept, so that neither keeps the other."""
        return WholeLotPlacements(self)

    def run(self) -> Allocation:
        """The best placement; as before, where that does, or else what a search finds."""
        before = None if self.points else self.witnesses.best(self.bounds)
        if before is not None and all(before[1].flow.met):
            return self.allocation(*before, (before[1].flow.met, (), before[1].flow.placed), ())
        found, bound, filled = self.searched(before)
        if self.bounds.first is None and found is not before:
            self.witnesses.note(self.bounds, *found)
        return self.allocation(*found, bound, filled)

    def searched(self, before: Placed | None) -> tuple[Placed, Rank, Sequence[int]]:
        """The best placement by branch and bound, what none can exceed, and how much each need gets at most."""
        root = self.bounds.root
        whole = self.whole.most_met(root, before) if self.many else None
        if whole is not None:
            best, most = whole
            return best, (most, (), best[1].flow.placed), ()
        if self.points and self.many and (placed := self.whole.most_points()) is not None:
            return placed
        top = self.bounds.relax(root)
        self.known.learn(self.bounds.cuts)
        if before is not None and before[1].flow.met == top.flow.met:
            return before, (top.flow.met, (), top.flow.placed), ()
        best = root, top
        if self.branches(root, top) is not None:
            best = self.construction.construct(root, top)
            if before is not None and before[1].flow.met > best[1].flow.met:
                best = before
        most, best = self.most_met(best, top)
        best, finished = self.branched(best, top, most)
        flow = best[1].flow
        if finished:
            bound = flow.rank if self.points else (flow.met, (), top.flow.placed)
        else:
            bound = top.flow.rank if self.bounds.first is not None else (most, *top.flow.rank[1:])
        best_filled = finished or (flow.held, flow.own) == (top.flow.held, top.flow.own)
        return best, bound, (flow if best_filled else top.flow).filled

    def branched(self, best: Placed, top: RelaxedNode, most: tuple[bool, ...]) -> tuple[Placed, bool]:
        """The best placement that branching finds, and whether no other can be better."""
        root, tried = self.bounds.root, False
        stack, seen = [root], set[Hashable]()
        while stack and self.bounds.worth(best[1].flow) != self.bounds.worth(top.flow):
            settled = self.points and self.bounds.first is None and best[1].flow.met == most
            if (
                self.bounds.spent > (BRANCHING_WORK if self.many else POINTS_WORK)
                and not tried
                and (settled or not self.points)
            ):
                tried = True
                if settled:
                    most_work = min(self.work, POINTS_WORK)
                    best, proved = self.whole.with_more_points(best, top.flow.placed, most_work)
                else:
                    best, proved = self.whole.improved(root, best)
                if proved:
                    return best, True
                continue
            node = stack.pop()
            if not self.points and self.known.refute(self.values, node, best[1].flow.met):
                continue
            if tried and node is not root:
                best, proved = self.whole.improved(node, best)
                if proved:
                    continue
            relaxed = top if node is root else self.bounds.relax_beyond(node, best[1].flow)
            if self.bounds.spent > (min(self.work, POINTS_WORK) if settled else self.work):
                return best, self.bounds.worth(best[1].flow) == self.bounds.worth(top.flow)
            if relaxed is None:
                self.known.learn(self.bounds.cuts)
                continue
            branches = self.branches(node, relaxed)
            if branches is None:
                best = node, relaxed
                continue
            fresh: dict[Hashable, Node] = {}
            for branch in branches:
                fresh.setdefault(self.key(branch), branch)
            stack += [branch for key, branch in fresh.items() if key not in seen][::-1]
            seen.update(fresh)
        return best, True

    def completed(self, node: Node) -> Placed:
        """A placement from a node in which lots are narrowed."""
        relaxed = self.bounds.relax(node)
        if self.branches(node, relaxed) is None:
            return node, relaxed
        return self.construction.construct(node, relaxed)

    def most_met(self, best: Placed, top: RelaxedNode) -> tuple[tuple[bool, ...], Placed]:
        """What can be met at most, and the best placement that is known then.

        Where points matter, too, and the bound leaves it open, that is found out first.
        """
        if not self.points or self.bounds.first is not None or best[1].flow.met == top.flow.met:
            return top.flow.met, best
        met, bound = self.without_points(None)
        found = self.completed(met[0]) if met[1].flow.met > best[1].flow.met else best
        return bound, max(best, found, key=lambda one: one[1].flow.rank)

    def without_points(self, before: Placed | None) -> tuple[Placed, tuple[bool, ...]]:
        """The best placement where only the targets that are met matter, and what can be met at most."""
        without = Search(self.problem, self.work // 2, False, None, self.all_known)
        found, bound, _ = without.searched(before)
        self.bounds.spent += without.bounds.spent
        return found, bound[0]

    def branches(self, node: Node, relaxed: RelaxedNode) -> list[Node] | None:
        """Nodes that resolve the largest thing this flow may not do, most promising first; None when it may do all."""
        if self.divisible:
            return None
        share, token = self.tokens.largest_share(relaxed)
        broken = branchings(node, relaxed, self.bounds, self.unit)
        largest = max(broken, key=lambda one: one.amount, default=None)
        if largest is not None and (largest.amount > share if self.points else not token):
            return [branch.node(node) for branch in largest.branches]
        needed = token or self.tokens.needed_for_floor(node, relaxed)
        return self.tokens.decide(node, needed, self.tokens.wants(relaxed)) if needed else None

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
