"""Nothing that fits the schema makes a check run away: work is counted, and a search looks for what costs the most."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from helpers import MORE, ROOT, catalog, judge_data
from hypothesis import HealthCheck, given, settings, target
from hypothesis import strategies as st
from mcheck.allocation.solver import REPORT_BUDGET, Solver
from mcheck.judging import assessment as assessment
from portfolios import CATEGORIES, KINDS

LIMITS = {
    key: value["maxItems"]
    for key, value in json.loads((ROOT / "schemas" / "portfolio.schema.json").read_text())["properties"].items()
    if "maxItems" in value
}
MOST = 8
"""How many times the work of the search a whole check may take: what has to be evaluated in any case comes on top."""


def portfolio(shape: dict[str, Any]) -> dict[str, Any]:
    """A large portfolio from a few numbers, so that a search can turn them."""
    dice = random.Random(shape["seed"])
    licenses = [
        {"id": f"l{i}", "field": f"Mathematics {i}", "expires": dice.choice(["2027-06-17", "2026-08-17", "2020-06-17"])}
        for i in range(shape["licenses"])
    ]

    def places() -> dict[str, Any]:
        made: dict[str, Any] = {"completed": dice.choice(["2024-05-01", "2025", "2026-03", "2026-07-01"])}
        if dice.random() < shape["stated"]:
            made["categories"] = dice.sample(CATEGORIES, dice.randint(1, 5))
        if dice.random() < shape["stated"]:
            names = [x["id"] for x in licenses]
            made["content_of"] = dice.sample(names, dice.randint(1, len(names)))
        return made

    activities = [
        {
            "kind": dice.choice(KINDS),
            "title": f"a{i}",
            "hours": dice.choice([1, 2, 3, 5.5, 7.25, 10]),
            "credits": dice.choice([0.1, 0.25, 1]),
            "ceus": dice.choice([0.1, 1]),
            "topic": dice.choice(["x", "y", f"t{i}"]),
            **places(),
        }
        for i in range(shape["activities"])
    ]
    badges = [{"credential": dice.choice(catalog().ids("credentials")), **places()} for _ in range(shape["badges"])]
    return {
        "application_date": "2026-11-24",
        "licenses": licenses,
        "endorsements": [{"id": "sei"}],
        "activities": activities,
        "badges": badges,
    }


def work_of(data: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> int:
    solvers: list[Solver] = []

    class Counted(Solver):
        def __init__(self) -> None:
            super().__init__()
            solvers.append(self)

    monkeypatch.setattr(assessment, "Solver", Counted)
    report = judge_data(data)
    assert report["verdict"] in ("met", "not-met", "depends")
    return sum(REPORT_BUDGET - solver.budget.left for solver in solvers)


shapes = st.fixed_dictionaries(
    {
        "seed": st.integers(0, 10**6),
        "licenses": st.integers(1, 4),
        "activities": st.integers(0, 60),
        "badges": st.integers(0, 60),
        "stated": st.sampled_from([0.2, 0.6, 1.0]),
    }
)


@pytest.mark.slow
@settings(max_examples=12 * MORE, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shapes)
def test_no_portfolio_is_found_that_costs_too_much(monkeypatch: pytest.MonkeyPatch, shape: dict[str, Any]) -> None:
    work = work_of(portfolio(shape), monkeypatch)
    target(float(work))
    assert work <= MOST * REPORT_BUDGET


@pytest.mark.slow
@pytest.mark.parametrize("stated", [0.2, 1.0])
def test_the_largest_portfolio_the_schema_allows(stated: float, monkeypatch: pytest.MonkeyPatch) -> None:
    shape = {key: LIMITS[key] for key in ("licenses", "activities", "badges")}
    assert work_of(portfolio({"seed": 1, "stated": stated, **shape}), monkeypatch) <= MOST * REPORT_BUDGET


def test_a_list_that_is_too_long_is_refused_at_once() -> None:
    from mcheck.loading.schema import validate

    for key, most in LIMITS.items():
        found = validate({"licenses": [{"field": "Art"}], key: [{"wrong": 1}] * (most + 1)}, "portfolio")
        assert [(m.code, m.pointer) for m in found] == [("S104", f"/{key}")]
        assert str(most + 1) in found[0].text
