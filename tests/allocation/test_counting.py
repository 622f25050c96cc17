"""What counting says that cannot be filled, against the definition and against what is placed."""

from __future__ import annotations

from allocation.problems import Case, by_brute_force, cases
from helpers import MORE
from hypothesis import assume, given, settings
from mcheck.allocation.counting import unfilled
from mcheck.allocation.solver import Solver


@settings(max_examples=150 * MORE)
@given(cases(most_tokens=0))
def test_what_counting_refutes_cannot_be_met_and_what_may_be_divided_is_counted_exactly(case: Case) -> None:
    assume(case.problem.targets == 1)
    found = unfilled(case.problem)
    assert found is not None
    placed = Solver().minimize_shortfall(case.problem, frozenset())
    assert found.below == placed.below
    assert sum(found.amounts) <= sum(placed.lacking)
    if found.refutes:
        assert by_brute_force(case) == (False,)
    if found.exact:
        assert found.amounts == placed.lacking
        assert found.refutes == (not placed.met[0])


@given(cases(divisible=True))
def test_only_one_target_without_choices_is_counted(case: Case) -> None:
    counted = unfilled(case.problem) is not None
    assert counted == (case.problem.targets == 1 and not case.problem.choices)
