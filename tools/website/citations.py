"""Citations as pages show them: a number beside the sentence that opens its sources, and a list at the foot.

The source that states the sentence comes first, whatever its weight; one that limits or denies it says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain

from markupsafe import Markup, escape
from mcheck import Catalog
from mcheck.core.grouping import grouped
from mcheck.core.records import Record

from . import translations
from .formatting import WORD_WITH_HYPHEN, show
from .translations import Strings

STANCES = ("states", "limits", "denies")
"""What a source does with the sentence, in the order of a list; the last two have words before its note."""


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
    places = grouped(chain.from_iterable(citations), lambda citation: (citation["source"], citation.get("at", "")))
    read = (_source(catalog, same) for same in places.values())
    ladder = list(labels)
    return tuple(sorted(read, key=lambda s: (STANCES.index(s.stance), ladder.index(s.authority_id))))


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
        min((c.get("stance", "states") for c in same), key=STANCES.index),
        tuple(dict.fromkeys(_titled(catalog, c["note"]) for c in same if "note" in c)),
    )


def _as_english(said: str) -> Markup:
    """What the catalog says of a source, on a page in another language."""
    return Markup(f'<span lang="en">{escape(said)}</span>')


def _titled(catalog: Catalog, note: str) -> str:
    """A note that mentions open questions by their ids, with their titles."""
    if "question" not in note:
        return note
    titles = {record["id"]: f"“{record['title']}”" for record in catalog.all("questions")}
    return WORD_WITH_HYPHEN.sub(lambda word: titles.get(word[0], word[0]), note)


def chip(source: Source, strings: Strings) -> Markup:
    """How much weight a source has, in a word of the language."""
    said = _authority(source, strings)
    english = ' lang="en"' if said == source.authority and "facts" in strings else ""
    return Markup(f'<span class="chip chip-{source.authority_id}"{english}>{escape(said)}</span>')


def _authority(source: Source, strings: Strings) -> str:
    """The label of the vocabulary in the language, which is a fact of the catalog like others."""
    address = f"vocabulary/authority#/terms/{source.authority_id}/label"
    return translations.fact(strings, address, source.authority) or source.authority


def mark(footnotes: Footnotes, found: tuple[Source, ...], strings: Strings) -> Markup:
    """The number that opens these sources; the same sources have the same number on the whole page."""
    if not found:
        return Markup("")
    number = footnotes.setdefault(found, len(footnotes) + 1)
    words = strings["sources"]
    several = words["several"].format(number=len(found))
    name = words["opens"].format(number=number, what=_authority(found[0], strings) if len(found) == 1 else several)
    return Markup(
        '<button class="ref" type="button" popovertarget="source-{0}" aria-label="{1}" data-search-exclude>{0}</button>'
    ).format(number, name)


def foot(footnotes: Footnotes, strings: Strings, *, unfolded: bool) -> Markup:
    """The list of sources at the foot of a page; nothing where the page cites none.

    Each entry is the sheet that its number opens. The list itself is folded on a screen, unless `unfolded`.
    """
    if not footnotes:
        return Markup("")
    words = strings["sources"]
    entries = Markup("").join(_entry(number, found, strings) for found, number in footnotes.items())
    return Markup(
        '<section class="foot-sources" aria-label="{heading}" data-search-exclude><h2>{heading}</h2>'
        '<details class="more"{unfolded}><summary>{show}</summary></details><ol>{entries}</ol></section>'
    ).format(
        heading=words["heading"],
        unfolded=Markup(" open" if unfolded else ""),
        show=words["show"].format(number=len(footnotes)),
        entries=entries,
    )


def _entry(number: int, found: tuple[Source, ...], strings: Strings) -> Markup:
    words = strings["sources"]
    agree = sum(source.stance == "states" for source in found)
    return Markup(
        '<li><div class="source-sheet" popover id="source-{0}" role="group" aria-label="{1}">{2}{3}'
        '<button class="close" type="button" popovertarget="source-{0}" popovertargetaction="hide">{4}</button>'
        "</div></li>"
    ).format(
        number,
        words["one"].format(number=number),
        Markup('<p class="agree">{}</p>').format(words["agree"].format(number=agree)) if agree > 1 else "",
        Markup("".join(_one(source, strings) for source in found)),
        words["close"],
    )


@cache
def _one(source: Source, strings: Strings) -> str:
    words = strings["sources"]
    original = _as_english if "facts" in strings else escape
    at = f", {source.at}" if source.at and source.at not in source.title else ""
    told = " ".join(filter(None, (words.get(source.stance, ""), *map(original, source.notes))))
    note = f'<span class="note">{told}</span> ' if told else ""
    dated = f"{original(show(source.dated) + '.')} " if source.dated else ""
    day = translations.day(strings, date.fromisoformat(source.checked))
    checked = translations.filled(words["checked"], {"day": day})
    return (
        f'<p>{chip(source, strings)} <a class="source" href="{escape(source.url)}" rel="external">'
        f'{escape(source.title)}</a>{escape(at)}. {note}<span class="dated">{dated}{checked}</span></p>'
    )
