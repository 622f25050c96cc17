"""The days of a license: which count, from when one can apply, until when it lasts, and what they depend on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from ..catalog.editions import years_before
from ..catalog.switches import BEFORE_EXPIRY
from ..core.points import number
from ..core.records import Record
from ..core.wording import series
from ..judging.assessment import Assessment
from ..judging.details import WindowReading
from ..judging.license_dates import approval_due, lapsed, new_expiry, records
from ..judging.scenarios.evaluation import Evaluation
from ..regulation.dates.window import ONE_DAY
from ..regulation.targets import RenewalTarget

if TYPE_CHECKING:
    from ..core.reports.report import Report, WindowRow

POINTS_BEFORE_EXPIRY = {"lost": "do not count", "kept": "count"}
"""What a reading says of points from before the expiry."""


def dates_of(assessment: Assessment, shown: RenewalTarget, readings: Sequence[WindowReading]) -> dict[str, Any]:
    """Expiry, windows and the first day to apply, as far as they are known, then what follows from them."""
    dates: dict[str, Any] = {}
    edition, days = shown.edition, shown.window
    if days.expires is not None:
        dates["expires"] = days.expires.isoformat()
    if shown.license.expires_last is not None:
        dates["expires_given"] = shown.license.expires_given
    windows = _windows(shown, readings)
    if days.begun and not (windows and days.first == days.last):
        dates["window"] = {"from": days.first.isoformat(), "to": days.last.isoformat()}
        if windows:
            dates["window"]["reading"] = next(one["reading"] for one in windows if one["shown"])
    if windows:
        dates["windows"] = windows
    if days.cycle_start is not None and not days.expired:
        first = years_before(days.cycle_start, edition.cycle_years) + ONE_DAY
        dates["sei_course_window"] = {"from": first.isoformat(), "to": days.cycle_start.isoformat()}
    if days.can_apply_from is not None:
        dates["can_apply_from"] = days.can_apply_from.isoformat()
    until = new_expiry(assessment, shown)
    if until is not None:
        dates["new_expiry"] = until
    for name, said in (("lapsed", lapsed(assessment, shown)), ("first_approval", approval_due(assessment, shown))):
        if said is not None:
            dates[name] = said.in_report(assessment)
    return dates | {"records": records(assessment, shown)}


def _windows(shown: RenewalTarget, readings: Sequence[WindowReading]) -> list[WindowRow]:
    """The days that count under each reading, and what counts then; nothing where they are the same."""
    windows = [_window(one.outcome, shown.index, one.question, one.reading, shown=one.shown) for one in readings]
    return [] if len({(one["from"], one.get("to")) for one in windows}) < 2 <= len(windows) else windows


def _window(outcome: Evaluation, index: int, question: str, reading: Record, *, shown: bool) -> WindowRow:
    entry = outcome.entries[index]
    days, value = (
        entry.window,
        next(change["is"] for change in reading["changes"] if change.get("switch") == BEFORE_EXPIRY.name),
    )
    placed = outcome.placed(index)
    rows = [(r.id, r.label, r.minimum, r.categories) for r in entry.target.requirements]
    counts = [
        {
            "id": name,
            "label": label,
            "have": number(sum(points for _, category, points in placed if category in categories)),
            "need": number(need),
        }
        for name, label, need, categories in rows
    ]
    have, need = number(sum(points for _, _, points in placed)), number(entry.target.total)
    counts.append({"id": "total", "label": "all", "have": have, "need": need})
    what = f"If points from before it expired {POINTS_BEFORE_EXPIRY[value]}"
    which = f"those from {days.first} to {days.last} count"
    if days.first == days.last:
        which = f"only those from {days.first} on count"
    figures = series([f"{row['have']} in {row['label']}" for row in counts]) if have else "nothing"
    until = {} if days.first == days.last else {"to": days.last.isoformat()}
    row = {
        "question": question,
        "reading": reading["id"],
        "stance": reading["stance"],
        "from": days.first.isoformat(),
        **until,
        "shown": shown,
        "counts": counts,
        "text": f"{what}, {which}." + ("" if shown else f" Then you have {figures}."),
    }
    return cast("WindowRow", row)


def why_no_dates(report: Report) -> str:
    """Why a calendar would be empty: there is nothing to renew, or it is not known when."""
    if any(license["status"] != "not-required" for license in report["licenses"]):
        return "Add `expires` to a license."
    if not report["licenses"]:
        return "There is nothing to renew: the file lists no license."
    return (
        "There is nothing to renew: no license in the file is renewed with PDPs. "
        "With `expires`, the calendar would hold the day on which a license ends."
    )
