"""JSON Pointers (RFC 6901): a value's place in a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

_FIRST = {key: i for i, key in enumerate(("", "/role", "/employer", "/licenses", "/endorsements"))}


def build(keys: Iterable[str | int]) -> str:
    """The pointer along these keys of objects and indexes of lists, from the top: ("a/b", 0) -> "/a~1b/0"."""
    return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in keys)


def keys_of(pointer: str) -> list[str]:
    """What `build` was given, indexes as text: "/a~1b/0" -> ["a/b", "0"]."""
    return [key.replace("~1", "/").replace("~0", "~") for key in pointer.split("/")[1:]]


def step(value: Any, key: str | int) -> Any:
    """The value one key or index further in; raises KeyError, IndexError, TypeError or ValueError if there is none."""
    return value[int(key)] if isinstance(value, list) else value[key]


def resolve(data: Any, pointer: str) -> Any:
    """The value at a pointer; raises as `step` does if there is none."""
    for key in keys_of(pointer):
        data = step(data, key)
    return data


def walk(value: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """Every part of JSON data with its pointer, parents first."""
    yield pointer, value
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from walk(item, pointer + build([key]))


def parent(pointer: str) -> str:
    """The pointer of the object or list that holds the value."""
    return pointer.rpartition("/")[0]


def last_key(pointer: str) -> str:
    return keys_of(pointer)[-1]


def index_of(pointer: str) -> int:
    """Which entry of its list, from 0: "/licenses/1" -> 1."""
    return int(pointer.rpartition("/")[2])


def item_of(pointer: str) -> str:
    """The entry of a list of the portfolio that a value belongs to: "/activities/2/files/0" -> "/activities/2"."""
    return "/".join(pointer.split("/")[:3])


@lru_cache(maxsize=4096)
def in_place_order(pointer: str) -> tuple[Any, ...]:
    """What JSON Pointers of a portfolio sort by: its parts as a reader expects them, entries of a list by number.

    The order of the keys in the file decides nothing.
    """
    parts = pointer.split("/")
    place = _FIRST.get("/".join(parts[:2]), len(_FIRST))
    return place, [(int(part) if part.isdigit() else -1, part) for part in parts]
