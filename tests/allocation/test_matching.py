"""The largest number of pairs, against trying all; and the nodes that show why there are no more."""

from __future__ import annotations

from functools import cache

import pytest
from helpers import MORE
from hypothesis import given, settings
from hypothesis import strategies as st
from mcheck.allocation.flows.matching import hubs, maximum_matching


@st.composite
def graphs(draw: st.DrawFn) -> list[list[int]]:
    size = draw(st.integers(0, 9))
    edges = draw(st.sets(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=16))
    edges = {(a, b) for a, b in edges if a < b < size}
    return [[b for b in range(size) if (a, b) in edges or (b, a) in edges] for a in range(size)]


def most_pairs(neighbors: list[list[int]]) -> int:
    @cache
    def most(free: frozenset[int]) -> int:
        if not free:
            return 0
        one, rest = min(free), free - {min(free)}
        return max([most(rest), *(1 + most(rest - {b}) for b in neighbors[one] if b in rest)])

    return most(frozenset(range(len(neighbors))))


def odd_parts(neighbors: list[list[int]], without: set[int]) -> int:
    left, odd = set(range(len(neighbors))) - without, 0
    while left:
        part, waiting = set[int](), [left.pop()]
        while waiting:
            node = waiting.pop()
            part.add(node)
            waiting += [n for n in neighbors[node] if n in left]
            left -= set(neighbors[node])
        odd += len(part) % 2
    return odd


@pytest.mark.slow
@settings(max_examples=300 * MORE)
@given(graphs())
def test_as_many_pairs_as_can_be_and_the_hubs_show_it(neighbors: list[list[int]]) -> None:
    mate = maximum_matching(neighbors)
    assert all(b == -1 or (mate[b] == a and b in neighbors[a]) for a, b in enumerate(mate))
    pairs = sum(b != -1 for b in mate) // 2
    assert pairs == most_pairs(neighbors)
    around = hubs(neighbors)
    assert pairs == (len(neighbors) + len(around) - odd_parts(neighbors, around)) // 2
