"""The first use of each term of the glossary on a page becomes a link to it, with its meaning as a tooltip."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import escape

from mcheck import Catalog

GLOSSARY = "reference/glossary.md"
_SHORT = re.compile(r"(.+) \(([^()]+)\)")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "caption", "dt", "th", "summary")
_TOOLS = ("button", "form", "label")
_LEAVE_TAGS = frozenset([*_HEADINGS, *_TOOLS, "a", "abbr", "code", "pre", "script", "style", "svg"])
_LEAVE_CLASSES = frozenset(["cards", "check", "chip", "letter", "trail", "unseen"])
_TAG = re.compile(r"<(/?)([a-z][a-z0-9-]*)((?:[^>\"]|\"[^\"]*\")*)>")
_CLASS = re.compile(r'\sclass="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Term:
    """A term. `word` is how pages write it, `long` what a short form stands for (or nothing)."""

    id: str
    word: str
    long: str
    sentence: str

    @property
    def pattern(self) -> str:
        """The word; a capital that only begins it may be small on a page."""
        first, rest = self.word[0], re.escape(self.word[1:])
        begins = f"[{first}{first.lower()}]" if self.word[1:] == self.word[1:].lower() else re.escape(first)
        return begins + rest

    @property
    def tooltip(self) -> str:
        return f"{self.long}. {self.sentence}" if self.long else self.sentence


def terms(catalog: Catalog) -> tuple[Term, ...]:
    """The terms of the glossary; a label may end in its short form, in brackets."""
    found = []
    for term in catalog.terms("glossary").values():
        match = _SHORT.fullmatch(term["label"])
        long, word = (match[1], match[2]) if match else ("", term["label"])
        found.append(Term(term["id"], word, long, term["sentence"]))
    return tuple(found)


@cache
def _any_of(known: tuple[Term, ...]) -> re.Pattern[str]:
    """Any of the words or its plural, in a group for each term."""
    words = "|".join(f"({term.pattern}s?)" for term in known)
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-]|&#95;)")  # which is how a page writes "_"


def explained(html: str, known: tuple[Term, ...], glossary: str) -> str:
    """The HTML of a page with the first use of each term marked; `glossary` is the address of the glossary from it."""
    seen: set[int] = set()

    def marked(match: re.Match[str]) -> str:
        number = match.lastindex or 0
        if number in seen:
            return match[0]
        seen.add(number)
        term = known[number - 1]
        tooltip = escape(term.tooltip)
        return f'<a class="term" href="{glossary}#{term.id}"><abbr title="{tooltip}">{match[0]}</abbr></a>'

    pattern, out, end = _any_of(known), [], 0
    for start, stop in _running_text(html):
        piece = html[start:stop]
        out += [html[end:start], piece if piece.isspace() else pattern.sub(marked, piece)]
        end = stop
    return "".join([*out, html[end:]])


def _running_text(html: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each piece of text between two tags that may be marked."""
    end, left, depth = 0, "", 0
    """`left` is the element that is left alone, and `depth` how many of its name are open."""
    for tag in _TAG.finditer(html):
        if not left and tag.start() > end:
            yield end, tag.start()
        end = tag.end()
        closes, name, attributes = tag.groups()
        if left:
            depth += (name == left) * (-1 if closes else 1)
            left = left if depth else ""
        elif not closes and (name in _LEAVE_TAGS or _is_left_by_class(attributes)):
            left, depth = name, 1
    if end < len(html):
        yield end, len(html)


def _is_left_by_class(attributes: str) -> bool:
    classes = _CLASS.search(attributes)
    return classes is not None and not _LEAVE_CLASSES.isdisjoint(classes[1].split())
