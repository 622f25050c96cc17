"""`takes` of a question holds every reading that is enough: against judging the file anew with readings fixed."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from helpers import CASE_FILES, EXAMPLES, case, catalog, judge_data
from mcheck.catalog.rules import load_rules
from mcheck.loading.schema import validate
from mcheck.rendering.backends import json_text as as_json
from mcheck.rendering.report import as_text as text

FILES = [*CASE_FILES, *sorted(EXAMPLES.glob("*.json"))]
QUESTIONS = load_rules(catalog()).questions


def enough(data: dict[str, Any], question: str, chosen: list[str]) -> set[str]:
    """The readings of a question with which the license is met when the other questions of a set are answered so."""
    others = [QUESTIONS[key.removeprefix("question:")] for key in chosen if key != f"question:{question}"]
    answers = [q.readings[-1:] if q.ordered else q.readings for q in others]
    found = set()
    for reading in QUESTIONS[question].readings:
        for answer in product(*answers):
            pins = [f"{q.id}={r['id']}" for q, r in zip(others, answer, strict=True)]
            report = judge_data(data, readings=[f"{question}={reading['id']}", *pins])
            if report["licenses"][0]["verdict"] == "met":
                found.add(reading["id"])
    return found


@pytest.mark.slow
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_reading_that_is_enough_is_named_and_no_other(path: Path) -> None:
    data = json.loads(path.read_text())
    report = judge_data(data)
    sets = [license.get("depends_on", []) for license in report["licenses"]]
    for told in report["questions"]:
        mine = [chosen for found in sets for chosen in found if f"question:{told['id']}" in chosen]
        if len(sets) == 1 and all(key.startswith("question:") for chosen in mine for key in chosen):
            found = set[str]().union(*(enough(data, told["id"], chosen) for chosen in mine))
            assert {reading["id"] for reading in told["takes"]} == found


@pytest.mark.parametrize(
    ("name", "question", "takes"),
    [
        ("floor-between-two-readings", "topic-floor-scope", ["electives-exempt", "per-category"]),
        ("floor-by-category-only", "topic-floor-scope", ["per-category"]),
        ("graduate-credit-begun-before-the-change", "june-2026-transition", ["start"]),
        ("graduate-credit-day-before-the-change", "june-2026-transition", ["completion", "start"]),
        ("badge-pair", "badge-rate", ["stands"]),
    ],
)
def test_a_reading_is_named_where_it_is_enough(name: str, question: str, takes: list[str]) -> None:
    report = judge_data(json.loads((case(name) / "portfolio.json").read_text()))
    (told,) = [q for q in report["questions"] if q["id"] == question]
    assert [reading["id"] for reading in told["takes"]] == takes


def test_a_fixed_reading_in_between_leaves_nothing_to_ask() -> None:
    data = json.loads((case("floor-between-two-readings") / "portfolio.json").read_text())
    report = judge_data(data, readings=["topic-floor-scope=electives-exempt"])
    assert (report["verdict"], report["questions"]) == ("met", [])


def test_readings_that_are_enough_for_different_licenses_say_for_which() -> None:
    data = json.loads((case("floor-between-two-readings") / "portfolio.json").read_text())
    data["licenses"].append({"id": "physics", "field": "Physics 8-12", "expires": "2027-06-17"})
    data["activities"][0]["content_of"] = ["math"]
    like = data["activities"][0] | {"content_of": ["physics"], "hours": 8}
    data["activities"] += [like | {"title": title} for title in ("Waves", "Optics", "Heat", "Motion")]
    report = judge_data(data)
    assert [license["verdict"] for license in report["licenses"]] == ["depends", "depends"]
    (told,) = report["questions"]
    assert [(reading["id"], reading["licenses"]) for reading in told["takes"]] == [
        ("electives-exempt", ["/licenses/0"]),
        ("per-category", ["/licenses/0", "/licenses/1"]),
    ]
    words = "It would take: Not for electives (for Mathematics 8-12) or Per category (for Mathematics 8-12 and Physics"
    assert words in " ".join(text(report, full=True).split())
    assert validate(json.loads(as_json.render(report)), "report") == []
