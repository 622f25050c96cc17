"""Answers as people type them; each reader makes a value, or raises ValueError, which says what would do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .amounts import NoAmount, amount
from .days import day_or_part, one_day

ANOTHER = "Give a number from 1 to {}."


def yes_or_no(answer: str) -> bool:
    if answer.casefold() in ("y", "yes", "true"):
        return True
    if answer.casefold() in ("n", "no", "false"):
        return False
    raise ValueError("Answer yes or no.")


def one_of(choices: Mapping[str, str], answer: str) -> str:
    """The key of a choice, by its number, its key or its words."""
    for key, words in choices.items():
        if answer.casefold() in (key, words.casefold()) and not answer.isdigit():
            return key
    if answer.isascii() and answer.isdecimal() and len(answer) < 4 and 1 <= int(answer) <= len(choices):
        return list(choices)[int(answer) - 1]
    raise ValueError(ANOTHER.format(len(choices)))


def several_of(choices: Mapping[str, str], answer: str) -> list[str]:
    """The keys of choices with a comma or space between their numbers; none for "0"."""
    if answer == "0":
        return []
    return list(dict.fromkeys(one_of(choices, word) for word in answer.replace(",", " ").split()))


def points(answer: str) -> Any:
    """A sum of PDPs, 0 included."""
    if re.fullmatch(r"0+(?:\.0+)?", answer.strip()):
        return 0
    given = amount(answer)
    if given.question or given.unit not in ("", "awarded"):
        raise NoAmount(given.question or "Give a number of PDPs, like 45.")
    return given.number()


def whole(answer: str) -> int:
    """A number of badges."""
    if not re.fullmatch(r"\d{1,3}", answer) or not answer.isascii():
        raise ValueError("Give a whole number, like 2.")
    return int(answer)


def day_or_never(answer: str) -> str:
    return "never" if answer.casefold() == "never" else one_day(answer)


def expiry(answer: str) -> str:
    day = day_or_part(answer)
    if len(day) == len("YYYY"):
        raise ValueError("Give the day, like 6/17/2027, or at least the month, like 6/2027.")
    return day
