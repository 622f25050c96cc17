"""Files beside the pages, and what records add to the head of their pages. Each maker is a pure function."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mcheck import Catalog
from mcheck.core.records import Record

from . import api
from .reference import examples


def files(catalog: Catalog) -> Mapping[str, bytes]:
    """Every file that is no page, by its path inside the built site."""
    return {**api.files(catalog), **examples.files()}


def _structured_data(catalog: Catalog, record: Record) -> str:
    return f'<script type="application/ld+json">{api.jsonld(catalog, record["id"])}</script>'


HEAD: Mapping[str, Callable[[Catalog, Record], str]] = {"credentials": _structured_data}
"""Folder of the catalog -> HTML for the head of the page of a record of it."""
