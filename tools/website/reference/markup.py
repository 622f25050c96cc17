"""Text with lines or code in it as markup of a page."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from markupsafe import Markup

from ..formatting import text

_NEW_LINE = Markup("&#10;")


def block(content: str) -> Markup:
    """Lines as they are: output of a command, a file. One line of source, so that Markdown finds nothing in it."""
    lines = (_line(line) for line in content.rstrip("\n").split("\n"))
    return Markup('<pre class="lines" data-search-exclude><code>{}</code></pre>').format(_NEW_LINE.join(lines))


@cache
def _line(line: str) -> Markup:
    """A line with every space in its place."""
    words = re.split("( +)", line)
    return Markup("").join(Markup("&#32;") * len(w) if w.startswith(" ") else text(w) for w in words)


def code_marks(sentence: str) -> Markup:
    """A sentence in which `backticks` mark code."""
    parts = sentence.split("`")
    return Markup("").join(Markup("<code>{}</code>").format(text(p)) if i % 2 else text(p) for i, p in enumerate(parts))


def linked_lists(sentence: Markup, href: Callable[[str], str]) -> Markup:
    """A sentence about ids in which the list they come from ("vocabulary/roles") leads to that list."""
    return Markup(
        re.sub(
            r"(?:vocabulary/([a-z-]+)|catalog/activities)",
            lambda match: f'<a href="{href(_list(match[1]))}">{match[0]}</a>',
            sentence,
        )
    )


def _list(vocabulary: str | None) -> str:
    if vocabulary == "license-fields":
        return "reference/license-fields.md"
    return f"reference/glossary.md#{vocabulary}" if vocabulary else "rules/earning.md"
