"""Exact placement of points: lots into needs, under shared ceilings. Knows nothing of Massachusetts.

Targets are ordered: first as many of the early ones are met as can be, then as many points as possible are placed,
again in that order. If lots may be divided freely and nothing is to be chosen, this is a maximum flow. Everything else
(lots that must stay whole, choices, points that may count again) is a search by branch and bound in which that flow,
with every undecided token standing for its share of what it could bring, is the bound.
"""

from collections.abc import Hashable

from ..core.budget import Budget
from .known import Known
from .problem import Problem
from .search import Allocation, Search

REPORT_BUDGET, PLAN_BUDGET = 750_000, 500_000
"""What one report, and the trials of a plan, may spend on searching, in edges of flow networks: up to a second."""


SHORTCUTS = True
"""Whether what was found out about one problem is used for others. Tests turn it off, to compare."""


class Solver:
    """Solves problems within an amount of work, and remembers what it solved.

    Work is counted in edges of flow networks, never timed, so that answers do not depend on a clock. One problem may
    use one of so many `parts` of what is left, so that a hard one leaves enough for the others.
    """

    def __init__(self, work: int = REPORT_BUDGET) -> None:
        self.budget = Budget(work)
        self.parts = 4
        self.once_open: int | None = None
        """What may be left once it stays open which targets of a problem can be met; None for no limit."""
        self._solved: dict[Hashable, Allocation] = {}
        self._known: dict[Hashable, Known] = {}
        """What was made for problems and found out about them, by their needs."""

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
            _needs_key(problem),
            tuple(sorted(problem.caps.items())),
            tuple(problem.floors),
            problem.floor_keeps_total,
        )
        found = self._solved.get(key)
        if found is None:
            search = Search(problem, self.budget.share(self.parts), points, first, self.known(problem))
            found = self._solved[key] = search.run()
            self.budget.spend(search.bounds.spent)
            if self.once_open is not None and not found.decided:
                self.budget.left = min(self.budget.left, self.once_open)
        return found

    def known(self, problem: Problem) -> Known:
        """What is known of problems with the same needs."""
        key = _needs_key(problem)
        known = self._known.get(key) if SHORTCUTS else None
        if known is None:
            known = self._known[key] = Known.nothing(problem)
        return known


def _needs_key(problem: Problem) -> Hashable:
    return tuple([(need.target, need.demand, need.categories) for need in problem.needs])


def solve(problem: Problem, work: int = 4 * REPORT_BUDGET) -> Allocation:
    """The best placement of one problem."""
    return Solver(work).solve(problem)
