"""Tables that hold many people: one row for each activity, and a column with a code that tells whose it is.

What names a person is never repeated: where the column does not hold codes, numbers take their place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ..core.codes import Code
from ..core.messages import InputError, refusal
from ..core.wording import count
from ..importing.answers.days import order_of
from ..importing.result import CannotImport, TooMuch
from ..importing.tables.text import read_text_table
from ..importing.tables.words import plain, tells_whose
from ..importing.tables.workbook import read_workbook
from ..loading.load import MOST_BYTES as MOST_IN_LINE
from ..loading.load import read_bytes
from ..loading.privacy import is_number_of_person
from .by_person import ByPerson
from .long_tables import long_sheets

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
ACTIVITIES, LICENSES = 0, 1
"""What a sheet tells of."""
SHORT = 2_000_000
"""Bytes of a table that is read at once."""
MOST_ABOVE = 20
"""Rows above a header."""
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


def people_in(name: str, read: Callable[[str], Table]) -> Iterator[tuple[str, bytes | Rows | Refused]]:
    """(code, what there is) of each person of a table, in the order in which they come first."""
    try:
        if name.lower().endswith(LINES):
            yield from _lines(name)
        else:
            yield from _people(read(name))
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


def number_in(name: str, read: Callable[[str], Table]) -> int:
    """How many people a table holds."""
    if name.lower().endswith(LINES):
        return sum(1 for _ in people_in(name, read))
    try:
        return len(read(name).people)
    except (InputError, CannotImport):
        return 1  # the row that says so


def read_table(name: str, tell: Tell) -> Table:
    """A table, read whole. Raises CannotImport, InputError.

    `tell` is told where numbers take the place of what the table calls people, and of rows that name nobody.
    """
    read = Table()
    for title, rows in _sheets(name):
        if plain(title) == "licenses":
            read.sheet(LICENSES, rows)
        elif not read.heads.get(ACTIVITIES):
            read.sheet(ACTIVITIES, rows)
    header = read.heads.get(ACTIVITIES)
    if not header:
        raise CannotImport("The table has no rows of activities.")
    whose = header[_person_column(header)]
    if read.nobodys:
        tell(f"{name}: {count(read.nobodys, 'row')} without anything in the column {whose} left out.")
    read.coded = all(map(is_code, read.people.codes()))
    if not read.coded:
        tell(f"{name}: the column {whose} holds names or addresses; people are numbered in the order of the table.")
    return read


def _people(read: Table) -> Iterator[tuple[str, Rows]]:
    header = read.heads[ACTIVITIES]
    header = (*header, *[""] * (read.width - len(header)))
    order = "mixed" if len(read.orders) > 1 else next(iter(read.orders), "")
    columns = {which: _license_columns(head) for which, head in read.heads.items()}
    kept = _activity_columns(header)
    for number, code, raw in read.people:
        licenses = dict.fromkeys(license for sheet, cells in raw if (license := _license(columns[sheet], cells)))
        activities = [(*cells, *[""] * (read.width - len(cells))) for sheet, cells in raw if sheet == ACTIVITIES]
        rows = [cut for cells in activities if any(cut := tuple([cells[n] for n in kept]))]
        held = Rows(tuple(header[n] for n in kept), tuple(rows), tuple(licenses), order)
        yield code if read.coded else f"{number}", held


def _sheets(name: str) -> Iterator[tuple[str, Iterable[Sequence[str]]]]:
    """(name, rows) of each sheet: of a short table as `import` reads it, of a long one row by row."""
    path = Path(name)
    if not path.is_file() or path.stat().st_size <= SHORT:
        raw = read_bytes(name, SHORT)
        try:
            table = read_workbook(raw) if raw.startswith(b"PK\x03\x04") else read_text_table(raw)
        except TooMuch:
            table = None
        if table is not None and not any(sheet.beyond for sheet in table.sheets):
            yield from ((sheet.name, sheet.rows.values()) for sheet in table.sheets if sheet.rows and not sheet.hidden)
            return
    yield from long_sheets(path)


class Table:
    """What is known of a table once its rows have been read."""

    def __init__(self) -> None:
        self.people = ByPerson()
        self.heads: dict[int, tuple[str, ...]] = {}
        """The header of the activities and that of the licenses."""
        self.orders: set[str] = set()
        """In which the parts of dates are written."""
        self.width = self.nobodys = 0
        """The most cells in a row of activities; the rows that name no person."""
        self.coded = False
        """Whether people are called by codes."""

    def sheet(self, which: int, rows: Iterable[Sequence[str]]) -> None:
        """Reads a sheet: its header is the first row with a column of people. Raises CannotImport, InputError."""
        header: tuple[str, ...] = ()
        column = -1
        filled, numbers = Counter[int](), Counter[int]()
        for place, cells in enumerate(cells for cells in rows if any(cells)):
            if not header:
                column = _person_column(cells, missing=-1)
                header = tuple(cells) if column >= 0 else ()
                if not header and place >= MOST_ABOVE:
                    break
                continue
            if tuple(cells) == header:
                continue
            for n, cell in enumerate(cells):
                filled[n] += bool(cell)
                numbers[n] += len(cell) >= 9 and is_number_of_person(cell)
            if order := order_of(cells):
                self.orders |= {"dmy", "mdy"} if order == "mixed" else {order}
            if column < len(cells) and cells[column]:
                self.people.add(cells[column], which, cells)
            else:
                self.nobodys += 1
            self.width = max(self.width, len(cells), len(header))
        if not header:
            why = 'No column tells whose each row is. Call one "person", with a code for each person in it.'
            raise CannotImport(why)
        _refuse_numbers_of_people(header, column, filled, numbers)
        self.heads[which] = header


def _person_column(header: Sequence[str], missing: int = 0) -> int:
    names = [plain(name) for name in header]
    known = [names.index(word) for word in PERSON if word in names]
    return next(iter([*known, *(n for n, name in enumerate(header) if tells_whose(name))]), missing)


def _refuse_numbers_of_people(
    header: Sequence[str], person: int, filled: Mapping[int, int], numbers: Mapping[int, int]
) -> None:
    """Raises InputError for a column of what looks like Social Security numbers, by its name.

    By column how many cells there are, and how many of them look so.
    """
    for column, name in enumerate(header):
        number = numbers.get(column, 0)
        if number and (2 * number > filled[column] or column == person):
            text = f"The column {name} looks like Social Security numbers. mcheck neither needs nor keeps such numbers."
            hint = "Take the column out, or put codes in its place."
            raise refusal(Code.LOOKS_LIKE_SSN, text, hint)


def _license_columns(header: Sequence[str]) -> list[tuple[str, int]]:
    """(key, column) of what a sheet says of a license."""
    names = [plain(name) for name in header]
    columns = (
        (key, next((names.index(word) for word in words if word in names), -1)) for key, words in LICENSE.items()
    )
    return [(key, column) for key, column in columns if column >= 0]


def _license(columns: Sequence[tuple[str, int]], cells: Sequence[str]) -> tuple[tuple[str, str], ...]:
    values = [(key, cells[column]) for key, column in columns if column < len(cells) and cells[column]]
    return tuple(values) if any(key in ("field", "expires") for key, _ in values) else ()


def _activity_columns(header: Sequence[str]) -> list[int]:
    """The columns that neither name the person nor tell of licenses."""
    known = {word for words in LICENSE.values() for word in words}
    person = _person_column(header)
    return [n for n, name in enumerate(header) if n != person and plain(name) not in known and not tells_whose(name)]
