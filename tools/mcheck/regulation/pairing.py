"""Which badges can be paired, which may join a pair as a third one, and in which topics."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from ..core.portfolio import Badge
from ..core.records import Record


class Token(NamedTuple):
    """A badge that may count, and what it can be related by."""

    badge: Badge
    stack: str | None
    areas: tuple[str, ...]
    likely: tuple[str, ...] | None
    """Categories that it plausibly serves by our reading; None where the educator says which."""


def token(badge: Badge, credential: Record) -> Token:
    """The badge with what the catalog says of its micro-credential."""
    reading = credential["our_reading"]
    likely = tuple(reading["categories"]) if badge.categories is None else None
    return Token(badge, credential.get("stack"), tuple(sorted(reading["areas"])), likely)


def related_by(a: Token, b: Token, reading: str) -> tuple[str, ...]:
    """What relates two badges: their stack ("stack"), or each shared area ("area"); nothing when they are not."""
    if reading == "stack":
        return (a.stack,) if a.stack is not None and a.stack == b.stack else ()
    return tuple(area for area in a.areas if area in b.areas)


def pairs(tokens: Sequence[Token], reading: str) -> Iterator[tuple[Token, Token, str]]:
    """Every two related badges with each topic they can be in together."""
    for a, b in combinations(tokens, 2):
        for topic in related_by(a, b, reading):
            yield a, b, topic


def topics_beside(single: Token, pair: tuple[Token, Token], reading: str) -> tuple[str, ...]:
    """The topics in which a badge is related to one of a pair that it does not belong to."""
    if single in pair:
        return ()
    return tuple(dict.fromkeys(topic for one in pair for topic in related_by(single, one, reading)))
