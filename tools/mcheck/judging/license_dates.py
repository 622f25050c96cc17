"""What the dates of a license mean for people: until when it lasts, that it has lapsed, what to keep and for how long.

Every function gives a part of a license in the report, or None where there is nothing to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple, cast

from ..core.dates import add_years
from ..core.portfolio import Activity
from ..core.records import Record
from ..core.wording import count
from ..regulation.dates.deadlines import first_approval, last_days_inactive
from ..regulation.dates.window import ONE_DAY
from ..regulation.lots import pointers_of
from ..regulation.targets import RenewalTarget
from .answers import asked, named
from .assessment import Assessment
from .verdicts import MET

if TYPE_CHECKING:
    from ..core.reports.report import FirstApprovalRow, LapsedRow, NewExpiryRow, RecordKeepingRow

MENTIONED_BEFORE = timedelta(days=90)
"""How long before it is due the first approval of the plan is mentioned."""


class DateNotice(NamedTuple):
    """Something to tell about a license: what is so, what to do, where it is, and its days and words as data."""

    text: str
    do: str
    citations: tuple[Record, ...]
    data: Mapping[str, str]

    def in_report(self, assessment: Assessment) -> LapsedRow | FirstApprovalRow:
        row = {**self.data, "text": self.text, "do": self.do, "citations": assessment.cite(self.citations)}
        return cast("LapsedRow | FirstApprovalRow", row)


def new_expiry(assessment: Assessment, entry: RenewalTarget) -> NewExpiryRow | None:
    """Until when the license lasts once it is renewed: known only while it has not expired."""
    expires = entry.window.expires
    if entry.is_endorsement or expires is None:
        return None
    edition = entry.edition
    citations = [c for c in edition.record["citations"] if "cycle_years" in c["supports"]]
    effect = next((fact for fact in edition.record["facts"] if fact["id"] == "early-renewal-effect"), None)
    citations += [] if effect is None else list(effect["citations"])
    row = {}
    if entry.license.expires_last is not None:
        text = f"Once renewed it lasts {count(edition.cycle_years, 'year')} from the day on which it expires."
    elif entry.window.state == "active":
        until = add_years(expires, edition.cycle_years).isoformat()
        row["date"] = until
        text = f"Once renewed it lasts until {until}, {count(edition.cycle_years, 'year')} after {expires}, "
        text += "even if you renew before that day."
    else:
        text = "None of our sources says how long a license lasts that is renewed after it has expired."
    return cast("NewExpiryRow", {**row, "text": text, "citations": assessment.cite(citations)})


def lapsed(assessment: Assessment, entry: RenewalTarget) -> DateNotice | None:
    """What it means that the license has expired, and by when to renew it; the same under every open reading."""
    expires = entry.window.expires
    if entry.is_endorsement or expires is None or not entry.window.expired:
        return None
    first, *later = last_days_inactive(expires, assessment.rules, entry.edition)
    data = {"state": "inactive"}
    rows = ["deadline", "employment", "inactive-same"]
    do = f"Renew it by {first}, as it may be invalid after that day"
    if assessment.as_of <= first:
        data["renew_by"] = first.isoformat()
        text = f"{entry.label} expired on {expires} and is inactive."
    elif later and assessment.as_of <= later[-1]:
        data = {"state": "inactive-or-invalid", "renew_by": later[-1].isoformat()}
        text = (
            f"{entry.label} expired on {expires} and is inactive, or invalid since {first + ONE_DAY}: sources differ."
        )
        do = f"Renew it by {later[-1]}, as it is invalid after that day in any case"
    else:
        data, rows = {"state": "invalid"}, ["deadline"]
        text = f"{entry.label} expired on {expires} and is invalid since {[first, *later][-1] + ONE_DAY}."
        do = "Ask the department's licensure office what renewing it takes"
    citations: list[Record] = []
    for row in _lapsed_rows(assessment, *rows):
        text += f" {row['says']}"
        citations += row["citations"]
    do += ". Do not work under it before it is renewed, unless you hold a waiver."
    return DateNotice(text, do, tuple(citations), data)


def _lapsed_rows(assessment: Assessment, *ids: str) -> list[Record]:
    """What the pathway for lapsed licenses says under these names."""
    if ("pathways", "lapsed-license") not in assessment.catalog:
        return []
    rows = {row["id"]: row for row in assessment.catalog.get("pathways", "lapsed-license")["requirements"]}
    return [rows[name] for name in ids if name in rows]


def approval_due(assessment: Assessment, entry: RenewalTarget) -> DateNotice | None:
    """The first approval of the plan, from some time before it is due until the file says that it was given."""
    due = None if entry.is_endorsement else first_approval(entry.license, assessment.portfolio, entry.edition)
    if due is None or assessment.as_of < due.day - MENTIONED_BEFORE:
        return None
    passed = assessment.as_of > due.day
    text = f"Your supervisor's first approval of the plan (IPDP) {'was' if passed else 'is'} due by {due.day}: "
    text += f"{due.rule['says'][0].lower()}{due.rule['says'][1:]} The file says that it was issued or last renewed on "
    text += f"{entry.license.issued}, and gives no day for the approval."
    ask = "On which day was it approved?" if passed else f"Ask your supervisor to approve the plan by {due.day}."
    ask += " Add `ipdp_approved` under `plan`"
    ask += (
        "."
        if assessment.portfolio.plan.educator_plan is False
        else (", or `educator_plan` if your educator plan takes its place.")
    )
    do = asked(ask, "/plan/ipdp_approved", assessment.portfolio, assessment.catalog)
    state = "passed" if passed else "due"
    return DateNotice(text, do, tuple(due.rule["citations"]), {"due": due.day.isoformat(), "state": state})


def records(assessment: Assessment, entry: RenewalTarget) -> RecordKeepingRow:
    """How long to keep the records of this renewal: all of them longer where points of an SEI course serve two cycles.

    `until` is given where one can apply on the day of the application.
    """
    edition, day = entry.edition, assessment.as_of
    counted = sei_courses(assessment)
    again = [a for a in counted if a.used_in_earlier_cycle]
    years = edition.years_kept(day, twice=bool(again))
    row: dict[str, object] = {"years": years, "keep": list(edition.record["records"]["keep"])}
    if assessment.verdicts[entry.index].word == MET and entry.window.can_apply_from is None:
        row["until"] = add_years(day, years).isoformat()
    text = f"Keep the records for {count(years, 'year')} after."
    longer = edition.years_kept(day, twice=True)
    titles = named(again or counted)
    if again and longer > edition.years_kept(day, twice=False):
        text = f"Keep all records for {count(years, 'year')} after, as points of {titles} serve two cycles."
        row["serves_two_cycles"] = [a.pointer for a in again]
    elif counted and longer > years:
        start = entry.window.cycle_start
        earlier = all(start is not None and a.done is not None and a.done.last <= start for a in counted)
        other = "served the renewal before" if earlier else "serve the next renewal"
        text += f" If points of {titles} {other} too, keep all of them for {count(longer, 'year')}."
    cites = assessment.cite(edition.record["records"]["citations"])
    return cast("RecordKeepingRow", {**row, "text": text, "citations": cites})


def sei_courses(assessment: Assessment) -> list[Activity]:
    """The SEI endorsement courses that count for some license, in file order."""
    placed = {
        pointer
        for entry, verdict in zip(assessment.entries, assessment.verdicts, strict=True)
        for lot, _, _ in verdict.outcome.placed(entry.index)
        for pointer in pointers_of(lot.id)
    }
    return [a for a in assessment.portfolio.activities if a.sei_course and a.pointer in placed]
