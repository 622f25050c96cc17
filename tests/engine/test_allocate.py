"""The allocation against brute force that knows only the definition: minimums over sets of categories in a total."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mcheck.allocate import Lot, Problem, needs_of, solve

CATEGORIES = "abc"
SETS = [frozenset("a"), frozenset("b"), frozenset("c"), frozenset("ab"), frozenset("abc")]


@st.composite
def targets(draw: st.DrawFn) -> list[tuple[int, list[tuple[str, int, frozenset[str]]]]]:
    """One or two targets: (total, requirements over nested or disjoint sets)."""
    found = []
    for _ in range(draw(st.integers(1, 2))):
        chosen = draw(st.lists(st.sampled_from(SETS), max_size=3, unique=True))
        requirements = [("".join(sorted(s)), draw(st.integers(1, 5)), s) for s in chosen]
        found.append((draw(st.integers(1, 9)), requirements))
    return found


@st.composite
def lots(draw: st.DrawFn, count: int, whole: bool, most: int) -> list[Lot]:
    options = [(t, c) for t in range(count) for c in CATEGORIES]
    return [
        Lot(
            str(i),
            draw(st.integers(1, most)),
            tuple(draw(st.lists(st.sampled_from(options), max_size=4, unique=True))),
            draw(st.sampled_from([(), ("inner", "outer"), ("outer",)])),
            whole,
            whole,
        )
        for i in range(draw(st.integers(0, 4 if whole else 3)))
    ]


def spreads(lot: Lot, whole: bool) -> Iterator[tuple[tuple[tuple[int, str], int], ...]]:
    """Every way to place a lot: all of one option up to any amount, or unit by unit over its options."""
    if whole:
        yield ()
        for option in lot.options:
            for amount in range(1, lot.amount + 1):
                yield ((option, amount),)
        return
    for amounts in product(range(lot.amount + 1), repeat=len(lot.options)):
        if sum(amounts) <= lot.amount:
            yield tuple((o, a) for o, a in zip(lot.options, amounts, strict=True) if a)


def possible_sets(wanted: list, given_lots: list[Lot], caps: dict[str, int], whole: bool) -> set[tuple[bool, ...]]:
    """Which targets can be met together, by trying every placement."""
    states: set[tuple[tuple[tuple[tuple[int, str], int], ...], tuple[tuple[str, int], ...]]] = {((), ())}
    for lot in given_lots:
        after = set()
        for placed, used in states:
            for spread in spreads(lot, whole):
                amount = sum(a for _, a in spread)
                now = dict(used)
                for cap in lot.caps:
                    now[cap] = now.get(cap, 0) + amount
                if any(now[cap] > caps[cap] for cap in now):
                    continue
                sums = dict(placed)
                for option, a in spread:
                    sums[option] = sums.get(option, 0) + a
                after.add((tuple(sorted(sums.items())), tuple(sorted(now.items()))))
        states = after
    found = set()
    for placed, _ in states:
        sums = dict(placed)
        found.add(
            tuple(
                sum(a for (t, _), a in sums.items() if t == target) >= total
                and all(sum(sums.get((target, c), 0) for c in s) >= minimum for _, minimum, s in requirements)
                for target, (total, requirements) in enumerate(wanted)
            )
        )
    return found


@pytest.mark.parametrize("whole", [False, True], ids=["split", "whole"])
@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_meets_what_can_be_met_in_order(whole: bool, data: st.DataObject) -> None:
    wanted = data.draw(targets())
    given_lots = data.draw(lots(len(wanted), whole, 3 if not whole else 5))
    caps = {"inner": data.draw(st.integers(1, 4)), "outer": data.draw(st.integers(1, 6))}
    needs = [n for t, (total, requirements) in enumerate(wanted) for n in needs_of(t, total, requirements)]
    placement = solve(Problem(given_lots, needs, len(wanted), caps))
    assert placement.complete
    assert placement.met == max(possible_sets(wanted, given_lots, caps, whole))


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_the_ledger_adds_up_and_the_tight_set_is_true(data: st.DataObject) -> None:
    wanted = data.draw(targets())
    given_lots = data.draw(lots(len(wanted), False, 6))
    caps = {"inner": data.draw(st.integers(1, 4)), "outer": data.draw(st.integers(1, 6))}
    needs = [n for t, (total, requirements) in enumerate(wanted) for n in needs_of(t, total, requirements)]
    placement = solve(Problem(given_lots, needs, len(wanted), caps))
    by_lot: dict[int, int] = {}
    by_need: dict[int, int] = {}
    by_cap: dict[str, int] = {}
    for (lot, need), amount in placement.flow.items():
        assert any(t == needs[need].target and c in needs[need].categories for t, c in given_lots[lot].options)
        by_lot[lot] = by_lot.get(lot, 0) + amount
        by_need[need] = by_need.get(need, 0) + amount
        for cap in given_lots[lot].caps:
            by_cap[cap] = by_cap.get(cap, 0) + amount
    assert all(amount <= given_lots[lot].amount for lot, amount in by_lot.items())
    assert all(amount <= needs[need].demand for need, amount in by_need.items())
    assert all(amount <= caps[cap] for cap, amount in by_cap.items())
    for target, met in enumerate(placement.met):
        mine = [n for n, need in enumerate(needs) if need.target == target]
        assert met == all(by_need.get(n, 0) == needs[n].demand for n in mine)
        if not met:
            assert placement.tight[target].give < placement.tight[target].need


def test_a_whole_lot_is_not_divided_even_where_dividing_would_do() -> None:
    needs = needs_of(0, 10, [("a", 5, frozenset("a")), ("b", 5, frozenset("b"))])
    lot = Lot("course", 10, ((0, "a"), (0, "b")))
    assert solve(Problem([lot], needs, 1)).met == (True,)
    whole = Lot("course", 10, ((0, "a"), (0, "b")), one_category=True)
    assert solve(Problem([whole], needs, 1)).met == (False,)


def test_what_a_whole_lot_leaves_over_serves_the_total() -> None:
    needs = needs_of(0, 10, [("a", 5, frozenset("a"))])
    assert solve(Problem([Lot("x", 10, ((0, "a"),), one_category=True)], needs, 1)).met == (True,)


def test_nested_minimums_count_the_inner_points_for_the_outer_set() -> None:
    needs = needs_of(0, 150, [("ab", 120, frozenset("ab")), ("a", 90, frozenset("a"))])
    assert {n.id: n.demand for n in needs} == {"ab": 30, "a": 90, "total": 30}


def test_overlapping_sets_are_refused() -> None:
    with pytest.raises(ValueError, match="nested or disjoint"):
        needs_of(0, 10, [("ab", 5, frozenset("ab")), ("bc", 5, frozenset("bc"))])


def test_a_search_that_is_cut_off_says_so() -> None:
    lots_given = [Lot(str(i), 7, ((0, "a"), (0, "b"), (0, "c")), one_category=True) for i in range(9)]
    needs = needs_of(0, 63, [("a", 22, frozenset("a")), ("b", 22, frozenset("b")), ("c", 19, frozenset("c"))])
    assert not solve(Problem(lots_given, needs, 1), node_limit=3).complete
