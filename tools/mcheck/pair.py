"""Which badges can be paired: each choice uses up one badge or two, and says which topic it stands in. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from .model import Badge, Record


@dataclass(frozen=True, slots=True)
class Token:
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
    """Every two related badges with each topic they can stand in together."""
    for a, b in combinations(tokens, 2):
        for topic in related_by(a, b, reading):
            yield a, b, topic


def topics_alone(single: Token, reading: str) -> tuple[str, ...]:
    """The topics that a badge without a partner may join."""
    if reading == "stack":
        return (single.stack,) if single.stack is not None else (single.badge.pointer,)
    return single.areas or (single.badge.pointer,)
