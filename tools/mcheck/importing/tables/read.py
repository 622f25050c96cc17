"""A table as a whole: its sheets, whose rows they are, the order of its dates, and what comes of every row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import islice

from ...catalog.store import Catalog
from ...core.codes import Code
from ...core.wording import series
from ...loading.privacy import is_number_of_person
from ..answers import amounts as many
from ..answers import days
from ..result import MOST_ACTIVITIES, Answers, FileResult, Place, Taken, pointer, shown
from .columns import Columns, ask_about_numbers, columns_of, header_row
from .doubles import Seen, tells_apart, without_doubles
from .mapping import Mapping
from .row import Context
from .rows import read_row
from .sheets import MOST_COLUMNS, Sheet, Table

DATES = ("completed", "from", "to")


def read_table(
    table: Table,
    told: FileResult,
    catalog: Catalog,
    today: date,
    mapping: Mapping,
    answers: Answers,
    seen: Seen,
    base: tuple[str | int, ...] = (),
) -> None:
    """Puts into `told` what a table brings. `base` are the keys with which pointers of its questions begin."""
    told.kind = "table"
    wanted, left = _sheets(table, mapping, told)
    facts: dict[str, object] = dict(table.how)
    columns: dict[str, str | None] = {}
    if len(table.sheets) > 1 or table.sheets[0].name:
        facts |= {"sheets_read": [sheet.name for sheet, _ in wanted], "sheets_left": left}
    if wanted:
        facts["header_row"] = wanted[0][1]
    for sheet, row in wanted:
        place = (*base, "sheets", sheet.name) if len(wanted) > 1 else base
        layout = columns_of(sheet, row, catalog, mapping, answers, place, told)
        columns |= {name: layout.fields[i] for i, name in enumerate(layout.names) if i in layout.fields}
        facts |= _read_sheet(sheet, layout, catalog, today, mapping, answers, seen, place, told)
    told.facts["table"] = {**facts, "columns": columns}
    told.dropped[:] = list(dict.fromkeys(told.dropped))
    if told.dropped:
        told.say(Code.COLUMNS_NOT_READ, f"Not read: {series([shown(name) for name in told.dropped])}.")
    if left:
        told.say(Code.SHEETS_LEFT, f"Sheets not read: {series([shown(name) for name in left])}.")
    if not wanted:
        _ask_for_headers(table, told, base)


def _sheets(table: Table, mapping: Mapping, told: FileResult) -> tuple[list[tuple[Sheet, int]], list[str]]:
    """(the sheets to read, each with the row of its header; the names of the others)."""
    wanted, left = [], []
    for sheet in table.sheets:
        row = header_row(sheet, mapping)
        chosen = mapping.sheets is None or sheet.name in mapping.sheets
        if row and chosen and (not sheet.hidden or mapping.sheets) and _is_list(sheet, row, mapping):
            wanted.append((sheet, row))
            continue
        left.append(sheet.name)
        if row and sheet.hidden and mapping.sheets is None and _is_list(sheet, row, mapping):
            text = "This sheet is hidden, so it is not read. Name it in `sheets` of a mapping if it shall be."
            told.ask(text, place=Place(sheet.name))
    return wanted, [name for name in left if name]


def _is_list(sheet: Sheet, row: int, mapping: Mapping) -> bool:
    """Whether the header could be that of a list of activities or badges, and of nothing that sums them up."""
    from .words import fields_of

    names: set[str] = set()
    for cell in sheet.rows[row]:
        names |= {mapping.field(cell)} if mapping.has(cell) else {field for field, _ in fields_of(cell)}
    dated = names & {"completed", "from", "to"}
    return bool(dated or not sheet.name or len(names & {"title", "credential"}) == 2) or bool(
        names & {"title"} and len(names) > 2
    )


def _ask_for_headers(table: Table, told: FileResult, base: tuple[str | int, ...]) -> None:
    """No row names the columns. If the first one might, each of its cells is asked about."""
    told.ask("No row names the columns in words that are known. Columns are never guessed by where they stand.")
    sheet = next((each for each in table.sheets if each.rows and not each.hidden), None)
    if sheet is None:
        return
    width = max(len(cells) for cells in islice(sheet.rows.values(), 50))
    row, cells = next(
        ((number, cells) for number, cells in sheet.rows.items() if 2 * sum(map(bool, cells)) > width), (0, [])
    )
    if row and not any(any(sign.isdigit() for sign in cell) for cell in cells):
        told.facts["table"]["header_row"] = row
        for cell in filter(None, cells):
            name = shown(cell)
            told.facts["table"]["columns"][name] = None
            told.ask("What is this column?", pointer(*base, "columns", name), Place(sheet.name, column=name))
    ask_about_numbers(sheet, Columns(row, [shown(cell) if row else "" for cell in cells]), told)


def _read_sheet(
    sheet: Sheet,
    found: Columns,
    catalog: Catalog,
    today: date,
    mapping: Mapping,
    answers: Answers,
    seen: Seen,
    base: tuple[str | int, ...],
    told: FileResult,
) -> dict[str, object]:
    """Reads the rows of a sheet; returns what there is to say of how its dates and numbers are written."""
    ask_about_numbers(sheet, found, told)
    if sheet.too_wide:
        told.ask(
            f"Only the first {MOST_COLUMNS} columns are read. Is all that matters in them?", place=Place(sheet.name)
        )
    if found.lacks:
        text = f"No column is known that says {found.lacks}, so no row comes in. Which one does?"
        told.ask(f"{text} Answer {pointer(*base, 'columns', 'NAME')} with what it is.", place=Place(sheet.name))
        return {}
    rows = [number for number, cells in sheet.rows.items() if number > found.row and cells != sheet.rows[found.row]]
    total = len(rows) + sheet.beyond
    if not total:
        told.ask("Below the header there is no row.", place=Place(sheet.name, found.row))
    if sheet.beyond:
        told.taken.clear()
        told.full = True
        _ask_to_narrow(f"{total:,} rows", told)
        return {}
    rows = _of_one_person(sheet, found, rows, mapping, answers, base, told)
    order, facts = _order(sheet, found, mapping, answers, base, told)
    decimal = _decimal(sheet, found, mapping)
    facts |= {"decimal": decimal} if decimal else {}
    context = Context(sheet, found, catalog, today, answers, base, told, order, decimal or ".")
    before = len(told.asks), len(told.refused)
    taken = _taken(context, rows)
    named = [
        key
        for key in ("kind", "categories")
        if found.of(key) is not None or (key == "categories" and _in_matrix(found))
    ]
    raw = {number: tuple(sheet.rows[number]) for number in rows}
    if taken is not None:
        taken = without_doubles(taken, seen, named, raw, answers, base, told)
    if taken is None or told.full or sum(not each.is_badge for each in (*told.taken, *taken)) > MOST_ACTIVITIES:
        del told.asks[before[0] :], told.refused[before[1] :]
        told.taken.clear()
        told.full = True
        _ask_to_narrow(f"{total:,} rows", told)
        return facts
    told.taken += taken
    for rows_of, start in ((told.asks, before[0]), (told.refused, before[1])):
        rows_of[start:] = sorted(rows_of[start:], key=lambda each: each.get("row", 0))
    return facts


def _taken(context: Context, rows: Sequence[int]) -> list[Taken] | None:
    """What comes of the rows; None once that is more than a portfolio holds, copies left aside."""
    taken: list[Taken] = []
    different: set[tuple[object, ...]] = set()
    for number in rows:
        made = read_row(context, number)
        if made is not None:
            taken.append(made)
            if not made.is_badge:
                different.add(tells_apart(made.item))
            if len(different) > MOST_ACTIVITIES:
                return None
    return taken


def _ask_to_narrow(what: str, told: FileResult) -> None:
    text = f"The table has {what}, and a portfolio holds at most {MOST_ACTIVITIES} activities: none comes in"
    told.ask(f"{text}. Keep only the rows of the five years before your license expires.")


def _in_matrix(found: Columns) -> bool:
    return any(category for _, _, category in found.amounts())


def _of_one_person(
    sheet: Sheet,
    found: Columns,
    rows: Sequence[int],
    mapping: Mapping,
    answers: Answers,
    base: tuple[str | int, ...],
    told: FileResult,
) -> list[int]:
    """The rows of one person. Where a file holds several, it is asked whose; no name is repeated or kept."""

    def cell(number: int, column: int) -> str:
        cells = sheet.rows[number]
        return " ".join(cells[column].casefold().split()) if column < len(cells) else ""

    filled = [number for number in rows if sum(map(bool, sheet.rows[number])) > 2]
    several = [column for column in found.whose if len({cell(n, column) for n in filled} - {""}) > 1]
    if not several:
        return list(rows)
    found.fields[several[0]] = "person"
    name = found.names[several[0]]
    told.dropped[:] = [each for each in told.dropped if each != name]
    at = pointer(*base, "person")
    wanted = " ".join((answers.get(at) or mapping.person).casefold().split())
    if not wanted:
        number_of = len({cell(n, several[0]) for n in filled} - {""})
        told.ask(f"These are rows of {number_of} persons. Whose are yours? Answer with what this column says.", at,
                 Place(sheet.name, column=name))  # fmt: skip
        return []
    mine = [
        n for n in rows if wanted in {*(cell(n, c) for c in found.whose), " ".join(cell(n, c) for c in found.whose)}
    ]
    if re.search(r"(?i)\b(?:id|number|no|code)\b|#", name) and not is_number_of_person(wanted):
        told.learned["person"] = wanted
    if not mine:
        told.ask("No row is of the person that was named.", at, Place(sheet.name, column=name))
    return mine


def _order(
    sheet: Sheet,
    found: Columns,
    mapping: Mapping,
    answers: Answers,
    base: tuple[str | int, ...],
    told: FileResult,
) -> tuple[dict[int, days.Order], dict[str, object]]:
    """(the order of dates in each column, what to say of it). A day above 12 shows it; else the month comes first."""
    columns = [column for name in DATES if (column := found.of(name)) is not None]
    texts = {column: list(sheet.cells(column, found.row)) for column in columns}
    at = pointer(*base, "date_order")
    said = answers.get(at) or mapping.date_order
    if said in ("mdy", "dmy"):
        told.learned["date_order"] = said
        chosen: days.Order = "dmy" if said == "dmy" else "mdy"
        return dict.fromkeys(columns, chosen), {"date_order": said}
    shows = {column: days.order_of(each) for column, each in texts.items()}
    overall = days.order_of(text for each in texts.values() for text in each)
    order = {column: shown or overall or "mdy" for column, shown in shows.items()}
    for column, each in order.items():
        place = Place(sheet.name, column=found.names[column])
        if each == "dmy" and days.has_order(texts[column]):
            told.ask("Days come first here, as one above 12 shows. Is that right (dmy), or do months (mdy)?", at, place)
            told.learned["date_order"] = "dmy"
        elif each == "mixed":
            told.ask(
                "Days come first in some of these dates and months in others. Which is it (dmy or mdy)?", at, place
            )
    written = any(days.has_order(each) for each in texts.values())
    return order, {"date_order": overall or "mdy"} if written and overall != "mixed" else {}


def _decimal(sheet: Sheet, found: Columns, mapping: Mapping) -> many.Separator | None:
    if mapping.decimal in (".", ","):
        return "," if mapping.decimal == "," else "."
    columns = [column for column, _, _ in found.amounts()]
    amount = found.of("amount")
    columns += [] if amount is None else [amount]
    return many.decimal_of(cell for column in columns for cell in sheet.cells(column, found.row))
