"""Our catalog: lint owns the rules (tests/upkeep); here it must be clean, the engine must know what it says, and every
report by it must be proved. The other tests know a copy of it only, so that a fact that changes turns none red.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from helpers import CASE_FILES, EXAMPLES, ROOT, catalog, judge, live_catalog
from mcheck import Catalog, load_catalog, load_portfolio, verify
from mcheck.catalog.switches import MATTERS, SWITCHES
from mcheck.core.reports.confirmation import CONFIRMED
from mcheck.loading.catalog_folder import load_schema
from mcheck.rendering import findings as findings_as
from mcheck.upkeep.lint import lint
from mcheck.upkeep.workspace import FOLDERS, for_engine, from_folder

ENGINE = ("catalog", "regulation", "judging")
"""The rooms that ask which reading holds."""


def test_our_catalog_lints_clean() -> None:
    found = lint(from_folder(ROOT / "catalog"), date.today())
    assert findings_as.as_text(found, "catalog/") == ""


@pytest.mark.parametrize(
    "path",
    [
        *sorted(EXAMPLES.glob("*.json")),
        *(pytest.param(path, marks=pytest.mark.slow if place % 6 else ()) for place, path in enumerate(CASE_FILES)),
    ],
    ids=lambda path: path.stem if path.parent == EXAMPLES else path.parent.name,
)
def test_every_report_by_it_is_proved(path: Path) -> None:
    """Whatever its facts are: the second statement of the rules comes to the same verdicts."""
    loaded = load_portfolio(path, live_catalog())
    if not [m for m in loaded.messages if m.severity == "error"]:
        found = verify(judge(path, live_catalog()), loaded, live_catalog())
        assert {finding.state for finding in found} <= {CONFIRMED}, found


def test_a_vocabulary_whose_words_cite_says_when_they_were_read() -> None:
    for name in live_catalog().ids("vocabulary"):
        record = live_catalog().raw("vocabulary", name)
        assert ("verified_on" in record) == any("citations" in term for term in record["terms"]), name


READ_AGAIN = "2026-11-29"
"""The day on which part of the sources was read again, as the copy of the catalog has it that tests know."""


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
    stacks = {stack["id"]: stack for stack in live_catalog().all("stacks")}
    for record in live_catalog().all("credentials"):
        if record["status"] == "offered":
            assert stacks[record["stack"]]["status"] == "offered", record["id"]
    for record in (*live_catalog().all("credentials"), *stacks.values()):
        if record["status"] == "retired" or (record["status"] == "offered" and record["kind"] == "stack"):
            assert any("status" in cited["supports"] for cited in record["citations"]), record["id"]


def test_the_ledger_and_the_exceptions_are_no_part_of_what_is_judged() -> None:
    """They may change without a change of the hash that reports are bound to."""
    files = for_engine(from_folder(ROOT / "catalog"))
    assert not {"ids.json", "exceptions.json", "README.md"} & set(files)
    assert Catalog(files).sha256 == load_catalog(ROOT / "catalog").sha256 == live_catalog().sha256


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
