"""Tables too long to hold: their rows one after the other, as texts. Cells in merged areas are blank, formulas results.

What `import` reads at once has limits; here only single rows and the texts that cells of a workbook share are held.
"""

from __future__ import annotations

import codecs
import csv
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..importing.result import CannotImport, shown
from ..importing.tables.archive import damaged, refuse_traps_in_long
from ..importing.tables.sheets import MOST_COLUMNS
from ..importing.tables.text import decoded, delimiter_of, said_delimiter
from ..importing.tables.workbook import text_of

HEAD = 1_000_000
"""Bytes by which a text table's encoding and delimiter are found."""
LONGEST_CELL = 100_000
"""Signs."""

Cells = list[str]


def long_sheets(path: Path) -> Iterator[tuple[str, Iterator[Cells]]]:
    """(name, rows) of each sheet that is not hidden; "" is the name of a text table. Raises CannotImport.

    The rows of a sheet have to be read before the next sheet is asked for.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if head.startswith(b"PK\x03\x04"):
        yield from _of_workbook(path)
    else:
        yield "", _of_text(path, head)


def _of_text(path: Path, head: bytes) -> Iterator[Cells]:
    whole = len(head) < HEAD
    start, encoding = decoded(head if whole else head[: head.rfind(b"\n") + 1] or head)
    if encoding == "utf-8" and not _is_utf_8(path):
        encoding = "cp1252"
    named, delimiter = said_delimiter(start)
    delimiter = delimiter or delimiter_of(start)
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=encoding, newline="") as stream:
        stream.read(named)
        try:
            for cells in csv.reader(stream, delimiter=delimiter):
                yield [cell.strip() for cell in cells[:MOST_COLUMNS]]
        except (csv.Error, UnicodeDecodeError) as problem:
            why = "a cell is too long, or a quotation mark is never closed" if "limit" in str(problem) else problem
            raise CannotImport(f"The table cannot be read: {why}. Save it again from your spreadsheet.") from None


def _is_utf_8(path: Path) -> bool:
    """Whether all of a file is."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as stream:
            while part := stream.read(HEAD):
                decoder.decode(part)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _of_workbook(path: Path) -> Iterator[tuple[str, Iterator[Cells]]]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(path) as archive:
            refuse_traps_in_long(archive)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about looks that openpyxl does not keep
            book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
            for sheet in book.worksheets:
                if sheet.sheet_state == "visible":
                    yield shown(sheet.title), _rows_of(sheet)
            book.close()
    except CannotImport:
        raise
    except Exception as problem:  # a damaged file makes openpyxl stumble in any way there is
        raise damaged(problem) from None


def _rows_of(sheet: Any) -> Iterator[Cells]:
    for values in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True):
        yield [text_of(value) for value in values]
