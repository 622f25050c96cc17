"""The first use of each term of the glossary on a page becomes a link to it, with its meaning as a tooltip."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

from mcheck import Catalog

GLOSSARY = "reference/glossary.md"
_SHORT = re.compile(r"(.+) \(([^()]+)\)")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "caption", "dt", "th", "summary")
_TOOLS = ("button", "form", "label")
_LEAVE_TAGS = frozenset([*_HEADINGS, *_TOOLS, "a", "abbr", "code", "pre", "script", "style", "svg"])
_LEAVE_CLASSES = frozenset(["cards", "check", "chip", "letter", "trail", "unseen"])
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)


@dataclass(frozen=True, slots=True)
class Term:
    """A term. `word` is how pages write it, `long` what a short form stands for (or nothing)."""

    id: str
    word: str
    long: str
    sentence: str

    @property
    def pattern(self) -> str:
        """The word and its plural; a capital that only begins the word may be small on a page."""
        first, rest = self.word[0], re.escape(self.word[1:])
        begins = f"[{first}{first.lower()}]" if self.word[1:] == self.word[1:].lower() else re.escape(first)
        return rf"(?<![\w-]){begins}{rest}s?(?![\w-])"

    @property
    def tooltip(self) -> str:
        return f"{self.long}. {self.sentence}" if self.long else self.sentence


def terms(catalog: Catalog) -> tuple[Term, ...]:
    """The terms of the glossary; a label may end in its short form, in brackets."""
    return tuple(_terms(catalog))


def _terms(catalog: Catalog) -> Iterator[Term]:
    for term in catalog.terms("glossary").values():
        match = _SHORT.fullmatch(term["label"])
        long, word = (match[1], match[2]) if match else ("", term["label"])
        yield Term(term["id"], word, long, term["sentence"])


def explained(html: str, known: tuple[Term, ...], glossary: str) -> str:
    """The HTML of a page with the first use of each term marked; `glossary` is the address of the glossary from it."""
    marker = _Marker({term.id: term for term in known}, glossary)
    marker.feed(html)
    marker.close()
    return "".join(marker.out)


class _Marker(HTMLParser):
    """Copies a page piece by piece, and changes nothing but text."""

    def __init__(self, waiting: Mapping[str, Term], glossary: str) -> None:
        super().__init__(convert_charrefs=False)
        self.waiting = dict(waiting)
        self.glossary = glossary
        self.out: list[str] = []
        self.open: list[tuple[str, bool]] = []
        """Open elements: (tag, whether text inside is left alone)."""
        self.pattern = self._compile()

    def _compile(self) -> re.Pattern[str] | None:
        parts = [f"(?P<t{i}>{term.pattern})" for i, term in enumerate(self.waiting.values())]
        return re.compile("|".join(parts)) if parts else None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.out.append(self.get_starttag_text() or "")
        if tag not in _VOID:
            classes = set((dict(attrs).get("class") or "").split())
            leave = tag in _LEAVE_TAGS or bool(classes & _LEAVE_CLASSES)
            self.open.append((tag, leave or bool(self.open and self.open[-1][1])))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.out.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.out.append(f"</{tag}>")
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][1]:
            self.out.append(data)
            return
        while self.pattern and (match := self.pattern.search(data)):
            term = list(self.waiting.values())[int((match.lastgroup or "t0")[1:])]
            del self.waiting[term.id]
            self.pattern = self._compile()
            self.out.append(data[: match.start()])
            self.out.append(
                f'<a class="term" href="{self.glossary}#{term.id}">'
                f'<abbr title="{escape(term.tooltip)}">{match[0]}</abbr></a>'
            )
            data = data[match.end() :]
        self.out.append(data)

    def handle_entityref(self, name: str) -> None:
        self.out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.out.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.out.append(f"<!--{data}-->")
