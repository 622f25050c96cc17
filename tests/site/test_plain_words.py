"""Readers' pages use the words of a native reader; pages for programs and what is quoted are left alone."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
import reading
from helpers import catalog

BANNED = re.compile(
    "|".join(
        [
            r"\bmend(?:s|ed|ing)?\b",
            r"\bhand(?:s|ed|ing)? (?:it |them |this |that )?in\b(?! hand)",
            r"\ball the same\b",
            r"\b(?:lapse[sd]?|lost) by (?:itself|themselves)\b",
            r"\b(?:stands?|stood) on\b",
            r"\b(?:is|are|was|were|last) read\b",
            r"\b(?:page|source|guidelines?|regulation|text|law|faq|contract|it|20\d\d) names?\b",
            r"\b(?:it|that|they|rules?|edition|law|value|rate|pdps|points) holds?\b"
            r"(?! (?:an?|the|no|nothing|your|at least|only|as)\b)",
            r"\b(?:minimum|content|pedagogy|floor|total|rule|rate|of \d+) (?:falls?|goes)\b",
            r"\bmade-up (?:people|persons?)\b",
            r"\bwhom to ask\b",
            r"\bits branch in this state\b",
            "`",
        ]
    ),
    re.IGNORECASE,
)
FOR_PROGRAMS = ("reference/", "developers/")
FOR_READERS_TOO = ("reference/glossary/", "reference/license-fields/")
QUOTED = frozenset(["code", "pre", "q", "blockquote", "script", "style"])
VOID = frozenset(["br", "hr", "img", "input", "link", "meta", "source", "wbr"])


class _Prose(HTMLParser):
    """The text of the article, without code, quotations and titles of sources."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            classes = (dict(attributes).get("class") or "").split()
            self.open.append((tag, tag in QUOTED or "source" in classes))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if any(tag == "article" for tag, _ in self.open) and not any(quoted for _, quoted in self.open):
            self.text += data


def found_in(html: str) -> list[str]:
    reader = _Prose()
    reader.feed(html)
    text = " ".join(reader.text.split())
    return [text[max(0, match.start() - 40) : match.end() + 40] for match in BANNED.finditer(text)]


@pytest.mark.parametrize(
    ("sentence", "banned"),
    [
        ("Mend what they name.", 1),
        ("Hand it in by June.", 1),
        ("What you hold in hand in hand.", 0),
        ("The same rules hold.", 1),
        ("It holds the licenses.", 0),
        ("The copy that was read.", 1),
        ("<code>mend</code> and <q>it stands on</q>", 0),
        ('<a class="source">How the law names it</a>', 0),
        ("The minimum for content falls.", 1),
    ],
)
def test_the_list_finds_what_it_should(sentence: str, banned: int) -> None:
    assert len(found_in(f"<article><p>{sentence}</p></article>")) == banned


def test_no_page_for_readers_uses_a_banned_word(site: Path) -> None:
    found = {}
    for path in sorted(site.rglob("*.html")):
        page = path.relative_to(site).as_posix().removesuffix("index.html")
        if page.startswith(FOR_PROGRAMS) and page not in FOR_READERS_TOO:
            continue
        if words := found_in(path.read_text()):
            found[page] = words
    assert found == {}


def test_the_summary_of_a_badge_reads_at_grade_8_or_lower() -> None:
    hard = {
        record["id"]: grade
        for record in catalog().all("credentials")
        if (grade := reading.grade(record["summary"])) > 8
    }
    assert hard == {}
