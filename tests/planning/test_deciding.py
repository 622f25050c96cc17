"""What decides whether all licenses are renewed together, against what decides each of them."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from helpers import catalog
from hypothesis import given, settings
from mcheck import load_portfolio
from mcheck.allocation.solver import Solver
from mcheck.judging.verdicts import DEPENDS, MET, NOT_MET, Judge
from mcheck.planning.deciding import deciding
from mcheck.reporting.build import assess
from portfolios import portfolios

WORK = 10**9
"""So much that nothing is cut off."""


@settings(max_examples=40, deadline=None)
@given(portfolios(most_activities=5, most_badges=2, most_licenses=2))
def test_all_are_renewed_with_these_points_whatever_the_rest_turns_out_and_not_with_fewer(data: dict[str, Any]) -> None:
    file = load_portfolio(json.dumps(data).encode(), catalog(), "x")
    as_of = file.portfolio.application_date or date(2026, 11, 24)
    case = assess(file.portfolio, catalog(), as_of, sets="none").case
    judge = Judge(case, Solver(WORK))
    targets = range(len(judge.evaluations.cautious().entries))
    words = {judge.word(index) for index in targets}
    found = deciding(case, Solver(WORK))
    if words <= {MET}:
        assert (found.word, found.scenario.named if found.scenario else None) == (MET, frozenset())
        return
    if NOT_MET in words:
        assert (found.word, found.scenario) == (NOT_MET, None)
        return

    def all_renewed(favorable: frozenset[str]) -> bool:
        return all(judge.guaranteed(index, favorable) is not None for index in targets)

    if found.scenario is None:
        assert found.word == NOT_MET  # each of them may be renewed, but never all
        return
    named = found.scenario.named
    assert (found.word, found.smallest) == (DEPENDS, True)
    assert all_renewed(named)
    assert not any(all_renewed(named - {key}) for key in named)
    assert deciding(case, Solver(WORK), hints=[named]).scenario == found.scenario
    assert deciding(case, Solver(WORK), base=named).scenario == found.scenario
