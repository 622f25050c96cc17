"""A key, a word or a day as people write it is answered with how a portfolio writes it."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from click.testing import CliRunner
from helpers import catalog
from hypothesis import given
from hypothesis import strategies as st
from mcheck.catalog.suggestions import date_meant, suggest
from mcheck.cli import main_group
from mcheck.loading.catalog_folder import load_schema
from mcheck.loading.recover import mistakes

LICENSE = {"field": "Biology 8-12", "expires": "2027-06-17"}
ACTIVITY = {"kind": "workshop", "completed": "2025-02-14", "hours": 10}


def hints(**more: Any) -> dict[str, str]:
    """What is advised about a portfolio, by the code and the place it is about."""
    found = mistakes({"licenses": [LICENSE], **more}, catalog())
    return {f"{m.code} {m.pointer}": m.hint for m in found}


@pytest.mark.parametrize(
    ("at", "key", "meant"),
    [
        ("activities", "pdps", "awarded"),
        ("activities", "PDPs", "awarded"),
        ("activities", "name", "title"),
        ("activities", "Course Title", "title"),
        ("activities", "date", "completed"),
        ("activities", "dateCompleted", "completed"),
        ("activities", "type", "kind"),
        ("activities", "category", "categories"),
        ("activities", "contact_hours", "hours"),
        ("badges", "name", "credential"),
        ("badges", "date", "completed"),
        ("badges", "type", "credential"),
        ("licenses", "name", "field"),
        ("licenses", "kind", "type"),
        ("licenses", "expiration_date", "expires"),
        ("endorsements", "name", "id"),
        ("", "date", "application_date"),
        ("", "name", "label"),
        ("", "pdps", "activities"),
    ],
)
def test_a_key_is_told_by_where_it_stands(at: str, key: str, meant: str) -> None:
    entry = {"activities": ACTIVITY, "badges": {"credential": "cot-co-planning"}, "licenses": LICENSE}.get(at, {})
    data = {at: [{**entry, key: "x"}]} if at else {key: "x"}
    place = f"/{at}/0/{key}" if at else f"/{key}"
    assert hints(**data)[f"S101 {place}"] == f'Did you mean "{meant}"?'


def test_what_is_told_under_another_name_is_not_told_as_missing() -> None:
    found = hints(activities=[{"type": "workshop", "date": "2025-02-14"}])
    assert list(found) == ["S101 /activities/0/type", "S101 /activities/0/date"]


def test_no_name_stands_for_two_keys_or_for_one_that_there_is() -> None:
    schema = load_schema("portfolio")
    lists = [each["items"] for each in schema["properties"].values() if "properties" in each.get("items", {})]
    for each in (schema, *lists):
        keys = each["properties"]
        names = [re.sub(r"[\W_]", "", name) for key in keys for name in (key, *keys[key].get("x-also", ()))]
        assert len(names) == len(set(names))
        assert all(name == name.casefold() for name in names)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("sped", "students-with-disabilities"),
        ("SPED", "students-with-disabilities"),
        ("swd", "students-with-disabilities"),
        ("Special Education", "students-with-disabilities"),
        ("ell", "sei-esl-bilingual"),
        ("English Learners", "sei-esl-bilingual"),
        ("subject-matter", "content"),
        ("instruction", "pedagogy"),
        ("other", "elective"),
    ],
)
def test_a_short_name_of_a_category_is_answered_with_that_one(word: str, meant: str) -> None:
    (hint,) = hints(activities=[{**ACTIVITY, "categories": [word]}]).values()
    assert hint.startswith(f'Did you mean "{meant}"?')


def test_no_name_stands_for_two_categories() -> None:
    terms = catalog().terms("categories")
    names = [alias.casefold() for term in terms.values() for alias in term["aliases"]]
    assert len(names) == len(set(names))
    assert set(names).isdisjoint(terms)
    for category, term in terms.items():
        assert all(suggest(alias, terms).startswith(f'Did you mean "{category}"?') for alias in term["aliases"])


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("25/04/2024", '"2024-04-25"?'),
        ("4/25/2024", '"2024-04-25"?'),
        ("25.4.2024", '"2024-04-25"?'),
        ("25-04-24", '"2024-04-25"?'),
        ("12/12/2024", '"2024-12-12"?'),
        ("05/04/2024", '"2024-05-04" if the month comes first, "2024-04-05" if the day does'),
        ("2024/4/25", '"2024-04-25"?'),
        ("2024-25-04", '"2024-04-25"?'),
        ("2024.04.25", '"2024-04-25"?'),
        ("20240425", '"2024-04-25"?'),
        ("April 25, 2024", '"2024-04-25"?'),
        ("Apr. 25th 2024", '"2024-04-25"?'),
        ("25 April 2024", '"2024-04-25"?'),
        ("25-Apr-24", '"2024-04-25"?'),
        ("2024-04-25T10:00:00Z", 'Leave out the time: write "2024-04-25".'),
        ("2024-04-25 10:00", 'Leave out the time: write "2024-04-25".'),
        ("2014-04-01 09:41:00 -0500", 'Leave out the time: write "2014-04-01".'),
        ("4/25/2024, 3:15 PM", 'Leave out the time: write "2024-04-25".'),
        ("45407", 'if it came from one, write "2024-04-25".'),
        ("45407.5", 'if it came from one, write "2024-04-25".'),
        ("29/02/2023", ""),
        ("45/45/2024", ""),
        ("2023-02-29T10:00", ""),
        ("25/04/1824", ""),
        ("99999", ""),
        ("soon", ""),
    ],
)
def test_a_day_that_is_written_in_another_way(written: str, said: str) -> None:
    assert said in date_meant(written)
    assert (date_meant(written) == "") == (said == "")
    (hint,) = hints(activities=[{**ACTIVITY, "completed": written}]).values()
    assert said in hint
    (hint,) = hints(application_date=written).values()
    assert said in hint


@pytest.mark.parametrize(
    ("number", "said"),
    [(45407, '"2024-04-25"'), (Decimal("45407.25"), '"2024-04-25"'), (20240425, '"2024-04-25"'), (2024, '"2024"')],
)
def test_a_day_that_is_a_number(number: object, said: str) -> None:
    (hint,) = hints(activities=[{**ACTIVITY, "completed": number}]).values()
    assert said in hint


DAYS = st.dates(date(1950, 1, 1), date(2100, 12, 31))


@given(DAYS, st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y/%m/%d", "%B %d, %Y", "%d %b %Y", "%Y%m%d"]))
def test_the_day_itself_is_among_those_that_are_offered(day: date, form: str) -> None:
    assert f'"{day}"' in date_meant(day.strftime(form))
    assert f'"{day}"' in date_meant(f"{day.strftime(form)} 10:30")
    assert f'"{day}"' in date_meant((day - date(1899, 12, 30)).days)


@given(st.from_regex(r"[0-9]{1,4}[-/. ][0-9]{1,2}[-/. ][0-9]{1,4}([T ][0-9]{2}:[0-9]{2})?", fullmatch=True))
def test_no_day_is_offered_that_there_is_not(text: str) -> None:
    for day in re.findall(r'"([^"]+)"', date_meant(text)):
        date.fromisoformat(day)


def test_the_options_and_a_word_beside_a_date_say_it_too() -> None:
    result = CliRunner().invoke(main_group, ["check", "my.json", "--on", "25/04/2024"])
    assert (result.exit_code, '"2024-04-25"?' in result.stderr) == (2, True)
    (hint,) = hints(english_learner_assigned="25/04/2024").values()
    assert '"2024-04-25"?' in hint


@pytest.mark.parametrize(
    ("key", "entry", "most", "advice"),
    [
        ("activities", {"kind": "workshop"}, 500, "window"),
        ("badges", {"credential": "cot-co-planning"}, 200, "window"),
        ("licenses", {"field": "Art"}, 8, "Leave out"),
        ("endorsements", {"id": "sei"}, 20, "Leave out"),
    ],
)
def test_a_list_that_is_too_long_is_told_what_to_leave_out(key: str, entry: Any, most: int, advice: str) -> None:
    found = mistakes({"licenses": [LICENSE], key: [entry] * (most + 1)}, catalog())
    assert [(m.code, m.pointer, advice in m.hint) for m in found] == [("S104", f"/{key}", True)]
    assert all(m.pointer != f"/{key}" for m in mistakes({"licenses": [LICENSE], key: [entry] * most}, catalog()))
    raw = json.dumps({"licenses": [LICENSE], key: [entry] * (most + 1)})
    said = CliRunner().invoke(main_group, ["check", "-"], input=raw).stderr
    assert "Give a value that is allowed" not in said
