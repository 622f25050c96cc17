"""What every file for machines shares: where it lies, what data it was made from, and how it is written."""

from __future__ import annotations

from datetime import date
from typing import Any

from mcheck import Catalog
from mcheck.core.records import Record
from mcheck.rendering.backends import json_text as as_json

from website.pages import has_page
from website.record_kinds import KINDS

API = "api/v1"
VERSION = "1.0.0"
"""Version of the form of the answers, not of the data; the first number is the one in `API`."""


def address(catalog: Catalog, path: str = "") -> str:
    """The public address of a path of the site."""
    return str(catalog.meta["site"]).rstrip("/") + "/" + path


def page(catalog: Catalog, folder: str, record_id: str) -> str:
    """The address where people read about a record, moves followed; the folder is one of a kind that has pages."""
    if folder == "stacks" and not has_page(catalog, folder, record_id):
        return address(catalog, f"stacks/#{catalog.get(folder, record_id)['id']}")
    return address(catalog, KINDS[folder].page.format_map(catalog.get(folder, record_id)).lower())


def data_day(catalog: Catalog) -> date:
    """The day up to which the data is known to be right: our only clock, so that two builds are alike."""
    return date.fromisoformat(catalog.meta["verified_on"])


def generated_from(catalog: Catalog) -> dict[str, str]:
    """The edition of the data and the SHA-256 over all its files."""
    return {"edition": catalog.edition, "sha256": catalog.sha256}


def respond(catalog: Catalog, path: str, body: Record) -> bytes:
    """An answer of the API: what it is and what it was made from, then its body."""
    return render(
        {
            "self": address(catalog, path),
            "generated_from": generated_from(catalog),
            "notice": catalog.meta["notice"],
            "license": catalog.meta["license"],
            **body,
        }
    )


def render(data: Any) -> bytes:
    """JSON on one line, for programs: exact numbers, UTF-8, final newline."""
    return as_json.render_line(data).encode()


def published(catalog: Catalog, record: Record, schema: str) -> dict[str, Any]:
    """A record as it leaves the catalog: its `$schema`, relative in the file, becomes an address."""
    return {**record, "$schema": address(catalog, f"schemas/{schema}.schema.json")}
