"""The rows of a table by the person they are about, kept in a file that goes with the process: few are held at once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

Cells = tuple[str, ...]


class ByPerson:
    """Rows by a code; people come in the order in which they came first, and so do the rows of each."""

    def __init__(self) -> None:
        self._data = sqlite3.connect("")  # a file without a name
        self._data.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            "CREATE TABLE people (number INTEGER PRIMARY KEY, code TEXT UNIQUE);"
            "CREATE TABLE rows (number INTEGER, sheet INTEGER, cells TEXT);"
        )

    def add(self, code: str, sheet: int, cells: Sequence[str]) -> None:
        """Keeps a row of a sheet."""
        self._data.execute("INSERT OR IGNORE INTO people (code) VALUES (?)", (code,))
        person = "(SELECT number FROM people WHERE code = ?)"
        self._data.execute(f"INSERT INTO rows VALUES ({person}, ?, ?)", (code, sheet, json.dumps(cells)))

    def codes(self) -> Iterator[str]:
        """What people are called, in order."""
        return (code for (code,) in self._data.execute("SELECT code FROM people ORDER BY number"))

    def __len__(self) -> int:
        """How many people there are."""
        return int(self._data.execute("SELECT count(*) FROM people").fetchone()[0])

    def __iter__(self) -> Iterator[tuple[int, str, list[tuple[int, Cells]]]]:
        """(number from 1, code, (sheet, row) of each row) of each person."""
        self._data.execute("CREATE INDEX IF NOT EXISTS by_person ON rows (number)")
        every = self._data.execute(
            "SELECT number, code, sheet, cells FROM rows JOIN people USING (number) ORDER BY number, rows.rowid"
        )
        for (number, code), rows in groupby(every, itemgetter(0, 1)):
            yield number, code, [(sheet, tuple(json.loads(cells))) for _, _, sheet, cells in rows]
