"""How much something was, as people write it: `6 hours`, `1.5 CEU`, `3 credits`, `1:30`, `7½`. Exact and pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal
from typing import Literal

from ...core.portfolio import AMOUNTS
from ...core.records import json_beside

Separator = Literal[".", ","]
"""The sign before decimals."""

EXAMPLE = "Give a number above 0 with its unit, like 6 hours, 1.5 CEUs, 3 credits or 15 PDPs."
_WORDS: dict[str, dict[str, list[str]]] = json_beside(__file__)
UNITS = {unit: re.compile("|".join(patterns)) for unit, patterns in _WORDS["units"].items()}
"""Each unit that a portfolio knows, and minutes: how it is written."""
OTHER_UNITS = {question: re.compile("|".join(patterns)) for question, patterns in _WORDS["other_units"].items()}
"""What is asked of units that are none of these, and how they are written."""
NO_AMOUNT = "No amount: how much was it?"
THOUSANDS = "Read as {}: is the sign for thousands meant?"
UNCLEAR = "It cannot be made out how much that is: how many hours, credits, CEUs or PDPs was it?"


class NoAmount(ValueError):
    """What is written cannot be taken as an amount; the text says why, and is a question where one is to be asked."""


class Impossible(NoAmount):
    """An amount that there cannot be: a negative one, or zero."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number above 0 in hundredths at the finest, its unit ("" where none is said), and what a person has to say."""

    value: Decimal
    unit: str = ""
    question: str = ""
    rounded: bool = False
    """Whether a part of a hundredth was dropped, as nothing finer counts."""

    def number(self) -> int | Decimal:
        """As JSON of a portfolio holds it: 15 rather than 15.0."""
        return int(self.value) if self.value == int(self.value) else self.value.normalize()


SIGNS = {0x2018: "'", 0x2019: "'", 0x2010: "-", 0x2011: "-", 0x2012: "-", 0x2013: "-", 0x2014: "-", 0x2212: "-"}
"""Typographic quotes and dashes, and the plain signs for them."""
_FRACTIONS = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3", "⅛": "1/8"}
_EMPTY = re.compile(r"|n\.?/?a\.?|none|not applicable|tb[ad]|unknown|\?+|-+|null|pending")
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)(?::00)?(?:\s*(?:h|hr|hrs|hours?)\.?)?")
_HOURS_MINUTES = re.compile(
    r"(\d{1,3})\s*(?:h|hr|hrs|hours?)\.?,?\s*(?:and\s*)?(\d{1,2})\s*(?:m|min|mins|minutes?)?\.?"
)
_MIXED = re.compile(r"(?:(\d{1,4})[\s-]*(?:and\s*)?)?(\d{1,2})\s?/\s?(\d{1,2})\s*(.*)")
_NUMBER = re.compile(r"([(+-]?)\s*([\d.,  ]*\d|[.,]\d+)\s*(\)?)\s*(.*)", re.DOTALL)
MOST_LENGTH = 100
MOST = Decimal(10_000)


def amount(text: str, decimal: Separator = ".") -> Amount:
    """The amount that a text gives, with the unit that it names.

    Raises NoAmount for what is none or is not clear, Impossible for zero or less.
    """
    plain = _plain(text[: MOST_LENGTH + 1])
    if _EMPTY.fullmatch(plain):
        raise NoAmount(NO_AMOUNT)
    if len(text) > MOST_LENGTH:
        raise NoAmount(UNCLEAR)
    if match := _CLOCK.fullmatch(plain) or _HOURS_MINUTES.fullmatch(plain):
        return _possible(Decimal(match[1]) + Decimal(match[2]) / 60, "hours")
    if (match := _MIXED.fullmatch(plain)) and int(match[3]):
        return _possible(Decimal(match[1] or 0) + Decimal(match[2]) / Decimal(match[3]), _unit(match[4]))
    match = _NUMBER.fullmatch(plain)
    if match is None:
        raise NoAmount(UNCLEAR)
    sign, digits, closing, rest = match.groups()
    if sign == "-" or (sign == "(" and closing == ")"):
        raise Impossible("The amount is negative.")
    value, thousands = _value(digits.strip(), decimal)
    made = _possible(value, _unit(rest))
    return replace(made, question=THOUSANDS.format(f"{value:,}")) if thousands else made


def quantity(text: str, units: Iterable[str] = AMOUNTS) -> tuple[str, Amount]:
    """(unit, amount) from whoever answers a question; the first of `units` where the answer names none.

    Minutes become hours. Raises NoAmount, which says what would do.
    """
    known = tuple(units)
    given = amount(text)
    if given.question:
        raise NoAmount(given.question)
    given = in_hours(given)
    unit = given.unit or known[0]
    if unit not in known:
        raise NoAmount(f"Give {' or '.join(known)}, not {unit}.")
    return unit, given


def in_hours(given: Amount) -> Amount:
    """Minutes as hours, never more than there were: a part of a hundredth is dropped. Any other amount as it is."""
    if given.unit != "minutes":
        return given
    return _possible(given.value / 60, "hours", given.question)


def decimal_of(texts: Iterable[str]) -> Separator | None:
    """The sign before decimals that the amounts of a column show: 7,5 can only have a comma. None if neither does."""
    shown: set[Separator] = set()
    for text in texts:
        plain = _plain(text[:MOST_LENGTH])
        if re.fullmatch(r"\D*(?:\d{1,3}(?:\.\d{3})+,\d+|\d*,\d{1,2})\D*", plain):
            shown.add(",")
        elif re.fullmatch(r"\D*(?:\d{1,3}(?:,\d{3})+\.\d+|\d*\.\d{1,2})\D*", plain):
            shown.add(".")
    return shown.pop() if len(shown) == 1 else None


def _plain(text: str) -> str:
    """Small letters, plain signs, fractions written out, no sign of a spreadsheet around it."""
    text = re.sub(r"[½¼¾⅓⅔⅛]", lambda sign: f" {_FRACTIONS[sign[0]]}", text)
    text = unicodedata.normalize("NFKC", text).casefold().translate(SIGNS)
    text = " ".join(text.split())
    quoted = re.fullmatch(r'="([^"]*)"|=([\d.,]+)', text)
    return (quoted[1] or quoted[2] or "") if quoted else text


def unit_named(word: str) -> str:
    """The unit that a text names; "" if it is none."""
    word = word.strip(" .").casefold()
    return next((unit for unit, pattern in UNITS.items() if pattern.fullmatch(word)), "")


def _unit(rest: str) -> str:
    """The unit that the words after a number name; raises NoAmount for another one."""
    word = rest.strip(" .;*()[]")
    if not word:
        return ""
    if unit := unit_named(word):
        return unit
    for question, pattern in OTHER_UNITS.items():
        if pattern.fullmatch(word):
            raise NoAmount(question)
    raise NoAmount(UNCLEAR)


def _value(digits: str, decimal: Separator) -> tuple[Decimal, bool]:
    """The number, and whether it was taken for granted that its sign parts thousands."""
    digits = re.sub(r"(?<=\d)[  ](?=\d{3}(?!\d))", "", digits)
    other = "," if decimal == "." else "."
    if re.fullmatch(rf"\d{{1,3}}(?:{re.escape(other)}\d{{3}})+(?:{re.escape(decimal)}\d+)?", digits):
        return Decimal(digits.replace(other, "").replace(decimal, ".")), True
    if not re.fullmatch(r"\d*[.,]?\d*", digits) or not re.search(r"\d", digits):
        raise NoAmount(UNCLEAR)
    return Decimal(digits.replace(",", ".")), False


def _possible(value: Decimal, unit: str, question: str = "") -> Amount:
    if value == 0:
        raise Impossible("The amount is zero.")
    if value > MOST:
        raise NoAmount(f"More than {MOST:,} cannot be meant: how much was it?")
    exact = value.quantize(Decimal("0.01"), ROUND_DOWN)
    if not exact:
        raise NoAmount("Less than a hundredth counts for nothing: how much was it?")
    return Amount(exact, unit, question, exact != value)
