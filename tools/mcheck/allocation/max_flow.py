"""Placing amounts that may be divided freely: a maximum flow, target by target. Exact; amounts are integers.

Supplies that may serve the same needs under the same ceilings are one node, so the network stays small however many
activities there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from .problem import Need

Supply: TypeAlias = tuple[int, tuple[int, ...], tuple[str, ...]]
"""(amount, indices of the needs it may serve, names of the ceilings it shares, innermost first)."""

Priced: TypeAlias = Sequence[frozenset[int]]
"""For each supply the needs for which each of its points costs one."""

NOTHING = frozenset[int]()

Rank: TypeAlias = tuple[tuple[bool, ...], tuple[int, ...], tuple[int, ...]]
"""What placements are compared by, the larger the better; see `Flow.rank`."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Which targets are full, how much each got, and for each supply how much of it each need took."""

    met: tuple[bool, ...]
    placed: tuple[int, ...]
    taken: Sequence[dict[int, int]]
    filled: tuple[int, ...] = ()
    """How much of its own demand each need got, where that goes before the points (see `place`, `first`)."""
    held: tuple[bool, ...] = ()
    """Then: whether those that go first are full."""
    own: tuple[int, ...] = ()
    """Then: how much of what all targets demand is filled, and of what each demands; or how much each need got."""

    @property
    def rank(self) -> Rank:
        """What is maximized: which targets are met, the earlier the more important, then the points they got.

        Where what is lacking is to be the least: whether those that go first are full, what is filled, then the points.
        """
        return self.held if self.own else self.met, self.own, self.placed


class _Network:
    """A small residual network: parallel lists of heads and capacities; edge ^ 1 is its reverse."""

    def __init__(self, nodes: int, purse: int) -> None:
        self.head: list[int] = []
        self.capacity: list[int] = []
        self.price: list[int] = []
        self.out: list[list[int]] = [[] for _ in range(nodes)]
        self.purse = purse
        self.priced = purse > 0

    def edge(self, tail: int, head: int, capacity: int, price: int = 0) -> int:
        number = len(self.head)
        self.head += (head, tail)
        self.capacity += (capacity, 0)
        self.price += (price, -price)
        self.out[tail].append(number)
        self.out[head].append(number + 1)
        return number

    def push(self, path: Sequence[int], price: int = 0) -> int:
        """Sends as much along a path of this price as its edges let through and the purse pays for."""
        amount = min([self.capacity[edge] for edge in path])
        if price:
            amount = min(amount, self.purse // price)
            self.purse -= amount * price
        if amount:
            for edge in path:
                self.capacity[edge] -= amount
                self.capacity[edge ^ 1] += amount
        return amount

    def augment(self, source: int, sink: int, wanted: int) -> int:
        """Sends up to `wanted` more from source to sink by the cheapest paths; returns how much.

        As every path is the cheapest, nothing that is sent could be sent for less.
        """
        total = 0
        while total < wanted:
            path = self.free(source, sink) or (self.cheapest(source, sink) if self.priced else [])
            sent = self.push(path, sum(self.price[edge] for edge in path)) if path else 0
            if not sent:
                break
            total += sent
        return total

    def free(self, source: int, sink: int) -> list[int]:
        """A shortest path that costs nothing; empty where there is none."""
        head, capacity, price, out = self.head, self.capacity, self.price, self.out
        via = {source: -1}
        queue = [source]
        for node in queue:
            for edge in out[node]:
                after = head[edge]
                if capacity[edge] and after not in via and not price[edge]:
                    via[after] = edge
                    queue.append(after)
            if sink in via:
                return self.path(via, source, sink)
        return []

    def cheapest(self, source: int, sink: int) -> list[int]:
        """A path that costs the least; empty where there is none. (Bellman and Ford)"""
        via = {source: -1}
        costs = {source: 0}
        queue = [source]
        for node in queue:
            for edge in self.out[node] if node != sink else ():
                after, cost = self.head[edge], costs[node] + self.price[edge]
                if self.capacity[edge] and cost < costs.get(after, cost + 1):
                    costs[after], via[after] = cost, edge
                    queue.append(after)
        return self.path(via, source, sink) if sink in via else []

    def path(self, via: Mapping[int, int], source: int, sink: int) -> list[int]:
        found = []
        node = sink
        while node != source:
            edge = via[node]
            found.append(edge)
            node = self.head[edge ^ 1]
        return found


def place(
    supplies: Sequence[Supply],
    needs: Sequence[Need],
    targets: int,
    caps: Mapping[str, int],
    *,
    points: bool = True,
    priced: Priced = (),
    purse: int = 0,
    first: frozenset[int] | None = None,
    in_turn: bool = False,
) -> Flow:
    """The best placement: as many early targets met as can be, then as many points, again in that order.

    Without `points` a target that is not met gets none. Where there is `priced`, a point of a supply costs one for
    each of these needs, and all together cost no more than there is in the purse. With `first` only these targets are
    to be full before all else; then as little as can be is lacking in the needs of all, the earlier ones served first;
    and points beyond a need go to the sets around it only after that. `in_turn` makes what is lacking the least need by
    need only: where points cost something, serving an earlier one may leave more lacking in all.
    """
    kinds: dict[tuple[tuple[int, ...], tuple[str, ...], frozenset[int]], list[int]] = {}
    for i, (amount, serves, chain) in enumerate(supplies):
        if amount and serves:
            kinds.setdefault((serves, chain, priced[i] if priced else NOTHING), []).append(i)
    names = sorted({cap for _, chain, _ in kinds for cap in chain})
    source, sink = 0, 1
    cap_node = {name: 2 + i for i, name in enumerate(names)}
    first_kind = 2 + len(names)
    first_need = first_kind + len(kinds)
    net = _Network(first_need + len(needs), purse)
    outer = {inner: after for _, chain, _ in kinds for inner, after in pairwise(chain)}
    for name in names:
        net.edge(cap_node[outer[name]] if name in outer else source, cap_node[name], caps[name])
    edges: list[list[tuple[int, int]]] = []
    straight: list[list[tuple[int, int]]] = [[] for _ in needs]
    for i, ((serves, chain, costly), members) in enumerate(kinds.items()):
        amount = sum([supplies[member][0] for member in members])
        given = net.edge(cap_node[chain[0]] if chain else source, first_kind + i, amount)
        edges.append([(n, net.edge(first_kind + i, first_need + n, amount, int(n in costly))) for n in serves])
        for n, edge in edges[-1] if not chain else ():
            if n not in costly:
                straight[n].append((given, edge))
    gate = [net.edge(first_need + n, sink, 0) for n in range(len(needs))]
    by_target: list[list[int]] = [[] for _ in range(targets)]
    demand = [0] * targets
    for n, need in enumerate(needs):
        by_target[need.target].append(n)
        demand[need.target] += need.demand

    def fill(target: int, *, all_or_nothing: bool = False) -> int:
        """Opens the needs of a target one after another, so that what is lacking shows in the last ones."""
        before, purse = net.capacity.copy() if all_or_nothing else [], net.purse
        lacking = 0
        for n in by_target[target]:
            net.capacity[gate[n]] = needs[n].demand
            lacking += needs[n].demand
            for given, edge in straight[n]:
                if net.capacity[given]:
                    lacking -= net.push((given, edge, gate[n]))
            if net.capacity[gate[n]]:
                lacking -= net.augment(source, sink, lacking)
            if lacking and all_or_nothing:  # opening others never lets more through to this one
                net.capacity, net.purse = before, purse
                return 0
        return demand[target] - lacking

    def widen(target: int) -> int:
        """Lets what is lacking in a need not keep other points from the sets around it."""
        more = 0
        for n in sorted(by_target[target], key=lambda n: _width(needs[n])):
            wider = _wider(needs, by_target[target], n)
            if wider is not None:
                net.capacity[gate[wider]] += net.capacity[gate[n]]
                more += net.augment(source, sink, net.capacity[gate[wider]])
        return more

    placed = [0] * targets
    for target in range(targets) if first is None else sorted(first):
        placed[target] = fill(target, all_or_nothing=True)
    held = tuple([placed[target] == demand[target] for target in sorted(first or ())])
    short = [target for target in range(targets) if points and placed[target] < demand[target]]
    filled: tuple[int, ...] = ()
    own: tuple[int, ...] = ()
    if first is not None:
        for target in short:
            placed[target] = fill(target)
        filled = tuple([net.capacity[edge ^ 1] for edge in gate])
        own = filled if in_turn else (sum(placed), *placed)
    met = [got == wanted for got, wanted in zip(placed, demand, strict=True)]
    for target in short:
        if first is None:
            placed[target] = fill(target)
        if not met[target]:
            placed[target] += widen(target)
    flows = [{n: net.capacity[edge ^ 1] for n, edge in row if net.capacity[edge ^ 1]} for row in edges]
    return Flow(tuple(met), tuple(placed), _deal(supplies, kinds.values(), flows, needs), filled, held, own)


def _width(need: Need) -> float:
    return float("inf") if need.categories is None else len(need.categories)


def _wider(needs: Sequence[Need], mine: Sequence[int], n: int) -> int | None:
    """The need of the same target whose set is the next one around a need's own."""
    inner = needs[n].categories
    around = [m for m in mine if inner is not None and m != n and all(needs[m].takes(c) for c in inner)]
    return min(around, key=lambda m: _width(needs[m]), default=None)


def _deal(
    supplies: Sequence[Supply],
    kinds: Iterable[Sequence[int]],
    flows: Sequence[Mapping[int, int]],
    needs: Sequence[Need],
) -> list[dict[int, int]]:
    """Shares the flow of a node among the supplies it stands for, dividing as few of them as it easily can.

    What a supply has beyond a particular need goes to the widest need of the same target, so that it stays in one
    category where it can.
    """
    taken: list[dict[int, int]] = [{} for _ in supplies]
    for row, flow in zip(kinds, flows, strict=True):
        left = dict(flow)
        spare: list[list[int]] = []
        widest: dict[int, int] = {}
        for n in flow:
            widest[needs[n].target] = n
        waiting = iter(row)
        for n in flow:
            wide = widest[needs[n].target]
            while left[n]:
                i = next(waiting, -1)
                if i < 0:
                    break
                amount = supplies[i][0]
                for m in (n, wide):
                    part = min(amount, left[m])
                    if part:
                        taken[i][m] = taken[i].get(m, 0) + part
                        left[m] -= part
                        amount -= part
                if amount:
                    spare.append([i, amount])
        for i, amount in spare:
            for n in flow:
                part = min(amount, left[n])
                if part:
                    taken[i][n] = taken[i].get(n, 0) + part
                    left[n] -= part
                    amount -= part
    return taken
