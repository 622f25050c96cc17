"""Workbooks (XLSX), by openpyxl, which is loaded only for one, after a look at what its parts unpack to."""

from __future__ import annotations

import io
import warnings
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from ..result import CannotImport, shown
from .archive import damaged, has_formulas
from .sheets import MOST_COLUMNS, Note, Sheet, Table


def read_workbook(raw: bytes) -> Table:
    """The sheets of a workbook; raises CannotImport for what is none, is damaged, or could be a trap."""
    formulas_too = has_formulas(raw)
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about looks that openpyxl does not keep
            values = load_workbook(io.BytesIO(raw), data_only=True, keep_links=False)
            formulas = load_workbook(io.BytesIO(raw), keep_links=False) if formulas_too else None
            early = values.epoch.year == 1904
            written = {sheet.title: sheet for sheet in formulas.worksheets} if formulas is not None else {}
            sheets = [_sheet(sheet, written.get(sheet.title), early) for sheet in values.worksheets]
    except CannotImport:
        raise
    except Exception as problem:  # a damaged file makes openpyxl stumble in any way there is
        raise damaged(problem) from None
    return Table(tuple(sheets))


def _sheet(values: Any, formulas: Any, early: bool) -> Sheet:
    """One sheet as texts. Only cells that are there are looked at, wherever they are."""
    made = Sheet(
        name=shown(values.title),
        hidden=values.sheet_state != "visible",
        hidden_rows=frozenset(n for n, look in values.row_dimensions.items() if look.hidden),
        hidden_columns=frozenset(_hidden_columns(values)),
        counts_from_1904=early,
    )
    merged = _merged(values)
    for (row, column), cell in sorted(values._cells.items()):
        if column > MOST_COLUMNS:
            made.too_wide = made.too_wide or cell.value is not None
            continue
        text = text_of(cell.value)
        note: Note | None = "error" if cell.data_type == "e" else None
        if not text and formulas is not None and (formula := formulas._cells.get((row, column))) is not None:
            note = "no-result" if formula.data_type == "f" else None
        if not text and (row, column) in merged:
            text = text_of(values.cell(*merged[row, column]).value)
            note = "merged" if text else None
        if note == "error":
            text = ""
        if not text and note is None:
            continue
        cells = made.rows.setdefault(row, [])
        cells += [""] * (column - len(cells))
        cells[column - 1] = text
        if note:
            made.notes[row, column - 1] = note
    noted = {row for row, _ in made.notes}
    made.rows = {row: cells for row, cells in made.rows.items() if any(cells) or row in noted}
    return made


def _merged(sheet: Any) -> dict[tuple[int, int], tuple[int, int]]:
    """For each cell under the first one of a merged column of cells, where its value is."""
    return {
        (row, area.min_col): (area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        if area.min_col == area.max_col and area.max_row - area.min_row < 1000
        for row in range(area.min_row + 1, area.max_row + 1)
    }


def _hidden_columns(sheet: Any) -> set[int]:
    """Columns that are hidden, counted from 0. One entry may stand for several."""
    looks = (look for look in sheet.column_dimensions.values() if look.hidden)
    return {n for look in looks for n in range((look.min or 1) - 1, min(look.max or look.min or 1, 1000))}


def text_of(value: Any) -> str:
    """A value as a text table would have it: days by ISO 8601, lengths of time as hours and minutes."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value.hour}:{value.minute:02}"
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    if isinstance(value, float):
        return format(Decimal(repr(round(value, 6))).normalize(), "f")
    return str(value).strip()
