"""The search for smallest sets against every subset."""

from __future__ import annotations

from itertools import chain, combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mcheck.allocation.minimal_sets import ALL, FIRST, minimal_sets

KEYS = "abcdef"
families = st.lists(st.frozensets(st.sampled_from(KEYS)), max_size=5)


def minimal(family: list[frozenset[str]]) -> set[frozenset[str]]:
    return {one for one in family if not any(other < one for other in family)}


@pytest.mark.slow
@settings(max_examples=500)
@given(families, st.lists(st.frozensets(st.sampled_from(KEYS)), max_size=2))
def test_finds_all_and_only_the_smallest_sets(family: list[frozenset[str]], hints: list[frozenset[str]]) -> None:
    sets, which = minimal_sets(lambda s: any(s >= one for one in family), KEYS, None, lambda: True, hints)
    assert which == ALL
    assert len(sets) == len(set(sets))
    assert set(sets) == minimal(family)


@settings(max_examples=200)
@given(families, st.integers(0, 12))
def test_when_stopped_it_names_only_sets_that_do(family: list[frozenset[str]], tries: int) -> None:
    left = [None] * tries

    def may_go_on() -> bool:
        return bool(left) and left.pop() is None

    sets, which = minimal_sets(lambda s: any(s >= one for one in family), KEYS, None, may_go_on)
    every = {frozenset(s) for s in chain.from_iterable(combinations(KEYS, n) for n in range(7))}
    does = {s for s in every if any(s >= one for one in family)}
    if which == ALL:
        assert set(sets) == minimal(family)
    elif does:
        assert set(sets) <= does | {frozenset(KEYS)}


@given(families, st.integers(1, 3))
def test_says_when_there_are_more(family: list[frozenset[str]], most: int) -> None:
    sets, which = minimal_sets(lambda s: any(s >= one for one in family), KEYS, most, lambda: True)
    every = minimal(family)
    assert set(sets) <= every
    assert len(sets) == min(most, len(every))
    assert which == ALL if len(every) < most else which in (ALL, FIRST)
    assert which == FIRST or set(sets) == every


GROUPS = ("abc", "de")


def exchanged(one: frozenset[str]) -> set[frozenset[str]]:
    """A set with any others of each group in place of those that are in it."""
    parts = [[frozenset(c) for c in combinations(g, len(one & set(g)))] for g in (*GROUPS, *(set(KEYS) - set("abcde")))]
    return {frozenset[str]().union(*some) for some in product(*parts)}


@settings(max_examples=300)
@given(families)
def test_of_sets_that_differ_by_what_is_alike_one_is_listed(family: list[frozenset[str]]) -> None:
    closed = {other for one in family for other in exchanged(one)}
    sets, which = minimal_sets(lambda s: any(s >= one for one in closed), KEYS, None, lambda: True, alike=GROUPS)
    assert which == ALL
    every = minimal(list(closed))
    assert {other for one in sets for other in exchanged(one)} == every
    assert sum(len(exchanged(one)) for one in sets) == len(every)
    assert all(
        one.intersection(group) == set(group[: len(one.intersection(group))]) for one in sets for group in GROUPS
    )
