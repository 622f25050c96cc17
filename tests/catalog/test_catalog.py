"""Truth across the files of the catalog: what a schema of one file cannot say."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from helpers import ROOT, catalog
from mcheck.allocate import needs_of
from mcheck.catalog import MENTION, Catalog, UnknownRecord
from mcheck.model import points
from mcheck.schemas import validate

FOLDERS = {
    "activities": "activity",
    "checks": "check",
    "credentials": "credential",
    "licenses": "license",
    "pathways": "pathway",
    "programs": "program",
    "questions": "question",
    "renewal": "renewal",
    "sources": "source",
    "stacks": "stack",
    "vocabulary": "vocabulary",
}
FILES = sorted((ROOT / "catalog").glob("*/*.json"))


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


def walk(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from walk(item)
    elif isinstance(value, list):
        for item in value:
            yield from walk(item)


def test_every_folder_has_records_and_a_schema() -> None:
    assert {path.parent.name for path in FILES} == set(FOLDERS)


@pytest.mark.parametrize("folder", sorted(FOLDERS))
def test_records_fit_their_schema_and_their_name(folder: str) -> None:
    problems = []
    for path in (p for p in FILES if p.parent.name == folder):
        record = read(path)
        problems += [(path.name, m.pointer, m.text) for m in validate(record, FOLDERS[folder])]
        if record["id"] != path.stem or record["$schema"] != f"../../schemas/{FOLDERS[folder]}.schema.json":
            problems.append((path.name, "/id", "id or $schema"))
    assert problems == []


@pytest.mark.parametrize("folder", sorted(FOLDERS))
def test_records_are_laid_out_as_the_formatter_would(folder: str) -> None:
    """Two spaces, unescaped, LF, keys in the order of the schema, final newline."""
    schema = read(ROOT / "schemas" / f"{FOLDERS[folder]}.schema.json")
    order = list(schema["properties"])
    for path in (p for p in FILES if p.parent.name == folder):
        text = path.read_bytes().decode()
        record = json.loads(text)
        assert list(record) == [key for key in order if key in record], path
        assert text == json.dumps(record, indent=2, ensure_ascii=False) + "\n", path


def test_no_null_and_no_empty_placeholder() -> None:
    for path in FILES:
        for part in walk(read(path)):
            assert not [key for key, value in part.items() if value is None or value == ""], path


def test_every_citation_names_a_source_and_existing_fields() -> None:
    sources = set(catalog().ids("sources"))
    for path in FILES:
        record = read(path)
        for part in walk(record):
            if "source" in part and "supports" in part:
                assert part["source"] in sources, (path, part["source"])
                assert part["supports"]


def test_every_fact_record_cites_something() -> None:
    for path in FILES:
        if path.parent.name not in ("sources", "vocabulary") and read(path)["kind"] != "moved":
            assert read(path)["citations"], path


def test_references_resolve() -> None:
    c = catalog()
    words = {name: set(c.terms(name)) for name in c.ids("vocabulary")}
    for record in c.all("credentials"):
        assert "stack" not in record or ("stacks", record["stack"]) in c
        assert set(record["our_reading"]["areas"]) <= words["areas"], record["id"]
        assert set(record["our_reading"]["categories"]) <= words["categories"], record["id"]
    for record in c.all("activities"):
        for variant in record.get("variants", ()):
            assert ("activities", variant["use"]) in c
        assert set(record.get("allowed_categories", ())) <= words["categories"]
        assert set(record.get("provider_must_be", ())) <= words["provider-kinds"]
        for value in record.get("values", ()):
            assert "disputed_start" not in value or ("questions", value["disputed_start"]) in c
    for record in c.all("questions"):
        assert set(record["who_can_settle"]) <= words["authorities-to-ask"], record["id"]
        for reading in record["readings"]:
            for change in reading["changes"]:
                assert "activity" not in change or ("activities", change["activity"]) in c
    for record in c.all("renewal"):
        assert set(record["applies_to"]) <= words["license-types"]
        assert "selected_by_question" not in record or ("questions", record["selected_by_question"]) in c
    for record in c.all("pathways"):
        assert set(record.get("license_types", ())) <= words["license-types"]
        assert set(record.get("roles", ())) <= words["roles"]
        assert all(("stacks", stack) in c for stack in record.get("stacks", ()))
    for record in c.all("licenses"):
        assert set(record.get("blocks_renewal", {}).get("roles", ())) <= words["roles"]
        assert "other_regulation" not in record or ("sources", record["other_regulation"]["source"]) in c


def test_coverage_says_what_is_there() -> None:
    c = catalog()
    coverage = c.meta["coverage"]
    assert coverage["credentials_known"] == len(c.all("credentials")) == 72
    assert coverage["untitled"] == sum(len(stack.get("untitled", ())) for stack in c.all("stacks")) == 12


def test_stacks_hold_no_more_than_their_issuer_says() -> None:
    c = catalog()
    held = Counter(record["stack"] for record in c.all("credentials") if "stack" in record)
    for stack in c.all("stacks"):
        if "issuer_count" in stack and stack["kind"] == "stack":
            assert held[stack["id"]] + len(stack.get("untitled", ())) <= stack["issuer_count"], stack["id"]


def test_titles_are_not_doubled_inside_a_stack_and_summaries_differ() -> None:
    records = catalog().all("credentials")
    titles = Counter((r.get("stack"), r["title"]) for r in records)
    assert max(titles.values()) == 1
    assert max(Counter(r["summary"] for r in records).values()) == 1


def test_editions_are_complete_and_nested() -> None:
    editions = catalog().all("renewal")
    assert [e["id"] for e in editions] == ["1999-12-01", "2016-07-01", "2017-07-28", "2018-07-13"]
    for edition in editions:
        assert edition["id"] == edition["effective_from"]
        for target in edition["targets"].values():
            needs_of(
                0,
                points(target["total"]),
                [(r["id"], points(r["minimum"]), frozenset(r["categories"])) for r in target["requirements"]],
            )


def test_dated_values_are_in_order() -> None:
    for record in catalog().all("activities"):
        starts = [value.get("from", "") for value in record.get("values", ())]
        assert starts == sorted(set(starts)), record["id"]


def test_caps_of_one_name_agree() -> None:
    caps: dict[str, tuple[Any, str]] = {}
    for record in catalog().all("activities"):
        for cap in record.get("caps", ()):
            assert caps.setdefault(cap["id"], (cap["points"], cap["period"])) == (cap["points"], cap["period"])


def test_checks_are_t01_to_t18() -> None:
    assert [record["number"] for record in catalog().all("checks")] == [f"T{n:02}" for n in range(1, 19)]


def test_questions_go_from_cautious_to_generous() -> None:
    for record in catalog().all("questions"):
        stances = [reading["stance"] for reading in record["readings"]]
        if record["order"] == "ordered":
            assert (stances[0], stances[-1]) == ("cautious", "generous"), record["id"]
        else:
            assert set(stances) == {"neutral"}, record["id"]


def test_the_questions_of_the_register_are_all_there() -> None:
    numbers = {record.get("number") for record in catalog().all("questions")}
    assert numbers >= {f"Q{n}" for n in range(1, 11)} | {"C01", "C03", "C04", "C07", "C08"}
    ids = set(catalog().ids("questions"))
    assert ids >= {"june-2026-transition", "badge-hours", "badge-rate"}


def test_nothing_is_dated_after_it_was_verified() -> None:
    for path in FILES:
        record = read(path)
        day = record.get("verified_on") or record.get("read_on")
        if day is not None and "published" in record:
            assert record["published"] <= day, path


def test_no_personal_data() -> None:
    for path in FILES:
        assert not re.search(r"\b\d{3}-\d{2}-\d{4}\b", path.read_text()), path


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
