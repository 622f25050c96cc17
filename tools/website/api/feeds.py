"""Atom 1.0 and JSON Feed 1.1 of what changed in the rules and in the catalog.

Every entry and every date in them is read from a dated fact. Ids are made from what an entry is about, not from the
site's address, so that a reader's program knows an entry again even after the site has moved.
"""

from __future__ import annotations

import uuid
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from mcheck import Catalog
from mcheck.catalog.rules import load_rules
from mcheck.catalog.settlements import endings
from mcheck.core.escaping import escape_terminal

from ..record_kinds import KINDS
from . import changes
from .envelope import API, address, generated_from, page, render

ATOM_PATH, JSON_PATH = "feed.xml", "feed.json"
TITLE = "Massachusetts license renewal: changes of the rules and of this catalog"
AUTHOR = "The mcheck contributors"
_ATOM = "http://www.w3.org/2005/Atom"
_IDS = uuid.uuid5(uuid.NAMESPACE_URL, "https://mcheck.example/feed")
"""Never change it: with other ids every entry would look new."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; `about` names it for ever, `topic` is rules or catalog."""

    about: str
    day: str
    title: str
    text: str
    url: str
    topic: str

    @property
    def id(self) -> str:
        return uuid.uuid5(_IDS, self.about).urn

    @property
    def moment(self) -> str:
        """Noon in Greenwich, which is the same day everywhere in the United States; the hour itself means nothing."""
        return f"{self.day}T12:00:00Z"


def entries(catalog: Catalog) -> list[Entry]:
    """Newest first."""
    found = [*_editions(catalog), *_values(catalog), *_settled(catalog), *_data(catalog)]
    return sorted(sorted(found, key=lambda entry: entry.about), key=lambda entry: entry.day, reverse=True)


def _editions(catalog: Catalog) -> Iterator[Entry]:
    changed = {change["to"]: change["differences"] for change in changes.editions(catalog)}
    for edition in load_rules(catalog).editions:
        lines = [edition.record["changes"], *map(changes.sentence, changed.get(edition.id, ()))]
        url = page(catalog, "renewal", edition.id)
        title = f"{edition.name} take effect"
        yield Entry(f"edition/{edition.id}", edition.start.isoformat(), title, "\n".join(lines), url, "rules")


def _values(catalog: Catalog) -> Iterator[Entry]:
    for change in changes.values(catalog):
        kind = change["activity"]
        before = f"Before: {changes.worth(change['before'])}." if "before" in change else "What held before is unknown."
        lines = [f"{change['name']}: {changes.worth(change['after'])} from {change['from']}.", before]
        lines += [f"Source: {cited['title']}, {cited['url']}" for cited in change["citations"]]
        url = page(catalog, "activities", kind)
        title = f"{change['name']}: {changes.worth(change['after'])}"
        yield Entry(f"value/{kind}/{change['from']}", change["from"], title, "\n".join(lines), url, "rules")


def _settled(catalog: Catalog) -> Iterator[Entry]:
    rules = load_rules(catalog)
    for question in rules.questions.values():
        for number, ending in enumerate(endings(rules, question)):
            title, url = question.record["title"], page(catalog, "questions", question.id)
            about, day = f"settled/{question.id}" + f"/{number}" * bool(number), ending.settlement.start.isoformat()
            text = f"For {ending.reach}: {ending.reading['label']}."
            yield Entry(about, day, f"Settled: {title}", text, url, "rules")


def _data(catalog: Catalog) -> Iterator[Entry]:
    meta = catalog.meta
    counts = ", ".join(f"{len(catalog.all(folder))} {kind.nouns}" for folder, kind in KINDS.items())
    text = f"{meta['coverage']['statement']}\n{counts}."
    title, url = f"Data edition {catalog.edition}", address(catalog, f"{API}/index.json")
    yield Entry(f"data/{catalog.edition}", meta["released"], title, text, url, "catalog")
    days: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for folder, kind in KINDS.items():
        for record in catalog.all(folder):
            if "verified_on" in record:
                days[record["verified_on"]][kind.nouns] += 1
    for day, read in days.items():
        text = "Last compared with their sources on this day: " + ", ".join(f"{n} {nouns}" for nouns, n in read.items())
        title = f"{read.total()} records compared with their sources"
        yield Entry(f"verified/{day}", day, title, text + ".", address(catalog, f"{API}/catalog.json"), "catalog")


def json_feed(catalog: Catalog, found: list[Entry]) -> bytes:
    """JSON Feed 1.1."""
    return render(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": TITLE,
            "description": catalog.meta["notice"],
            "home_page_url": address(catalog),
            "feed_url": address(catalog, JSON_PATH),
            "language": "en-US",
            "authors": [{"name": AUTHOR}],
            "_generated_from": generated_from(catalog),
            "items": [
                {
                    "id": entry.id,
                    "url": entry.url,
                    "title": entry.title,
                    "content_text": entry.text,
                    "date_published": entry.moment,
                    "tags": [entry.topic],
                }
                for entry in found
            ],
        }
    )


def atom(catalog: Catalog, found: list[Entry]) -> bytes:
    """Atom 1.0 (RFC 4287)."""
    feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "en-US"})
    _add(feed, "id", uuid.uuid5(_IDS, "feed").urn)
    _add(feed, "title", TITLE)
    _add(feed, "subtitle", catalog.meta["notice"])
    _add(feed, "updated", f"{catalog.meta['released']}T12:00:00Z")
    _add(_add(feed, "author"), "name", AUTHOR)
    _add(feed, "link", rel="self", type="application/atom+xml", href=address(catalog, ATOM_PATH))
    _add(feed, "link", rel="alternate", type="text/html", href=address(catalog))
    _add(feed, "rights", catalog.meta["license"])
    made = generated_from(catalog)
    _add(feed, "generator", f"catalog edition {made['edition']}, SHA-256 {made['sha256']}", version=made["edition"])
    for entry in found:
        element = _add(feed, "entry")
        _add(element, "id", entry.id)
        _add(element, "title", entry.title)
        _add(element, "updated", entry.moment)
        _add(element, "published", entry.moment)
        _add(element, "link", rel="alternate", href=entry.url)
        _add(element, "category", term=entry.topic)
        _add(element, "content", entry.text, type="text")
    ET.indent(feed)
    text: str = ET.tostring(feed, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, name, attributes)
    if text is not None:
        # XML has no way to write a control character, and an invisible one has no business in a feed
        element.text = "\n".join(map(escape_terminal, text.split("\n")))
    return element
