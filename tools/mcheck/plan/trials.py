"""A portfolio with things added, evaluated again and again: what stays the same is stated once. Pure.

From each evaluation that fails something is learned about all others: which requirements need more than all there is,
and so what whatever is added has to bring for them at least.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from ..allocate import Relaxed, Solver, relaxed_root
from ..entries import Case
from ..flow import place
from ..judge import Outcome
from ..model import Activity, Points
from ..problem import Lot, Need, Problem
from ..rules import World
from ..statement import Statement, state
from ..tight import tight_set

Added: TypeAlias = tuple[Hashable, tuple[Activity, ...]]
"""Activities to add, under a name that no others have."""

Picks: TypeAlias = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Lack:
    """These needs (by place) lack so much of what they demand together, even if all the portfolio has served them."""

    picks: Picks
    needs: frozenset[int]
    points: Points


@dataclass(frozen=True, slots=True)
class _Stated:
    statement: Statement
    touched: frozenset[str]


class Trials:
    """Evaluations of a case with things added, if the `favored` points fall in the educator's favor."""

    def __init__(self, case: Case, favored: frozenset[str]) -> None:
        self.case = case
        self.favored = favored
        self._base: dict[Picks, _Stated] = {}
        self._more: dict[tuple[Picks, Hashable], _Stated] = {}
        self._relaxed: dict[Picks, Relaxed] = {}

    def outcome(self, picks: Picks, added: Sequence[Added], solver: Solver) -> tuple[Outcome, frozenset[str]]:
        """Which targets can be met, and what was asked on the way. Nothing but activities may be added."""
        base = self.base(picks)
        more = [self.more(picks, one) for one in added]
        if not base.statement.entries:
            return Outcome(base.statement, solver.solve(base.statement.problem)), base.touched
        problem = _together([base.statement.problem, *(one.statement.problem for one in more)])
        solver.left -= len(problem.lots) * problem.targets + 5 * len(problem.choices)
        outcome = Outcome(replace(base.statement, problem=problem), solver.solve(problem, points=False))
        return outcome, base.touched.union(*(one.touched for one in more))

    def base(self, picks: Picks) -> _Stated:
        if picks not in self._base:
            self._base[picks] = self._state(self.case, picks)
        return self._base[picks]

    def more(self, picks: Picks, added: Added) -> _Stated:
        name, activities = added
        key = picks, name
        if key not in self._more:
            alone = replace(self.case.portfolio, activities=activities, badges=())
            self._more[key] = self._state(replace(self.case, portfolio=alone), picks)
        return self._more[key]

    def _state(self, case: Case, picks: Picks) -> _Stated:
        world = World(case.rules, self.favored, dict(picks))
        statement = state(case, world)
        return _Stated(statement, frozenset(world.touched))

    # -- what a failure tells

    def lack(self, picks: Picks, outcome: Outcome) -> Lack | None:
        """Needs that an outcome leaves short whatever is chosen in it; None when no points are missing, or no set is."""
        unmet = next((e.index for e in outcome.entries if not outcome.points_reachable(e.index)), None)
        if unmet is None:
            return None
        tight = tight_set(outcome.problem, unmet, frozenset(range(unmet)))
        if tight is None:
            return None
        needs = frozenset(tight.needs)
        demand = sum(outcome.needs[n].demand for n in needs)
        return Lack(picks, needs, demand - self._supply(picks, needs))

    def _supply(self, picks: Picks, needs: frozenset[int]) -> Points:
        """The most that all the portfolio has could bring for these needs, everything divided at will."""
        relaxed = self.relaxed(picks)
        fitting = [(amount, (0,), caps) for amount, serves, caps in relaxed.supplies if needs & set(serves)]
        everything = Need("all", 0, sum(amount for amount, _, _ in fitting), None)
        return place(fitting, [everything], 1, relaxed.caps).placed[0]

    def relaxed(self, picks: Picks) -> Relaxed:
        if picks not in self._relaxed:
            self._relaxed[picks] = relaxed_root(self.base(picks).statement.problem)
        return self._relaxed[picks]

    def gives(self, lack: Lack, low: Added, high: Added, points: Points) -> tuple[int, Points]:
        """What a thing can bring for what is lacking: so many times its points, and so many besides.

        `low` is the least of it and `high` the most, with `points`. Its points may count several times where content
        may overlap; besides, it may lift what the portfolio has of its topic over the floor.
        """
        problem = self.base(lack.picks).statement.problem
        own = self.more(lack.picks, high).statement.problem
        firm = sum(lot.amount for lot in own.lots if _serves(lot, lack.needs, problem.needs))
        ways: dict[tuple[str, ...], Points] = {}
        for choice in own.choices:
            brought = sum(lot.amount for lot in choice.lots if _serves(lot, lack.needs, problem.needs))
            ways[choice.uses] = max(ways.get(choice.uses, 0), brought)
        least = self.more(lack.picks, low).statement.problem
        groups = {lot.group for lot in (*least.lots, *(lot for choice in least.choices for lot in choice.lots))}
        lifted = sum(
            lot.amount
            for lot, left in zip(problem.lots, self.relaxed(lack.picks).lots, strict=False)
            if lot.group in groups
            and _serves(lot, lack.needs, problem.needs)
            and not _serves(left, lack.needs, problem.needs)
        )
        return -(-(firm + sum(ways.values())) // points), lifted


def _serves(lot: Lot, chosen: frozenset[int], needs: Sequence[Need]) -> bool:
    return any(needs[n].target == target and needs[n].takes(category) for n in chosen for target, category in lot.options)


def _together(problems: Sequence[Problem]) -> Problem:
    """One problem of several that are about the same targets; where one of them asks for floors, all keep to them."""
    first = problems[0]
    caps: Mapping[str, int] = {name: cap for one in problems for name, cap in one.caps.items()}
    return replace(
        first,
        lots=[lot for one in problems for lot in one.lots],
        choices=[choice for one in problems for choice in one.choices],
        caps=caps,
        floors=[max(floors) for floors in zip(*(one.floors for one in problems), strict=True)],
        floor_keeps_total=any(one.floor_keeps_total for one in problems),
    )
