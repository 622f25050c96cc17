"""The mark that ties what a page shows to the fact it shows, by the fact's address in the catalog (Catalog.fact)."""

from __future__ import annotations

import re
from collections.abc import Callable

from markupsafe import Markup
from mcheck import Catalog

from .formatting import plural, show

_WORD_WITH_HYPHEN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")


def mark(catalog: Catalog, address: str, href: Callable[[str], str]) -> Markup:
    """The fact as a page shows it, marked with its plain address; raises mcheck.catalog.store.UnknownRecord.

    Where a text names an open question ("See the question odd-badge"), its id becomes a link; `href` gives the
    address of a record's page.
    """
    plain, value = catalog.fact(address)
    shown = show(value)
    if "question" in shown:
        shown = Markup(_WORD_WITH_HYPHEN.sub(lambda word: _linked(catalog, word[0], href), shown))
    return Markup('<span data-fact="{}">{}</span>').format(Markup(plain), shown)


def _linked(catalog: Catalog, word: str, href: Callable[[str], str]) -> str:
    return f'<a href="{href(f"questions/{word}")}">{word}</a>' if ("questions", word) in catalog else word


def amount(catalog: Catalog, address: str, unit: str, href: Callable[[str], str]) -> Markup:
    """The fact, marked, with its unit in the right form: 1 year, 5 years."""
    value = catalog.fact(address)[1]
    return Markup("{}\N{NO-BREAK SPACE}{}").format(mark(catalog, address, href), plural(value, unit))
