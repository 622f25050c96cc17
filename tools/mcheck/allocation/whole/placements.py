"""Placements of one problem by whole lots, for the search: those that meet most, and those with the most points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..flows.max_flow import Rank
from ..flows.relaxation import Node, Placed
from .best import Ways, most_met, most_points, placing, tells_points
from .search import Question, WholeLots

if TYPE_CHECKING:
    from ..search import Search

MOST_PAIRINGS = 16
"""How many ways to decide which badges are paired are tried one after another."""
POINTS_WORK = 10_000
"""The work after which placing more points is given up, where that is all there is to do."""


class WholeLotPlacements:
    """What whole lots do for the search of a problem."""

    def __init__(self, search: Search) -> None:
        self.search = search
        self.bounds, self.tokens = search.bounds, search.tokens

    def of(self, node: Node) -> WholeLots:
        return WholeLots(self.bounds, node, self.search.values, self.search.all_known.lot_uses)

    def most_met(self, node: Node, before: Placed | None) -> tuple[Placed, tuple[bool, ...]] | None:
        """The placement of a node that meets most, and what can be met at most; None where only branching can tell."""
        if self.search.points or self.search.divisible or node.narrowed or node.limits:
            return None
        whole = self.of(node)
        if not whole.any:
            return None
        decided = self.tokens.pairings(node, MOST_PAIRINGS) if node.free else []
        ways = Ways(whole, decided, self.of)
        found = most_met(ways, () if before is None else before[1].flow.met, self.search.work)
        if found is None:
            return None
        if found.question is None and before is not None:
            return before, found.bound
        question = found.question or Question(next(ways.whole()), [0] * len(self.search.problem.needs), 0)
        placed = question.placed() or self.search.completed(question.node)
        return (placed, found.bound) if question.is_met(placed[1].flow.met) else None

    def improved(self, node: Node, best: Placed) -> tuple[Placed, bool]:
        """The best placement with what whole lots do in a node, and whether nothing else there ranks above it."""
        whole = self.most_met(node, best)
        if whole is None:
            return best, False
        best = max(best, whole[0], key=lambda one: one[1].flow.met)
        return best, whole[1] <= best[1].flow.met

    def most_points(self) -> tuple[Placed, Rank, Sequence[int]] | None:
        """The placement that meets most and has the most points then, what none exceeds, and how much each need gets.

        None where not all lots must stay whole, ceilings that they share keep them from it, or what can be met is open.
        """
        search = self.search
        if search.divisible or search.problem.choices or self.bounds.first is not None:
            return None
        whole = self.of(self.bounds.root)
        if not tells_points(whole):
            return None
        found, met = search.without_points(search.witnesses.best(self.bounds))
        if found[1].flow.met != met:
            return None
        most = most_points(whole, met, (0,) * len(met), None, self.bounds.spent + POINTS_WORK)
        question = most.question or placing(whole, met, search.work)
        best = search.completed(question.whole_node)
        flow = best[1].flow
        if flow.met != met or not question.is_placed(flow.placed):
            return None
        return best, (met, (), most.bound), flow.filled

    def with_more_points(self, best: Placed, most: Sequence[int], work: int) -> tuple[Placed, bool]:
        """The placement that meets as much and has the most points, and whether none has more."""
        whole, flow = self.of(self.bounds.root), best[1].flow
        if not tells_points(whole):
            return best, False
        question, bound = most_points(whole, flow.met, flow.placed, most, work)
        if question is not None:
            best = max(best, self.search.completed(question.whole_node), key=lambda one: one[1].flow.rank)
        return best, best[1].flow.placed == bound
