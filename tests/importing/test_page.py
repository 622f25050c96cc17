"""The tables that the page "Bring what you have" shows as examples come in as they stand there."""

from __future__ import annotations

import re
from datetime import date

import pytest
from helpers import ROOT, catalog
from mcheck.importing.bring import bring

PAGE = (ROOT / "docs" / "reference" / "import.md").read_text()
TABLES = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.splitlines()[0][:20])
def test_an_example_comes_in_without_a_question(table: str) -> None:
    found = bring([("example.csv", table.encode())], catalog(), date(2026, 11, 24)).data()["files"][0]
    rows = [line for line in table.splitlines()[1:] if re.search(r"\d{4}", line) and "Total" not in line]
    assert (found["outcome"], found["ask"]) == ("imported", [])
    came = [*found["activities"], *found["badges"]]
    assert len(came) == len([row for row in rows if "Completed on" not in row and "of 2024" not in row])


def test_there_is_one_of_each_shape() -> None:
    assert len(TABLES) == 4
    for shape in ("OpenBadgeCredential", "openbadges/v2", "ClrCredential", "signed token", "PNG or SVG"):
        assert shape in PAGE
