"""The two statements of the rules, the engine's formulation and the verifier's own, held to each other."""

from __future__ import annotations

import json
from typing import Any

import pytest
from helpers import CASE_FILES, EXAMPLES, MORE, catalog
from hypothesis import given, settings
from hypothesis import strategies as st
from mcheck.allocation.problem import Problem
from mcheck.catalog.rules import load_rules
from mcheck.catalog.scenario import Scenario, ScenarioReader, with_months
from mcheck.core.portfolio import Portfolio
from mcheck.loading.load import load_portfolio
from mcheck.regulation.application import Application
from mcheck.regulation.formulation import Formulation, formulate
from mcheck.verification.restated.model import Case, Statement
from mcheck.verification.restated.statement import state
from portfolios import portfolios

FILES = [*CASE_FILES, *sorted(EXAMPLES.glob("*.json"))]
QUESTIONS = load_rules(catalog()).questions.values()


def primaries(portfolio: Portfolio, nobody: Application) -> list[int | None]:
    """The licenses that may be renewed as Primary; none beside one that is kept for later."""
    judged = [i for i, x in enumerate(portfolio.licenses) if x.renew and nobody.status(x) == "judged"]
    named = [i for i in judged if portfolio.licenses[i].primary]
    held = any(x.primary and not x.renew for x in portfolio.licenses)
    return [None] if held else [*named[:1]] or [*judged] or [None]


def agree(raw: bytes, favorable: frozenset[str] | None, chosen_readings: dict[str, int]) -> None:
    """Both statements of a portfolio in one scenario say the same, whichever license is the Primary."""
    scenario = Scenario(favorable, chosen_readings)
    portfolio = load_portfolio(raw, catalog(), "x").portfolio
    rules, as_of = with_months(load_rules(catalog()), portfolio.licenses), portfolio.application_date
    assert as_of is not None
    nobody = Application(portfolio, rules, as_of, as_of, None, False, None)
    for primary in primaries(portfolio, nobody):
        case = Application(portfolio, rules, as_of, as_of, None, False, primary)
        pointer = None if primary is None else portfolio.licenses[primary].pointer
        theirs = formulate(case, ScenarioReader(rules, scenario))
        own = state(Case(portfolio, rules, as_of, None, pointer), ScenarioReader(rules, scenario))
        same_targets(theirs, own)
        same_problem(theirs.problem, own)


def same_targets(theirs: Formulation, own: Statement) -> None:
    for entry, x in zip(theirs.entries, own.judged, strict=True):
        window = entry.window
        assert (entry.pointer, entry.name, entry.label, entry.license) == (x.pointer, x.license.id, x.label, x.license)
        assert (entry.index, entry.role, entry.edition) == (x.index, x.renewed_as, x.edition)
        assert (window.state, window.first, window.last) == (x.state, x.first, x.last)
        assert (entry.target.total, entry.counts_also_for_primary) == (x.target.total, x.counts_also_for_primary)
        asked = [[(r.id, r.categories, r.minimum) for r in one.target.requirements] for one in (entry, x)]
        assert asked[0] == asked[1]
        assert [(g.id, g.state, g.fact) for g in entry.gates] == [(c.id, c.state, c.fact) for c in x.conditions]
        assert entry.open_field == x.open_field


def same_problem(theirs: Problem, own: Statement) -> None:
    needs = [[(n.id, n.target, n.demand, n.categories) for n in one.needs] for one in (theirs, own)]
    assert needs[0] == needs[1]
    assert sorted(map(plainly, theirs.lots)) == sorted(map(plainly, own.lots))
    assert sorted(map(chosen, theirs.choices)) == sorted(map(chosen, own.choices))
    lots = [*own.lots, *(lot for choice in own.choices for lot in choice.lots)]
    used = {cap for lot in lots for cap in lot.caps}
    assert {cap: theirs.caps[cap] for cap in used} == {cap: own.caps[cap] for cap in used}
    if any(theirs.floors) or any(lot.amount < max(own.floors) for lot in lots if lot.group) or used:
        assert (tuple(theirs.floors), theirs.floor_keeps_total) == (own.floors, own.floor_keeps_total)


def plainly(lot: Any) -> tuple[Any, ...]:
    """A lot of either statement, whatever the order of its options."""
    copy = lot.same_points_as, sorted(lot.counts_again_as)
    whole = lot.one_category, lot.one_target
    return lot.id, lot.amount, sorted(lot.options), lot.caps, whole, lot.group, lot.of, copy


def chosen(choice: Any) -> tuple[Any, ...]:
    """A choice of either statement."""
    return choice.uses if hasattr(choice, "uses") else choice.badges, [plainly(lot) for lot in choice.lots]


@pytest.mark.slow
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name + "/" + path.stem)
@pytest.mark.parametrize("favorable", [frozenset[str](), None], ids=["cautious", "generous"])
def test_cases_and_examples(path: Any, favorable: frozenset[str] | None) -> None:
    for pick in (0, 1, 2):
        agree(path.read_bytes(), favorable, {q.id: pick % len(q.readings) for q in QUESTIONS if not q.ordered})


@pytest.mark.slow
@settings(max_examples=150 * MORE, deadline=None)
@given(portfolios(), st.integers(0, 2), st.sets(st.sampled_from([q.id for q in QUESTIONS])))
def test_portfolios_nobody_thought_of(data: dict[str, Any], pick: int, questions: set[str]) -> None:
    chosen_readings = {q.id: pick % len(q.readings) for q in QUESTIONS if not q.ordered}
    agree(json.dumps(data).encode(), frozenset(f"question:{q}" for q in questions), chosen_readings)
