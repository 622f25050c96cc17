"""Texts that settle open questions, and the values that questions leave open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any, NamedTuple

from ...catalog.activity_kinds import read_kind
from ...catalog.questions import read_question
from ...catalog.settlements import is_asked_of
from ..registry import Problem, check, record_check
from ..workspace import CatalogSnapshot, Entry

EVER = "9999-12-31"


class Claim(NamedTuple):
    """A text that settles a question: where it stands, the reading it gives, and its first and last day."""

    path: str
    pointer: str
    question: str
    reading: str
    start: str
    end: str


def _claims(snapshot: CatalogSnapshot) -> Iterator[Claim]:
    """Every text that settles a question; what holds is over on the first day of the one after it."""
    for entry in snapshot.records("questions"):
        rows = entry.record.get("settled", ())
        starts = [row["from"] for row in rows]
        for index, row in enumerate(rows):
            end = _next(starts, row["from"])
            yield Claim(entry.path, f"/settled/{index}", entry.id, row["reading"], row["from"], end)
    for entry in snapshot.records("activities"):
        values = entry.record.get("values", ())
        starts = [str(value.get("from", "")) for value in values]
        for index, value in enumerate(values):
            end = _next(starts, starts[index])
            yield from _settled_by(entry, f"/values/{index}", value, starts[index], end)
    days = [entry.record["effective_from"] for entry in snapshot.records("renewal")]
    for entry in snapshot.records("renewal"):
        start = entry.record["effective_from"]
        yield from _settled_by(entry, "", entry.record, start, _next(days, start))


def _next(starts: Sequence[str], start: str) -> str:
    """The first of these days after one."""
    return min((each for each in starts if each > start), default=EVER)


def _settled_by(entry: Entry, at: str, holder: Any, start: str, end: str) -> Iterator[Claim]:
    for index, row in enumerate(holder.get("settles", ())):
        yield Claim(entry.path, f"{at}/settles/{index}", row["question"], row["reading"], start, end)


@check("C154")
def settles_what_is_not_asked(snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """What settles a question gives one of its readings, and a value settles only what is asked of its activity.

    Why: A misspelt reading would leave the question open, and a value says nothing of other activities.
    What to do: Name a reading of the question; a text about something else goes into the question, under `settled`.
    """
    activities = {entry.path: entry.record for entry in snapshot.records("activities")}
    for claim in _claims(snapshot):
        record = snapshot.by_id["questions"].get(claim.question)
        if record is None:
            continue  # C113 says it
        known = [reading["id"] for reading in record["readings"]]
        if claim.reading not in known:
            text = f'{claim.question} has no reading "{claim.reading}"; it has {", ".join(known)}.'
            yield Problem(f"{claim.pointer}/reading", text, path=claim.path)
        activity = activities.get(claim.path)
        if activity is not None and not is_asked_of(read_question({**record, "settled": []}), read_kind(activity)):
            text = f"{claim.question} is not asked of {activity['id']}."
            yield Problem(f"{claim.pointer}/question", text, path=claim.path)


@record_check("C155", "activities")
def settles_from_no_day(entry: Entry, _: CatalogSnapshot) -> Iterator[Problem]:
    """A value that settles a question has a first day, and a citation that supports `settles`.

    Why: Before that day the question stays open; and a reader must find the sentence that ends it.
    What to do: Give `from`, and name `settles` in the `supports` of the source that says so.
    """
    for index, value in enumerate(entry.record.get("values", ())):
        if "settles" in value and "from" not in value:
            yield Problem(f"/values/{index}/settles", "This value has no first day.")
        if "settles" in value and not any("settles" in citation["supports"] for citation in value["citations"]):
            yield Problem(f"/values/{index}/settles", "No citation of this value supports `settles`.")


@check("C156")
def settled_differently(snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """No two texts settle a question otherwise for one day.

    Why: Nobody could say which of them holds.
    What to do: Take out the one that does not hold, or correct its day.
    """
    claims: dict[str, list[Claim]] = {}
    for claim in _claims(snapshot):
        claims.setdefault(claim.question, []).append(claim)
    for mine in claims.values():
        for one, other in combinations(mine, 2):
            first, last = max(one.start, other.start), min(one.end, other.end)
            if one.reading != other.reading and first < last:
                where = "here" if one.path == other.path else f"in {one.path}"
                text = f'On {first} it is "{other.reading}" here and "{one.reading}" {where}, at {one.pointer}.'
                yield Problem(other.pointer, text, path=other.path)


@check("C157")
def value_no_reading_gives(snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """Where a question leaves open what an activity is worth, its value is what a reading says, or settles it.

    Why: A check takes the points of the readings: another number would never be used.
    What to do: Let the value settle the question, under `settles`, by a reading that gives these points.
    """
    readings: dict[str, list[tuple[str, str, Any]]] = {}
    for entry in snapshot.records("questions"):
        for reading in entry.record["readings"]:
            for change in reading["changes"]:
                if "activity" in change and "points" in change:
                    readings.setdefault(change["activity"], []).append((entry.id, reading["id"], change["points"]))
    for entry in snapshot.records("activities"):
        for index, value in enumerate(entry.record.get("values", ())):
            settled = {(row["question"], row["reading"]) for row in value.get("settles", ())}
            given = readings.get(entry.id, [])
            mine = [points for question, reading, points in given if (question, reading) in settled]
            may_be = mine or [points for _, _, points in given]
            if may_be and value["points"] not in may_be:
                told = f"{given[0][0]} leaves open {' or '.join(map(str, may_be))}"
                told = f"the reading that it settles gives {mine[0]}" if mine else told
                yield Problem(f"/values/{index}/points", f"It says {value['points']}; {told}.", path=entry.path)
