"""The packet as data: what is in the log, what is missing, where the points flow."""

from __future__ import annotations

import copy
import hashlib
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import mcheck
import pytest
from helpers import CASE_FILES, EXAMPLES, case, catalog, judge_data
from mcheck.audit import Packet
from mcheck.audit.log import MOST_SOURCES
from mcheck.core.points import points
from mcheck.loading.json_text import parse_json
from mcheck.loading.parsing.portfolio import parse

READY = json.loads((EXAMPLES / "audit-ready.json").read_text())


def packet(data: Any, found: dict[str, str | None] | None = None) -> Packet:
    report = judge_data(data)
    portfolio, _ = parse(parse_json(json.dumps(data).encode()), catalog())
    return mcheck.packet(portfolio, catalog(), report, files=found)


def changed(**changes: Any) -> dict[str, Any]:
    """The audit-ready example with keys of its top level or, by `activity`, of its first activity changed."""
    data = copy.deepcopy(READY)
    for key, value in changes.pop("activity", {}).items():
        data["activities"][0].pop(key, None)
        if value is not None:
            data["activities"][0][key] = value
    for key, value in changes.items():
        data.pop(key, None)
        if value is not None:
            data[key] = value
    return data


def needed(data: Any, **options: Any) -> list[str]:
    return [gap.what for gap in packet(data, **options).gaps if gap.needed]


def test_the_example_lacks_nothing_that_a_rule_asks_for() -> None:
    assert needed(READY) == []


FIRST = "1. Number theory for teachers"


@pytest.mark.parametrize(
    ("activity", "what"),
    [
        ({"evidence": None}, "No proof is listed"),
        ({"evidence": []}, "No proof is listed"),
        ({"topic": None}, "No topic is given"),
        ({"completed": "2023-12"}, "The day it ended is not stated"),
    ],
)
def test_what_a_line_of_the_log_lacks_is_named_with_the_line(activity: dict[str, Any], what: str) -> None:
    gaps = [gap for gap in packet(changed(activity=activity)).gaps if gap.needed]
    assert [(gap.what, gap.lines) for gap in gaps] == [(what, (FIRST,))]
    assert gaps[0].citations[0]["at"] == "603 CMR 44.09"


def test_many_lines_are_given_by_number() -> None:
    each = READY["activities"][6]
    data = changed(
        activities=[{**each, "title": f"W{n}", "hours": 10, "topic": f"t{n}"} for n in range(9)], badges=None
    )
    gap = next(gap for gap in packet(data).gaps if gap.what == "No file is listed")
    assert gap.lines == ("Lines 1, 2, 3, 4, 5, 6, 7, 8, 9 of the log",)


def test_what_does_not_count_needs_no_proof() -> None:
    data = copy.deepcopy(READY)
    conference = next(a for a in data["activities"] if a["kind"] == "conference-attendance")
    del conference["evidence"], conference["topic"]
    assert needed(data) == []


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"plan": {"final_endorsement": "2026-11-20"}}, ["No approved IPDP or educator plan is stated"]),
        ({"plan": {"ipdp_approved": "2022-10-01"}}, ["No final approval of the plan"]),
        ({"plan": {"ipdp_approved": "2022-10-01", "final_endorsement": False}}, ["No final approval of the plan"]),
        ({"plan": {"ipdp_approved": "2022-10-01", "final_endorsement": True}}, []),
        ({"plan": {"ipdp_approved": "2022-10-01", "final_endorsement": "2026-11-24"}}, []),
        (
            {"plan": {"ipdp_approved": "2022-10-01", "final_endorsement": "2026-11-25"}},
            ["No final approval of the plan"],
        ),
        ({"plan": {"educator_plan": True}}, []),
        ({"plan": {"ipdp_approved": "2022-10-01"}, "employer": "private-school"}, []),
        ({"employer": None}, ["The employer is not stated"]),
    ],
)
def test_plan_and_approval(changes: dict[str, Any], what: list[str]) -> None:
    assert needed(changed(**changes)) == what


def nurse(**changes: Any) -> list[str]:
    license = {"field": "School Nurse", "expires": "2027-06-17", **changes}
    return [what for what in needed(changed(licenses=[license], activities=[])) if "nurse license" in what]


def test_a_license_of_another_agency_needs_a_paper() -> None:
    assert nurse() == ["School Nurse: A registered nurse license in good standing"]
    assert nurse(conditions={"registered-nurse-license": False}) == nurse()
    held = {"registered-nurse-license": True}
    assert len(nurse(conditions=held)) == 1
    assert "no document is listed" in nurse(conditions=held)[0]
    assert nurse(conditions=held, files=[{"path": "nurse.pdf"}]) == []


NOTED = hashlib.sha256(b"x").hexdigest()


@pytest.mark.parametrize(
    ("stated", "found", "state", "shown"),
    [
        (NOTED, {"a.pdf": NOTED}, "same", NOTED),
        (NOTED.upper(), {"a.pdf": NOTED}, "same", NOTED),
        (NOTED, {"a.pdf": "0" * 64}, "changed", NOTED),
        (NOTED, {"a.pdf": None}, "not-found", NOTED),
        (None, {"a.pdf": NOTED}, "noted", NOTED),
        (None, {"a.pdf": None}, "not-found", None),
        (NOTED, None, "unread", NOTED),
        (None, None, "unread", None),
    ],
)
def test_files_are_compared_with_what_was_noted(
    stated: str | None, found: dict[str, str | None] | None, state: str, shown: str | None
) -> None:
    file = {"path": "a.pdf"} | ({"sha256": stated} if stated else {})
    data = changed(activity={"files": [file]}, plan={"educator_plan": True})
    data["activities"][1].pop("files")
    made = packet(data, found)
    assert [(p.state, p.sha256) for p in made.proofs] == [(state, shown)]
    lines = [gap.lines for gap in made.gaps if gap.needed]
    bad = "a.pdf (Number theory for teachers)"
    told = {"changed": [(f"{bad}: now {'0' * 64}",)], "not-found": [(bad,)]}
    assert lines == told.get(state, [])


def test_what_a_verdict_hangs_on_is_named_in_words() -> None:
    made = packet(json.loads((case("role-not-stated") / "portfolio.json").read_text()))
    assert [made.depends_on(x) for x in made.judged] == [["role, which the file leaves out"]]
    made = packet(json.loads((case("nurse-license-not-stated") / "portfolio.json").read_text()))
    words = 'registered-nurse-license of "School Nurse", which the file leaves out'
    assert [made.depends_on(x) for x in made.judged] == [[words]]
    made = packet(json.loads((case("date-known-to-the-year") / "portfolio.json").read_text()))
    words = 'completed of "School leadership", which the file gives only as 2022'
    assert [made.depends_on(x) for x in made.judged] == [[words]]
    made = packet(json.loads((case("badge-odd") / "portfolio.json").read_text()))
    assert '"Does a third badge beside a pair count?"' in " ".join(made.depends_on(made.judged[0]))


def test_a_license_whose_own_numbers_are_not_those_of_the_log_says_so() -> None:
    made = packet(READY)
    assert [made.apart(x) for x in made.judged] == ["", ""]
    first = made.report["activities"][0]["placed"][0]
    first["category"] = "elective" if first["category"] == "content" else "content"
    assert [bool(made.apart(x)) for x in made.judged] == [True, False]


def test_the_log_is_numbered_without_holes_and_badges_take_the_topic_that_relates_them() -> None:
    made = packet(json.loads((EXAMPLES / "pair-of-badges.json").read_text()))
    assert [row.number for row in made.log] == list(range(1, len(made.log) + 1))
    badges = [row for row in made.log if row.pointer.startswith("/badges/")]
    assert [row.topic for row in badges] == ["Restorative Practices", "Restorative Practices"]


def test_what_does_not_count_takes_no_number_from_the_log_and_a_part_is_shown_of_the_whole() -> None:
    data = changed()
    short = {"kind": "workshop", "title": "An hour of phonics", "completed": "2023-09-01", "hours": 1}
    data["activities"] = [short | {"categories": ["content"], "content_of": ["math"]}, *data["activities"]]
    long = next(a for a in data["activities"] if a["title"] == "Data teams")
    long["hours"] += 500
    made = packet(data)
    numbers = [row.number for row in (*made.log, *made.others)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert "An hour of phonics" in [row.title for row in made.others]
    parts = {row.title: row.points for row in made.log if row.counted != row.worth}
    assert parts
    for row in made.log:
        assert row.points == (f"{row.counted} of {row.worth}" if row.title in parts else str(row.worth))


def test_dates_are_shown_as_far_as_they_are_known() -> None:
    rows = {row.title: row.dates for made in (packet(READY),) for row in (*made.log, *made.others)}
    assert rows["Number theory for teachers"] == "2023-09-05 to 2023-12-15"
    assert rows["Data teams"] == "2026-01-23"
    assert rows["Co-Planning"] == "from 2026-09-20"


def test_records_are_kept_from_the_application() -> None:
    kept = packet(READY).retention
    assert {keep.until.isoformat() for keep in kept} == {"2031-11-24"}
    assert len(kept) == 2


FILES = [*CASE_FILES, *sorted(EXAMPLES.glob("*.json"))]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.parent.name if p.stem == "portfolio" else p.stem)
def test_log_and_picture_agree_with_the_report(path: Path) -> None:
    data = parse_json(path.read_bytes())
    report = judge_data(json.loads(path.read_text()))
    if "edition" not in report:
        return
    portfolio, _ = parse(data, catalog())
    made = mcheck.packet(portfolio, catalog(), report)
    assert {row.pointer for row in (*made.log, *made.others)} == {item.pointer for item in portfolio.items}
    placed = sum(points(p["points"]) for a in report["activities"] for p in a["placed"])
    for column in (made.flow.left, made.flow.right, [("", p) for *_, p in made.flow.links]):
        assert sum(points(p) for _, p in column) == placed
    for row in made.log:
        assert row.placed


def test_a_long_log_is_drawn_with_its_smallest_together() -> None:
    def drawn(count: int) -> Packet:
        each = {"kind": "workshop", "completed": "2025-05-10", "provider": "district", "demonstration": True}
        rows = [each | {"title": f"W{n}", "hours": 2 + n / 100, "topic": "one"} for n in range(count)]
        licenses = [{"field": "Music", "expires": "2027-06-17"}]
        return packet({"application_date": "2026-11-24", "licenses": licenses, "activities": rows})

    assert len(drawn(MOST_SOURCES).flow.left) == MOST_SOURCES
    over = drawn(MOST_SOURCES + 1)
    assert len(over.flow.left) == MOST_SOURCES
    assert over.flow.left[-1] == ("2 smaller ones", Decimal("4.01"))  # the two shortest, of 2 and 2.01 hours
