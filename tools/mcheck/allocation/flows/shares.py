"""What tokens that are not decided yet could bring: for each its share of the most that a choice gives."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

from ..problem import Choice, Lot, Problem
from .double_counting import DoubleCountedLot, double_counted_lots
from .matching import maximum_matching


def partners(tokens: Sequence[str], choices: Sequence[Choice]) -> list[list[int]]:
    """For each token the places of those it can be used up with."""
    index = {token: i for i, token in enumerate(tokens)}
    partners: list[list[int]] = [[] for _ in tokens]
    for choice in choices:
        if len(choice.uses) == 2:
            a, b = (index[token] for token in choice.uses)
            if b not in partners[a]:
                partners[a].append(b)
                partners[b].append(a)
    return partners


def joined(tokens: Iterable[str], choices: Iterable[Choice]) -> list[list[str]]:
    """The tokens in parts that no choice joins."""
    part = {token: [token] for token in tokens}
    for choice in choices:
        for token in choice.uses[1:]:
            mine, theirs = part[choice.uses[0]], part[token]
            if mine is not theirs:
                mine += theirs
                part |= dict.fromkeys(theirs, mine)
    return list({id(one): one for one in part.values()}.values())


class Shares(NamedTuple):
    """What the choices of a problem could bring."""

    choices: Sequence[Choice]
    by_token: Mapping[str, Sequence[Choice]]
    lots: Mapping[str, Sequence[Lot]]
    """The shares of each token, a lot for the points and one for each kind of copy."""
    caps: Mapping[str, int]
    """The ceilings of the pairs."""
    doubled: Mapping[str, DoubleCountedLot]
    """The shares whose points may count again, by id, with the shares for that."""


def shares_of(problem: Problem, known: dict[Hashable, Shares]) -> Shares:
    """The shares of the tokens of a problem; of others with the very same choices they are `known`.

    Of tokens that are alike the first one names a choice first.
    """
    choices = problem.choices
    key = id(choices), *problem.kinds
    if key not in known:
        by_token: dict[str, list[Choice]] = {}
        rank = {token: i for i, token in enumerate(problem.kinds)}
        for choice in choices:
            for token in sorted(choice.uses, key=lambda token: rank.get(token, 0)):  # whichever is named first
                by_token.setdefault(token, []).append(choice)
        caps = dict[str, int]()
        cap_of = _pair_caps(choices, by_token, caps)
        lots = {token: _shares(token, mine, cap_of[token], caps) for token, mine in by_token.items()}
        doubled = double_counted_lots(lot for mine in lots.values() for lot in mine)
        known[key] = Shares(choices, by_token, lots, caps, doubled)
    return known[key]


def _pair_caps(
    choices: Sequence[Choice], by_token: Mapping[str, Sequence[Choice]], caps: dict[str, int]
) -> dict[str, str]:
    """For each token the ceiling of those that choices join it with: as many choices as there can be pairs."""
    tokens = list(by_token)
    mate = maximum_matching(partners(tokens, choices))
    paired = {token for token, other in zip(tokens, mate, strict=True) if other >= 0}
    caps_by_token: dict[str, str] = {}
    for part in joined(tokens, choices):
        name = f"pairs of {part[0]}"
        most = max(choice.amount for token in part for choice in by_token[token])
        caps[name] = len(paired.intersection(part)) // 2 * most
        caps_by_token |= dict.fromkeys(part, name)
    return caps_by_token


def _shares(token: str, choices: Sequence[Choice], cap: str, caps: dict[str, int]) -> list[Lot]:
    """What a free token could bring, wider than any choice."""
    alike: dict[str, list[tuple[int, Lot]]] = {}
    for choice in choices:
        for lot, share in choice.shares(token):
            alike.setdefault(lot.copy, []).append((share, lot))
    shares = []
    for copy, lots in alike.items():
        chains = {lot.caps for _, lot in lots}
        chain = chains.pop() if len(chains) == 1 else ()
        name = f"{cap}{copy}"
        caps[name] = caps[cap]
        options = dict.fromkeys(option for _, lot in lots for option in lot.options)
        again = dict.fromkeys(option for _, lot in lots for option in lot.counts_again_as)
        first = f"~{token}" if copy else ""
        most = max(share for share, _ in lots)
        shares.append(
            Lot(
                f"~{token}{copy}",
                most,
                tuple(options),
                (name, *chain),
                same_points_as=first,
                counts_again_as=tuple(again),
            )
        )
    return shares
