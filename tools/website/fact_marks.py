"""The mark that ties what a page shows to the fact it shows, by the fact's address in the catalog (Catalog.fact).

A value of an activity that an open question may lower is never shown alone: "10, or 0 (not settled)", and a sentence
that mentions one says so after itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from markupsafe import Markup
from mcheck import Catalog
from mcheck.catalog.store import MENTION
from mcheck.core.points import number

from . import translations
from .converter import Range
from .formatting import WORD_WITH_HYPHEN, day_written, show, text
from .translations import Strings

_DOUBT = "\ue000"  # of the private use area: no text of the catalog holds it
_TO_END_OF_SENTENCE = re.compile(_DOUBT + r"([^.?!" + _DOUBT + r"]*[.?!]?)")


@dataclass(frozen=True, slots=True)
class Marks:
    """What marks are made from: `disputed` holds what an open question makes of values, by their plain address, `href`
    gives the address of a record's page, and `strings` the words."""

    catalog: Catalog
    disputed: Mapping[str, Range]
    href: Callable[[str], str]
    strings: Strings


def mark(marks: Marks, address: str, unit: str) -> Markup:
    """The fact as a page shows it, marked with its plain address; raises mcheck.catalog.store.UnknownRecord.

    A `unit` follows in the right form (1 year, 5 years). Where a text mentions an open question by its id ("See the
    question odd-badge"), its title stands there as a link. On a page in another language a sentence is the translation,
    and English, which says so, where there is none.
    """
    plain, value = marks.catalog.fact(address)
    if isinstance(value, str):
        written = marks.catalog.written(plain)
        translated = translations.fact(marks.strings, plain, written)
        shown = _told(marks, plain, translated or written)
        if translated:
            return shown
    else:
        shown = show(value)
    english = ' lang="en"' if isinstance(value, str) and "facts" in marks.strings else ""
    marked = Markup(f'<span data-fact="{plain}"{english}>{shown}</span>')
    if unit:
        marked += Markup("\N{NO-BREAK SPACE}{}").format(translations.unit(marks.strings, value, unit))
    return marked + _or_less(marks, plain, "beside") if plain in marks.disputed else marked


def _told(marks: Marks, address: str, written: str) -> Markup:
    """A text with its mentions replaced; a sentence that mentions a disputed value says so after itself.

    A page about a question says itself what is open, so its texts stay as they are.
    """
    doubts: list[str] = []

    def replaced(mention: re.Match[str]) -> str:
        plain, value = marks.catalog.fact(mention[1])
        if isinstance(value, str):
            return MENTION.sub(replaced, day_written(marks.catalog.written(plain)))
        if plain not in marks.disputed or address.startswith("questions/"):
            return str(value)
        doubts.append(plain)
        return f"{value}{_DOUBT}"

    shown = show(_TO_END_OF_SENTENCE.sub(r"\1" + _DOUBT, MENTION.sub(replaced, written)))
    if "question" in shown:
        shown = Markup(WORD_WITH_HYPHEN.sub(lambda word: _linked(marks, word[0]), shown))
    said = [_or_less(marks, doubt, "after") for doubt in doubts]
    return Markup("").join(
        piece + doubt for piece, doubt in zip_longest(shown.split(_DOUBT), said, fillvalue=Markup(""))
    )


def _or_less(marks: Marks, address: str, place: str) -> Markup:
    worth, words = marks.disputed[address], marks.strings["doubt"]
    question = Markup('<a href="{}">{}</a>').format(
        Markup(marks.href(f"questions/{worth.questions[0]}")), text(words["link"])
    )
    told = translations.filled(words[place], {"least": show(number(worth.least)), "link": question})
    return Markup('<span class="or-less">{}</span>').format(told)


def _linked(marks: Marks, word: str) -> str:
    if ("questions", word) not in marks.catalog:
        return word
    return f'“<a href="{marks.href(f"questions/{word}")}">{text(marks.catalog.get("questions", word)["title"])}</a>”'
