"""What searches have refuted: trees of branches with cuts at their leaves, which hold for other problems as well.

A search that fails has shown, branch by branch, why nothing better is left. In the next problem with the same needs the
same branches are made and their cuts added up, without a flow for any of them; a flow is worked out only where a cut no
longer holds, and grows the tree.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from itertools import chain

from ..branching import Rule
from ..flows.cuts import CutValues, beyond
from ..flows.max_flow import Cut
from ..flows.relaxation import Node

MOST_CUTS = 4
"""How many cuts a node is tried on that have refuted others."""
OWN_CUTS = 4
"""How many that have refuted it are kept with it."""
EFFORT = 4
"""The work of trying a cut."""


class Tree:
    """A node of a refutation: the cuts that refuted it, and by which rule it was branched, with what came of each."""

    __slots__ = ("branches", "cuts", "refuted", "rule")

    def __init__(self) -> None:
        self.refuted: set[Sequence[bool]] = set()
        """Of a root: what has been met where it refuted all that ranks above."""
        self.cuts: list[Cut] = []
        self.rule: Rule | None = None
        self.branches: dict[Hashable, Tree] = {}

    def branch(self, key: Hashable) -> Tree:
        return self.branches.setdefault(key, Tree())

    def learn(self, cuts: Sequence[Cut]) -> None:
        _put_first(self.cuts, cuts, OWN_CUTS)


class Refutations:
    """Those of problems with the same needs; of the cuts the last one that refuted something comes first."""

    def __init__(self) -> None:
        self.cuts: list[Cut] = []
        self.trees: dict[Hashable, Tree] = {}
        """By what kinds of lots there are."""

    def refute(self, tree: Tree, values: CutValues, node: Node, met: Sequence[bool]) -> bool:
        """Whether known cuts show that nothing in a node ranks above what is met."""
        return all(self._refuted(tree, values, node, targets) for targets in beyond(met))

    def most(self, tree: Tree, values: CutValues, node: Node) -> tuple[bool, ...]:
        """The targets of a node that are met at most, as far as known cuts show."""
        met, before = list[bool](), 0
        for target in range(values.relaxation.problem.targets):
            full = not self._refuted(tree, values, node, before | 1 << target)
            before |= full << target
            met.append(full)
        return tuple(met)

    def _refuted(self, tree: Tree, values: CutValues, node: Node, targets: int) -> bool:
        """Whether known cuts show that these targets, given as bits, are not all met in a node."""
        found = next((cut for cut in self._candidates(tree, targets) if self._refutes(values, cut, node)), None)
        if found is None:
            return False
        _put_first(self.cuts, [found], 64)
        tree.learn([found])
        return True

    def _refutes(self, values: CutValues, cut: Cut, node: Node) -> bool:
        values.relaxation.spent += EFFORT
        return values.refutes(cut, node)

    def _candidates(self, tree: Tree, targets: int) -> Iterator[Cut]:
        left = MOST_CUTS
        for place, cut in enumerate(chain(tuple(tree.cuts), tuple(self.cuts))):
            if cut.targets & ~targets:
                continue
            if place >= len(tree.cuts):
                if cut in tree.cuts:
                    continue
                left -= 1
            yield cut
            if not left:
                return

    def learn(self, tree: Tree, cuts: Sequence[Cut]) -> None:
        _put_first(self.cuts, cuts, 64)
        tree.learn(cuts)


def _put_first(known: list[Cut], cuts: Sequence[Cut], most: int) -> None:
    for cut in cuts:
        if known and known[0] is cut:
            continue
        if cut in known:
            known.remove(cut)
        known.insert(0, cut)
    del known[most:]
