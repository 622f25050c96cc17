"""Single answers: what people write for a day, an amount, a name, and what is read or asked."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

import pytest
from helpers import catalog
from hypothesis import given
from hypothesis import strategies as st
from mcheck.importing.answers import amounts, days, names

STYLES = (
    *("{0.month}/{0.day}/{0.year}", "%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y", "%Y-%m-%d", "%Y/%m/%d", "%Y%m%d"),
    *("%B %d, %Y", "%b %d, %Y", "%b. %d %Y", "%d %B %Y", "%d %b %Y", "%d-%b-%y", "%A, %B %d, %Y", "%B %dth, %Y"),
    *("%m/%d/%Y 09:30 AM", "%Y-%m-%dT23:59:59Z", "%Y-%m-%d 09:41:00 -0500", ' ="%m/%d/%Y"'),
)


@pytest.mark.parametrize("style", STYLES)
@given(day=st.dates(date(1970, 1, 1), date(2069, 12, 31)))
def test_a_day_is_read_in_every_style(style: str, day: date) -> None:
    text = style.format(day) if "{" in style else day.strftime(style)
    assert days.when(text) == days.When(day.isoformat())


@pytest.mark.parametrize(
    ("text", "completed", "began"),
    [
        ("2024", "2024", ""),
        ("May 2024", "2024-05", ""),
        ("5/2024", "2024-05", ""),
        ("May-24", "2024-05", ""),
        ("10/3/2023 - 12/5/2023", "2023-12-05", "2023-10-03"),
        ("10/3/2023\u201312/5/2023", "2023-12-05", "2023-10-03"),
        ("10/3 to 12/5/2023", "2023-12-05", "2023-10-03"),
        ("July 8-12, 2024", "2024-07-12", "2024-07-08"),
        ("3/4/2024, 3/18/2024, 3/11/2024", "2024-03-18", "2024-03-04"),
        ("March 4, 2024 & March 11, 2024", "2024-03-11", "2024-03-04"),
    ],
)
def test_months_years_and_several_days_stay_what_they_are(text: str, completed: str, began: str) -> None:
    assert days.when(text) == days.When(completed, began)


@pytest.mark.parametrize(
    ("text", "completed"),
    [
        *(("Fall 2024", "2024"), ("Summer '23", "2023"), ("SY 2023-24", ""), ("2023-24", ""), ("ongoing", "")),
        *(("5/20", ""), ("45432", "2024-05-20"), ("10/3/2023 - present", "")),
    ],
)
def test_what_stands_in_place_of_a_date_is_asked(text: str, completed: str) -> None:
    found = days.when(text)
    assert found.completed == completed
    assert found.question


@pytest.mark.parametrize("text", ["2/30/2024", "5/20/2204", "13/13/2024", "2024-13-01", "12/5/2023 - 10/3/2023"])
def test_a_day_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(days.NoSuchDay):
        days.when(text)


@pytest.mark.parametrize("text", ["", "soon", "15", "5/20/2024 and more", "x" * 10_000, "1/2/3/4/5", "May be"])
def test_what_is_no_date_is_not_read(text: str) -> None:
    with pytest.raises(days.NoDate):
        days.when(text)


@given(st.lists(st.dates(date(2000, 1, 1), date(2049, 12, 31)), min_size=1))
def test_a_day_above_12_shows_the_order_of_its_column(column: list[date]) -> None:
    texts = [day.strftime("%d/%m/%Y") for day in column]
    order = days.order_of(texts)
    assert order == ("dmy" if any(day.day > 12 for day in column) else None)
    if order:
        assert [days.when(text, order).completed for text in texts] == [day.isoformat() for day in column]


def test_a_column_that_shows_both_orders_is_asked_about_what_could_be_either() -> None:
    assert days.order_of(["25/04/2024", "04/25/2024"]) == "mixed"
    assert days.when("03/05/2024", "mixed").question
    assert days.when("25/04/2024", "mixed") == days.When("2024-04-25")


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)))
def test_a_spreadsheet_counts_days_from_1899(day: date) -> None:
    assert days.from_serial((day - date(1899, 12, 30)) // timedelta(1)) == day.isoformat()


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("6 hours", "6", "hours"),
        ("1.5 CEU", "1.5", "ceus"),
        ("3 credits", "3", "credits"),
        ("3 semester hours", "3", "credits"),
        ("15 PDP's", "15", "awarded"),
        ("90 min", "90", "minutes"),
        ("1:30", "1.5", "hours"),
        ("1h 30m", "1.5", "hours"),
        ("7½", "7.5", ""),
        ("7 1/2 hrs.", "7.5", "hours"),
        ("7,5", "7.5", ""),
        ('="15"', "15", ""),
        (".5", "0.5", ""),
    ],
)
def test_an_amount_is_read_with_its_unit(text: str, value: str, unit: str) -> None:
    assert amounts.amount(text) == amounts.Amount(Decimal(value), unit)


@pytest.mark.parametrize(
    "text", ["", "n/a", "2 days", "10+", "10-12", "2 hours per week", "=SUM(A1)", "3 quarter credits"]
)
def test_what_is_no_clear_amount_is_asked(text: str) -> None:
    with pytest.raises(amounts.NoAmount, match=r"\?$"):
        amounts.amount(text)


@pytest.mark.parametrize("text", ["0", "0.0", "-3", "(3)", "0:00"])
def test_zero_and_less_are_no_amount(text: str) -> None:
    with pytest.raises(amounts.Impossible):
        amounts.amount(text)


def test_a_sign_that_may_part_thousands_is_asked() -> None:
    assert amounts.amount("1,200").value == 1200
    assert amounts.amount("1,200").question
    assert amounts.amount("1.200,5", ",").value == Decimal("1200.5")
    assert amounts.decimal_of(["7,5", "12"]) == ","
    assert amounts.decimal_of(["1,200", "12"]) is None


@given(st.integers(1, 600))
def test_minutes_become_no_more_hours_than_they_are(minutes: int) -> None:
    unit, given_hours = amounts.quantity(f"{minutes} minutes")
    assert unit == "hours"
    assert 0 <= Decimal(minutes) - 60 * given_hours.value < Decimal("0.6")
    assert given_hours.rounded == (minutes % 3 != 0)


@given(st.text(max_size=60))
def test_no_text_is_more_than_refused(text: str) -> None:
    for read in (days.when, amounts.amount, lambda word: names.kind_named(word, catalog())):
        with suppress(ValueError):
            read(text)


def test_words_for_kinds_stand_for_kinds_of_the_catalog() -> None:
    known = {*catalog().ids("activities"), names.COURSE}
    assert set(names.KIND_WORDS) <= known
    assert set(names.PROVIDERS) <= set(catalog().terms("provider-kinds"))


@pytest.mark.parametrize(
    ("text", "unit", "kind"),
    [
        ("Workshop", "hours", "workshop"),
        ("Webinar", "hours", "workshop"),
        ("PLC", "hours", "professional-learning-community"),
        ("Graduate Course", "credits", "graduate-course"),
        ("Course", "credits", "undergraduate-course"),
        ("Course", "ceus", "ceu"),
        ("Course", "hours", "workshop"),
        ("peer-coaching", "hours", "peer-coaching"),
    ],
)
def test_a_word_and_a_unit_give_the_kind(text: str, unit: str, kind: str) -> None:
    assert names.kind_by_unit(names.kind_named(text, catalog()), unit) == kind


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Content", ["content"]),
        ("SEI/ESL", ["sei-esl-bilingual"]),
        ("SWD", ["students-with-disabilities"]),
        ("Content, Pedagogy", ["content", "pedagogy"]),
        ("SEI, ESL or bilingual education", ["sei-esl-bilingual"]),
    ],
)
def test_categories_are_known_by_their_other_names(text: str, found: list[str]) -> None:
    assert names.categories_named(text, catalog()) == found


@pytest.mark.parametrize("text", ["co-planning", "Co planning", "NEA_COT2", "cot-co-planning", "CO-PLANNING!"])
def test_a_badge_is_known_by_title_code_or_id(text: str) -> None:
    assert names.badge_named(text, catalog()).id == "cot-co-planning"


def test_a_badge_that_is_not_sure_is_offered_and_not_taken() -> None:
    found = names.badge_named("Co-Planing", catalog())
    assert found.id == ""
    assert "cot-co-planning" in found.near
    assert names.badge_named("Spreadsheet Champion Level 1", catalog()) == names.Matched()
