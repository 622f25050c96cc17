"""A number of a person is never repeated, in whatever cell it is and however it is written; neither is a name."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from typing import Any

import openpyxl
import pytest
from badge_baking import assertion
from helpers import catalog
from mcheck.importing.bring import bring
from mcheck.importing.mapping import as_data
from mcheck.rendering.imports import render

TODAY = date(2026, 11, 24)
FORMS = (
    "900-12-3456",
    "900 12 3456",
    "900.12.3456",
    "900123456",
    "SSN: 900-12-3456",
    "ssn900123456",
    "900\u201312\u20133456",
)
ROWS = [
    ["My log", "", "", "", "", "", "", ""],
    ["Activity", "Date", "Hours", "Type", "Category", "Status", "Provider", "Wabble"],
    ["Counting birds", "3/9/2024", "10", "Workshop", "Content", "Completed", "Invented Public Schools", "x"],
    ["Counting trees", "4/9/2024", "12", "Workshop", "Content", "Completed", "Invented Public Schools", "y"],
]


def said(raw: bytes, name: str = "log", **more: Any) -> str:
    """Everything that is printed or written."""
    found = bring([(name, raw)], catalog(), TODAY, **more)
    return json.dumps([found.data(), as_data(found.learned)], default=str) + render(found.files, 80)


def has_number(text: str) -> bool:
    return "900123456" in re.sub(
        r"(?<=\d)[-.\s\u2010-\u2015](?=\d)", "", text.encode().decode("unicode_escape", "replace")
    )


def workbook(rows: list[list[Any]], title: str = "Log") -> bytes:
    made = openpyxl.Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize("form", FORMS)
def test_no_cell_lets_a_number_through(form: str) -> None:
    for at in range(len(ROWS)):
        for column in range(len(ROWS[0])):
            rows = [list(row) for row in ROWS]
            rows[at][column] = form
            text = "\n".join(",".join(row) for row in rows)
            assert not has_number(said(text.encode())), (at, column)
            rows[at][column] = f"Counting {form} clouds"
            text = "\n".join(",".join(row) for row in rows)
            assert not has_number(said(text.encode())), (at, column)


def test_no_part_of_a_workbook_lets_a_number_through() -> None:
    for value in ("900-12-3456", 900123456, 900123456.0):
        for column in range(8):
            rows: list[list[Any]] = [list(row) for row in ROWS]
            rows[3][column] = value
            assert not has_number(said(workbook(rows)))
    assert not has_number(said(workbook(ROWS, "900-12-3456")))


def test_neither_the_name_of_a_file_nor_a_badge_lets_a_number_through() -> None:
    assert not has_number(said(b"Date,Title,Hours\n3/9/2024,Birds,3\n", "900-12-3456.csv"))
    assert not has_number(said(json.dumps(assertion(name="For 900-12-3456")).encode()))
    assert not has_number(said(json.dumps({"activities": [{"kind": "workshop", "title": "900-12-3456"}]}).encode()))


def test_an_answer_lets_no_number_through() -> None:
    table = b"Employee ID,Date,Title,Hours\n900-12-3456,3/9/2024,Birds,3\nE-2,3/9/2024,Trees,3\n"
    assert not has_number(said(table, answers={"/person": "900-12-3456"}))


def test_a_hash_or_an_id_is_no_such_number() -> None:
    badge = assertion()
    badge["id"] = "https://badges.example.org/900123456"
    assert "Social Security" not in said(json.dumps(badge).encode())
