"""What a report says beside the verdict: until when, that a license has lapsed, what is due, what to keep, NOT YET."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from helpers import judge_data
from mcheck import compare
from mcheck.loading.schema import validate
from mcheck.rendering.comparison import as_text as table
from mcheck.rendering.report import as_markdown as markdown
from mcheck.rendering.report import as_text as text

ON = "2026-11-29"
CATEGORIES = ("content", "pedagogy", "sei-esl-bilingual", "students-with-disabilities")


def work(title: str, category: str, hours: int, completed: str = "2025-02-14") -> dict[str, Any]:
    done = {"completed": completed, "demonstration": True, "provider": "district", "evidence": ["certificate"]}
    return {"kind": "workshop", "title": title, "hours": hours, "topic": title, "categories": [category], **done}


def data(license: dict[str, Any], *activities: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "schema_version": 1,
        "application_date": ON,
        "role": "core-academic-teacher",
        "employer": "public-school",
        "endorsements": [{"id": "sei", "issued": "2015-12-01"}],
        "licenses": [{"id": "chem", "field": "Chemistry 8-12", **license}],
        "activities": list(activities),
        "plan": {"ipdp_approved": "2022-09-15", "final_endorsement": "2026-11-20"},
        **more,
    }


def enough(completed: str = "2025-02-14") -> list[dict[str, Any]]:
    return [
        *(work(f"On {category}", category, 15, completed) for category in CATEGORIES),
        work("Council", "elective", 90, completed),
    ]


def report_of(data: dict[str, Any]) -> dict[str, Any]:
    report: dict[str, Any] = judge_data(data)
    assert validate(report, "report") == []
    return report


def first(data: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = report_of(data)["licenses"][0]
    return found


def shifted(day: str, by: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=by)).isoformat()


# -- until when the renewed license lasts


@pytest.mark.parametrize(
    ("expires", "until"),
    [("2027-04-30", "2032-04-30"), ("2026-11-29", "2031-11-29"), ("2028-02-29", "2033-02-28")],
)
def test_a_renewed_license_lasts_five_years_after_its_old_expiry(expires: str, until: str) -> None:
    report = report_of(data({"expires": expires}, *enough()))
    assert report["licenses"][0]["new_expiry"]["date"] == until
    assert f"lasts until {until}" in " ".join(text(report, full=True).split())
    assert f"lasts until {until}" in markdown(report)


def test_after_the_expiry_no_source_gives_the_new_one_and_that_is_said() -> None:
    report = report_of(data({"expires": "2026-11-28"}, *enough()))
    assert "date" not in report["licenses"][0]["new_expiry"]
    assert "None of our sources says how long" in " ".join(text(report, full=True).split())


# -- lapsed


@pytest.mark.parametrize(
    ("expires", "state", "renew_by"),
    [
        ("2026-11-29", None, None),
        ("2026-11-28", "inactive", "2031-11-28"),
        ("2021-11-29", "inactive", "2026-11-29"),
        ("2021-11-28", "inactive-or-invalid", "2026-12-31"),
        ("2020-12-31", "invalid", None),
    ],
)
def test_a_lapsed_license_is_told_what_that_means(expires: str, state: str | None, renew_by: str | None) -> None:
    report = report_of(data({"expires": expires}, *enough()))
    lapsed = report["licenses"][0].get("lapsed")
    led = [p["id"] for p in report["pathways"]]
    assert led == ([] if state is None else ["lapsed-license"])
    assert [m["code"] for m in report["messages"] if m["code"] == "P140"] == ([] if state is None else ["P140"])
    if lapsed is None:
        return
    assert (lapsed["state"], lapsed.get("renew_by")) == (state, renew_by)
    assert "employed under it" in lapsed["text"]
    assert lapsed["citations"]
    assert renew_by is None or f"Renew it by {renew_by}" in lapsed["do"]


# -- first approval of the plan


@pytest.mark.parametrize(("days", "state"), [(-91, None), (-90, "due"), (0, "due"), (1, "passed"), (400, "passed")])
def test_the_first_approval_is_spoken_of_from_ninety_days_before_it_is_due(days: int, state: str | None) -> None:
    due = "2026-12-25"
    license = {"issued": "2026-06-25", "expires": "2031-06-25"}
    report = report_of(data(license, plan={}, application_date=shifted(due, days)))
    found = report["licenses"][0].get("first_approval")
    assert (found and (found["due"], found["state"])) == (state and (due, state))
    assert (due in text(report, full=True)) is (state is not None)


@pytest.mark.parametrize(
    "more",
    [
        {"plan": {"ipdp_approved": "2026-10-01"}},
        {"plan": {"educator_plan": True}},
        {"plan": {}, "employer": "private-school"},
    ],
)
def test_no_first_approval_is_asked_for_where_it_was_given_or_is_not_needed(more: dict[str, Any]) -> None:
    assert "first_approval" not in first(data({"issued": "2026-06-25", "expires": "2031-06-25"}, **more))


# -- not yet


@pytest.mark.parametrize(
    ("expires", "hours", "verdict", "shown"),
    [
        ("2027-11-29", 14, "not-met", "not-met"),
        ("2027-11-30", 14, "not-met", "not-yet"),
        ("2027-11-30", 15, "met", "met"),
    ],
)
def test_what_is_short_and_cannot_be_renewed_yet_reads_not_yet(
    expires: str, hours: int, verdict: str, shown: str
) -> None:
    *others, council = enough()
    others[1] = work("On pedagogy", "pedagogy", hours)
    report = report_of(data({"expires": expires}, *others, council | {"hours": 91}))
    license = report["licenses"][0]
    assert (license["verdict"], license["shown"]) == (verdict, shown)
    assert (report["verdict"], report["shown"]) == (verdict, shown)
    assert ("NOT YET" in table(compare(report, report), ("then", "now"), report)) is (shown == "not-yet")
    assert ("NOT YET" in text(report, full=True)) is (shown == "not-yet")
    assert ("NOT MET" in text(report, full=True)) is (shown == "not-met")


# -- records


def test_all_records_are_kept_ten_years_where_an_sei_course_serves_two_cycles() -> None:
    course = work("RETELL", "sei-esl-bilingual", 45, "2022-03-10")
    course |= {"sei_course": True, "used_in_earlier_cycle": True}
    with_course = [course if a["title"] == "On sei-esl-bilingual" else a for a in enough()]
    long, usual = (first(data({"expires": "2027-04-30"}, *some))["records"] for some in (with_course, enough()))
    assert (long["years"], long["until"], long["serves_two_cycles"]) == (10, "2036-11-29", ["/activities/2"])
    assert (usual["years"], usual["until"]) == (5, "2031-11-29")
    assert "serves_two_cycles" not in usual


def test_an_sei_course_that_is_not_needed_keeps_no_records_longer() -> None:
    course = work("RETELL", "sei-esl-bilingual", 45, "2022-03-10")
    course |= {"sei_course": True, "used_in_earlier_cycle": True}
    report = report_of(data({"expires": "2027-04-30"}, *enough(), course))
    counted = next(a for a in report["activities"] if a["title"] == "RETELL")["counted"]
    assert (report["licenses"][0]["records"]["years"] == 10) is bool(counted)


@pytest.mark.parametrize(("expires", "verdict"), [("2026-11-29", "met"), ("2026-11-28", "depends")])
def test_an_sei_course_of_the_cycle_before_an_expired_license_hangs_on_the_question_about_such_points(
    expires: str, verdict: str
) -> None:
    course = work("RETELL", "sei-esl-bilingual", 45, "2020-03-10") | {"sei_course": True}
    others = [a for a in enough("2026-11-29") if a["title"] != "On sei-esl-bilingual"]
    license = first(data({"expires": expires}, course, *others, application_date="2026-11-29"))
    assert license["verdict"] == verdict
    assert license["depends_on"] == ([] if verdict == "met" else [["question:expired-points-before-expiry"]])
    assert ("sei_course_window" in license) is (verdict == "met")
