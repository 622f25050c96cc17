"""The portfolio of one person of a table, as data: what a worker makes of the rows or the line it was given."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from ..catalog.store import Catalog
from ..core.codes import Code
from ..core.messages import refusal
from ..core.records import Data
from ..core.wording import slug
from ..importing.answers.days import day_or_part
from ..importing.mapping import Mapping as Settled
from ..importing.reading import Reading
from ..importing.result import Answers, FileResult
from ..importing.tables.doubles import Seen
from ..importing.tables.read import read_table
from ..importing.tables.sheets import Sheet, Table
from ..loading.json_text import parse_json
from ..loading.privacy import is_number_of_person
from ..rendering.backends.json_text import render
from .tables import Rows, is_code

YES = ("yes", "y", "true", "x", "1")


class Person(NamedTuple):
    """A portfolio as the bytes of a file; what a line calls the person; what of the rows did not come in."""

    raw: bytes
    code: str = ""
    asked: int = 0
    refused: int = 0
    has_license: bool = True


def of_line(raw: bytes) -> Person:
    """The portfolio of a line of JSON, which may say `person` beside it. Raises InputError."""
    data = parse_json(raw)
    if not isinstance(data, dict) or "person" not in data:
        return Person(raw)
    code = str(data.pop("person"))
    if is_number_of_person(code):
        text = "`person` looks like a Social Security number. mcheck neither needs nor keeps such numbers."
        raise refusal(Code.LOOKS_LIKE_SSN, text, "Put a code in its place.", "/person")
    inner = data.get("portfolio", data)
    has_license = not isinstance(inner, Mapping) or bool(inner.get("licenses") or inner.get("role"))
    return Person(render(inner).encode(), code if is_code(code) else "", has_license=has_license)


def of_rows(rows: Rows, catalog: Catalog, today: date) -> Person:
    """The portfolio of the rows of a table. Raises InputError for a day that cannot be read."""
    told = FileResult("")
    if rows.rows:
        sheet = Sheet(rows={n: list(cells) for n, cells in enumerate((rows.header, *rows.rows), 1)})
        order = rows.date_order if rows.date_order in ("mdy", "dmy") else ""
        read_table(Table((sheet,)), Reading(told, catalog, today, Settled(date_order=order), Answers({}), Seen()))
    data: Data = {
        "schema_version": 1,
        "licenses": [_license(dict(license), catalog) for license in rows.licenses],
        "activities": [each.item for each in told.taken if not each.is_badge],
        "badges": [each.item for each in told.taken if each.is_badge],
    }
    raw = json.dumps({key: value for key, value in data.items() if value}, default=float).encode()
    return Person(raw, "", len(told.asks), len(told.refused), bool(rows.licenses))


def _license(said: Mapping[str, str], catalog: Catalog) -> Data:
    made: Data = {"field": said["field"]} if "field" in said else {}
    if "expires" in said:
        try:
            made["expires"] = day_or_part(said["expires"])
        except ValueError as why:
            text = f"The day on which a license expires cannot be read. {why}"
            raise refusal(Code.BAD_VALUE, text, pointer="/licenses") from None
    kinds = {slug(term["label"]): key for key, term in catalog.terms("license-types").items()}
    kind = slug(said.get("type", "professional"))
    made["type"] = kinds.get(kind, kind)
    if said.get("primary", "").casefold() in YES:
        made["primary"] = True
    return made
