"""The search for smallest sets against every subset."""

from __future__ import annotations

from itertools import chain, combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from mcheck.allocation.minimal_sets import minimal_sets

KEYS = "abcdef"
families = st.lists(st.frozensets(st.sampled_from(KEYS)), max_size=5)


def minimal(family: list[frozenset[str]]) -> set[frozenset[str]]:
    return {one for one in family if not any(other < one for other in family)}


@settings(max_examples=500)
@given(families, st.lists(st.frozensets(st.sampled_from(KEYS)), max_size=2))
def test_finds_all_and_only_the_smallest_sets(family: list[frozenset[str]], hints: list[frozenset[str]]) -> None:
    sets, complete = minimal_sets(lambda s: any(s >= one for one in family), KEYS, 99, lambda: True, hints)
    assert complete
    assert len(sets) == len(set(sets))
    assert set(sets) == minimal(family)


@settings(max_examples=200)
@given(families, st.integers(0, 12))
def test_when_stopped_it_names_only_sets_that_do(family: list[frozenset[str]], tries: int) -> None:
    left = [None] * tries

    def may_go_on() -> bool:
        return bool(left) and left.pop() is None

    sets, complete = minimal_sets(lambda s: any(s >= one for one in family), KEYS, 99, may_go_on)
    every = {frozenset(s) for s in chain.from_iterable(combinations(KEYS, n) for n in range(7))}
    does = {s for s in every if any(s >= one for one in family)}
    if complete:
        assert set(sets) == minimal(family)
    elif does:
        assert set(sets) <= does | {frozenset(KEYS)}


def test_says_when_there_are_more() -> None:
    sets, complete = minimal_sets(lambda s: bool(s), KEYS, 3, lambda: True)
    assert len(sets) == 3
    assert not complete
