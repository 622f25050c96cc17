"""The nouns: what an educator brings and what the checker says about it.

Nothing here reads a file, a clock or another module of ours. Points (PDPs) are integers in hundredths,
so that 22.5 is 2250 and no sum is ever rounded. Dates that are known to the month or year only are spans
of days.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeAlias

Points: TypeAlias = int
"""PDPs in hundredths."""

Record: TypeAlias = Mapping[str, Any]
"""One record of the catalog, as read from its JSON file."""

QUESTION = "question"
"""The severity of a message about something that the file leaves out."""

FINE = ("met", "not-required", "not-now")
"""Verdicts of a portfolio that leave nothing to do."""

FIRST_YEAR, LAST_YEAR = 1950, 2100
"""Every date of a file lies in these years or between."""


def points(number: Decimal | int) -> Points:
    """PDPs in hundredths from an exact number; raises ValueError if it is finer than a hundredth."""
    scaled = Decimal(number) * 100
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{number} is finer than a hundredth of a PDP")
    return int(scaled)


def number(value: Points) -> int | Decimal:
    """The exact number that `value` hundredths stand for."""
    return value // 100 if value % 100 == 0 else (Decimal(value) / 100).normalize()


def show(value: Points) -> str:
    """`value` for people: 2250 -> "22.5"."""
    return str(number(value))


def count(amount: object, one: str, more: str = "") -> str:
    """An amount and what it counts: "1 hour", "2.5 hours", "3 activities"; `more` where an s will not do."""
    return f"{amount} {one if str(amount) == '1' else more or one + 's'}"


def folded(text: str) -> str:
    """What titles and topics are compared by: case and the number of spaces do not matter."""
    return " ".join(text.casefold().split())


def series(words: Sequence[str], last: str = "and") -> str:
    """Words, of which there is at least one, as part of a sentence: "a, b and c"."""
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def add_years(day: date, years: int) -> date:
    """The same day `years` later (or earlier); 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


_FIRST = {key: i for i, key in enumerate(("", "/role", "/employer", "/licenses", "/endorsements"))}


def in_place_order(pointer: str) -> tuple[Any, ...]:
    """What JSON Pointers of a portfolio sort by: its parts as a reader expects them, entries of a list by number.

    The order of the keys in the file decides nothing.
    """
    parts = pointer.split("/")
    place = _FIRST.get("/".join(parts[:2]), len(_FIRST))
    return place, [(int(part) if part.isdigit() else -1, part) for part in parts]


@dataclass(frozen=True, slots=True)
class Span:
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


def span(text: str) -> Span:
    """Days meant by YYYY, YYYY-MM or YYYY-MM-DD; raises ValueError for a day that does not exist."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        day = date(parts[0], parts[1], parts[2])
        return Span(day, day)
    if len(parts) == 2:
        first = date(parts[0], parts[1], 1)
        after = date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1) if first.year < date.max.year else date.max
        return Span(first, after - timedelta(days=1))
    return Span(date(parts[0], 1, 1), date(parts[0], 12, 31))


@dataclass(frozen=True, slots=True)
class File:
    """A file kept as proof: its path below the portfolio's folder, and its SHA-256 (lower case) when stated."""

    path: str
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class License:
    """One license of the portfolio. `pointer` is its JSON Pointer (RFC 6901) in the file.

    `field` is empty where the file leaves it out. Of an expiry known to the month only, `expires` is the first day and
    `expires_last` the last one.
    """

    pointer: str
    id: str
    field: str
    type: str = "professional"
    issued: date | None = None
    expires: date | None = None
    cycle_start: date | None = None
    renewed_on: date | None = None
    primary: bool | None = None
    renew: bool = True
    conditions: Mapping[str, bool] = dataclasses.field(default_factory=dict)
    files: tuple[File, ...] = ()
    license_kind: str | None = None
    """What kind of license the file says it is, where that may answer for a field that is in no list."""
    expires_last: date | None = None

    @property
    def label(self) -> str:
        """What it is called in texts."""
        return self.field or f"License {int(self.pointer.rsplit('/', 1)[1]) + 1} (no field given)"

    @property
    def expires_given(self) -> str:
        """The expiry as the file gives it: a day, or a month."""
        return str(self.expires)[: 7 if self.expires_last else 10]


@dataclass(frozen=True, slots=True)
class Endorsement:
    """One endorsement held; `renew` asks for a verdict on its renewal."""

    pointer: str
    id: str
    issued: date | None = None
    expires: date | None = None
    renew: bool = False
    conditions: Mapping[str, bool] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Activity:
    """Anything that earns PDPs except a badge. Quantities (`hours`, `credits`, `ceus`, `awarded`) in hundredths.

    `categories` and `evidence` are None when the portfolio does not say, an empty tuple when it says "none".
    """

    pointer: str
    kind: str
    title: str
    done: Span | None = None
    started: Span | None = None
    hours: int | None = None
    credits: int | None = None
    ceus: int | None = None
    awarded: Points | None = None
    facts: Mapping[str, bool] = dataclasses.field(default_factory=dict)
    """degree_eligible, accepted_elsewhere, upper_level_new_content, audited, letter_of_equal_work."""
    topic: str | None = None
    provider: str | None = None
    categories: tuple[str, ...] | None = None
    content_of: tuple[str, ...] | None = None
    toward_endorsement: str | None = None
    evidence: tuple[str, ...] | None = None
    demonstration: bool | None = None
    used_in_earlier_cycle: bool = False
    sei_course: bool = False
    planned: bool = False
    files: tuple[File, ...] = ()
    same_as: str | None = None
    """Pointer of the activity that this one only repeats: it counts once."""


@dataclass(frozen=True, slots=True)
class Badge:
    """One micro-credential. `credential` is its id in the catalog after moved ids were followed."""

    pointer: str
    credential: str
    title: str
    done: Span | None = None
    started: date | None = None
    categories: tuple[str, ...] | None = None
    content_of: tuple[str, ...] | None = None
    toward_endorsement: str | None = None
    approved: bool | None = None
    evidence: tuple[str, ...] | None = None
    used_in_earlier_cycle: bool = False
    planned: bool = False
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Facts about the IPDP or educator plan. `final_endorsement`: its day, True/False, or None when unsaid."""

    ipdp_approved: date | None = None
    ipdp_submitted: date | None = None
    final_endorsement: date | bool | None = None
    educator_plan: bool | None = None
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class Sum:
    """PDPs of one category for one license (by its id in the file), added up by the educator."""

    pointer: str
    license: str
    category: str
    points: Points


@dataclass(frozen=True, slots=True)
class Stated:
    """What the educator holds beside activities and badges that are listed, in sums that nothing is checked of."""

    sums: tuple[Sum, ...] = ()
    badges: int = 0
    same_stack: bool | None = None
    """Whether all of these badges are of one stack; None when unsaid."""
    topics_of_ten: bool = False
    """Whether each topic in the sums is said to reach the topic floor."""


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What an educator holds and has done."""

    licenses: tuple[License, ...] = ()
    endorsements: tuple[Endorsement, ...] | None = None
    activities: tuple[Activity, ...] = ()
    badges: tuple[Badge, ...] = ()
    plan: Plan = Plan()
    role: str | None = None
    employer: str | None = None
    english_learner_assigned: date | str | None = None
    """The day, the word "never", or None when unsaid."""
    audit_notice: date | None = None
    application_date: date | None = None
    label: str | None = None
    stated: Stated | None = None

    @property
    def items(self) -> tuple[Activity | Badge, ...]:
        """Activities, then badges, in file order."""
        return (*self.activities, *self.badges)


Item: TypeAlias = Activity | Badge
"""Anything that may earn points."""


@dataclass(frozen=True, slots=True)
class Message:
    """Something to tell the educator: a code and name that are for ever, and words that may improve."""

    code: str
    severity: str
    """error, warning, info, or question for something that the file leaves out."""
    pointer: str
    """JSON Pointer of the value it is about; "" for the whole file."""
    text: str
    hint: str = ""
    citations: tuple[Record, ...] = ()
    line: int | None = None
    """Line of the file, once a layer that has the text has found it."""
