"""Files as people have them, one in each folder of cases/, and the whole answer to each in expected.json.

`pytest tests/importing --update-expected` writes expected.json anew; read the difference before you commit it.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from helpers import catalog
from mcheck.importing.bring import Brought, bring
from mcheck.rendering.backends.json_text import render as as_json
from mcheck.rendering.imports import render

HERE = Path(__file__).resolve().parent
FOLDERS = sorted(path.parent for path in HERE.glob("cases/*/expected.json"))
TODAY = date(2026, 11, 24)
OF_PERSONS = ("Robin", "robin@", "Invented\t", "900-12-3456", "900123456", "E-1", "E-777", "P. Erson", "700700")
"""What names or numbers a person in these files."""


def brought(folder: Path) -> Brought:
    (name,) = (path for path in folder.iterdir() if path.name != "expected.json")
    return bring([(name.name, name.read_bytes())], catalog(), TODAY)


def answer(folder: Path) -> str:
    return as_json(brought(folder).data())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_case(folder: Path, request: pytest.FixtureRequest) -> None:
    found, expected = answer(folder), folder / "expected.json"
    if request.config.getoption("--update-expected"):
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_nothing_that_says_who_somebody_is_comes_through(folder: Path) -> None:
    for text in (answer(folder), render(brought(folder).files, 80)):
        assert [word for word in OF_PERSONS if word in text] == []


def test_every_folder_has_an_expectation() -> None:
    assert {path.name for path in (HERE / "cases").iterdir()} == {folder.name for folder in FOLDERS}
