"""Whole checks. Each folder of cases/ is one: portfolio.json, why.md and expected.json, the heart of its report.

It stands in the folder of the record whose rule it exercises, `cases/<folder>/<id>/<what>`; the first line of why.md
names that rule, and others that the case shows, by address. It is judged by catalog-frozen/, a copy of the catalog.

expected.json may hold any part of the heart, `verdict` and `depends_on` alone too: what it leaves out is not compared.
`pytest tests/test_cases.py --update-expected` writes it anew, for a new case with everything; read the difference
before you commit it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from helpers import CASE_FILES, CASES, catalog, exercises, judge, summary

FOLDERS = [path.parent for path in CASE_FILES]


def heart(folder: Path) -> dict[str, Any]:
    """What is expected of a case, in full; with the verdict under each reading of the questions it exercises."""
    path = folder / "portfolio.json"
    report = judge(path, catalog(), sets="all")
    found = summary(report)
    by_reading = {}
    for address in exercises(folder):
        kind, _, question = address.partition("/")
        if kind == "questions":
            by_reading[question] = {
                reading["id"]: judge(path, catalog(), readings=[f"{question}={reading['id']}"])["verdict"]
                for reading in catalog().raw("questions", question)["readings"]
            }
    return found | ({"readings": by_reading} if by_reading else {})


def hangs_on(found: dict[str, Any]) -> list[str]:
    """All open points that verdicts depend on."""
    return sorted({key for x in found["licenses"].values() for keys in x.get("depends_on", ()) for key in keys})


def part(found: Any, expected: Any) -> Any:
    """What was found, as far as it is expected."""
    if isinstance(found, dict) and isinstance(expected, dict):
        return {key: part(found[key], expected[key]) for key in expected if key in found}
    return found


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_case(folder: Path, request: pytest.FixtureRequest) -> None:
    found, path = heart(folder), folder / "expected.json"
    before = json.loads(path.read_text()) if path.exists() else found
    if "licenses" not in before:
        found = part(found | {"depends_on": hangs_on(found)}, before)
    if request.config.getoption("--update-expected"):
        path.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
    expected = json.loads(path.read_text())
    assert part(found, expected) == expected


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_a_case_stands_with_the_rule_it_exercises_and_says_why(folder: Path) -> None:
    first, *others = exercises(folder)
    assert str(folder.parent.relative_to(CASES).as_posix()) == first.partition("#")[0]
    for address in (first, *others):
        catalog().fact(address)  # or it raises
    assert (folder / "why.md").read_text().partition("\n")[2].strip()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_report_fits_its_schema_and_adds_up(folder: Path) -> None:
    from mcheck.loading.schema import validate

    report = judge(folder / "portfolio.json", catalog())
    assert validate(report, "report") == []
    for license in report["licenses"]:
        if license["status"] == "judged":
            check_ledger(license, report)


def check_ledger(license: dict[str, Any], report: dict[str, Any]) -> None:
    """A person with a pencil: sums of the ledger against what each requirement needs."""
    total = license["requirements"][-1]
    assert total["id"] == "total"
    by_pointer: dict[str, Any] = {}
    for row in total["ledger"]:
        by_pointer[row["pointer"]] = by_pointer.get(row["pointer"], 0) + row["points"]
    assert sum(by_pointer.values()) == total["have"]
    for requirement in license["requirements"]:
        assert sum(row["points"] for row in requirement["ledger"]) == requirement["have"]
        assert 0 <= requirement["short"] <= requirement["need"]
        assert requirement["state"] != "met" or requirement["have"] >= requirement["need"]
    assert sum(requirement["short"] for requirement in license["requirements"][:-1]) <= total["short"]
    if license["verdict"] == "met":
        assert all(requirement["state"] == "met" for requirement in license["requirements"])
        assert all(gate["state"] == "passed" for gate in license["gates"])
    if license["verdict"] == "depends":
        assert license["depends_on"]
    if license.get("proof") == "cut":
        assert all(tight["give"] < tight["need"] for tight in license["tight_sets"])
