"""What a report rests on that neither the portfolio nor the regulation says: readings, settlements, choices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..core.confirmation import ASKED_FOR
from ..core.portfolio import Portfolio
from ..core.wording import count
from ..judging.assessment import Assessment
from ..judging.details import Details

if TYPE_CHECKING:
    from ..core.report import ReadingRow, Report, SettledRow, TakenOnTrustRow


def pins_of(assessment: Assessment) -> list[ReadingRow]:
    """The readings that were fixed for this report, though the catalog leaves them open."""
    return [
        {"question": q.id, "reading": q.readings[0]["id"]}
        for q in sorted(assessment.rules.questions.values(), key=lambda q: q.id)
        if len(q.readings) == 1 and len(q.record["readings"]) > 1 and "settled" not in q.record
    ]


def settled_of(assessment: Assessment, details: Details) -> list[SettledRow]:
    """The questions the verdicts would have asked if a source had not settled them: what holds, since when."""
    found: list[SettledRow] = []
    for question in details.settled:
        record = assessment.rules.questions[question].record
        settled = record["settled"]
        found.append(
            {
                "question": question,
                "title": record["title"],
                "reading": settled["reading"],
                "label": next(r["label"] for r in record["readings"] if r["id"] == settled["reading"]),
                "on": settled["on"],
                "citations": assessment.cite(settled["citations"]),
            }
        )
    return found


def taken_on_trust(report: Report, portfolio: Portfolio) -> list[TakenOnTrustRow]:
    """Application date, edition, readings and Primary, as far as somebody else than the portfolio chose them."""
    return list(_found(report, portfolio))


def _found(report: Report, portfolio: Portfolio) -> Iterator[TakenOnTrustRow]:
    day, own = report["as_of"], portfolio.application_date
    if own is None or own.isoformat() != day:
        said = "the file gives none" if own is None else f"the file gives {own}"
        yield {"what": "application-date", "values": [day], "text": f"the application date, {day} ({said})"}
    edition = report.get("edition", {})
    if edition.get("chosen_because") == ASKED_FOR:
        yield {
            "what": "edition",
            "values": [edition["id"]],
            "text": f"the edition, {edition['name']} ({edition['id']}), which was asked for",
        }
    pins = [f"{one['question']}={one['reading']}" for one in report.get("readings", ())]
    if pins:
        yield {
            "what": "readings",
            "values": pins,
            "text": f"the reading of {count(len(pins), 'open question')}: {', '.join(pins)}",
        }
    licenses = [x for x in report["licenses"] if x["status"] == "judged" and x["renewed_as"] != "endorsement"]
    primary = next((x for x in licenses if x["renewed_as"] == "primary"), None)
    if primary is not None and len(licenses) > 1 and not any(x.primary for x in portfolio.licenses):
        yield {
            "what": "primary",
            "values": [primary["pointer"]],
            "text": f"the choice of {primary['label']} as Primary; the file names none",
        }
