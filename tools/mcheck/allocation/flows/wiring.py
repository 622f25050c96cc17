"""The network of some needs, built once: for every flow its capacities are set again, and what is new is added."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ..problem import Lot, Need, NeedIndex, Option
from .network import Network

if TYPE_CHECKING:
    from .double_counting import DoubleCountedLot
    from .max_flow import Supply
    from .shares import Shares

Kind: TypeAlias = tuple[tuple[int, ...], tuple[str, ...], frozenset[int]]
"""What supplies have in common that share a node: the needs they may serve, their ceilings, innermost first, and the
needs for which each of their points costs one."""


class _Supplier(NamedTuple):
    """The node of a kind of supplies."""

    given: int
    """The edge to it."""
    row: Sequence[tuple[int, int]]
    """Its needs, with the edge to each."""
    out: Sequence[int]


class Wired(NamedTuple):
    """A network with these supplies, of which no need takes anything yet."""

    net: Network
    rows: Sequence[Sequence[tuple[int, int]]]
    """For each kind its needs, with the edge to each."""
    straight: Sequence[Sequence[tuple[int, int]]]
    """For each need the ways to it that cost nothing and pass no ceiling: the edges to and from the supplies."""


class Wiring:
    """Nodes and edges for needs, and for all supplies and ceilings that flows to them have met so far."""

    SOURCE, SINK, FIRST_NEED = 0, 1, 2

    def __init__(self, needs: Sequence[Need], targets: int) -> None:
        self.needs = needs
        self.index = NeedIndex(needs)
        # what was made of lots and choices before, by the identity of these, which are kept with it
        self.doubled: dict[tuple[int, ...], DoubleCountedLot] = {}
        self.lowered: dict[Hashable, tuple[Lot, Lot]] = {}
        """Lots without what floors deny them."""
        self.narrowed: dict[tuple[int, tuple[Option, ...]], tuple[Lot, Lot]] = {}
        """Lots with no more options than these."""
        self.supplies: dict[int, tuple[Lot, Supply]] = {}
        """Lots as a flow sees them."""
        self.shares: dict[Hashable, Shares] = {}
        """What choices of badges could bring."""
        self.values: dict[tuple[int, ...], dict[tuple[Option, ...], int]] = {}
        """By the weights of a cut what a point is worth by its options."""
        self.families: dict[Hashable, tuple[DoubleCountedLot, int]] = {}
        """What lots with copies are worth by cuts."""
        self.by_target: list[list[int]] = [[] for _ in range(targets)]
        self.demand = [0] * targets
        for n, need in enumerate(needs):
            self.by_target[need.target].append(n)
            self.demand[need.target] += need.demand
        self.head: list[int] = []
        self.price: list[int] = []
        self.out: list[Sequence[int]] = [[] for _ in range(self.FIRST_NEED + len(needs))]
        """The edges out of nodes of supplies, which are always the same; those of others are listed for each flow."""
        self.gate = [self._edge(self.FIRST_NEED + n, self.SINK) for n in range(len(needs))]
        self._suppliers: dict[Kind, _Supplier] = {}
        self._ceilings: dict[tuple[str, str], tuple[int, int]] = {}
        """By name and that of the ceiling around it: the node, and the edge to it."""

    def _edge(self, tail: int, head: int, price: int = 0) -> int:
        self.head += (head, tail)
        self.price += (price, -price)
        return len(self.head) - 2

    def _node(self) -> int:
        self.out.append(())
        return len(self.out) - 1

    def wired(self, supplied: Mapping[Kind, int], caps: Mapping[str, int], cost_limit: int) -> Wired:
        """The network for so much of each kind of supplies under these ceilings."""
        ceilings = self._ceilings_of(supplied)
        suppliers = [self._suppliers.get(kind) or self._supplier(kind, ceilings) for kind in supplied]
        capacity, out = [0] * len(self.head), self.out.copy()
        ways: list[list[int]] = [[] for _ in range(self.FIRST_NEED + len(self.needs))]
        inside: dict[int, list[int]] = {node: [] for node, _ in ceilings.values()}
        for name, (node, edge) in ceilings.items():
            capacity[edge] = caps[name]
            inside.get(self.head[edge + 1], ways[self.SOURCE]).append(edge)
            inside[node].append(edge + 1)
        straight: list[list[tuple[int, int]]] = [[] for _ in self.needs]
        for (_, chain, costly), amount, (given, row, _) in zip(supplied, supplied.values(), suppliers, strict=True):
            capacity[given] = amount
            (inside[ceilings[chain[0]][0]] if chain else ways[self.SOURCE]).append(given)
            for n, edge in row:
                capacity[edge] = amount
                ways[self.FIRST_NEED + n].append(edge + 1)
                if not chain and n not in costly:
                    straight[n].append((given, edge))
        for n, edge in enumerate(self.gate):
            ways[self.FIRST_NEED + n].append(edge)
        out[: len(ways)] = ways
        for node, edges in inside.items():
            out[node] = edges
        return Wired(Network(self.head, capacity, self.price, out, cost_limit), [s.row for s in suppliers], straight)

    def _ceilings_of(self, kinds: Iterable[Kind]) -> dict[str, tuple[int, int]]:
        """The node of each ceiling, with the edge to it, by name in order."""
        chains = dict.fromkeys(chain for _, chain, _ in kinds if chain)
        outer = {inner: around for chain in chains for inner, around in pairwise(chain)}
        return {name: self._ceiling(name, outer) for name in sorted({name for chain in chains for name in chain})}

    def _ceiling(self, name: str, outer: Mapping[str, str]) -> tuple[int, int]:
        around = outer.get(name, "")
        tail = self._ceiling(around, outer)[0] if around else self.SOURCE
        if (name, around) not in self._ceilings:
            node = self._node()
            self._ceilings[name, around] = node, self._edge(tail, node)
        return self._ceilings[name, around]

    def _supplier(self, kind: Kind, ceilings: Mapping[str, tuple[int, int]]) -> _Supplier:
        serves, chain, costly = kind
        node = self._node()
        given = self._edge(ceilings[chain[0]][0] if chain else self.SOURCE, node)
        row = [(n, self._edge(node, self.FIRST_NEED + n, int(n in costly))) for n in serves]
        self.out[node] = out = [given + 1, *(edge for _, edge in row)]
        self._suppliers[kind] = _Supplier(given, row, out)
        return self._suppliers[kind]
