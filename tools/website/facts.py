"""Facts by address, and the mark that ties what a page shows to the fact it shows.

An address is `folder/id#/pointer`, a JSON Pointer into one record: `renewal/2018-07-13#/targets/primary/total`.
Two conveniences: an entry of a list may be named by its `id`, and `now` in a list of dated values is the one in
force. The mark on the page always carries the plain pointer.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from markupsafe import Markup
from mcheck.model import Record

from .site import Site
from .text import plural, show


class UnknownFact(LookupError):
    """No fact has that address."""


def find(site: Site, address: str) -> tuple[str, Any]:
    """(plain address, value); raises UnknownFact."""
    path, _, pointer = address.partition("#")
    folder, _, record_id = path.partition("/")
    try:
        value: Any = site.catalog.meta if path == "catalog" else site.catalog.raw(folder, record_id)
        steps = []
        for step in pointer.split("/")[1:]:
            key = _index(site, value, step) if isinstance(value, list) else step.replace("~1", "/").replace("~0", "~")
            value = value[key]
            steps.append(step if isinstance(key, str) else str(key))
    except (KeyError, IndexError, ValueError):
        raise UnknownFact(f"the catalog holds no {address}") from None
    return "#".join([path, "".join(f"/{step}" for step in steps)]), value


def _index(site: Site, entries: list[Any], step: str) -> int:
    if step.isdecimal():
        return int(step)
    if step == "now":
        return newest_started(entries, site.today)
    return next(i for i, entry in enumerate([*entries, {"id": step}]) if entry.get("id") == step)


def newest_started(values: list[Record], day: date) -> int:
    """Index of the dated value in force on a day; raises ValueError when none is."""
    started = [i for i, value in enumerate(values) if date.fromisoformat(value.get("from", "0001-01-01")) <= day]
    if not started:
        raise ValueError("no value has started")
    return started[-1]


def mark(address: str, shown: Markup) -> Markup:
    return Markup('<span data-fact="{}">{}</span>').format(Markup(address), shown)


def fact(site: Site, address: str) -> Markup:
    """The fact as the page shows it, marked with its address; raises UnknownFact."""
    plain, value = find(site, address)
    return mark(plain, show(value))


def amount(site: Site, address: str, unit: str) -> Markup:
    """The fact, marked, with its unit in the right form: 1 year, 5 years."""
    value = find(site, address)[1]
    return Markup("{}\N{NO-BREAK SPACE}{}").format(fact(site, address), plural(value, unit))
