"""What a validator finds wrong with data, in words a tired teacher understands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from ..catalog.suggestions import date_meant
from ..core.codes import Code
from ..core.escaping import show_invisible
from ..core.messages import Message, message
from ..core.pointers import build
from ..core.wording import close_matches, letters

MOST_MESSAGES = 50
"""So many are listed at once."""
DATES = re.compile(r"\{4\}\(?-")
"""What patterns of dates hold: a hyphen after a year."""
TYPES = {
    "string": "text in double quotes",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list in square brackets",
    "object": "an object in braces",
    "null": "null",
}
LIMITS = {
    "minimum": "the minimum is {}",
    "exclusiveMinimum": "it must be above {}",
    "maximum": "the maximum is {}",
    "multipleOf": "at most two decimals are allowed",
    "minLength": "it is empty",
    "maxLength": "it is longer than {} characters",
    "minItems": "the list needs at least {}",
    "maxItems": "the list can hold at most {}",
    "uniqueItems": "something is in it twice",
    "maxProperties": "it can hold at most {} keys",
    "pattern": "it does not have the right form",
}
"""What is wrong with a value by the keyword of the schema that it breaks, and by its limit."""


def messages_of(error: Any) -> Iterator[Message]:
    """Messages for a `ValidationError` of jsonschema; none where another error tells the same better."""
    return WORDINGS.get(error.validator, _beyond_limit)(error, build(error.absolute_path))


def where(path: Iterable[str | int]) -> str:
    """The name of a place: its key, and for what is in a list, which entry of which list it is."""
    *before, last = ["the file", *path]
    return f"{where(before[1:])}, entry {last + 1}," if isinstance(last, int) else last


def short(value: Any) -> str:
    """A value for a message: at most 60 characters, control characters escaped."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    text = f'"{show_invisible(value)}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."


# -- by keyword


def _unknown_keys(error: Any, pointer: str) -> Iterator[Message]:
    known = error.schema.get("properties", {})
    for number, key in enumerate(key for key in error.instance if key not in known):
        near = _key_meant(key, known) if number < MOST_MESSAGES else None  # later ones are not listed
        advice = f'Did you mean "{near}"?' if near else f"Known keys here: {', '.join(known)}."
        yield message(Code.UNKNOWN_KEY, pointer + build([key]), f"There is no key {short(key)} here.", advice)


def _missing_keys(error: Any, pointer: str) -> Iterator[Message]:
    for key in error.validator_value:
        if key not in error.instance and key not in _misspelt(error):
            yield message(Code.MISSING_KEY, pointer, f'The key "{key}" is missing.', _hint(error))


def _none_of(error: Any, pointer: str) -> Iterator[Message]:
    value, hint = error.instance, _hint(error)
    if isinstance(value, dict):
        needed = {key for each in error.validator_value for key in each.get("required", ())}
        if not needed & _misspelt(error):
            yield message(Code.MISSING_KEY, pointer, hint)
    elif isinstance(value, str):  # what is no text at all is told by its type
        advice = date_meant(value) if "YYYY" in hint else ""
        text = f"{where(error.absolute_path)} is {short(value)}, which is not allowed here."
        yield message(Code.BAD_VALUE, pointer, text, advice or hint)


def _wrong_type(error: Any, pointer: str) -> Iterator[Message]:
    wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    speaks_of_characters = "::" in error.schema.get("pattern", "")
    advice = _in_braces(error) or _day_in_numbers(error) or ("" if speaks_of_characters else _hint(error))
    kinds = " or ".join(TYPES[kind] for kind in wanted)
    text = f"{where(error.absolute_path)} is {short(error.instance)}; it must be {kinds}."
    yield message(Code.WRONG_TYPE, pointer, text, advice)


def _wrong_pattern(error: Any, pointer: str) -> Iterator[Message]:
    value, place = error.instance, where(error.absolute_path)
    if DATES.search(error.validator_value):
        yield from _no_date(error, pointer)
    elif "::" not in error.validator_value:
        yield from _beyond_limit(error, pointer)
    elif value and not value.strip():
        yield message(Code.BAD_VALUE, pointer, f"{place} is blank.", "Fill it in, or take it out.")
    elif value:  # an empty one is told by its length
        text = f"{place} contains an invisible character, or begins with ::."
        yield message(Code.CONTROL_CHARACTER, pointer, text, _hint(error))


def _no_date(error: Any, pointer: str) -> Iterator[Message]:
    text = f"{where(error.absolute_path)} is {short(error.instance)}, which is not a date."
    yield message(Code.BAD_DATE, pointer, text, date_meant(error.instance) or _hint(error))


def _beyond_limit(error: Any, pointer: str) -> Iterator[Message]:
    limit, keyword = error.validator_value, error.validator
    if keyword == "enum":
        rule = "the allowed values are " + ", ".join(str(each) for each in limit)
    elif keyword == "const":
        rule = f"it must be {short(limit)}"
    else:
        rule = LIMITS.get(keyword, "it is not allowed here").format(limit)
    hint = "" if keyword in ("minLength", "maxLength") else _hint(error)  # the hint of a text speaks of its characters
    if keyword == "pattern" and not hint and error.schema.get("examples"):
        hint = f"For example: {error.schema['examples'][0]}."
    text = f"{where(error.absolute_path)} is {short(error.instance)}: {rule}."
    yield message(Code.BAD_VALUE, pointer, text, hint)


WORDINGS: Mapping[str, Callable[[Any, str], Iterator[Message]]] = {
    "additionalProperties": _unknown_keys,
    "required": _missing_keys,
    "anyOf": _none_of,
    "type": _wrong_type,
    "pattern": _wrong_pattern,
    "format": _no_date,
}
"""How each keyword of a schema is told; the others set a limit."""


# -- hints


def _hint(error: Any) -> str:
    return str(error.schema.get("x-hint", "")) if isinstance(error.schema, Mapping) else ""


def _in_braces(error: Any) -> str:
    """How a word looks as the object it should be, where an object needs one key only."""
    needed = error.schema.get("required", ())
    if error.validator_value != "object" or not isinstance(error.instance, str) or len(needed) != 1:
        return ""
    return f'Write it in braces: {{"{needed[0]}": {short(error.instance)}}}.'


def _day_in_numbers(error: Any) -> str:
    """How a number looks as the day, or the year, that should be text."""
    value = error.instance
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return ""
    if not DATES.search(str(error.schema.get("pattern", ""))):
        return ""
    is_year = re.fullmatch(error.schema["pattern"], str(value))
    return f'Put it in quotes: "{value}".' if is_year else date_meant(value)


def _key_meant(key: str, known: Mapping[str, Any]) -> str | None:
    """The key of these properties that may have been meant: by a name that people have for it, or by its spelling."""
    word = letters(key)
    for name, each in known.items():
        if word in (name.replace("_", ""), *(also.replace(" ", "") for also in each.get("x-also", ()))):
            return name
    return next(iter(close_matches(key, known)), None)


def _misspelt(error: Any) -> set[str]:
    """Keys that an object seems to hold under a wrong spelling: what is told already must not be told as missing."""
    known = error.schema.get("properties", {})
    near = {_key_meant(key, known) for key in error.instance if key not in known}
    return {key for key in near if key is not None and key not in error.instance}
