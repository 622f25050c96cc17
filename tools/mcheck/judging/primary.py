"""Which license is judged as the Primary: the one that the educator names, or the one with which points go furthest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..allocation.solver import Solver
from ..catalog.fields import is_open
from ..catalog.scenario import Scenario
from ..core.points import Points
from ..regulation.application import Application
from .verdicts import DEPENDS, MET, NOT_MET, Judge

VERDICT_RANK = {MET: 2, DEPENDS: 1, NOT_MET: 0}


class PrimaryChoice(NamedTuple):
    """The judge of the application with that Primary, who chose it (None where there is none), and why in words."""

    judge: Judge
    chosen_by: str | None
    reason: str


class _Candidate(NamedTuple):
    judge: Judge
    label: str
    rank: tuple[int, int]
    """How many targets are met, and how many are met or may be, the former counting twice."""

    @property
    def points(self) -> Points:
        """What can be placed if nothing falls in the educator's favor."""
        return sum(self.judge.evaluations.cautious().placement.placed)


def choose_primary(case: Application, solver: Solver) -> PrimaryChoice:
    """The Primary of an application that has none yet."""
    licenses = case.portfolio.licenses
    judged = [i for i, x in enumerate(licenses) if x.renew and case.status(x) == "judged"]
    named = [i for i, x in enumerate(licenses) if x.primary]
    if named and named[0] in judged:
        return PrimaryChoice(_judge(case, named[0], solver), "educator", "You named it as Primary.")
    if named or not judged:
        return PrimaryChoice(Judge(case, solver), None, "")
    if len(judged) == 1:
        return PrimaryChoice(_judge(case, judged[0], solver), "only-one", "It is the only license to be renewed.")
    order = sorted(judged, key=lambda i: is_open(case.catalog, licenses[i]))
    tried: list[_Candidate] = []
    for place in order:
        if tried and solver.budget.exhausted():
            break
        tried.append(_candidate(_judge(case, place, solver), licenses[place].label))
    best = [choice for choice in tried if choice.rank == max(other.rank for other in tried)]
    if len(best) > 1:
        points = [choice.points for choice in best]
        best = [choice for choice, placed in zip(best, points, strict=True) if placed == max(points)]
    reason = _reason([choice.label for choice in best], in_file_order=order == judged)
    if len(tried) < len(order):
        reason += f" Only {len(tried)} of {len(order)} choices could be tried; name one to be sure."
    return PrimaryChoice(best[0].judge, "mcheck", reason)


def _judge(case: Application, primary: int, solver: Solver) -> Judge:
    return Judge(case._replace(primary=primary), solver)


def _candidate(judge: Judge, label: str) -> _Candidate:
    targets = judge.evaluations.evaluation(Scenario.CAUTIOUS).entries
    ranks = [VERDICT_RANK[judge.word(target.index)] for target in targets]
    return _Candidate(judge, label, (ranks.count(VERDICT_RANK[MET]), sum(ranks)))


def _reason(equal: Sequence[str], *, in_file_order: bool) -> str:
    """Why the first of licenses that would do equally well is taken."""
    if len(equal) == 1:
        return f"You did not name one; with {equal[0]} as Primary the points go furthest."
    alike = f"{', '.join(equal[:-1])} and {equal[-1]}"
    first = "comes first in the file" if in_file_order else "has priority over those whose field is not known"
    return f"You did not name one; {alike} would do equally well, and {equal[0]} {first}."
