"""Numbers that identify a person: a portfolio neither needs nor may hold them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from .messages import message
from .model import Message

_SPACE = "[ \u00a0\u202f]"
_DASH = f"(?:{_SPACE}?[-.\u2010-\u2015\u2212]{_SPACE}?|{_SPACE})"
SSN = re.compile(rf"(?<![\d-])\d{{3}}{_DASH}\d{{2}}{_DASH}\d{{4}}(?![\d-])|(?<!\d)\d{{9}}(?!\d)")
LOOKS_LIKE_ONE = "looks like a Social Security number. mcheck neither needs nor keeps such numbers."
_HASH = re.compile(r"\b[0-9a-fA-F]{32,}\b")


def numbers_of_persons(value: Any, pointer: str = "") -> Iterator[Message]:
    """What looks like a Social Security number in any JSON, whatever its form; the messages do not repeat it.

    To be looked for before all else, so that no message about the form of such a value repeats it.
    """
    if isinstance(value, Mapping):
        for key, item in value.items():
            if is_number_of_person(key):
                yield _number_of_person(pointer, "A key in here")
            else:
                yield from numbers_of_persons(item, f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from numbers_of_persons(item, f"{pointer}/{i}")
    elif is_number_of_person(value):
        yield _number_of_person(pointer, "This")


def is_number_of_person(value: Any) -> bool:
    """Whether a text or a number looks like a Social Security number; a hash may well hold nine digits in a row."""
    text = str(int(value) if isinstance(value, int | Decimal) else value)
    return SSN.search(_HASH.sub("", text)) is not None


def _number_of_person(pointer: str, what: str) -> Message:
    return message("P105", pointer, f"{what} {LOOKS_LIKE_ONE}", "Take it out of the file.")
