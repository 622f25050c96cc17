"""One row of a table while it is read: its cells, what a person answered about it, and what is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from ..answers import amounts as many
from ..answers import days
from ..reading import Reading
from ..result import Place
from .columns import Columns
from .sheets import Sheet, address


class Refused(Exception):
    """The row does not come in; the text says why."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the rows of one sheet are read by: its columns, the order of the dates in each, the sign of decimals."""

    sheet: Sheet
    columns: Columns
    reading: Reading
    order: dict[int, days.Order]
    decimal: many.Separator


@dataclass(slots=True)
class Row:
    """A row by its number. `asked` says whether a question about it is open."""

    context: Context
    number: int
    asked: bool = False
    when_asked: bool = False
    """Whether a question about its day is open."""
    shares: dict[str, Decimal] = field(default_factory=dict)
    """Points by category, of a table with a column of points for each."""
    cells: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.cells = self.context.sheet.rows[self.number]

    def place(self, column: int | None = None) -> Place:
        sheet = self.context.sheet.name
        if column is None:
            return Place(sheet, self.number)
        return Place(sheet, self.number, self.context.columns.names[column], address(self.number, column))

    def cell(self, name: str) -> tuple[str, int | None]:
        """(what is in the column that is read as a field, the number of that column)."""
        column = self.context.columns.of(name)
        return (self.at(column), column) if column is not None else ("", None)

    def at(self, column: int) -> str:
        return self.cells[column] if column < len(self.cells) else ""

    def pointer(self, key: str) -> str:
        return self.context.reading.at("rows", self.number, *((key,) if key else ()))

    def answer(self, key: str) -> str | None:
        """What a person said to a question about a part of this row."""
        return self.context.reading.answers.get(self.pointer(key))

    def told(self, name: str) -> tuple[str, int | None]:
        """What a person said in place of a cell, else the cell, and the number of its column."""
        text, column = self.cell(name)
        return self.answer(name) or text, column

    @property
    def is_kept(self) -> bool:
        """Whether a person said that the row comes in."""
        return self.context.reading.answers.keeps(self.pointer(""))

    def ask(self, about: str, key: str = "", column: int | None = None) -> None:
        """Asks about a part of this row, or with "" whether it may come in as it is, which is asked only once."""
        if not key and self.is_kept:
            return
        self.asked = True
        self.when_asked = self.when_asked or key == "completed"
        self.context.reading.told.ask(about, self.pointer(key), self.place(column))

    def note(self, column: int | None) -> str:
        """What is to be asked of a cell for how it is in its workbook, or ""."""
        note = self.context.sheet.notes.get((self.number, column)) if column is not None else None
        if note == "no-result":
            return "There is a formula here, and the file does not contain its result. What is it?"
        return "The spreadsheet shows an error here. What should be here?" if note == "error" else ""
