"""JSON Pointers (RFC 6901) into a portfolio."""

from __future__ import annotations

from typing import Any

_FIRST = {key: i for i, key in enumerate(("", "/role", "/employer", "/licenses", "/endorsements"))}


def in_place_order(pointer: str) -> tuple[Any, ...]:
    """What JSON Pointers of a portfolio sort by: its parts as a reader expects them, entries of a list by number.

    The order of the keys in the file decides nothing.
    """
    parts = pointer.split("/")
    place = _FIRST.get("/".join(parts[:2]), len(_FIRST))
    return place, [(int(part) if part.isdigit() else -1, part) for part in parts]
