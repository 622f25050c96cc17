"""The bound of the search: what no placement can exceed, as all that is not decided yet may be divided freely.

Every lot may be divided, and every token that is not decided yet stands for its share of the most it could bring; that
is a maximum flow. Groups that are surely below the floor are left out. Where points may count again,
`double_counting` holds the flow to the points that there are.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from functools import partial
from typing import NamedTuple, TypeAlias

from ..problem import Choice, Lot, NeedIndex, Option, Problem
from .double_counting import DoubleCountedLot, DoubleCounting, Limits, Part, double_counted_lots
from .max_flow import Cut, Flow, Priced, Supply, TargetFlow, flow_beyond, least_lacking
from .shares import shares_of
from .wiring import Wiring

FLOW_OVERHEAD = 100
"""What every flow costs beside its lots and edges."""


class Node(NamedTuple):
    """Choices made, tokens not decided yet, lots whose options were narrowed, and limits of those with copies."""

    chosen: tuple[Choice, ...]
    free: frozenset[str]
    narrowed: tuple[tuple[str, tuple[Option, ...]], ...] = ()
    limits: tuple[tuple[str, Limits], ...] = ()
    """By the id of a lot with copies how many of its points may count as what."""


class RelaxedNode(NamedTuple):
    """A node with every lot divisible and every free token standing for its share; `tokens[i]` names the lot's token.

    `supplies` are the lots as the flow saw them, several for one whose points are limited; `caps` the ceilings of the
    problem and of the pairs.
    """

    lots: Sequence[Lot]
    tokens: Sequence[str]
    supplies: Sequence[Supply]
    caps: Mapping[str, int]
    flow: Flow


Placed: TypeAlias = tuple[Node, RelaxedNode]
"""A node whose flow breaks no rule: a placement."""


class Changed(NamedTuple):
    """A lot with its copies, as they were before they were narrowed and after."""

    name: str
    before: Sequence[Lot]
    lots: Sequence[Lot]
    limits: Limits


class LotSums(NamedTuple):
    """What is alike of lots, together."""

    alone: dict[tuple[Option, ...], int]
    """How much there is of the lots without copies, by their options."""
    doubled: dict[str, list[Lot]]
    """The lots with copies, with these, by id."""
    capped: list[Lot]
    """Those that share ceilings."""


def relaxed_root(problem: Problem, wiring: Wiring | None = None) -> RelaxedNode:
    """The problem with every lot divisible and nothing chosen yet: no placement can do better.

    The wiring may be that of problems with the same needs.
    """
    bounds = Relaxation(problem, True, None, wiring)
    return bounds.relax(bounds.root, ceilings_only=True)


def _joined(flow: Flow, parts: Sequence[Part], lots: int) -> list[dict[int, int]]:
    """What a flow took of each lot, of which it saw several parts."""
    taken: list[dict[int, int]] = [{} for _ in range(lots)]
    for (owner, *_), row in zip(parts, flow.taken, strict=True):
        for n, amount in row.items():
            taken[owner][n] = taken[owner].get(n, 0) + amount
    return taken


class Relaxation:
    """The bounds of one problem; `spent` is the work they took, in edges of flow networks and steps along them."""

    def __init__(
        self, problem: Problem, points: bool, first: frozenset[int] | None = None, wiring: Wiring | None = None
    ) -> None:
        self.problem = problem
        self.spent = 0
        self.points = points
        self.first = first
        """Where as little as can be is to be lacking: the targets that are to be full before all else."""
        self._wiring = wiring
        every = (*problem.lots, *(lot for choice in problem.choices for lot in choice.lots))
        self.copies = any(lot.same_points_as for lot in every)
        self.counted_again = any(lot.counts_again_as for lot in every)
        self.index = NeedIndex(problem.needs) if wiring is None else wiring.index
        self.needs_for = self.index.needs_for
        self.open: dict[tuple[tuple[Choice, ...], frozenset[str]], tuple[Sequence[Lot], Sequence[str]]] = {}
        self.places: dict[tuple[tuple[Choice, ...], frozenset[str]], dict[str, list[int]]] = {}
        self.summed: dict[tuple[Choice, ...], Mapping[tuple[str, int], int]] = {}
        self.hoped: dict[tuple[tuple[Choice, ...], frozenset[str]], Set[tuple[str, int]]] = {}
        """(group, target) pairs of a node that reach the floor only with what its free tokens may bring."""
        shared = shares_of(problem, {} if wiring is None else wiring.shares)
        self.by_token, self.shares = shared.by_token, shared.lots
        self.caps = {**problem.caps, **shared.caps}
        self.root = Node((), frozenset(self.by_token))
        self._doubled: dict[tuple[Choice, ...], Mapping[str, DoubleCountedLot]] = {}
        self.doubled_shares = shared.doubled
        self.cuts: list[Cut] = []
        """Why targets are not met in the last node that was relaxed."""
        self.summed_lots: dict[tuple[tuple[Choice, ...], frozenset[str]], LotSums] = {}
        self._changed: tuple[Node, list[Changed]] = self.root, []

    @property
    def wiring(self) -> Wiring:
        """What flows go through; where none is asked for, there is none."""
        if self._wiring is None:
            self._wiring = Wiring(self.problem.needs, self.problem.targets)
        return self._wiring

    def relax(self, node: Node, *, ceilings_only: bool = False) -> RelaxedNode:
        """The best flow of a node; with `ceilings_only` points count again without end, as for a tight set."""
        relaxed = self.relax_beyond(node, None, ceilings_only=ceilings_only)
        assert relaxed is not None
        return relaxed

    def worth(self, flow: Flow) -> tuple[object, ...]:
        """What is maximized."""
        return flow.rank if self.points else flow.met

    def relax_beyond(self, node: Node, best: Flow | None, *, ceilings_only: bool = False) -> RelaxedNode | None:
        """The same; None where it is worth no more than the best flow that is known."""
        lots, tokens = self.narrowed(node)
        self.cuts = []
        double = self.double_counting(node, lots, ceilings_only=ceilings_only) if self.copies else None
        parts = () if double is None else double.parts(self.caps)
        if node.limits:
            supplies = [(part.amount, self.needs_for(part.options), part.caps) for part in parts]
        else:
            supplies = [self.supply(lot) for lot in lots]
        edges = sum(len(serves) for serves, _ in {(serves, caps) for _, serves, caps in supplies})

        def flow_of(priced: Priced, cost_limit: int) -> Flow | None:
            self.spent += (FLOW_OVERHEAD + len(lots) + edges) * (4 if priced else 3) // 3
            network = TargetFlow(self.wiring, supplies, self.caps, priced, cost_limit)
            if self.first is None:
                flow = flow_beyond(network, () if best is None else best.met, points=self.points)
            else:
                flow = least_lacking(network, self.first, in_turn=self.counted_again)
            self.spent += network.net.visited // 2
            self.cuts += network.cuts
            if flow is None or (best is not None and self.worth(flow) <= self.worth(best)):
                return None
            if double is None or len(parts) == len(lots):
                return flow
            deal = partial(_joined, flow, parts, len(lots))
            return Flow(flow.met, flow.placed, deal, flow.filled, flow.held, flow.own)

        flow = flow_of((), 0) if double is None else double.best_flow(parts, flow_of)
        return None if flow is None else RelaxedNode(lots, tokens, supplies, self.caps, flow)

    def double_counting(self, node: Node, lots: Sequence[Lot], *, ceilings_only: bool) -> DoubleCounting:
        """What holds the flows of a node to the points there are, where some count again."""
        firm = {} if ceilings_only else self.doubled(node.chosen)
        doubled = {} if ceilings_only else {**self.doubled_shares, **firm}
        return DoubleCounting(lots, doubled, firm, dict(node.limits), self.index)

    def narrowed(self, node: Node) -> tuple[Sequence[Lot], Sequence[str]]:
        """The lots of a node with no more options than are left to them, and whose share each is."""
        lots, tokens = self.lots_of(node)
        if node.narrowed:
            lots, narrowed = list(lots), dict(node.narrowed)
            places = self.places_of(node)
            for i in dict.fromkeys(i for name in narrowed for i in places.get(name, ())):
                lots[i] = self.narrower(lots[i], narrowed)
        return lots, tokens

    def supply(self, lot: Lot) -> Supply:
        """A lot as a flow sees it."""
        supply = self.wiring.supplies.get(id(lot))
        if supply is None:
            supply = self.wiring.supplies[id(lot)] = lot, (lot.amount, self.needs_for(lot.options), lot.caps)
        return supply[1]

    def places_of(self, node: Node) -> Mapping[str, Sequence[int]]:
        """By the id of a lot its places among the lots of a node, with those of what counts its points again."""
        key = node.chosen, node.free
        if key not in self.places:
            places = self.places[key] = dict[str, list[int]]()
            for i, lot in enumerate(self.lots_of(node)[0]):
                places.setdefault(lot.id, []).append(i)
                if lot.same_points_as:
                    places.setdefault(lot.same_points_as, []).append(i)
        return self.places[key]

    def changed(self, node: Node) -> list[Changed]:
        """The lots that a node narrows or limits, each with its copies."""
        if self._changed[0] is not node:
            narrowed, limits = dict(node.narrowed), dict(node.limits)
            lots, places = self.lots_of(node)[0], self.places_of(node)
            names = dict.fromkeys([*(lots[places[i][0]].origin for i in narrowed if i in places), *limits])
            families = [(name, [lots[i] for i in places.get(name, ())]) for name in names]
            self._changed = (
                node,
                [
                    Changed(name, before, [self.narrower(lot, narrowed) for lot in before], limits.get(name, ()))
                    for name, before in families
                ],
            )
        return self._changed[1]

    def sums_of(self, node: Node) -> LotSums:
        """The lots of a node before any is narrowed, summed up."""
        key = node.chosen, node.free
        if key not in self.summed_lots:
            self.summed_lots[key] = self.sums_of_lots(node, self.lots_of(node)[0])
        return self.summed_lots[key]

    def sums_of_lots(self, node: Node, lots: Iterable[Lot]) -> LotSums:
        """Some lots of a node, summed up."""
        sums, doubled = LotSums({}, {}, []), self.doubled(node.chosen)
        for lot in lots:
            if lot.caps:
                sums.capped.append(lot)
            elif lot.origin in doubled:
                sums.doubled.setdefault(lot.origin, []).append(lot)
            else:
                sums.alone[lot.options] = sums.alone.get(lot.options, 0) + lot.amount
        return sums

    def narrower(self, lot: Lot, narrowed: Mapping[str, tuple[Option, ...]]) -> Lot:
        """The lot with the options it was narrowed to, of those that a floor has left it since.

        What counts again has none where nothing may count any more as what it counts.
        """
        options = narrowed.get(lot.id)
        if lot.counts_again_as and not set(lot.counts_again_as).intersection(
            narrowed.get(lot.same_points_as, lot.counts_again_as)
        ):
            options = ()
        if options is None:
            return lot
        key = id(lot), options
        narrower = self.wiring.narrowed.get(key)
        if narrower is None:
            targets = {target for target, _ in options}
            kept = tuple(o for o in lot.options if o in options or (o[0] in targets and not o[1]))
            narrower = self.wiring.narrowed[key] = lot, lot._replace(options=kept)
        return narrower[1]

    def doubled(self, chosen: tuple[Choice, ...]) -> Mapping[str, DoubleCountedLot]:
        """The lots with copies that there are for certain after these choices."""
        if not self.copies:
            return {}
        if chosen not in self._doubled:
            self._doubled[chosen] = double_counted_lots(self.firm(chosen), self.wiring.doubled)
        return self._doubled[chosen]

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
        optimistic: dict[tuple[str, int], int] = {}
        for token in node.free:
            most: dict[tuple[str, int], int] = {}
            for choice in self.by_token[token]:
                for lot, share in choice.shares(token):
                    for target in {t for t, _ in lot.options}:
                        most[lot.group, target] = max(most.get((lot.group, target), 0), share)
            for place_, share in most.items():
                optimistic[place_] = optimistic.get(place_, 0) + share
        below = {key for key, have in sums.items() if have < self.problem.floors[key[1]]}
        low = {key for key in below if sums[key] + optimistic.get(key, 0) < self.problem.floors[key[1]]}
        self.hoped[node.chosen, node.free] = below - low
        return [self.allowed(lot, low) for lot in lots] if low else lots

    def allowed(self, lot: Lot, low: Set[tuple[str, int]]) -> Lot:
        """A lot without the options for targets of which its group is surely below the floor."""
        mine = {t for t, _ in lot.options if (lot.group, t) in low}
        if not mine:
            return lot
        key = id(lot), frozenset(mine), self.problem.floor_keeps_total
        if key not in self.wiring.lowered:
            kept = [o for o in lot.options if o[0] not in mine]
            if self.problem.floor_keeps_total:
                kept += [Option(t, "") for t in sorted(mine)]
            self.wiring.lowered[key] = lot, lot._replace(options=tuple(kept))
        return self.wiring.lowered[key][1]

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
                if (lot.origin, target) in counted:
                    continue
                counted.add((lot.origin, target))
                amount = lot.amount
                for cap in lot.caps:
                    amount = min(amount, left.get((lot.group, target, cap), self.caps[cap]))
                for cap in lot.caps:
                    left[lot.group, target, cap] = left.get((lot.group, target, cap), self.caps[cap]) - amount
                sums[lot.group, target] = sums.get((lot.group, target), 0) + amount
        return sums

    def below(self, chosen: Sequence[Choice]) -> dict[tuple[str, int], int]:
        """For each lot and target what its group adds up to, where that is less than the floor."""
        if not any(self.problem.floors):
            return {}
        low = {key: have for key, have in self.sums(tuple(chosen)).items() if have < self.problem.floors[key[1]]}
        places = [(lot, t) for lot in self.firm(chosen) if low for t in dict.fromkeys(t for t, _ in lot.options)]
        return {(lot.id, t): low[lot.group, t] for lot, t in places if (lot.group, t) in low}
