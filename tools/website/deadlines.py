"""The table behind the deadlines page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mcheck.catalog.editions import Edition
from mcheck.core.records import json_beside

from .context import Site

_WORDS = json_beside(__file__)
DATES: Mapping[str, str] = _WORDS["dates"]
"""Every date the page works out, in the order of time; the words are ours."""
NOTES: Mapping[str, str] = _WORDS["notes"]
"""What is said beside a date that is disputed, or that no source gives for a day of its own."""


def table(site: Site) -> list[dict[str, Any]]:
    """Numbers of years of each edition, oldest first, with the addresses of the facts behind them."""
    return [_entry(edition) for edition in site.rules.editions]


def _entry(edition: Edition) -> dict[str, Any]:
    records = edition.record["records"]
    entry = {
        "id": edition.id,
        "from": edition.start.isoformat(),
        "name": edition.name,
        "cycle": edition.cycle_years,
        "oldest": edition.oldest_years,
        "opens": edition.opens_years,
        "invalid": edition.invalid_years,
        "keep": records["years"],
    }
    return entry | ({"keep-sei": records["years_sei"]} if "years_sei" in records else {})
