"""Tables for a spreadsheet: CSV by the standard library, workbooks by openpyxl, which is loaded only here.

No cell can be run: a text that a spreadsheet could take for a formula gets an apostrophe in CSV, which import takes
away again, and the type of a text in a workbook.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ...core.escaping import guarded

Cell = str | int | Decimal | date | None
MOST_ROWS_WITH_CHOICES = 1000
_WHEN = datetime(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its header, its rows, the choices of columns that have some, and widths of columns in characters."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    widths: Mapping[str, int] = field(default_factory=dict)


def csv_line(cells: Sequence[Cell]) -> str:
    """One line of a CSV file, its end included (RFC 4180)."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([_written(cell) for cell in cells])
    return out.getvalue()


def csv_text(header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """A CSV file with the mark that makes spreadsheets read it as UTF-8."""
    return "\ufeff" + "".join(map(csv_line, (header, *rows)))


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    return guarded(cell) if isinstance(cell, str) else cell.isoformat() if isinstance(cell, date) else f"{cell}"


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """A workbook (XLSX): headers that stay in sight, texts as texts, drop-downs where a column has choices.

    The words of drop-downs are on the last sheet, below what is there, one list below the other: rows of one cell
    are no table to whoever reads the workbook.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.active)
    book.properties.created = book.properties.modified = _WHEN
    for sheet in sheets:
        made = book.create_sheet(sheet.name)
        for number, cells in enumerate((sheet.header, *sheet.rows), 1):
            for column, value in enumerate(cells, 1):
                if value is None:
                    continue
                cell = made.cell(number, column)
                cell.value = float(value) if isinstance(value, Decimal) else value
                if isinstance(value, str):
                    cell.data_type = "s"
                elif isinstance(value, date):
                    cell.number_format = "mm/dd/yyyy"
                if number == 1:
                    cell.font = Font(bold=True)
        made.freeze_panes = "A2"
        for column, name in enumerate(sheet.header, 1):
            made.column_dimensions[get_column_letter(column)].width = sheet.widths.get(name, 14)
    for sheet in sheets:
        _offer(book[sheet.name], book[sheets[-1].name], sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _offer(made: Any, lists: Any, sheet: Sheet) -> None:
    """Drop-downs. Their words are cells, as a list inside a drop-down may have 255 characters only."""
    from openpyxl.utils import get_column_letter, quote_sheetname
    from openpyxl.worksheet.datavalidation import DataValidation

    for name, words in sheet.choices.items():
        first = lists.max_row + 2
        for number, word in enumerate(words, first):
            lists.cell(number, 1).value = word
        at = f"{quote_sheetname(lists.title)}!$A${first}:$A${first + len(words) - 1}"
        offer = DataValidation(type="list", formula1=at, allow_blank=True, showErrorMessage=False)
        where = get_column_letter(list(sheet.header).index(name) + 1)
        offer.add(f"{where}2:{where}{MOST_ROWS_WITH_CHOICES}")
        made.add_data_validation(offer)
