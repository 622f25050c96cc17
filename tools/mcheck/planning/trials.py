"""A portfolio with things added, evaluated again and again: what stays the same is stated once.

From each evaluation that fails something is learned about all others: which requirements need more than all there is,
and so what whatever is added has to bring for them at least.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from ..allocation.flows.max_flow import TargetFlow, best_flow
from ..allocation.flows.relaxation import RelaxedNode, relaxed_root
from ..allocation.flows.wiring import Wiring
from ..allocation.problem import Lot, Need, Option, Problem
from ..allocation.search import Allocation
from ..allocation.solver import Solver
from ..catalog.memory import Answers, Made, Memory
from ..catalog.scenario import Scenario, ScenarioReader, unordered
from ..core.points import Points
from ..core.portfolio import Activity
from ..judging.scenarios.evaluation import Evaluation
from ..regulation.application import Application
from ..regulation.formulation import TARGETS, Formulation, formulate
from .additions import Added

CLOSE = 10
"""How closely it is sought what an ideal lot would need to be worth: to a tenth of a point."""

TRIAL = 500
"""The work of stating a trial, beside that of its flows and searches."""

Picks: TypeAlias = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Lack:
    """These needs (by place) lack so much of what they demand together, even if all the portfolio has served them."""

    chosen_readings: Picks
    needs: frozenset[int]
    points: Points


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of it; without an evaluation not even dividing everything would do, and `lacks` say why."""

    evaluation: Evaluation | None
    consulted: frozenset[str]
    lacks: Sequence[Lack] = ()

    @property
    def unknown(self) -> bool:
        """Whether a placement that does more may have been missed, as the search for it was cut off."""
        return self.evaluation is not None and not self.evaluation.placement.decided


class _Stated(NamedTuple):
    statement: Formulation
    consulted: frozenset[str]


class _Tried(NamedTuple):
    problem: Problem
    placement: Allocation | None
    lacks: Sequence[Lack] = ()


class TrialEvaluator:
    """Evaluations of a case with things added, if the `favorable` points fall in the educator's favor."""

    def __init__(self, case: Application, favorable: frozenset[str]) -> None:
        self.case = case
        self.favorable = favorable
        self.solver = Solver()
        """One for all trials, as what one of them refutes it refutes in others, too."""
        self._answers = Answers(unordered(case.rules))
        self._targets: dict[Hashable, list[Made]] = {}
        """What a memory holds of the targets, which are the same whatever is added."""
        self._stated: dict[Hashable, dict[Picks, _Stated]] = {}
        """By the name of what is added, None for the case itself."""
        self._tried: dict[tuple[int, ...], _Tried] = {}
        """What came of problems together, by their identity."""
        self._relaxed: dict[Picks, RelaxedNode] = {}

    def run(self, chosen_readings: Picks, added: Sequence[Added]) -> Trial:
        """Which targets can be met, and what was asked on the way. Nothing but activities may be added."""
        base = self.base(chosen_readings)
        more = [self.more(chosen_readings, one) for one in added]
        problems = [base.statement.problem, *(one.statement.problem for one in more)]
        name = (*map(id, problems),)
        if name not in self._tried:
            self._tried[name] = self._try(chosen_readings, problems, anything=bool(base.statement.entries))
        problem, placement, lacks = self._tried[name]
        evaluation = None if placement is None else Evaluation(base.statement._replace(problem=problem), placement)
        return Trial(evaluation, base.consulted.union(*(one.consulted for one in more)), lacks)

    def _try(self, chosen_readings: Picks, problems: Sequence[Problem], *, anything: bool) -> _Tried:
        """What comes of problems together, if there is anything to renew."""
        solver, problem = self.solver, problems[0]
        if anything:
            problem = _together(problems)
            relaxed = relaxed_root(problem, solver.known(problem).wiring)
            solver.budget.spend(TRIAL + 12 * len(problem.lots) * problem.targets + 5 * len(problem.choices))
            if not all(relaxed.flow.met):
                # what fails even if everything may be divided need not be solved
                return _Tried(problem, None, self._lacks(chosen_readings, problem, relaxed))
        return _Tried(problem, solver.solve(problem, points=not anything))

    def base(self, chosen_readings: Picks) -> _Stated:
        return self._stated_as(None, None, chosen_readings)

    def more(self, chosen_readings: Picks, added: Added) -> _Stated:
        return self._stated_as(*added, chosen_readings)

    def _stated_as(self, name: Hashable, activities: tuple[Activity, ...] | None, chosen_readings: Picks) -> _Stated:
        """What stands under a name; where readings do not matter there is one problem.

        Without activities that is the portfolio.
        """
        known = self._stated.setdefault(name, {})
        if chosen_readings not in known:
            case = self.case
            if activities is not None:
                alone = case.portfolio._replace(activities=activities, badges=(), stated=None)
                case = case._replace(portfolio=alone)
            stated = self._state(case, chosen_readings)
            problem = stated.statement.problem
            same = next((one.statement.problem for one in known.values() if one.statement.problem == problem), problem)
            known[chosen_readings] = stated._replace(statement=stated.statement._replace(problem=same))
        return known[chosen_readings]

    def _state(self, case: Application, chosen_readings: Picks) -> _Stated:
        memory = Memory(self._answers)
        memory.made.update(self._targets)
        reader = ScenarioReader(case.rules, Scenario(self.favorable, dict(chosen_readings)), memory)
        statement = formulate(case, reader)
        self._targets[TARGETS] = memory.made[TARGETS]
        return _Stated(statement, frozenset(reader.consulted))

    # -- what a failure tells

    def _lacks(self, chosen_readings: Picks, problem: Problem, relaxed: RelaxedNode) -> list[Lack]:
        """What is lacking together, and each need of that by itself."""
        needs = _tight(problem, relaxed)
        lacks = []
        for some in (needs, *(frozenset({n}) for n in sorted(needs) if len(needs) > 1)):
            lacking = sum(problem.needs[n].demand for n in some) - self._supply(chosen_readings, some)
            if lacking > 0:
                lacks.append(Lack(chosen_readings, some, lacking))
        return lacks

    def _supply(self, chosen_readings: Picks, needs: frozenset[int]) -> Points:
        """The most that all the portfolio has could bring for these needs, everything divided at will."""
        relaxed = self.relaxed(chosen_readings)
        fitting = [(amount, (0,), caps) for amount, serves, caps in relaxed.supplies if needs & set(serves)]
        everything = Need("all", 0, sum(amount for amount, _, _ in fitting), None)
        return best_flow(TargetFlow(Wiring([everything], 1), fitting, relaxed.caps)).placed[0]

    def relaxed(self, chosen_readings: Picks) -> RelaxedNode:
        if chosen_readings not in self._relaxed:
            self._relaxed[chosen_readings] = relaxed_root(self.base(chosen_readings).statement.problem)
        return self._relaxed[chosen_readings]

    def lifted(self, lack: Lack) -> Mapping[str, Points]:
        """What could serve the lacking needs except for the floor, by its topic."""
        problem = self.base(lack.chosen_readings).statement.problem
        amounts: dict[str, Points] = {}
        for lot, left in zip(problem.lots, self.relaxed(lack.chosen_readings).lots, strict=False):
            if lot is not left and _serves(lot, lack.needs, problem) and not _serves(left, lack.needs, problem):
                amounts[lot.group] = amounts.get(lot.group, 0) + lot.amount
        return amounts

    def times(self, lack: Lack, added: Added, points: Points) -> int:
        """How many times something, of so many points, can bring them: several times where content may overlap."""
        problem = self.more(lack.chosen_readings, added).statement.problem
        brought = sum(lot.amount for lot in problem.lots if _serves(lot, lack.needs, problem))
        return -(-brought // points)

    def least_anywhere(self, problem: Problem, anywhere: tuple[Option, ...]) -> Points:
        """What a lot that may be divided among all these options would need to be worth for all to be met."""
        low = middle = lacking(problem)  # mostly it is no more
        high, more = None, CLOSE
        while (high is None or low + CLOSE <= high) and not self.solver.budget.exhausted():
            ideal = Lot("ideal", middle, anywhere)
            if all(self.solver.solve(problem._replace(lots=[*problem.lots, ideal]), points=False).bound[0]):
                high = middle
            else:
                low, more = middle + 1, 2 * more
            middle = low + more if high is None else (low + high) // 2
        return low

    def topics(self, lack: Lack, added: Added) -> frozenset[str]:
        """The topics that something is about."""
        problem = self.more(lack.chosen_readings, added).statement.problem
        return frozenset(lot.group for lot in problem.lots)


def lacking(problem: Problem) -> Points:
    """What is lacking even where everything may be divided."""
    return sum(need.demand for need in problem.needs) - sum(relaxed_root(problem).flow.placed)


def _serves(lot: Lot, needs: frozenset[int], problem: Problem) -> bool:
    mine = [problem.needs[n] for n in needs]
    return any(need.target == target and need.takes(category) for target, category in lot.options for need in mine)


def _tight(problem: Problem, relaxed: RelaxedNode) -> frozenset[int]:
    """Needs around one that is not full, from which nothing can be moved to it: all that may serve them is used up."""
    got = [0] * len(problem.needs)
    under: dict[str, list[int]] = {}
    for i, ((_, _, caps), taken) in enumerate(zip(relaxed.supplies, relaxed.flow.taken, strict=True)):
        for n, amount in taken.items():
            got[n] += amount
        for cap in caps:
            under.setdefault(cap, []).append(i)
    used = {cap: sum(sum(relaxed.flow.taken[i].values()) for i in members) for cap, members in under.items()}
    unmet = relaxed.flow.met.index(False)
    tight = {n for n, need in enumerate(problem.needs) if need.target == unmet and got[n] < need.demand}
    before: set[int] = set()
    while tight != before:
        before = set(tight)
        for (amount, serves, caps), taken in zip(relaxed.supplies, relaxed.flow.taken, strict=True):
            if tight.isdisjoint(serves):
                continue
            tight.update(taken)
            if sum(taken.values()) < amount:
                for cap in caps:
                    if used[cap] == relaxed.caps[cap]:
                        tight.update(n for i in under[cap] for n in relaxed.flow.taken[i])
    return frozenset(tight)


def _together(problems: Sequence[Problem]) -> Problem:
    """One problem of several that are about the same targets; where one of them asks for floors, all keep to them."""
    first = problems[0]
    caps: Mapping[str, int] = {name: cap for one in problems for name, cap in one.caps.items()}
    return first._replace(
        lots=[lot for one in problems for lot in one.lots],
        caps=caps,
        floors=[max(floors) for floors in zip(*(one.floors for one in problems), strict=True)],
        floor_keeps_total=any(one.floor_keeps_total for one in problems),
    )
