"""When the activity of a row was: the keys of a portfolio that say it, or what is to be asked."""

from __future__ import annotations

import re
from datetime import date

from ...core.dates import span
from ...core.records import Data
from ..answers import days
from .row import Refused, Row

MOST_YEARS_AHEAD = 6
"""A year further in the future must be a slip."""


def when(row: Row) -> tuple[Data | None, bool]:
    """(the keys that say when it was, whether nothing has to be answered first). Raises Refused."""
    given = row.answer("completed")
    if given is not None:
        return _answered(row, given)
    parts: dict[str, days.When] = {}
    for name in ("completed", "to", "from"):
        text, column = row.cell(name)
        note = row.note(column)
        if note:
            row.ask(note, "completed", column)
        elif text and column is not None and (day := _day(row, name, text, column)) is not None:
            parts[name] = day
    done = parts.get("completed") or parts.get("to") or parts.get("from")
    if done is None:
        if not row.when_asked:
            row.ask("It has no date: when was it completed?", "completed", row.cell("completed")[1])
        return None, False
    return _made(row, parts), bool(done.completed)


def _answered(row: Row, text: str) -> tuple[Data | None, bool]:
    try:
        day = days.when(text)
    except ValueError as problem:
        row.ask(str(problem), "completed")
        return None, False
    if day.question and not re.fullmatch(r"\d{5}", text):
        row.ask(day.question, "completed")
    return _made(row, {"completed": day}), bool(day.completed)


def _day(row: Row, name: str, text: str, column: int) -> days.When | None:
    """What a cell says of when; asks where it is no date, raises Refused where no such day can be."""
    context = row.context
    try:
        if context.sheet.counts_from_1904 and re.fullmatch(r"(?!(19|20)\d\d$)\d{4,5}(\.\d+)?", text):
            day = days.When(days.from_serial(int(float(text)), date(1904, 1, 1)), question=days.SERIAL)
        else:
            day = days.when(text, context.order.get(column, "mdy"))
    except days.NoSuchDay as problem:
        raise Refused(str(problem)) from None
    except days.NoDate:
        row.ask("This is no date that can be read: when was it completed?", "completed", column)
        return None
    if day.question:
        row.ask(day.question, "completed", column)
    elif context.sheet.notes.get((row.number, column)) == "merged":
        row.ask("The date is in a cell merged with the row above. Is it the date of this row, too?", "", column)
    for each in (day.completed, day.began):
        if each and int(each[:4]) > context.reading.today.year + MOST_YEARS_AHEAD:
            raise Refused(f"The year {each[:4]} must be a slip.")
    return day


def _made(row: Row, parts: dict[str, days.When]) -> Data:
    """Keys of a portfolio: `completed` of one day, `from` and `to` of several."""
    done = parts.get("completed") or parts.get("to")
    start = parts.get("from")
    if done is None:
        assert start is not None
        row.ask("It has a first day and no last one: when was it completed?", "completed")
        return {"from": start.completed, "to": start.completed} if start.began else {"completed": start.completed}
    began = done.began or (start.began or start.completed if start else "")
    last = parts.get("to")
    if "completed" in parts and last is not None and last.completed != done.completed:
        row.ask("Two columns give different days on which it ended: which is right?", "completed")
    if began and done.completed and span(began).first > span(done.completed).last:
        raise Refused("It ends before it begins.")
    ended = "to" if done.began or "completed" not in parts else "completed"
    return {**({"from": began} if began and began != done.completed else {}), ended: done.completed}


def is_ahead(row: Row, when: Data) -> bool:
    """Whether it lies in the future, so that it can only be planned."""
    text = when.get("completed") or when.get("to") or ""
    if not text or span(text).first <= row.context.reading.today:
        return False
    row.ask("It lies in the future: taken as planned. Is the date right?")
    return True
