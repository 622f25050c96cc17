"""What no placement can exceed: the part of the search that is decided, with everything else divided at will. Pure.

Every lot may be divided, and every token that is not decided yet stands for its share of the most it could bring; that
is a maximum flow. Groups that are surely below the floor are left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from .flow import Flow, Supply, place
from .matching import maximum_matching
from .problem import Choice, Lot, Option, Problem

EACH = 100
"""What every flow costs beside its lots and edges."""


@dataclass(frozen=True, slots=True)
class Node:
    """Choices made, tokens not decided yet, and lots whose options were narrowed."""

    chosen: tuple[Choice, ...]
    free: frozenset[str]
    narrowed: tuple[tuple[str, tuple[Option, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A node with every lot divisible and every free token standing for its share; `tokens[i]` names the lot's token.

    `supplies` are the lots as the flow saw them, `caps` the ceilings of the problem and of the pairs.
    """

    lots: Sequence[Lot]
    tokens: Sequence[str]
    supplies: Sequence[Supply]
    caps: Mapping[str, int]
    flow: Flow


def relaxed_root(problem: Problem) -> Relaxed:
    """The problem with every lot divisible and nothing chosen yet: no placement can do better."""
    bounds = Bounds(problem, points=True)
    return bounds.relax(bounds.root)


def partners(tokens: Sequence[str], choices: Sequence[Choice]) -> list[list[int]]:
    """For each token the places of those it can be used up with."""
    index = {token: i for i, token in enumerate(tokens)}
    found: list[list[int]] = [[] for _ in tokens]
    for choice in choices:
        if len(choice.uses) == 2:
            a, b = (index[token] for token in choice.uses)
            if b not in found[a]:
                found[a].append(b)
                found[b].append(a)
    return found


def _narrower(lot: Lot, options: tuple[Option, ...]) -> Lot:
    """The lot with these options only, of those that a floor has left it since."""
    targets = {target for target, _ in options}
    return replace(lot, options=tuple(o for o in lot.options if o in options or (o[0] in targets and not o[1])))


class Bounds:
    """The bounds of one problem; `spent` is the work they took, in edges of flow networks."""

    def __init__(self, problem: Problem, points: bool) -> None:
        self.problem = problem
        self.spent = 0
        self.points = points
        self.serves: dict[tuple[Option, ...], tuple[int, ...]] = {}
        self.open: dict[tuple[tuple[Choice, ...], frozenset[str]], tuple[Sequence[Lot], Sequence[str]]] = {}
        self.summed: dict[tuple[Choice, ...], Mapping[tuple[str, int], int]] = {}
        self.hoped: dict[tuple[tuple[Choice, ...], frozenset[str]], Set[tuple[str, int]]] = {}
        """(group, target) pairs of a node that reach the floor only with what its free tokens may bring."""
        self.by_token: dict[str, list[Choice]] = {}
        rank = {token: i for i, token in enumerate(problem.kinds)}
        for choice in problem.choices:
            for token in sorted(choice.uses, key=lambda token: rank.get(token, 0)):  # whichever is named first
                self.by_token.setdefault(token, []).append(choice)
        self.caps = dict(problem.caps)
        self.token_cap = self._token_caps()
        self.shares = {token: self._shares(token) for token in self.by_token}
        self.root = Node((), frozenset(self.by_token))

    def relax(self, node: Node) -> Relaxed:
        lots, tokens = self.lots_of(node)
        if node.narrowed:
            narrowed = dict(node.narrowed)
            lots = [_narrower(lot, narrowed[lot.id]) if lot.id in narrowed else lot for lot in lots]
        supplies = [(lot.amount, self.needs_for(lot.options), lot.caps) for lot in lots]
        self.spent += (
            EACH + len(lots) + sum(len(serves) for serves, _ in {(serves, caps) for _, serves, caps in supplies})
        )
        flow = place(supplies, self.problem.needs, self.problem.targets, self.caps, points=self.points)
        return Relaxed(lots, tokens, supplies, self.caps, flow)

    def needs_for(self, options: tuple[Option, ...]) -> tuple[int, ...]:
        found = self.serves.get(options)
        if found is None:
            may: dict[int, set[str]] = {}
            for target, category in options:
                may.setdefault(target, set()).add(category)
            found = self.serves[options] = tuple(
                n
                for n, need in enumerate(self.problem.needs)
                if need.target in may and (need.categories is None or not need.categories.isdisjoint(may[need.target]))
            )
        return found

    def lots_of(self, node: Node) -> tuple[Sequence[Lot], Sequence[str]]:
        """The lots of a node, the shares of free tokens among them, after the floors; and whose share each is."""
        key = node.chosen, node.free
        if key not in self.open:
            lots = self.above_floor(node)
            shares = [(lot, token) for token in self.by_token if token in node.free for lot in self.shares[token]]
            tokens = [""] * len(lots) + [token for _, token in shares]
            self.open[key] = [*lots, *(lot for lot, _ in shares)], tokens
        return self.open[key]

    def firm(self, chosen: Sequence[Choice]) -> list[Lot]:
        """The lots there are for certain after these choices."""
        return [*self.problem.lots, *(lot for choice in chosen for lot in choice.lots)]

    def above_floor(self, node: Node) -> list[Lot]:
        """Firm lots without the options that a floor denies them, as far as that is certain in this node."""
        lots = self.firm(node.chosen)
        if not any(self.problem.floors):
            return lots
        sums = self.sums(node.chosen)
        hope: dict[tuple[str, int], int] = {}
        for token in node.free:
            most: dict[tuple[str, int], int] = {}
            for choice in self.by_token[token]:
                for lot in choice.lots:
                    for target in {t for t, _ in lot.options}:
                        share = -(-lot.amount // len(choice.uses))
                        most[lot.group, target] = max(most.get((lot.group, target), 0), share)
            for place_, share in most.items():
                hope[place_] = hope.get(place_, 0) + share
        below = {key for key, have in sums.items() if have < self.problem.floors[key[1]]}
        low = {key for key in below if sums[key] + hope.get(key, 0) < self.problem.floors[key[1]]}
        self.hoped[node.chosen, node.free] = below - low
        return [self.allowed(lot, low) for lot in lots] if low else lots

    def allowed(self, lot: Lot, low: Set[tuple[str, int]]) -> Lot:
        """A lot without the options for targets of which its group is surely below the floor."""
        mine = {t for t, _ in lot.options if (lot.group, t) in low}
        if not mine:
            return lot
        kept = [o for o in lot.options if o[0] not in mine]
        if self.problem.floor_keeps_total:
            kept += [(t, "") for t in sorted(mine)]
        return replace(lot, options=tuple(kept))

    def sums(self, chosen: tuple[Choice, ...]) -> Mapping[tuple[str, int], int]:
        """What each group adds up to for each target, after ceilings (nested: filling in any order is exact)."""
        if chosen in self.summed:
            return self.summed[chosen]
        sums: dict[tuple[str, int], int] = {}
        self.summed[chosen] = sums
        left: dict[tuple[str, int, str], int] = {}
        counted = set()
        for lot in self.firm(chosen):
            for target in {t for t, _ in lot.options} if lot.group else ():
                if (lot.copy_of or lot.id, target) in counted:
                    continue
                counted.add((lot.copy_of or lot.id, target))
                amount = lot.amount
                for cap in lot.caps:
                    amount = min(amount, left.get((lot.group, target, cap), self.caps[cap]))
                for cap in lot.caps:
                    left[lot.group, target, cap] = left.get((lot.group, target, cap), self.caps[cap]) - amount
                sums[lot.group, target] = sums.get((lot.group, target), 0) + amount
        return sums

    def _token_caps(self) -> dict[str, str]:
        """For each token the ceiling of its component, where no token can be used alone: the largest matching."""
        tokens = list(self.by_token)
        neighbors = partners(tokens, self.problem.choices)
        alone = {choice.uses[0] for choice in self.problem.choices if len(choice.uses) == 1}
        mate = maximum_matching(neighbors)
        found: dict[str, str] = {}
        for first, token in enumerate(tokens):
            if token in found:
                continue
            component = [first]
            for node in component:
                component += [other for other in neighbors[node] if other not in component]
            name = "" if any(tokens[i] in alone for i in component) else f"pairs of {token}"
            if name:
                most = max(lot.amount for i in component for c in self.by_token[tokens[i]] for lot in c.lots)
                self.caps[name] = sum(mate[i] >= 0 for i in component) // 2 * most
            found |= {tokens[i]: name for i in component}
        return found

    def _shares(self, token: str) -> list[Lot]:
        """What a free token could bring: a lot for the points and one for each kind of copy, wider than any choice."""
        alike: dict[str, list[tuple[int, Lot]]] = {}
        for choice in self.by_token[token]:
            for lot in choice.lots:
                alike.setdefault(lot.copy, []).append((-(-lot.amount // len(choice.uses)), lot))
        found = []
        for copy, lots in alike.items():
            chains = {lot.caps for _, lot in lots}
            caps = chains.pop() if len(chains) == 1 else ()
            if self.token_cap[token]:
                name = f"{self.token_cap[token]}{copy}"
                self.caps[name] = self.caps[self.token_cap[token]]
                caps = (name, *caps)
            options = dict.fromkeys(option for _, lot in lots for option in lot.options)
            found.append(Lot(f"~{token}{copy}", max(share for share, _ in lots), tuple(options), caps))
        return found
