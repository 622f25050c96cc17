"""The search index as readers need it: small, and in their words.

The theme's search plugin writes everything it finds on the pages. Here each page made from a record becomes one entry,
long texts are cut, and each question of docs/ask.md is an entry that leads to the page with the full answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from mkdocs.contrib import search

from . import pages
from .context import Site

QUESTIONS = "ask.md"
"""The page of questions people ask; each section ends with a link to the page that answers it."""
LIBRARY = Path(search.__file__).parent / "templates" / "search" / "lunr.js"
"""The library that searches, which comes with MkDocs."""
TEXT_LENGTH = 320
"""Characters of text kept of a section."""
FIELDS = {"title": 6, "also": 6, "text": 1}
"""What is searched of an entry -> how much it weighs."""
QUESTION_BOOST = 2

_NOT_SOUGHT = ("sources", "not-known", "notes", "ask")
_FOR_PROGRAMMERS = ("developers/", "reference/")
_FOR_READERS_TOO = ("reference/glossary.md", "reference/license-fields.md")
_TOOLS_AND_GUIDES = ("guides/", "rules/", "check/", "check.md")

_SECTION = re.compile(r"^## (?P<question>.+?)(?: \{.*\})?$(?P<answer>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"""link\("(?P<target>[^"]+\.md(?:#[\w-]+)?)\"""")
_ALSO = re.compile(r"\{# also: (?P<words>.*?) #\}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of readers with other words for it, and the page (with its anchor) that answers it."""

    question: str
    also: tuple[str, ...]
    target: str


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def plain(html: str) -> str:
    """The text of a piece of HTML, with single spaces."""
    parser = _Text()
    parser.feed(html)
    parser.close()
    return " ".join(" ".join(parser.parts).split())


def shortened(text: str) -> str:
    """The text up to a whole word near `TEXT_LENGTH`."""
    return text if len(text) <= TEXT_LENGTH else text[:TEXT_LENGTH].rsplit(" ", 1)[0] + " …"


def questions(markdown: str) -> list[Asked]:
    """Every question of the page; raises ValueError for a section without a link to its answer."""
    found = []
    for section in _SECTION.finditer(markdown):
        links = _LINK.findall(section["answer"])
        if not links:
            raise ValueError(f"{QUESTIONS}: {section['question']!r} links to no page that answers it")
        also = tuple(words for group in _ALSO.findall(section["answer"]) for words in group.split("; "))
        found.append(Asked(section["question"], also, links[-1]))
    return found


def for_readers(index: Mapping[str, Any], asked: Iterable[Asked], summaries: Mapping[str, str]) -> dict[str, Any]:
    """The index of the plugin, cut down; `summaries` holds the one text of each page that is made from a record."""
    entries, answers = [], {}
    for entry in index["docs"]:
        address, text = entry["location"], shortened(plain(entry["text"]))
        page, _, anchor = address.partition("#")
        if page == _address(QUESTIONS):
            answers[plain(entry["title"])] = text
        if page in summaries:
            text = summaries[page]
        if not anchor or not (page in summaries or page == _address(QUESTIONS) or anchor in _NOT_SOUGHT):
            boost = {"boost": entry["boost"]} if "boost" in entry else {}
            entries.append({"location": address, "title": plain(entry["title"]), "text": text, **boost})
    for question in asked:
        entries.append(
            {
                "location": _address(question.target),
                "title": question.question,
                "text": answers[question.question],
                "also": " | ".join(question.also),
                "boost": QUESTION_BOOST,
            }
        )
    return {"fields": FIELDS, "docs": entries}


def weight(site: Site, path: str) -> dict[str, Any]:
    """What the search plugin reads in the front matter of a page: whether it is for readers, and how much it weighs.

    Earlier editions and lists that pick from other stacks are left out: readers would take them for what is so now.
    """
    folder, _, record_id = path.removesuffix(".md").rpartition("/")
    current = {site.in_force.id, *(edition.id for edition in site.coming), "index"}
    if (
        (path.startswith(_FOR_PROGRAMMERS) and path not in _FOR_READERS_TOO)
        or (folder == "rules/editions" and record_id not in current)
        or (folder == "stacks" and record_id != "index" and site.catalog.get("stacks", record_id)["kind"] == "view")
    ):
        return {"exclude": True}
    return {"boost": 2 if path.startswith(_TOOLS_AND_GUIDES) or path == QUESTIONS else 1}


def rewrite(site: Site, docs: Path, built: Path) -> None:
    """Replaces the index that the plugin wrote into the built site."""
    file = built / "search" / "search_index.json"
    asked = questions((docs / QUESTIONS).read_text("utf-8"))
    summaries = {
        _address(path): pages.describe(record)
        for folder, record_id, path in pages.record_paths(site)
        if (record := site.catalog.raw(folder, record_id))["kind"] != "moved"
    }
    file.write_bytes(packed(for_readers(json.loads(file.read_bytes()), asked, summaries)))


def _address(path: str) -> str:
    """The address of a page below the site: "guides/x.md#part" is at "guides/x/#part"."""
    page, mark, anchor = path.partition("#")
    return page.removesuffix("index.md").replace(".md", "/") + mark + anchor


def packed(index: Mapping[str, Any]) -> bytes:
    """The index as it is sent."""
    return json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()
