"""The table behind the deadlines page."""

from __future__ import annotations

from typing import Any

from mcheck.catalog.editions import Edition

from .context import Site

DATES = {
    "counts-from": "First day that counts",
    "opens": "You may renew from this day",
    "expires": "Last day to renew on time",
    "invalid": "Turns invalid after this day, if you do not renew",
    "keep": "Keep your records at least until",
    "keep-sei": "Keep all records, if SEI course points serve two cycles, at least until",
}
"""Every date the page works out, in the order of time; the words are ours."""

WORKED_OUT = "worked out here from the expiry date: if you renew later, count from the day you renew"
NOTES = {
    "invalid": "sources differ: this day, or the end of its year",
    "keep": WORKED_OUT,
    "keep-sei": WORKED_OUT,
}
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
