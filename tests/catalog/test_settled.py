"""Questions live in time: a text of JSON ends them from its day on, and everything follows; before, they stay open."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from changed_catalog import TODAY, confirmed, portfolio_of_year
from helpers import CATALOG, edit_record, judge_data
from mcheck import Catalog, load_catalog, load_portfolio, plan
from mcheck.upkeep.fix import fixed
from mcheck.upkeep.lint import lint
from mcheck.upkeep.workspace import from_folder

BADGES = "activities/nea-micro-credential"

Folder = Path
Change = Callable[[Any], Any]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Path(shutil.copytree(CATALOG, tmp_path / "catalog"))


def add_regulation(folder: Folder) -> None:
    """A regulation that gives twelve PDPs for a pair from July 2027 on, and ends every question about badges."""
    source = json.loads((folder / "sources" / "reg44-06-2018.json").read_text())
    source |= {"id": "reg44-badges", "title": "603 CMR 44.05, as amended in 2026", "url": "https://example.org/badges"}
    source |= {"published": "2026-11-20", "date_note": "Adopted November 20, 2026"}
    (folder / "sources" / "reg44-badges.json").write_text(json.dumps(source))
    value = {
        "from": "2027-07-01",
        "points": 12,
        "per": "pair",
        "settles": [
            {"question": "badge-rate", "reading": "stands"},
            {"question": "related-badges", "reading": "same-stack"},
            {"question": "odd-badge", "reading": "pairs-only"},
            {"question": "badge-approval", "reading": "not-needed"},
        ],
        "citations": [{"source": "reg44-badges", "at": "603 CMR 44.05", "supports": ["points", "settles"]}],
    }
    edit_record(folder, BADGES, lambda record: record["values"].append(value))


def test_one_pull_request_of_json_ends_four_questions_from_its_day_on(folder: Folder) -> None:
    add_regulation(folder)
    files, _ = fixed(from_folder(folder), TODAY)
    assert lint(files, TODAY) == []
    catalog = load_catalog(folder)
    later = confirmed(portfolio_of_year(2028, "2028-03-01", "2028-04-01"), catalog)
    assert (later["verdict"], later["questions"], later["pairs"][0]["points"]) == ("met", [], 12)
    assert {row["question"] for row in later["settled"]} >= {"badge-rate", "badge-approval", "related-badges"}
    assert {row["on"] for row in later["settled"]} == {"2027-07-01"}
    for row in (*later["settled"], *(row for row in later["activities"] if row["pointer"].startswith("/badges"))):
        assert [cited["source"] for cited in row["citations"]] == ["reg44-badges"], row
    before = confirmed(portfolio_of_year(2026, "2026-03-01", "2026-04-01", others=140), catalog)
    assert before["verdict"] == "depends"
    assert "settled" not in before
    asked = {key for chosen in before["licenses"][0]["depends_on"] for key in chosen}
    assert asked == {"question:badge-rate", "question:badge-approval"}
    badges = [row for row in before["activities"] if row["pointer"].startswith("/badges")]
    assert {cited["source"] for row in badges for cited in row["citations"]} == {"pm-mc"}


@pytest.mark.parametrize(
    ("earned", "verdict", "points"),
    [
        (("2027-05-01", "2027-06-30"), "depends", 10),
        (("2027-06-30", "2027-07-01"), "met", 12),
        (("2027-07-01", "2027-07-02"), "met", 12),
    ],
)
def test_of_a_pair_the_later_day_decides(folder: Folder, earned: tuple[str, str], verdict: str, points: int) -> None:
    add_regulation(folder)
    report = confirmed(portfolio_of_year(2027, *earned, others=150 - points), load_catalog(folder))
    assert (report["verdict"], [pair["points"] for pair in report["pairs"]]) == (verdict, [points])


def test_an_odd_badge_is_worth_nothing_once_that_is_settled(folder: Folder) -> None:
    add_regulation(folder)
    days = "2028-03-01", "2028-04-01", "2028-05-01"
    report = confirmed(portfolio_of_year(2028, *days, others=133), load_catalog(folder))
    assert report["verdict"] == "not-met"
    assert [row["worth"] for row in report["activities"][-3:]] == [6, 6, 0]


def test_a_plan_follows_and_hangs_on_nothing_that_is_settled(folder: Folder) -> None:
    data = portfolio_of_year(2028, others=138)
    open_still = made(data, load_catalog(folder))
    add_regulation(folder)
    settled = made(data, load_catalog(folder))
    assert all(one["hangs_on"] for one in open_still["plans"])
    assert [one["hangs_on"] for one in settled["plans"]] == [[] for _ in settled["plans"]]
    assert settled["plans"][0]["parts"][0]["badges"]


def made(data: dict[str, Any], catalog: Catalog) -> dict[str, Any]:
    loaded = load_portfolio(json.dumps(data).encode(), catalog, "test.json")
    found: dict[str, Any] = plan(loaded, catalog, today=TODAY, allow=["badges"])
    return found


def alone(reading: str, start: str) -> Change:
    """A text that stands alone."""

    def settle(record: Any) -> None:
        cited = [{"source": "pm-mc", "supports": ["reading"]}]
        record["settled"] = [{"from": start, "reading": reading, "on": "2026-11-01", "citations": cited}]

    return settle


def test_a_text_that_stands_alone_holds_from_its_day(folder: Folder) -> None:
    """By completion where it is about what something is worth, else by application."""
    edit_record(folder, "questions/badge-rate", alone("stands", "2027-07-01"))
    edit_record(folder, "questions/badge-approval", alone("not-needed", "2027-07-01"))
    edit_record(folder, "questions/expired-points-before-expiry", alone("kept", "2027-07-01"))
    catalog = load_catalog(folder)
    for day, verdict in (("2027-06-30", "depends"), ("2027-07-01", "met")):
        assert confirmed(portfolio_of_year(2027, day, day, others=140), catalog)["verdict"] == verdict
        data = portfolio_of_year(2027, others=152) | {"application_date": day}
        data["licenses"][0]["expires"] = "2027-05-01"
        report = confirmed(data, catalog)
        assert report["verdict"] == verdict, report["licenses"][0]["depends_on"]


def test_an_edition_settles_for_the_applications_that_it_judges(folder: Folder) -> None:
    newest = max((folder / "renewal").glob("*.json"))
    edition = json.loads(newest.read_text())
    edition |= {"id": "2027-07-01", "effective_from": "2027-07-01", "name": "Rules of July 2027"}
    edition["settles"] = [{"question": "badge-rate", "reading": "stands"}]
    edition["settles"] += [{"question": "badge-approval", "reading": "not-needed"}]
    edition["citations"][0]["supports"].append("settles")
    (folder / "renewal" / "2027-07-01.json").write_text(json.dumps(edition))
    catalog = load_catalog(folder)
    for day, verdict in (("2027-06-30", "depends"), ("2027-07-01", "met")):
        data = portfolio_of_year(2027, "2027-03-01", "2027-04-01", others=140) | {"application_date": day}
        assert confirmed(data, catalog)["verdict"] == verdict


def test_a_reading_that_is_asked_for_changes_nothing_that_is_settled(folder: Folder) -> None:
    add_regulation(folder)
    data = portfolio_of_year(2028, "2028-03-01", "2028-04-01")
    assert judge_data(data, load_catalog(folder), readings=["badge-rate=not-accepted"])["verdict"] == "met"


def test_texts_of_a_report_tell_the_value_of_its_day(folder: Folder) -> None:
    add_regulation(folder)
    edit_record(
        folder,
        "questions/odd-badge",
        lambda record: record.update(asks=f"What is half of {{{BADGES}#/values/now/points}}?"),
    )
    edit_record(folder, BADGES, lambda record: record["values"][-1].pop("settles"))
    catalog = load_catalog(folder)
    for year, told in ((2026, "10"), (2028, "12")):
        days = [f"{year}-0{month}-01" for month in (3, 4, 5)]
        report = judge_data(portfolio_of_year(year, *days, others=135), catalog)
        assert f"What is half of {told}?" in [row["asks"] for row in report["questions"]]
