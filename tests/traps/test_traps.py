"""The named checks T01 to T18. Each folder Tnn/<case>/ is one case: portfolio.json, why.md, and in expected.json the
messages of all named checks for it: code, pointer, text.

The name of a case begins with fires, just-does-not or not-applicable, and every check has all three.
`pytest tests/traps --update-expected` writes expected.json anew; read the difference before you commit it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from helpers import catalog, judge
from mcheck.cli import main_group
from mcheck.judging.checks import CHECKS as REGISTERED

HERE = Path(__file__).resolve().parent
FOLDERS = sorted(path.parent for path in HERE.glob("*/*/portfolio.json"))
KINDS = ("fires", "just-does-not", "not-applicable")
CHECKS = {record["number"]: record for record in catalog().all("checks")}
NEVER_MET = {"T14"}
"""Checks that look only at what is not met."""
NO_SECTION = {"T06"}
"""Checks whose only sources are pages without numbered parts."""


def traps_of(report: dict[str, Any]) -> list[dict[str, str]]:
    return [{key: m[key] for key in ("code", "pointer", "text")} for m in report["messages"] if m["code"] in CHECKS]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_case(folder: Path, request: pytest.FixtureRequest) -> None:
    assert (folder / "why.md").read_text().strip()
    found = traps_of(judge(folder / "portfolio.json"))
    expected = folder / "expected.json"
    if request.config.getoption("--update-expected"):
        expected.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
    assert found == json.loads(expected.read_text())
    assert folder.name.startswith(KINDS)
    fired = folder.parent.name in {m["code"] for m in found}
    assert fired == folder.name.startswith("fires")


def test_every_check_of_the_catalog_runs_and_has_its_three_cases() -> None:
    assert list(REGISTERED) == sorted(CHECKS)
    cases = {path.relative_to(HERE).as_posix() for path in FOLDERS}
    assert {f"{number}/{kind}" for number in CHECKS for kind in KINDS} - cases == set()
    assert {path.parent.name for path in FOLDERS} == set(CHECKS)


@pytest.mark.parametrize("number", sorted(CHECKS))
def test_fires_even_when_the_points_suffice(number: str) -> None:
    reports = [judge(folder / "portfolio.json") for folder in FOLDERS if folder.match(f"{number}/fires*")]
    enough = [all(r["state"] == "met" for x in report["licenses"] for r in x["requirements"]) for report in reports]
    assert any(enough) != (number in NEVER_MET)


@pytest.mark.parametrize("number", sorted(CHECKS))
def test_explain_reads_well_and_names_where_it_stands(number: str) -> None:
    record = CHECKS[number]
    result = CliRunner().invoke(main_group, ["explain", number])
    assert result.exit_code == 0
    words = " ".join(result.stdout.split())
    for key in ("name", "what", "why", "mend"):
        assert record[key] in words
        assert record[key][0].isupper()
        assert key == "name" or record[key].endswith(".")
    sources = [catalog().source(citation["source"]) for citation in record["citations"]]
    assert all(source["url"].startswith("http") for source in sources)
    assert any("at" in citation for citation in record["citations"]) != (number in NO_SECTION)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_each_message_says_what_to_do_and_where_it_stands(folder: Path) -> None:
    for message in judge(folder / "portfolio.json")["messages"]:
        if message["code"] in CHECKS:
            record = CHECKS[message["code"]]
            mends = [record["mend"], *(case["mend"] for case in record.get("cases", ()))]
            assert (message["hint"] in mends) != (message["severity"] == "question")
            assert message["severity"] in (record["severity"], "question")
            assert message["name"] == record["id"][4:]
            assert [c["source"] for c in message["citations"]] == [c["source"] for c in record["citations"]]
