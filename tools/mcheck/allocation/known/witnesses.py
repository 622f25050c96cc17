"""Placements found before, for other problems with the same needs: where all that they use is there, they hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import NamedTuple

from ..flows.max_flow import Flow
from ..flows.relaxation import Node, Placed, Relaxation, RelaxedNode
from ..problem import Choice, Lot

MOST_WITNESSES = 24


class Witness(NamedTuple):
    """What a placement meets, and all that it rests on."""

    met: tuple[bool, ...]
    chosen: tuple[Choice, ...]
    taken: Mapping[str, tuple[Lot, Mapping[int, int]]]
    """Lots by id, with no more options than floors left them, and what needs took of each."""
    lots: Sequence[Lot]
    """Those of them that no choice brings, as they were before."""
    least: Mapping[str, int]
    """What was taken of a lot with its copies, by its id: with so much of it the placement still holds."""
    caps: Mapping[str, int]
    """The ceilings that they share."""

    def holds(self, relaxation: Relaxation, there: Mapping[str, Lot], choices: Set[Choice]) -> bool:
        """Whether all that it rests on is in a problem, whose lots are given by id, and its choices; floors apart."""
        if any(relaxation.caps.get(cap) != most for cap, most in self.caps.items()):
            return False
        for lot in self.lots:
            other = there.get(lot.id)
            if other is lot:
                continue
            if other is None or other.amount < self.least[lot.origin] or lot != other._replace(amount=lot.amount):
                return False
        return choices >= set(self.chosen)


class Witnesses:
    """Those of problems with the same needs; the last one that was of use comes first."""

    def __init__(self) -> None:
        self.known: list[Witness] = []

    def note(self, relaxation: Relaxation, node: Node, relaxed: RelaxedNode) -> None:
        """Keeps what a placement does for the targets that it meets."""
        met, needs = relaxed.flow.met, relaxation.problem.needs
        taken: dict[str, tuple[Lot, Mapping[int, int]]] = {}
        least: dict[str, int] = {}
        for lot, row in zip(relaxation.lots_of(node)[0], relaxed.flow.taken, strict=True):
            mine = {n: amount for n, amount in row.items() if met[needs[n].target]}
            if mine:
                taken[lot.id] = lot, mine
                least[lot.origin] = least.get(lot.origin, 0) + sum(mine.values())
        firm = [lot for lot in relaxation.problem.lots if lot.id in taken or lot.id in least]
        caps = {cap: relaxation.caps[cap] for lot, _ in taken.values() for cap in lot.caps}
        self.known.insert(0, Witness(met, node.chosen, taken, firm, least, caps))
        del self.known[MOST_WITNESSES:]

    def best(self, relaxation: Relaxation) -> Placed | None:
        """The one that meets most of those that hold in a problem."""
        there, choices = {lot.id: lot for lot in relaxation.problem.lots}, set(relaxation.problem.choices)
        for witness in sorted(self.known, key=lambda one: one.met, reverse=True):
            if witness.holds(relaxation, there, choices):
                placed = _placed(witness, relaxation)
                if placed is not None:
                    self.known.remove(witness)
                    self.known.insert(0, witness)
                    return placed
        return None


def _placed(witness: Witness, relaxation: Relaxation) -> Placed | None:
    """The placement in a problem; None where a floor keeps something from counting."""
    node = Node(witness.chosen, frozenset())
    lots, tokens = relaxation.lots_of(node)
    taken = [dict(_taken_of(witness, lot)) for lot in lots]
    if sum(map(bool, taken)) < len(witness.taken):
        return None
    placed = _placed_by_target(relaxation, taken)
    flow = Flow(witness.met, placed, lambda: taken)
    return node, RelaxedNode(lots, tokens, [], relaxation.caps, flow)


def _taken_of(witness: Witness, lot: Lot) -> Mapping[int, int]:
    """What needs take of a lot; nothing where a floor has left it other options."""
    found = witness.taken.get(lot.id)
    return found[1] if found is not None and found[0].options == lot.options else {}


def _placed_by_target(relaxation: Relaxation, taken: Sequence[Mapping[int, int]]) -> tuple[int, ...]:
    placed = [0] * relaxation.problem.targets
    for row in taken:
        for n, amount in row.items():
            placed[relaxation.problem.needs[n].target] += amount
    return tuple(placed)
