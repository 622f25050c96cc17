"""What a report was made with that the portfolio does not say: whoever reads it takes this on trust. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..core.confirmation import ASKED_FOR
from ..core.portfolio import Portfolio
from ..core.wording import count


def taken_on_trust(report: Mapping[str, Any], portfolio: Portfolio) -> list[dict[str, Any]]:
    """Application date, edition, readings and Primary, as far as somebody else than the portfolio chose them."""
    return [{"what": what, "values": values, "text": text} for what, values, text in _found(report, portfolio)]


def _found(report: Mapping[str, Any], portfolio: Portfolio) -> Iterator[tuple[str, list[str], str]]:
    """What it is, its values, and the words for it."""
    day, own = report["as_of"], portfolio.application_date
    if own is None or own.isoformat() != day:
        said = "the file gives none" if own is None else f"the file gives {own}"
        yield "application-date", [day], f"the application date, {day} ({said})"
    edition = report.get("edition", {})
    if edition.get("chosen_because") == ASKED_FOR:
        yield "edition", [edition["id"]], f"the edition, {edition['name']} ({edition['id']}), which was asked for"
    pins = [f"{one['question']}={one['reading']}" for one in report.get("readings", ())]
    if pins:
        yield "readings", pins, f"the reading of {count(len(pins), 'open question')}: {', '.join(pins)}"
    licenses = [x for x in report["licenses"] if x["status"] == "judged" and x["renewed_as"] != "endorsement"]
    primary = next((x for x in licenses if x["renewed_as"] == "primary"), None)
    if primary is not None and len(licenses) > 1 and not any(x.primary for x in portfolio.licenses):
        yield "primary", [primary["pointer"]], f"the choice of {primary['label']} as Primary; the file names none"
