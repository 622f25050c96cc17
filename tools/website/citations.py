"""Citations as pages show them: a number beside the sentence that opens its sources, and a list at the foot.

The source that states the sentence comes first, whatever its weight; one that limits or denies it says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup
from mcheck import Catalog
from mcheck.core.records import Record

from .formatting import show

_WORD_WITH_HYPHEN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
STANCES = {"states": "", "limits": "Says less:", "denies": "Says otherwise:"}
"""What a source does with the sentence -> the words before its note; the order is that of a list."""


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
    checked: str
    stance: str
    notes: tuple[str, ...]


Footnotes = dict[tuple[Source, ...], int]
"""What a page cites -> its number, in the order of the page."""


def sources(catalog: Catalog, *citations: Iterable[Record]) -> tuple[Source, ...]:
    """The sources behind lists of citations, each place once: those that state it first, weightiest authority first."""
    labels = catalog.terms("authority")
    found: dict[tuple[str, str], list[Record]] = {}
    for citation in (c for group in citations for c in group):
        found.setdefault((citation["source"], citation.get("at", "")), []).append(citation)
    read = (_source(catalog, same) for same in found.values())
    ladder, stances = list(labels), list(STANCES)
    return tuple(sorted(read, key=lambda s: (stances.index(s.stance), ladder.index(s.authority_id))))


def _source(catalog: Catalog, same: list[Record]) -> Source:
    source = catalog.source(same[0]["source"])
    return Source(
        source["id"],
        source["title"],
        source["url"],
        catalog.terms("authority")[source["authority"]]["label"],
        source["authority"],
        same[0].get("at", ""),
        source.get("dated", ""),
        catalog.get("sources", source["id"])["read_on"],
        min((c.get("stance", "states") for c in same), key=list(STANCES).index),
        tuple(dict.fromkeys(_titled(catalog, c["note"]) for c in same if "note" in c)),
    )


def _titled(catalog: Catalog, note: str) -> str:
    """A note that mentions open questions by their ids, with their titles."""
    if "question" not in note:
        return note
    titles = {record["id"]: f"“{record['title']}”" for record in catalog.all("questions")}
    return _WORD_WITH_HYPHEN.sub(lambda word: titles.get(word[0], word[0]), note)


def mark(footnotes: Footnotes, found: tuple[Source, ...]) -> Markup:
    """The number that opens these sources; the same sources have the same number on the whole page."""
    if not found:
        return Markup("")
    number = footnotes.setdefault(found, len(footnotes) + 1)
    name = found[0].authority if len(found) == 1 else f"{len(found)} sources"
    return Markup(
        '<button class="ref" type="button" popovertarget="source-{0}" aria-label="Source {0}: {1}"'
        " data-search-exclude>{0}</button>"
    ).format(number, name)


def foot(footnotes: Footnotes, *, unfolded: bool) -> Markup:
    """The list of sources at the foot of a page; nothing where the page cites none.

    Each entry is the sheet that its number opens. The list itself is folded on a screen, unless `unfolded`.
    """
    if not footnotes:
        return Markup("")
    entries = Markup("").join(_entry(number, found) for found, number in footnotes.items())
    return Markup(
        '<section class="foot-sources" aria-label="Sources" data-search-exclude>'
        "<h2>Sources</h2>"
        '<details class="more"{}><summary>Show the list ({})</summary></details>'
        "<ol>{}</ol></section>"
    ).format(Markup(" open" if unfolded else ""), len(footnotes), entries)


def _entry(number: int, found: tuple[Source, ...]) -> Markup:
    agree = sum(source.stance == "states" for source in found)
    return Markup(
        '<li><div class="source-sheet" popover id="source-{0}" role="group" aria-label="Source {0}">{1}{2}'
        '<button class="close" type="button" popovertarget="source-{0}" popovertargetaction="hide">Close</button>'
        "</div></li>"
    ).format(
        number,
        Markup('<p class="agree">{} sources agree.</p>').format(agree) if agree > 1 else "",
        Markup("").join(_one(source) for source in found),
    )


def _one(source: Source) -> Markup:
    at = f", {source.at}" if source.at and source.at not in source.title else ""
    told = Markup(" ").join(filter(None, (STANCES[source.stance], *source.notes)))
    note = Markup('<span class="note">{}</span> ').format(told) if told else ""
    dated = Markup("{}. ").format(show(source.dated)) if source.dated else ""
    return Markup(
        '<p><span class="chip chip-{}">{}</span> <a class="source" href="{}" rel="external">{}</a>{}. {}'
        '<span class="dated">{}Checked {}.</span></p>'
    ).format(source.authority_id, source.authority, source.url, source.title, at, note, dated, show(source.checked))
