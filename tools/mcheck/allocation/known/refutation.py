"""Cuts that have refuted something, tried on other nodes and in other problems with the same needs."""

from __future__ import annotations

from collections.abc import Sequence

from ..flows.cuts import CutValues, beyond
from ..flows.max_flow import Cut
from ..flows.relaxation import Node

MOST_CUTS, KEPT = 8, 64
"""How many cuts a node is tried on, and how many are kept."""
EFFORT = 4
"""The work of trying a cut."""


class Refutations:
    """The cuts of problems with the same needs; the last one that refuted something comes first."""

    def __init__(self) -> None:
        self.cuts: list[Cut] = []

    def refute(self, values: CutValues, node: Node, met: Sequence[bool]) -> bool:
        """Whether known cuts show that nothing in a node ranks above what is met."""
        return all(self._refuted(values, node, targets) for targets in beyond(met))

    def _refuted(self, values: CutValues, node: Node, targets: int) -> bool:
        """Whether known cuts show that these targets, given as bits, are not all met in a node."""
        for cut in [cut for cut in self.cuts if not cut.targets & ~targets][:MOST_CUTS]:
            values.relaxation.spent += EFFORT
            if values.refutes(cut, node):
                self.learn([cut])
                return True
        return False

    def learn(self, cuts: Sequence[Cut]) -> None:
        for cut in cuts:
            if cut in self.cuts:
                self.cuts.remove(cut)
            self.cuts.insert(0, cut)
        del self.cuts[KEPT:]
