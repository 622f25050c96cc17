"""Files beside the pages, and what records add to the head of their pages.

Each maker is a pure function. To publish more files, add a function to `FILES`; to add to the head of the pages of
a kind of record, add one to `HEAD`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mcheck.catalog.store import Catalog
from mcheck.core.records import Record

from . import machine
from .reference import examples

FILES: tuple[Callable[[Catalog, str], Mapping[str, bytes]], ...] = (
    lambda catalog, _: machine.files(catalog),
    lambda _, __: examples.files(),
)
"""(catalog, address of the site) -> bytes by path inside the built site."""

HEAD: Mapping[str, Callable[[Catalog, Record], str]] = {
    "credentials": lambda catalog, record: (
        f'<script type="application/ld+json">{machine.jsonld(catalog, record["id"])}</script>'
    ),
}
"""Folder of the catalog: (catalog, record) -> HTML for the head of that record's page."""
