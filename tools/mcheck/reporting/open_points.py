"""The part of a report about what is open: questions, missing facts, pathways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from ..core.pointers import last_key
from ..core.points import show
from ..core.portfolio import Activity, Portfolio
from ..core.records import Record
from ..core.reports.confirmation import ASKED_FOR
from ..core.wording import count, series
from ..judging.answers import form
from ..judging.assessment import Assessment
from ..judging.details import Details
from ..regulation.lots import pointers_of
from ..regulation.stated_totals import ADD_CERTIFICATES

if TYPE_CHECKING:
    from ..core.reports.report import (
        FactRow,
        PathwayRow,
        QuestionRow,
        ReadingRow,
        Report,
        SettledRow,
        TakenOnTrustRow,
        TakenReadingRow,
    )


FACT_TAKES = {
    "stated": ADD_CERTIFICATES,
    "same_stack": "All of them have to be from one stack.",
    "content_of": "It has to count as content for the license that still needs content.",
    "completed": "It has to be completed on a day that counts: give the full date.",
    "from": "The day it began has to fall on the side of the change that helps you.",
    "hours": "The hours have to be enough.",
    "credits": "The credits have to be enough.",
    "ceus": "The CEUs have to be enough.",
    "awarded": "The points on the certificate have to be enough.",
    "degree_eligible": "The credit has to count toward a degree.",
    "expires": "The license has to expire on a day that allows it.",
}
"""What a missing fact has to be, by the last part of its pointer."""
AMOUNTS = {
    "hours": ("hour",),
    "credits": ("credit",),
    "ceus": ("CEU",),
    "awarded": ("PDP on the certificate", "PDPs on the certificate"),
}
SPLITS = {"split-courses", "split-categories", "split-licenses"}
"""What the questions turn on that ask whether points may be divided."""
PATHWAY_PARTS = ("requirements", "routes", "badges_can", "badges_cannot")


def questions_of(assessment: Assessment, details: Details) -> list[QuestionRow]:
    """The open questions a verdict depends on: what each would take, whom to ask, a text to send."""
    people = assessment.catalog.terms("authorities-to-ask")
    rows = []
    for i in details.open_questions:
        record = assessment.rules.questions[i].record
        items = _divided(assessment, i)
        case = {} if not items else {"case": " ".join(_case(assessment, item) for item in items)}
        row = {
            "id": i,
            "title": record["title"],
            "asks": record["asks"],
            "ask": _with_case(record["ask"], case.get("case", "")),
            **case,
            "who_can_settle": [people[w]["label"] if w in people else w for w in record["who_can_settle"]],
            "takes": _takes(assessment, details, i),
            "readings": [{key: r[key] for key in ("id", "label", "stance")} for r in record["readings"]],
            "citations": assessment.cite(record["citations"]),
        }
        rows.append(cast("QuestionRow", row))
    return rows


def _divided(assessment: Assessment, question: str) -> list[Activity]:
    """The activities whose points a question about dividing them is about; none for other questions.

    Those that are divided in a placement that decides a verdict, or else all that could be.
    """
    switches = {c.get("switch") for r in assessment.rules.questions[question].readings for c in r["changes"]}
    if not switches & SPLITS:
        return []
    licenses, courses = "split-licenses" in switches, "split-courses" in switches
    places: dict[str, set[tuple[int, str]]] = {}
    for verdict in assessment.verdicts:
        if any(f"question:{question}" in chosen for chosen in verdict.depends_on):
            for entry in verdict.outcome.entries:
                for lot, category, _ in verdict.outcome.placed(entry.index):
                    for pointer in pointers_of(lot.id):
                        places.setdefault(pointer, set()).add((entry.index, "" if licenses else category))
    mine = [a for a in assessment.portfolio.activities if licenses or assessment.rules.kinds[a.kind].course == courses]
    divided = [a for a in mine if len(places.get(a.pointer, ())) > 1]
    return divided or [a for a in mine if a.pointer in assessment.in_play and (licenses or len(a.categories or ()) > 1)]


def _case(assessment: Assessment, activity: Activity) -> str:
    """What an activity is, as a sentence to send."""
    labels, given = assessment.category_labels, activity.categories
    named = series([labels[c] for c in given], "or") if given else "no category yet"
    of = [license.label for license in assessment.portfolio.licenses if license.id in (activity.content_of or ())]
    content = f", as content of {series(of, 'or')}" if len(of) > 1 else ""
    return f'"{activity.title}" may count as {named}{content}.'


def _with_case(ask: str, case: str) -> str:
    """A text to send with the case in it, before its last sentences."""
    for end in (" If there is a written rule", " Thank you."):
        if case and end in ask:
            start, _, rest = ask.partition(end)
            return f"{start} {case}{end}{rest}"
    return f"{ask} {case}".rstrip()


def _takes(assessment: Assessment, details: Details, question: str) -> list[TakenReadingRow]:
    """Every reading under which a verdict is met, with the licenses whose verdict it is."""
    readings = assessment.rules.questions[question].readings
    return [
        {
            "id": readings[place]["id"],
            "label": readings[place]["label"],
            "licenses": [entry.pointer for entry in entries],
        }
        for place, entries in details.takes[question].items()
    ]


def facts_of(assessment: Assessment, details: Details) -> list[FactRow]:
    """The facts a verdict depends on because the file leaves them out, or gives a date without its day."""
    rows = []
    asked = {gate.fact: gate.ask for entry in assessment.entries for gate in entry.gates}
    for pointer in details.open_facts:
        leaf = last_key(pointer)
        takes = asked.get(pointer) or fact_takes(pointer)
        if (least := details.least_amounts.get(pointer)) is not None:
            takes = f"At least {count(show(least), *AMOUNTS[leaf])} {'is' if least == 100 else 'are'} needed."
        if pointer in assessment.rules.questions:
            days = " or ".join(reading["id"] for reading in _takes(assessment, details, pointer))
            takes = f"It has to be {days}, of the first and the last day of the month: give the full date."
        fact: FactRow = {"pointer": pointer, "about": assessment.where(pointer), "name": leaf, "takes": takes}
        answer = form(pointer, assessment.portfolio, assessment.catalog)
        if answer:
            fact["answer"] = answer
        given = _given(assessment, pointer, leaf)
        if given:
            fact["given"] = given
        rows.append(fact)
    return rows


def fact_takes(pointer: str) -> str:
    """What a missing fact has to be, in words, as far as its kind tells."""
    return FACT_TAKES.get(last_key(pointer), "The fact has to be in your favor.")


def _given(assessment: Assessment, pointer: str, leaf: str) -> str | None:
    """The date that the file gives in part, where that is the fact."""
    if leaf == "completed":
        done = assessment.item(pointer.removesuffix("/completed")).done
        return None if done is None else str(done)
    license = next((x for x in assessment.portfolio.licenses if f"{x.pointer}/expires" == pointer), None)
    return None if license is None or license.expires_last is None else license.expires_given


def pathways_of(assessment: Assessment) -> list[PathwayRow]:
    """Guides for people whose license is not judged by points, or has lapsed, or whose role asks for none.

    What holds for their license now comes first.
    """
    types = {x.type for x in assessment.portfolio.licenses if assessment.case.status(x) == "not-required"}
    states = {entry.window.state for entry in assessment.entries if not entry.is_endorsement}
    role = assessment.portfolio.role
    ranked = []
    for record in assessment.catalog.all("pathways"):
        meant = set(record.get("license_types", ()))
        by_role = not assessment.entries and role in record.get("roles", ())
        by_state = bool(states & set(record.get("license_states", ())))
        if types & meant or by_role or by_state:
            later = bool(types) and bool(meant) and not types & meant and not by_state
            ranked.append(((later, len(meant - types)), _pathway(assessment, record, later)))
    return [made for _, made in sorted(ranked, key=lambda row: row[0])]


def _pathway(assessment: Assessment, record: Record, later: bool) -> PathwayRow:
    row = {
        "id": record["id"],
        "name": record["name"],
        **({"later": True} if later else {}),
        "summary": record["summary"],
        "points": [
            {"part": part.replace("_", "-"), "text": row["says"], "citations": assessment.cite(row["citations"])}
            for part in PATHWAY_PARTS
            for row in record.get(part, ())
        ],
        "citations": assessment.cite(record["citations"]),
    }
    return cast("PathwayRow", row)


def pins_of(assessment: Assessment) -> list[ReadingRow]:
    """The readings that were fixed for this report, though the catalog leaves them open."""
    return [
        {"question": q.id, "reading": q.readings[0]["id"]}
        for q in sorted(assessment.rules.questions.values(), key=lambda q: q.id)
        if len(q.readings) == 1 and len(q.record["readings"]) > 1
    ]


def settled_of(assessment: Assessment, details: Details) -> list[SettledRow]:
    """The questions the verdicts would have asked if a source had not settled them: what holds, since when."""
    rows: list[SettledRow] = []
    for settlement in details.settled:
        question = assessment.rules.questions[settlement.question]
        rows.append(
            {
                "question": question.id,
                "title": question.record["title"],
                "reading": settlement.reading,
                "label": question.settled_reading(settlement)["label"],
                "on": settlement.start.isoformat(),
                "citations": assessment.cite(settlement.citations),
            }
        )
    return rows


def taken_on_trust(report: Report, portfolio: Portfolio) -> Iterator[TakenOnTrustRow]:
    """Application date, edition, readings and Primary, as far as somebody else than the portfolio chose them."""
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
