"""A value may be for each badge, and an edition may leave out a target: both by JSON alone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from changed_catalog import TODAY, confirmed, portfolio_of_year
from helpers import CATALOG, edit_record
from mcheck import load_catalog, load_portfolio, plan
from mcheck.catalog.rules import load_rules
from mcheck.upkeep.fix import fixed
from mcheck.upkeep.lint import lint
from mcheck.upkeep.workspace import from_folder

EACH = {
    "from": "2027-07-01",
    "points": 6,
    "per": "badge",
    "settles": [
        {"question": "badge-rate", "reading": "stands"},
        {"question": "badge-approval", "reading": "not-needed"},
    ],
    "citations": [{"source": "reg44-06-2018", "at": "603 CMR 44.06", "supports": ["points", "settles"]}],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CATALOG, tmp_path / "catalog"))


@pytest.mark.slow
def test_each_badge_has_a_value_of_its_own(folder: Path) -> None:
    edit_record(folder, "activities/nea-micro-credential", lambda record: record["values"].append(EACH))
    assert lint(fixed(from_folder(folder), TODAY)[0], TODAY) == []
    catalog = load_catalog(folder)
    for earned, others, verdict, worth in (
        (["2028-03-01"], 144, "depends", [6]),  # too few for a topic, if the floor is for electives, too
        (["2028-03-01", "2028-03-02"], 138, "met", [6, 6]),
        (["2028-03-01", "2028-03-02", "2028-03-03"], 132, "met", [6, 6, 6]),
        (
            ["2027-03-01", "2028-03-02", "2028-03-03"],
            138,
            "met",
            [0, 6, 6],
        ),  # no pair of the day of the first
    ):
        report = confirmed(portfolio_of_year(2028, *earned, others=others), catalog)
        rows = [row for row in report["activities"] if row["pointer"].startswith("/badges")]
        assert (report["verdict"], [row["worth"] for row in rows], report["pairs"]) == (verdict, worth, [])
        assert {row["how"] for row in rows if row["worth"]} == {"a badge by itself"}
    before = confirmed(portfolio_of_year(2027, "2027-03-01", "2027-04-01", others=140), catalog)
    assert [pair["points"] for pair in before["pairs"]] == [10]


def test_a_plan_buys_badges_that_each_have_a_value(folder: Path) -> None:
    edit_record(folder, "activities/nea-micro-credential", lambda record: record["values"].append(EACH))
    catalog = load_catalog(folder)
    loaded = load_portfolio(json.dumps(portfolio_of_year(2028, others=138)).encode(), catalog, "test.json")
    found = plan(loaded, catalog, today=TODAY, allow=["badges"])
    assert [one["hangs_on"] for one in found["plans"]] == [[] for _ in found["plans"]]
    assert found["plans"][0]["parts"][0]["badges"]


@pytest.mark.parametrize("left_out", [["invalid_as_additional"], ["additional", "invalid_as_additional"]])
def test_an_edition_may_leave_out_a_target(folder: Path, left_out: list[str]) -> None:
    def leave_out(record: Any) -> None:
        for name in left_out:
            del record["targets"][name]

    newest = load_catalog().ids("renewal")[-1]
    edit_record(folder, f"renewal/{newest}", leave_out)
    catalog = load_catalog(folder)
    edition = load_rules(catalog).edition(newest)
    usual = edition.targets["primary" if "additional" in left_out else "additional"]
    assert edition.target("invalid_as_additional") == edition.target("additional") == usual
    data = portfolio_of_year(2026, others=150)
    data["licenses"].append({"id": "physics", "field": "Physics 8-12", "type": "professional", "expires": "2015-06-17"})
    report = confirmed(data, catalog)
    assert [x["verdict"] for x in report["licenses"]] == ["met", "not-met"]
    (total,) = (r for r in report["licenses"][1]["requirements"] if r["id"] == "total")
    assert total["need"] == usual.total / 100
    data["licenses"][0]["expires"] = "2015-06-17"
    assert "question:invalid-primary" not in json.dumps(confirmed(data, catalog))
