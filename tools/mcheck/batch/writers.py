"""How rows leave: each is written when it comes, no more than one is held, and what is there is always valid."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.escaping import escape_terminal
from ..rendering.backends.json_text import render_line
from ..rendering.backends.sheets import csv_line
from .table import TableRow, columns_of, rows_of_line

if TYPE_CHECKING:
    from ..core.reports.batch_line import BatchLine

MOST_ROWS = 1_000_000
"""Rows of one sheet of a workbook; a spreadsheet reads few more."""


class Writer:
    """Takes the lines of a batch one by one."""

    def line(self, line: BatchLine) -> None:
        """Writes what came of one portfolio: its rows, unless a format has something else."""
        for row in rows_of_line(line):
            self.row(row)

    def row(self, row: TableRow) -> None:
        """Writes what came of one license."""

    def close(self) -> None:
        """Makes whole what was written."""


class JsonLines(Writer):
    """A line of JSON for each portfolio."""

    def __init__(self, emit: Callable[[str], object]) -> None:
        self._emit = emit

    def line(self, line: BatchLine) -> None:
        self._emit(render_line(line))


class Csv(Writer):
    """Comma-separated values with a header; `begun` leaves it out."""

    def __init__(self, emit: Callable[[str], object], parts: Mapping[str, str], *, begun: bool = False) -> None:
        self._emit = emit
        self._columns = columns_of(parts)
        if not begun:
            emit(csv_line(self._columns))

    def row(self, row: TableRow) -> None:
        cells = (row.get(name) for name in self._columns)
        self._emit(csv_line([escape_terminal(each) if isinstance(each, str) else each for each in cells]))


class Workbook(Writer):
    """A workbook (XLSX), whose rows openpyxl keeps in a file until it is closed; texts stay texts."""

    def __init__(self, place: Path, parts: Mapping[str, str], before: Iterable[TableRow] = ()) -> None:
        from openpyxl import Workbook as Book

        self._place, self._columns = place, columns_of(parts)
        self._book, self._rows = Book(write_only=True), 0
        self._begin_sheet()
        for row in before:
            self.row(row)

    def row(self, row: TableRow) -> None:
        if self._rows and self._rows % MOST_ROWS == 0:
            self._begin_sheet()
        self._sheet.append([self._cell(row.get(name)) for name in self._columns])
        self._rows += 1

    def close(self) -> None:
        draft = self._place.with_name(f".mcheck-{os.urandom(8).hex()}.draft")
        try:
            self._book.save(draft)
            draft.replace(self._place)
        finally:
            draft.unlink(missing_ok=True)

    def _begin_sheet(self) -> None:
        self._sheet = self._book.create_sheet()
        self._sheet.freeze_panes = "A2"
        self._sheet.append(self._columns)

    def _cell(self, value: Any) -> Any:
        if not isinstance(value, str):
            return float(value) if isinstance(value, Decimal) else value
        from openpyxl.cell import WriteOnlyCell

        cell = WriteOnlyCell(self._sheet, escape_terminal(value))
        cell.data_type = "s"
        return cell


class Spool:
    """Texts kept in a file until all are there, then given back by their keys; of each only the key is held."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile("w+b")  # noqa: SIM115
        self._places: list[tuple[Any, int, int]] = []
        self._end = 0

    def add(self, key: Any, text: str) -> None:
        """Keeps a text; keys have to be comparable with each other."""
        raw = text.encode()
        self._file.write(raw)
        self._places.append((key, self._end, len(raw)))
        self._end += len(raw)

    def __iter__(self) -> Iterator[tuple[Any, str]]:
        """(key, text) by key, those of the same key in the order in which they came; once, then the file is gone."""
        self._file.flush()
        for key, start, length in sorted(self._places):
            self._file.seek(start)
            yield key, self._file.read(length).decode()
        self._file.close()


class Sorted(Writer):
    """Rows in the order of a column, those without a value last: written once all have come."""

    def __init__(self, writer: Writer, column: str) -> None:
        self._writer, self._column = writer, column
        self._spool = Spool()

    def row(self, row: TableRow) -> None:
        self._spool.add(sort_key(row, self._column), render_line(row))

    def close(self) -> None:
        for _, text in self._spool:
            self._writer.row(json.loads(text))
        self._writer.close()


def sort_key(row: TableRow, column: str) -> tuple[bool, Any]:
    value = row.get(column)
    return (True, "") if value is None else (False, value.casefold() if isinstance(value, str) else float(value))
