"""Which activities of a file are the same one, and what is said of those that may be."""

from __future__ import annotations

import random
from copy import deepcopy
from typing import Any

import pytest
from helpers import case, catalog, judge, judge_data
from mcheck import load_portfolio, verify
from mcheck.core.reports.confirmation import WRONG
from mcheck.loading.json_text import parse_json
from mcheck.rendering.backends.json_text import render

ONE = {
    "kind": "workshop",
    "title": "Data teams",
    "completed": "2025-02-14",
    "from": "2025-02-10",
    "hours": 20,
    "topic": "Data",
    "categories": ["pedagogy", "elective"],
    "content_of": ["math"],
    "provider": "district",
    "demonstration": True,
    "evidence": ["certificate"],
}


def report_of(*activities: Any) -> dict[str, Any]:
    fields = {"math": "Mathematics 8-12", "physics": "Physics 8-12"}
    licenses = [{"id": id_, "field": field, "expires": "2027-06-17"} for id_, field in fields.items()]
    data = {"application_date": "2026-11-24", "licenses": licenses, "activities": list(activities)}
    return judge_data(deepcopy(data))


def told(report: dict[str, Any]) -> list[str]:
    return [m["code"] for m in report["messages"] if m["code"] in ("P137", "P138")]


@pytest.mark.parametrize(
    "other",
    [
        {},
        {"title": " DATA Teams "},
        {"topic": "data"},
        {"categories": ["elective", "pedagogy"]},
        {"evidence": []},
        {"files": [{"path": "b.pdf"}]},
    ],
)
def test_what_does_not_tell_two_apart(other: dict[str, Any]) -> None:
    report = report_of(ONE, ONE | other)
    assert [a["counted"] for a in report["activities"]] == [20, 0]
    assert report["activities"][1]["same_as"] == "/activities/0"
    assert told(report) == ["P137"]


@pytest.mark.parametrize(
    ("other", "codes"),
    [
        ({"kind": "school-based-activity"}, []),
        ({"title": "Data teams 2"}, []),
        ({"completed": "2025-02-15"}, []),
        ({"from": "2025-02-11"}, []),
        ({"hours": 20.01}, []),
        ({"awarded": 20}, []),
        ({"topic": "Data 2"}, ["P138"]),
        ({"categories": ["pedagogy"]}, ["P138"]),
        ({"content_of": ["physics"]}, ["P138"]),
    ],
)
def test_what_tells_two_apart_and_what_is_asked(other: dict[str, Any], codes: list[str]) -> None:
    report = report_of(ONE, ONE | other)
    assert all("same_as" not in a for a in report["activities"])
    assert told(report) == codes


def test_without_a_title_both_count_and_it_is_asked() -> None:
    nameless = {key: value for key, value in ONE.items() if key != "title"}
    for pair in ([nameless, nameless], [ONE, nameless]):
        report = report_of(*pair)
        assert [a["counted"] for a in report["activities"]] == [20, 20]
        assert told(report) == ["P138"]
    assert told(report_of(nameless, nameless | {"topic": "Other"})) == []


def test_what_is_done_stays_beside_what_is_only_planned_whatever_their_order() -> None:
    planned = ONE | {"planned": True}
    assert [a["counted"] for a in report_of(planned, ONE)["activities"]] == [0, 20]
    assert [a["counted"] for a in report_of(ONE, planned)["activities"]] == [20, 0]


def test_the_order_of_the_file_decides_nothing_else() -> None:
    several = [ONE, ONE | {"demonstration": False}, ONE | {"provider": "college"}, ONE | {"topic": "Other"}]
    sums = set()
    for seed in range(12):
        random.Random(seed).shuffle(several)
        sums.add(sum(a["counted"] for a in report_of(*several)["activities"]))
    assert len(sums) == 1


def test_the_verifier_knows_it() -> None:
    """Two sessions that count both do not count both where they are one."""
    report = judge(case("same-activity-two-titles") / "portfolio.json")
    once = case("same-activity-twice") / "portfolio.json"
    loaded = load_portfolio(once.read_bytes(), catalog(), once.name)
    report["portfolio"]["sha256"] = loaded.sha256
    assert [found.state for found in verify(parse_json(render(report).encode()), loaded, catalog())] == [WRONG]
