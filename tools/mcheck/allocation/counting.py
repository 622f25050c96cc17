"""What one target lacks where nothing is to be chosen, counted: by a minimum cut, without placing anything.

For no set of needs can more come in than is there for any of them; the set with the least for what it demands says
exactly what is lacking, if lots may be divided (Ford and Fulkerson). A target has few needs, so all sets are looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from .flows.max_flow import Supply
from .flows.relaxation import Relaxation
from .problem import Lot, Need, Problem

MOST_NEEDS = 6
"""With more a flow takes less time."""


class Unfilled(NamedTuple):
    """By need what cannot be filled by any placement; `exact` where dividing lots fills all the rest."""

    amounts: tuple[int, ...]
    exact: bool
    lots: Sequence[Lot]
    """Those that may count for anything; as in an `Allocation`, and so is `below`."""
    below: Mapping[tuple[str, int], int]

    @property
    def decides(self) -> bool:
        """Whether it is known whether the target can be met."""
        return self.exact or self.refutes

    @property
    def refutes(self) -> bool:
        """Whether the target cannot be met."""
        return any(self.amounts)


def unfilled(problem: Problem) -> Unfilled | None:
    """What the only target of a problem lacks; None where there are more, or where anything is to be chosen."""
    if problem.targets != 1 or problem.choices or len(problem.needs) > MOST_NEEDS:
        return None
    bounds = Relaxation(problem, points=False)
    lots = [lot for lot in bounds.lots_of(bounds.root)[0] if lot.options]
    supplies = [(lot.amount, bounds.needs_for(lot.options), lot.caps) for lot in lots]
    amounts = lacking(problem.needs, supplies, bounds.caps)
    return Unfilled(amounts, not any(lot.one_category for lot in lots), lots, bounds.below(()))


def lacking(needs: Sequence[Need], supplies: Sequence[Supply], caps: Mapping[str, int]) -> tuple[int, ...]:
    """By need of one target what cannot be filled, however lots are divided; the last ones lack before the others."""
    reach = _reach(supplies, caps)
    demand = [0]
    """What each set of needs demands; a set is the number with the bits of its needs."""
    lacking: list[int] = []
    least = owed = 0
    """The least that the needs so far have for one of their sets beyond what it demands; what all of them demand."""
    for n, need in enumerate(needs):
        filled, owed = owed + least, owed + need.demand
        demand += [need.demand + others for others in demand]
        every = need.categories is None and all(n in serves for amount, serves, _ in supplies if amount and serves)
        sets = range(1 << n, 2 << n) if not every else [(2 << n) - 1]  # of what all may serve the whole is worst
        least = min(least, *(reach(some) - demand[some] for some in sets))
        lacking.append(need.demand - (owed + least - filled))
    return tuple(lacking)


def _reach(supplies: Sequence[Supply], caps: Mapping[str, int]) -> Callable[[int], int]:
    """How much there is under the ceilings for a set of needs."""
    groups: dict[tuple[int, str], int] = {}
    outer: dict[str, str] = {}
    height: dict[str, int] = {}
    for amount, serves, chain in supplies:
        if amount and serves:
            key = sum([1 << n for n in serves]), chain[0] if chain else ""
            groups[key] = groups.get(key, 0) + amount
            outer |= pairwise(chain)
            height |= {cap: max(place, height.get(cap, 0)) for place, cap in enumerate(chain)}
    rows = [(serves, first, amount) for (serves, first), amount in groups.items()]
    rising = [(cap, caps[cap], outer.get(cap, "")) for cap in sorted(height, key=height.__getitem__)]
    nothing = dict.fromkeys([*height, ""], 0)

    def reach(some: int) -> int:
        sums = nothing.copy()
        for serves, first, amount in rows:
            if serves & some:
                sums[first] += amount
        for cap, most, around in rising:
            sums[around] += min(sums[cap], most)
        return sums[""]

    return reach
