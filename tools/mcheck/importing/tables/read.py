"""A table as a whole: its sheets, whose rows they are, the order of its dates, and what comes of every row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from ...core.codes import Code
from ...core.wording import folded, series
from ...loading.privacy import is_number_of_person
from ..answers import amounts as many
from ..answers import days
from ..mapping import Mapping
from ..reading import Reading
from ..result import MOST_ACTIVITIES, FileResult, Place, TableFacts, Taken, shown
from .columns import DATES, Columns, ask_about_numbers, columns_of, header_row
from .doubles import tells_apart
from .row import Context
from .rows import read_row
from .sheets import MOST_COLUMNS, Sheet, Table
from .words import fields_of


def read_table(table: Table, reading: Reading) -> None:
    """Notes what a table brings."""
    told = reading.told
    told.kind = "table"
    wanted, left = _sheets(table, reading.mapping, told)
    facts = table.how.copy()
    columns: dict[str, str | None] = {}
    if len(table.sheets) > 1 or table.sheets[0].name:
        facts |= {"sheets_read": [sheet.name for sheet, _ in wanted], "sheets_left": left}
    if wanted:
        facts["header_row"] = wanted[0][1]
    for sheet, row in wanted:
        inside = (*reading.base, "sheets", sheet.name) if len(wanted) > 1 else reading.base
        of_sheet = reading._replace(base=inside)
        layout = columns_of(sheet, row, of_sheet)
        columns |= {name: layout.fields[i] for i, name in enumerate(layout.names) if i in layout.fields}
        facts |= _read_sheet(sheet, layout, of_sheet)
    facts["columns"] = columns
    told.facts["table"] = facts
    told.dropped[:] = list(dict.fromkeys(told.dropped))
    if told.dropped:
        told.say(Code.COLUMNS_NOT_READ, f"Not read: {series([shown(name) for name in told.dropped])}.")
    if left:
        told.say(Code.SHEETS_LEFT, f"Sheets not read: {series([shown(name) for name in left])}.")
    if not wanted:
        _ask_for_headers(table, reading)


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
    names: set[str] = set()
    for cell in sheet.rows[row]:
        names |= {mapping.field(cell)} if mapping.has(cell) else {field for field, _ in fields_of(cell)}
    named = {"title", "credential"} <= names or ("title" in names and len(names) > 2)
    return named or not sheet.name or not names.isdisjoint(DATES)


def _ask_for_headers(table: Table, reading: Reading) -> None:
    """No row names the columns. If the first one might, each of its cells is asked about."""
    told = reading.told
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
            told.ask("What is this column?", reading.at("columns", name), Place(sheet.name, column=name))
    ask_about_numbers(sheet, Columns(row, [shown(cell) if row else "" for cell in cells]), told)


def _read_sheet(sheet: Sheet, columns: Columns, reading: Reading) -> TableFacts:
    """Reads the rows of a sheet; returns what there is to say of how its dates and numbers are written."""
    told = reading.told
    ask_about_numbers(sheet, columns, told)
    if sheet.too_wide:
        about = f"Only the first {MOST_COLUMNS} columns are read. Is all that matters in them?"
        told.ask(about, place=Place(sheet.name))
    if columns.lacks:
        text = f"No column is known that says {columns.lacks}, so no row comes in. Which one does?"
        told.ask(f"{text} Answer {reading.at('columns', 'NAME')} with what it is.", place=Place(sheet.name))
        return {}
    rows = [number for number, cells in sheet.rows.items() if number > columns.row and cells != sheet.rows[columns.row]]
    total = len(rows) + sheet.beyond
    if not total:
        told.ask("Below the header there is no row.", place=Place(sheet.name, columns.row))
    if sheet.beyond:
        _ask_to_narrow(total, told)
        return {}
    rows = _of_one_person(sheet, columns, rows, reading)
    order, facts = _order(sheet, columns, reading)
    decimal = _decimal(sheet, columns, reading.mapping)
    facts |= {"decimal": decimal} if decimal else {}
    context = Context(sheet, columns, reading, order, decimal or ".")
    asked, refused = len(told.asks), len(told.refused)
    taken = _taken(context, rows)
    if taken is not None:
        taken = _without_doubles(taken, context)
    if taken is None or told.full or sum(not each.is_badge for each in (*told.taken, *taken)) > MOST_ACTIVITIES:
        del told.asks[asked:], told.refused[refused:]
        _ask_to_narrow(total, told)
        return facts
    told.taken += taken
    told.asks[asked:] = sorted(told.asks[asked:], key=lambda each: each.place.row)
    told.refused[refused:] = sorted(told.refused[refused:], key=lambda each: each.place.row)
    return facts


def _without_doubles(taken: Sequence[Taken], context: Context) -> list[Taken]:
    """Those of a sheet that are not there yet; copies are refused, what is nearly the same is asked about.

    Only where all cells of their rows are equal, too, is a copy beyond doubt.
    """
    reading, columns, rows = context.reading, context.columns, context.sheet.rows
    told, seen = reading.told, reading.seen
    named = ["kind"] if columns.of("kind") is not None else []
    named += ["categories"] if columns.of("categories") is not None or columns.in_categories else []
    kept: list[Taken] = []
    written: dict[str, list[str]] = {}
    for one in taken:
        if one.is_badge:
            kept.append(one)
            continue
        at, cells = reading.at("rows", one.place.row), rows[one.place.row]
        keep = reading.answers.keeps(at)
        name = f"row {one.place.row}" + (f" of sheet {one.place.sheet}" if one.place.sheet else "")
        same = seen.same(one.item, named)
        if same is not None and not keep:
            told.refuse(f"The same as {same[0]}, which counts once.", one.place)
            if not (same[1] and written.get(same[0], cells) == cells):
                told.ask(f"It looks like {same[0]} again, so it is left out. Was it done twice (keep)?", at, one.place)
            continue
        if not keep and (near := seen.near(one.item)):
            about = f"It has {near}. Both come in; are they two (keep), or shall it be left out (leave)?"
            told.ask(about, at, one.place)
        seen.add(one.item, name)
        written[name] = cells
        kept.append(one)
    return kept


def _taken(context: Context, rows: Sequence[int]) -> list[Taken] | None:
    """What comes of the rows; None once that is more than a portfolio holds, copies left aside."""
    taken: list[Taken] = []
    different: set[tuple[object, ...]] = set()
    for made in filter(None, (read_row(context, number) for number in rows)):
        taken.append(made)
        if not made.is_badge:
            different.add(tells_apart(made.item))
        if len(different) > MOST_ACTIVITIES:
            return None
    return taken


def _ask_to_narrow(rows: int, told: FileResult) -> None:
    """Takes nothing of a table that has too much."""
    told.taken.clear()
    told.full = True
    text = f"The table has {rows:,} rows, and a portfolio holds at most {MOST_ACTIVITIES} activities: none comes in"
    told.ask(f"{text}. Keep only the rows of the five years before your license expires.")


def _of_one_person(sheet: Sheet, columns: Columns, rows: Sequence[int], reading: Reading) -> list[int]:
    """The rows of one person. Where a file holds several, it is asked whose; no name is repeated or kept."""
    told = reading.told

    def cell(number: int, column: int) -> str:
        cells = sheet.rows[number]
        return folded(cells[column]) if column < len(cells) else ""

    filled = [number for number in rows if sum(map(bool, sheet.rows[number])) > 2]
    several = [column for column in columns.whose if len({cell(n, column) for n in filled} - {""}) > 1]
    if not several:
        return list(rows)
    columns.fields[several[0]] = "person"
    name = columns.names[several[0]]
    told.dropped[:] = [each for each in told.dropped if each != name]
    at = reading.at("person")
    wanted = folded(reading.answers.get(at) or reading.mapping.person)
    place = Place(sheet.name, column=name)
    if not wanted:
        number_of = len({cell(n, several[0]) for n in filled} - {""})
        about = f"These are rows of {number_of} persons. Whose are yours? Answer with what this column says."
        told.ask(about, at, place)
        return []
    names = {number: [cell(number, column) for column in columns.whose] for number in rows}
    mine = [number for number, told_of in names.items() if wanted in (*told_of, " ".join(told_of))]
    if re.search(r"(?i)\b(?:id|number|no|code)\b|#", name) and not is_number_of_person(wanted):
        told.learned["person"] = wanted
    if not mine:
        told.ask("No row is of the person that was named.", at, place)
    return mine


def _order(sheet: Sheet, columns: Columns, reading: Reading) -> tuple[dict[int, days.Order], TableFacts]:
    """(the order of dates in each column, what to say of it). A day above 12 shows it; else the month comes first."""
    told = reading.told
    dated = [column for name in DATES if (column := columns.of(name)) is not None]
    texts = {column: list(sheet.cells(column, columns.row)) for column in dated}
    at = reading.at("date_order")
    said = reading.answers.get(at) or reading.mapping.date_order
    if said in ("mdy", "dmy"):
        told.learned["date_order"] = said
        chosen: days.Order = "dmy" if said == "dmy" else "mdy"
        return dict.fromkeys(dated, chosen), {"date_order": said}
    shows = {column: days.order_of(each) for column, each in texts.items()}
    overall = days.order_of(text for each in texts.values() for text in each)
    order = {column: shown or overall or "mdy" for column, shown in shows.items()}
    for column, each in order.items():
        place = Place(sheet.name, column=columns.names[column])
        if each == "dmy" and days.has_order(texts[column]):
            told.ask("Days come first here, as one above 12 shows. Is that right (dmy), or do months (mdy)?", at, place)
            told.learned["date_order"] = "dmy"
        elif each == "mixed":
            about = "Days come first in some of these dates and months in others. Which is it (dmy or mdy)?"
            told.ask(about, at, place)
    written = any(days.has_order(each) for each in texts.values())
    return order, {"date_order": overall or "mdy"} if written and overall != "mixed" else {}


def _decimal(sheet: Sheet, columns: Columns, mapping: Mapping) -> many.Separator | None:
    if mapping.decimal:
        return mapping.decimal
    numeric = [column for column, _, _ in columns.amounts()]
    numeric += [column for column, name in columns.fields.items() if name == "amount"]
    return many.decimal_of(cell for column in numeric for cell in sheet.cells(column, columns.row))
