"""What the catalog that cases are judged by asks of them: nothing in it that can change a verdict goes unshown."""

from __future__ import annotations

import json
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from helpers import CASES, case, catalog

RANK = {"not-met": 0, "depends": 1, "met": 2}
QUESTIONS = [q for q in catalog().ids("questions") if catalog().raw("questions", q)["affects"] == "verdict"]
KINDS = catalog().ids("activities")


def by_reading(question: str) -> list[dict[str, str]]:
    """The verdicts under each reading, of every case that exercises the question."""
    shown = [json.loads(path.read_text()).get("readings", {}) for path in CASES.rglob("expected.json")]
    return [readings[question] for readings in shown if question in readings]


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_two_readings_of_a_question_are_told_apart_by_a_case(question: str) -> None:
    readings = [reading["id"] for reading in catalog().raw("questions", question)["readings"]]
    verdicts = by_reading(question)
    for one, other in combinations(readings, 2):
        assert any(found[one] != found[other] for found in verdicts), (one, other)


def differences(before: Any, after: Any) -> list[tuple[Any, Any]]:
    """The values in which two portfolios differ."""
    if isinstance(before, dict) and isinstance(after, dict) and before.keys() == after.keys():
        return [found for key in before for found in differences(before[key], after[key])]
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        return [found for pair in zip(before, after, strict=True) for found in differences(*pair)]
    return [] if before == after else [(before, after)]


def is_a_step(enough: Any, under: Any) -> bool:
    """Whether two values are a hundredth or a day apart."""
    if isinstance(enough, str):
        return abs((date.fromisoformat(enough) - date.fromisoformat(under)).days) == 1
    return bool(round(abs(enough - under), 2) == 0.01)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_activity_has_a_case_that_counts_and_one_just_under_its_first_limit(kind: str) -> None:
    values = catalog().raw("activities", kind).get("values", [{"points": 1}])
    if all(value["points"] == 0 for value in values):
        assert list((CASES / "activities" / kind).iterdir())  # no amount of it counts
        return
    counts, under = case(f"{kind}-counts"), case(f"{kind}-just-under")
    ((enough, less),) = differences(*(json.loads((f / "portfolio.json").read_text()) for f in (counts, under)))
    assert is_a_step(enough, less)
    verdicts = [json.loads((folder / "expected.json").read_text())["verdict"] for folder in (counts, under)]
    assert RANK[verdicts[0]] > RANK[verdicts[1]]
