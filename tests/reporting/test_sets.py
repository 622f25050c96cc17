"""Which ways are told in which open points decide a verdict, and what is said of the others."""

from __future__ import annotations

import json
from itertools import combinations
from typing import Any

import pytest
from helpers import catalog, judge_data
from mcheck import load_portfolio, verify
from mcheck.loading.schema import validate
from mcheck.rendering.report import as_text as text


def work(n: int, categories: list[str], hours: float, **more: Any) -> dict[str, Any]:
    made = {"kind": "workshop", "title": f"Part {n}", "hours": hours, "categories": categories, "demonstration": True}
    return made | {"completed": "2025-03-15"} | more


def portfolio(activities: list[dict[str, Any]]) -> dict[str, Any]:
    """130 points of the 150 that it takes, 15 in each category, and these activities."""
    sure = ("content", "pedagogy", "sei-esl-bilingual", "students-with-disabilities")
    return {
        "application_date": "2026-11-24",
        "role": "core-academic-teacher",
        "endorsements": [{"id": "sei"}],
        "licenses": [{"field": "Mathematics 8-12", "expires": "2027-06-17"}],
        "activities": [*(work(n, [c], 32.5) for n, c in enumerate(sure)), *activities],
    }


SIX = portfolio([work(n, ["elective"], 10, completed="2022") for n in range(4, 10)])
"""Six alike, of which any two are enough."""
DIFFERENT = portfolio([work(n, ["elective"], 10 + n / 10, completed="2022") for n in range(4, 10)])
"""Six of which any two are enough, each worth something else."""


def test_what_is_alike_is_one_way() -> None:
    report = judge_data(SIX)
    (license,) = report["licenses"]
    pointers = [f"/activities/{n}/completed" for n in range(4, 10)]
    assert license["depends_on"] == [[f"fact:{pointer}" for pointer in pointers[:2]]]
    assert license["alike"] == [{"any": 2, "of": pointers}]
    assert license["sets"] == "all"
    assert "may_matter" not in license
    said = " ".join(text(report, full=True).split())
    assert '`completed` of any 2 of "Part 4", "Part 5", "Part 6", "Part 7", "Part 8" and "Part 9".' in said
    for one in combinations(range(4, 10), 2):
        data = portfolio([a | ({"completed": "2025-03-15"} if n in one else {}) for n, a in late()])
        assert judge_data(data)["verdict"] == "met"


def late() -> list[tuple[int, dict[str, Any]]]:
    return list(enumerate(SIX["activities"]))[4:]


def test_two_ways_are_told_and_what_else_may_matter() -> None:
    report, whole = judge_data(DIFFERENT), judge_data(DIFFERENT, sets="all")
    (first,), (every,) = report["licenses"], whole["licenses"]
    assert first["sets"] == "first"
    assert len(first["depends_on"]) == 2
    assert all(one in every["depends_on"] for one in first["depends_on"])
    told = {key for one in first["depends_on"] for key in one}
    left = {f"fact:/activities/{n}/completed" for n in range(4, 10)} - told
    assert left <= {one["key"] for one in first["may_matter"]}
    assert not told & {one["key"] for one in first["may_matter"]}
    assert "May matter too: `completed` of " in " ".join(text(report, full=True).split())
    assert (every["sets"], len(every["depends_on"]), "may_matter" in every) == ("all", 15, False)
    assert {frozenset(one) for one in every["depends_on"]} == {
        frozenset(f"fact:/activities/{n}/completed" for n in two) for two in combinations(range(4, 10), 2)
    }


def test_without_the_search_verdict_and_figures_are_the_same() -> None:
    report, without = judge_data(DIFFERENT), judge_data(DIFFERENT, sets="none")
    (one,), (other,) = report["licenses"], without["licenses"]
    assert other["depends_on"] == []
    assert other["sets"] == without["sets"] == "none"
    assert one["verdict"] == other["verdict"] == "depends"
    assert one["shortfall"]["in_all"] == other["shortfall"]["in_all"]
    keys = {key for found in one["depends_on"] for key in found} | {x["key"] for x in one["may_matter"]}
    assert {x["key"] for x in other["may_matter"]} <= keys
    assert "What is open: `completed` of " in " ".join(text(without).split())
    assert without["messages"] == report["messages"]


def test_a_fact_of_something_else_is_not_alike() -> None:
    others = [work(4, ["elective"], 10, completed="2022"), work(5, ["elective"], 10.5, completed="2022")]
    (license,) = judge_data(portfolio(others))["licenses"]
    assert "alike" not in license
    others[1] |= {"hours": 10, "provider": "district"}
    (license,) = judge_data(portfolio([*others, work(6, ["elective"], 10, completed="2022")]))["licenses"]
    assert {len(one["of"]) for one in license["alike"]} == {2}


@pytest.mark.parametrize("sets", ["first", "all", "none"])
@pytest.mark.parametrize("data", [SIX, DIFFERENT], ids=["alike", "different"])
def test_verify_makes_the_same_report_again(data: dict[str, Any], sets: str) -> None:
    report = judge_data(data, sets=sets)
    assert validate(report, "report") == []
    assert report.get("sets", "first") == sets
    findings = verify(report, load_portfolio(json.dumps(data).encode(), catalog(), "test.json"), catalog())
    assert not [one.text for one in findings if one.state == "wrong"]
    assert all(one.state == "confirmed" for one in findings) == (sets != "none")
