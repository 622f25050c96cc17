"""Editions of the renewal rules: what a license needs, and when each edition holds."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from ..core.dates import add_years
from ..core.points import Points, points
from ..core.records import Record
from .activity_kinds import DatedValue
from .questions import Settlement, Texts, settled_by
from .store import IN_PLACE_OF

NUMBERS = (
    "topic_floor/minimum",
    "cycle_years",
    "window/opens_years_before_expiry",
    "window/points_not_older_than_years",
    "invalid_after_years",
    "records/years",
    "records/years_sei",
)
"""Where an edition has a number, beside its targets."""


class Requirement(NamedTuple):
    """A minimum over a set of categories."""

    id: str
    label: str
    categories: frozenset[str]
    minimum: Points
    citations: tuple[Record, ...]


class Target(NamedTuple):
    """What a renewal needs: a total with minimums inside it."""

    total: Points
    requirements: tuple[Requirement, ...]
    citations: tuple[Record, ...]


class MovedExpiry(NamedTuple):
    """Licenses that expired after one day had their expiry moved to another."""

    after: date
    to: date
    renew_by: date | None
    citations: tuple[Record, ...]


class Edition(NamedTuple):
    """One edition of the renewal requirements (a record of catalog/renewal/)."""

    id: str
    name: str
    start: date
    targets: Mapping[str, Target]
    floor: Points
    floor_citations: tuple[Record, ...]
    opens_years: int
    oldest_years: int
    cycle_years: int
    invalid_years: int
    moved: tuple[MovedExpiry, ...]
    window_citations: tuple[Record, ...]
    selected_by_question: str | None
    settles: tuple[Settlement, ...]
    """The questions that it ends for applications judged by it."""
    record: Record

    def texts(self, day: date, value: DatedValue | None = None) -> Texts:
        """What may settle a question in an application judged by it: on a day, about what has a dated value."""
        return Texts(day, self.settles if value is None else value.settles + self.settles)

    def target(self, name: str) -> Target:
        """A target; where the edition has none of that name, what takes its place."""
        return self.targets.get(name) or self.target(IN_PLACE_OF[name])

    @property
    def invalid(self) -> Target | None:
        """What an invalid license takes as an additional one, where that is something else than any other takes."""
        return self.targets.get("invalid_as_additional")

    @property
    def invalid_unsure(self) -> bool:
        """Whether it is an open question that an invalid license took more than any additional one."""
        return "question" in self.record["targets"].get("invalid_as_additional", ())

    def years_kept(self, renewed: date, *, twice: bool) -> int:
        """Years to keep all records of a renewal on a day; `twice`: points of an SEI course serve two cycles."""
        records = self.record["records"]
        since = records.get("years_sei_from")
        longer = twice and (since is None or renewed >= date.fromisoformat(since))
        return int(records.get("years_sei", records["years"]) if longer else records["years"])


def _target(record: Record) -> Target:
    return Target(
        points(record["total"]),
        tuple(
            Requirement(r["id"], r["label"], frozenset(r["categories"]), points(r["minimum"]), tuple(r["citations"]))
            for r in record["requirements"]
        ),
        tuple(record["citations"]),
    )


def places_in(record: Record, places: Iterable[str]) -> Iterator[tuple[str, Record, str]]:
    """(place, the part that holds it and cites for it, key) of each of these places that the record has."""
    for place in places:
        outer, _, key = place.rpartition("/")
        part = record[outer] if outer else record
        if key in part:
            yield place, part, key


def read_edition(record: Record) -> Edition:
    window = record["window"]
    return Edition(
        record["id"],
        record["name"],
        date.fromisoformat(record["effective_from"]),
        {name: _target(target) for name, target in record["targets"].items()},
        points(record["topic_floor"]["minimum"]),
        tuple(record["topic_floor"]["citations"]),
        window["opens_years_before_expiry"],
        window["points_not_older_than_years"],
        record["cycle_years"],
        record["invalid_after_years"],
        tuple(_moved(move) for move in record.get("moved_expiry", ())),
        tuple(window["citations"]),
        record.get("selected_by_question"),
        settled_by(record, date.fromisoformat(record["effective_from"])),
        record,
    )


def _moved(record: Record) -> MovedExpiry:
    return MovedExpiry(
        date.fromisoformat(record["expired_after"]),
        date.fromisoformat(record["to"]),
        date.fromisoformat(record["renew_by"]) if "renew_by" in record else None,
        tuple(record["citations"]),
    )


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier."""
    return add_years(day, -years)
