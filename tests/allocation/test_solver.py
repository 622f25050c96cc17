"""The allocation against oracles that know only the definition: minimums over sets of categories in a total."""

from __future__ import annotations

import random

import pytest
from allocation.problems import Case, above_floor, by_brute_force, by_highs, cases, divided_over_categories
from helpers import MORE
from hypothesis import given, settings
from hypothesis import strategies as st
from mcheck.allocation import search
from mcheck.allocation.problem import Choice, Lot, Option, Problem, needs_of
from mcheck.allocation.search import Allocation
from mcheck.allocation.solver import Solver, solve
from mcheck.allocation.tight_sets import tight_sets


@pytest.mark.slow
@settings(max_examples=1700 * MORE)
@given(cases(twice=True))
def test_meets_what_brute_force_says_can_be_met(case: Case) -> None:
    placement = solve(case.problem)
    assert placement.complete
    assert placement.met == by_brute_force(case)
    adds_up(case.problem, placement)


WHOLE_LOTS_FIRST = {"FEW": -1, "BRANCHING_WORK": -1}
"""Limits with which small problems are solved as large ones are."""


@pytest.mark.slow
@settings(max_examples=1200 * MORE)
@given(cases(twice=True, pairs_twice=True, most_lots=6))
def test_meets_as_much_where_whole_lots_are_tried_use_by_use_first(case: Case) -> None:
    most, usual = tried_use_by_use(case), solve(case.problem)
    assert most.complete >= usual.complete
    assert most.rank >= usual.rank


@pytest.mark.slow
@settings(max_examples=1200 * MORE)
@given(divided_over_categories())
def test_points_divided_over_categories_count_again_only_as_what_they_are(case: Case) -> None:
    tried_use_by_use(case)


def tried_use_by_use(case: Case) -> Allocation:
    """The placement with the most points, after both searches were held against brute force."""
    with pytest.MonkeyPatch.context() as patch:
        for limit, value in WHOLE_LOTS_FIRST.items():
            patch.setattr(search, limit, value)
        placement, most = Solver().solve(case.problem, points=False), solve(case.problem)
    assert placement.decided
    assert placement.met == most.met == by_brute_force(case)
    adds_up(case.problem, placement)
    adds_up(case.problem, most)
    return most


def test_points_that_count_as_one_category_do_not_count_again_as_another() -> None:
    """Where there are so many lots that each is tried in its uses."""
    first = Lot("first", 10, (Option(0, "a"), Option(0, "b")), one_target=True)
    again = first._replace(
        id="first@1", options=(Option(1, "b"),), same_points_as="first", counts_again_as=(Option(0, "b"),)
    )
    small = [Lot(f"small {i}", 1, (Option(0, "a"), Option(1, "b")), one_target=True) for i in range(search.FEW)]
    for second, met in ((13, True), (14, False)):
        needs = [*needs_of(0, 12, [("a", 12, frozenset("a"))]), *needs_of(1, second, [("b", second, frozenset("b"))])]
        assert Solver().solve(Problem([first, again, *small], needs, 2), points=False).met == (True, met)


@pytest.mark.slow
@pytest.mark.parametrize("limits", [{}, WHOLE_LOTS_FIRST], ids=["usual", "whole"])
@settings(max_examples=400 * MORE)
@given(cases(twice=True, pairs_twice=True), st.data())
def test_problems_alike_are_solved_as_if_each_were_the_only_one(
    limits: dict[str, int], case: Case, data: st.DataObject
) -> None:
    """What one has shown, placements and cuts, is used for the next ones; the answers are the same."""
    with pytest.MonkeyPatch.context() as patch:
        for limit, value in limits.items():
            patch.setattr(search, limit, value)
        solve_alike(case, data)


def solve_alike(case: Case, data: st.DataObject) -> None:
    same = Solver()
    for _ in range(5):
        problem, whole = case.problem, data.draw(st.booleans())
        names = [*(lot.origin for lot in problem.lots), *(t for choice in problem.choices for t in choice.uses), ""]
        gone = data.draw(st.sets(st.sampled_from(names), max_size=3))
        amounts = {
            lot.id: data.draw(st.integers(1, lot.amount + 1)) if data.draw(st.booleans()) else lot.amount
            for lot in problem.lots
        }
        lots = [
            (lot if whole else lot._replace(one_category=False, one_target=False))._replace(amount=amounts[lot.origin])
            for lot in problem.lots
            if lot.origin not in gone
        ]
        choices = [choice for choice in problem.choices if gone.isdisjoint(choice.uses)]
        alike = Case(case.wanted, problem._replace(lots=lots, choices=choices))
        points = data.draw(st.booleans())
        assert same.solve(alike.problem, points=points).met == by_brute_force(alike)


@pytest.mark.slow
@settings(max_examples=400 * MORE)
@given(cases(divisible=True, most_tokens=0))
def test_what_fails_though_all_may_be_divided_has_a_minimal_tight_set(case: Case) -> None:
    placement = solve(case.problem)
    for target, met in enumerate(placement.met):
        sets = tight_sets(case.problem, target, frozenset(t for t in range(target) if placement.met[t]))
        assert met == (not sets)
        for found in sets:
            assert found.give < found.need
            for left_out in found.needs:
                assert servable(case.problem, [n for n in found.needs if n != left_out])


@pytest.mark.slow
@settings(max_examples=400 * MORE)
@given(cases(twice=True))
def test_what_has_a_tight_set_cannot_be_met(case: Case) -> None:
    """Whatever must stay whole or may count again: what fails only because of that may have none."""
    met = by_brute_force(case)
    for target in range(len(met)):
        firm = frozenset(t for t in range(target) if met[t])
        assert not tight_sets(case.problem, target, firm) or not met[target]


def servable(problem: Problem, chosen: list[int]) -> bool:
    """Whether these needs alone, of whatever target, can all be filled."""
    needs = [problem.needs[n]._replace(target=0, categories=frozenset([str(n)])) for n in chosen]
    lots = []
    for lot in above_floor(problem, list(problem.lots)):
        serves = {
            n for n in chosen for t, c in lot.options if t == problem.needs[n].target and problem.needs[n].takes(c)
        }
        lots.append(lot._replace(group="", options=tuple(Option(0, str(n)) for n in sorted(serves))))
    return solve(Problem(lots, needs, 1, problem.caps)).met == (True,)


@pytest.mark.slow
@pytest.mark.parametrize("limits", [{}, WHOLE_LOTS_FIRST], ids=["usual", "whole"])
@settings(max_examples=300 * MORE)
@given(cases(most_lots=14, most_tokens=9, scale=7, twice=True))
def test_meets_what_highs_says_can_be_met(limits: dict[str, int], case: Case) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for limit, value in limits.items():
            patch.setattr(search, limit, value)
        placement = solve(case.problem)
    truth = by_highs(case)
    if placement.complete:
        assert placement.met == truth
    assert placement.met <= truth <= placement.bound[0]
    adds_up(case.problem, placement)


@pytest.mark.slow
@settings(max_examples=200 * MORE)
@given(cases(), st.integers(2, 50))
def test_scaling_all_amounts_scales_the_answer(case: Case, factor: int) -> None:
    before, after = solve(case.problem), solve(scaled(case.problem, factor))
    assert after.met == before.met
    assert after.placed == tuple(factor * x for x in before.placed)


def scaled(problem: Problem, factor: int) -> Problem:
    def lot(one: Lot) -> Lot:
        return one._replace(amount=one.amount * factor)

    return problem._replace(
        lots=[lot(x) for x in problem.lots],
        needs=[n._replace(demand=n.demand * factor) for n in problem.needs],
        caps={name: cap * factor for name, cap in problem.caps.items()},
        choices=[c._replace(lots=tuple(lot(x) for x in c.lots)) for c in problem.choices],
        floors=[floor * factor for floor in problem.floors],
    )


@pytest.mark.slow
@settings(max_examples=200 * MORE)
@given(cases(twice=True), st.integers(0, 10**6))
def test_the_order_of_lots_and_choices_decides_nothing(case: Case, seed: int) -> None:
    lots, choices = list(case.problem.lots), list(case.problem.choices)
    random.Random(seed).shuffle(lots)
    random.Random(seed).shuffle(choices)
    assert solve(case.problem._replace(lots=lots, choices=choices)).rank == solve(case.problem).rank


@pytest.mark.slow
@settings(max_examples=200 * MORE)
@given(cases(), st.data())
def test_one_lot_more_never_makes_it_worse(case: Case, data: st.DataObject) -> None:
    problem = case.problem
    if problem.lots:
        left_out = data.draw(st.integers(0, len(problem.lots) - 1))
        fewer = [lot for i, lot in enumerate(problem.lots) if i != left_out]
        assert solve(problem._replace(lots=fewer)).rank <= solve(problem).rank


def adds_up(problem: Problem, placement: Allocation) -> None:
    """A person with a pencil: nothing is used twice or beyond its amount, and what is met is full."""
    by_lot: dict[int, int] = {}
    by_need: dict[int, int] = {}
    by_cap: dict[str, int] = {}
    targets: dict[int, set[int]] = {}
    for (i, n), amount in placement.flow.items():
        lot, need = placement.lots[i], problem.needs[n]
        assert any(t == need.target and need.takes(c) for t, c in lot.options)
        by_lot[i] = by_lot.get(i, 0) + amount
        by_need[n] = by_need.get(n, 0) + amount
        targets.setdefault(i, set()).add(need.target)
        for cap in lot.caps:
            by_cap[cap] = by_cap.get(cap, 0) + amount
    assert all(amount <= placement.lots[i].amount for i, amount in by_lot.items())
    place = {lot.id: i for i, lot in enumerate(placement.lots)}
    for copy in (lot for lot in placement.lots if lot.counts_again_as):
        first = next(lot for lot in placement.lots if lot.id == copy.same_points_as)
        beside = [o for o in first.options if o in copy.counts_again_as]
        served = {n for n, need in enumerate(problem.needs) for t, c in beside if need.target == t and need.takes(c)}
        apart = sum(a for (i, n), a in placement.flow.items() if i == place.get(first.id) and n not in served)
        assert by_lot.get(place[copy.id], 0) + apart <= first.amount
    assert all(amount <= problem.caps[cap] for cap, amount in by_cap.items())
    for i, used in targets.items():
        lot = placement.lots[i]
        assert not lot.one_target or len(used) == 1
        for target in used if lot.one_category else ():
            needs = [problem.needs[n] for (j, n) in placement.flow if j == i and problem.needs[n].target == target]
            assert any(all(need.takes(c) for need in needs) for t, c in lot.options if t == target)
    tokens = [token for choice in placement.chosen for token in choice.uses]
    assert len(tokens) == len(set(tokens))
    known = {lot.id for lot in problem.lots} | {lot.id for choice in placement.chosen for lot in choice.lots}
    assert {lot.id for lot in placement.lots} <= known
    for target, met in enumerate(placement.met):
        mine = [n for n, need in enumerate(problem.needs) if need.target == target]
        assert met == all(by_need.get(n, 0) >= problem.needs[n].demand for n in mine)


def test_a_whole_lot_is_not_divided_even_where_dividing_would_do() -> None:
    needs = needs_of(0, 10, [("a", 5, frozenset("a")), ("b", 5, frozenset("b"))])
    lot = Lot("course", 10, (Option(0, "a"), Option(0, "b")))
    assert solve(Problem([lot], needs, 1)).met == (True,)
    whole = Lot("course", 10, (Option(0, "a"), Option(0, "b")), one_category=True)
    assert solve(Problem([whole], needs, 1)).met == (False,)


def test_what_a_whole_lot_leaves_over_serves_the_total() -> None:
    needs = needs_of(0, 10, [("a", 5, frozenset("a"))])
    assert solve(Problem([Lot("x", 10, (Option(0, "a"),), one_category=True)], needs, 1)).met == (True,)


def test_nested_minimums_count_the_inner_points_for_the_outer_set() -> None:
    needs = needs_of(0, 150, [("ab", 120, frozenset("ab")), ("a", 90, frozenset("a"))])
    assert {n.id: n.demand for n in needs} == {"ab": 30, "a": 90, "total": 30}


def test_overlapping_sets_are_refused() -> None:
    with pytest.raises(ValueError, match="nested or disjoint"):
        needs_of(0, 10, [("ab", 5, frozenset("ab")), ("bc", 5, frozenset("bc"))])


def hard() -> Problem:
    lots = [Lot(str(i), 7, (Option(0, "a"), Option(0, "b"), Option(0, "c")), one_category=True) for i in range(9)]
    needs = needs_of(0, 63, [("a", 22, frozenset("a")), ("b", 22, frozenset("b")), ("c", 19, frozenset("c"))])
    return Problem(lots, needs, 1)


def test_a_search_that_is_cut_off_says_so_and_what_it_proved() -> None:
    cut_off = solve(hard(), 0)
    assert not cut_off.complete
    assert cut_off.rank < cut_off.bound
    whole = solve(hard())
    assert whole.complete
    assert cut_off.rank <= whole.rank <= cut_off.bound


def test_badges_are_paired_for_what_is_needed_not_greedily() -> None:
    """Four tokens in a ring: only one of the two perfect pairings has a pair that may serve b."""

    def pair(x: str, y: str, category: str) -> Choice:
        return Choice((x, y), (Lot(f"{x}+{y}", 10, (Option(0, category),), one_category=True, of=(x, y)),))

    ring = [pair("1", "2", "a"), pair("2", "3", "a"), pair("3", "4", "a"), pair("4", "1", "b")]
    needs = needs_of(0, 20, [("b", 10, frozenset("b"))])
    placement = solve(Problem([], needs, 1, choices=ring))
    assert placement.met == (True,)
    assert {choice.uses for choice in placement.chosen} == {("4", "1"), ("2", "3")}


def test_a_token_serves_once() -> None:
    pairs = [
        Choice(uses, (Lot("+".join(uses), 10, (Option(0, "a"),), of=uses),))
        for uses in [("1", "2"), ("2", "3"), ("1", "3")]
    ]
    assert solve(Problem([], needs_of(0, 20, []), 1, choices=pairs)).placed == (10,)


def test_a_group_counts_from_its_floor_on() -> None:
    for amount, met in ((4, False), (5, True), (6, True)):
        lots = [Lot("x", amount, (Option(0, "a"),), group="g"), Lot("y", 5, (Option(0, "a"),), group="g")]
        problem = Problem(lots, needs_of(0, 9, []), 1, floors=[10])
        assert solve(problem).met == (met,)
