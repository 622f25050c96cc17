"""The mark that ties what a page shows to the fact it shows, by the fact's address in the catalog (Catalog.fact)."""

from __future__ import annotations

from markupsafe import Markup
from mcheck.catalog import Catalog

from .text import plural, show


def mark(catalog: Catalog, address: str) -> Markup:
    """The fact as a page shows it, marked with its plain address; raises mcheck.catalog.UnknownRecord."""
    plain, value = catalog.fact(address)
    return Markup('<span data-fact="{}">{}</span>').format(Markup(plain), show(value))


def amount(catalog: Catalog, address: str, unit: str) -> Markup:
    """The fact, marked, with its unit in the right form: 1 year, 5 years."""
    value = catalog.fact(address)[1]
    return Markup("{}\N{NO-BREAK SPACE}{}").format(mark(catalog, address), plural(value, unit))
