"""Numbers of points, exact: whole hundredths of a PDP."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

Points: TypeAlias = int
"""PDPs in hundredths."""

PASSING_VERDICTS = ("met", "not-required", "not-now")
"""Verdicts of a portfolio that leave nothing to do."""


@lru_cache(maxsize=4096)
def points(number: Decimal | int) -> Points:
    """PDPs in hundredths from an exact number; raises ValueError if it is finer than a hundredth."""
    scaled = Decimal(number) * 100
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{number} is finer than a hundredth of a PDP")
    return int(scaled)


@lru_cache(maxsize=4096)
def number(value: Points) -> int | Decimal:
    """The exact number that `value` hundredths stand for."""
    return value // 100 if value % 100 == 0 else (Decimal(value) / 100).normalize()


def show(value: Points) -> str:
    """`value` for people: 2250 -> "22.5"."""
    return str(number(value))
