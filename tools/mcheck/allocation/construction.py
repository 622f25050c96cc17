"""A first complete placement, for the search to improve on: every token decided, then every divided lot narrowed."""

from __future__ import annotations

from collections.abc import Mapping

from .branching import Branch, branchings
from .flows.double_counting import Limits
from .flows.matching import maximum_matching
from .flows.relaxation import Node, Placed, Relaxation, RelaxedNode
from .problem import Choice, Lot, Option
from .tokens import TokenBranching

ROUNDS = 8
"""How often divided lots are narrowed together and placed again before each is held to one option."""


class Construction:
    """Makes whole placements of one problem."""

    def __init__(self, relaxation: Relaxation, tokens: TokenBranching, unit: int) -> None:
        self.relaxation = relaxation
        self.tokens = tokens
        self.unit = unit

    def construct(self, node: Node, relaxed: RelaxedNode) -> Placed:
        """From a node and its bound to one whose flow breaks no rule, with every token decided."""
        if node.free:
            node = self.match(node, relaxed)
            relaxed = self.relaxation.relax(node)
        rounds = 0
        while (repair := self._repair(node, relaxed)) is not None:
            rounds += 1
            if rounds > ROUNDS:
                undivided = {lot.id: _undivided(lot) for lot in relaxed.lots}
                repair = Branch(undivided | dict(repair.narrowed), repair.limits)
            node = repair.node(node)
            relaxed = self.relaxation.relax(node)
        return node, relaxed

    def _repair(self, node: Node, relaxed: RelaxedNode) -> Branch | None:
        """What repairs each lot that is used against its rule, all at once; None where none is."""
        narrowed: dict[str, tuple[Option, ...]] = {}
        limits: dict[str, Limits] = {}
        for one in branchings(node, relaxed, self.relaxation, self.unit):
            narrowed |= one.repair.narrowed
            limits |= one.repair.limits
        return Branch(narrowed, limits) if narrowed or limits else None

    def match(self, node: Node, relaxed: RelaxedNode | None = None) -> Node:
        """All free tokens decided: as many pairs as can be, those first that do what the flow does.

        What is left over joins a pair that has no third token yet, where it can.
        """
        wants = self.tokens.wants(relaxed) if relaxed is not None else {}
        tokens = [t for t in self.tokens.by_token if t in node.free]
        index = {token: i for i, token in enumerate(tokens)}
        best: dict[tuple[int, int], tuple[int, Choice]] = {}
        neighbors: list[list[int]] = [[] for _ in tokens]
        for choice in self.tokens.problem.choices:
            if len(choice.uses) > 2 or not node.free.issuperset(choice.uses):
                continue
            a, b = sorted(index[token] for token in choice.uses)
            score = self.tokens.agreement(choice, wants)
            if (a, b) not in best:
                neighbors[a].append(b)
                neighbors[b].append(a)
            if (a, b) not in best or score > best[a, b][0]:
                best[a, b] = score, choice
        start = [-1] * len(tokens)
        ranked = sorted(best, key=lambda ends: (-best[ends][0], sum(len(neighbors[end]) for end in ends), ends))
        for a, b in ranked:
            if start[a] == start[b] == -1:
                start[a], start[b] = b, a
        mate = maximum_matching(neighbors, start)
        pairs = [*node.chosen, *(best[a, b][1] for a, b in enumerate(mate) if a < b)]
        left = {tokens[a] for a, b in enumerate(mate) if b == -1}
        return Node(self._with_thirds(pairs, left, wants), frozenset(), node.narrowed)

    def _with_thirds(
        self, pairs: list[Choice], left: set[str], wants: Mapping[str, Mapping[int, int]]
    ) -> tuple[Choice, ...]:
        """The choices made, with tokens that are left beside their pairs."""
        choices = self.tokens.problem.choices
        fitting = [c for c in choices if len(c.uses) > 2 and c.uses[2] in left] if left else []
        for choice in sorted(fitting, key=lambda choice: -self.tokens.agreement(choice, wants)):
            pair = Choice(choice.pair, tuple(lot for lot in choice.lots if choice.uses[2] not in lot.of))
            if choice.uses[2] in left and pair in pairs:
                pairs[pairs.index(pair)] = choice
                left.remove(choice.uses[2])
        return tuple(pairs)


def _undivided(lot: Lot) -> tuple[Option, ...]:
    """Options that a lot cannot be divided over."""
    options = tuple(o for o in lot.options if not lot.one_target or o.target == lot.options[0].target)
    if not lot.one_category:
        return options
    return tuple({option.target: option for option in reversed(options)}.values())[::-1]
