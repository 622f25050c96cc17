"""What searches have refuted: the cuts met last, for nodes to be tried on before a flow is worked out."""

from __future__ import annotations

from collections.abc import Sequence

from .flows.cuts import CutValues, beyond
from .flows.max_flow import Cut
from .flows.relaxation import Node, Relaxation

MOST_CUTS = 6
"""How many cuts a node is tried on."""


class Refutations:
    """The cuts of problems with the same needs, the last one that refuted something first."""

    def __init__(self) -> None:
        self.cuts: list[Cut] = []

    def refute(self, relaxation: Relaxation, values: CutValues, node: Node, met: Sequence[bool]) -> bool:
        """Whether known cuts show that nothing in a node ranks above what is met."""
        lots, _ = relaxation.narrowed(node)
        doubled = relaxation.doubled(node.chosen)
        limits = dict(node.limits)
        for targets in beyond(met):
            tried = 0
            for place, cut in enumerate(self.cuts):
                if cut.targets & ~targets:
                    continue
                tried += 1
                relaxation.spent += 8
                if values.refutes(cut, lots, doubled, limits, relaxation.caps):
                    if place:
                        self.cuts.insert(0, self.cuts.pop(place))
                    break
                if tried == MOST_CUTS:
                    return False
            else:
                return False
        return True

    def learn(self, cuts: Sequence[Cut]) -> None:
        for cut in cuts:
            if cut in self.cuts:
                self.cuts.remove(cut)
            self.cuts.insert(0, cut)
        del self.cuts[64:]
