"""Advice gives the branch that applies, and what the file leaves out is a question with the form of its answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
from helpers import CASE_FILES, EXAMPLES, ROOT, catalog, judge, judge_data
from mcheck.rendering.report import as_markdown as markdown
from mcheck.rendering.report import as_text as text

ON = "2026-11-29"


def work(title: str, category: str, hours: int = 15, completed: str | None = "2025-02-14") -> dict[str, Any]:
    made = {"kind": "workshop", "title": title, "hours": hours, "topic": title, "categories": [category]}
    made |= {"demonstration": True, "provider": "district", "evidence": ["certificate"]}
    return made | ({} if completed is None else {"completed": completed})


def data(*activities: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "schema_version": 1,
        "application_date": ON,
        "role": "core-academic-teacher",
        "employer": "public-school",
        "endorsements": [{"id": "sei", "issued": "2015-12-01"}],
        "licenses": [{"id": "chem", "field": "Chemistry 8-12", "expires": "2027-04-30", "primary": True}],
        "activities": list(activities),
        "plan": {"ipdp_approved": "2022-09-15", "final_endorsement": "2026-11-20"},
        **more,
    }


COURSE = {"kind": "graduate-course", "title": "Labs", "completed": "2025-02-14", "categories": ["content"]}
EXPIRED = {"licenses": [{"id": "chem", "field": "Chemistry 8-12", "expires": "2026-04-30", "primary": True}]}
NURSE = {"role": "support-specialist"}
NURSE["licenses"] = [{"id": "n", "field": "School Nurse", "expires": "2027-04-30"}]  # type: ignore[assignment]
FAILED = [NURSE["licenses"][0] | {"conditions": {"registered-nurse-license": False}}]  # type: ignore[operator]
PHYSICS = {"id": "phys", "field": "Physics 8-12", "expires": "2027-04-30"}
CHEMISTRY = {"id": "chem", "field": "Chemistry 8-12", "expires": "2027-04-30", "primary": True}
OTHER = work("Waves", "content", 30) | {"content_of": ["phys"]}
BADGE = {"credential": "sel-self-awareness", "completed": "2025-01-10", "evidence": []}

TOLD: Mapping[str, tuple[str, str, dict[str, Any]]] = {
    "conference shorter than a topic": (
        "T02",
        "too-short",
        data({"kind": "conference-attendance", "title": "Talks", "completed": "2025-02-14", "hours": 9}),
    ),
    "before the window": ("T03", "before", data(work("Old", "content", completed="2021-02-14"))),
    "before the window, perhaps an SEI course": (
        "T03",
        "before-sei",
        data(work("Old", "sei-esl-bilingual", completed="2021-02-14")),
    ),
    "before the expiry": ("T03", "before-expiry", data(work("Old", "content"), **EXPIRED)),
    "after the application": ("T03", "after", data(work("New", "content", completed="2026-11-30"))),
    "a course that claims more": ("T05", "claims-more", data(COURSE | {"credits": 1, "awarded": 30})),
    "the endorsement without the points": ("T08", "endorsement-only", data()),
    "the points without the endorsement": (
        "T08",
        "points-only",
        data(work("Language", "sei-esl-bilingual"), endorsements=[], english_learner_assigned="2020-01-01"),
    ),
    "a Primary in this application": ("T09", "in-this-application", data(OTHER, licenses=[CHEMISTRY, PHYSICS])),
    "a Primary that is left out": ("T09", "left-out", data(OTHER, licenses=[CHEMISTRY | {"renew": False}, PHYSICS])),
    "an invalid license": ("T10", "short", data(licenses=[CHEMISTRY, PHYSICS | {"expires": "2019-04-30"}])),
    "no approval and no educator plan": (
        "T11",
        "no-educator-plan",
        data(plan={"final_endorsement": False, "educator_plan": False}),
    ),
    "no proof of an activity": ("T12", "activity", data(work("Labs", "content") | {"evidence": []})),
    "no proof of a badge": ("T12", "badge", data(badges=[BADGE])),
    "no endorsement": ("T16", "sei-endorsement", data(endorsements=[], english_learner_assigned="2020-01-01")),
    "a provider that is not registered": (
        "T17",
        "not-registered",
        data(work("Labs", "content") | {"provider": "not-registered"}),
    ),
    "no nurse license": ("T18", "registered-nurse-license", data(**NURSE | {"licenses": FAILED})),
}


@pytest.mark.parametrize(("code", "case", "portfolio"), TOLD.values(), ids=TOLD)
def test_a_hint_is_that_of_the_case(code: str, case: str, portfolio: dict[str, Any]) -> None:
    (record,) = (r for r in catalog().all("checks") if r["number"] == code)
    hints = [m["hint"] for m in judge_data(portfolio)["messages"] if m["code"] == code]
    assert hints == [c["mend"] for c in record["cases"] if c["id"] == case]


UNSAID: Mapping[str, tuple[str, str, dict[str, Any]]] = {
    "role": ("T16", "/role", {k: v for k, v in data().items() if k not in ("role", "endorsements")}),
    "endorsements": ("T16", "/endorsements", {k: v for k, v in data().items() if k != "endorsements"}),
    "English learner": ("T16", "/english_learner_assigned", data(endorsements=[])),
    "nurse license": ("T18", "/licenses/0/conditions/registered-nurse-license", data(**NURSE)),
    "final approval": ("T11", "/plan/final_endorsement", data(plan={})),
    "date": ("T03", "/activities/0", data(work("Labs", "content", completed=None))),
    "day": ("T03", "/activities/0", data(work("Labs", "content", completed="2022"))),
    "credits": ("T05", "/activities/0", data(COURSE | {"awarded": 30})),
    "degree": ("T05", "/activities/0", data(COURSE | {"credits": 3, "completed": "2026-09-01"})),
    "expiry": ("P121", "/licenses/0", data(licenses=[{"id": "chem", "field": "Chemistry 8-12"}])),
    "categories": ("P124", "/activities/0", data({k: v for k, v in COURSE.items() if k != "categories"})),
    "content of": ("P135", "/activities/0", data(work("Labs", "content"), licenses=[CHEMISTRY, PHYSICS])),
}


@pytest.mark.parametrize(("code", "pointer", "portfolio"), UNSAID.values(), ids=UNSAID)
def test_what_the_file_leaves_out_is_a_question_with_the_form_of_its_answer(
    code: str, pointer: str, portfolio: dict[str, Any]
) -> None:
    (message,) = (m for m in judge_data(portfolio)["messages"] if (m["code"], m["pointer"]) == (code, pointer))
    assert message["severity"] == "question"
    assert "?" in message["hint"]
    assert "Answer with " in message["hint"]


def test_a_fact_says_the_form_of_its_answer_in_data_too() -> None:
    report = judge_data(UNSAID["English learner"][2] | {"activities": [work("Labs", "content", 200)]})
    answers = {f["name"]: f.get("answer") for f in report["facts"]}
    assert all(answers.values())


@pytest.mark.parametrize(("placed", "told"), [(149, True), (150, False)])
def test_an_invalid_license_that_has_its_points_is_told_nothing_of_them(placed: int, told: bool) -> None:
    licenses = [CHEMISTRY, PHYSICS | {"expires": "2019-04-30"}]
    own = [work("Waves", "content", 20), work("Data", "content", placed - 20)]
    report = judge_data(data(*(a | {"content_of": ["phys"]} for a in own), licenses=licenses))
    assert ("T10" in [m["code"] for m in report["messages"]]) is told


CANNOT_COUNT: Mapping[str, dict[str, Any]] = {
    "P124": {k: v for k, v in work("Labs", "content").items() if k != "categories"},
    "T02": {"kind": "conference-attendance", "title": "Talks", "hours": 12},
    "T05": COURSE | {"awarded": 30},
    "T17": work("Labs", "content") | {"provider": "not-registered"},
}


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"completed": "2022-04-30"}, False),  # the day before the first that counts
        ({"completed": "2022-05-01"}, True),
        ({"completed": ON}, True),
        ({"completed": "2026-11-30"}, False),
        ({"completed": "2026-11-30", "planned": True}, True),
        ({"completed": "2025-02-14", "used_in_earlier_cycle": True}, False),
    ],
)
@pytest.mark.parametrize(("code", "activity"), CANNOT_COUNT.items(), ids=CANNOT_COUNT)
def test_nothing_is_asked_or_advised_about_what_cannot_count(
    code: str, activity: dict[str, Any], more: dict[str, Any], told: bool
) -> None:
    told = told and not (code == "T05" and "planned" in more)  # its transcript is still to come
    report = judge_data(data(activity | more))
    assert (code in {message["code"] for message in report["messages"]}) is told
    step = any("Add `categories`" in step["text"] for step in report["next_steps"])
    assert step is (told and code == "P124")


WITHOUT_PRODUCT = COURSE | {"credits": 3, "awarded": 70, "completed": "2026-09-01"}


@pytest.mark.parametrize(("product", "told"), [(False, False), (True, True)])
def test_no_rate_is_told_of_a_course_that_earns_nothing_anyway(product: bool, told: bool) -> None:
    report = judge_data(data(WITHOUT_PRODUCT | {"demonstration": product}))
    assert ("T05" in {message["code"] for message in report["messages"]}) is told


@pytest.mark.parametrize(("provider", "told"), [("not-registered", False), ("district", True)])
def test_nobody_is_asked_of_which_license_something_is_content_that_cannot_count(provider: str, told: bool) -> None:
    report = judge_data(data(work("Labs", "content") | {"provider": provider}, licenses=[CHEMISTRY, PHYSICS]))
    assert ("P135" in {message["code"] for message in report["messages"]}) is told


@pytest.mark.parametrize(("completed", "told"), [("2022-04-30", False), ("2022-05-01", True), (None, True)])
def test_a_badge_that_cannot_count_is_not_said_to_look_unlikely(completed: str | None, told: bool) -> None:
    badge = BADGE | {"categories": ["sei-esl-bilingual"], "completed": completed}
    report = judge_data(data(badges=[{key: value for key, value in badge.items() if value is not None}]))
    assert ("P125" in {message["code"] for message in report["messages"]}) is told


EVERY = sorted([*CASE_FILES, *EXAMPLES.glob("*.json"), *(ROOT / "tests/traps").glob("*/*/portfolio.json")])
HOLE = re.compile(r"(?<![.`\"]) [,;.](?=\s|$)|[:,;] ?[,;.](?=\s|$)")


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.parent.name)
def test_no_sentence_is_made_from_a_list_without_members(path: Any) -> None:
    report = judge(path)
    told = [m[key] for m in report["messages"] for key in ("text", "hint")]
    told += [step["text"] for step in report["next_steps"]]
    told += [r["text"] for a in report["activities"] for r in a["reasons"]]
    for license in report["licenses"]:
        told += [license["why"], *(tight["text"] for tight in license.get("tight_sets", ()))]
    told += [line.strip() for line in text(report, full=True, width=10_000).split("\n")]
    told += [line for line in markdown(report).split("\n") if not line.startswith("|")]
    assert [line for line in told if HOLE.search(line)] == []


def test_who_needs_no_pdps_is_told_nothing_of_pairs() -> None:
    badges = [{"credential": "sel-self-awareness", "completed": "2025-01-10"}]
    for nobody in ({"role": "paraprofessional"}, {"licenses": [{"field": "Chemistry 8-12", "type": "initial"}]}):
        report = judge_data({"application_date": ON, "badges": badges, **nobody})
        assert report["activities"][0]["how"] == "no license takes points"
        assert not re.search(r"pair|partner", text(report, full=True).partition("What did not count")[2])


def rows(report: dict[str, Any], heading: str) -> str:
    return " ".join(text(report, full=True).partition(f"\n{heading}")[2].partition("\n\n")[0].split())


NEEDED = [
    *(work(c, c) for c in ("content", "pedagogy", "sei-esl-bilingual", "students-with-disabilities")),
    work("Council", "elective", 90),
]


@pytest.mark.parametrize("stated", [True, False])
def test_nothing_is_called_needless_in_one_line_and_asked_about_in_another(stated: bool) -> None:
    spare = work("Zebra", "elective", 12) | ({} if stated else {"evidence": []})
    report = judge_data(data(*NEEDED, spare))
    (activity,) = (a for a in report["activities"] if a["title"] == "Zebra")
    assert activity["state"] == "left-over"
    assert ("asked_about" in activity) is not stated
    assert ("Zebra" in rows(report, "Not needed")) is stated
    assert ("Zebra" in rows(report, "Left over as placed here")) is not stated


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.parent.name)
def test_no_title_is_called_needless_and_asked_about(path: Any) -> None:
    report = judge(path)
    asked = [f["pointer"] for f in report["facts"]]
    asked += [m["pointer"] for m in report["messages"] if m["severity"] == "question"]
    for a in report["activities"]:
        if a["state"] == "left-over" and "asked_about" not in a and not a["reasons"]:
            assert [pointer for pointer in asked if pointer.startswith(f"{a['pointer']}/")] == []


def divided(kind: str, categories: list[str]) -> dict[str, Any]:
    both = {"kind": kind, "title": "Chemistry and how to teach it", "completed": "2024-12-20", "categories": categories}
    both |= {"credits": 2, "degree_eligible": True} if kind == "graduate-course" else {"hours": 45}
    others = [a for a in NEEDED if a["categories"][0] not in categories]
    return data(*others, both | {"topic": "Both", "demonstration": True, "provider": "district"})


@pytest.mark.parametrize(
    ("kind", "question"), [("graduate-course", "course-divided"), ("workshop", "split-over-categories")]
)
@pytest.mark.parametrize(
    ("categories", "named"),
    [
        (["content", "pedagogy"], "Content or Pedagogy"),
        (["pedagogy", "students-with-disabilities"], "Pedagogy or Students with disabilities and diverse learners"),
    ],
)
def test_the_question_to_send_names_the_categories_of_the_case(
    kind: str, question: str, categories: list[str], named: str
) -> None:
    portfolio = divided(kind, categories)
    if kind == "graduate-course":
        portfolio["activities"][-1]["provider"] = "college"
    report = judge_data(portfolio)
    (asked,) = (q for q in report["questions"] if q["id"] == question)
    assert asked["case"] == f'"Chemistry and how to teach it" may count as {named}.'
    assert asked["case"] in asked["ask"]
    assert asked["ask"].endswith("Thank you.")
    assert asked["case"] in " ".join(text(report, full=True).split())


def test_the_figures_of_what_depends_say_that_they_are_favorable() -> None:
    words = "The figures and check marks show what counts if"
    for portfolio, of in ((divided("workshop", ["content", "pedagogy"]), "favorable"), (data(*NEEDED), "cautious")):
        report = judge_data(portfolio)
        assert report["licenses"][0]["figures_of"] == of
        assert (words in text(report, full=True)) is (words in markdown(report)) is (of == "favorable")


@pytest.mark.parametrize(("day", "told"), [("2018-07-12", False), ("2018-07-13", True)])
def test_bilingual_education_is_not_offered_before_its_rule(day: str, told: bool) -> None:
    both = work("Both", "content", 40, "2017-05-05") | {"categories": ["pedagogy", "sei-esl-bilingual"]}
    license = {"id": "chem", "field": "Chemistry 8-12", "expires": "2018-12-31"}
    report = judge_data(data(both, licenses=[license], plan={}, application_date=day))
    assert ("bilingual education" in text(report, full=True, width=10_000)) is told


ESL = {"field": "English as a Second Language 5-12", "expires": "2027-06-17"}


@pytest.mark.parametrize("role", [{}, {"role": "core-academic-teacher"}])
def test_who_holds_a_license_that_is_a_route_to_the_endorsement_is_asked_that_way(role: dict[str, Any]) -> None:
    words = "license is a route to it: is it on your license?"
    for license, told in ((ESL, True), ({"field": "Biology 8-12", "expires": "2027-06-17"}, False)):
        report = judge_data({"application_date": "2026-11-24", "licenses": [license], **role})
        (gate,) = report["licenses"][0]["gates"]
        assert (words in gate["ask"]) is told
        assert gate["fact"] == ("/endorsements" if told or role else "/role")
        none_held = judge_data({"application_date": "2026-11-24", "licenses": [license], "endorsements": [], **role})
        assert (words in str(none_held["licenses"][0]["gates"])) is (told and bool(role))
