"""Text tables: encoded as their mark says, else UTF-8, else Windows; parted as makes most rows equally wide."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from ...core.codes import Code
from ..result import CannotImport
from .sheets import MOST_COLUMNS, MOST_ROWS, Sheet, Table

USUAL, RARE = ",;\t|", "^~:#\x1f"
MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
MOST_TRIED = 200
"""Rows by which the delimiter is found."""
CONTROL = re.compile(r"[\0-\x06\x0e-\x1a\x1c-\x1e]")


def read_text_table(raw: bytes) -> Table:
    """The only sheet of a text table; raises CannotImport for what is no text or no table."""
    text, encoding = decoded(raw)
    named, delimiter = said_delimiter(text)
    text = text[named:]
    delimiter = delimiter or delimiter_of(text)
    sheet = Sheet()
    try:
        for number, cells in enumerate(_records(text, delimiter), 1):
            if number > MOST_ROWS:
                sheet.beyond += any(cells)
            elif any(cell.strip() for cell in cells):
                sheet.rows[number] = [cell.strip() for cell in cells[:MOST_COLUMNS]]
                sheet.too_wide = sheet.too_wide or len(cells) > MOST_COLUMNS
    except csv.Error as problem:
        raise CannotImport(
            f"The table cannot be read: {problem}. Save it again as CSV from your spreadsheet."
        ) from None
    return Table((sheet,), {"encoding": encoding, "delimiter": delimiter})


def said_delimiter(text: str) -> tuple[int, str]:
    """The length of a first line that tells the delimiter, as some spreadsheets write it, and that; or 0 and ""."""
    named = re.match(r"\s*\"?sep=([^\s\"])\"?[^\S\n\r]*(?:\r\n|\r|\n)", text, re.IGNORECASE)
    return (named.end(), named[1]) if named else (0, "")


def decoded(raw: bytes) -> tuple[str, str]:
    """The text of bytes and the name of its encoding; raises CannotImport."""
    encoding = next((name for mark, name in MARKS if raw.startswith(mark)), "")
    if not encoding and b"\0" in raw[:1000]:
        encoding = "utf-16-le" if raw[1:2] == b"\0" else "utf-16-be"
    for name in (encoding,) if encoding else ("utf-8", "cp1252"):
        try:
            text = raw.decode(name)
        except UnicodeDecodeError:
            continue
        if 20 * len(CONTROL.findall(text[:4000])) > len(text[:4000]):
            break
        return text, name.removesuffix("-le").removesuffix("-be")
    raise CannotImport("It is neither text nor a file of a kind that mcheck knows.", Code.WRONG_ENCODING)


def delimiter_of(text: str) -> str:
    """The sign with which most of the first rows are equally wide; raises CannotImport if none parts them."""
    for signs in (USUAL, RARE):
        widths = {sign: _width(text, sign) for sign in signs}
        best = max(widths, key=lambda sign: widths[sign])
        if widths[best][1] > 1:
            return best
    raise CannotImport("It is plain text, or a table of one column. A table needs a column for each thing it tells.")


def _width(text: str, delimiter: str) -> tuple[int, int]:
    """(how many rows have the most common width above 1, that width)."""
    try:
        rows = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), MOST_TRIED))
    except csv.Error:
        return 0, 0
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return max(((often, width) for width, often in widths.items()), default=(0, 0))


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    """The rows of a table, empty ones too; a quote that is never closed is an error, as it would swallow the rest."""
    if _is_open(text, delimiter):
        raise csv.Error("a quotation mark is never closed")
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _is_open(text: str, delimiter: str) -> bool:
    if '"' not in text:
        return False
    strict = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for _ in strict:
            pass
    except csv.Error as problem:
        return "unexpected end" in str(problem)
    return False
