"""A placement made simpler to read: fewer lots are divided, and of two that could serve the oldest counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from .problem import Lot, Need, Option


def consolidate(
    placed: Sequence[tuple[Lot, dict[int, int]]],
    needs: Sequence[Need],
    needs_for: Callable[[tuple[Option, ...]], Sequence[int]],
) -> None:
    """Lets lots replace later ones, then partly used ones, where they may.

    `placed` holds for each lot, in the order of time, how much of it each need took, and is changed; `needs_for` gives
    the needs that options serve. What each need has got stays the same.
    """
    holders: dict[int, list[int]] = {}
    for i, (lot, taken) in enumerate(placed):
        for n in taken if not lot.caps else ():
            holders.setdefault(n, []).append(i)
    for i, (lot, taken) in enumerate(placed):
        for n in needs_for(lot.options) if not lot.caps and _spare(lot, taken) else ():
            row = holders.get(n, [])
            while row and row[-1] > i and _move(needs, lot, taken, placed[row[-1]][1], n):
                if n not in placed[row[-1]][1]:
                    row.pop()
    partly = [x for x in placed if x[1] and not x[0].caps and _spare(*x)]
    for i, (lot, taken) in enumerate(partly):
        for _, theirs in partly[:i]:
            for n in list(theirs):
                if n in needs_for(lot.options):
                    _move(needs, lot, taken, theirs, n)


def _spare(lot: Lot, taken: Mapping[int, int]) -> int:
    return lot.amount - sum(taken.values())


def _move(needs: Sequence[Need], lot: Lot, taken: dict[int, int], theirs: dict[int, int], n: int) -> int:
    """Serves a need with what is spare of a lot instead of another's; how much could be moved."""
    amount = min(_spare(lot, taken), theirs.get(n, 0))
    if not amount or not _fits(needs, lot, {*taken, n}):
        return 0
    taken[n] = taken.get(n, 0) + amount
    theirs[n] -= amount
    if not theirs[n]:
        del theirs[n]
    return amount


def _fits(needs: Sequence[Need], lot: Lot, places: set[int]) -> bool:
    """Whether a lot may serve all these needs without being divided against its rule."""
    by_target: dict[int, list[int]] = {}
    for n in places:
        by_target.setdefault(needs[n].target, []).append(n)
    if lot.one_target and len(by_target) > 1:
        return False
    return not lot.one_category or all(
        any(all(needs[n].takes(c) for n in mine) for t, c in lot.options if t == target)
        for target, mine in by_target.items()
    )
