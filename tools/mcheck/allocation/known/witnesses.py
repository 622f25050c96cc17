"""Placements found before, for other problems with the same needs: where all that they use is there, they hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..flows.max_flow import Flow
from ..flows.relaxation import Node, Relaxation, RelaxedNode
from ..problem import Choice, Lot

MOST_WITNESSES = 24


class Witness(NamedTuple):
    """What a placement meets, and all that it rests on."""

    met: tuple[bool, ...]
    chosen: tuple[Choice, ...]
    taken: Mapping[Lot, Mapping[int, int]]
    """What needs took of each lot, with no more options than floors left it."""
    lots: frozenset[Lot]
    """Those of them that no choice brings, as they were before."""
    caps: Mapping[str, int]
    """The ceilings that they share."""


class Witnesses:
    """Those of problems with the same needs; the last one that was of use comes first."""

    def __init__(self) -> None:
        self.known: list[Witness] = []

    def note(self, relaxation: Relaxation, node: Node, relaxed: RelaxedNode) -> None:
        """Keeps what a placement does for the targets that it meets."""
        met, needs = relaxed.flow.met, relaxation.problem.needs
        taken: dict[Lot, Mapping[int, int]] = {}
        for lot, row in zip(relaxation.lots_of(node)[0], relaxed.flow.taken, strict=True):
            mine = {n: amount for n, amount in row.items() if met[needs[n].target]}
            if mine:
                taken[lot] = mine
        used = {lot.id for lot in taken} | {lot.origin for lot in taken}
        firm = frozenset(lot for lot in relaxation.problem.lots if lot.id in used)
        caps = {cap: relaxation.caps[cap] for lot in taken for cap in lot.caps}
        self.known.insert(0, Witness(met, node.chosen, taken, firm, caps))
        del self.known[MOST_WITNESSES:]

    def best(self, relaxation: Relaxation) -> tuple[Node, RelaxedNode] | None:
        """The one that meets most of those that hold in a problem."""
        there, choices = set(relaxation.problem.lots), set(relaxation.problem.choices)
        for witness in sorted(self.known, key=lambda one: one.met, reverse=True):
            same = all(relaxation.caps.get(cap) == most for cap, most in witness.caps.items())
            if same and witness.lots <= there and choices.issuperset(witness.chosen):
                placed = _placed(witness, relaxation)
                if placed is not None:
                    self.known.remove(witness)
                    self.known.insert(0, witness)
                    return placed
        return None


def _placed(witness: Witness, relaxation: Relaxation) -> tuple[Node, RelaxedNode] | None:
    """The placement in a problem; None where a floor keeps something from counting."""
    node = Node(witness.chosen, frozenset())
    lots, tokens = relaxation.lots_of(node)
    taken = [dict(witness.taken.get(lot, ())) for lot in lots]
    if sum(map(bool, taken)) < len(witness.taken):
        return None
    placed = _placed_by_target(relaxation, taken)
    flow = Flow(witness.met, placed, lambda: taken)
    return node, RelaxedNode(lots, tokens, [], relaxation.caps, flow)


def _placed_by_target(relaxation: Relaxation, taken: Sequence[Mapping[int, int]]) -> tuple[int, ...]:
    placed = [0] * relaxation.problem.targets
    for row in taken:
        for n, amount in row.items():
            placed[relaxation.problem.needs[n].target] += amount
    return tuple(placed)
