"""Kinds of activity with their dated values and ceilings."""

from datetime import date
from typing import NamedTuple

from ..core.points import Points, points
from ..core.records import Record
from .questions import Settlement, settled_by


class DatedValue(NamedTuple):
    """PDPs per unit from a date on; `start` is None when the beginning is unknown."""

    start: date | None
    points: Points
    per: str
    up_to: bool
    only_if_certificate_says: bool
    disputed_start: str | None
    citations: tuple[Record, ...]
    settles: tuple[Settlement, ...] = ()
    """The questions that it ends for what is valued by it."""


class Cap(NamedTuple):
    """A ceiling shared by every kind that names the same id."""

    id: str
    points: Points
    period: str
    citations: tuple[Record, ...]


class ActivityKind(NamedTuple):
    """One way to earn PDPs (a record of catalog/activities/)."""

    id: str
    name: str
    values: tuple[DatedValue, ...]
    takes: tuple[str, ...]
    minimum_hours_each: int | None
    caps: tuple[Cap, ...]
    parts: tuple[tuple[str, Points], ...]
    allowed: frozenset[str] | None
    suggested: tuple[str, ...]
    variants: tuple[Record, ...]
    course: bool
    providers: frozenset[str]
    record: Record

    def value_on(self, day: date) -> DatedValue | None:
        """The value in force on a day, None when no source states one for it."""
        for value in reversed(self.values):
            if value.start is None or value.start <= day:
                return value
        return None


def _value(record: Record) -> DatedValue:
    start = date.fromisoformat(record["from"]) if "from" in record else None
    return DatedValue(
        start,
        points(record["points"]),
        record["per"],
        record.get("up_to", False),
        record.get("only_if_certificate_says", False),
        record.get("disputed_start"),
        tuple(record["citations"]),
        settled_by(record, start),
    )


def read_kind(record: Record) -> ActivityKind:
    minimum = record.get("minimum_hours_each")
    allowed = record.get("allowed_categories")
    return ActivityKind(
        record["id"],
        record["name"],
        tuple(_value(v) for v in record.get("values", ())),
        tuple(record["takes"]),
        None if minimum is None else points(minimum),
        tuple(Cap(c["id"], points(c["points"]), c["period"], tuple(c["citations"])) for c in record.get("caps", ())),
        tuple((part["category"], points(part["points"])) for part in record.get("parts", ())),
        None if allowed is None else frozenset(allowed),
        tuple(record.get("suggested_categories", ())),
        tuple(record.get("variants", ())),
        record.get("course", False),
        frozenset(record.get("provider_must_be", ())),
        record,
    )
