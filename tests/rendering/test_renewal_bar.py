"""The renewal bar shows, for every license that is judged, what counts, what is not settled and what is missing."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest
from helpers import ROOT, judge, judge_data
from mcheck.rendering.backends.renewal_bar import Bay, bays_of, in_words, renewal_bar
from mcheck.rendering.formats import render

CASES = sorted((ROOT / "tests" / "cases").rglob("portfolio.json"))


def stated(badges: int = 0, **points: float) -> dict[str, Any]:
    sums: dict[str, Any] = {"points": [points]} | ({"badges": {"count": badges}} if badges else {})
    return judge_data(
        {
            "application_date": "2026-11-29",
            "role": "other-teacher",
            "licenses": [{"field": "Mathematics 8-12", "expires": "2027-06-17"}],
            "stated": sums,
        }
    )["licenses"][0]


ENOUGH = {"content": 50, "pedagogy": 30, "sei-esl-bilingual": 30, "students-with-disabilities": 30}


def test_badges_that_may_not_count_are_hatched() -> None:
    *minimums, rest = bays_of(stated(2, **ENOUGH))
    assert [(bay.sure, bay.maybe, bay.low) for bay in minimums] == [(15, 0, 0)] * 4
    assert (rest.sure, rest.maybe, rest.low) == (80, 10, 0)
    assert in_words([*minimums, rest]) == ("140 of 150 PDPs count, 10 not settled. Every minimum can be filled.")


def test_a_hole_is_what_is_missing_also_where_the_sum_is_high() -> None:
    bays = bays_of(stated(content=160))
    assert [(bay.id, bay.low) for bay in bays if bay.low] == [
        ("pedagogy", 15),
        ("sei-esl-bilingual", 15),
        ("students-with-disabilities", 15),
    ]
    drawn = renewal_bar(bays, "x")
    assert drawn.count(">15</text>") == 3


@pytest.mark.parametrize("path", CASES[::7], ids=lambda path: path.parent.name)
def test_the_bays_are_the_total_and_the_holes_the_shortfall(path: Any) -> None:
    report = judge(path)
    for license in report["licenses"]:
        totals = [r["need"] for r in license["requirements"] if r["id"] == "total"]
        bays = bays_of(license)
        assert sum(bay.need for bay in bays) == sum(Decimal(str(need)) for need in totals)
        assert all(0 <= bay.low <= bay.high <= bay.need for bay in bays)
        if bays:
            ElementTree.fromstring(renewal_bar(bays, "x"))
        if license.get("verdict") == "met":
            assert all(bay.sure == bay.need for bay in bays)
    page = render(report, "html")
    assert page.count('role="img"') == sum(bool(bays_of(x)) for x in report["licenses"])


def test_a_short_bar_stands_on_the_scale_of_the_long_one() -> None:
    short = [Bay("content", "Content", Decimal(15)), Bay("any", "any area", Decimal(15))]
    assert 'class="renewal-bar part"' in renewal_bar(short, "x")
    assert 'class="renewal-bar"' in renewal_bar(short, "x", longest=Decimal(30))
    assert renewal_bar([], "x") == ""


def test_words_of_a_report_stay_words_on_its_page() -> None:
    hostile = '<img src=x onerror="alert(1)">'
    report = judge_data({"label": hostile, "role": "other-teacher", "licenses": [{"field": hostile}]})
    page = render(report, "html")
    assert "<img" not in page
    assert page.count("&lt;img") >= 2
    assert not re.search(r"<script", page)
