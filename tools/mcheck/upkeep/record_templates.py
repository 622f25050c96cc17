"""The kinds of record that can be begun: what is asked for each, and how the answers become a record."""

from __future__ import annotations

import copy
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..core.wording import count
from .workspace import FOLDERS, CatalogSnapshot

LONGEST_ID = 100
NO_DATE = "No date was noted when it was read"


class Refusal(ValueError):
    """The answers make no record; each argument is a line that says which of them and why."""


@dataclass(frozen=True, slots=True)
class Field:
    """Something to ask. `kind` is text, number or date; `many` means that it may be given several times.

    `of` is the folder or vocabulary that the answer must be an id of.
    """

    name: str
    ask: str
    needed: bool = False
    many: bool = False
    kind: str = "text"
    choices: tuple[str, ...] = ()
    default: str | None = None
    of: str = ""


Answers = Mapping[str, Any]
"""Field name -> text, Decimal or int, or a list of texts; what was not answered is absent."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record that can be begun here. `make` raises Refusal."""

    folder: str
    fields: tuple[Field, ...]
    make: Callable[[Answers, CatalogSnapshot], dict[str, Any]]


def slug(*texts: str) -> str:
    """Lower-case words joined by hyphens, without accents."""
    plain = unicodedata.normalize("NFKD", " ".join(texts)).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain.replace("'", "")))[:LONGEST_ID].strip("-")


def _record(kind: str, folder: str, record_id: str, parts: Mapping[str, Any]) -> dict[str, Any]:
    """A record without what was not answered."""
    head = {"$schema": f"../../schemas/{FOLDERS[folder]}.schema.json", "id": record_id, "kind": kind}
    return head | {key: value for key, value in parts.items() if value not in (None, "", [], ())}


def _citation(answers: Answers, parts: Mapping[str, Any], *fields: str) -> list[Any]:
    """One citation for those of the fields that were answered."""
    supports = [field for field in fields if parts.get(field) not in (None, "", [])]
    at = {"at": answers["at"]} if answers.get("at") else {}
    return [{"source": answers["source"], **at, "supports": supports}]


def _credential(answers: Answers, snapshot: CatalogSnapshot) -> dict[str, Any]:
    stacks = {entry.id: entry.record for entry in snapshot.records("stacks")}
    stack = stacks.get(answers.get("stack", ""), {})
    parts = {
        "title": answers["title"],
        "stack": answers.get("stack"),
        "number_in_stack": answers.get("number"),
        "portal_code": answers.get("code"),
        "summary": answers["summary"],
        "hours": answers.get("hours"),
        "audience": answers.get("audience"),
        "confidence": answers["confidence"],
        "status": answers["status"],
        "our_reading": {"areas": answers["area"], "categories": answers["category"], "why": answers["why"]},
        "verified_on": answers["verified-on"],
    }
    evidence = list(answers.get("evidence", ()))
    cited = ("title", "summary", "evidence", "number_in_stack", "portal_code", "hours", "audience")
    parts["citations"] = _citation(answers, {**parts, "evidence": evidence}, *cited)
    record_id = answers.get("id") or slug(stack.get("short_name", ""), answers["title"])
    return _record("credential", "credentials", record_id, parts) | {"evidence": evidence}


def _stack(answers: Answers, snapshot: CatalogSnapshot) -> dict[str, Any]:
    parts = {
        "name": answers["name"],
        "short_name": answers.get("short-name"),
        "portal_code": answers.get("code"),
        "summary": answers["summary"],
        "issuer_count": answers.get("count"),
        "audience": answers.get("audience"),
        "issuer": answers.get("issuer"),
        "status": answers["status"],
        "verified_on": answers["verified-on"],
    }
    parts["citations"] = _citation(answers, parts, "name", "summary", "portal_code", "issuer_count", "audience")
    return _record("stack", "stacks", answers.get("id") or slug(answers["name"]), parts)


def _source(answers: Answers, snapshot: CatalogSnapshot) -> dict[str, Any]:
    parts = {
        "title": answers["title"],
        "publisher": answers["publisher"],
        "url": answers["url"],
        "authority": answers["authority"],
        "published": answers.get("published"),
        "date_note": answers.get("date-note") or (None if "published" in answers else NO_DATE),
        "extent": answers.get("extent"),
        "read_on": answers["read-on"],
        "verified_on": answers["read-on"],
    }
    return _record("source", "sources", answers.get("id") or slug(answers["publisher"], answers["title"]), parts)


def _activity(answers: Answers, snapshot: CatalogSnapshot) -> dict[str, Any]:
    parts: dict[str, Any] = {
        "name": answers["name"],
        "summary": answers["summary"],
        "takes": answers["takes"],
        "where_to_look": answers.get("where-to-look"),
        "verified_on": answers["verified-on"],
    }
    if "points" in answers:
        if "per" not in answers:
            raise Refusal("--points needs --per: points for each hour, semester hour and so on.")
        begins = {"from": answers["from"]} if "from" in answers else {}
        value = {**begins, "points": answers["points"], "per": answers["per"]}
        parts["values"] = [{**value, "citations": _citation(answers, value, "points")}]
    parts["citations"] = _citation(answers, parts, "summary", "values", "where_to_look")
    return _record("activity", "activities", answers.get("id") or slug(answers["name"]), parts)


def _edition(answers: Answers, snapshot: CatalogSnapshot) -> dict[str, Any]:
    """A copy of the edition before, with its own name, first day and source; the numbers are edited afterwards."""
    editions = {entry.id: entry.record for entry in snapshot.records("renewal")}
    day = answers["from"]
    earlier = answers.get("based-on") or max((i for i in editions if i < day), default="")
    if earlier not in editions:
        raise Refusal(f"There is no edition {earlier or f'before {day}'} to begin with; name one with --based-on.")
    record: dict[str, Any] = copy.deepcopy(dict(editions[earlier]))
    ours = ("effective_from", "changes")
    citations = [{**c, "supports": [s for s in c["supports"] if s not in ours]} for c in record["citations"]]
    note = f"What `changes` does not name was taken over from the edition of {earlier}; compare it with the new text."
    record |= {
        "id": day,
        "name": answers["name"],
        "effective_from": day,
        "changes": answers["changes"],
        "notes": [note, *record.get("notes", ())],
        "verified_on": answers["verified-on"],
    }
    record["citations"] = [*_citation(answers, record, *ours), *(c for c in citations if c["supports"])]
    return record


def _question(answers: Answers, snapshot: CatalogSnapshot) -> dict[str, Any]:
    """A question about the value of an activity: two sources, or two ways to read one, give two numbers."""
    activities = {entry.id: entry.record for entry in snapshot.records("activities")}
    values = activities.get(answers["activity"], {}).get("values")
    if not values:
        raise Refusal(f"There is no activity {answers['activity']} with a dated value to ask about.")
    per = values[-1]["per"].replace("-", " ")
    low, high = answers["cautious-points"], answers["generous-points"]
    if not low < high:
        raise Refusal("--cautious-points must be the smaller number: it is the worst case for the educator.")
    numbers = [entry.record.get("number", "") for entry in snapshot.records("questions")]
    taken = [int(text[1:]) for text in numbers if text.startswith("Q")]
    parts = {
        "number": f"Q{max(taken, default=0) + 1}",
        "title": answers["title"],
        "asks": answers["asks"],
        "why": answers["why"],
        "affects": "verdict",
        "order": "ordered",
        "readings": [
            {
                "id": slug(stance, "points"),
                "label": f"{points} per {per}",
                "says": f"It is worth {count(points, 'PDP')} per {per}.",
                "stance": stance,
                "changes": [{"activity": answers["activity"], "points": points}],
            }
            for stance, points in (("cautious", low), ("generous", high))
        ],
        "who_can_settle": answers["who"],
        "ask": answers["ask"],
        "verified_on": answers["verified-on"],
    }
    parts["citations"] = _citation(answers, parts, "asks")
    return _record("question", "questions", answers.get("id") or slug(answers["title"]), parts)


_SOURCE = (
    Field("source", "Id of the source in sources/", needed=True, of="sources"),
    Field("at", "Section, page or heading in the source"),
    Field("verified-on", "Day you read the source (YYYY-MM-DD)", kind="date", needed=True),
)
_ID = (Field("id", "Id, if it is not to be made from the title"),)

KINDS = {
    "credential": Kind(
        "credentials",
        (
            Field("title", "Title, exactly as the issuer writes it", needed=True),
            Field("stack", "Id of its stack", of="stacks"),
            Field("number", "Number in the stack", kind="number"),
            Field("code", "Code in the issuer's portal"),
            Field("summary", "What one shows, in your own words", needed=True),
            Field("evidence", "A piece of evidence it asks for", many=True),
            Field("hours", "Hours the issuer gives", kind="number"),
            Field("audience", "For whom"),
            Field("area", "Area it belongs to", needed=True, many=True, of="areas"),
            Field("category", "Category it may count as", needed=True, many=True, of="categories"),
            Field("why", "Why these areas and categories", needed=True),
            Field("status", "Is it offered", choices=("offered", "retired", "unknown"), default="offered"),
            Field("confidence", "How sure", choices=("high", "medium", "low"), default="medium"),
            *_SOURCE,
            *_ID,
        ),
        _credential,
    ),
    "stack": Kind(
        "stacks",
        (
            Field("name", "Name, exactly as the issuer writes it", needed=True),
            Field("short-name", "Short name, for ids of its micro-credentials"),
            Field("code", "Code in the issuer's portal"),
            Field("summary", "What it is about, in your own words", needed=True),
            Field("count", "How many it holds, as the issuer says", kind="number"),
            Field("audience", "For whom"),
            Field("issuer", "Id of the issuer in programs/", of="programs"),
            Field(
                "status", "Is it offered", choices=("offered", "retired", "named-only", "unknown"), default="offered"
            ),
            *_SOURCE,
            *_ID,
        ),
        _stack,
    ),
    "source": Kind(
        "sources",
        (
            Field("title", "Title of the page", needed=True),
            Field("publisher", "Who published it", needed=True),
            Field("url", "Its address", needed=True),
            Field(
                "authority",
                "Its weight",
                needed=True,
                choices=("regulation", "guideline", "agency-page", "association", "district", "other"),
            ),
            Field("published", "Day, month or year it was published"),
            Field("date-note", "What is known about its date, in words"),
            Field("extent", "How much of it was read", choices=("whole", "part", "contents-only", "opening-only")),
            Field("read-on", "Day you read it (YYYY-MM-DD)", kind="date", needed=True),
            *_ID,
        ),
        _source,
    ),
    "activity": Kind(
        "activities",
        (
            Field("name", "What people call it", needed=True),
            Field("summary", "What it is, in your own words", needed=True),
            Field(
                "takes",
                "What the portfolio states of it",
                needed=True,
                many=True,
                choices=("hours", "credits", "ceus", "awarded", "badges"),
            ),
            Field("points", "PDPs it is worth", kind="number"),
            Field(
                "per",
                "... for each",
                choices=("hour", "semester-hour", "ceu", "pair", "once", "calendar-year"),
            ),
            Field("from", "First day of that value (YYYY-MM-DD), if known", kind="date"),
            Field("where-to-look", "Where a person can find its value, if no source states it"),
            *_SOURCE,
            *_ID,
        ),
        _activity,
    ),
    "edition": Kind(
        "renewal",
        (
            Field("from", "First day of the edition (YYYY-MM-DD); it may lie in the future", needed=True, kind="date"),
            Field("name", "Its name, such as: Rules of 1 July 2027", needed=True),
            Field("changes", "What it changes, in your own words", needed=True),
            Field("based-on", "Edition to begin with; by default the one before", of="renewal"),
            *_SOURCE,
        ),
        _edition,
    ),
    "question": Kind(
        "questions",
        (
            Field("title", "Its title", needed=True),
            Field("asks", "The question in one sentence", needed=True),
            Field("why", "Why it matters to an educator", needed=True),
            Field("activity", "Id of the activity whose value is open", needed=True, of="activities"),
            Field("cautious-points", "PDPs in the worst case", needed=True, kind="number"),
            Field("generous-points", "PDPs in the best case", needed=True, kind="number"),
            Field("who", "Who can settle it", needed=True, many=True, of="authorities-to-ask"),
            Field("ask", "A letter to them, ready to send", needed=True),
            *_SOURCE,
            *_ID,
        ),
        _question,
    ),
}
