"""Where a batch that was cut off is to go on: read from what it has written, of which only whole lines are kept."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from .table import rows_of_line

LAST_SEEN = ("number", "file", "person", "as_of", "catalog")


class CannotResume(ValueError):
    """What is there is not what this batch has begun; the text says why."""


class Begun(NamedTuple):
    """What of an output stays."""

    done: int = 0
    """Up to this number all portfolios are in it."""
    keep: int = 0
    """How many of its bytes stay; of a workbook, how many of its rows below the header."""
    last: Mapping[str, Any] = {}
    """What the last row says: number, file, person, as_of, catalog."""
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
    keep, last, states = 0, {}, set[str]()
    for raw in stream:
        if not raw.endswith(b"\n"):
            break
        last = json.loads(raw)
        states |= {row["state"] for row in rows_of_line(last)}
        keep += len(raw)
    seen = {key: last[key] for key in LAST_SEEN if key in last}
    return Begun(int(last["number"]) if last else 0, keep, seen, frozenset(states))


def _csv_rows(stream: BinaryIO) -> Iterator[tuple[int, dict[str, Any]]]:
    """(where it begins, row) of each whole row. No cell holds a line break, so a line is a row."""
    at = len(head := stream.readline())
    names = next(csv.reader([head.decode()]))
    for raw in stream:
        if not raw.endswith(b"\n"):
            return
        yield at, dict(zip(names, next(csv.reader([raw.decode()], strict=True)), strict=True))
        at += len(raw)


def rows_in_workbook(place: Path) -> Iterator[dict[str, Any]]:
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


def _in_table(rows: Iterator[tuple[int, dict[str, Any]]]) -> Begun:
    """Of the last portfolio not all rows may be there, so it is judged again."""
    last: dict[str, Any] = {}
    number, keep = 0, 0
    before, states = set[str](), set[str]()
    for at, row in rows:
        if int(row["number"]) != number:
            number, keep = int(row["number"]), at
            before |= states
        states.add(row["state"])
        last = {key: row[key] for key in LAST_SEEN if row.get(key) not in (None, "")}
    return Begun(max(0, number - 1), keep, last, frozenset(before))
