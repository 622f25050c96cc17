"""What a person settled for the exports of a system, as a small file that can be kept and shared."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any, Literal

from ..core.records import Data
from ..core.wording import letters
from .result import CannotImport

KEYS = ("schema_version", "columns", "date_order", "decimal", "person", "sheets")


@dataclass(frozen=True, slots=True)
class Mapping:
    """Columns by header (None is not read), the order of dates, the sign before decimals, whose rows, which sheets."""

    columns: dict[str, str | None] = field(default_factory=dict)
    date_order: str = ""
    decimal: Literal[".", ",", ""] = ""
    person: str = ""
    sheets: tuple[str, ...] | None = None

    def has(self, header: str) -> bool:
        return any(same_header(header, each) for each in self.columns)

    def field(self, header: str) -> str:
        """What a column is read as; "" for not at all."""
        return next((name or "" for each, name in self.columns.items() if same_header(header, each)), "")


def same_header(one: str, other: str) -> bool:
    """Whether two headers have the same letters and digits."""
    return letters(one) == letters(other)


def mapping_of(data: Any, fields: Container[str]) -> Mapping:
    """A mapping from its JSON, in which a column may be one of `fields`. Raises CannotImport, which says why."""
    if not isinstance(data, dict) or data.get("schema_version") != 1:
        raise CannotImport('A mapping is a JSON object with "schema_version": 1.')
    for key in data:
        if key not in KEYS:
            raise CannotImport(f"A mapping has no key {key!r}. Known: {', '.join(KEYS)}.")
    columns = data.get("columns", {})
    if not isinstance(columns, dict):
        raise CannotImport("`columns` of a mapping is an object: the header of each column, and what it is.")
    for header, name in columns.items():
        if name is not None and not (isinstance(name, str) and name in fields):
            raise CannotImport(f"`columns` of a mapping: {name!r} is nothing that a column can be.")
        if not header.strip():
            raise CannotImport("`columns` of a mapping: a header is empty.")
    for key, known in (("date_order", ("mdy", "dmy")), ("decimal", (".", ","))):
        if key in data and data[key] not in known:
            raise CannotImport(f"`{key}` of a mapping is one of {' '.join(known)}.")
    sheets = data.get("sheets")
    if sheets is not None and not (isinstance(sheets, list) and all(isinstance(each, str) for each in sheets)):
        raise CannotImport("`sheets` of a mapping is a list of names.")
    person = data.get("person", "")
    if not isinstance(person, str):
        raise CannotImport("`person` of a mapping is a text: the value that marks the rows to take.")
    return Mapping(
        columns, data.get("date_order", ""), data.get("decimal", ""), person, None if sheets is None else tuple(sheets)
    )


def as_data(learned: Data) -> Data:
    """What was learned of a file as the JSON of a mapping."""
    return {"schema_version": 1, **{key: learned[key] for key in KEYS if key in learned}}
