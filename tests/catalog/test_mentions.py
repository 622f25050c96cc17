"""Texts mention a fact of another record by its address, and are read with the fact in its place."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from helpers import CATALOG, catalog
from mcheck.catalog.store import MENTION, Catalog, UnknownRecord

FOLDERS = sorted(path.name for path in CATALOG.iterdir() if path.is_dir())


def test_texts_are_read_with_the_numbers_they_mention() -> None:
    assert "least 15 of them" in catalog().get("pathways", "professional-renewal")["requirements"][1]["says"]
    for folder in FOLDERS:
        for record in catalog().all(folder):
            assert not MENTION.search(json.dumps(record, default=str)), record["id"]


def test_a_fact_by_its_address() -> None:
    newest = catalog().ids("renewal")[-1]
    assert catalog().fact("renewal/now#/topic_floor/minimum") == (f"renewal/{newest}#/topic_floor/minimum", 10)
    address = "activities/graduate-credit-non-degree#/values/now/points"
    assert catalog().fact(address) == ("activities/graduate-credit-non-degree#/values/1/points", Decimal("7.5"))
    named = catalog().fact("renewal/now#/targets/primary/requirements/pedagogy/minimum")
    assert named == (f"renewal/{newest}#/targets/primary/requirements/1/minimum", 15)
    assert catalog().fact("catalog#/license") == ("catalog#/license", "CC0-1.0")


@pytest.mark.parametrize(
    "address",
    [
        "renewal/now#/nothing",
        "renewal/1066-10-14#/cycle_years",
        "nowhere/x#/y",
        "activities/mentoring#/values/now/points",
        "activities/ceu#/values/7/points",
        "activities/ceu#/values/pair/points",
        "activities/ceu#/name/deeper",
    ],
)
def test_an_address_without_a_fact_is_named(address: str) -> None:
    with pytest.raises(UnknownRecord, match="there is no fact at"):
        catalog().fact(address)


def test_a_mention_of_a_moved_record_is_followed() -> None:
    files = {
        "catalog.json": b'{"verified_on": "2026-01-01"}',
        "checks/a.json": b'{"id": "a", "kind": "check", "what": "At least {activities/old#/values/now/points}."}',
        "activities/old.json": b'{"id": "old", "kind": "moved", "moved_to": "new"}',
        "activities/new.json": b"""{"id": "new", "kind": "activity", "values": [
            {"points": 5}, {"from": "2020-01-01", "points": 7.5}, {"from": "2027-01-01", "points": 9}]}""",
    }
    assert Catalog(files).get("checks", "a")["what"] == "At least 7.5."
