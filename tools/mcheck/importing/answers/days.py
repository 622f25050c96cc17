"""When something was, as people write it: a table of patterns, and nothing made up.

`6/17/2027`, `June 17, 2027`, `17 Jun 2027` and `2027-06-17` are one day; a month stays a month, and a season is asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from ...core.dates import FIRST_YEAR, LAST_YEAR, MONTHS, SERIAL_ZERO, SERIALS, SHORT_MONTHS
from .amounts import SIGNS

Order = Literal["mdy", "dmy", "mixed"]
"""Which number of 3/4/2024 is the month. `mixed`: some dates of a column show one, some the other."""

MOST_LENGTH = 200
"""What is longer is no date."""
EXAMPLE = "Write a day like 6/17/2027 or 2027-06-17; a month or a year will do."
SEASON = "A season is no date: on which day was it completed? Until then the year is taken."
SCHOOL_YEAR = "A school year lies in two calendar years: when was it completed?"
NOT_FINISHED = "It is not finished, or has no date yet: when was it completed?"
NO_YEAR = "The year is missing: on which day was it completed?"
SERIAL = "A bare number, read as a spreadsheet counts days: is that the day?"
EITHER_ORDER = "The month may stand first or second here: which day is it?"


class NoSuchDay(ValueError):
    """What is written as a date cannot be one; the text says why."""


class NoDate(ValueError):
    """What is written is no date that can be read; the text says what would do."""


@dataclass(frozen=True, slots=True)
class When:
    """`completed` and `began` as YYYY, YYYY-MM or YYYY-MM-DD, "" where nothing says it; what a person has to say."""

    completed: str = ""
    began: str = ""
    question: str = ""


_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"'?(\d{4}|\d\d)"
_CLOCK = r"\d{1,2}(?::\d\d){0,2}(?:[.,]\d+)?\s*(?:[ap]\.?m\.?)?"
_TIME = re.compile(
    rf"(?:(?<=\d)t|[,\s]+(?:at\s+|@\s*)?)(?=\d{{1,2}}(?::\d\d|\s*[ap]\.?m\b)){_CLOCK}(?:\s*-\s*{_CLOCK})?"
    r"\s*(?:z|utc|gmt|e[sd]?t|[+-]\d\d:?\d\d)?\s*$"
)
_WEEKDAY = re.compile(r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?\s*")
_NUMBERS = re.compile(rf"(?<![\d/.-])(\d{{1,2}})\s?([-/.])\s?(\d{{1,2}})\s?\2\s?{_YEAR}(?!\d)")
_PERHAPS_NUMBERS = re.compile(r"\d\s*[-/.]\s*\d")
_SEASON = (
    r"(?:spring|summer|fall|autumn|winter|q[1-4]|[1-4](?:st|nd|rd|th)? quarter)"
    r"(?:\s+(?:semester|term|quarter|session))?"
)
_OPEN = re.compile(
    r"on-?\s?going|in progress|current(?:ly)?|present|pending|tb[acd]|to be (?:announced|decided|determined)|not yet.*"
    r"|n\.?/?a\.?|none|unknown|\?+|-+|not (?:finished|completed)|incomplete|various|multiple(?: dates)?"
)


def when(text: str, order: Order = "mdy") -> When:
    """The days that a text gives; a season, a school year or a bare number with a question.

    Raises NoSuchDay for a day that does not exist or a year that must be a slip, NoDate for what is no date.
    """
    plain = _plain(text[: MOST_LENGTH + 1])
    if not plain or len(text) > MOST_LENGTH:
        raise NoDate(EXAMPLE)
    if day := _one(plain, order) or _several(plain, order):
        return day
    raise NoDate(EXAMPLE)


def one_day(text: str) -> str:
    """A day as YYYY-MM-DD, from whoever answers a question; raises ValueError, which says what would do."""
    day = when(text)
    if len(day.completed) != 10 or day.began or day.question:
        raise NoDate("Write one whole day, like 6/17/2027 or 2027-06-17.")
    return day.completed


def day_or_part(text: str) -> str:
    """A day, a month or a year as YYYY-MM-DD, YYYY-MM or YYYY; raises ValueError, which says what would do."""
    day = when(text)
    if not day.completed or day.began or day.question:
        raise NoDate(day.question or EXAMPLE)
    return day.completed


def day_of_year(text: str, year: str) -> str:
    """As `day_or_part`, but a day without a year, like `6/17` or `June 17`, is of the one given, if one is."""
    try:
        return day_or_part(text)
    except ValueError:
        for sign in ("/", "-", " ") if year else ():
            try:
                return one_day(f"{text.strip()}{sign}{year}")
            except ValueError:
                continue
        raise


def order_of(texts: Iterable[str]) -> Order | None:
    """What the dates of a column show: a number above 12 can only be a day. None where they show nothing."""
    shown: set[Order] = set()
    for text in texts:
        if text.isascii() and not _PERHAPS_NUMBERS.search(text):
            continue  # most cells of a table, told at once
        for first, _, second, _ in _NUMBERS.findall(_plain(text[:MOST_LENGTH])):
            if int(first) > 12 >= int(second):
                shown.add("dmy")
            elif int(second) > 12 >= int(first):
                shown.add("mdy")
    return shown.pop() if len(shown) == 1 else "mixed" if shown else None


def has_order(texts: Iterable[str]) -> bool:
    """Whether any of them is written as numbers whose order matters."""
    return any(_NUMBERS.search(_plain(text[:MOST_LENGTH])) for text in texts)


def from_serial(number: int, epoch: date = SERIAL_ZERO) -> str:
    """The day that a spreadsheet counts so; raises NoSuchDay."""
    try:
        return _iso((epoch + timedelta(days=number)).timetuple()[:3])
    except OverflowError:
        raise NoSuchDay(f"{number} is no day of a spreadsheet.") from None


def _plain(text: str) -> str:
    """Small letters, one kind of dash and space, no weekday, no time of the day."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub(r"\s*[\u2011-\u2015\u2212]\s*", " - ", text).translate(SIGNS)
    text = " ".join(_WEEKDAY.sub("", text).split()).strip(" ,;")
    if (quoted := re.fullmatch(r'="?([^"]*)"?', text)) is not None:  # some exports guard a text so
        text = quoted[1]
    return _TIME.sub("", text)


def _one(text: str, order: Order) -> When | None:
    """One date, or what is written in place of one; None where the text is neither."""
    if match := _NUMBERS.fullmatch(text):
        return _by_numbers(int(match[1]), int(match[3]), match[4], order)
    for pattern, parts in _PATTERNS:
        if match := pattern.fullmatch(text):
            given = dict(zip(parts, match.groups(), strict=True))
            return When(_iso(_numbers(given["y"], given.get("m"), given.get("d"))))
    return _serial(text) or _in_words(text)


_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), parts)
    for pattern, parts in (
        (r"(\d{4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,2})", "ymd"),
        (r"((?:19|20)\d\d)([01]\d)([0-3]\d)", "ymd"),
        (r"(\d{4})[-/.](0?[1-9]|1[0-2])", "ym"),
        (r"(\d{1,2})\s?[-/.]\s?(\d{4})", "my"),
        (r"(\d{4})", "y"),
        (rf"{_MONTH}\s*{_DAY}(?:,\s*|\s+){_YEAR}", "mdy"),
        (rf"{_MONTH}[-/]{_DAY}[-/]{_YEAR}", "mdy"),
        (rf"{_DAY}(?:\s+of)?[\s/-]*{_MONTH},?[\s/-]*{_YEAR}", "dmy"),
        (rf"(\d{{4}}),?[\s/-]+{_MONTH}[\s/-]+{_DAY}", "ymd"),
        (rf"{_MONTH},?[\s/-]+(?:of\s+)?(\d{{4}})", "my"),
        (rf"{_MONTH}(?:\s*'|-)(\d\d)", "my"),
        (rf"(\d{{4}})[\s/-]+{_MONTH}", "ym"),
    )
)
"""How one date is written, and which part of it each group is."""


def _by_numbers(first: int, second: int, year: str, order: Order) -> When:
    """A date of three numbers, the year last. What can be read in one way only is read so."""
    both = max(first, second) <= 12 and first != second
    if both and order == "mixed":
        return When(str(_year(year)), question=EITHER_ORDER)
    day_first = first > 12 >= second or (order == "dmy" and not second > 12 >= first)
    month, day = (second, first) if day_first else (first, second)
    return When(_iso((_year(year), month, day)))


def _year(text: str) -> int:
    """Of two digits, the year nearest to today's decades: 69 and less are of this century."""
    return int(text) if len(text) > 2 else int(text) + (2000 if int(text) < 70 else 1900)


def _numbers(year: str, month: str | None, day: str | None) -> tuple[int, ...]:
    if month is not None and not month.isdecimal():
        month = str(SHORT_MONTHS.index(month[:3]) + 1)
    return tuple(int(each) for each in (_year(year), month, day) if each is not None)


def _iso(parts: tuple[int, ...]) -> str:
    """Year, month and day, or the first of them, as ISO 8601 has them; raises NoSuchDay."""
    year, month, day = (*parts, 1, 1)[:3]
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NoSuchDay(f"The year {year} must be a slip.")
    if not 1 <= month <= 12:
        raise NoSuchDay(f"There is no month {month}.")
    try:
        date(year, month, day)
    except ValueError:
        raise NoSuchDay(f"There is no {MONTHS[month - 1]} {day} in {year}.") from None
    return "-".join((f"{year:04}", f"{month:02}", f"{day:02}")[: len(parts)])


def _serial(text: str) -> When | None:
    match = re.fullmatch(r"(\d{5})(?:\.\d+)?", text)
    if match is None or int(match[1]) not in SERIALS:
        return None
    return When(from_serial(int(match[1])), question=SERIAL)


def _in_words(text: str) -> When | None:
    """What replaces a date: a season, a school year, a day without its year, that it is not over."""
    if match := re.fullmatch(rf"{_SEASON},?\s*(?:of\s+)?{_YEAR}|(\d{{4}})\s+{_SEASON}", text):
        return When(_iso((_year(match[1] or match[2]),)), question=SEASON)
    named = re.fullmatch(rf"(?:sy|ay|fy|(?:school|academic|fiscal) year):?\s*{_YEAR}(?:\s?[-/]\s?{_YEAR})?", text)
    bare = re.fullmatch(r"(\d{4})\s?[-/]\s?(\d{4}|\d\d)", text)
    if named or (bare and _year(bare[2]) == int(bare[1]) + 1):
        return When(question=SCHOOL_YEAR)
    if re.fullmatch(rf"{_SEASON}(?:\s+{_YEAR}\s?[-/]\s?{_YEAR})?", text):
        return When(question=SEASON.partition(" Until")[0])
    if re.fullmatch(rf"\d{{1,2}}[/.]\d{{1,2}}|{_MONTH}\s*{_DAY}|{_DAY}\s*{_MONTH}|{_MONTH}", text):
        return When(question=NO_YEAR)
    if _OPEN.fullmatch(text):
        return When(question=NOT_FINISHED)
    return None


# -- several days


_LIST = re.compile(r"\s*(?:;|\band\b|&|\+|\n)\s*|,\s+(?=\D*\d{1,2}\s?[-/.]|\d{4}-)|,(?=\d{1,2}/|\d{4}-)")
_RANGE = re.compile(r"\s+(?:-|to|through|thru|until|till)\s+|(?<=[\d.a-z])\s*(?:-|/)\s*(?=[\da-z])")
_TH = "(?:st|nd|rd|th)?"
_SHORT = (
    rf"(?P<m>{_MONTH})\s*(?P<a>\d{{1,2}}){_TH}\s?(?:-|to|through|and|&|,)\s?(?P<b>\d{{1,2}}){_TH},?\s+(?P<y>\d{{4}})",
    rf"(?P<a>\d{{1,2}}){_TH}\s?(?:-|to|through|and|&)\s?(?P<b>\d{{1,2}}){_TH}\s+(?P<m>{_MONTH}),?\s+(?P<y>\d{{4}})",
    r"(?P<m>\d{1,2})/(?P<a>\d{1,2})\s?-\s?(?P<b>\d{1,2})/(?P<y>\d{4}|\d\d)",
)
"""Two days of one month."""


def _several(text: str, order: Order) -> When | None:
    """From a first day to a last one: a range, or a list of days; None where it is neither."""
    for pattern in _SHORT:
        if (match := re.fullmatch(pattern, text)) is not None:
            days = [_iso(_numbers(match["y"], match["m"], match[each])) for each in "ab"]
            return _from_to(When(days[0]), When(days[1]))
    listed = [_one(each, order) for each in _LIST.split(text) if each]
    if len(listed) > 1 and all(each is not None and each.completed for each in listed):
        ends = sorted((each for each in listed if each is not None), key=lambda each: each.completed)
        return _from_to(ends[0], ends[-1])
    for sign in _RANGE.finditer(text):
        left, right = text[: sign.start()], text[sign.end() :]
        last, first = _one(right, order), _one(left, order)
        if last is None or first is None:
            continue
        if first.question == NO_YEAR and last.completed:
            first = _one(f"{left}{'/' if '/' in left else ' '}{last.completed[:4]}", order)
        if first is not None and (first.completed or last.question == NOT_FINISHED):
            return _from_to(first, last)
    return None


def _from_to(first: When, last: When) -> When:
    """A range; one that ends before it begins is none."""
    if not last.completed:
        return replace(last, began=first.completed)
    if first.completed[:10] > last.completed and not first.completed.startswith(last.completed):
        raise NoSuchDay(f"It ends on {last.completed}, before it begins on {first.completed}.")
    if first.completed == last.completed:
        return last
    return When(last.completed, first.completed, first.question or last.question)
