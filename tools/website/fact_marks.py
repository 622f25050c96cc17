"""The mark that ties what a page shows to the fact it shows, by the fact's address in the catalog (Catalog.fact).

A value of an activity that an open question may lower is never shown alone: "10, or 0 (not settled)", and a sentence
that mentions one says so after itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import zip_longest

from markupsafe import Markup
from mcheck import Catalog
from mcheck.catalog.store import MENTION
from mcheck.core.points import number

from .converter import Range
from .formatting import plural, show, text

_DOUBT = "\ue000"  # of the private use area: no text of the catalog holds it
_TO_END_OF_SENTENCE = re.compile(_DOUBT + r"([^.?!" + _DOUBT + r"]*[.?!]?)")
_WORD_WITH_HYPHEN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")


def mark(
    catalog: Catalog, disputed: Mapping[str, Range], address: str, unit: str, href: Callable[[str], str]
) -> Markup:
    """The fact as a page shows it, marked with its plain address; raises mcheck.catalog.store.UnknownRecord.

    A `unit` follows in the right form (1 year, 5 years). `disputed` holds what an open question makes of values, by
    their plain address. Where a text mentions an open question by its id ("See the question odd-badge"), its title
    stands there as a link; `href` gives the address of a record's page.
    """
    plain, value = catalog.fact(address)
    shown = _told(catalog, disputed, plain, href) if isinstance(value, str) else show(value)
    marked = Markup('<span data-fact="{}">{}</span>').format(Markup(plain), shown)
    if unit:
        marked += Markup("\N{NO-BREAK SPACE}{}").format(plural(value, unit))
    return marked + _or_less(disputed[plain], ", or {} ({})", href) if plain in disputed else marked


def _told(catalog: Catalog, disputed: Mapping[str, Range], address: str, href: Callable[[str], str]) -> Markup:
    """A text with its mentions replaced; a sentence that mentions a disputed value says so after itself.

    A page about a question says itself what is open, so its texts stay as they are.
    """
    doubts: list[Range] = []

    def replaced(mention: re.Match[str]) -> str:
        plain, value = catalog.fact(mention[1])
        if plain not in disputed or address.startswith("questions/"):
            return str(value)
        doubts.append(disputed[plain])
        return f"{value}{_DOUBT}"

    told = MENTION.sub(replaced, catalog.written(address))
    shown = show(_TO_END_OF_SENTENCE.sub(r"\1" + _DOUBT, told))
    if "question" in shown:
        shown = Markup(_WORD_WITH_HYPHEN.sub(lambda word: _linked(catalog, word[0], href), shown))
    pieces = shown.split(_DOUBT)
    marks = [_or_less(doubt, " Or {}: {}.", href) for doubt in doubts]
    return Markup("").join(piece + mark for piece, mark in zip_longest(pieces, marks, fillvalue=Markup("")))


def _or_less(worth: Range, words: str, href: Callable[[str], str]) -> Markup:
    question = Markup('<a href="{}">not settled</a>').format(Markup(href(f"questions/{worth.questions[0]}")))
    return Markup('<span class="or-less">{}</span>').format(Markup(words).format(show(number(worth.least)), question))


def _linked(catalog: Catalog, word: str, href: Callable[[str], str]) -> str:
    if ("questions", word) not in catalog:
        return word
    return f'“<a href="{href(f"questions/{word}")}">{text(catalog.get("questions", word)["title"])}</a>”'
