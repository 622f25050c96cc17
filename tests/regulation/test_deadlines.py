"""Dates that follow from a portfolio: each rule on its own, at its boundary."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from helpers import CATALOG, EXAMPLES, catalog
from hypothesis import given
from hypothesis import strategies as st
from mcheck import Catalog
from mcheck.catalog.rules import load_rules
from mcheck.core.dates import add_months
from mcheck.loading.json_text import parse_json
from mcheck.loading.parsing.portfolio import parse
from mcheck.loading.schema import validate
from mcheck.regulation.dates.deadlines import Deadline, derive

ON = date(2026, 11, 24)
MATH = {"field": "Mathematics 8-12", "expires": "2027-06-17"}


def entries(
    data: dict[str, Any], the_catalog: Catalog | None = None, applying: date | None = None
) -> dict[str, Deadline]:
    the_catalog = the_catalog or catalog()
    assert validate(data, "portfolio") == []
    portfolio, messages = parse(data, the_catalog)
    assert not [m for m in messages if m.severity == "error"]
    rules = load_rules(the_catalog)
    edition = rules.edition_on(ON)
    assert edition is not None
    found = derive(portfolio, rules, edition, applying)
    assert len({e.key for e in found}) == len(found)
    return {e.key: e for e in found}


def days(data: dict[str, Any], **options: Any) -> dict[str, str]:
    return {key: entry.day.isoformat() for key, entry in entries(data, **options).items()}


def test_a_license_alone_gives_four_days() -> None:
    assert days({"licenses": [MATH]}) == {
        "license/mathematics-8-12/self-check": "2025-06-18",
        "license/mathematics-8-12/opens": "2026-06-17",
        "license/mathematics-8-12/expires": "2027-06-17",
        "license/mathematics-8-12/invalid": "2032-06-17",
    }


def test_without_any_date_nothing_follows() -> None:
    assert days({"role": "core-academic-teacher", "licenses": [{"field": "Mathematics 8-12"}]}) == {}


def test_expiry_is_worked_out_from_the_day_of_issue_and_says_so() -> None:
    found = entries({"licenses": [{"field": "Mathematics 8-12", "issued": "2024-02-29"}]})
    assert found["license/mathematics-8-12/expires"].day == date(2029, 2, 28)
    assert "2024-02-29" in found["license/mathematics-8-12/expires"].text


def test_the_day_of_the_self_check_is_marked_as_advice_and_nothing_else_is() -> None:
    assert [key for key, e in entries({"licenses": [MATH]}).items() if e.advice] == [
        "license/mathematics-8-12/self-check"
    ]


def test_an_early_renewal_moves_the_self_check_with_the_cycle() -> None:
    found = days({"licenses": [MATH | {"cycle_start": "2022-09-01"}]})
    assert found["license/mathematics-8-12/self-check"] == "2025-09-02"


def test_a_license_that_points_do_not_renew_only_expires() -> None:
    initial = {"field": "Mathematics 8-12", "type": "initial", "expires": "2028-06-30", "issued": "2023-07-01"}
    assert days({"employer": "public-school", "licenses": [initial]}) == {
        "license/mathematics-8-12/expires": "2028-06-30"
    }


def test_what_hangs_on_an_open_question_names_it_and_shows_both_days() -> None:
    invalid = entries({"licenses": [MATH]})["license/mathematics-8-12/invalid"]
    assert invalid.question == "invalid-boundary"
    assert "2032-12-31" in invalid.text


def test_a_settled_question_moves_the_day_by_a_change_of_json_only() -> None:
    files = {str(p.relative_to(CATALOG)): p.read_bytes() for p in CATALOG.rglob("*.json")}
    record = json.loads(files["questions/invalid-boundary.json"])
    record["settled"] = [{"from": "2020-01-01", "reading": "calendar-year", "citations": []}]
    files["questions/invalid-boundary.json"] = json.dumps(record).encode()
    invalid = entries({"licenses": [MATH]}, Catalog(files))["license/mathematics-8-12/invalid"]
    assert (invalid.day, invalid.question) == (date(2032, 12, 31), None)


def test_what_hung_on_a_question_that_is_settled_no_longer_names_it() -> None:
    opens = "license/mathematics-8-12/opens"
    assert entries({"licenses": [MATH]})[opens].question == "early-renewal-gap"
    files = {str(p.relative_to(CATALOG)): p.read_bytes() for p in CATALOG.rglob("*.json")}
    record = json.loads(files["questions/early-renewal-gap.json"])
    record["settled"] = [{"from": "2020-01-01", "reading": record["readings"][0]["id"], "citations": []}]
    files["questions/early-renewal-gap.json"] = json.dumps(record).encode()
    assert entries({"licenses": [MATH]}, Catalog(files))[opens].question is None


def test_a_changed_rule_moves_the_day_by_a_change_of_json_only() -> None:
    files = {str(p.relative_to(CATALOG)): p.read_bytes() for p in CATALOG.rglob("*.json")}
    edition = json.loads(files["renewal/2018-07-13.json"])
    edition["window"]["opens_years_before_expiry"] = 2
    next(f for f in edition["facts"] if f["id"] == "hearing")["value"] = 10
    files["renewal/2018-07-13.json"] = json.dumps(edition).encode()
    found = days({"audit_notice": "2026-03-01", "licenses": [MATH]}, the_catalog=Catalog(files))
    assert found["license/mathematics-8-12/opens"] == "2025-06-17"
    assert found["notice/hearing"] == "2026-03-11"


def test_records_are_kept_from_the_renewal_and_both_renewals_stand_side_by_side() -> None:
    data = {"licenses": [MATH | {"renewed_on": "2022-01-10"}]}
    assert days(data)["license/mathematics-8-12/keep-records-2022"] == "2027-01-10"
    found = days(data, applying=date(2027, 6, 1))
    assert found["license/mathematics-8-12/keep-records-2022"] == "2027-01-10"
    assert found["license/mathematics-8-12/keep-records-2027"] == "2032-06-01"


@pytest.mark.parametrize(
    ("applying", "until"),
    [("2026-06-16", "2031-06-17"), ("2026-06-17", "2031-06-17"), ("2026-06-18", "2031-06-18")],
)
def test_records_are_kept_from_no_day_before_renewal_opens(applying: str, until: str) -> None:
    found = entries({"licenses": [MATH]}, applying=date.fromisoformat(applying))
    kept = found["license/mathematics-8-12/keep-records-2027"]
    assert kept.day.isoformat() == until
    assert ("the first day you can" in kept.text) is (applying == "2026-06-16")


@pytest.mark.parametrize(
    ("completed", "until"),
    [("2017-06-17", "2031-11-24"), ("2017-06-18", "2036-11-24"), ("2026-11-24", "2036-11-24")],
)
def test_all_records_are_kept_longer_where_an_sei_course_serves_two_cycles(completed: str, until: str) -> None:
    key = "license/mathematics-8-12/keep-records-2027"
    course = {"kind": "graduate-course", "title": "SEI", "completed": completed, "sei_course": True}
    once = {"licenses": [MATH], "activities": [course]}
    assert days(once, applying=ON)[key] == "2031-11-24"
    twice = {"licenses": [MATH], "activities": [course | {"used_in_earlier_cycle": True}]}
    assert days(twice, applying=ON)[key] == until
    assert not [key for key in days(twice) if "keep" in key]


def test_the_records_of_both_renewals_that_an_sei_course_served_are_kept_longer() -> None:
    course = {"kind": "graduate-course", "title": "SEI", "completed": "2020-05-01", "sei_course": True}
    data = {
        "licenses": [MATH | {"renewed_on": "2022-06-01"}],
        "activities": [course | {"used_in_earlier_cycle": True}],
    }
    kept = {key[-4:]: day for key, day in days(data, applying=ON).items() if "keep" in key}
    assert kept == {"2022": "2032-06-01", "2027": "2036-11-24"}


SEI = {"role": "core-academic-teacher", "endorsements": [], "licenses": [MATH]}


@pytest.mark.parametrize(
    ("change", "due"),
    [
        ({"english_learner_assigned": "2026-09-01"}, "2027-09-01"),
        ({"english_learner_assigned": "2016-07-01"}, "2017-07-01"),
        ({"english_learner_assigned": "2016-06-30"}, None),  # the year of grace begins with the next day
        ({"english_learner_assigned": "never"}, None),
        ({"english_learner_assigned": "2026-09-01", "endorsements": [{"id": "sei"}]}, None),
        ({"english_learner_assigned": "2026-09-01", "role": "paraprofessional"}, None),
        ({}, None),
    ],
)
def test_the_sei_endorsement_is_due_a_year_after_the_first_english_learner(
    change: dict[str, Any], due: str | None
) -> None:
    assert days(SEI | change).get("endorsement/sei/due") == due


@pytest.mark.parametrize(
    ("started", "due"), [("2026-08-31", "2027-02-28"), ("2027-08-31", "2028-02-29"), ("2026-11-01", "2027-05-01")]
)
def test_a_badge_is_handed_in_six_months_after_its_start(started: str, due: str) -> None:
    badge = {"credential": "rp-exploring-restorative-practices", "started": started}
    key = "badge/rp-exploring-restorative-practices/hand-in"
    assert days({"licenses": [MATH], "badges": [badge]})[key] == due
    assert key in days({"licenses": [MATH], "badges": [badge | {"planned": True, "completed": "2029-01-01"}]})
    assert key not in days({"licenses": [MATH], "badges": [badge | {"completed": "2029-01-01"}]})
    assert key not in days({"licenses": [MATH], "badges": [{"credential": badge["credential"], "planned": True}]})


def test_the_same_badge_twice_keeps_two_keys() -> None:
    badge = {"credential": "rp-exploring-restorative-practices", "started": "2026-08-31"}
    found = [key for key in days({"licenses": [MATH], "badges": [badge, badge]}) if key.startswith("badge/")]
    assert sorted(found) == [
        "badge/rp-exploring-restorative-practices-2/hand-in",
        "badge/rp-exploring-restorative-practices/hand-in",
    ]


def test_a_plan_handed_in_is_answered_in_thirty_days_until_it_is_approved() -> None:
    assert days({"licenses": [MATH], "plan": {"ipdp_submitted": "2026-01-31"}})["plan/answer"] == "2026-03-02"
    assert "plan/answer" not in days(
        {"licenses": [MATH], "plan": {"ipdp_submitted": "2026-01-31", "ipdp_approved": "2026-02-01"}}
    )


def test_reviews_come_every_two_years_inside_the_five() -> None:
    found = entries({"licenses": [MATH], "plan": {"ipdp_approved": "2022-10-01"}})
    assert {key: e.day.isoformat() for key, e in found.items() if key.startswith("plan/")} == {
        "plan/review-1": "2024-10-01",
        "plan/review-2": "2026-10-01",
    }
    assert found["plan/review-1"].question == "supervisor-review"


PUBLIC = {"employer": "public-school", "licenses": [MATH | {"issued": "2022-08-31"}]}


@pytest.mark.parametrize(
    ("change", "due"),
    [
        ({}, "2023-02-28"),
        ({"employer": "private-school"}, None),
        ({"plan": {"educator_plan": True}}, None),
        ({"plan": {"ipdp_approved": "2022-09-30"}}, None),
        ({"plan": {"educator_plan": False}}, "2023-02-28"),
    ],
)
def test_the_first_approval_is_due_six_months_after_issue(change: dict[str, Any], due: str | None) -> None:
    assert days(PUBLIC | change).get("license/mathematics-8-12/first-approval") == due


def test_an_additional_license_needs_no_approval() -> None:
    other = {"field": "Biology 8-12", "issued": "2022-08-31", "expires": "2027-06-17"}
    data = {"employer": "public-school", "licenses": [MATH | {"primary": True}, other]}
    assert not [key for key in days(data) if key.endswith("first-approval")]


def test_a_hearing_is_asked_for_in_21_days() -> None:
    assert days({"licenses": [MATH], "audit_notice": "2028-02-29"})["notice/hearing"] == "2028-03-21"


def test_endorsements_expire_on_the_day_the_file_gives() -> None:
    data = {"licenses": [MATH], "endorsements": [{"id": "autism", "expires": "2028-01-02"}, {"id": "sei"}]}
    found = days(data)
    assert found["endorsement/autism/expires"] == "2028-01-02"
    assert "endorsement/sei/expires" not in found


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_every_entry_of_every_example_is_in_order_and_cites(path: Any) -> None:
    found = list(entries(parse_json(path.read_bytes()), applying=ON).values())
    assert found == sorted(found, key=lambda e: (e.day, e.key))
    for entry in found:
        assert entry.citations
        assert entry.text.endswith(".")


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(0, 600))
def test_months_after_keeps_the_day_or_takes_the_last_of_the_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)
