"""Which license field a name stands for, and which it may stand for."""

from __future__ import annotations

import pytest
from helpers import catalog, judge_data
from mcheck.gates import special_field_meant


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Schol Nurse", "school-nurse"),
        ("School nurses (All)", "school-nurse"),
        ("Speech Pathologist", "speech-language-hearing-disorders"),
        ("Moderate Disabilites PreK-8", "moderate-disabilities"),
        ("Vocational Carpentry", "vocational"),
        ("Carpentry (Chapter 74)", "vocational"),
    ],
)
def test_a_name_like_that_of_a_special_field_is_noticed(name: str, meant: str) -> None:
    found = special_field_meant(catalog(), name)
    assert found is not None
    assert found["id"] == meant


@pytest.mark.parametrize(
    "name",
    [
        *("School Nurse", "Nurse (All)", "Elementary 1-6", "Early Childhood", "School Psychologist"),
        *("Biology 8-12", "Guidance Counselor", "Spanish", "Reading Specialist", "Instructional Technology Specialist"),
    ],
)
def test_a_name_that_is_known_or_like_nothing_special_is_left_alone(name: str) -> None:
    assert special_field_meant(catalog(), name) is None


def test_every_name_in_the_catalog_is_known() -> None:
    for record in catalog().all("licenses"):
        for name in (record["name"], *record.get("aliases", ())):
            assert special_field_meant(catalog(), name) is None


@pytest.mark.parametrize(
    ("field", "status"),
    [
        *[
            (name, "not-covered")
            for name in ("Vocational Technical: Carpentry", "VTE Carpentry", "Carpentry (Chapter 74)")
        ],
        *[(name, "judged") for name in ("Carpentry", "Vocatonal Technical", "Biology 8-12")],
    ],
)
def test_a_field_that_names_another_regulation_is_not_judged(field: str, status: str) -> None:
    day = {"application_date": "2026-11-24"}
    (license,) = judge_data({**day, "licenses": [{"field": field, "expires": "2027-06-17"}]})["licenses"]
    assert license["status"] == status
    stated = {"field": field, "expires": "2027-06-17", "type": "professional"}
    assert judge_data({**day, "licenses": [stated]})["licenses"][0]["status"] == "judged"
