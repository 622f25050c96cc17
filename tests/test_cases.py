"""Whole checks. Each folder of cases/ is one: portfolio.json, why.md and expected.json, the heart of its report.

`pytest tests/test_cases.py --update-expected` writes expected.json anew; read the difference before you commit it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from helpers import CASES, judge, summary

FOLDERS = sorted(path.parent for path in CASES.glob("*/portfolio.json"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_case(folder: Path, request: pytest.FixtureRequest) -> None:
    assert (folder / "why.md").read_text().strip()
    found = summary(judge(folder / "portfolio.json"))
    expected = folder / "expected.json"
    if request.config.getoption("--update-expected"):
        expected.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
    assert found == json.loads(expected.read_text())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_report_fits_its_schema_and_adds_up(folder: Path) -> None:
    from mcheck.schemas import validate

    report = judge(folder / "portfolio.json")
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
