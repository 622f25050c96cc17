"""Which row names the columns, and what each column is: by its header, never by where it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice

from ...catalog.store import Catalog
from ...core.wording import folded
from ...loading.privacy import is_number_of_person
from ..answers.amounts import UNITS, NoAmount, amount, unit_named
from ..answers.days import NoDate, NoSuchDay, when
from ..answers.names import Unknown, categories_named, kind_named
from ..mapping import Mapping
from ..reading import Reading
from ..result import FileResult, Place, numbered, shown
from .sheets import Sheet, address
from .words import LABELS, fields_of, is_irrelevant, is_of_person, plain, status_meaning, tells_whose

DATES = ("completed", "from", "to")
PERHAPS_DATES = {"from": "from", "first": "from", "to": "to", "last": "to"} | dict.fromkeys(
    ("completed", "attended", "approved", "finished", "awarded", "earned", "issued"), "completed"
)
"""Headers that name dates where dates are below, and which."""
MOST_LOOKED_AT = 100
"""Rows among which the header is looked for, and cells by which a column is judged."""


@dataclass(slots=True)
class Columns:
    """What the columns of a sheet are. Column numbers count from 0."""

    row: int
    names: list[str]
    """The header of each column; "" where there is none."""
    fields: dict[int, str | None] = field(default_factory=dict)
    """What is read as what; None is not read."""
    whose: list[int] = field(default_factory=list)
    """Columns that tell whose row it is."""

    def of(self, name: str) -> int | None:
        """The column that is read as this field."""
        return next((column for column, each in self.fields.items() if each == name), None)

    def amounts(self) -> list[tuple[int, str, str]]:
        """(column, unit, category or "") of every column that holds amounts in a unit of its own."""
        parts = ((column, *(name or "").partition(":")) for column, name in self.fields.items())
        return [(column, unit, category) for column, unit, _, category in parts if unit in UNITS]

    @property
    def in_categories(self) -> bool:
        """Whether there is a column of points for a category."""
        return any(category for _, _, category in self.amounts())

    @property
    def lacks(self) -> str:
        """What no column tells though nothing can come in without it; "" if nothing is lacking."""
        if self.of("title") is None and self.of("credential") is None:
            return "what was done"
        if all(self.of(name) is None for name in DATES):
            return "when it was"
        if not self.amounts() and self.of("amount") is None and self.of("credential") is None:
            return "how much it was"
        return ""


def header_row(sheet: Sheet, mapping: Mapping) -> int:
    """The number of the row that names the columns: the first of those with the most known headers; 0 if none does."""
    best, most = 0, 0
    for number in list(sheet.rows)[:MOST_LOOKED_AT]:
        cells = [cell for cell in sheet.rows[number] if cell]
        if len(cells) < 2:
            continue
        named = sum(mapping.has(cell) or bool(fields_of(cell)) for cell in cells)
        known = named + sum(not fields_of(cell) and (is_of_person(cell) or is_irrelevant(cell)) for cell in cells)
        words = not any(sign.isdigit() for cell in cells for sign in cell)
        if named and known > most and (known > 1 or words):
            best, most = number, known
    return best


def columns_of(sheet: Sheet, row: int, reading: Reading) -> Columns:
    """What each column is. What is not sure is asked, and what is not read is noted."""
    width = max(len(cells) for cells in sheet.rows.values())
    header = sheet.rows[row] + [""] * (width - len(sheet.rows[row]))
    numbers = numbered(shown(name) if name else "" for name in header)
    columns = Columns(row, [number if name else "" for number, name in zip(numbers, header, strict=True)])
    _Judge(sheet, columns, reading).all(header)
    return columns


class _Judge:
    """Decides on columns one after the other; the surest header for a field gets it."""

    def __init__(self, sheet: Sheet, found: Columns, reading: Reading) -> None:
        self.sheet, self.found, self.reading = sheet, found, reading
        self.told = reading.told
        self.asked: set[int] = set()

    def all(self, header: list[str]) -> None:
        wishes: list[tuple[int, int, str]] = []
        for column, name in enumerate(header):
            if not name:
                self.unnamed(column)
                continue
            forced = self.forced(column, name)
            if forced is not None:
                self.found.fields[column] = forced or None
                self.note_person(column, name)
            elif is_of_person(name):
                self.found.fields[column] = None
                self.note_person(column, name)
            elif (category := self.category(column, name)) is not None:
                self.found.fields[column] = f"awarded:{category}"
            else:
                wishes += [(rank, column, field) for field, rank in self.may_be(column, name)]
        self.give(wishes)
        for column, name in enumerate(header):
            if name and column not in self.found.fields:
                self.leave(column, name)
        self.hide()
        self.found.fields = dict(sorted(self.found.fields.items()))

    def forced(self, column: int, name: str) -> str | None:
        """What a mapping or an answer says it is, "" for not to be read; None where neither says anything."""
        at = self.reading.at("columns", self.found.names[column])
        said = self.reading.answers.get(at)
        if said is None and is_of_person(name):
            return None
        if said is None:
            return self.reading.mapping.field(name) if self.reading.mapping.has(name) else None
        said = "" if said.casefold() in ("null", "none", "no", "-", "") else said
        if said and said not in fields(self.reading.catalog):
            known = ", ".join(sorted(LABELS))
            self.ask(column, f"A column cannot be that. Known: {known}, awarded:CATEGORY.")
            said = ""
        self.told.learned.setdefault("columns", {})[self.found.names[column]] = said or None
        return "" if said and is_of_person(name) and said != "person" else said

    def may_be(self, column: int, name: str) -> list[tuple[str, int]]:
        """What a column may be by its header, once its cells were looked at where the header says too little."""
        fields = dict(fields_of(name))
        word = plain(name)
        if "amount" in fields and any(unit in fields for unit in UNITS):
            del fields["amount"]
        if word in PERHAPS_DATES:
            if self.share(column, _is_date) >= 0.5:
                return [(PERHAPS_DATES[word], 0)]
            if self.share(column, _is_status) > 0.5:
                return [("status", 0)]
            if word in ("awarded", "earned") and self.share(column, _is_amount) > 0.5:
                return [("awarded", 1)]
            fields = {key: rank for key, rank in fields.items() if key not in DATES}
        if "unit" in fields and self.share(column, _is_unit) < 0.5:
            del fields["unit"]
        if word in ("format", "activity category") and not self.share(column, self.is_kind):
            fields.pop("kind", None)
        if word in ("state", "result", "outcome") and self.share(column, _is_status) < 0.5:
            fields.pop("status", None)
        if re.fullmatch(r"(?:school )?year|term|semester|quarter", word) and self.share(column, _is_time) == 1:
            fields["completed"] = 90  # read only where no column says when more plainly
        return list(fields.items())

    def category(self, column: int, name: str) -> str | None:
        """The category of a column of points for one category, as in the department's form."""
        if fields_of(name) and not re.search(r"(?i)\bpdp|\bpoints?\b|\bpts\b", name):
            return None
        with suppress(Unknown):
            named = categories_named(name, self.reading.catalog)
            numbers = all(map(_is_amount, self.sheet.cells(column, self.found.row)))
            if len(named) == 1 and numbers and not re.search(r"(?i)hours?|hrs?|credit", name):
                return named[0]
        return None

    def give(self, wishes: list[tuple[int, int, str]]) -> None:
        """Each field to the column whose header is surest of it, each column the field that it is surest of."""
        for _, column, wished in sorted(wishes):
            if column not in self.found.fields and self.found.of(wished) is None:
                self.found.fields[column] = wished
        amount = self.found.of("amount")
        if amount is not None and self.found.of("unit") is None and self.share(amount, _has_words) < 0.5:
            del self.found.fields[amount]
        if self.found.of("unit") is not None:
            self.one_amount()
        credential, title = self.found.of("credential"), self.found.of("title")
        if self.found.of("issuer") is not None and credential is None and title is not None:
            self.found.fields[title] = "credential"

    def one_amount(self) -> None:
        """Where each row names its unit, the only column of amounts is in that unit, whatever it is called."""
        columns = self.found.amounts()
        if self.found.of("amount") is None and len(columns) == 1 and not columns[0][2]:
            self.found.fields[columns[0][0]] = "amount"

    def leave(self, column: int, name: str) -> None:
        """A column that is not read. What is known to be of no use is only named; all else is asked about."""
        self.found.fields[column] = None
        if plain(name) == "name" and self.found.of("title") is None and self.found.of("credential") is None:
            self.ask(column, "Is this the name of the activity (title) or of a person? Until then it is not read.")
        elif plain(name) == "name":
            self.note_person(column, name)
        elif not is_irrelevant(name) and not fields_of(name) and self.share(column, bool):
            self.ask(column, "What is this column? Until then it is not read.")
        elif self.second_as_sure(column, name):
            self.ask(column, "Two columns could be the same thing, and the other one is read. Which is meant?")
        self.told.dropped.append(self.found.names[column])

    def second_as_sure(self, column: int, name: str) -> bool:
        """Whether a column that is read has no better claim to what this one could be."""
        for wished, rank in fields_of(name)[:1]:
            other = self.found.of(wished)
            if other is not None and self.share(column, bool) and not is_irrelevant(name):
                return dict(fields_of(self.found.names[other])).get(wished, 99) >= rank
        return False

    def note_person(self, column: int, name: str) -> None:
        if tells_whose(name):
            self.found.whose.append(column)
        shown_as = self.found.names[column]
        if self.found.fields[column] is None and shown_as not in self.told.dropped and plain(name) != "name":
            self.told.dropped.append(shown_as)

    def unnamed(self, column: int) -> None:
        if column not in self.sheet.hidden_columns and self.share(column, bool):
            letter = address(1, column)[:-1]
            about = f"Column {letter} has no header, so it is not read. Give it one in row {self.found.row}."
            self.told.ask(about, place=Place(self.sheet.name, column=letter))

    def hide(self) -> None:
        """Hidden columns are not read unless a person said what they are."""
        for column in self.sheet.hidden_columns:
            name = self.found.names[column] if column < len(self.found.names) else ""
            said = self.reading.at("columns", name) in self.reading.answers.given or self.reading.mapping.has(name)
            if (read_as := self.found.fields.get(column)) and not said:
                self.found.fields[column] = None
                self.told.dropped.append(name)
                self.ask(column, f"This column is hidden, so it is not read. Shall it be, as {read_as}?")

    def ask(self, column: int, about: str) -> None:
        name = self.found.names[column]
        self.told.ask(about, self.reading.at("columns", name), Place(self.sheet.name, column=name))

    def share(self, column: int, test: Callable[[str], bool]) -> float:
        """The part of a column's first cells below the header for which a test holds; 0 for an empty column."""
        seen = list(islice(self.sheet.cells(column, self.found.row), MOST_LOOKED_AT))
        return sum(map(test, seen)) / len(seen) if seen else 0

    def is_kind(self, cell: str) -> bool:
        with suppress(Unknown):
            return bool(kind_named(cell, self.reading.catalog))
        return False


def fields(catalog: Catalog) -> dict[str, str]:
    """What a mapping or an answer may name as what a column is, with words for people."""
    areas = catalog.terms("categories").items()
    return LABELS | {f"awarded:{key}": f"PDPs: {term['label']}" for key, term in areas}


def _is_date(cell: str) -> bool:
    try:
        when(cell)
    except NoSuchDay:
        return True
    except NoDate:
        return False
    return not re.fullmatch(r"\d{4}", cell)


def _is_amount(cell: str) -> bool:
    try:
        amount(cell)
    except NoAmount:
        return bool(re.fullmatch(r"[-\s]*(?:0+(?:[.,]0+)?)?|n/?a", cell.casefold()))
    return True


def _is_status(cell: str) -> bool:
    return status_meaning(folded(cell).strip(".")) != ""


def _is_time(cell: str) -> bool:
    """Whether it says when, be it only the season or the school year."""
    try:
        when(cell)
    except ValueError:
        return False
    return True


def _has_words(cell: str) -> bool:
    return re.search(r"[a-z]", cell) is not None


def _is_unit(cell: str) -> bool:
    return unit_named(cell) != ""


def ask_about_numbers(sheet: Sheet, columns: Columns, told: FileResult) -> None:
    """Social Security numbers in any column: the file should not be sent around. None of them is repeated."""
    for column, name in enumerate(columns.names):
        if any(is_number_of_person(cell) for cell in sheet.cells(column)):
            text = "Here stands what looks like a Social Security number. It is not kept."
            place = Place(sheet.name, column=name or address(1, column)[:-1])
            told.ask(f"{text} Take it out of the file, and do not send the file around.", place=place)
