"""Questions people ask: readers' words from the catalog, and the sources of the facts that each answer mentions."""

from __future__ import annotations

from collections.abc import Iterable

from mcheck.catalog.store import MENTION, Catalog
from mcheck.core.pointers import keys_of
from mcheck.core.records import Record

from .formatting import day_written

PAGE = "ask.md"
"""The page that shows them; the search leads from each question to the page that answers it in full."""
AT = "vocabulary/asked#/terms"


def people_ask(catalog: Catalog) -> Iterable[Record]:
    """Every question, in the order of the page."""
    return catalog.terms("asked").values()


def label(catalog: Catalog, question: str) -> str:
    """A question by its id, with days as readers write them ("What changed on June 8, 2026?")."""
    written = catalog.written(f"{AT}/{question}/label")
    return MENTION.sub(lambda mention: day_written(str(catalog.fact(mention[1])[1])), written)


def behind(catalog: Catalog, address: str) -> list[Record]:
    """The citations of every fact that the text at an address mentions."""
    mentioned = MENTION.findall(catalog.written(address))
    return [citation for fact in mentioned for citation in _citations(catalog, fact)]


def _citations(catalog: Catalog, address: str) -> list[Record]:
    """The citations nearest to a fact that support it; of a conflict of sources, those of all facts it is about."""
    plain, _ = catalog.fact(address)
    path, _, pointer = plain.partition("#")
    value = record = catalog.get(*path.split("/"))
    found: list[Record] = []
    for key in keys_of(pointer):
        if isinstance(value, dict):
            found = [c for c in value.get("citations", ()) if key in c["supports"]] or found
            if value in record.get("conflicts", ()):
                found = [c for f in record["facts"] if f.get("conflict") == value["id"] for c in f["citations"]]
        value = value[int(key) if isinstance(value, list) else key]
    return found
