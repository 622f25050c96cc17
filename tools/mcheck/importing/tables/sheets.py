"""A table as it was read: rows of texts by their number, and what is to be said of single cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from ..result import TableFacts

Note = Literal["merged", "no-result", "error"]
"""What is special about a cell: its text is that of a merged cell, its formula has no result, it is an error."""

MOST_ROWS, MOST_COLUMNS = 10_000, 200
"""Rows beyond are counted, not read; so are columns beyond."""


@dataclass(slots=True)
class Sheet:
    """One sheet. Rows are numbered as a spreadsheet shows them, from 1; columns from 0."""

    name: str = ""
    rows: dict[int, list[str]] = field(default_factory=dict)
    notes: dict[tuple[int, int], Note] = field(default_factory=dict)
    """By row and column."""
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    counts_from_1904: bool = False
    beyond: int = 0
    """Rows that are not read, as there are too many."""
    too_wide: bool = False
    """Whether there are columns that are not read, as there are too many."""

    def cells(self, column: int, after: int = 0) -> Iterator[str]:
        """What is in a column below a row, blanks left out."""
        for number, row in self.rows.items():
            if number > after and column < len(row) and row[column]:
                yield row[column]


@dataclass(frozen=True, slots=True)
class Table:
    """A whole file: its sheets, and for text how it is encoded and parted."""

    sheets: tuple[Sheet, ...]
    how: TableFacts = field(default_factory=TableFacts)


def address(row: int, column: int) -> str:
    """As a spreadsheet writes it: row 4, column 1 is B4."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"
