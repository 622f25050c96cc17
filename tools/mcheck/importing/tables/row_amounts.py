"""How much the activity of a row was: its amounts, each once, or what is to be asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from ...core.codes import Code
from ...core.portfolio import AMOUNTS
from ...core.records import Data
from ...core.wording import count, series
from ..answers import amounts as many
from ..answers import days
from .row import Refused, Row

WORDS = {"hours": "hours", "credits": "credits", "ceus": "CEUs", "awarded": "PDPs"}

MOST_HOURS = 500
"""Hours that an activity can have whose first day is not told."""


def amounts_of(row: Row, when: Data | None) -> Data | None:
    """Amounts by the keys of a portfolio; None where that has to be answered first. Raises Refused."""
    by_unit, questions = _stated(row)
    given = row.answer("amount")
    if given is not None:
        try:
            unit, amount = many.quantity(given, [*by_unit, *AMOUNTS])
            by_unit, questions = {unit: [amount]}, []
        except many.NoAmount as problem:
            by_unit, questions = {}, [(str(problem), None)]
    for about, column in questions:
        row.ask(about, "amount", column)
    if not by_unit:
        return None
    for unit, each in by_unit.items():
        if len({amount.value for amount in each}) > 1:
            about = f"Two columns give different {WORDS[unit]}: which is right? Until then the lesser is taken."
            row.ask(about, "amount")
    made = {unit: min(each, key=lambda amount: amount.value) for unit, each in by_unit.items()}
    _refuse_impossible(row, made, when)
    _compare(row, made)
    if any(amount.rounded for amount in made.values()):
        row.context.reading.told.say(Code.AMOUNT_ROUNDED, f"Row {row.number}: a part of a hundredth was dropped.")
    return {unit: made[unit].number() for unit in AMOUNTS if unit in made}


def _stated(row: Row) -> tuple[dict[str, list[many.Amount]], list[tuple[str, int | None]]]:
    """(amounts by unit, questions with the column they are about). Raises Refused for zero and less."""
    by_unit: dict[str, list[many.Amount]] = {}
    questions: list[tuple[str, int | None]] = []
    refused: list[str] = []
    row.shares = {}
    columns = row.context.columns.amounts()
    in_own_unit = row.context.columns.of("amount")
    if in_own_unit is not None:
        columns.append((in_own_unit, many.unit_named(row.cell("unit")[0]), ""))
    for column, unit, category in columns:
        note = row.note(column)
        try:
            if note:
                raise many.NoAmount(note)
            amount = many.amount(_with_unit(row, column, unit), row.context.decimal)
            amount = many.in_hours(amount if amount.unit else replace(amount, unit=unit))
        except many.Impossible as problem:
            refused.append(str(problem))
            continue
        except many.NoAmount as problem:
            if str(problem) != many.NO_AMOUNT:
                questions.append((str(problem), column))
            continue
        about = amount.question if amount.unit else "In which unit is this: hours, credits, CEUs or PDPs?"
        questions += [(about, column)] if about else []
        if category and amount.unit:
            row.shares[category] = row.shares.get(category, Decimal(0)) + amount.value
        elif amount.unit:
            by_unit.setdefault(amount.unit, []).append(amount)
    if row.shares:
        by_unit.setdefault("awarded", []).append(many.Amount(sum(row.shares.values(), Decimal(0))))
    if refused and (not by_unit or any("negative" in why for why in refused)):
        raise Refused(max(refused, key=lambda why: "negative" in why))
    if not by_unit and not questions:
        questions = [(many.NO_AMOUNT, columns[0][0] if columns else None)]
    return by_unit, questions


def _with_unit(row: Row, column: int, unit: str) -> str:
    """A cell of amounts, with what the row names as its unit where that is none that is known."""
    text = row.at(column)
    return text if unit or not text else f"{text} {row.cell('unit')[0]}".strip()


def _refuse_impossible(row: Row, made: dict[str, many.Amount], when: Data | None) -> None:
    """Refuses more hours than its days have, and asks when it began, which would settle it."""
    hours = made.get("hours")
    if hours is None or when is None:
        return
    last, first = when.get("completed") or when.get("to", ""), when.get("from", "")
    if len(last) < 10 or (first and len(first) < 10):
        return
    began = row.answer("from")
    if began is not None:
        try:
            first = when["from"] = days.one_day(began)
            when["to"] = when.pop("completed", last)
        except ValueError as problem:
            row.ask(str(problem), "from")
    own = row.context.columns
    if not first and own.of("from") is not None and own.of("completed") is not None and hours.value <= MOST_HOURS:
        return  # a log with a column for the first day leaves it open: the other day is when it was completed
    length = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1 if first else 1
    if hours.value > 24 * max(length, 1):
        row.ask("If it took several days: on which day did it begin?", "from")
        raise Refused(f"{hours.number():,} hours on {count(length, 'day')} cannot be.")


def _compare(row: Row, made: dict[str, many.Amount]) -> None:
    """Asks where a row gives amounts that do not say the same: 15 hours, 15 PDPs and 1.5 CEUs do."""
    worth = {unit: amount.value * (10 if unit == "ceus" else 1) for unit, amount in made.items() if unit != "credits"}
    if len(set(worth.values())) > 1:
        said = series([f"{made[unit].number():,} {WORDS[unit]}" for unit in worth], "but")
        row.ask(f"It says {said}: which does the certificate say?", "amount")
