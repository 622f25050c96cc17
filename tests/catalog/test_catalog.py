"""Our catalog: lint owns the rules (tests/upkeep); here it must be clean, and the engine must know what it says."""

from __future__ import annotations

import ast
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from helpers import ROOT, catalog
from mcheck.catalog import MENTION, Catalog, UnknownRecord
from mcheck.files import load_catalog
from mcheck.upkeep import findings_as
from mcheck.upkeep.checks.questions import SWITCHES
from mcheck.upkeep.lint import lint
from mcheck.upkeep.tree import FOLDERS, for_engine, from_folder

FILES = sorted((ROOT / "catalog").glob("*/*.json"))
ENGINE = ("judge", "window", "value", "readings", "rules")


def test_our_catalog_lints_clean() -> None:
    found = lint(from_folder(ROOT / "catalog"), date.today())
    assert findings_as.text(found, "catalog/") == ""


def test_the_ledger_and_the_exceptions_are_no_part_of_what_is_judged() -> None:
    """They may change without a change of the hash that reports are bound to."""
    files = for_engine(from_folder(ROOT / "catalog"))
    assert not {"ids.json", "exceptions.json", "README.md"} & set(files)
    assert Catalog(files).sha256 == load_catalog(ROOT / "catalog").sha256 == catalog().sha256


def test_the_engine_knows_every_switch_and_value_that_a_reading_may_name() -> None:
    words = {
        node.value
        for module in ENGINE
        for node in ast.walk(ast.parse((ROOT / "tools" / "mcheck" / f"{module}.py").read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert set(SWITCHES) <= words
    for switch, values in SWITCHES.items():
        # the engine compares with all values but one, which is what remains
        assert len(values - words) <= 1, switch


MENTIONS = [(path, address) for path in FILES for address in MENTION.findall(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(("path", "address"), MENTIONS, ids=lambda value: getattr(value, "stem", value))
def test_every_mention_leads_to_a_number_or_a_plain_text(path: Path, address: str) -> None:
    value = catalog().fact(address)[1]
    assert isinstance(value, int | Decimal | str)
    assert "{" not in str(value), "a mention of a mention"


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
    with pytest.raises(UnknownRecord, match="no fact stands at"):
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
