"""Catalog values as page text: data never becomes markup, dates are whole, numbers are exact."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from markupsafe import Markup

_MARKS = re.compile(r"""[&<>"'*_`\[\]{}()\\#|~^=+!:$]|-(?=-)|(?<=-)-|(?:^|(?<=^ ))[-\d]""")
"""Marks of HTML, Markdown, Jinja and snippets, and what would begin a list at the start of a line."""
WORD_WITH_HYPHEN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
"""What the id of a question looks like in a sentence."""
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def text(value: object) -> Markup:
    """A value as text of one line.

    Every character that HTML, Markdown, Jinja or a snippet could read as a mark becomes a character reference,
    which all of them leave alone and a browser shows as the character.
    """
    return _text(str(value))


@cache
def _text(value: str) -> Markup:
    line = re.sub(r"\s+", " ", value)
    return Markup(_MARKS.sub(lambda match: f"&#{ord(match.group())};", line))


def escape_output(value: Any) -> Any:
    """What the template engine does to every value it prints, unless it was made as markup."""
    return value if hasattr(value, "__html__") else text(value)


def whole_date(day: date) -> str:
    """July 13, 2018."""
    return f"{day:%B} {day.day}, {day.year}"


def day_written(value: str) -> str:
    """The text, or the date that it is ("2018-07-13") as people write it."""
    return whole_date(date.fromisoformat(value)) if _ISO_DAY.fullmatch(value) else value


def show(value: Any) -> Markup:
    """A number, a date or a sentence of the catalog for people; raises TypeError for anything else."""
    if isinstance(value, date):
        return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), whole_date(value))
    if isinstance(value, str):
        return show(date.fromisoformat(value)) if _ISO_DAY.fullmatch(value) else text(value)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(f"{value!r} is neither a number nor a text")
    return Markup(f"{value:,f}".removesuffix(".0") if isinstance(value, Decimal) else f"{value:,}")


def plural(value: object, word: str) -> str:
    """The word as it follows a number: 1 year, 5 years."""
    return word if not word or value == 1 else f"{word}s"
