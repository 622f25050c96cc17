"""Which badges can be paired, and every way of pairing them that can make a difference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .model import Badge, Record

PAIRING_LIMIT = 300
"""Most pairings that are tried; past it the report says that the search was cut off."""


@dataclass(frozen=True, slots=True)
class Token:
    """A badge that may count: what it is related by, and a signature that equal badges share."""

    badge: Badge
    stack: str | None
    areas: frozenset[str]
    signature: tuple[object, ...]


def token(badge: Badge, credential: Record, places: object) -> Token:
    """`places` is where the badge may count; badges alike in it and in what relates them are interchangeable."""
    stack = credential.get("stack")
    areas = frozenset(credential["our_reading"]["areas"])
    return Token(badge, stack, areas, (stack or "", tuple(sorted(areas)), places))


def related_by(a: Token, b: Token, reading: str) -> str | None:
    """The stack ("stack") or the first shared area ("area") that relates two badges; None when nothing does."""
    if a.badge.credential == b.badge.credential:
        return None  # the same micro-credential twice is one badge
    if reading == "stack":
        return a.stack if a.stack is not None and a.stack == b.stack else None
    shared = sorted(a.areas & b.areas)
    return shared[0] if shared else None


Pairing = tuple[tuple[tuple[int, int], ...], tuple[int, ...]]
"""(index pairs, indices left over)."""


def pairings(tokens: Sequence[Token], reading: str) -> Iterator[Pairing]:
    """Each maximal pairing once up to interchangeable badges, fullest first as far as the order can tell."""
    related = [
        [j for j in range(len(tokens)) if j != i and related_by(a, tokens[j], reading) is not None]
        for i, a in enumerate(tokens)
    ]
    seen: set[tuple[object, ...]] = set()

    def walk(free: tuple[int, ...], pairs: tuple[tuple[int, int], ...], odd: tuple[int, ...]) -> Iterator[Pairing]:
        if not free:
            if any(j in related[i] for i in odd for j in odd):
                return  # not maximal: two that are left over could still pair
            key = _key(tokens, pairs, odd)
            if key not in seen:
                seen.add(key)
                yield pairs, odd
            return
        first, rest = free[0], free[1:]
        tried: set[tuple[object, ...]] = set()
        # the partner with fewest other chances first, so that a full pairing is found early
        for partner in sorted((j for j in rest if j in related[first]), key=lambda j: (len(related[j]), j)):
            if tokens[partner].signature not in tried:
                tried.add(tokens[partner].signature)
                yield from walk(tuple(j for j in rest if j != partner), (*pairs, (first, partner)), odd)
        yield from walk(rest, pairs, (*odd, first))

    yield from walk(tuple(range(len(tokens))), (), ())


def _key(tokens: Sequence[Token], pairs: tuple[tuple[int, int], ...], odd: tuple[int, ...]) -> tuple[object, ...]:
    def name(i: int) -> str:
        return repr(tokens[i].signature)

    return tuple(sorted(tuple(sorted((name(i), name(j)))) for i, j in pairs)), tuple(sorted(name(i) for i in odd))
