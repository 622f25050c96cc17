"""What may count as what, against a derivation of its own: dates, categories, amounts, ceilings, topics."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest
from engine.allowed import Allowed
from engine.allowed import Lot as AllowedLot
from engine.portfolios import portfolios
from engine.test_allocate import MORE
from helpers import CASE_FILES, EXAMPLES, catalog
from hypothesis import given, settings
from hypothesis import strategies as st
from mcheck.allocation.problem import Lot
from mcheck.catalog.rules import load_rules
from mcheck.catalog.scenario import Scenario, ScenarioReader
from mcheck.loading.load import load_portfolio
from mcheck.regulation.formulation import Formulation, formulate, pointers_of
from mcheck.regulation.stated_totals import STATED
from mcheck.regulation.targets import Application

FILES = [*CASE_FILES, *sorted(EXAMPLES.glob("*.json"))]


def both(
    raw: bytes, favorable: frozenset[str] | None, chosen_readings: dict[str, int]
) -> tuple[Formulation, Allowed] | None:
    """The statement and the other derivation of it, in one world; None when nothing is judged."""
    portfolio = load_portfolio(raw, catalog(), "x").portfolio
    rules, as_of = load_rules(catalog()), portfolio.application_date
    assert as_of is not None
    nobody = Application(portfolio, rules, as_of, as_of, None, False, None)
    judged = [i for i, x in enumerate(portfolio.licenses) if x.renew and nobody.status(x) == "judged"]
    named = [i for i in judged if portfolio.licenses[i].primary]
    held = any(x.primary and not x.renew for x in portfolio.licenses)
    primary = None if held else next(iter([*named, *judged]), None)
    stated = formulate(
        Application(portfolio, rules, as_of, as_of, None, False, primary),
        ScenarioReader(rules, Scenario(favorable, chosen_readings)),
    )
    if not stated.entries:
        return None
    pointer = "" if primary is None else portfolio.licenses[primary].pointer
    return stated, Allowed(portfolio, ScenarioReader(rules, Scenario(favorable, chosen_readings)), as_of, None, pointer)


QUESTIONS = load_rules(catalog()).questions.values()


def seen(stated: Formulation, lot: Lot) -> tuple[Any, ...]:
    names = [e.pointer for e in stated.entries]
    lots = (*stated.problem.lots, *(x for choice in stated.problem.choices for x in choice.lots))
    copied = {option for copy in lots if copy.same_points_as == lot.id for option in copy.options}
    options = {(names[t], category or "elective") for t, category in set(lot.options) - copied}
    return tuple(pointers_of(lot.id)), lot.amount, frozenset(options), shared(lot.caps), bool(lot.same_points_as)


def told(lot: AllowedLot) -> tuple[Any, ...]:
    return lot.items, lot.amount, lot.options, shared(name for name, _ in lot.caps), bool(lot.copy)


def shared(caps: Iterable[str]) -> int:
    """How many ceilings are shared with other activities: one derivation needs none for the parts of a whole one."""
    return sum(not cap.startswith("/") for cap in caps)


def agrees(raw: bytes, favorable: frozenset[str] | None, chosen_readings: dict[str, int]) -> None:
    found = both(raw, favorable, chosen_readings)
    if found is None:
        return
    stated, allowed = found
    for entry, x in zip(stated.entries, allowed.judged, strict=True):
        mine = (entry.pointer, entry.renewed_as, entry.edition.id, entry.window.state, entry.target)
        assert mine == (x.pointer, x.renewed_as, x.edition.id, x.state, x.target)
        assert entry.kind_is_endorsement or entry.gates == tuple(x.gates)
        assert (entry.window.first, entry.window.last) == (x.first, x.last)
    problem, badges = stated.problem, {t.badge.pointer for t in stated.tokens}
    # sums that stand in place of a list are tried by themselves, in test_stated
    listed = [lot for lot in problem.lots if not lot.id.startswith(STATED)]
    # under ceilings what counts for others only stands apart, which the other derivation need not do
    if not any(lot.same_points_as and not lot.counts_again_as for lot in problem.lots):
        assert {seen(stated, lot) for lot in listed if lot.options} == {
            told(lot) for lot in allowed.lots if lot.amount and lot.options
        }
        pairs = {seen(stated, lot) for choice in problem.choices for lot in choice.lots if len(choice.uses) == 2}
        two = [tuple(in_file([a, b])) for a in badges for b in badges if a < b]
        others = [lot for pair in two for lot in allowed.pair_lots(*pair)]
        assert {(set_of(p), *rest) for p, *rest in pairs} == {(set_of(p), *rest) for p, *rest in map(told, others)}
        assert {
            (choice.pair, lot.group, *seen(stated, lot))
            for choice in problem.choices
            for lot in choice.lots
            if choice.uses[2:] and lot.of == choice.uses[2:]
        } == {
            (pair, topic, *told(lot))
            for pair in two
            for single in badges
            for lot in allowed.half_lots(single, pair)
            for topic in lot.topics
        }
    items = {p for lot in listed for p in pointers_of(lot.id)}
    items |= {p for c in problem.choices for p in pointers_of(c.lots[0].id) if p not in badges}
    assert items == {lot.items[0] for lot in allowed.lots if lot.amount}


def set_of(pointers: tuple[str, ...]) -> frozenset[str]:
    return frozenset(pointers)


def in_file(pointers: list[str]) -> list[str]:
    return sorted(pointers, key=lambda p: int(p.rsplit("/", 1)[1]))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name + "/" + path.stem)
@pytest.mark.parametrize("favorable", [frozenset[str](), None], ids=["cautious", "generous"])
def test_cases_and_examples(path: Any, favorable: frozenset[str] | None) -> None:
    for pick in (0, 1):
        agrees(path.read_bytes(), favorable, {"related-badges": pick, "june-2026-transition": pick})


@pytest.mark.slow
@settings(max_examples=150 * MORE, deadline=None)
@given(
    portfolios(), st.integers(0, 2), st.sets(st.sampled_from([q.id for q in load_rules(catalog()).questions.values()]))
)
def test_portfolios_nobody_thought_of(data: dict[str, Any], pick: int, questions: set[str]) -> None:
    chosen_readings = {q.id: pick % len(q.readings) for q in QUESTIONS if not q.ordered}
    agrees(json.dumps(data).encode(), frozenset(f"question:{q}" for q in questions), chosen_readings)
