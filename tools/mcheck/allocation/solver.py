"""Exact placement of points: lots into needs, under shared ceilings. Knows nothing of Massachusetts.

Targets are ordered: first as many of the early ones are met as can be, then as many points as possible are placed,
again in that order. If lots may be divided freely and nothing is to be chosen, this is a maximum flow. Everything else
(lots that must stay whole, choices, points that may count again) is a search by branch and bound in which that flow,
with every undecided token standing for its share of what it could bring, is the bound.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import gcd
from typing import TypeAlias

from ..core.budget import Budget
from .double_counting import Counted, DoubleCountedLot, Limits, fitted, halves, narrower
from .indivisible import split_lots
from .matching import maximum_matching
from .max_flow import Rank
from .problem import Choice, Lot, Option, Problem
from .relaxation import Node, Relaxation, RelaxedNode
from .simplify import consolidate

Narrowed: TypeAlias = Mapping[str, tuple[Option, ...]]
"""By the id of a lot the options it is narrowed to."""

Step: TypeAlias = tuple[Narrowed, Mapping[str, Limits]]
"""Options that lots are narrowed to, and limits for the points of those with copies."""


ROUNDS = 8
"""How often divided lots are narrowed together and placed again before each is held to one option."""

WORK = 500_000
"""What one report may spend on searching, in edges of flow networks: less than a second."""


@dataclass(frozen=True, slots=True)
class Allocation:
    """Where points went: `flow[(lot, need)]` are amounts, `lots` the ones in play, those of the choices included."""

    met: tuple[bool, ...]
    placed: tuple[int, ...]
    flow: Mapping[tuple[int, int], int]
    lots: Sequence[Lot] = ()
    chosen: Sequence[Choice] = ()
    below: Mapping[tuple[str, int], int] = field(default_factory=dict)
    """(id of a lot, target) for lots whose group stays below the floor there: what the group adds up to."""
    bound: Rank = ((), (), ())
    """No placement can rank higher than this."""
    rank: Rank = ((), (), ())
    lacking: tuple[int, ...] = ()
    """By need how much of its demand is not filled, where that is made the least (see `Solver.minimize_shortfall`)."""

    @property
    def complete(self) -> bool:
        """Whether this is proved to be the best; else the work allowed was used up before it could be."""
        return self.rank == self.bound

    @property
    def decided(self) -> bool:
        """Whether it is proved which targets can be met."""
        return self.met == self.bound[0]


class Solver:
    """Solves problems within an amount of work, and remembers what it solved.

    Work is counted in edges of flow networks, never timed, so that answers do not depend on a clock. One problem may
    use a quarter of what is left, so that a hard one leaves enough for the others.
    """

    def __init__(self, work: int = WORK) -> None:
        self.budget = Budget(work)
        self._solved: dict[Hashable, Allocation] = {}

    def solve(self, problem: Problem, *, points: bool = True) -> Allocation:
        """The best placement, or the best found when the work is used up, with what no placement can exceed.

        Without `points` only the targets that are met matter; the others get no points.
        """
        return self._solve(problem, points, None)

    def minimize_shortfall(self, problem: Problem, first: frozenset[int]) -> Allocation:
        """A placement that leaves the least lacking, beside targets that are to be full before all else.

        Of several the one that serves the earlier targets first. What is `lacking` is what further points would have
        to be added, each of them for one need only, so that all targets are full: never more than that, also where the
        work is used up.
        """
        return self._solve(problem, True, first)

    def _solve(self, problem: Problem, points: bool, first: frozenset[int] | None) -> Allocation:
        key = (
            points,
            first,
            tuple(problem.lots),
            tuple(problem.choices),
            tuple((n.target, n.demand, n.categories) for n in problem.needs),
            tuple(sorted(problem.caps.items())),
            tuple(problem.floors),
            problem.floor_keeps_total,
        )
        found = self._solved.get(key)
        if found is None:
            search = _Search(problem, self.budget.share(4), points, first)
            found = self._solved[key] = search.run()
            self.budget.spend(search.bounds.spent)
        return found


def solve(problem: Problem, work: int = 4 * WORK) -> Allocation:
    """The best placement of one problem."""
    return Solver(work).solve(problem)


def _shape(lot: Lot) -> Hashable:
    """What lots that may be exchanged have in common."""
    return lot.amount, lot.options, lot.caps, lot.one_category, lot.one_target, lot.group, lot.counts_again_as


def _unit(problem: Problem) -> int:
    """What all amounts are whole multiples of."""
    lots = (*problem.lots, *(lot for choice in problem.choices for lot in choice.lots))
    amounts = (*(lot.amount for lot in lots), *(need.demand for need in problem.needs), *problem.caps.values())
    return max(1, gcd(*amounts))


class _Search:
    def __init__(self, problem: Problem, work: int, points: bool, first: frozenset[int] | None) -> None:
        self.problem = problem
        self.work = work
        self.points = points
        self.bounds = Relaxation(problem, points, first)
        self.by_token = self.bounds.by_token
        self.partners = {t: {u for c in mine if t in c.pair for u in c.pair} for t, mine in self.by_token.items()}
        """By token those it can be used up with, itself included."""
        self.unit = _unit(problem)

    def run(self) -> Allocation:
        root = self.bounds.root
        top = self.bounds.relax(root)
        best = root, top
        if self.branches(root, top) is not None:
            best = self.dive(root, top)
        stack, seen = [root], set()
        while stack and self.worth(best[1]) != self.worth(top):
            node = stack.pop()
            relaxed = top if node is root else self.bounds.relax(node)
            if self.bounds.spent > self.work:
                stack.append(node)
                break
            if self.worth(relaxed) <= self.worth(best[1]):
                continue
            branches = self.branches(node, relaxed)
            if branches is None:
                best = node, relaxed
                continue
            fresh = []
            for branch in branches:
                key = self.key(branch)
                if key not in seen:
                    seen.add(key)
                    fresh.append(branch)
            stack.extend(reversed(fresh))
        flow = best[1].flow
        finished = not stack or self.worth(best[1]) == self.worth(top)
        bound = top.flow.rank if not finished else flow.rank if self.points else (flow.met, (), top.flow.placed)
        best_filled = finished or (flow.held, flow.own) == (top.flow.held, top.flow.own)
        return self.placement(*best, bound, (flow if best_filled else top.flow).filled)

    def worth(self, relaxed: RelaxedNode) -> tuple[object, ...]:
        """What is maximized."""
        return relaxed.flow.rank if self.points else relaxed.flow.met

    # -- branching

    def branches(self, node: Node, relaxed: RelaxedNode) -> list[Node] | None:
        """Nodes that resolve the largest thing this flow may not do, most promising first; None when it may do all."""
        shares = [
            (lot.amount, token)
            for lot, taken, token in zip(relaxed.lots, relaxed.flow.taken, relaxed.tokens, strict=True)
            if token and taken
        ]
        share, token = max(shares, key=lambda one: one[0], default=(0, ""))
        amount, steps, _ = max(self.at_odds(node, relaxed), key=lambda one: one[0], default=(0, [], None))
        if amount > share:
            return [self.narrow(node, *step) for step in steps]
        if token:
            return self.decide(node, relaxed, token)
        hoping = self.hoping(node, relaxed)
        return None if hoping is None else self.decide(node, relaxed, hoping)

    def hoping(self, node: Node, relaxed: RelaxedNode) -> str | None:
        """A free token that a lot in use needs for its group to reach the floor; None when none does."""
        hoped = self.bounds.hoped.get((node.chosen, node.free))
        for lot, taken in zip(relaxed.lots, relaxed.flow.taken, strict=True) if hoped else ():
            for need in (self.problem.needs[n] for n in taken):
                place_, anywhere = (lot.group, need.target), self.problem.floor_keeps_total and need.categories is None
                if place_ in (hoped or ()) and not anywhere:
                    return next(t for t in self.by_token if t in node.free and self.brings(t, *place_))
        return None

    def brings(self, token: str, group: str, target: int) -> bool:
        """Whether a token may bring something to a group for a target."""
        lots = (lot for choice in self.by_token[token] for lot, _ in choice.shares(token) if lot.group == group)
        return any(t == target for lot in lots for t, _ in lot.options)

    def decide(self, node: Node, relaxed: RelaxedNode, token: str) -> list[Node]:
        """The ways to use a token, or not to."""
        wants = self.wants(relaxed)
        found: dict[Hashable, tuple[tuple[int, ...], Node]] = {}
        for choice in self.by_token[token]:
            if not node.free.issuperset(choice.uses):
                continue
            same = self.shape(choice)
            if same not in found:
                other = [t for t in choice.uses if t != token]
                degree = sum(len(node.free & self.partners[t]) for t in other)
                after = Node((*node.chosen, choice), node.free.difference(choice.uses), node.narrowed)
                found[same] = (-self.agreement(choice, wants), degree), after
        ways = [after for _, after in sorted(found.values(), key=lambda pair: pair[0])]
        return [*ways, Node(node.chosen, node.free - {token}, node.narrowed)]

    def wants(self, relaxed: RelaxedNode) -> dict[str, Mapping[int, int]]:
        """Which needs the share of each token goes to in this flow."""
        return {t: taken for taken, t in zip(relaxed.flow.taken, relaxed.tokens, strict=True) if t and taken}

    def agreement(self, choice: Choice, wants: Mapping[str, Mapping[int, int]]) -> int:
        """How much of what its tokens do in a flow the choice could do as well."""
        options = {need for lot in choice.lots for need in self.bounds.needs_for(lot.options)}
        return sum(amount for t in choice.uses for need, amount in wants.get(t, {}).items() if need in options)

    def at_odds(self, node: Node, relaxed: RelaxedNode) -> Iterator[tuple[int, list[Step], Step]]:
        """How much of each lot this flow uses against its rule, steps of which one must hold, and one that mends it."""
        doubled = self.bounds.doubled(node.chosen)
        for lot, rows in split_lots(relaxed, self.bounds, doubled):
            steps: list[Step] = [({lot.id: options}, {}) for options in rows]
            yield lot.amount, steps, steps[0]
        for family, counted, narrowed in self.counted(node, relaxed):
            name = family.first.id
            if narrowed:
                steps = [(options, {}) for options in narrowed]
                yield family.first.amount, steps, steps[0]
            elif counted.total > family.first.amount:
                both = halves(family, counted, dict(node.limits).get(name, ()), self.unit)
                step: Step = {}, {name: fitted(family, counted)}
                yield counted.total - family.first.amount, [({}, {name: half}) for half in both], step

    def counted(self, node: Node, relaxed: RelaxedNode) -> Iterator[tuple[DoubleCountedLot, Counted, list[Narrowed]]]:
        """What the points of each lot with copies count as in this flow, and how its lots have to be narrowed."""
        doubled = self.bounds.doubled(node.chosen)
        place_ = {lot.id: i for i, lot in enumerate(relaxed.lots)} if doubled else {}
        narrowed = dict(node.narrowed)
        for family in doubled.values():
            taken = {lot.id: relaxed.flow.taken[place_[lot.id]] for lot in family.lots}
            if any(taken.values()):
                options = {lot.id: relaxed.lots[place_[lot.id]].options for lot in family.lots}
                counted = family.counted(taken, self.problem.needs, options)
                left = {
                    lot.id: tuple(dict.fromkeys((*options[lot.id], *narrowed.get(lot.id, lot.options))))
                    for lot in family.lots
                }
                yield family, counted, [*narrower(family, counted, taken, left)]

    def narrow(self, node: Node, options: Narrowed, limits: Mapping[str, Limits]) -> Node:
        return replace(
            node,
            narrowed=tuple(sorted((dict(node.narrowed) | dict(options)).items())),
            limits=tuple(sorted((dict(node.limits) | dict(limits)).items())),
        )

    def key(self, node: Node) -> Hashable:
        """What nodes that differ only by exchanging equal lots or tokens have in common."""
        kinds = self.problem.kinds
        made = Counter(self.shape(choice) for choice in node.chosen)
        free = Counter(kinds.get(t, t) for t in node.free)
        rows = dict[str, dict[str, tuple[Option, ...]]]()
        by_id = {lot.id: lot for lot in self.bounds.lots_of(node)[0]}
        for i, options in node.narrowed:
            if i in by_id:
                rows.setdefault(by_id[i].origin, {})[by_id[i].copy] = options
        limits = dict(node.limits)
        doubled = self.bounds.doubled(node.chosen)
        narrowed = Counter(
            (
                tuple(_shape(lot) for lot in (doubled[i].lots if i in doubled else (by_id[i],))),
                frozenset(rows.get(i, {}).items()),
                limits.get(i, ()),
            )
            for i in {*rows, *limits}
        )
        return tuple(frozenset(each.items()) for each in (made, free, narrowed))

    def shape(self, choice: Choice) -> Hashable:
        """What choices that differ only by exchanging equal tokens have in common."""
        uses = Counter(self.problem.kinds.get(token, token) for token in choice.uses)
        return frozenset(uses.items()), tuple(_shape(lot) for lot in choice.lots)

    def dive(self, root: Node, top: RelaxedNode) -> tuple[Node, RelaxedNode]:
        """A good whole placement at once: all tokens decided after the bound, then all divided lots narrowed."""
        node, relaxed = root, top
        if root.free:
            node = self.match(root, top)
            relaxed = self.bounds.relax(node)
        for _ in range(ROUNDS):
            narrowed, limits = self.first_steps(node, relaxed)
            if not narrowed and not limits:
                return node, relaxed
            node = self.narrow(node, narrowed, limits)
            relaxed = self.bounds.relax(node)
        while any(steps := self.first_steps(node, relaxed)):
            narrowed, limits = steps
            narrowed |= {lot.id: self.one(lot) for lot in relaxed.lots if lot.id not in narrowed}
            node = self.narrow(node, narrowed, limits)
            relaxed = self.bounds.relax(node)
        return node, relaxed

    def first_steps(self, node: Node, relaxed: RelaxedNode) -> tuple[dict[str, tuple[Option, ...]], dict[str, Limits]]:
        """What mends each lot that is used against its rule, all at once."""
        narrowed: dict[str, tuple[Option, ...]] = {}
        limits: dict[str, Limits] = {}
        for _, _, (options, more) in self.at_odds(node, relaxed):
            narrowed |= options
            limits |= more
        return narrowed, limits

    def one(self, lot: Lot) -> tuple[Option, ...]:
        """Options that a lot cannot be divided over."""
        options = tuple(o for o in lot.options if not lot.one_target or o[0] == lot.options[0][0])
        if not lot.one_category:
            return options
        return tuple({option.target: option for option in reversed(options)}.values())[::-1]

    def match(self, node: Node, relaxed: RelaxedNode | None = None) -> Node:
        """All free tokens decided: as many pairs as can be, those first that do what the flow does.

        What is left over stands beside a pair that has no third token yet, where it can.
        """
        wants = self.wants(relaxed) if relaxed is not None else {}
        tokens = [t for t in self.by_token if t in node.free]
        index = {token: i for i, token in enumerate(tokens)}
        best: dict[tuple[int, int], tuple[int, Choice]] = {}
        neighbors: list[list[int]] = [[] for _ in tokens]
        for choice in self.problem.choices:
            if len(choice.uses) > 2 or not node.free.issuperset(choice.uses):
                continue
            a, b = sorted(index[token] for token in choice.uses)
            score = self.agreement(choice, wants)
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
        made = [*node.chosen, *(best[a, b][1] for a, b in enumerate(mate) if a < b)]
        left = {tokens[a] for a, b in enumerate(mate) if b == -1}
        return Node(self.with_thirds(made, left, wants), frozenset(), node.narrowed)

    def with_thirds(
        self, made: list[Choice], left: set[str], wants: Mapping[str, Mapping[int, int]]
    ) -> tuple[Choice, ...]:
        """The choices made, with tokens that are left beside their pairs."""
        fitting = [c for c in self.problem.choices if len(c.uses) > 2 and c.uses[2] in left] if left else []
        for choice in sorted(fitting, key=lambda choice: -self.agreement(choice, wants)):
            pair = Choice(choice.pair, tuple(lot for lot in choice.lots if choice.uses[2] not in lot.of))
            if choice.uses[2] in left and pair in made:
                made[made.index(pair)] = choice
                left.remove(choice.uses[2])
        return tuple(made)

    # -- the answer

    def placement(self, node: Node, relaxed: RelaxedNode, bound: Rank, filled: Sequence[int]) -> Allocation:
        """The placement of a node; tokens it has no use for are paired too, for people to see what fits."""
        full = self.match(node) if self.points else node
        whole = [
            (lot, dict(taken))
            for lot, taken, token in zip(relaxed.lots, relaxed.flow.taken, relaxed.tokens, strict=True)
            if lot.options and not token
        ]
        lots = [lot for lot, _ in whole]
        if self.points:
            akin = self.bounds.doubled(node.chosen)
            alone = [one for one in whole if one[0].origin not in akin] if akin else whole
            consolidate(alone, self.problem.needs, self.bounds.needs_for)
        there = {lot.id for lot in lots}
        spare = [lot for choice in full.chosen for lot in choice.lots if lot.id not in there]
        below = self.below(full.chosen)
        flow = {(i, need): amount for i, (_, row) in enumerate(whole) for need, amount in row.items()}
        found = relaxed.flow
        lacking = tuple(need.demand - got for need, got in zip(self.problem.needs, filled, strict=False))
        every = [*lots, *spare]
        return Allocation(found.met, found.placed, flow, every, full.chosen, below, bound, found.rank, lacking)

    def below(self, chosen: tuple[Choice, ...]) -> dict[tuple[str, int], int]:
        """For each lot and target what its group adds up to, where that is less than the floor."""
        if not any(self.problem.floors):
            return {}
        low = {key: have for key, have in self.bounds.sums(chosen).items() if have < self.problem.floors[key[1]]}
        places = [(lot, t) for lot in self.bounds.firm(chosen) if low for t in dict.fromkeys(t for t, _ in lot.options)]
        return {(lot.id, t): low[lot.group, t] for lot, t in places if (lot.group, t) in low}
