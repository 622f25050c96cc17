"""The least amounts, against trying them all."""

from __future__ import annotations

from itertools import product
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mcheck.core.budget import Budget
from mcheck.planning.bounds import Amounts, LowerBounds, Row, Slot
from mcheck.planning.optimizer import optimize

LEVELS = 4

Demand: TypeAlias = tuple[tuple[int, ...], tuple[int, ...], int]
"""What a level of each slot weighs, what each slot weighs besides where it is used, and how much it has to be."""


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[Slot], list[Demand], tuple[int, ...], int]:
    """Slots, rows of a monotone test, how much of each is allowed in all, and the shortage."""
    count = draw(st.integers(1, 3))
    slots = []
    gains_of = []
    for _ in range(count):
        gain = draw(st.integers(1, 4))
        steps = draw(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=LEVELS, max_size=LEVELS))
        costs, total = [(0, 0)], (0, 0)
        for a, b in steps:
            total = total[0] + a, total[1] + b
            costs.append(total)
        gains_of.append(gain)
        slots.append(Slot(tuple(costs), tuple(gain * level for level in range(LEVELS + 1))))
    shortage = draw(st.integers(0, 20))
    rows = [(tuple(gains_of), (0,) * count, shortage)]
    for _ in range(draw(st.integers(0, 3))):
        weights, besides = (tuple(draw(st.integers(0, 3)) for _ in range(count)) for _ in range(2))
        rows.append((weights, besides if draw(st.booleans()) else (0,) * count, draw(st.integers(0, 9))))
    ceiling = tuple(draw(st.integers(0, LEVELS)) for _ in range(count))
    return slots, rows, ceiling, shortage


@pytest.mark.slow
@settings(max_examples=500)
@given(problems())
def test_it_agrees_with_trying_them_all(problem: object) -> None:
    slots, rows, ceiling, shortage = problem  # type: ignore[misc]

    def weight(row: Demand, amounts: Amounts) -> int:
        return sum(w * a + b for w, b, a in zip(*row[:2], amounts, strict=True) if a)

    def enough(amounts: Amounts) -> bool:
        return all(weight(row, amounts) >= row[2] for row in rows)

    def allowed(amounts: Amounts) -> bool:
        return all(a <= b for a, b in zip(amounts, ceiling, strict=True))

    def cost(amounts: Amounts) -> tuple[int, ...]:
        return tuple(sum(s.costs[a][place] for s, a in zip(slots, amounts, strict=True)) for place in (0, 1))

    answers = [a for a in product(range(LEVELS + 1), repeat=len(slots)) if enough(a) and allowed(a)]
    learned = [Row(shortage, ((1, 0),) * len(slots))]

    def learning(amounts: Amounts) -> bool:
        """The same test, which says of each row that an answer fails what every answer needs of it."""
        for row in rows:
            weights, besides, need = row
            if weight(row, amounts) < need:
                # a row counts in gains: what a level weighs, or a little more
                times = [-(-w // s.gains[1]) for w, s in zip(weights, slots, strict=True)]
                learned.append(Row(need, tuple(zip(times, besides, strict=True))))
                return False
        return True

    found = optimize(slots, learning, allowed, learned, Budget(1_000_000), 2)
    assert found.proved
    assert (found.amounts is None) == (not answers)
    if answers:
        assert found.amounts in answers
        assert found.cost == cost(found.amounts) == min(map(cost, answers))
    guess = tuple(shortage % (LEVELS + 1) for _ in slots)
    guided = optimize(slots, learning, allowed, learned, Budget(1_000_000), 2, guess)
    assert (guided.amounts is None, guided.cost, guided.proved) == (found.amounts is None, found.cost, True)

    def used(amounts: Amounts) -> Amounts:
        return next(less for less in product(*(range(a + 1) for a in amounts)) if enough(less))

    told = optimize(slots, learning, allowed, learned, Budget(1_000_000), 2, guess, used=used)
    assert (told.amounts is None, told.cost, told.proved) == (found.amounts is None, found.cost, True)
    below = slots[0].costs[2]
    better = optimize(slots, learning, allowed, learned, Budget(1_000_000), 2, None, below)
    if answers and found.cost < below:
        assert (better.cost, better.proved) == (found.cost, True)
    else:
        assert (better.amounts, better.proved) == (None, True)
    budget = Budget(60)
    short = optimize(slots, enough, allowed, learned[:1], budget, 2)
    if answers and not short.proved:
        assert 0 <= budget.left <= 30
        assert short.amounts is None or short.cost >= min(map(cost, answers))
        assert short.amounts is None or short.amounts in answers


def test_what_is_too_little_even_at_the_top_has_no_answer() -> None:
    found = optimize([Slot(((0,), (1,)), (0, 5))], lambda _: False, lambda _: True, [], Budget(100), 1)
    assert (found.amounts, found.proved) == (None, True)


def test_nothing_is_the_answer_when_nothing_is_needed() -> None:
    found = optimize([Slot(((0,), (1,)), (0, 5))], lambda _: True, lambda _: True, [], Budget(100), 1)
    assert (found.amounts, found.cost, found.proved) == ((0,), (0,), True)


def test_what_a_test_could_not_find_out_proves_nothing() -> None:
    slots = [Slot(tuple((n,) for n in range(6)), tuple(range(6)))]

    def unsure(amounts: Amounts) -> bool | None:
        return True if amounts[0] >= 4 else None

    found = optimize(slots, unsure, lambda _: True, [], Budget(1000), 1)
    assert (found.amounts, found.proved) == ((4,), False)
    # what the rows tell is still proof
    assert optimize(slots, unsure, lambda _: True, [Row(4, ((1, 0),))], Budget(1000), 1).proved
    nothing = optimize(slots, lambda _: None, lambda _: True, [], Budget(1000), 1)
    assert (nothing.amounts, nothing.proved) == (None, False)


def test_a_search_that_is_cut_off_does_not_ask_for_all_there_is() -> None:
    """The rows tell of a third of what is needed, and there is work for a dozen tests: still no plan of hundreds."""
    slots = [Slot(tuple((n,) for n in range(241)), tuple(range(241))) for _ in range(4)]
    rows = [Row(10, tuple((int(i == j), 0) for j in range(4))) for i in range(3)]
    budget = Budget(24_000)

    def enough(amounts: Amounts) -> bool:
        budget.left -= 1_000
        return all(amount >= 30 for amount in amounts[:3])

    found = optimize(slots, enough, lambda _: True, rows, budget, 1)
    assert found.amounts is not None
    assert enough(found.amounts)
    assert 90 <= found.cost[0] <= 180
    assert not found.proved


def test_a_search_that_rows_mislead_and_that_is_cut_off_finds_few_things_and_not_all_of_them() -> None:
    """Much more of what the rows ask for would not do: other things are needed."""
    slots = [Slot(tuple((n,) for n in range(241)), tuple(range(241))) for _ in range(8)]
    rows = [Row(10, tuple((int(i == 0), 0) for i in range(8)))]
    budget = Budget(24_000)

    def enough(amounts: Amounts) -> bool:
        budget.left -= 1_000
        return amounts[0] >= 10 and amounts[2] + amounts[5] >= 50

    found = optimize(slots, enough, lambda _: True, rows, budget, 1)
    assert found.amounts is not None
    assert enough(found.amounts)
    assert found.cost[0] <= 180


def test_what_a_slot_brings_besides_is_counted_once_however_much_of_it_there_is() -> None:
    hours = Slot(tuple((100 * level,) for level in range(200)), tuple(100 * level for level in range(200)))
    bounds = LowerBounds([hours, hours], [Row(13_000, ((1, 0), (1, 500)))])
    assert bounds.least(()) == (12_500,)
    assert bounds.least((50,)) == (12_500,)
