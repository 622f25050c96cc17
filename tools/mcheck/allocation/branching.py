"""Rules that no flow can express: where a flow breaks one, and the branches that the search tries instead.

The rules: a lot serves one target only, or counts as one category only inside each; a lot with copies has no more
points than are counted; and a token is used for one choice, or for none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from .flows.double_counting import CountedPoints, DoubleCountedLot, Limits, PointClass, Taken, span
from .flows.relaxation import Node, Relaxation, RelaxedNode
from .problem import Lot, Option

Narrowed: TypeAlias = Mapping[str, tuple[Option, ...]]
"""By the id of a lot the options it is narrowed to."""


class Branch(NamedTuple):
    """Options that lots are narrowed to, and limits for the points of those with copies, by their ids."""

    narrowed: Narrowed = MappingProxyType({})
    limits: Mapping[str, Limits] = MappingProxyType({})

    def node(self, parent: Node) -> Node:
        return parent._replace(
            narrowed=tuple(sorted((dict(parent.narrowed) | dict(self.narrowed)).items())),
            limits=tuple(sorted((dict(parent.limits) | dict(self.limits)).items())),
        )


class Branching(NamedTuple):
    """A rule that a flow breaks for so many points."""

    amount: int
    branches: Sequence[Branch]
    """One of them must hold; the most promising comes first."""
    repair: Branch
    """What the flow may do with the least change: more than a branch asks for, so that a good answer comes soon."""


def branchings(node: Node, relaxed: RelaxedNode, relaxation: Relaxation, unit: int) -> Iterator[Branching]:
    """One for each lot whose rule the flow of a node breaks. Amounts tend to be whole numbers of `unit`."""
    doubled = relaxation.doubled(node.chosen)
    for lot, branches in split_lots(relaxed, relaxation, doubled):
        yield Branching(lot.amount, branches, branches[0])
    place = {lot.id: i for i, lot in enumerate(relaxed.lots)} if doubled else {}
    for name, lots in doubled.items():
        taken = {lot.id: relaxed.flow.taken[place[lot.id]] for lot in lots.lots}
        if not any(taken.values()):
            continue
        options = {lot.id: relaxed.lots[place[lot.id]].options for lot in lots.lots}
        counted = lots.counted(taken, relaxation.problem.needs, options)
        left = _left(lots, options, node)
        together = _one_target_together(lots, counted, left) or _one_category_together(lots, counted, taken, left)
        over = counted.total - lots.original.amount
        if together:
            yield Branching(lots.original.amount, together, together[0])
        elif over > 0:
            limits = dict(node.limits).get(name, ())
            at = _middle(lots, counted, limits, unit)
            repair = Branch(limits={name: _fit(lots, counted)})
            yield Branching(over, fewer_or_more(lots, limits, *at), repair)


# -- lots that must stay whole


def split_lots(
    relaxed: RelaxedNode, relaxation: Relaxation, doubled: Collection[str] = ()
) -> Iterator[tuple[Lot, list[Branch]]]:
    """Each lot that is divided against its rule, with what to try, of which one must hold; likeliest first.

    Not those in `doubled`, whose points may count again.
    """
    needs = relaxation.problem.needs
    for lot, taken, token in zip(relaxed.lots, relaxed.flow.taken, relaxed.tokens, strict=True):
        if len(taken) < 2 or token or not (lot.one_category or lot.one_target) or lot.origin in doubled:
            continue
        parts: dict[int, list[tuple[int, int]]] = {}
        for need, amount in taken.items():
            parts.setdefault(needs[need].target, []).append((need, amount))
        branches = _one_target(lot, parts) or _one_category(lot, parts, relaxation)
        if branches:
            yield lot, branches


def by_target(lot: Lot) -> dict[int, Branch]:
    """A lot that may serve one target only: each of these alone."""
    return {
        target: Branch({lot.id: tuple(o for o in lot.options if o.target == target)})
        for target in dict.fromkeys(t for t, _ in lot.options)
    }


def by_category(lot: Lot, target: int, relaxation: Relaxation) -> dict[str, Branch]:
    """A lot that may count as one category only: each of a target alone that serves no less than another."""
    serves = _serves(lot, target, relaxation)
    # of categories that serve the same needs the first; none that serves fewer than another
    first: dict[frozenset[int], str] = {}
    for c, served in serves.items():
        first.setdefault(served, c)
    return {
        c: Branch({lot.id: tuple(o for o in lot.options if o.target != target or o.category == c)})
        for served, c in first.items()
        if not any(served < more for more in first)
    }


def _serves(lot: Lot, target: int, relaxation: Relaxation) -> dict[str, frozenset[int]]:
    return {o.category: frozenset(relaxation.needs_for((o,))) for o in lot.options if o.target == target}


def _one_target(lot: Lot, parts: Mapping[int, list[tuple[int, int]]]) -> list[Branch] | None:
    """A lot that may serve one target only serves several: those that take most come first."""
    if not lot.one_target or len(parts) < 2:
        return None
    weight = {t: sum(a for _, a in parts.get(t, ())) for t, _ in lot.options}
    branches = by_target(lot)
    return [branches[t] for t in sorted(weight, key=lambda t: (-weight[t], t))]


def _one_category(lot: Lot, parts: Mapping[int, list[tuple[int, int]]], relaxation: Relaxation) -> list[Branch] | None:
    """A lot that may count as one category only counts as several for a target: those that take most come first."""
    for target, mine in sorted(parts.items()) if lot.one_category else ():
        serves = _serves(lot, target, relaxation)
        gain = {c: sum(a for n, a in mine if n in serves[c]) for c in serves}
        if max(gain.values()) == sum(a for _, a in mine):
            continue
        branches = by_category(lot, target, relaxation).items()
        return [one for _, one in sorted(branches, key=lambda one: -gain[one[0]])]
    return None


# -- lots with copies


def _left(lots: DoubleCountedLot, options: Mapping[str, Sequence[Option]], node: Node) -> dict[str, Sequence[Option]]:
    """What a lot and its copies may still count as, by id: a point may count as an option that a floor denies its lot,
    and count again where no floor denies it.
    """
    narrowed = dict(node.narrowed)
    return {
        lot.id: tuple(dict.fromkeys((*options.get(lot.id, ()), *narrowed.get(lot.id, lot.options))))
        for lot in lots.lots
    }


def targets_together(lots: DoubleCountedLot, left: Mapping[str, Sequence[Option]]) -> dict[int, Branch]:
    """Points of a lot that may serve one target only: each of these alone, for it and its copies."""
    return {
        target: Branch({lot.id: tuple(o for o in left[lot.id] if o.target == target) for lot in lots.exclusive})
        for target in dict.fromkeys(target for lot in lots.exclusive for target, _ in lot.options)
    }


def categories_together(
    lots: DoubleCountedLot, target: int, left: Mapping[str, Sequence[Option]], used: Collection[str] = ()
) -> dict[str, Branch]:
    """Points of a lot that may count as one category only: each of a target alone, for it and its copies."""
    here = [lot for lot in lots.lots if any(t == target for t, _ in left[lot.id])]
    every = dict.fromkeys([*used, *(c for lot in here for t, c in left[lot.id] if t == target)])
    return {
        c: Branch({lot.id: tuple(o for o in left[lot.id] if o.target != target or o.category == c) for lot in here})
        for c in every
    }


def _one_target_together(
    lots: DoubleCountedLot, counted: CountedPoints, left: Mapping[str, Sequence[Option]]
) -> list[Branch] | None:
    """Points of a lot that may serve one target only count for several: those that take most come first."""
    weight = Counter[int]()
    for (_, option), amount in counted.points.items():
        weight[option.target] += amount
    if not lots.original.one_target or len(weight) < 2:
        return None
    branches = targets_together(lots, left)
    return [branches[t] for t in sorted(branches, key=lambda t: (-weight[t], t))]


def _one_category_together(
    lots: DoubleCountedLot, counted: CountedPoints, taken: Taken, left: Mapping[str, Sequence[Option]]
) -> list[Branch] | None:
    """Points of a lot that may count as one category only count as several for a target: those that take most first."""
    if not lots.original.one_category:
        return None
    weight: dict[Option, int] = {}
    for (_, option), amount in counted.points.items():
        weight[option] = weight.get(option, 0) + amount
    for copy in lots.repeats:  # what counts there again and what counts there only are one category, too
        if taken.get(copy.id):
            weight.setdefault(left[copy.id][0], 0)
    for target in sorted({t for t, _ in weight}):
        used = [c for t, c in weight if t == target and c]
        if len(used) > 1:
            branches = categories_together(lots, target, left, used)
            ordered = sorted(branches, key=lambda c: -weight.get(Option(target, c), 0))
            return [branches[c] for c in ordered]
    return None


def fewer_or_more(lots: DoubleCountedLot, limits: Limits, name: PointClass, most: int) -> list[Branch]:
    """No more points of a class than so many, or more; only what its limits allow."""
    low, high = span(lots, limits, name)
    parts = (low, min(most, high)), (max(most + 1, low), high)
    return [Branch(limits={lots.original.id: _limited(limits, {name: part})}) for part in parts if part[0] <= part[1]]


def _middle(lots: DoubleCountedLot, counted: CountedPoints, limits: Limits, unit: int) -> tuple[PointClass, int]:
    """More points are counted than there are: fewer of one class than are too many, or more.

    Of the classes the one is taken about which least is known.
    """
    counts = counted.by_class(lots)
    spans = {name: span(lots, limits, name) for name in (*counts, *lots.classes)}
    used = {name: (low, min(high, counts.get(name, 0))) for name, (low, high) in spans.items()}
    wide = used if any(low < high for low, high in used.values()) else spans
    name = max(wide, key=lambda name: wide[name][1] - wide[name][0])
    low, high = wide[name]
    middle = max((low + high) // 2, counts.get(name, 0) - (counted.total - lots.original.amount + 1) // 2)
    middle = min(middle, high - 1)
    if middle - middle % unit >= low:
        middle -= middle % unit
    return name, middle


def _fit(lots: DoubleCountedLot, counted: CountedPoints) -> Limits:
    """As many points of each class as are counted, without those too many, which the last targets lose."""
    counts = counted.by_class(lots)
    over = counted.total - lots.original.amount
    for _, amount, at in sorted(counted.pieces, key=lambda piece: -piece[0]):
        less = min(amount, max(over, 0))
        counts[lots.class_of(*at)] -= less
        over -= less
    return _limited((), {name: (counts.get(name, 0), counts.get(name, 0)) for name in lots.classes})


def _limited(limits: Limits, more: Mapping[PointClass, tuple[int, int]]) -> Limits:
    return tuple(sorted((dict(limits) | dict(more)).items()))
