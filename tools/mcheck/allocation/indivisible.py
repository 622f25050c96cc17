"""Lots that must stay whole: where a flow divides them, and what they may be narrowed to. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from .problem import Lot, Option
from .relaxation import Relaxation, RelaxedNode


def split_lots(
    relaxed: RelaxedNode, bounds: Relaxation, akin: Collection[str] = ()
) -> Iterator[tuple[Lot, list[tuple[Option, ...]]]]:
    """Each lot that is divided against its rule, with narrower options of which one must hold, the likeliest first.

    Not those in `akin`, whose points may count again. A category that serves no more than another is not tried.
    """
    needs = bounds.problem.needs
    for lot, taken, token in zip(relaxed.lots, relaxed.flow.taken, relaxed.tokens, strict=True):
        if len(taken) < 2 or token or not (lot.one_category or lot.one_target) or lot.origin in akin:
            continue
        by_target: dict[int, list[tuple[int, int]]] = {}
        for need, amount in taken.items():
            by_target.setdefault(needs[need].target, []).append((need, amount))
        if lot.one_target and len(by_target) > 1:
            weight = {t: sum(a for _, a in by_target.get(t, ())) for t, _ in lot.options}
            order = sorted(weight, key=lambda t: (-weight[t], t))
            yield lot, [tuple(o for o in lot.options if o[0] == target) for target in order]
            continue
        for target, parts in sorted(by_target.items() if lot.one_category else ()):
            serves = {c: frozenset(bounds.needs_for((Option(t, c),))) for t, c in lot.options if t == target}
            gain = {c: sum(a for n, a in parts if n in serves[c]) for c in serves}
            if max(gain.values()) == sum(a for _, a in parts):
                continue
            # of categories that serve the same needs the first; none that serves fewer than another
            first: dict[frozenset[int], str] = {}
            for c, mine in serves.items():
                first.setdefault(mine, c)
            best = [c for mine, c in first.items() if not any(mine < more for more in first)]
            ordered = sorted(best, key=lambda c: -gain[c])
            yield lot, [tuple(o for o in lot.options if o[0] != target or o[1] == c) for c in ordered]
            break
