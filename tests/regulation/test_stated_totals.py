"""Sums that the educator states in place of a list: against trying everything, and what every command makes of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from itertools import product
from typing import Any

import pytest
from helpers import ROOT, catalog, judge_data
from hypothesis import given, settings
from hypothesis import strategies as st
from mcheck import load_portfolio, packet, plan, verify
from mcheck.catalog.rules import load_rules
from mcheck.core.reports.confirmation import CONFIRMED, OPEN, WRONG
from mcheck.loading.json_text import parse_json
from mcheck.loading.parsing.portfolio import parse
from mcheck.loading.schema import validate
from mcheck.regulation.dates.deadlines import derive
from mcheck.regulation.stated_totals import pairs_made
from mcheck.rendering.backends.json_text import render
from mcheck.rendering.packet import as_html
from mcheck.rendering.packet import as_markdown as as_packet_markdown
from mcheck.rendering.report import as_markdown, as_text

FLOORS = ("content", "pedagogy", "sei-esl-bilingual", "students-with-disabilities")
CATEGORIES = (*FLOORS, "elective")
FACT = "fact:/stated"
BIO = {"id": "bio", "field": "Biology 8-12", "expires": "2027-06-17"}


def holding(stated: Any, *licenses: Any, **more: Any) -> dict[str, Any]:
    """A portfolio with sums; every special condition is passed."""
    return {
        "application_date": "2026-11-24",
        "role": "other-teacher",
        "employer": "public-school",
        "endorsements": [],
        "licenses": list(licenses) or [BIO],
        **more,
        "stated": stated,
    }


def sums(total: int, **more: int) -> dict[str, Any]:
    """A sum for each floor, and the rest of a total as electives."""
    floors = dict.fromkeys(FLOORS, 15) | more
    return {**floors, "elective": total - sum(floors.values())}


def the_license(data: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = judge_data(data)["licenses"][0]
    return found


# -- badges that are only counted


def groups(badges: int, least: int = 1) -> Iterator[tuple[int, ...]]:
    """Every way to divide badges into stacks."""
    if not badges:
        yield ()
    for first in range(least, badges + 1):
        for rest in groups(badges - first, first):
            yield (first, *rest)


@pytest.mark.parametrize("badges", range(13))
@pytest.mark.parametrize("same_stack", [True, False])
@pytest.mark.parametrize("halves", [True, False])
def test_pairs_are_the_most_that_any_stacks_would_make(badges: int, same_stack: bool, halves: bool) -> None:
    def worth(stacks: tuple[int, ...]) -> int:
        """Halves of a pair: two for each pair, and one for a third badge beside a pair of its stack."""
        return sum(2 * (n // 2) + (halves and n % 2 == 1 and n > 2) for n in stacks)

    possible = [stacks for stacks in groups(badges) if (len(stacks) == 1) == same_stack or badges < 2]
    pairs, half = pairs_made(badges, same_stack, halves)
    assert 2 * pairs + half == max(map(worth, possible), default=0)


@pytest.mark.parametrize("value", ["2", "2.0", "2e0"])
def test_a_count_is_a_whole_number_however_it_is_written(value: str) -> None:
    text = json.dumps(holding({"badges": {"count": 0}})).replace('"count": 0', f'"count": {value}')
    loaded = load_portfolio(text.encode(), catalog(), "test.json")
    assert loaded.portfolio.stated is not None
    assert loaded.portfolio.stated.badges == 2


# -- verdicts


def lots_of(badges: dict[str, Any]) -> list[int]:
    """What counted badges bring at the most, pair by pair, in hundredths."""
    pairs, half = pairs_made(badges["count"], badges.get("same_stack", True), halves=True)
    return [1000] * pairs + [500] * half


def can_be_met(row: dict[str, int], lots: list[int]) -> bool:
    """Whether 15 in each category and 150 in all can be reached, trying every category for each pair."""
    for places in product(CATEGORIES, repeat=len(lots)):
        have = {category: row.get(category, 0) for category in CATEGORIES}
        for place, amount in zip(places, lots, strict=True):
            have[place] += amount
        if sum(have.values()) >= 15000 and all(have[category] >= 1500 for category in FLOORS):
            return True
    return False


@pytest.mark.slow
@settings(max_examples=150)
@given(
    st.fixed_dictionaries(
        {category: st.sampled_from([0, 500, 1499, 1500, 1501, 3000]) for category in FLOORS}
        | {"elective": st.sampled_from([0, 4500, 7500, 7999, 8000, 8500, 9000, 9001, 12000])}
    ),
    st.fixed_dictionaries({"count": st.integers(0, 5)}, optional={"same_stack": st.booleans()}),
)
def test_a_verdict_is_not_met_where_nothing_can_fill_it_and_else_depends(
    row: dict[str, int], badges: dict[str, Any]
) -> None:
    data = holding({"points": [{c: amount / 100 for c, amount in row.items() if amount}], "badges": badges})
    license = the_license(data)
    assert license["verdict"] == ("depends" if can_be_met(row, lots_of(badges)) else "not-met")
    assert all(FACT in chosen for chosen in license["depends_on"])
    rate = "question:badge-rate"
    assert all((rate in chosen) == (not can_be_met(row, [])) for chosen in license["depends_on"])
    loaded = load_portfolio(json.dumps(data).encode(), catalog(), "test.json")
    report = parse_json(render(judge_data(data)).encode())
    assert validate(report, "report") == []
    # a pair is whole: where more categories lack a little than there are pairs, trying every way alone shows it
    state = OPEN if license["proof"] == "searched" else CONFIRMED
    assert [found.state for found in verify(report, loaded, catalog())] == [state]


ADDITIONAL = {"id": "math", "field": "Mathematics 8-12", "expires": "2027-06-17"}


def both_can_be_met(first: dict[str, int], second: dict[str, int], pairs: int) -> tuple[bool, bool]:
    """Whether the Primary can be met, and the additional license with it, trying every place for each whole pair."""
    primary = both = False
    for chosen in product([(name, c) for name in ("bio", "math") for c in CATEGORIES], repeat=pairs):
        have = {("bio", c): amount for c, amount in first.items()} | {("math", c): n for c, n in second.items()}
        for where in chosen:
            have[where] = have.get(where, 0) + 1000
        bio = sum(n for (name, _), n in have.items() if name == "bio") >= 15000
        bio = bio and all(have.get(("bio", c), 0) >= 1500 for c in FLOORS)
        math = have.get(("math", "content"), 0) >= 1500
        math = math and sum(n for (name, _), n in have.items() if name == "math") >= 3000
        primary |= bio
        both |= bio and math
    return primary, both


@pytest.mark.slow
@settings(max_examples=60)
@given(
    st.fixed_dictionaries({c: st.sampled_from([500, 1499, 1500]) for c in FLOORS[:2]}),
    st.sampled_from([9000, 10500, 11999, 12000, 13000]),
    st.fixed_dictionaries(
        {"content": st.sampled_from([0, 499, 500, 1500]), "elective": st.sampled_from([0, 500, 1500, 2500])}
    ),
    st.sampled_from([0, 2, 4]),
)
def test_of_two_licenses_each_has_its_own_sums_and_the_pairs_go_where_they_help(
    some: dict[str, int], elective: int, second: dict[str, int], badges: int
) -> None:
    first = {**dict.fromkeys(FLOORS, 1500), **some, "elective": elective}
    rows = [
        {"license": name, **{c: amount / 100 for c, amount in row.items() if amount}}
        for name, row in (("bio", first), ("math", second))
    ]
    stated = {"points": rows, "badges": {"count": badges, "same_stack": True}}
    data = holding(stated, BIO | {"primary": True}, ADDITIONAL)
    report = judge_data(data, readings=["split-over-licenses=whole", "content-overlap=once"])
    words = [license["verdict"] for license in report["licenses"]]
    expected = ["depends" if able else "not-met" for able in both_can_be_met(first, second, badges // 2)]
    assert words == expected
    assert all(FACT in chosen for license in report["licenses"] for chosen in license["depends_on"])
    loaded = load_portfolio(json.dumps(data).encode(), catalog(), "test.json")
    found = verify(parse_json(render(report).encode()), loaded, catalog())
    assert WRONG not in [one.state for one in found]


def test_more_badges_never_do_less() -> None:
    most = -1
    for number in range(9):
        told = judge_data(holding({"points": [sums(60)], "badges": {"count": number, "same_stack": True}}))["stated"]
        now = told.get("badges", {}).get("worth_most", 0)
        assert now >= most
        most = now
    assert most == 40


@pytest.mark.parametrize("question", ["badge-rate", "badge-approval", "odd-badge"])
@pytest.mark.parametrize("badges", [1, 2, 3, 5])
@pytest.mark.parametrize("same_stack", [True, False, None])
def test_a_more_generous_reading_never_makes_badges_worth_less(
    question: str, badges: int, same_stack: bool | None
) -> None:
    given: dict[str, Any] = {"count": badges} | ({} if same_stack is None else {"same_stack": same_stack})
    readings = [reading["id"] for reading in catalog().get("questions", question)["readings"]]
    told = [
        judge_data(holding({"points": [sums(140)], "badges": given}), readings=[f"{question}={reading}"])
        for reading in readings
    ]
    worth = [one["stated"]["badges"]["worth_most"] for one in told]
    met = [one["verdict"] == "depends" for one in told]
    assert worth == sorted(worth)
    assert met == sorted(met)


def test_a_great_many_badges_are_placed_in_no_time() -> None:
    data = holding({"points": [{"content": 15}], "badges": {"count": 199, "same_stack": True}})
    assert the_license(data)["verdict"] == "depends"
    assert judge_data(data)["stated"]["badges"]["worth_most"] == 995


def test_a_reading_that_is_fixed_leaves_the_certificates_open() -> None:
    data = holding({"points": [sums(140)], "badges": {"count": 2, "same_stack": True}})
    assert judge_data(data, readings=["generous"])["licenses"][0]["depends_on"] == [[FACT]]
    assert judge_data(data, readings=["cautious"])["licenses"][0]["verdict"] == "not-met"


@pytest.mark.parametrize(("badges", "low", "high"), [(0, 20, 20), (2, 10, 20), (3, 5, 20), (4, None, None)])
def test_what_is_short_counts_the_sums_and_is_enough_if_added(badges: int, low: int | None, high: int | None) -> None:
    stated = {"points": [sums(130)], "badges": {"count": badges, "same_stack": True}}
    told = judge_data(holding(stated))["licenses"][0]
    assert (told["verdict"] == "not-met") == (low is not None)
    if low is None:
        return
    assert {key: told["shortfall"]["in_all"][key] for key in ("low", "high")} == {"low": low, "high": high}
    for hours, verdict in ((low, "depends"), (low - 0.01, "not-met")):
        activity = {"kind": "workshop", "title": "New", "completed": "2026-11-01", "hours": hours, "topic": "labs"}
        before = activity | {"title": "Old", "hours": 10, "categories": ["elective"]}
        more = {"activities": [activity | {"categories": ["elective"]}, before]}
        stated["points"] = [sums(120)]  # what stands in the file of the same topic is no longer in the sums
        assert the_license(holding(stated, **more))["verdict"] == verdict


def test_what_is_listed_is_placed_before_the_sums() -> None:
    activity = {"kind": "workshop", "completed": "2025-05-10", "provider": "district", "demonstration": True}
    listed = [
        {**activity, "title": "Lab safety", "hours": 60, "categories": ["elective"]},
        {**activity, "title": "Cells", "hours": 20, "categories": ["content"]},
    ]
    report = judge_data(holding({"points": [sums(160)]}, activities=listed))
    assert [one["state"] for one in report["activities"]] == ["counted", "counted"]
    content = report["licenses"][0]["requirements"][0]
    assert (content["id"], content["state"]) == ("content", "met")


def test_what_is_listed_is_enough_with_no_word_of_the_sums() -> None:
    bare = json.loads((ROOT / "examples" / "met.json").read_text())
    assert judge_data(bare | {"stated": {"points": [{"elective": 30}]}})["verdict"] == "met"


# -- words


def test_the_report_says_that_it_is_met_only_if_the_certificates_hold_and_what_was_not_checked() -> None:
    report = judge_data(holding({"points": [sums(150)]}))
    assert report["licenses"][0]["why"].startswith("Met, if your certificates hold")
    assert report["facts"][0]["pointer"] == "/stated"
    assert "Add your certificates" in report["facts"][0]["takes"]
    assert any("Add your certificates" in step["text"] for step in report["next_steps"])
    for text in (as_text(report, full=True), as_markdown(report)):
        assert "Not checked, because you gave sums" in text
        assert "what your certificates show" in " ".join(text.split())


def test_whatever_was_not_checked_has_a_source() -> None:
    stated = {"points": [{"content": 50}], "badges": {"count": 2}}
    rows = judge_data(holding(stated))["stated"]["not_checked"]
    assert {"kinds", "course-rates", "badges"} < {row["id"] for row in rows}
    assert [row["id"] for row in rows if not row["citations"]] == []


def test_topics_of_ten_takes_one_thing_from_what_was_not_checked() -> None:
    def unchecked(stated: dict[str, Any]) -> list[str]:
        return [one["id"] for one in judge_data(holding(stated))["stated"]["not_checked"]]

    row = {"points": [sums(150)]}
    assert unchecked(row) == ["window", "topics", "kinds", "course-rates", "evidence"]
    assert unchecked(row | {"topics_of_ten": True}) == ["window", "kinds", "course-rates", "evidence"]


def test_sums_that_are_short_are_shown_in_what_is_held() -> None:
    license = the_license(holding({"points": [sums(130)]}))
    total = license["requirements"][-1]
    assert license["figures_of"] == "cautious"
    assert (total["have"], total["short"], total["state"]) == (130, 20, "short")
    assert {row["pointer"] for row in total["ledger"]} == {f"/stated/points/0/{c}" for c in CATEGORIES}


def test_the_schema_names_the_categories_of_the_vocabulary() -> None:
    schema = json.loads((ROOT / "schemas" / "portfolio.schema.json").read_text())
    row = schema["properties"]["stated"]["properties"]["points"]["items"]["properties"]
    assert list(row) == ["license", *catalog().terms("categories")]


# -- forged reports


@pytest.mark.parametrize(
    "forge",
    [
        lambda x: x["licenses"][0].update(verdict="met", depends_on=[]),
        lambda x: x["licenses"][0].update(depends_on=[["question:badge-approval", "question:badge-rate"]]),
        lambda x: x["ledgers"][0].update(favored=["question:badge-approval", "question:badge-rate"]),
        lambda x: x["ledgers"][0]["rows"][0].update(points=x["ledgers"][0]["rows"][0]["points"] + 5),
        lambda x: x["licenses"][0].update(verdict="not-met", depends_on=[], proof="cut"),
    ],
    ids=["met", "without-the-fact", "a-ledger-without-it", "a-larger-sum", "not-met"],
)
def test_a_forged_report_is_disproved(forge: Any) -> None:
    data = holding({"points": [sums(140)], "badges": {"count": 2, "same_stack": True}})
    loaded = load_portfolio(json.dumps(data).encode(), catalog(), "test.json")
    report = parse_json(render(judge_data(data)).encode())
    assert [found.state for found in verify(report, loaded, catalog())] == [CONFIRMED]
    forge(report)
    assert WRONG in [found.state for found in verify(report, loaded, catalog())]


def test_a_verdict_of_not_met_is_not_forged_by_leaving_the_sums_out() -> None:
    data = holding({"points": [sums(150)]})
    bare = deepcopy(data)
    bare["stated"]["points"] = []
    loaded = load_portfolio(json.dumps(data).encode(), catalog(), "test.json")
    report = parse_json(render(judge_data(bare)).encode())
    report["portfolio"]["sha256"] = loaded.sha256
    assert WRONG in [found.state for found in verify(report, loaded, catalog())]


# -- other commands


def planned(data: dict[str, Any]) -> dict[str, Any]:
    portfolio, _ = parse(data, catalog())
    assert portfolio.application_date is not None
    made = plan(portfolio, catalog())
    assert validate(parse_json(render(made).encode()), "plan") == []
    return made


def test_a_plan_adds_activities_to_the_sums_and_hangs_on_the_certificates() -> None:
    made = planned(holding({"points": [sums(130)]}))
    first = made["plans"][0]
    assert first["effort"]["hours"] == {"least": 20, "most": 20}
    assert (first["verdict"], first["hangs_on"]) == ("depends", [FACT])
    assert [fact["pointer"] for fact in made["facts"]] == ["/stated"]


def test_a_plan_of_sums_with_badges_does_not_count_them_for_sure() -> None:
    made = planned(holding({"points": [sums(140)], "badges": {"count": 2, "same_stack": True}}))
    first = made["plans"][0]
    assert first["effort"]["hours"] == {"least": 10, "most": 10}
    assert first["hangs_on"] == [FACT]


def test_a_packet_says_that_sums_are_no_record() -> None:
    data = holding({"points": [sums(150)]})
    portfolio, _ = parse(data, catalog())
    made = packet(portfolio, catalog(), judge_data(data), files={})
    assert "Points are stated as sums only" in as_html(made)
    assert "Points are stated as sums only" in as_packet_markdown(made)


def test_a_calendar_is_made_as_without_sums() -> None:
    rules = load_rules(catalog())
    with_sums, _ = parse(holding({"points": [sums(150)]}), catalog())
    without, _ = parse({k: v for k, v in holding({}).items() if k != "stated"}, catalog())
    day, edition = date(2026, 11, 24), rules.editions[-1]
    assert list(derive(with_sums, rules, edition, day)) == list(derive(without, rules, edition, day))
