"""Words of a report that keep numbers of different origin apart."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from helpers import case, judge, judge_data
from mcheck.loading.schema import validate
from mcheck.rendering.report import as_text as text

CAUTIOUS = "The numbers beside the requirements leave out what is not settled."
OTHER_RULES = 'The numbers are those of the "'


def work(title: str, category: str, hours: int) -> dict[str, Any]:
    done = {"completed": "2025-05-10", "demonstration": True, "provider": "district"}
    return {"kind": "workshop", "title": title, "hours": hours, "categories": [category], **done}


def two_licenses(*, of: str | None) -> dict[str, Any]:
    """Enough for the Primary alone; `of`: the license that the content belongs to."""
    categories = ("pedagogy", "sei-esl-bilingual", "students-with-disabilities")
    content = work("Number sense", "content", 15) | ({} if of is None else {"content_of": [of]})
    licenses = [
        {"id": i, "field": field, "expires": "2027-06-17"}
        for i, field in (("math", "Mathematics 8-12"), ("physics", "Physics 8-12"))
    ]
    licenses[0]["primary"] = True  # type: ignore[assignment]
    activities = [content, *(work(c, c, 15) for c in categories), work("Leadership", "elective", 90)]
    base = {"application_date": "2026-11-24", "role": "other-teacher", "endorsements": []}
    return judge_data({**base, "licenses": licenses, "activities": activities})


def test_requirements_of_one_license_are_named_together() -> None:
    (tight,) = two_licenses(of=None)["licenses"][1]["tight_sets"]
    start = "Even at best, everything for Mathematics 8-12 and everything for Physics 8-12 need"
    assert tight["text"].startswith(f"{start} together 180 PDPs, and what can serve them gives 165.")


def test_numbers_of_two_readings_are_told_apart_only_where_they_differ() -> None:
    (tight,) = two_licenses(of=None)["licenses"][1]["tight_sets"]
    assert tight["text"].endswith(CAUTIOUS)
    for name in ("total-a-hundredth-short", "two-licenses-content-short"):
        short = next(x for x in judge(case(name) / "portfolio.json")["licenses"] if x["verdict"] == "not-met")
        assert all(CAUTIOUS not in tight["text"] for tight in short["tight_sets"])


def test_a_license_says_when_other_rules_than_those_at_the_head_give_its_numbers() -> None:
    data = json.loads((case("rules-of-2016") / "portfolio.json").read_text())
    data["application_date"] = "2016-06-30"
    report = judge_data(data)
    (license,) = report["licenses"]
    assert (report["edition"]["id"], license["edition"]) == ("1999-12-01", "2016-07-01")
    assert f'{OTHER_RULES}Rules of July 1, 2016", which its expiry date selects' in license["why"]
    assert OTHER_RULES not in judge(case("rules-of-1999") / "portfolio.json")["licenses"][0]["why"]


def test_what_to_do_about_several_messages_stands_once_below_them() -> None:
    unproved = [work(title, "pedagogy", 12) | {"evidence": []} for title in ("Questions", "Feedback", "Routines")]
    report = judge_data({"licenses": [{"field": "Biology 8-12", "expires": "2027-06-17"}], "activities": unproved})
    told = [m for m in report["messages"] if m["code"] == "T12"]
    hints = [m["hint"] for m in told]
    assert len(hints) > len(set(hints)) == 1
    words = " ".join(text(report, full=True).split())
    assert words.count(hints[0]) == 1
    places = [words.index(m["text"]) for m in told]
    assert places == sorted(places)
    assert places[-1] < words.index(f"→ {hints[0]}")


@pytest.mark.parametrize("name", ["sei-not-stated", "rules-of-2016-disputed", "badge-pair"])
def test_a_source_is_listed_once(name: str) -> None:
    report = judge(case(name) / "portfolio.json")
    listed = text(report, full=True).split("\nSources\n")[1].split("\n\n")[0]
    entries = [" ".join(entry.split()) for entry in re.split(r"\n  (?=\[\d+\])", f"\n{listed}")[1:]]
    found = [(entry.split("] ", 1)[1].split(")")[0], entry.split()[-1]) for entry in entries]
    assert len(found) == len(set(found)) > 0


def test_many_missing_facts_are_told_in_one_line_and_none_is_lost() -> None:
    categories = ("content", "pedagogy", "sei-esl-bilingual", "students-with-disabilities", *(["elective"] * 6))
    undated = [work(f"Part {n}", c, 15) | {"completed": "2022"} for n, c in enumerate(categories)]
    license = {"field": "Mathematics 8-12", "expires": "2027-06-17"}
    data = {"application_date": "2026-11-24", "licenses": [license], "activities": undated}
    report = judge_data(data)
    missing = [f["about"] for f in report["facts"] if f["name"] == "completed"]
    assert len(missing) == len(undated)
    (step,) = [s["text"] for s in report["next_steps"] if "`completed`" in s["text"]]
    assert all(about in step for about in missing)
    said = " ".join(text(report, full=True).split())
    assert "and 3 more listed below" in said
    assert "a fact the file leaves out: `role`; and dates the file gives without their day: `completed` of " in said
    assert "`completed`" not in said.split("leaves out: ")[1].split(";")[0]
    assert report["next_steps"][0]["text"].startswith("What is your role? Add `role`. Answer with one of ")


def test_missing_facts_and_messages_come_as_they_stand_and_by_number() -> None:
    nothing = {"kind": "conference-attendance", "completed": "2025-05-10", "hours": 5}
    activities = [nothing | {"title": f"Conference {n}"} for n in range(11)]
    for n in (0, 2, 10):
        activities[n] = work(f"Part {n}", "elective", 30) | {"completed": "2022"}
    activities += [work(c, c, 15) for c in ("content", "pedagogy", "sei-esl-bilingual", "students-with-disabilities")]
    licenses = [{"field": "Mathematics 8-12", "expires": "2027-06-17"}]
    data = {"application_date": "2026-11-24", "activities": activities, "licenses": licenses}
    reports = [judge_data(data), judge_data(dict(reversed(data.items())))]
    for report in reports:
        facts = [f["pointer"] for f in report["facts"]]
        assert facts == ["/role", *(f"/activities/{n}/completed" for n in (0, 2, 10))]
        talks = [m["pointer"] for m in report["messages"] if m["code"] == "T02"]
        assert talks == [f"/activities/{n}" for n in (1, *range(3, 10))]


@pytest.mark.parametrize(
    ("completed", "hangs", "step"),
    [
        ("2022", 'a date the file gives without its day: `completed` of "Work" (2022).', "Make `completed` exact in"),
        ("2022-06", 'a date the file gives without its day: `completed` of "Work" (2022-06).', "Make `completed`"),
        (None, 'a fact the file leaves out: `completed` of "Work".', 'Add `completed` to "Work".'),
    ],
)
def test_a_date_that_is_given_in_part_is_not_called_left_out(completed: str | None, hangs: str, step: str) -> None:
    data = json.loads((case("met-exactly") / "portfolio.json").read_text())
    changed = data["activities"][-1] | {"title": "Work", "completed": completed}
    data["activities"][-1] = {key: value for key, value in changed.items() if value is not None}
    report = judge_data(data)
    (fact,) = report["facts"]
    assert fact.get("given") == completed
    assert hangs in " ".join(text(report, full=True).split())
    assert report["next_steps"][0]["text"].startswith(step)
    assert validate(report, "report") == []


def test_why_a_date_that_is_given_in_part_does_not_count_is_so() -> None:
    data = {"application_date": "2026-11-24", "licenses": [{"field": "Biology 8-12", "expires": "2027-06-17"}]}
    days = ("2022", "2021", "2027", "2022-06-17")
    data["activities"] = [work(day, "content", 15) | {"completed": day} for day in days]
    told = [[r["text"] for r in a["reasons"]] for a in judge_data(data)["activities"]]
    assert told == [
        ["The file gives only 2022 as its date, and not all of that lies in 2022-06-18 to 2026-11-24."],
        ["Completed in 2021, outside 2022-06-18 to 2026-11-24."],
        ["Completed in 2027, after the application date."],
        ["Completed on 2022-06-17, outside 2022-06-18 to 2026-11-24."],
    ]


def test_a_badge_below_the_floor_is_not_told_to_name_a_topic() -> None:
    data = json.loads((case("trio-of-two-topics") / "portfolio.json").read_text())
    pins = ["badge-rate=stands", "odd-badge=half-a-pair", "topic-floor-scope=every-topic", "related-badges=same-area"]
    (told,) = [m["text"] for m in judge_data(data, readings=pins)["messages"] if m["code"] == "T01"]
    assert told == (
        '"Social Awareness" goes with a pair on another topic; its own adds up to 5 PDPs and needs at least 10. '
        "One more badge on that topic helps. It does not count."
    )


def test_of_badges_that_no_reading_counts_the_reason_says_so() -> None:
    told = judge(case("badges-unrelated") / "portfolio.json")["activities"]
    reasons = [[r["text"] for r in a["reasons"]] for a in told if a["pointer"].startswith("/badges")]
    assert all(text.endswith("it is related to no other badge that may count.") for (text,) in reasons)
    pair = judge(case("badge-before-the-rate") / "portfolio.json")["activities"]
    assert not any("related to no other" in r["text"] for a in pair for r in a["reasons"])
