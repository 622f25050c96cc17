"""The search index as readers need it: small, and in their words.

Each page made from a record becomes one entry, every other page one for each section, with long texts cut; each
question that people ask is an entry that leads to the page with the full answer. An index of the theme would hold all
that is on the pages, and reading it out of them would take an eighth of a build.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from mkdocs.contrib import search

from . import asked, pages
from .context import Site

LIBRARY = Path(search.__file__).parent / "templates" / "search" / "lunr.js"
"""The library that searches, which comes with MkDocs."""
TEXT_LENGTH = 320
"""Characters of text kept of a section."""
FIELDS = {"title": 6, "also": 6, "text": 1}
"""What is searched of an entry -> how much it weighs."""
QUESTION_BOOST = 2

Entry = dict[str, Any]
"""What the index says of a place: `location`, `title`, `text`, `boost`, and `also`, other words for the title."""

_NOT_SOUGHT = frozenset(("sources", "not-known", "notes", "ask"))
_FOR_PROGRAMMERS = ("developers/", "reference/")
_FOR_READERS_TOO = ("reference/glossary.md", "reference/license-fields.md")
_TOOLS_AND_GUIDES = ("guides/", "rules/", "check/", "check.md")

_LEFT_OUT = re.compile(
    r"<(script|style|template)\b.*?</\1>|<(\w+)\b[^>]*\bdata-search-exclude\b[^>]*>.*?</\2>"
    r'|<a class="headerlink".*?</a>',
    re.DOTALL,
)
_HEADING = re.compile(r'<h([1-6])\b[^>]*\bid="([^"]+)"[^>]*>(.*?)</h\1>', re.DOTALL)
_IN_A_LINE = re.compile(r"</?(?:a|abbr|b|code|em|i|small|span|strong|sub|sup|time)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")


class Section(NamedTuple):
    """A heading of a page with what follows it, as text; what is before the first one has no anchor."""

    anchor: str
    title: str
    text: str


def plain(markup: str) -> str:
    """The text of a piece of HTML, with single spaces."""
    return " ".join(html.unescape(_TAG.sub(" ", _IN_A_LINE.sub("", markup))).split())


def sections(content: str) -> Iterator[Section]:
    """The sections of a page's HTML; what its first heading is over belongs to the page itself."""
    content = _LEFT_OUT.sub(" ", content)
    headings = list(_HEADING.finditer(content))
    ends = [*(heading.start() for heading in headings[1:]), len(content)]
    before = plain(content[: headings[0].start()] if headings else content)
    if before or not headings or headings[0][1] != "1":
        yield Section("", "", before)
    for number, (heading, end) in enumerate(zip(headings, ends, strict=False)):
        anchor = heading[2] if before or number or heading[1] != "1" else ""
        yield Section(anchor, plain(heading[3]), plain(content[heading.end() : end]))


def shortened(text: str) -> str:
    """The text up to a whole word near `TEXT_LENGTH`."""
    return text if len(text) <= TEXT_LENGTH else text[:TEXT_LENGTH].rsplit(" ", 1)[0] + " …"


def entries(site: Site, path: str, address: str, title: str, content: str) -> list[Entry]:
    """What the index says of a page: its Markdown path, its address, its title and its HTML."""
    boost = weight(site, path)
    if boost is None:
        return []
    folder, _, record_id = path.removesuffix(".md").rpartition("/")
    records = next((made.folder for made in pages.RECORD_PAGES.values() if made.under == folder), "")
    if (records, record_id) in site.catalog:
        record = site.catalog.raw(records, record_id)
        moved = record["kind"] == "moved"
        return [] if moved else [_entry(address, plain(title), pages.describe(record), boost)]
    if path == asked.PAGE:
        return [_entry(address, plain(title), "", boost), *_questions(site, content)]
    return [
        _entry(f"{address}#{anchor}" if anchor else address, heading or plain(title), shortened(text), boost)
        for anchor, heading, text in sections(content)
        if anchor not in _NOT_SOUGHT
    ]


def _questions(site: Site, content: str) -> Iterator[Entry]:
    """An entry for each question, with the answer that the page gives."""
    answers = {section.anchor: shortened(section.text) for section in sections(content)}
    for question in asked.people_ask(site.catalog):
        label = asked.label(site.catalog, question["id"])
        yield {
            **_entry(_address(question["page"]), label, answers[question["id"]], QUESTION_BOOST),
            "also": " | ".join(question["aliases"]),
        }


def _entry(location: str, title: str, text: str, boost: int) -> Entry:
    return {"location": location, "title": title, "text": text, "boost": boost}


def weight(site: Site, path: str) -> int | None:
    """How much a page weighs; None where it is not for readers.

    Earlier editions and lists that pick from other stacks are left out: readers would take them for what is so now.
    """
    folder, _, record_id = path.removesuffix(".md").rpartition("/")
    current = {site.in_force.id, *(edition.id for edition in site.coming), "index"}
    if (
        (path.startswith(_FOR_PROGRAMMERS) and path not in _FOR_READERS_TOO)
        or (folder == "rules/editions" and record_id not in current)
        or (folder == "stacks" and record_id != "index" and site.catalog.get("stacks", record_id)["kind"] == "view")
    ):
        return None
    return 2 if path.startswith(_TOOLS_AND_GUIDES) or path == asked.PAGE else 1


def _address(path: str) -> str:
    """The address of a page below the site: "guides/x.md#part" is at "guides/x/#part"."""
    page, mark, anchor = path.partition("#")
    return page.removesuffix("index.md").replace(".md", "/") + mark + anchor


def write(found: Iterable[Entry], built: Path) -> None:
    """Writes the index into the built site."""
    file = built / "search" / "search_index.json"
    file.parent.mkdir(exist_ok=True)
    index = {"fields": FIELDS, "docs": list(found)}
    file.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), "utf-8")
