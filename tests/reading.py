"""How hard the words of a guide are to read, as a school grade.

Sentences come from blocks of the page: a list entry or a cell ends a sentence even without a full stop. Left out are
citations, quoted titles, code, and the terms every page on licenses must use, which stand as a short word instead.
The measure is the Automated Readability Index: of textstat's grades it needs no corpus to be fetched, as those that
count syllables do.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

BLOCKS = frozenset(["p", "li", "td", "th", "h1", "h2", "h3", "dt", "dd", "caption", "summary"])
NOT_READ = frozenset(["h1", "h2", "h3", "dt", "caption", "thead", "pre", "script", "nav"])
"""Headings are not sentences, and would make a page look easier than it is; they also hold the quoted titles."""
VOID = frozenset(["br", "hr", "img", "input", "meta", "link", "wbr"])
LEFT_OUT = frozenset(["ref", "foot-sources", "more", "provenance", "sources-line"])
"""Classes of elements that hold no sentences of the guide: sources, and where the page comes from."""
TERMS = re.compile(
    r"""National\ Education\ Association|Massachusetts\ Teachers\ Association
    |Department\ of\ Elementary\ and\ Secondary\ Education|Massachusetts\ Tests\ for\ Educator\ Licensure
    |Code\ of\ Massachusetts\ Regulations|Sheltered\ English\ Immersion|English\ as\ a\ Second\ Language
    |individual\ professional\ development\ plan|professional\ development\ points?|professional\ learning\ community
    |(?:paraprofessional\ )?training\ points?|subject\ matter\ knowledge|competency\ reviews?
    |micro-credentials?|endorsements?|paraprofessionals?|(?:Professional|Provisional|Initial|Primary)\ licenses?
    |Digital\ Literacy\ and\ Computer\ Science|Moderate\ Disabilities|Bilingual\ Education
    |Bilingual\ education|bilingual\ education|students\ with\ disabilities""",
    re.VERBOSE,
)


class _Sentences(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.blocks: list[str] = [""]

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        classes = set((dict(attributes).get("class") or "").split())
        hidden = bool(classes & LEFT_OUT) or tag in NOT_READ
        self.open.append((tag, hidden))
        if tag in BLOCKS:
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass
        if tag in BLOCKS:
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self.open]
        if "article" in tags and not any(hidden for _, hidden in self.open):
            self.blocks[-1] += data


def words_of(html: str) -> str:
    """The sentences of the article, one space between words, each block ended by a full stop."""
    reader = _Sentences()
    reader.feed(html)
    blocks = (" ".join(block.split()) for block in reader.blocks)
    return " ".join(block if block[-1] in ".?!:" else f"{block}." for block in blocks if block)


def grade(text: str) -> float:
    """The school grade a text asks for, terms left out."""
    textstat = pytest.importorskip("textstat", reason="textstat is not installed: pip install -e '.[dev]'")
    return float(textstat.automated_readability_index(TERMS.sub("term", text)))
