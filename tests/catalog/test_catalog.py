"""Our catalog: lint owns the rules (tests/upkeep); here it must be clean, and the engine must know what it says."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date
from typing import Any

from helpers import ROOT, catalog
from mcheck import Catalog, load_catalog
from mcheck.catalog.switches import MATTERS, SWITCHES
from mcheck.loading.catalog_folder import load_schema
from mcheck.rendering import findings as findings_as
from mcheck.upkeep.lint import lint
from mcheck.upkeep.workspace import FOLDERS, for_engine, from_folder

ENGINE = ("catalog", "regulation", "judging")
"""The rooms that ask which reading holds."""


def test_our_catalog_lints_clean() -> None:
    found = lint(from_folder(ROOT / "catalog"), date.today())
    assert findings_as.as_text(found, "catalog/") == ""


def test_a_vocabulary_whose_words_cite_says_when_they_were_read() -> None:
    for name in catalog().ids("vocabulary"):
        record = catalog().raw("vocabulary", name)
        assert ("verified_on" in record) == any("citations" in term for term in record["terms"]), name


READ_AGAIN = "2026-11-29"
"""The day on which part of the sources was read again."""


def test_a_record_verified_again_rests_on_sources_that_were_all_read_again() -> None:
    verified = [
        record
        for folder in FOLDERS
        for record in catalog().all(folder)
        if folder != "sources" and record.get("verified_on") == READ_AGAIN
    ]
    assert verified
    for record in verified:
        for source in set(cited(record)):
            assert catalog().get("sources", source)["read_on"] >= READ_AGAIN, (record["id"], source)


def test_something_rests_on_every_source_read_that_day() -> None:
    rests_on = {source for folder in FOLDERS for record in catalog().all(folder) for source in cited(record)}
    read = {source["id"] for source in catalog().all("sources") if source["read_on"] == READ_AGAIN}
    assert read
    assert read <= rests_on


def cited(value: Any) -> Iterator[str]:
    """Ids of the sources that a record cites, at any depth."""
    if isinstance(value, dict):
        if "supports" in value:
            yield value["source"]
        value = list(value.values())
    for part in value if isinstance(value, list) else ():
        yield from cited(part)


def test_a_status_rests_on_what_the_schemas_say() -> None:
    stacks = {stack["id"]: stack for stack in catalog().all("stacks")}
    for record in catalog().all("credentials"):
        if record["status"] == "offered":
            assert stacks[record["stack"]]["status"] == "offered", record["id"]
    for record in (*catalog().all("credentials"), *stacks.values()):
        if record["status"] == "retired" or (record["status"] == "offered" and record["kind"] == "stack"):
            assert any("status" in cited["supports"] for cited in record["citations"]), record["id"]


def test_the_ledger_and_the_exceptions_are_no_part_of_what_is_judged() -> None:
    """They may change without a change of the hash that reports are bound to."""
    files = for_engine(from_folder(ROOT / "catalog"))
    assert not {"ids.json", "exceptions.json", "README.md"} & set(files)
    assert Catalog(files).sha256 == load_catalog(ROOT / "catalog").sha256 == catalog().sha256


def test_the_engine_knows_every_switch_and_value_that_a_reading_may_name() -> None:
    words = {
        node.value
        for room in ENGINE
        for path in (ROOT / "tools" / "mcheck" / room).rglob("*.py")
        if path.name != "switches.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    changes = load_schema("question")["properties"]["readings"]["items"]["properties"]["changes"]["items"]["properties"]
    assert changes["switch"]["enum"] == list(SWITCHES)
    assert changes["record"]["enum"] == list(MATTERS)
    for switch in SWITCHES.values():
        # the engine compares with all values but one, which is what remains
        assert len(set(switch.values) - words) <= 1, switch
