"""Checking data against our JSON Schemas, in words a tired teacher understands.

Good data is accepted quickly; jsonschema, the authority, is imported only to word what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import localcontext
from functools import cache
from itertools import islice
from typing import Any

from ..core.codes import Code
from ..core.messages import Message, message
from ..core.pointers import build, keys_of, step
from .acceptance import fits, is_whole
from .catalog_folder import load_schema
from .json_text import MOST_DIGITS
from .schema_messages import MOST_MESSAGES, messages_of, where

MOST_FOUND = 200
"""So many mistakes are worded; a file can hold a hundred thousand, and nobody waits for those."""
MOST_HELD = 500
"""No list or object inside a portfolio holds more, so what does is told without a look at what it holds."""


@cache
def _authority(name: str) -> Any:
    import jsonschema
    from referencing import Registry, Resource

    referred_to = ["common", *(["report"] if name == "reports" else [])]
    others = [(each["$id"], Resource.from_contents(each)) for each in map(load_schema, referred_to)]
    registry: Any = Registry().with_resources(others)
    draft, extend = jsonschema.Draft202012Validator, jsonschema.validators.extend
    types = draft.TYPE_CHECKER.redefine("integer", lambda _, value: is_whole(value))
    validator: Any = extend(draft, type_checker=types)  # type: ignore[no-untyped-call]
    return validator(load_schema(name), registry=registry, format_checker=jsonschema.FormatChecker())


def validate(data: Any, name: str) -> list[Message]:
    """What is wrong with data by the schema of that name; empty when it fits."""
    with localcontext(prec=2 * MOST_DIGITS):  # a remainder of the longest number there may be is exact
        return _wrong(data, name)


def _wrong(data: Any, name: str) -> list[Message]:
    if fits(data, name):
        return []
    too_long = _too_long(data, name)
    if too_long:
        return too_long  # wording what is wrong inside would take long, and most of it has to go anyway
    found: dict[tuple[str, str, str], Message] = {}
    worded = ((error.validator, made) for error in _authority(name).iter_errors(data) for made in messages_of(error))
    for keyword, made in islice(worded, MOST_FOUND):
        a_limit = keyword == "maxLength"
        key = (made.code, made.pointer, keyword if a_limit else made.text)
        if a_limit or key not in found:  # the limit of the place comes after the wider one of what it refers to
            found[key] = made
    return as_many_as_are_read(in_file_order(found.values(), data))


def as_many_as_are_read(messages: list[Message]) -> list[Message]:
    """As many as somebody may read at once, and how many more there are, at the place of the first of those."""
    left = messages[MOST_MESSAGES:]
    if not left or messages[-1].code == Code.MORE_MISTAKES:
        return messages
    more = "1 more mistake is" if len(left) == 1 else f"{len(left)} more mistakes are"
    if len(messages) >= MOST_FOUND:
        more = f"{MOST_FOUND - MOST_MESSAGES} more mistakes or more are"
    return [
        *messages[:MOST_MESSAGES],
        message(Code.MORE_MISTAKES, left[0].pointer, f"From here on, {more} not listed."),
    ]


def in_file_order(messages: Iterable[Message], data: Any) -> list[Message]:
    """Messages on data as a reader of its file comes upon what they are about."""

    places: dict[int, dict[str, int]] = {}
    """For each object on the way, at which place each of its keys is."""

    def turns(message: Message) -> list[int]:
        found, value = [], data
        for key in keys_of(message.pointer):
            if isinstance(value, list):
                found.append(int(key))
            else:
                if id(value) not in places:
                    places[id(value)] = {key: place for place, key in enumerate(value)}
                found.append(places[id(value)][key])
            value = step(value, key)
        return found

    return sorted(messages, key=turns)


def _too_long(data: Any, name: str) -> list[Message]:
    """Messages for lists of the file that hold more than they may."""
    properties = load_schema(name).get("properties", {})
    limits = {key: each.get("maxItems") for key, each in properties.items()}
    top = [
        message(
            Code.BAD_VALUE,
            f"/{key}",
            f"{key} is a list of {len(value)}: the list can hold at most {limits[key]}.",
            properties[key].get("x-too-many", ""),
        )
        for key, value in (data.items() if isinstance(data, dict) else ())
        if isinstance(value, list) and limits.get(key) is not None and len(value) > limits[key]
    ]
    within = _overfull(data, []) if name == "portfolio" and isinstance(data, dict) else iter(())
    return top or as_many_as_are_read(list(islice(within, MOST_FOUND)))


def _overfull(value: dict[str, Any] | list[Any], path: list[str | int]) -> Iterator[Message]:
    """Messages for lists and objects, at any place, that hold more than any part of a portfolio does."""
    if len(value) > MOST_HELD:
        what = f"a list of {len(value)}" if isinstance(value, list) else f"an object of {len(value)} keys"
        text = f"{where(path)} is {what}: no part of a portfolio holds more than {MOST_HELD}."
        yield message(Code.BAD_VALUE, build(path), text, "Take out what does not belong there.")
        return
    for key, held in enumerate(value) if isinstance(value, list) else value.items():
        if isinstance(held, list | dict):
            yield from _overfull(held, [*path, key])
