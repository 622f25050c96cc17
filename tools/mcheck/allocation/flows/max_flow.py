"""Placing amounts that may be divided freely: a maximum flow, target by target. Exact; amounts are integers.

Supplies that may serve the same needs under the same ceilings are one node, so the network stays small however many
activities there are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple, TypeAlias

from .wiring import Kind, Wiring

Supply: TypeAlias = tuple[int, tuple[int, ...], tuple[str, ...]]
"""(amount, indices of the needs it may serve, names of the ceilings it shares, innermost first)."""

Priced: TypeAlias = Sequence[frozenset[int]]
"""For each supply the needs for which each of its points costs one."""

NO_NEEDS = frozenset[int]()

Rank: TypeAlias = tuple[tuple[bool, ...], tuple[int, ...], tuple[int, ...]]
"""What placements are compared by, the larger the better; see `Flow.rank`."""


class Cut(NamedTuple):
    """The weight of each need, what that makes of their demands, and the targets that they are of, as bits.

    It shows that the targets are not all filled: what there is weighs less (see `cuts`).
    """

    weights: tuple[int, ...]
    demand: int
    targets: int


class Flow:
    """Which targets are full, how much each got, and for each supply how much of it each need took.

    `deal` works out the last of these, which of many flows nobody asks for. Where what is lacking is to be the least
    (see `least_lacking`), `filled` is how much of its own demand each need got, `held` whether those targets that go
    first are full, and `own` how much of what all targets demand is filled, and of what each demands; or how much each
    need got.
    """

    def __init__(
        self,
        met: tuple[bool, ...],
        placed: tuple[int, ...],
        deal: Callable[[], list[dict[int, int]]],
        filled: tuple[int, ...] = (),
        held: tuple[bool, ...] = (),
        own: tuple[int, ...] = (),
    ) -> None:
        self.met, self.placed, self.deal = met, placed, deal
        self.filled, self.held, self.own = filled, held, own

    @cached_property
    def taken(self) -> list[dict[int, int]]:
        """For each supply how much of it each need took."""
        return self.deal()

    @property
    def rank(self) -> Rank:
        """What is maximized: which targets are met, the earlier the more important, then the points they got.

        Where what is lacking is to be the least: whether those that go first are full, what is filled, then the points.
        """
        return self.held if self.own else self.met, self.own, self.placed


class TargetFlow:
    """A network from supplies through ceilings to needs, which is filled target by target.

    A point of a supply costs one for each of the needs that are `priced` for it, if there are any; all together cost no
    more than `cost_limit`.
    """

    def __init__(
        self,
        wiring: Wiring,
        supplies: Sequence[Supply],
        caps: Mapping[str, int],
        priced: Priced = (),
        cost_limit: int = 0,
    ) -> None:
        self.supplies = supplies
        self.needs, self.by_target, self.demand, self.gate = wiring.needs, wiring.by_target, wiring.demand, wiring.gate
        self.cuts: list[Cut] = []
        """Why targets could not be filled beside those before them."""
        self.alike: dict[Kind, list[int]] = {}
        """The supplies that share a node."""
        sums: dict[Kind, int] = {}
        for i, (amount, serves, chain) in enumerate(supplies):
            if amount and serves:
                kind = serves, chain, priced[i] if priced else NO_NEEDS
                if kind in sums:
                    sums[kind] += amount
                    self.alike[kind].append(i)
                else:
                    sums[kind] = amount
                    self.alike[kind] = [i]
        self.net, self.edges, self.straight = wiring.wired(sums, caps, cost_limit)

    def cut(self, target: int, filled: Sequence[int]) -> Cut:
        """Why a target is not filled beside others, just after the last path to it was looked for."""
        targets = {target, *filled}
        at, costs = Wiring.FIRST_NEED, self.net.reached
        most = costs.get(Wiring.SINK)
        weights = tuple(
            [
                0
                if need.target not in targets
                else int(at + n not in costs)
                if most is None
                else max(0, min(costs.get(at + n, most), most))
                for n, need in enumerate(self.needs)
            ]
        )
        demand = sum([weight * need.demand for weight, need in zip(weights, self.needs, strict=True)])
        return Cut(weights, demand, sum(1 << t for t in targets))

    def fill(self, target: int, *, all_or_nothing: bool = False) -> int:
        """What a target gets; its needs are opened one after another, so that what is lacking shows in the last."""
        net, gate = self.net, self.gate
        before, cost_limit = net.capacity.copy() if all_or_nothing else [], net.cost_limit
        lacking = 0
        for n in self.by_target[target]:
            net.capacity[gate[n]] = self.needs[n].demand
            lacking += self.needs[n].demand
            for given, edge in self.straight[n]:
                if net.capacity[given]:
                    lacking -= net.push((given, edge, gate[n]))
            if net.capacity[gate[n]]:
                lacking -= net.augment(Wiring.SOURCE, Wiring.SINK, lacking)
            if lacking and all_or_nothing:  # opening others never lets more through to this one
                net.capacity, net.cost_limit = before, cost_limit
                return 0
        return self.demand[target] - lacking

    def widen(self, target: int) -> int:
        """Lets what is lacking in a need not keep other points from the sets around it; what is gained."""
        capacity, gate, more = self.net.capacity, self.gate, 0
        for n, wider in _outward(tuple([self.needs[n].categories for n in self.by_target[target]])):
            inner, outer = (gate[self.by_target[target][place]] for place in (n, wider))
            capacity[outer] += capacity[inner]
            more += self.net.augment(Wiring.SOURCE, Wiring.SINK, capacity[outer])
        return more

    @property
    def filled(self) -> tuple[int, ...]:
        """How much each need got."""
        return tuple([self.net.capacity[edge ^ 1] for edge in self.gate])

    def deal(self) -> list[dict[int, int]]:
        """For each supply how much of it each need took; as few supplies are divided as easily can be.

        What a supply has beyond a particular need goes to the widest need of the same target, so that it stays in one
        category where it can.
        """
        taken: list[dict[int, int]] = [{} for _ in self.supplies]
        capacity = self.net.capacity
        for row, members in zip(self.edges, self.alike.values(), strict=True):
            left = {n: capacity[edge ^ 1] for n, edge in row if capacity[edge ^ 1]}
            widest = {self.needs[n].target: n for n in left}
            self.deal_whole(members, left, widest, taken)
        return taken

    def deal_whole(
        self, members: Sequence[int], left: dict[int, int], widest: Mapping[int, int], taken: Sequence[dict[int, int]]
    ) -> None:
        """Shares what needs took of a node among its supplies: one need after another takes whole supplies first."""

        def give(i: int, n: int, amount: int) -> int:
            part = min(amount, left[n])
            if part:
                taken[i][n] = taken[i].get(n, 0) + part
                left[n] -= part
            return amount - part

        spare: list[tuple[int, int]] = []
        waiting = iter(members)
        for n in left:
            while left[n] and (i := next(waiting, -1)) >= 0:
                amount = self.supplies[i][0]
                for m in (n, widest[self.needs[n].target]):
                    amount = give(i, m, amount)
                if amount:
                    spare.append((i, amount))
        for i, amount in spare:
            for n in left:
                amount = give(i, n, amount)


def best_flow(network: TargetFlow, *, points: bool = True) -> Flow:
    """As many early targets met as can be, then as many points, again in that order.

    Without `points` a target that is not met gets none.
    """
    flow = flow_beyond(network, (), points=points)
    assert flow is not None
    return flow


def flow_beyond(network: TargetFlow, least: tuple[bool, ...], *, points: bool) -> Flow | None:
    """The same; None as soon as it is clear that it meets less than this, or without `points` no more than this."""
    demand = network.demand
    targets = range(len(demand))
    placed: list[int] = []
    for target in targets:
        placed.append(network.fill(target, all_or_nothing=True))
        if not points and placed[target] < demand[target]:
            network.cuts.append(network.cut(target, [t for t in range(target) if placed[t] == demand[t]]))
        if least and placed[target] < demand[target]:
            at_best = (*(placed[t] == demand[t] for t in range(target + 1)), *[True] * (len(demand) - target - 1))
            if at_best < least or (at_best == least and not points):
                return None
    met = tuple([placed[target] == demand[target] for target in targets])
    for target in targets if points else ():
        if not met[target]:
            placed[target] = network.fill(target)
            placed[target] += network.widen(target)
    return Flow(met, tuple(placed), network.deal)


def least_lacking(network: TargetFlow, first: frozenset[int], *, in_turn: bool) -> Flow:
    """The `first` targets full before all else, then as little lacking as can be, the earlier targets served first.

    Points beyond a need go to the sets around it only after that. `in_turn` makes what is lacking the least need by
    need only: where points cost something, serving an earlier one may leave more lacking in all.
    """
    demand = network.demand
    placed = [network.fill(t, all_or_nothing=True) if t in first else 0 for t in range(len(demand))]
    held = tuple([placed[target] == demand[target] for target in sorted(first)])
    short = [target for target, wanted in enumerate(demand) if placed[target] < wanted]
    for target in short:
        placed[target] = network.fill(target)
    filled = network.filled
    own = filled if in_turn else (sum(placed), *placed)
    met = tuple([amount == wanted for amount, wanted in zip(placed, demand, strict=True)])
    for target in short:
        if not met[target]:
            placed[target] += network.widen(target)
    return Flow(met, tuple(placed), network.deal, filled, held, own)


@lru_cache(maxsize=1024)
def _outward(sets: tuple[frozenset[str] | None, ...]) -> list[tuple[int, int]]:
    """(place of a set, place of the next one around it) for each that has one, the smallest sets first; None has all.

    Of several that are equally large the one that comes first.
    """
    width = [(one is None, len(one or ())) for one in sets]
    arcs = []
    for n in sorted(range(len(sets)), key=width.__getitem__):
        inner = sets[n]
        around = [m for m, one in enumerate(sets) if inner is not None and m != n and (one is None or inner <= one)]
        if around:
            arcs.append((n, min(around, key=width.__getitem__)))
    return arcs
