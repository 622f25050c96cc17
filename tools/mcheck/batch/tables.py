"""Tables that hold many people: one row for each activity, and a column with a code that tells whose it is.

What names a person is never repeated: where the column does not hold codes, numbers take their place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ..core.codes import Code
from ..core.messages import InputError, message
from ..importing.answers.days import order_of
from ..importing.bring import MOST_BYTES
from ..importing.result import CannotImport
from ..importing.tables.sheets import Sheet, Table
from ..importing.tables.text import read_text_table
from ..importing.tables.words import plain, tells_whose
from ..importing.tables.workbook import read_workbook
from ..loading.load import MOST_BYTES as MOST_IN_LINE
from ..loading.load import read_bytes
from ..loading.privacy import is_number_of_person

LINES = (".jsonl", ".ndjson")
TABLES = (".csv", ".tsv", ".xlsx")
"""The endings of tables; what else is named is a portfolio."""
PERSON = ("person", "person code", "code", "educator code", "staff code", "educator", "staff")
"""What the column with the code is called, the surest first."""
LICENSE = {
    "field": ("field", "license field"),
    "expires": ("expires", "license expires"),
    "type": ("type", "license type"),
    "primary": ("primary", "primary license"),
}
"""What a table may say of a license, and how its columns are called."""
_CODE = re.compile(r"[\w./#-]{1,40}")
_WORD = re.compile(r"[^\W\d_]{3}")


class Rows(NamedTuple):
    """The rows of one person: of the activities, with their header, and what is said of licenses."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    licenses: tuple[tuple[tuple[str, str], ...], ...]
    """(key, text) of each, without what is not said."""
    date_order: str
    """That of all dates of the table, as one person's may not show it."""


class Content(NamedTuple):
    """A portfolio file as bytes, for workers that do not see the folder it is in."""

    raw: bytes


class Refused(NamedTuple):
    """Why a table or a line of it cannot be read."""

    code: str
    text: str
    hint: str = ""


Tell = Callable[[str], None]


def is_code(text: str) -> bool:
    """Whether a text is a code and no name or address: without spaces, and not of letters alone."""
    return bool(_CODE.fullmatch(text)) and (any(sign.isdigit() for sign in text) or not _WORD.search(text))


def people_in(name: str, tell: Tell) -> Iterator[tuple[str, bytes | Rows | Refused]]:
    """(code, what there is) of each person of a table, in the order in which they come first.

    `tell` is told once where numbers take the place of what the table calls them.
    """
    try:
        if name.lower().endswith(LINES):
            yield from _lines(name)
            return
        raw = read_bytes(name, MOST_BYTES)
        table = read_workbook(raw) if raw.startswith(b"PK\x03\x04") else read_text_table(raw)
        yield from _people(name, table, tell)
    except InputError as why:
        yield "", Refused(why.messages[0].code, why.messages[0].text, why.messages[0].hint)
    except CannotImport as why:
        yield "", Refused(why.code or Code.CANNOT_READ, str(why))


def _lines(name: str) -> Iterator[tuple[str, bytes | Rows | Refused]]:
    """One portfolio for each line, by its number; nothing is held but the line."""
    if not Path(name).is_file():
        read_bytes(name, 0)  # says what is wrong
    with Path(name).open("rb") as stream:
        for number, raw in enumerate(iter(lambda: stream.readline(MOST_IN_LINE + 1), b""), 1):
            if len(raw) > MOST_IN_LINE and not raw.endswith(b"\n"):
                yield f"{number}", Refused(Code.TOO_LARGE, f"Line {number} is longer than a portfolio may be.")
                return
            if raw.strip():
                yield f"{number}", raw


def _people(name: str, table: Table, tell: Tell) -> Iterator[tuple[str, bytes | Rows | Refused]]:
    sheets = [sheet for sheet in table.sheets if sheet.rows and not sheet.hidden]
    if any(sheet.beyond for sheet in sheets):
        raise CannotImport("The table has too many rows. Split it, or use JSON Lines, which may be of any size.")
    licenses = [sheet for sheet in sheets if plain(sheet.name) == "licenses"]
    lists = [sheet for sheet in sheets if sheet not in licenses]
    if not lists:
        raise CannotImport("The table has no rows of activities.")
    people: dict[str, tuple[list[tuple[str, ...]], list[tuple[tuple[str, str], ...]]]] = {}
    header: tuple[str, ...] = ()
    whose = ""
    for sheet in [lists[0], *licenses]:
        top, rows = _body(sheet)
        column = _person_column(top)
        whose = whose or top[column]
        header = header or top
        _refuse_numbers_of_people(top, rows)
        for cells in rows:
            mine, held = people.setdefault(cells[column], ([], []))
            if license := _license(top, cells):
                held += [license] if license not in held else []
            if sheet is lists[0]:
                mine.append(tuple(cells))
    people.pop("", None)
    codes = list(people)
    if not all(map(is_code, codes)):
        tell(f"{name}: the column {whose} holds names or addresses; people are numbered in the order of the table.")
        codes = [f"{number}" for number in range(1, len(people) + 1)]
    order = order_of(cell for cells in lists[0].rows.values() for cell in cells) or ""
    for code, (mine, held) in zip(codes, people.values(), strict=True):
        yield code, Rows(*_activities(header, mine), tuple(held), order)


def _body(sheet: Sheet) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The header, which is the first row with a column of people, and the rows below, all equally wide."""
    width = max(map(len, sheet.rows.values()))
    rows = [tuple(cells + [""] * (width - len(cells))) for cells in sheet.rows.values()]
    for number, cells in enumerate(rows[:20]):
        if _person_column(cells, missing=-1) >= 0:
            return cells, [row for row in rows[number + 1 :] if row != cells]
    raise CannotImport('No column tells whose each row is. Call one "person", with a code for each person in it.')


def _person_column(header: Sequence[str], missing: int = 0) -> int:
    names = [plain(name) for name in header]
    known = [names.index(word) for word in PERSON if word in names]
    return next(iter([*known, *(n for n, name in enumerate(header) if tells_whose(name))]), missing)


def _refuse_numbers_of_people(header: Sequence[str], rows: Sequence[tuple[str, ...]]) -> None:
    """Raises InputError for a column of what looks like Social Security numbers, by its name."""
    for column, name in enumerate(header):
        filled = [cells[column] for cells in rows if cells[column]]
        found = sum(map(is_number_of_person, filled))
        if found and (2 * found > len(filled) or column == _person_column(header)):
            text = f"The column {name} looks like Social Security numbers. mcheck neither needs nor keeps such numbers."
            raise InputError(
                [message(Code.LOOKS_LIKE_SSN, "", text, "Take the column out, or put codes in its place.")]
            )


def _license(header: Sequence[str], cells: Sequence[str]) -> tuple[tuple[str, str], ...]:
    names = [plain(name) for name in header]
    found = []
    for key, words in LICENSE.items():
        column = next((names.index(word) for word in words if word in names), None)
        if column is not None and cells[column]:
            found.append((key, cells[column]))
    return tuple(found) if any(key in ("field", "expires") for key, _ in found) else ()


def _activities(
    header: Sequence[str], rows: Sequence[tuple[str, ...]]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Header and rows without what names the person or tells of licenses; rows that then say nothing are left out."""
    known = {word for words in LICENSE.values() for word in words}
    person = _person_column(header)
    kept = [n for n, name in enumerate(header) if n != person and plain(name) not in known and not tells_whose(name)]
    cut = (tuple(cells[n] for n in kept) for cells in rows)
    return tuple(header[n] for n in kept), tuple(cells for cells in cut if any(cells))
