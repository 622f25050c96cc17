"""The smallest value of a missing amount that decides a verdict, found by bisection."""

from __future__ import annotations

from typing import Any

from ..allocation.solver import REPORT_BUDGET
from ..core.points import Points
from .assessment import Assessment
from .verdicts import Judge

STEPS: dict[str, Points] = {"hours": 100, "credits": 100, "ceus": 10, "awarded": 100}
"""What is counted in what, in hundredths: whole hours, credits and PDPs, tenths of a CEU."""
MOST_TRIED = 512


def least_amount(assessment: Assessment, fact: str) -> Points | None:
    """The least amount with which the set that holds this fact decides its verdict, in hundredths.

    `fact` is the pointer of the amount. None where other amounts are missing, too, as less of each may do, where a
    verdict has several such sets, where no amount tried is enough, or where finding out would take more than half of
    the work there is.
    """
    owner, _, field = fact.rpartition("/")
    key = f"fact:{fact}"
    if any(other.rpartition("/")[2] in STEPS for other in assessment.evaluations.consulted - {key}):
        return None
    sets = [(i, frozenset(one)) for i, v in enumerate(assessment.verdicts) for one in v.depends_on if key in one]
    if len({i for i, _ in sets}) < len(sets):
        return None

    def enough(steps: int) -> bool:
        amount: dict[str, Any] = {field: steps * STEPS[field]}
        activities = [a._replace(**amount) if a.pointer == owner else a for a in assessment.portfolio.activities]
        case = assessment.case._replace(portfolio=assessment.portfolio._replace(activities=tuple(activities)))
        judge = Judge(case, assessment.solver)
        return all(judge.guaranteed(index, chosen - {key}) is not None for index, chosen in sets)

    low, high = 0, 1
    while not enough(high):
        low, high = high, 2 * high
        if high > MOST_TRIED or assessment.solver.budget.left < REPORT_BUDGET // 2:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high * STEPS[field]
