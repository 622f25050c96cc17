"""Where a batch that was cut off is to go on: read from what it has written, of which only whole lines are kept."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from .table import TableRow, rows_of_line


class CannotResume(ValueError):
    """What is there is not what this batch has begun; the text says why."""


class LastRow(NamedTuple):
    """What the last row of an output says; "" where it does not say it."""

    number: int
    file: str
    as_of: str
    catalog: str

    @classmethod
    def of(cls, row: TableRow) -> LastRow:
        """The same of a row, or of a line of JSON."""
        return cls(int(row["number"]), *(str(row.get(key) or "") for key in ("file", "as_of", "catalog")))


class Begun(NamedTuple):
    """What of an output stays."""

    done: int = 0
    """Up to this number all portfolios are in it."""
    keep: int = 0
    """How many of its bytes stay; of a workbook, how many of its rows below the header."""
    last: LastRow | None = None
    states: frozenset[str] = frozenset()


def begun(place: Path, form: str) -> Begun:
    """What an output holds already; nothing if it is not there. Raises CannotResume for what is no such output."""
    if not place.exists():
        return Begun()
    try:
        if form == "xlsx":
            return _in_table(enumerate(rows_in_workbook(place)))
        with place.open("rb") as stream:
            if form == "jsonl":
                return _in_json_lines(stream)
            return _in_table(_csv_rows(stream))
    except (ValueError, KeyError, TypeError, csv.Error) as problem:
        raise CannotResume(f"it is not what a batch has written in this format ({type(problem).__name__})") from None


def _in_json_lines(stream: BinaryIO) -> Begun:
    """A line is whole if it ends; what a portfolio brings is one line, so each of them is done."""
    keep, last, states = 0, None, set[str]()
    for raw in stream:
        if not raw.endswith(b"\n"):
            break
        line = json.loads(raw)
        last = LastRow.of(line)
        states |= {row["state"] for row in rows_of_line(line)}
        keep += len(raw)
    return Begun(last.number if last else 0, keep, last, frozenset(states))


def _csv_rows(stream: BinaryIO) -> Iterator[tuple[int, TableRow]]:
    """(where it begins, row) of each whole row. No cell holds a line break, so a line is a row."""
    at = len(head := stream.readline())
    names = next(csv.reader([head.decode()]))
    for raw in stream:
        if not raw.endswith(b"\n"):
            return
        yield at, dict(zip(names, next(csv.reader([raw.decode()], strict=True)), strict=True))
        at += len(raw)


def rows_in_workbook(place: Path) -> Iterator[TableRow]:
    """The rows of a workbook that a batch has written."""
    from openpyxl import load_workbook

    book = load_workbook(place, read_only=True)
    try:
        for sheet in book.worksheets:
            rows = sheet.iter_rows(values_only=True)
            names = [str(name) for name in next(rows)]
            for cells in rows:
                yield {name: cell for name, cell in zip(names, cells, strict=False) if cell is not None}
    finally:
        book.close()


def _in_table(rows: Iterator[tuple[int, TableRow]]) -> Begun:
    """Of the last portfolio not all rows may be there, so it is judged again."""
    last = None
    number, keep = 0, 0
    before, states = set[str](), set[str]()
    for at, row in rows:
        if int(row["number"]) != number:
            number, keep = int(row["number"]), at
            before |= states
        states.add(row["state"])
        last = LastRow.of(row)
    return Begun(max(0, number - 1), keep, last, frozenset(before))
