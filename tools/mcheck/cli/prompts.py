"""Questions on the terminal. Enter skips each; an answer that cannot be read is asked for again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeVar

import click

from ..core.dates import FIRST_YEAR, LAST_YEAR, span
from ..core.escaping import escape_terminal
from ..core.records import Record
from .output import say

T = TypeVar("T")
MOST_SHOWN = 15


def ask(text: str, read: Callable[[str], T]) -> T | None:
    """Asks until the answer can be read; None when it is skipped."""
    while True:
        answer = str(click.prompt(text, default="", show_default=False)).strip()
        if not answer:
            return None
        try:
            return read(answer)
        except ValueError as problem:
            say(f"  {escape_terminal(problem)}")


def _list(names: Iterable[str]) -> None:
    for number, name in enumerate(names, 1):
        say(f"  {number:>3}  {escape_terminal(name)}")


def choose(text: str, names: Mapping[str, str]) -> str | None:
    """The key of one of several names, chosen by number or key."""
    _list(names.values())
    return ask(f"{text} (number)", lambda answer: _key(answer, names))


def choose_several(text: str, names: Mapping[str, str], *, none: bool = False) -> list[str] | None:
    """The keys of some names; an empty list for "0" where that is an answer."""
    _list(names.values())

    def read(answer: str) -> list[str]:
        if none and answer == "0":
            return []
        return list(dict.fromkeys(_key(word, names) for word in answer.replace(",", " ").split()))

    return ask(f"{text} (numbers, like 1 3)", read)


def find(text: str, names: Mapping[str, str], records: Mapping[str, Record]) -> str | None:
    """The key of a record that contains every word of the answer; asks which one when there are several."""
    while True:
        words = ask(text, plain_text)
        if words is None:
            return None
        found = {key: name for key, name in names.items() if _has(words, key, name, records[key])}
        if words in names:
            found = {words: names[words]}
        if len(found) > MOST_SHOWN:
            say(f"  {len(found)} match; add another word.")
        elif not found:
            say(f"  Nothing matches all these words: {escape_terminal(words)}. Try fewer.")
        else:
            chosen = next(iter(found)) if len(found) == 1 else choose("  Which one", found)
            if chosen is not None:
                say(f"  {names[chosen]}")
                return chosen


def _has(words: str, key: str, name: str, record: Record) -> bool:
    hay = f"{key} {name} {record.get('stack', '')}".casefold()
    return all(word in hay for word in words.casefold().split())


# -- reading answers; ValueError says what would do


def _key(answer: str, names: Mapping[str, str]) -> str:
    if answer in names and not answer.isdigit():
        return answer
    if answer.isdecimal() and len(answer) < 4 and 1 <= int(answer) <= len(names):
        return list(names)[int(answer) - 1]
    raise ValueError(f"Give a number from 1 to {len(names)}.")


def plain_text(answer: str) -> str:
    if escape_terminal(answer) != answer:
        raise ValueError("It contains an invisible character; type it by hand.")
    return answer


def day(answer: str) -> str:
    try:
        day = date.fromisoformat(answer)
    except ValueError:
        raise ValueError("Write a date as YYYY-MM-DD.") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"Give a year from {FIRST_YEAR} to {LAST_YEAR}.")
    return day.isoformat()


def day_or_month(answer: str) -> str:
    return partial_day(answer) if len(answer) == len("YYYY-MM") else day(answer)


def partial_day(answer: str) -> str:
    try:
        return str(span(answer))
    except (ValueError, OverflowError):
        raise ValueError("Write a date as YYYY-MM-DD, YYYY-MM or YYYY.") from None


def quantity(answer: str) -> int | float:
    try:
        value = Decimal(answer)
        if 0 < value <= 10000 and value == round(value, 2):
            return int(value) if value == int(value) else float(value)
    except InvalidOperation:
        pass
    raise ValueError("Give a number above 0 with at most two decimals.")


def yes_or_no(answer: str) -> bool:
    if answer.casefold() in ("y", "yes"):
        return True
    if answer.casefold() in ("n", "no"):
        return False
    raise ValueError("Answer yes or no.")
