"""Which badges are used together: the ways to decide a token that the flow of a node leaves open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping

from .flows.relaxation import Node, Relaxation, RelaxedNode
from .problem import Choice, Lot, Problem


def shape_of_lot(lot: Lot) -> Hashable:
    """What lots that may be exchanged have in common."""
    return lot.amount, lot.options, lot.caps, lot.one_category, lot.one_target, lot.group, lot.counts_again_as


class TokenBranching:
    """Which tokens a node leaves undecided though its flow uses them, and the ways to decide one."""

    def __init__(self, problem: Problem, relaxation: Relaxation) -> None:
        self.problem = problem
        self.relaxation = relaxation
        self.by_token = relaxation.by_token
        self.partners = {t: {u for c in mine if t in c.pair for u in c.pair} for t, mine in self.by_token.items()}
        """By token those it can be used up with, itself included."""

    def largest_share(self, relaxed: RelaxedNode) -> tuple[int, str]:
        """(amount, token) of the largest share of an undecided token that a flow uses; "" for none."""
        shares = [
            (lot.amount, token)
            for lot, taken, token in zip(relaxed.lots, relaxed.flow.taken, relaxed.tokens, strict=True)
            if token and taken
        ]
        return max(shares, key=lambda one: one[0], default=(0, ""))

    def needed_for_floor(self, node: Node, relaxed: RelaxedNode) -> str | None:
        """An undecided token that a lot in use needs for its group to reach the floor; None when none does."""
        hoped = self.relaxation.hoped.get((node.chosen, node.free))
        for lot, taken in zip(relaxed.lots, relaxed.flow.taken, strict=True) if hoped else ():
            for need in (self.problem.needs[n] for n in taken):
                place, anywhere = (lot.group, need.target), self.problem.floor_keeps_total and need.categories is None
                if place in (hoped or ()) and not anywhere:
                    return next(t for t in self.by_token if t in node.free and self._brings(t, *place))
        return None

    def _brings(self, token: str, group: str, target: int) -> bool:
        """Whether a token may bring something to a group for a target."""
        lots = (lot for choice in self.by_token[token] for lot, _ in choice.shares(token) if lot.group == group)
        return any(t == target for lot in lots for t, _ in lot.options)

    def decide(self, node: Node, token: str, wants: Mapping[str, Mapping[int, int]]) -> list[Node]:
        """The ways to use a token, one of those that are alike, and last not to use it.

        Those come first that do what a flow `wants`.
        """
        branches: dict[Hashable, tuple[tuple[int, ...], Node]] = {}
        for choice in self.by_token.get(token, ()):
            if not node.free.issuperset(choice.uses):
                continue
            same = self.shape(choice)
            if same not in branches:
                other = [t for t in choice.uses if t != token]
                degree = sum(len(node.free & self.partners[t]) for t in other)
                after = Node((*node.chosen, choice), node.free.difference(choice.uses), node.narrowed)
                branches[same] = (-self.agreement(choice, wants), degree), after
        ways = [after for _, after in sorted(branches.values(), key=lambda one: one[0])]
        return [*ways, Node(node.chosen, node.free - {token}, node.narrowed)]

    def pairings(self, node: Node, most: int) -> list[Node]:
        """The ways to decide all tokens that leave none that could be used; none where there are more than `most`."""
        found: dict[Hashable, Node] = {}
        waiting = [node]
        while waiting:
            if len(found) + len(waiting) > most:
                return []
            now = waiting.pop()
            token = next((t for t in self.by_token if t in now.free and self._usable(now.free, t)), None)
            if token is not None:
                waiting += self.decide(now, token, {})
            elif not self._more(node, now):
                found.setdefault(
                    frozenset(Counter(map(self.shape, now.chosen)).items()), now._replace(free=frozenset())
                )
        return [*found.values()]

    def _usable(self, free: frozenset[str], token: str) -> bool:
        return any(free.issuperset(choice.uses) for choice in self.by_token[token])

    def _more(self, before: Node, after: Node) -> bool:
        """Whether what was free before could be used beside what is chosen after, or as the third of a pair of that."""
        left = before.free.difference(*(choice.uses for choice in after.chosen))
        pairs = {choice.uses for choice in after.chosen}
        return any(
            left.issuperset(choice.uses) or (choice.pair in pairs and not left.isdisjoint(choice.uses[2:]))
            for choice in self.problem.choices
        )

    def wants(self, relaxed: RelaxedNode) -> dict[str, Mapping[int, int]]:
        """Which needs the share of each token goes to in this flow."""
        return {t: taken for taken, t in zip(relaxed.flow.taken, relaxed.tokens, strict=True) if t and taken}

    def agreement(self, choice: Choice, wants: Mapping[str, Mapping[int, int]]) -> int:
        """How much of what its tokens do in a flow the choice could do as well."""
        options = {need for lot in choice.lots for need in self.relaxation.needs_for(lot.options)}
        return sum(amount for t in choice.uses for need, amount in wants.get(t, {}).items() if need in options)

    def shape(self, choice: Choice) -> Hashable:
        """What choices that differ only by exchanging equal tokens have in common."""
        uses = Counter(self.problem.kinds.get(token, token) for token in choice.uses)
        return frozenset(uses.items()), tuple(shape_of_lot(lot) for lot in choice.lots)
