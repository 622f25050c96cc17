"""Templates of pages: everything is escaped but what a template writes itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...core.escaping import html as escape

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup


def escaped(value: Any) -> Markup:
    """What every expression of a template passes through: what is no markup yet is escaped, and only here."""
    from markupsafe import Markup

    return value if isinstance(value, Markup) else Markup(escape(value))


def joined(parts: Iterable[object]) -> Markup:
    """Parts as one piece of markup; those that are none yet are escaped."""
    return escaped("").join(map(escaped, parts))


def breakable(text: str) -> Markup:
    """A word longer than a column, such as an address, may be broken, lest it push columns off the sheet."""
    from markupsafe import Markup

    return Markup(re.sub(r"((?:&[^;]+;|[^\s&]){20})(?=\S)", r"\1<wbr>", escape(text)))


def days(text: str) -> Markup:
    """No day is broken at its hyphens."""
    from markupsafe import Markup

    words = (f"<time>{escape(word)}</time>" if word[:1].isdigit() else escape(word) for word in text.split(" "))
    return Markup(" ".join(words))


@cache
def environment(folder: Path = Path(__file__).parent) -> Environment:
    """What the templates in a folder share."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        finalize=escaped,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {"breakable": breakable, "days": days, "kind": lambda value: type(value).__name__}
    return made
