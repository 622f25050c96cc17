"""Cuts: proofs that targets cannot all be met, which are checked by adding up, in other problems as well.

A cut gives each need a weight. Whatever a point of a lot may count as is worth at most what the needs weigh that it
serves at once; if all lots together are worth less than what the needs demand, not all of their targets are met. That
holds for any weights (they are dual prices of a flow), so a cut that one flow was refuted by is tried on others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..problem import Lot, NeedIndex, Option
from .double_counting import DoubleCountedLot, Limits, span
from .max_flow import Cut


def beyond(met: Sequence[bool]) -> list[int]:
    """Sets of targets, as bits, of which one is met by whatever ranks above `met`."""
    found, before = [], 0
    for target, full in enumerate(met):
        if full:
            before |= 1 << target
        else:
            found.append(before | 1 << target)
    return found


class CutValues:
    """What lots are worth at most by a cut."""

    def __init__(self, index: NeedIndex) -> None:
        self.index = index
        self._values: dict[Cut, dict[tuple[Option, ...], int]] = {}

    def refutes(
        self,
        cut: Cut,
        lots: Sequence[Lot],
        doubled: Mapping[str, DoubleCountedLot],
        limits: Mapping[str, Limits],
        caps: Mapping[str, int],
    ) -> bool:
        """Whether by this cut these lots, those in `doubled` with their copies, cannot meet its targets."""
        values = self._values.setdefault(cut, {})
        total, families, capped = 0, dict[str, list[Lot]](), list[tuple[int, Lot]]()
        for lot in lots:
            options = lot.options
            value = values.get(options)
            if value is None:
                value = values[options] = max([cut.weights[n] for n in self.index.needs_for(options)], default=0)
            if lot.origin in doubled and not lot.caps:
                families.setdefault(lot.origin, []).append(lot)
            elif value and lot.caps:
                capped.append((value, lot))
            elif value:
                total += value * lot.amount
        for name, mine in families.items():
            total += self._family(cut, doubled[name], mine, limits.get(name, ()))
        if capped and total < cut.demand:
            total += _under_ceilings(capped, caps)
        return total < cut.demand

    def _value(self, cut: Cut, options: Iterable[Option]) -> int:
        return max([cut.weights[n] for n in self.index.needs_for(tuple(options))], default=0)

    def _family(self, cut: Cut, doubled: DoubleCountedLot, lots: Sequence[Lot], limits: Limits) -> int:
        """What a lot and its copies are worth: each point counts as one option, and once more where that may be."""
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
