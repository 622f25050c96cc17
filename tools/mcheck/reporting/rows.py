"""One row for each license of a report: what a list of many people shows. Every figure is read from the report."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, cast

from ..allocation.minimal_sets import NONE

if TYPE_CHECKING:
    from ..core.reports.batch_line import LicenseSummary, RangeRow, RequirementSummary
    from ..core.reports.report import LicenseRow, MissingRequirementRow, MissingRow
    from .build import Summary

STATES = {
    "met": "met",
    "not-met": "not met",
    "not-yet": "not yet",
    "depends": "depends",
    "not-required": "no PDPs needed",
    "not-now": "not now",
    "not-covered": "not covered",
}
"""What a row calls a verdict, by the word under which a report shows it."""
UNREADABLE, NO_LICENSE = "unreadable", "no license given"


def rows_of(summary: Summary) -> list[LicenseSummary]:
    """A row for each license and endorsement, in the order of the report; none for a person without any."""
    first: dict[str, str] = {}
    for step in summary.next_steps:
        for license in summary.licenses:
            if _concerns(license, step.get("pointer", "")):
                first.setdefault(license["pointer"], step["text"])
        if len(first) == len(summary.licenses):
            break
    return [_row(summary, license, first.get(license["pointer"])) for license in summary.licenses]


def _row(summary: Summary, license: LicenseRow, step: str | None) -> LicenseSummary:
    head = {
        "pointer": license["pointer"],
        "field": license["label"],
        "kind": license["kind"],
        "state": STATES[license["shown"]],
        "status": license["status"],
    }
    row = cast("LicenseSummary", head)
    if "verdict" in license:
        row["verdict"] = license["verdict"]
    if "expires" in license:
        row["expires"] = license["expires"]
        row["days_left"] = (date.fromisoformat(license["expires"]) - summary.as_of).days
    _add_figures(row, license)
    failed = [gate["id"] for gate in license["gates"] if gate["state"] == "failed"]
    if failed:
        row["failed_conditions"] = failed
    row["depends_on"] = _depends_on(license)
    if step is not None:
        row["next_step"] = step
    row["messages"] = Counter(sorted(m["code"] for m in summary.messages if _concerns(license, m["pointer"])))
    return row


def _add_figures(row: LicenseSummary, license: LicenseRow) -> None:
    """Adds what a license has, needs and lacks: in all, and of each requirement."""
    if not license["requirements"]:
        return
    lacking = {part["id"]: part for part in license["shortfall"]["requirements"]} if "shortfall" in license else {}
    in_all = license["shortfall"]["in_all"] if "shortfall" in license else None
    parts: list[RequirementSummary] = [
        {
            "id": each["id"],
            "label": each["label"],
            "have": each["have"],
            "need": each["need"],
            "short": _range(in_all if each["id"] == "total" else lacking.get(each["id"])),
        }
        for each in license["requirements"]
    ]
    total = next(part for part in parts if part["id"] == "total")
    row["have"], row["need"], row["short"] = total["have"], total["need"], total["short"]
    row["requirements"] = parts[:-1]


def _range(part: MissingRequirementRow | MissingRow | None) -> RangeRow:
    return {"low": 0, "high": 0} if part is None else {"low": part["low"], "high": part["high"]}


def _depends_on(license: LicenseRow) -> list[str]:
    """The smallest sets of open points that decide a verdict; where none were looked for, the points that may."""
    if license.get("sets") == NONE:
        return [each["key"] for each in license.get("may_matter", ())]
    return [" + ".join(keys) for keys in license["depends_on"]]


def _concerns(license: LicenseRow, pointer: str) -> bool:
    """Whether what is said at a pointer is about a license, or about none in particular."""
    kind, _, rest = pointer[1:].partition("/")
    if kind not in ("licenses", "endorsements") or not rest:
        return True
    return f"{pointer}/".startswith(f"{license['pointer']}/")
