"""What to do next must not contradict what the rest of the report says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from helpers import CASE_FILES, CASES, EXAMPLES, case, judge, judge_data

TRAPS = CASES.parent / "traps"
WITHOUT_APPROVAL = sorted(path.parent for path in TRAPS.glob("T11/fires*/portfolio.json"))


def steps(folder: Path, change: Any = None) -> list[str]:
    data = json.loads((folder / "portfolio.json").read_text())
    if change is not None:
        change(data)
    return [step["text"] for step in judge_data(data)["next_steps"]]


@pytest.mark.parametrize("folder", WITHOUT_APPROVAL, ids=lambda path: path.name)
def test_nobody_applies_before_the_plan_is_approved(folder: Path) -> None:
    first, then = judge(folder / "portfolio.json")["next_steps"]
    unsaid = "final_endorsement" not in json.loads((folder / "portfolio.json").read_text()).get("plan", {})
    ask = "Has your supervisor approved the finished plan, and when?"
    assert first["text"].startswith(ask if unsaid else "Before you apply, ask your supervisor to sign")
    assert first["pointer"] == "/plan/final_endorsement"
    assert first["citations"]
    assert "you can apply once that is done. " in then["text"]


def test_what_must_be_had_and_the_day_are_both_said() -> None:
    def undo(data: dict[str, Any]) -> None:
        data["plan"]["final_endorsement"] = False

    assert "you can apply once that is done, from 2026-11-25 on." in steps(case("too-early-by-a-day"), undo)[-1]


def test_proof_is_had_first_of_what_counts_and_of_nothing_else() -> None:
    def spare(data: dict[str, Any]) -> None:
        data["activities"].append(data["activities"][0] | {"title": "Spare", "evidence": []})

    proof, apply = steps(TRAPS / "T12" / "fires")
    assert proof.startswith('"Extra hours": Ask the provider')
    assert "once that is done" in apply
    assert len(steps(case("met-exactly"), spare)) == 1


def test_the_records_of_an_sei_course_in_two_cycles_are_kept_longer() -> None:
    folder = case("sei-course-serves-two-cycles")

    def first_use(data: dict[str, Any]) -> None:
        for activity in data["activities"]:
            activity.pop("used_in_earlier_cycle", None)

    assert 'Keep all records for 10 years after, as points of "RETELL course" serve two cycles.' in steps(folder)[-1]
    again = 'If points of "RETELL course" served the renewal before too, keep all of them for 10 years.'
    assert steps(folder, first_use)[-1].endswith(f"Keep the records for 5 years after. {again}")
    assert "5 years after." in steps(case("met-exactly"))[-1]


def test_whoever_applies_under_later_rules_is_told_to_check_again() -> None:
    def early(data: dict[str, Any]) -> None:
        data["application_date"] = "2017-07-01"
        data["licenses"][0]["expires"] = "2018-08-01"

    text = steps(case("rules-of-2016"), early)[-1]
    assert "from 2017-08-01 on" in text
    assert 'Check again then: the "Rules of July 28, 2017" will apply.' in text


@pytest.mark.parametrize("folder", [path.parent for path in CASE_FILES], ids=lambda path: path.name)
def test_a_step_says_nothing_twice(folder: Path) -> None:
    for text in steps(folder):
        assert text.count("Add `") <= 1


def test_who_gives_no_expiry_date_is_not_told_to_apply_now() -> None:
    def undated(data: dict[str, Any]) -> None:
        del data["licenses"][0]["expires"]

    (step,) = steps(case("met-exactly"), undated)
    assert "you can apply at most 1 year before it expires: add `expires`" in step


def test_categories_left_out_come_before_points_to_be_earned() -> None:
    def silent(data: dict[str, Any]) -> None:
        for activity in data["activities"]:
            if activity.get("categories") == ["pedagogy"]:
                del activity["categories"]

    first, *rest = steps(case("met-exactly"), silent)
    assert first.startswith("Add `categories` to ")
    assert any("earn " in step for step in rest)


def test_content_of_no_license_that_is_named_comes_before_points_to_be_earned() -> None:
    def second_license(data: dict[str, Any]) -> None:
        data["licenses"].append({"field": "Physics 8-12", "expires": "2027-06-17"})
        data["activities"] = [a for a in data["activities"] if a.get("categories") != ["pedagogy"]]

    first, *rest = steps(case("met-exactly"), second_license)
    assert first.startswith("Say in `content_of` of which license ")
    assert any("earn " in step for step in rest)


def test_planned_activities_that_are_enough_are_the_step() -> None:
    (step,) = steps(case("planned-closes-the-gap"))
    assert "finish what is planned, which is enough: " in step
    assert any("more PDP" in step for step in steps(case("planned-is-not-enough")))


def test_a_condition_that_is_not_stated_is_asked_for_where_it_has_to_stand() -> None:
    (step,) = steps(case("nurse-license-not-stated"))
    assert step.startswith("Add `registered-nurse-license` under `conditions` of School Nurse. Do you")
    assert step.endswith("Answer with true or false.")


def test_nobody_is_told_to_finish_what_a_license_that_is_met_does_not_need() -> None:
    found = [step["text"] for step in judge(EXAMPLES / "audit-ready.json")["next_steps"]]
    assert len(found) == 2
    assert all("you can apply now" in text for text in found)


def test_a_question_without_order_names_the_reading_that_helps_where_it_is_named() -> None:
    """One set hangs on a fact alone, whatever the answer; the other on the question and another fact."""
    data = json.loads((case("met-exactly") / "portfolio.json").read_text())
    data["activities"][-1] = {
        "kind": "graduate-course",
        "title": "Course",
        "completed": "2026-06-08",
        "credits": 4,
        "categories": ["elective"],
    }
    report = judge_data(data)
    sets = report["licenses"][0]["depends_on"]
    assert [any("question" in key for key in one) for one in sets] == [False, True]
    (question,) = report["questions"]
    assert [reading["id"] for reading in question["takes"]] == ["start"]


AMOUNTS = [
    ({"kind": "workshop"}, "hours", 15, "At least 15 hours are needed.", 1),
    ({"kind": "graduate-course", "degree_eligible": True}, "credits", 1, "At least 1 credit is needed.", None),
    ({"kind": "ceu"}, "ceus", 1.5, "At least 1.5 CEUs are needed.", 0.1),
    ({"kind": "other"}, "awarded", 15, "At least 15 PDPs on the certificate are needed.", 1),
]


@pytest.mark.parametrize(("activity", "field", "least", "said", "less"), AMOUNTS, ids=lambda x: str(x)[:12])
def test_of_an_amount_that_is_missing_the_least_that_would_do_is_said(
    activity: dict[str, Any], field: str, least: float, said: str, less: float | None
) -> None:
    data = json.loads((case("hours-not-stated") / "portfolio.json").read_text())
    data["activities"][-1] |= activity
    report = judge_data(data)
    assert [fact["takes"] for fact in report["facts"]] == [said]
    assert said in report["next_steps"][0]["text"]
    data["activities"][-1][field] = least
    assert judge_data(data)["verdict"] == "met"
    if less is not None:
        data["activities"][-1][field] = round(least - less, 2)
        assert judge_data(data)["verdict"] == "not-met"


def test_the_floor_of_a_topic_counts_among_what_is_needed() -> None:
    data = json.loads((case("hours-not-stated") / "portfolio.json").read_text())
    data["activities"][-2]["hours"] = 88
    assert "At least 10 hours are needed." in judge_data(data)["next_steps"][0]["text"]
    data["activities"][-1]["hours"] = 9
    assert judge_data(data)["licenses"][0]["depends_on"] == [["question:topic-floor-scope"]]
    data["activities"][-1]["hours"] = 10
    assert judge_data(data)["verdict"] == "met"


def test_of_two_missing_amounts_neither_is_said_alone() -> None:
    """Whether they are needed together, or one of them is enough."""
    data = json.loads((case("hours-not-stated") / "portfolio.json").read_text())
    pedagogy = data["activities"][1]
    assert pedagogy.pop("hours") == 15
    assert pedagogy["categories"] == ["pedagogy"]
    together = judge_data(data)
    data["activities"][-1]["categories"] = ["pedagogy"]
    either = judge_data(data)
    for report, sets in ((together, 1), (either, 2)):
        assert len(report["licenses"][0]["depends_on"]) == sets
        assert {fact["takes"] for fact in report["facts"]} == {"The hours have to be enough."}


def test_of_equally_good_primaries_the_first_is_said_to_be_no_better() -> None:
    data = json.loads((case("met-exactly") / "portfolio.json").read_text())
    data["licenses"] = [{"field": f, "expires": "2027-06-17"} for f in ("Physics 8-12", "Biology 8-12")]
    why = judge_data(data)["primary"]["why"]
    assert why == (
        "You did not name one; Physics 8-12 and Biology 8-12 would do equally well, and Physics 8-12 comes first in "
        "the file."
    )
    data["activities"] = [a | {"content_of": ["biology-8-12"]} for a in data["activities"]]
    assert "with Biology 8-12 as Primary the points go furthest" in judge_data(data)["primary"]["why"]


@pytest.mark.parametrize(
    ("expires", "begun"), [("2031-11-22", True), ("2031-11-23", True), ("2031-11-24", False), ("2037-06-17", False)]
)
def test_a_license_of_a_cycle_to_come_says_from_when_points_count(expires: str, begun: bool) -> None:
    data = json.loads((case("met-exactly") / "portfolio.json").read_text())
    data["licenses"][0]["expires"] = expires
    report = judge_data(data)
    early = next(m for m in report["messages"] if m["code"] == "P123")
    assert ("window" in report["licenses"][0]) == begun
    assert ("so nothing does yet" in early["text"]) != begun
    for reason in [r["text"] for a in report["activities"] for r in a["reasons"]]:
        assert ("the first day that counts" in reason) != begun


def test_messages_stand_in_the_order_of_the_file(tmp_path: Path) -> None:
    data = json.loads((case("met-exactly") / "portfolio.json").read_text())
    data["activities"] += [data["activities"][-1] | {"completed": "2015-01-01", "title": f"Old {n}"} for n in range(9)]
    data["activities"][2]["evidence"] = []
    del data["activities"][0]["categories"]
    turned = {key: data[key] for key in reversed(data)}
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(turned, indent=1))
    messages = judge(path)["messages"]
    assert len(messages) > 2
    assert [m["line"] for m in messages] == sorted(m["line"] for m in messages)


@pytest.mark.parametrize(("completed", "told"), [("2026-11-23", True), ("2026-11-24", False), ("2026-11", False)])
def test_planned_that_was_forgotten_is_told_before_anything_is_earned(completed: str, told: bool) -> None:
    def date(data: dict[str, Any]) -> None:
        data["application_date"] = "2026-11-24"
        for activity in data["activities"]:
            if activity.get("planned"):
                activity["completed"] = completed

    found = steps(case("planned-closes-the-gap"), date)
    assert [text.startswith("Take `planned` out of ") for text in found] == [told, *[False] * (len(found) - 1)]
