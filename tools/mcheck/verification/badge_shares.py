"""What badges can bring at most, whichever of them are paired: each its share of a pair, under one ceiling for all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from ..core.points import Points
from .restated.model import Choice, Lot, Statement


def share(lot: Lot) -> Points:
    """The part of a lot that one of its badges stands for, rounded up."""
    return -(-lot.amount // len(lot.of))


def shares(statement: Statement, hubs: Collection[str]) -> tuple[list[Lot], dict[str, Points]]:
    """What each badge may bring at most, as if it could be divided; and the ceilings: every choice takes a pair."""
    by_badge: dict[str, list[Choice]] = {}
    for choice in statement.choices:
        for badge in choice.badges:
            by_badge.setdefault(badge, []).append(choice)
    partners = {b: {other for c in mine if b in c.pair for other in c.pair} for b, mine in by_badge.items()}
    joined = {b: {other for c in mine for other in c.badges} for b, mine in by_badge.items()}
    caps, found = dict(statement.caps), list[Lot]()
    for part in _parts(by_badge, joined):
        odd = sum(len(rest) % 2 for rest in _parts([b for b in part if b not in hubs], partners))
        pairs = (len(part) + sum(b in hubs for b in part) - odd) // 2
        most = pairs * max(_amount(choice) for badge in part for choice in by_badge[badge])
        for badge in part:
            lots = [lot for choice in by_badge[badge] for lot in choice.lots if badge in lot.of]
            for copy in dict.fromkeys(lot.copy for lot in lots):
                brought = _joined_share(badge, [lot for lot in lots if lot.copy == copy], f"pairs of {part[0]}{copy}")
                caps[brought.caps[0]] = most
                found.append(brought)
    return found, caps


def _amount(choice: Choice) -> Points:
    """What the lots of a choice give together, copies apart."""
    return sum(lot.amount for lot in choice.lots if not lot.same_points_as)


def _joined_share(badge: str, lots: Sequence[Lot], cap: str) -> Lot:
    """What a badge brings at most, as anything that one of these lots may count as, under one ceiling more."""
    caps = lots[0].caps if len({lot.caps for lot in lots}) == 1 else ()
    options = dict.fromkeys(option for lot in lots for option in lot.options)
    again = dict.fromkeys(option for lot in lots for option in lot.counts_again_as)
    return Lot(
        badge,
        max(share(lot) for lot in lots),
        tuple(options),
        (cap, *caps),
        same_points_as=badge if lots[0].copy else "",
        counts_again_as=tuple(again),
    )


def _parts(badges: Iterable[str], linked: Mapping[str, Collection[str]]) -> list[list[str]]:
    """The badges in parts that nothing links."""
    left, found = dict.fromkeys(badges), []
    while left:
        part = [next(iter(left))]
        for badge in part:
            left.pop(badge, None)
            part += [b for b in linked[badge] if b in left and b not in part]
        found.append(part)
    return found
