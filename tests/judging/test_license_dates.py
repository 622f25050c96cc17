"""An expiry that the file gives to the month only: its first and its last day are two readings."""

from __future__ import annotations

import copy
import json
from datetime import date
from typing import Any

import pytest
from helpers import case, catalog, judge_data
from mcheck.catalog.rules import load_rules
from mcheck.loading.parsing.portfolio import parse
from mcheck.regulation.dates.deadlines import derive

MET = json.loads((case("met-exactly") / "portfolio.json").read_text())
MINE = ["fact:/licenses/0/expires"]


def judged(expires: str, *, day: str = "2026-11-24", done: str = "2025-05-10", hours: float = 90) -> dict[str, Any]:
    """The report where the license expires then, applied for on a day, with the last activity completed on another."""
    data = copy.deepcopy(MET)
    data["application_date"] = day
    data["licenses"][0]["expires"] = expires
    data["activities"][4] |= {"completed": done, "hours": hours}
    return judge_data(data)


@pytest.mark.parametrize("expires", ["2027-06", "2027-06-01", "2027-06-30"])
def test_where_both_days_are_alike_nothing_hangs_on_it(expires: str) -> None:
    report = judged(expires)
    (found,) = report["licenses"]
    assert (found["verdict"], report["facts"]) == ("met", [])
    assert found.get("expires_given") == ("2027-06" if expires == "2027-06" else None)
    assert judged(expires, hours=89.5)["licenses"][0]["verdict"] == "not-met"


@pytest.mark.parametrize(
    ("done", "first", "month", "last"),
    [
        ("2022-06-01", "not-met", "not-met", "not-met"),
        ("2022-06-02", "met", "depends", "not-met"),
        ("2022-06-30", "met", "depends", "not-met"),
        ("2022-07-01", "met", "met", "met"),
    ],
)
def test_the_window_begins_with_the_day(done: str, first: str, month: str, last: str) -> None:
    words = [judged(x, done=done)["licenses"][0]["verdict"] for x in ("2027-06-01", "2027-06", "2027-06-30")]
    assert words == [first, month, last]


def test_where_they_differ_it_hangs_on_the_day_and_says_on_which() -> None:
    report = judged("2027-06", done="2022-06-15")
    (found,) = report["licenses"]
    assert (report["verdict"], found["depends_on"]) == ("depends", [MINE])
    (fact,) = report["facts"]
    assert (fact["pointer"], fact["given"]) == ("/licenses/0/expires", "2027-06")
    assert "2027-06-01" in fact["takes"]
    assert any("Make `expires` exact" in step["text"] for step in report["next_steps"])


@pytest.mark.parametrize(
    ("day", "can_apply_from"),
    [("2026-05-31", "2026-06-30"), ("2026-06-29", "2026-06-30"), ("2026-06-30", None)],
)
def test_one_can_apply_when_every_day_of_the_month_allows_it(day: str, can_apply_from: str | None) -> None:
    assert judged("2027-06", day=day)["licenses"][0].get("can_apply_from") == can_apply_from


@pytest.mark.parametrize(
    ("day", "state"), [("2027-06-01", "met"), ("2027-06-02", "depends"), ("2027-07-01", "depends")]
)
def test_in_the_month_itself_the_license_may_have_expired(day: str, state: str) -> None:
    # after the expiry, whether points from before it count is an open question
    report = judged("2027-06", day=day)
    assert report["verdict"] == state


@pytest.mark.parametrize(("expires", "message"), [("2021-12", None), ("2021-11", "P107"), ("2021-13", "S106")])
def test_it_is_held_to_the_calendar(expires: str, message: str | None) -> None:
    from mcheck.loading.schema import validate

    data = copy.deepcopy(MET)
    data["licenses"][0] |= {"issued": "2021-12-31", "expires": expires}
    found = validate(data, "portfolio") or parse(data, catalog())[1]
    assert [m.code for m in found] == ([message] if message else [])


def test_the_calendar_shows_the_first_day_and_says_so() -> None:
    data = copy.deepcopy(MET)
    data["licenses"][0]["expires"] = "2027-06"
    rules = load_rules(catalog())
    edition = rules.edition_on(date(2026, 11, 24))
    assert edition is not None
    found = {entry.key: entry for entry in derive(parse(data, catalog())[0], rules, edition)}
    assert found["license/math/expires"].day == date(2027, 6, 1)
    assert "only the month, 2027-06" in found["license/math/expires"].text


@pytest.mark.parametrize(
    ("expires", "day", "word"),
    [("2027-12", "2026-11-30", "met"), ("2027-12", "2026-12-01", "depends"), ("2027-11", "2026-11-30", "not-met")],
)
def test_a_primary_that_is_not_renewed_now(expires: str, day: str, word: str) -> None:
    data = json.loads((case("primary-over-a-year-away") / "portfolio.json").read_text())
    data["application_date"] = day
    held = next(x for x in data["licenses"] if not x.get("renew", True))
    held["expires"] = expires
    data["licenses"] = [held, *(x | {"expires": "2027-06-17"} for x in data["licenses"] if x is not held)]
    report = judge_data(data)
    judged_license = next(x for x in report["licenses"] if x["status"] == "judged")
    assert judged_license["verdict"] == word
