"""Numbers that identify a person: a portfolio neither needs nor may hold them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ..core.codes import Code
from ..core.messages import Message, message
from ..core.pointers import build

_SPACE = "[ \u00a0\u202f]"
_DASH = f"(?:{_SPACE}?[-.\u2010-\u2015\u2212]{_SPACE}?|{_SPACE})"
_APART = r"[\W_]{0,3}"
_NINE = re.compile(rf"\d{{3}}{_APART}\d{{2}}{_APART}\d{{4}}")
"""Nine digits, grouped in any way; most texts hold none, so that the rest is seldom looked for, nor made ready."""
_ALONE = (
    r"(?<![^\W_])(?<![^\W_][-/_.])"
    rf"(?:\d{{3}}{_DASH}\d{{2}}{_DASH}\d{{4}}|\d{{9}})"
    r"(?![-/_.]?[^\W_])"
)
"""Such a number alone: no letter or digit beside it, nor tied to it by a mark, as in `EDU-123456789` or a UUID."""
_NAMED = (
    r"(?i)(?:ssn|(?<![^\W_])ss ?#|social[\W_]*security)"
    rf"(?:[\W_]|number|num|nr|no|card|is|was|ssn){{0,24}}+{_NINE.pattern}(?!\d)"
)
"""Such a number after its name, whatever is between the two or beside it."""
_ADDRESS_OR_HASH = r"(?i)://[^\s<>\"|]*|\bwww\.\S*|\.[a-z]{2,}/\S*|[0-9a-z+/]{32,}"
"""The rest of a web address from its scheme or domain on, or a hash: any digits may be there."""
LOOKS_LIKE_ONE = "looks like a Social Security number. mcheck neither needs nor keeps such numbers."


def find_ssns(value: Any, pointer: str = "") -> Iterator[Message]:
    """What looks like a Social Security number in any JSON, whatever its form; the messages do not repeat it.

    To be looked for before all else, so that no message about the form of such a value repeats it.
    """
    return _find(value, pointer) if _has_nine_digits(value) else iter(())


def _has_nine_digits(value: Any) -> bool:
    """Whether any key, text or number in it has as many digits: most files have none, and need no closer look."""
    waiting = [value]
    for one in waiting:
        if isinstance(one, str):
            # a day has eight digits
            if len(one) >= 9 and not (len(one) == 10 and one[4] == one[7] == "-") and _NINE.search(one):
                return True
        elif isinstance(one, dict):
            waiting += one
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, int):
            if abs(one) >= 100_000_000:
                return True
        elif isinstance(one, Decimal) and _NINE.search(_written(one)):
            return True
    return False


def _find(value: Any, pointer: str) -> Iterator[Message]:
    if isinstance(value, dict):
        for key, item in value.items():
            if is_number_of_person(key):
                yield _number_of_person(pointer, "A key in here")
            else:
                yield from _find(item, pointer + build([key]))
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from _find(item, f"{pointer}/{i}")
    elif is_number_of_person(value):
        yield _number_of_person(pointer, "This")


def is_number_of_person(value: Any) -> bool:
    """Whether a text or a number looks like a Social Security number."""
    text = value if isinstance(value, str) else _written(value)
    if not _NINE.search(text):
        return False
    # an address keeps a letter, so that what comes before it stays tied to it
    return bool(re.search(_NAMED, text) or re.search(_ALONE, re.sub(_ADDRESS_OR_HASH, "x\n", text)))


def _written(value: Any) -> str:
    """A number as a person would write it, 123456789.0 without its decimal; anything else holds no digits."""
    if not isinstance(value, int | Decimal):
        return ""
    return str(int(value)) if value == int(value) else str(value)


def _number_of_person(pointer: str, what: str) -> Message:
    return message(Code.LOOKS_LIKE_SSN, pointer, f"{what} {LOOKS_LIKE_ONE}", "Take it out of the file.")
