"""Days, months and years as a portfolio gives them, and the day some years later."""

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

FIRST_YEAR, LAST_YEAR = 1950, 2100
"""Every date of a file lies in these years or between."""
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
SHORT_MONTHS = tuple(name[:3].casefold() for name in MONTHS)
SERIAL_ZERO = date(1899, 12, 30)
"""The day from which spreadsheets count days."""
SERIALS = range((date(FIRST_YEAR, 1, 1) - SERIAL_ZERO).days, (date(LAST_YEAR, 12, 31) - SERIAL_ZERO).days + 1)
"""How they count the days of these years."""


@lru_cache(maxsize=4096)
def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last day of the month where there is no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    return first.replace(day=min(day.day, month_end(first).day))


def month_end(day: date) -> date:
    """The last day of its month."""
    # `calendar` would tell its length, and load the locales with it
    in_the_next = day.replace(day=28) + timedelta(days=4)
    return in_the_next - timedelta(days=in_the_next.day)


def add_years(day: date, years: int) -> date:
    """The same day `years` later (or earlier); February 29 becomes the 28th."""
    return add_months(day, 12 * years)


class Span(NamedTuple):
    """Days `first` to `last`, both included: a date that may be known to its month or year only."""

    first: date
    last: date

    @property
    def exact(self) -> bool:
        return self.first == self.last

    def __str__(self) -> str:
        if self.exact:
            return self.first.isoformat()
        if self.first.month == self.last.month:
            return self.first.isoformat()[:7]
        return str(self.first.year)


@lru_cache(maxsize=4096)
def span(text: str) -> Span:
    """Days meant by YYYY, YYYY-MM or YYYY-MM-DD; raises ValueError for a day that does not exist."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        day = date(parts[0], parts[1], parts[2])
        return Span(day, day)
    if len(parts) == 2:
        first = date(parts[0], parts[1], 1)
        return Span(first, month_end(first))
    return Span(date(parts[0], 1, 1), date(parts[0], 12, 31))
