"""What badges can be related by, and so paired."""

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
