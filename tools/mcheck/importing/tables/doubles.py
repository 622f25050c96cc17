"""The same activity in several rows or files, or in the portfolio already, is one; nearly the same is a question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from ...core.portfolio import AMOUNTS
from ...core.records import Data
from ...core.wording import alike, folded, letters

ALIKE = 0.9
"""How alike two titles of one day and amount are, as difflib measures it, that are asked about."""


class Seen:
    """Activities so far, looked up by what tells them apart."""

    def __init__(self, there: Iterable[Data] = ()) -> None:
        self.by_title: dict[str, list[tuple[Data, str]]] = {}
        self.by_day: dict[tuple[Any, ...], list[tuple[Data, str]]] = {}
        for item in there:
            self.add(item, "one in the portfolio")

    def add(self, item: Data, name: str) -> None:
        self.by_title.setdefault(letters(item.get("title", "")), []).append((item, name))
        self.by_day.setdefault(_day_and_amount(item), []).append((item, name))

    def same(self, item: Data, named: Sequence[str]) -> tuple[str, bool] | None:
        """(what it is the same as, whether to the letter); `named` are the keys that its table has columns for."""
        if not item.get("title"):
            return None
        for other, name in self.by_title.get(letters(item.get("title", "")), ()):
            alike = _day_and_amount(other) == _day_and_amount(item)
            if alike and all(_value(other, key) == _value(item, key) for key in named if key in other):
                return name, other.get("title") == item.get("title")
        return None

    def near(self, item: Data) -> str:
        """What it is nearly the same as, and how; "" for nothing."""
        for other, name in self.by_title.get(letters(item.get("title", "")), ()) if item.get("title") else ():
            if _day_and_amount(other) == _day_and_amount(item):
                return f"the same title, day and amount as {name}, of another kind or category"
            if _days(other) == _days(item):
                return f"the same title and day as {name}, with another amount"
            if _amount(other) == _amount(item):
                return f"the same title as {name}, on another day"
        mine = folded(item.get("title", ""))
        for other, name in self.by_day.get(_day_and_amount(item), ())[:20]:
            theirs = folded(other.get("title", ""))
            if mine and theirs and _like(mine, theirs):
                return f"the same day and amount as {name}, and nearly its title"
        return ""


def _like(one: str, other: str) -> bool:
    """Whether two titles differ as by a slip, and not by a number: part 1 and part 2 are two."""
    if re.findall(r"\d+|\b[ivx]+\b", one) != re.findall(r"\d+|\b[ivx]+\b", other):
        return False
    return alike(one, other, ALIKE)


def tells_apart(item: Data) -> tuple[Any, ...]:
    """What differs between two activities that are surely two."""
    return (letters(item.get("title", "")) or id(item), *_day_and_amount(item))


def _days(item: Data) -> tuple[Any, ...]:
    return item.get("from"), item.get("completed") or item.get("to")


def _amount(item: Data) -> tuple[Any, ...]:
    return tuple(item.get(key) for key in AMOUNTS)


def _day_and_amount(item: Data) -> tuple[Any, ...]:
    return (*_days(item), *_amount(item))


def _value(item: Data, key: str) -> Any:
    value = item.get(key)
    return sorted(value) if isinstance(value, list) else value
