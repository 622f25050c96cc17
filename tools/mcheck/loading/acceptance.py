"""Whether data fits a JSON Schema, quickly: yes or no, for the keywords of draft 2020-12 that our schemas use.

A schema becomes functions, each the check of one keyword for values of the types that the keyword is about. What is
wrong with data that does not fit is for jsonschema to say; a test holds the two to the same answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from functools import cache, partial
from operator import ge, le, lt
from typing import Any

from ..core.pointers import resolve
from .catalog_folder import load_schema

Check = Callable[[Any], bool]

TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int, Decimal),
    "number": (int, Decimal),
    "boolean": (bool,),
    "null": (type(None),),
}
"""The types of data as `parse_json` makes it. Values are told apart by their very type: True is no integer."""


def fits(data: Any, name: str) -> bool:
    """Whether data fits the schema of that name."""
    return _part(name, "")(data)


@cache
def _part(name: str, pointer: str) -> Check:
    """The check for the part at a pointer of the schema of that name."""
    return _compiled(resolve(load_schema(name), pointer), name)


def _compiled(schema: Any, name: str) -> Check:
    """The check for a schema that is inside the one of that name."""
    if isinstance(schema, bool):
        return lambda value: schema
    words = schema.get("type", [*TYPES])
    words = [words] if isinstance(words, str) else words
    checks: dict[type, list[Check]] = {each: [] for word in words for each in TYPES[word]}
    if "integer" in words and "number" not in words:
        checks[Decimal].append(is_whole)
    for keyword, given in schema.items():
        if keyword in COMPARED:
            types, compare = COMPARED[keyword]
            check: Check = partial(compare, given)
        elif keyword in MADE:
            types, make = MADE[keyword]
            check = make(given, schema, name)
        elif keyword in NOT_CHECKED or keyword.startswith("x-"):
            continue
        else:
            raise NotImplementedError(f"{name}.schema.json uses {keyword}, which is not checked here")
        for each in types:
            if each in checks:
                checks[each].append(check)

    if [*schema.keys() - NOT_CHECKED] == ["$ref"]:
        return check

    def check_all(value: Any) -> bool:
        for check in checks.get(type(value), NEVER):  # noqa: SIM110  (all() of a generator takes twice the time)
            if not check(value):
                return False
        return True

    return check_all


def is_whole(value: Any) -> bool:
    """Whether data is a whole number, however it is written: 2, 2.0, 2e0."""
    return type(value) is int or (type(value) is Decimal and value == value.to_integral_value())


def _properties(given: dict[str, Any], schema: Any, name: str) -> Check:
    known = {key: _compiled(part, name) for key, part in given.items()}
    others = _compiled(schema.get("additionalProperties", True), name)

    def check(value: dict[str, Any]) -> bool:
        for key, part in value.items():  # noqa: SIM110
            if not known.get(key, others)(part):
                return False
        return True

    return check


def _other_properties(given: Any, schema: Any, name: str) -> Check:
    """What `properties` does not check, where there is such a keyword."""
    return _properties({}, {"additionalProperties": True if "properties" in schema else given}, name)


def _items(given: Any, schema: Any, name: str) -> Check:
    check = _compiled(given, name)
    return lambda value: all(map(check, value))


def _reference(given: str, schema: Any, name: str) -> Check:
    file, _, pointer = given.partition("#")
    holder = file.removesuffix(".schema.json") or name
    found: Check | None = None

    def check(value: Any) -> bool:
        nonlocal found
        if found is None:  # only now, as a schema may refer to itself
            found = _part(holder, pointer)
        return found(value)

    return check


def _condition(given: Any, schema: Any, name: str) -> Check:
    condition = _compiled(given, name)
    then, otherwise = (_compiled(schema.get(keyword, True), name) for keyword in ("then", "else"))
    return lambda value: then(value) if condition(value) else otherwise(value)


def _parts(needed: Callable[[Iterable[bool]], bool], given: list[Any], schema: Any, name: str) -> Check:
    """Several schemas, of which as many are `needed` as all() or any() tells."""
    parts = [_compiled(part, name) for part in given]
    return lambda value: needed(part(value) for part in parts)


def _enum(given: list[str], schema: Any, name: str) -> Check:
    texts = frozenset(given)
    return lambda value: isinstance(value, str) and value in texts


def _pattern(given: str, schema: Any, name: str) -> Check:
    search = re.compile(given).search
    return lambda value: search(value) is not None


def _is_same(given: Any, value: Any) -> bool:
    return bool(value == given) and isinstance(value, bool) == isinstance(given, bool)


def _is_date(given: str, value: str) -> bool:
    if given != "date":
        raise NotImplementedError(f"the format {given} is not checked here")
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_unique(given: bool, value: list[Any]) -> bool:
    try:
        return len(set(value)) == len(value)
    except TypeError:  # lists or objects
        return all(each not in value[:place] for place, each in enumerate(value))


def _has_dependent(given: dict[str, list[str]], value: dict[str, Any]) -> bool:
    return all(value.keys() >= {*needed} for key, needed in given.items() if key in value)


ANY = tuple({each for types in TYPES.values() for each in types})
OBJECT, ARRAY, STRING, NUMBER = ((dict,), (list,), (str,), (int, Decimal))
NEVER: list[Check] = [lambda value: False]

COMPARED: dict[str, tuple[tuple[type, ...], Callable[[Any, Any], bool]]] = {
    "const": (ANY, _is_same),
    "required": (OBJECT, lambda given, value: all(map(value.__contains__, given))),
    "dependentRequired": (OBJECT, _has_dependent),
    "minProperties": (OBJECT, lambda given, value: len(value) >= given),
    "maxProperties": (OBJECT, lambda given, value: len(value) <= given),
    "minItems": (ARRAY, lambda given, value: len(value) >= given),
    "maxItems": (ARRAY, lambda given, value: len(value) <= given),
    "uniqueItems": (ARRAY, _is_unique),
    "minLength": (STRING, lambda given, value: len(value) >= given),
    "maxLength": (STRING, lambda given, value: len(value) <= given),
    "format": (STRING, _is_date),
    "minimum": (NUMBER, le),
    "maximum": (NUMBER, ge),
    "exclusiveMinimum": (NUMBER, lt),
    "multipleOf": (NUMBER, lambda given, value: value % given == 0),
}
"""For each keyword the types it is about, and whether what the schema gives allows a value, in this order."""

MADE: dict[str, tuple[tuple[type, ...], Callable[[Any, Any, str], Check]]] = {
    "$ref": (ANY, _reference),
    "allOf": (ANY, partial(_parts, all)),
    "anyOf": (ANY, partial(_parts, any)),
    "if": (ANY, _condition),
    "enum": (ANY, _enum),
    "properties": (OBJECT, _properties),
    "additionalProperties": (OBJECT, _other_properties),
    "items": (ARRAY, _items),
    "pattern": (STRING, _pattern),
}
"""Keywords that hold schemas or are read once: the types, and what makes a check of what the schema gives."""

NOT_CHECKED = {"$schema", "$id", "$defs", "title", "description", "examples", "type", "then", "else"}
"""Keywords that only tell, and those that are read with `if` or before all others."""
