"""Citations as pages show them: what was read, how much weight it has, where to open it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mcheck import Catalog
from mcheck.core.records import Record


@dataclass(frozen=True, slots=True)
class Source:
    """One place that was read; `authority` is the word people see, `notes` what the record adds about it."""

    id: str
    title: str
    url: str
    authority: str
    authority_id: str
    at: str
    dated: str
    notes: tuple[str, ...]


def sources(catalog: Catalog, *citations: Iterable[Record]) -> tuple[Source, ...]:
    """The sources behind lists of citations, each place once, weightiest authority first."""
    ladder = list(catalog.terms("authority"))
    labels = catalog.terms("authority")
    read: dict[tuple[str, str], Source] = {}
    for citation in (c for group in citations for c in group):
        whole = catalog.cite(citation)
        key = (whole["source"], whole.get("at", ""))
        notes = (*read[key].notes, citation["note"]) if key in read and "note" in citation else ()
        if key in read and not notes:
            continue
        read[key] = Source(
            whole["source"],
            whole["title"],
            whole["url"],
            labels[whole["authority"]]["label"],
            whole["authority"],
            whole.get("at", ""),
            whole.get("dated", ""),
            tuple(dict.fromkeys(notes or ((citation["note"],) if "note" in citation else ()))),
        )
    return tuple(sorted(read.values(), key=lambda s: ladder.index(s.authority_id)))
