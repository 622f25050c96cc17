"""Exact placement of points: lots into needs, under shared ceilings. Knows nothing of Massachusetts.

A *lot* is an amount that may be placed; an *option* of a lot is a (target, category) it may be placed as. A *need*
belongs to a target, accepts some categories and takes points up to its demand. A target is met when all of
its needs are full. Targets are ordered: first as many of the early ones are met as can be, then as many
points as possible are placed, again in that order.

Placement that may split lots freely is a maximum flow, so it is exact. Lots that must stay whole (one category per
target, or one target) are handled by branch and bound with that flow as the bound. Amounts are integers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

Option: TypeAlias = tuple[int, str]
"""(index of the target, category)."""

NODE_LIMIT = 4000
"""Most flows the search for a whole placement may solve; counted in nodes, so that answers never depend on time."""


@dataclass(frozen=True, slots=True)
class Lot:
    """`amount` that may be placed as any of `options`; `caps` are ceilings it shares, innermost first."""

    id: str
    amount: int
    options: tuple[Option, ...]
    caps: tuple[str, ...] = ()
    one_category: bool = False
    """It may count as one category only inside each target."""
    one_target: bool = False
    """It may serve one target only."""


@dataclass(frozen=True, slots=True)
class Need:
    """Demand for points of some categories by a target."""

    id: str
    target: int
    demand: int
    categories: frozenset[str]


@dataclass(frozen=True, slots=True)
class Problem:
    """Lots, needs (targets are 0 .. targets-1) and the ceilings by name."""

    lots: Sequence[Lot]
    needs: Sequence[Need]
    targets: int
    caps: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TightSet:
    """These needs demand `need` together, but only these lots can serve them, and they can give only `give`."""

    needs: tuple[str, ...]
    need: int
    lots: tuple[str, ...]
    give: int


@dataclass(frozen=True, slots=True)
class Placement:
    """Where points went. `flow[(lot, need)]` are amounts; `labels[(lot, target)]` the category of a whole lot."""

    met: tuple[bool, ...]
    placed: tuple[int, ...]
    flow: Mapping[tuple[int, int], int]
    tight: Mapping[int, TightSet]
    """For each target that fails even when lots may be split: why."""
    complete: bool = True
    """False when the search for a whole placement was cut off; then a better one may exist."""

    @property
    def rank(self) -> tuple[tuple[bool, ...], tuple[int, ...]]:
        return self.met, self.placed


def solve(problem: Problem, node_limit: int = NODE_LIMIT) -> Placement:
    """The best placement: exact, or `complete=False` when more than `node_limit` flows would be needed."""
    free = _relaxed(problem, [lot.options for lot in problem.lots])
    conflict = _conflict(problem, free, [lot.options for lot in problem.lots])
    if conflict is None:
        return free
    best: Placement | None = None
    stack = [tuple(branch) for branch in reversed(conflict)]
    used = 1
    while stack and used < node_limit:
        options = stack.pop()
        used += 1
        bound = _relaxed(problem, options)
        if best is not None and bound.rank <= best.rank:
            continue
        conflict = _conflict(problem, bound, options)
        if conflict is None:
            best = bound
            if best.rank == free.rank:
                break
        else:
            stack.extend(tuple(branch) for branch in reversed(conflict))
    complete = not stack or (best is not None and best.rank == free.rank)
    if best is None:  # the search was cut off before any whole placement: place nothing rather than split
        return Placement((False,) * problem.targets, (0,) * problem.targets, {}, free.tight, complete=False)
    return Placement(best.met, best.placed, best.flow, free.tight, complete)


def _conflict(
    problem: Problem, placement: Placement, options: Sequence[tuple[Option, ...]]
) -> list[list[tuple[Option, ...]]] | None:
    """The branches that resolve the first lot which is divided against its rule, most promising first."""
    used: dict[int, list[tuple[int, int]]] = {}
    for (place, need), amount in placement.flow.items():
        used.setdefault(place, []).append((need, amount))
    for index, lot in enumerate(problem.lots):
        if index not in used or not (lot.one_category or lot.one_target):
            continue
        by_target: dict[int, list[tuple[int, int]]] = {}
        for need, amount in used[index]:
            by_target.setdefault(problem.needs[need].target, []).append((need, amount))
        if lot.one_target and len(by_target) > 1:
            order = sorted({target for target, _ in options[index]}, key=lambda t: (-_sum(by_target.get(t, [])), t))
            return [_with(options, index, tuple(o for o in options[index] if o[0] == target)) for target in order]
        if not lot.one_category:
            continue
        for target, parts in sorted(by_target.items()):
            categories = [category for t, category in options[index] if t == target]
            if any(all(c in problem.needs[need].categories for need, _ in parts) for c in categories):
                continue
            weight = {
                c: sum(amount for need, amount in parts if c in problem.needs[need].categories) for c in categories
            }
            order_c = sorted(categories, key=lambda c: (-weight[c], categories.index(c)))
            return [
                _with(options, index, tuple(o for o in options[index] if o[0] != target or o[1] == category))
                for category in order_c
            ]
    return None


def _sum(parts: Sequence[tuple[int, int]]) -> int:
    return sum(amount for _, amount in parts)


def _with(
    options: Sequence[tuple[Option, ...]], index: int, replacement: tuple[Option, ...]
) -> list[tuple[Option, ...]]:
    changed = list(options)
    changed[index] = replacement
    return changed


class _Network:
    """A small residual network: parallel lists of heads and capacities; edge ^ 1 is its reverse."""

    def __init__(self, nodes: int) -> None:
        self.head: list[int] = []
        self.capacity: list[int] = []
        self.out: list[list[int]] = [[] for _ in range(nodes)]

    def edge(self, tail: int, head: int, capacity: int) -> int:
        number = len(self.head)
        self.head += (head, tail)
        self.capacity += (capacity, 0)
        self.out[tail].append(number)
        self.out[head].append(number + 1)
        return number

    def augment(self, source: int, sink: int) -> int:
        """Sends as much more as possible from source to sink by shortest paths; returns how much."""
        head, capacity, out = self.head, self.capacity, self.out
        total = 0
        while True:
            via = {source: -1}
            queue = [source]
            for node in queue:
                for edge in out[node]:
                    after = head[edge]
                    if capacity[edge] and after not in via:
                        via[after] = edge
                        queue.append(after)
                if sink in via:
                    break
            if sink not in via:
                return total
            path = []
            node = sink
            while node != source:
                edge = via[node]
                path.append(edge)
                node = head[edge ^ 1]
            amount = min(capacity[edge] for edge in path)
            for edge in path:
                capacity[edge] -= amount
                capacity[edge ^ 1] += amount
            total += amount


def _relaxed(problem: Problem, options: Sequence[tuple[Option, ...]]) -> Placement:
    """The best placement when every lot may be split freely over its remaining options."""
    lots, needs = problem.lots, problem.needs
    caps = sorted({cap for lot in lots for cap in lot.caps})
    source, sink = 0, 1
    cap_node = {cap: 2 + i for i, cap in enumerate(caps)}
    lot_node = [2 + len(caps) + i for i in range(len(lots))]
    need_node = [2 + len(caps) + len(lots) + i for i in range(len(needs))]
    net = _Network(2 + len(caps) + len(lots) + len(needs))
    outer = {inner: after for lot in lots for inner, after in zip(lot.caps, lot.caps[1:], strict=False)}
    for cap in caps:
        net.edge(cap_node[outer[cap]] if cap in outer else source, cap_node[cap], problem.caps[cap])
    place: dict[tuple[int, int], int] = {}
    for i, lot in enumerate(lots):
        if not options[i] or not lot.amount:
            continue
        net.edge(cap_node[lot.caps[0]] if lot.caps else source, lot_node[i], lot.amount)
        for n, need in enumerate(needs):
            if any(target == need.target and category in need.categories for target, category in options[i]):
                place[i, n] = net.edge(lot_node[i], need_node[n], lot.amount)
    gate = [net.edge(need_node[n], sink, 0) for n in range(len(needs))]
    by_target: list[list[int]] = [[] for _ in range(problem.targets)]
    for n, need in enumerate(needs):
        by_target[need.target].append(n)

    def fill(target: int) -> int:
        """Opens the needs of a target one after another, so that what is lacking shows in the last ones."""
        got = 0
        for n in by_target[target]:
            net.capacity[gate[n]] = needs[n].demand
            got += net.augment(source, sink)
        return got

    met = [False] * problem.targets
    placed = [0] * problem.targets
    tight: dict[int, TightSet] = {}
    for target in range(problem.targets):
        before = net.capacity.copy()
        placed[target] = fill(target)
        if placed[target] == sum(needs[n].demand for n in by_target[target]):
            met[target] = True
        else:
            tight[target] = _tight_set(problem, net, gate, need_node, lot_node, target)
            net.capacity = before
            placed[target] = 0
    for target in range(problem.targets):
        if not met[target]:
            placed[target] = fill(target)
    flow = {key: net.capacity[edge ^ 1] for key, edge in place.items() if net.capacity[edge ^ 1]}
    return Placement(tuple(met), tuple(placed), flow, tight)


def _tight_set(
    problem: Problem, net: _Network, gate: Sequence[int], need_node: Sequence[int], lot_node: Sequence[int], target: int
) -> TightSet:
    """The sink side of the smallest minimum cut: everything from which an unfilled need can still be reached."""
    unfilled = [need_node[n] for n, need in enumerate(problem.needs) if need.target == target and net.capacity[gate[n]]]
    reached = set(unfilled)
    queue = list(unfilled)
    for node in queue:
        for edge in net.out[node]:
            before = net.head[edge]
            if before != 1 and net.capacity[edge ^ 1] and before not in reached:
                reached.add(before)
                queue.append(before)
    needs = [n for n in range(len(problem.needs)) if need_node[n] in reached]
    lots = [i for i in range(len(problem.lots)) if lot_node[i] in reached]
    demand = sum(problem.needs[n].demand for n in needs)
    lacking = sum(net.capacity[gate[n]] for n in needs)
    return TightSet(
        tuple(problem.needs[n].id for n in needs), demand, tuple(problem.lots[i].id for i in lots), demand - lacking
    )


def needs_of(target: int, total: int, requirements: Sequence[tuple[str, int, frozenset[str]]]) -> list[Need]:
    """Needs for minimums over nested sets of categories inside a total.

    `requirements` are (id, minimum, categories); each pair of category sets is nested or disjoint, else ValueError.
    Points that a smaller set has beyond its minimum also serve the larger set, so a set demands only what its
    subsets do not demand already.
    """
    for i, (_, _, a) in enumerate(requirements):
        for _, _, b in requirements[i + 1 :]:
            if a & b and not (a <= b or b <= a):
                raise ValueError("sets of categories must be nested or disjoint")
    order = sorted(range(len(requirements)), key=lambda i: len(requirements[i][2]))
    owed = [0] * len(requirements)
    """What a set and all its subsets demand together."""
    needs: dict[int, Need] = {}
    for position, i in enumerate(order):
        name, minimum, categories = requirements[i]
        inner = [j for j in order[:position] if requirements[j][2] <= categories]
        outermost = [
            j for k, j in enumerate(inner) if not any(requirements[j][2] <= requirements[m][2] for m in inner[k + 1 :])
        ]
        below = sum(owed[j] for j in outermost)
        owed[i] = max(minimum, below)
        if minimum > below:
            needs[i] = Need(name, target, minimum - below, categories)
    tops = [
        i
        for i in range(len(requirements))
        if not any(i != j and requirements[i][2] < requirements[j][2] for j in range(len(requirements)))
    ]
    below = sum(owed[i] for i in tops)
    found = [needs[i] for i in sorted(needs)]
    if total > below:
        found.append(Need("total", target, total - below, ANY))
    return found


class _Any(frozenset[str]):
    """A set that contains every category: the total takes any counted point."""

    def __contains__(self, item: object) -> bool:
        return True


ANY = _Any()
