"""The open points that decide whether all licenses of an application are renewed together, as a plan wants them to be.

What decides each of them alone is more to ask: where all are renewed, none of them can take the points of another, and
a favorable point never hurts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..allocation.minimal_sets import ALL, STOPPED, minimal_sets
from ..allocation.solver import Solver
from ..catalog.scenario import NOTHING_FAVORABLE, Scenario
from ..judging.scenarios.alike import alike_facts
from ..judging.scenarios.evaluation import is_renewed
from ..judging.scenarios.evaluation_cache import EvaluationCache, reading_combinations, stable
from ..judging.scenarios.support import rests_on
from ..judging.verdicts import DEPENDS, MET, NOT_MET
from ..regulation.application import Application

MOST = 2
"""How many smallest sets are looked for where none is likely; the shorter one is taken."""


class Deciding(NamedTuple):
    """The verdict on all together; a scenario under which they are renewed, and whether that is as small as can be.

    The scenario is None where none is, and where the search was cut off before it found one.
    """

    word: str
    scenario: Scenario | None = None
    smallest: bool = True


def deciding(
    case: Application,
    solver: Solver,
    base: frozenset[str] = NOTHING_FAVORABLE,
    hints: Sequence[frozenset[str]] = (),
) -> Deciding:
    """What decides an application when the points of `base` fall in the educator's favor in any event.

    `hints` are sets of points that are likely to do, and of which a part is taken if they do.
    """
    return _Search(case, solver, base).run(hints)


class _Search:
    def __init__(self, case: Application, solver: Solver, base: frozenset[str]) -> None:
        self.case = case
        self.budget = solver.budget
        self.base = base
        self.evaluations = EvaluationCache(case, solver)

    def run(self, hints: Sequence[frozenset[str]]) -> Deciding:
        known = self.enough(NOTHING_FAVORABLE)
        if known is not None:
            return Deciding(MET if not self.base else DEPENDS, known)
        if not self.is_possible():
            return Deciding(NOT_MET)
        evaluations, sets, which = self.evaluations, list[frozenset[str]](), ALL
        for points in stable(lambda: evaluations.likeliest_first(evaluations.open_points() - self.base)):
            if points:
                sets, which = minimal_sets(
                    lambda chosen: self.enough(chosen) is not None,
                    points,
                    1 if hints else MOST,
                    lambda: not self.budget.exhausted(),
                    [hint - self.base for hint in hints],
                    self.likely,
                    alike_facts(self.case, points),
                )
        if not sets:
            return Deciding(DEPENDS)
        shortest = min(sets, key=lambda one: (len(one), [evaluations.place(k) for k in evaluations.sort_points(one)]))
        return Deciding(DEPENDS, self.enough(shortest), which != STOPPED and evaluations.decided)

    def enough(self, favorable: frozenset[str]) -> Scenario | None:
        """These points and those of the base, with readings under which all is renewed whatever the rest turns out."""
        scenario = None
        for asked in stable(lambda: self.evaluations.unordered):
            named = favorable | self.base
            mine = [q for q in asked if q.key in named]
            others = [q for q in asked if q.key not in named]
            scenarios = (Scenario(named, readings) for readings in reading_combinations(mine))
            scenario = next(
                (s for s in scenarios if all(self.renewed(s.under(rest)) for rest in reading_combinations(others))),
                None,
            )
        return scenario

    def renewed(self, scenario: Scenario, *, optimistic: bool = False) -> bool:
        evaluation = self.evaluations.evaluation(scenario)
        return all(
            is_renewed(self.case, evaluation, entry.index, scenario, optimistic=optimistic)
            for entry in evaluation.entries
        )

    def is_possible(self) -> bool:
        """Whether all are renewed in one of the best cases, or an unfinished search leaves that open."""
        return any(
            self.renewed(Scenario(None, readings), optimistic=True)
            for asked in stable(lambda: self.evaluations.unordered)
            for readings in reading_combinations(asked)
        )

    def likely(self, favorable: frozenset[str]) -> frozenset[str]:
        """A part that likely does of a set that does: facts, if these do, and of them what the placement rests on."""
        enough = frozenset(key for key in favorable if key.startswith("fact:"))
        scenario = self.enough(enough)
        if scenario is None:
            enough, scenario = favorable, self.enough(favorable)
        if scenario is None:
            return favorable
        evaluation = self.evaluations.evaluation(scenario)
        return enough & rests_on(evaluation, len(evaluation.entries) - 1)
