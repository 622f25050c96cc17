"""Workbooks as people make them, and those that somebody made to do harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import openpyxl
import pytest
from helpers import catalog
from mcheck.importing.bring import bring
from openpyxl.utils.datetime import CALENDAR_MAC_1904

TODAY = date(2026, 11, 24)
HEADER = ["Date", "Activity", "Hours", "Category"]
ROWS: list[list[Any]] = [
    [date(2024, 5, 20), "Bar models", 15, "Content"],
    [date(2024, 6, 3), "Wait time", 7.5, "Pedagogy"],
]


def book(change: Callable[[Any], object] = lambda made: None, rows: list[list[Any]] = ROWS) -> bytes:
    made = openpyxl.Workbook()
    made.active.title = "Log"
    for row in [HEADER, *rows]:
        made.active.append(row)
    change(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(raw: bytes, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = bring([("log.xlsx", raw)], catalog(), TODAY, **more).data()["files"][0]
    return found


def days(found: dict[str, Any]) -> list[str]:
    return [each["completed"] for each in found["activities"]]


def test_a_plain_workbook() -> None:
    found = read(book())
    assert found["outcome"] == "imported"
    assert found["table"]["sheets_read"] == ["Log"]
    assert [(each["row"], each["hours"]) for each in found["activities"]] == [(2, 15), (3, 7.5)]
    assert days(found) == ["2024-05-20", "2024-06-03"]


def test_days_counted_from_1904() -> None:
    def early(made: Any) -> None:
        made.epoch = CALENDAR_MAC_1904
        made["Log"]["A3"].number_format = "General"

    found = read(book(early))
    assert days(found) == ["2024-05-20", "2024-06-03"]
    assert [each["row"] for each in found["ask"]] == [3]  # a bare number


def test_times_as_amounts_and_errors() -> None:
    rows = [[date(2024, 5, 20), "A", time(1, 30), None], [date(2024, 5, 21), "B", timedelta(hours=30), None]]
    rows += [[date(2024, 5, 22), "C", "#REF!", None], ["5/23/2024", "D", "2 hrs", None]]
    found = read(book(rows=rows))
    assert [each["hours"] for each in found["activities"]] == [1.5, 2]
    assert {each["row"] for each in found["ask"]} == {3, 4}


def test_a_formula_without_a_result_is_asked() -> None:
    found = read(book(rows=[[date(2024, 5, 20), "A", "=3*5", "Content"], *ROWS]))
    assert [each["row"] for each in found["activities"]] == [3, 4]
    assert [(each["row"], each["column"]) for each in found["ask"]] == [(2, "Hours")]
    found = read(book(rows=[["=TODAY()", "A", 3, "Content"], *ROWS]), answers={"/rows/2/completed": "5/19/2024"})
    assert days(found)[0] == "2024-05-19"


def test_what_is_hidden_is_not_read_in_silence() -> None:
    def hide(made: Any) -> None:
        made["Log"].row_dimensions[3].hidden = True
        made["Log"].column_dimensions["D"].hidden = True
        old = made.create_sheet("Old")
        for row in [HEADER, [date(2020, 1, 6), "Very old", 3, None]]:
            old.append(row)
        old.sheet_state = "hidden"

    found = read(book(hide))
    assert [each["row"] for each in found["activities"]] == [2]
    assert "categories" not in found["activities"][0]
    assert [next(iter(each.values())) for each in found["ask"]] == ["Old", "Log", "Log"]
    assert found["table"]["sheets_left"] == ["Old"]
    found = read(book(hide), answers={"/rows/3": "keep", "/columns/Category": "categories"})
    assert found["activities"][1]["categories"] == ["pedagogy"]


def test_a_merged_date_counts_for_each_of_its_rows_and_is_asked() -> None:
    def merge(made: Any) -> None:
        made["Log"].append([None, "Follow-up", 2, "Pedagogy"])
        made["Log"].merge_cells("A3:A4")

    found = read(book(merge))
    assert days(found) == ["2024-05-20", "2024-06-03", "2024-06-03"]
    assert [each["row"] for each in found["ask"]] == [4]


def test_sheets_of_several_years_are_read_and_sums_left() -> None:
    def more(made: Any) -> None:
        other = made.create_sheet("2025")
        other.append(["My PDPs"])
        for row in [["Activity", "Completed", "PDPs"], ["Maker club", date(2025, 1, 6), 20], ["Total", None, 20]]:
            other.append(row)
        sums = made.create_sheet("Summary")
        for row in [["Category", "PDPs"], ["Content", 15]]:
            sums.append(row)
        made.create_sheet("Empty")

    found = read(book(more))
    assert found["table"]["sheets_read"] == ["Log", "2025"]
    assert found["table"]["sheets_left"] == ["Summary", "Empty"]
    assert [(each["sheet"], each["row"]) for each in found["activities"]] == [("Log", 2), ("Log", 3), ("2025", 3)]
    assert [(each["sheet"], each["row"]) for each in found["refused"]] == [("2025", 4)]


def test_a_cell_far_away_costs_nothing() -> None:
    found = read(book(lambda made: made["Log"].__setitem__("XFD1048576", "far")))
    assert len(found["activities"]) == 2


def test_too_many_rows_on_one_sheet_keep_the_others_out() -> None:
    def more(made: Any) -> None:
        for name, number in (("Many", 501), ("Few", 1)):
            other = made.create_sheet(name)
            for row in [HEADER, *([date(2024, 1, 6), f"{name} {n}", 2, None] for n in range(number))]:
                other.append(row)

    found = read(book(more))
    assert (found["outcome"], found["activities"]) == ("ask", [])
    assert "501 rows" in found["ask"][0]["about"]


# -- traps


def rewritten(raw: bytes, **parts: bytes) -> bytes:
    """The same archive with some of its parts replaced; `sheet` and `shared` name them."""
    names = {"sheet": "xl/worksheets/sheet1.xml", "shared": "xl/sharedStrings.xml", "extra": "xl/media/extra.bin"}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in {names[key] for key in parts}:
                new.writestr(name, old.read(name))
        for key, part in parts.items():
            new.writestr(names[key], part)
    return out.getvalue()


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
)
CELLS = b"<worksheet><sheetData>" + b'<row><c t="n"><v>1</v></c></row>' * 81_000 + b"</sheetData></worksheet>"
TRAPS = {
    "bomb": lambda: rewritten(book(), extra=b"\0" * 40_000_000),
    "many bombs": lambda: rewritten(
        book(), shared=b"\0" * 30_000_000, extra=b"\0" * 30_000_000, sheet=b"\0" * 30_000_000
    ),
    "ratio": lambda: rewritten(book(), extra=b"\0" * 5_000_000),
    "entities": lambda: rewritten(book(), sheet=LAUGHS),
    "no sheet": lambda: rewritten(book(), sheet=b""),
    "too many cells": lambda: rewritten(book(), sheet=CELLS),
    "merged cells": lambda: book(lambda made: made["Log"].merged_cells.add("A5:XFD1000000")),
    "a long cell": lambda: rewritten(book(), shared=b"<sst><si><t>" + b"ab" * 200_000 + b"</t></si></sst>"),
    "cut off": lambda: book()[:-200],
    "other archive": lambda: b"PK\x03\x04" + b"xl/" + b"\0" * 300,
}


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_is_refused(name: str) -> None:
    found = read(TRAPS[name]())
    assert (found["outcome"], found["activities"]) == ("refused", [])
    assert found["messages"][0]["text"]


def test_cells_far_to_the_right_cost_nothing() -> None:
    row = b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>'
    far = b"".join(row % (n, n) for n in range(1, 20_000))
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    found = read(rewritten(book(), sheet=head + far + b"</sheetData></worksheet>"))
    assert (found["outcome"], found["activities"]) == ("ask", [])
