"""Cuts: proofs that targets cannot all be met, which are checked by adding up, in other problems as well.

A cut gives each need a weight. Whatever a point of a lot may count as is worth at most what the needs weigh that it
serves at once; if all lots together are worth less than what the needs demand, not all of their targets are met. That
holds for any weights (they are dual prices of a flow), so a cut that one flow was refuted by is tried on others.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

from ..problem import Lot, Option
from .double_counting import DoubleCountedLot, Limits, span
from .max_flow import Cut
from .relaxation import LotSums, Node, Relaxation


def beyond(met: Sequence[bool]) -> list[int]:
    """Sets of targets, as bits, of which one is met by whatever ranks above `met`."""
    masks, before = [], 0
    for target, full in enumerate(met):
        if full:
            before |= 1 << target
        else:
            masks.append(before | 1 << target)
    return masks


class _Worth(NamedTuple):
    """What the lots of a node are worth at most before any is narrowed."""

    free: int
    """Of those that share no ceiling."""
    capped: Sequence[tuple[int, Lot]]
    """The others, with the value of a point of each."""
    under_ceilings: int
    """What these are worth together."""


class CutValues:
    """What the lots of the nodes of one search are worth at most by cuts."""

    def __init__(self, relaxation: Relaxation) -> None:
        self.relaxation = relaxation
        self.index = relaxation.index
        self._values, self._families = relaxation.wiring.values, relaxation.wiring.families
        self._worth: dict[Hashable, _Worth] = {}

    def refutes(self, cut: Cut, node: Node) -> bool:
        """Whether by this cut the lots of a node cannot meet its targets."""
        key = cut, node.chosen, node.free
        worth = self._worth.get(key)
        if worth is None:
            worth = self._worth[key] = self._of_lots(cut, node, self.relaxation.sums_of(node))
        total, capped = worth.free, set[str]()
        changed = self.relaxation.changed(node) if node.narrowed or node.limits else ()
        for name, before, lots, limits in changed:
            total += self._free(cut, node, name, lots, limits) - self._free(cut, node, name, before, ())
            if any(lot.caps for lot in lots):
                capped.add(name)
        if total >= cut.demand or not capped:
            return total + worth.under_ceilings < cut.demand
        rows = [one for one in worth.capped if one[1].origin not in capped]
        for name, _, lots, _ in changed:
            rows += self._capped(cut, lots) if name in capped else []
        return total + _under_ceilings(rows, self.relaxation.caps) < cut.demand

    def of_lots(self, cut: Cut, node: Node, sums: LotSums) -> int:
        """What some lots of a node are worth at most, of which none is narrowed."""
        worth = self._of_lots(cut, node, sums)
        return worth.free + worth.under_ceilings

    def _of_lots(self, cut: Cut, node: Node, sums: LotSums) -> _Worth:
        capped = self._capped(cut, sums.capped)
        free = sum([amount * self._value(cut, options) for options, amount in sums.alone.items()])
        free += sum([self._free(cut, node, name, lots, ()) for name, lots in sums.doubled.items()])
        return _Worth(free, capped, _under_ceilings(capped, self.relaxation.caps))

    def _capped(self, cut: Cut, lots: Iterable[Lot]) -> list[tuple[int, Lot]]:
        """The values of the points of lots that share ceilings; shares of a token count together as they do at once."""
        valued, shares = list[tuple[int, Lot]](), dict[str, list[Lot]]()
        for lot in lots:
            if lot.origin in self.relaxation.doubled_shares:
                shares.setdefault(lot.origin, []).append(lot)
            elif lot.caps and (value := self._value(cut, lot.options)):
                valued.append((value, lot))
        for name, mine in shares.items():
            doubled = self.relaxation.doubled_shares[name]
            value = self._family(cut, doubled, mine, ()) // doubled.original.amount
            valued.append((value, doubled.original))
        return valued

    def _free(self, cut: Cut, node: Node, name: str, lots: Sequence[Lot], limits: Limits) -> int:
        """What a lot and its copies are worth, without those that share ceilings."""
        doubled = self.relaxation.doubled(node.chosen).get(name)
        if doubled is None:
            return sum([lot.amount * self._value(cut, lot.options) for lot in lots if not lot.caps])
        return self._family(cut, doubled, [lot for lot in lots if not lot.caps], limits)

    def _value(self, cut: Cut, options: tuple[Option, ...]) -> int:
        values = self._values.setdefault(cut.weights, {})
        value = values.get(options)
        if value is None:
            value = values[options] = max([cut.weights[n] for n in self.index.needs_for(options)], default=0)
        return value

    def _family(self, cut: Cut, doubled: DoubleCountedLot, lots: Sequence[Lot], limits: Limits) -> int:
        """What a lot and its copies are worth, added up once."""
        key = id(doubled), cut.weights, tuple([lot.options for lot in lots]), limits
        if key not in self._families:
            self._families[key] = doubled, self._added_up(cut, doubled, lots, limits)
        return self._families[key][1]

    def _added_up(self, cut: Cut, doubled: DoubleCountedLot, lots: Sequence[Lot], limits: Limits) -> int:
        """The same: each point counts as one option, and once more where that may be."""
        by_copy = {lot.copy: lot for lot in lots}
        again = [(lot, self._value(cut, by_copy[lot.copy].options)) for lot in doubled.repeats if lot.copy in by_copy]
        worth: dict[tuple[str, tuple[str, ...]], int] = {}
        for lot in doubled.exclusive:
            left = by_copy[lot.copy].options if lot.copy in by_copy else ()
            named = dict.fromkeys([*left, *(o for copy, value in again if value for o in copy.counts_again_as)])
            for option in named if lot is doubled.original else left:
                value = self._value(cut, (option,)) if option in left else 0
                value += sum(more for copy, more in again if option in copy.counts_again_as)
                name = doubled.class_of(lot.copy, option)
                worth[name] = max(worth.get(name, 0), value)
        amount = doubled.original.amount
        if not limits:
            return amount * max(worth.values(), default=0)
        total = 0
        for name, (low, _) in limits:
            total += low * worth.get(name, 0)
            amount -= low
        lowest = dict(limits)
        for name, value in sorted(worth.items(), key=lambda item: -item[1]):
            more = min(amount, span(doubled, limits, name)[1] - lowest.get(name, (0, 0))[0])
            total += more * value
            amount -= more
        return total


def _under_ceilings(lots: Iterable[tuple[int, Lot]], caps: Mapping[str, int]) -> int:
    """What lots are worth that share nested ceilings, by the value of each: the dearest first."""
    left: dict[str, int] = {}
    total = 0
    for value, lot in sorted(lots, key=lambda one: -one[0]):
        amount = min([lot.amount, *(left.get(cap, caps[cap]) for cap in lot.caps)])
        for cap in lot.caps:
            left[cap] = left.get(cap, caps[cap]) - amount
        total += value * amount
    return total
