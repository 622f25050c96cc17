"""Checking data against our JSON Schemas, in words a tired teacher understands.

jsonschema-rs accepts good data quickly; jsonschema, the authority, is imported only to word what is wrong.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import Any

import jsonschema_rs

from ..catalog.suggestions import date_meant
from ..core.codes import Code
from ..core.messages import Message, message
from .catalog_folder import load_schema

MOST_MESSAGES = 50
MOST_FOUND = 200
"""So many mistakes are worded; a file can hold a hundred thousand, and nobody waits for those."""
MOST_HELD = 500
"""No list or object inside a portfolio holds more, so what does is told without a look at what it holds."""
DATES = re.compile(r"\{4\}\(?-")
"""What patterns of dates hold: a hyphen after a year."""

WORDS = {
    "string": "text in double quotes",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list in square brackets",
    "object": "an object in braces",
    "null": "null",
}


@cache
def _schema(name: str) -> Any:
    return load_schema(name)


def _referred_to(name: str) -> list[Any]:
    """The schemas that the one of that name may refer to."""
    return [_schema("common"), *([_schema("report")] if name == "reports" else [])]


@cache
def _fast(name: str) -> Any:
    registry = jsonschema_rs.Registry([(each["$id"], each) for each in _referred_to(name)])
    return jsonschema_rs.Draft202012Validator(_schema(name), registry=registry, validate_formats=True)


@cache
def _authority(name: str) -> Any:
    import jsonschema
    from referencing import Registry, Resource

    others = [(each["$id"], Resource.from_contents(each)) for each in _referred_to(name)]
    registry: Any = Registry().with_resources(others)
    return jsonschema.Draft202012Validator(_schema(name), registry=registry, format_checker=jsonschema.FormatChecker())


def validate(data: Any, name: str) -> list[Message]:
    """What is wrong with data by the schema of that name; empty when it fits."""
    if _fast(name).is_valid(data):
        return []
    too_long = _too_long(data, name)
    if too_long:
        return too_long  # wording what is wrong inside would take long, and most of it has to go anyway
    found: dict[tuple[str, str, str], Message] = {}
    worded = ((error.validator, made) for error in _authority(name).iter_errors(data) for made in _words(error))
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
    """For each object on the way, at which place each of its keys stands."""

    def turns(message: Message) -> list[int]:
        found, value = [], data
        for part in message.pointer.split("/")[1:]:
            step = int(part) if isinstance(value, list) else part.replace("~1", "/").replace("~0", "~")
            if isinstance(step, int):
                found.append(step)
            else:
                if id(value) not in places:
                    places[id(value)] = {key: place for place, key in enumerate(value)}
                found.append(places[id(value)][step])
            value = value[step]
        return found

    return sorted(messages, key=turns)


def _too_long(data: Any, name: str) -> list[Message]:
    """Messages for lists of the file that hold more than they may."""
    properties = _schema(name).get("properties", {})
    limits = {key: each.get("maxItems") for key, each in properties.items()}
    top = [
        message(
            Code.BAD_VALUE,
            f"/{key}",
            f"{key} is a list of {len(value)}: the list may hold at most {limits[key]}.",
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
        text = f"{_where(path)} is {what}: no part of a portfolio holds more than {MOST_HELD}."
        yield message(Code.BAD_VALUE, _pointer(path), text, "Take out what does not belong there.")
        return
    for key, held in enumerate(value) if isinstance(value, list) else value.items():
        if isinstance(held, list | dict):
            yield from _overfull(held, [*path, key])


def _pointer(path: Any) -> str:
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def short(value: Any) -> str:
    """A value for a message: at most 60 characters, control characters escaped."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    text = ascii_safe(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def ascii_safe(text: str) -> str:
    """Text in double quotes with everything invisible escaped."""
    return '"' + "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text) + '"'


def _words(error: Any) -> Iterator[Message]:
    pointer, value, keyword = _pointer(error.absolute_path), error.instance, error.validator
    hint = error.schema.get("x-hint", "") if isinstance(error.schema, Mapping) else ""
    where = _where(error.absolute_path)
    if keyword == "additionalProperties" and isinstance(value, dict):
        known = error.schema.get("properties", {})
        for number, key in enumerate(key for key in value if key not in known):
            near = _key_meant(key, known) if number < MOST_MESSAGES else None  # later ones are not listed
            advice = f'Did you mean "{near}"?' if near else f"Known keys here: {', '.join(known)}."
            at = f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}"
            yield message(Code.UNKNOWN_KEY, at, f"There is no key {short(key)} here.", advice)
    elif keyword == "required" and isinstance(value, dict):
        for key in error.validator_value:
            if key not in value and key not in _misspelt(error):
                yield message(Code.MISSING_KEY, pointer, f'The key "{key}" is missing.', hint)
    elif keyword == "anyOf" and isinstance(value, dict):
        needed = {key for each in error.validator_value for key in each.get("required", ())}
        if not needed & _misspelt(error):
            yield message(Code.MISSING_KEY, pointer, hint)
    elif keyword == "anyOf":
        if isinstance(value, str):  # what is no text at all is told by its type
            advice = date_meant(value) if "YYYY" in hint else ""
            yield message(
                Code.BAD_VALUE, pointer, f"{where} is {short(value)}, which is not allowed here.", advice or hint
            )
    elif keyword == "type":
        wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
        kinds = " or ".join(WORDS[kind] for kind in wanted)
        speaks_of_characters = "::" in error.schema.get("pattern", "")
        advice = _in_braces(error) or _day_in_numbers(error) or ("" if speaks_of_characters else hint)
        yield message(Code.WRONG_TYPE, pointer, f"{where} is {short(value)}; it must be {kinds}.", advice)
    elif keyword == "pattern" and isinstance(value, str) and "::" in error.validator_value:
        if value and not value.strip():
            yield message(Code.BAD_VALUE, pointer, f"{where} is blank.", "Write something, or take it out.")
        elif value:  # an empty one is told by its length
            yield message(
                Code.CONTROL_CHARACTER,
                pointer,
                f"{where} holds a character that does not show, or begins with ::.",
                hint,
            )
    elif keyword == "format" or (keyword == "pattern" and DATES.search(str(error.validator_value))):
        yield message(
            Code.BAD_DATE, pointer, f"{where} is {short(value)}, which is no date.", date_meant(value) or hint
        )
    else:
        yield message(Code.BAD_VALUE, pointer, f"{where} is {short(value)}: {_limit(error)}.", _hint(error))


def _where(path: Iterable[str | int]) -> str:
    """The name of a place: its key, and for what stands in a list, which entry of which list it is."""
    *before, last = ["the file", *path]
    return f"{_where(before[1:])}, entry {last + 1}," if isinstance(last, int) else last


def _in_braces(error: Any) -> str:
    """How a word looks as the object it should be, where an object needs one key only."""
    needed = error.schema.get("required", ())
    if error.validator_value != "object" or not isinstance(error.instance, str) or len(needed) != 1:
        return ""
    return f'Write it in braces: {{"{needed[0]}": {short(error.instance)}}}.'


def _key_meant(key: str, known: Mapping[str, Any]) -> str | None:
    """The key of these properties that may have been meant: by a name that people have for it, or by its spelling."""
    word = re.sub(r"[\W_]+", "", key).casefold()
    for name, each in known.items():
        if word in (name.replace("_", ""), *(also.replace(" ", "") for also in each.get("x-also", ()))):
            return name
    return next(iter(difflib.get_close_matches(key, list(known), 1)), None)


def _misspelt(error: Any) -> set[str]:
    """Keys that an object seems to hold under a wrong spelling: what is told already must not be told as missing."""
    known = error.schema.get("properties", {})
    near = {_key_meant(key, known) for key in error.instance if key not in known}
    return {key for key in near if key is not None and key not in error.instance}


def _hint(error: Any) -> str:
    if error.validator in ("minLength", "maxLength") or not isinstance(error.schema, Mapping):
        return ""  # the hint of a text speaks of its characters
    return str(error.schema.get("x-hint", ""))


def _day_in_numbers(error: Any) -> str:
    """How a number looks as the day, or the year, that should be text."""
    value = error.instance
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return ""
    if not DATES.search(str(error.schema.get("pattern", ""))):
        return ""
    is_year = re.fullmatch(error.schema["pattern"], str(value))
    return f'Put it in quotes: "{value}".' if is_year else date_meant(value)


def _limit(error: Any) -> str:
    limit = error.validator_value
    number = limit if isinstance(limit, int | float | Decimal | str) else ""
    return {
        "minimum": f"the least is {number}",
        "exclusiveMinimum": f"it must be above {number}",
        "maximum": f"the most is {number}",
        "multipleOf": "at most two decimals are allowed",
        "minLength": "it is empty",
        "maxLength": f"it is longer than {number} characters",
        "minItems": f"the list needs at least {number}",
        "maxItems": f"the list may hold at most {number}",
        "uniqueItems": "something stands in it twice",
        "maxProperties": f"it may hold at most {number} keys",
        "enum": "allowed are " + ", ".join(str(x) for x in limit) if isinstance(limit, list) else "",
        "const": f"it must be {short(limit)}",
        "pattern": "it does not have the right form",
    }.get(error.validator, "it is not allowed here")
