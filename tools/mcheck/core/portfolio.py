"""The nouns of a portfolio: licenses, endorsements, activities, badges, sums, and the educator's plan."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple, TypeAlias

from .dates import Span
from .pointers import index_of
from .points import Points


class EvidenceFile(NamedTuple):
    """A file kept as proof: its path below the portfolio's folder, and its SHA-256 (lower case) when stated."""

    path: str
    sha256: str | None = None


class License(NamedTuple):
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
    conditions: Mapping[str, bool] = {}
    files: tuple[EvidenceFile, ...] = ()
    license_kind: str | None = None
    """What kind of license the file says it is, where that may answer for a field that is in no list."""
    expires_last: date | None = None

    @property
    def label(self) -> str:
        """What it is called in texts."""
        return self.field or f"License {index_of(self.pointer) + 1} (no field given)"

    @property
    def expires_given(self) -> str:
        """The expiry as the file gives it: a day, or a month."""
        return str(self.expires)[: 7 if self.expires_last else 10]


class Endorsement(NamedTuple):
    """One endorsement held; `renew` asks for a verdict on its renewal."""

    pointer: str
    id: str
    issued: date | None = None
    expires: date | None = None
    renew: bool = False
    conditions: Mapping[str, bool] = {}


AMOUNTS = ("hours", "credits", "ceus", "awarded")
"""What may say how much an activity was: keys of the file, and fields of an `Activity`."""


class Activity(NamedTuple):
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
    facts: Mapping[str, bool] = {}
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
    files: tuple[EvidenceFile, ...] = ()
    same_as: str | None = None
    """Pointer of the activity that this one only repeats: it counts once."""


class Badge(NamedTuple):
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
    files: tuple[EvidenceFile, ...] = ()


class PlanFacts(NamedTuple):
    """Facts about the IPDP or educator plan. `final_endorsement`: its day, True/False, or None when unsaid."""

    ipdp_approved: date | None = None
    ipdp_submitted: date | None = None
    final_endorsement: date | bool | None = None
    educator_plan: bool | None = None
    files: tuple[EvidenceFile, ...] = ()


class StatedSum(NamedTuple):
    """PDPs of one category for one license (by its id in the file), added up by the educator."""

    pointer: str
    license: str
    category: str
    points: Points


class Stated(NamedTuple):
    """What the educator holds beside activities and badges that are listed, in sums that nothing is checked of."""

    sums: tuple[StatedSum, ...] = ()
    badges: int = 0
    same_stack: bool | None = None
    """Whether all of these badges are of one stack; None when unsaid."""
    topics_of_ten: bool = False
    """Whether each topic in the sums is said to reach the topic floor."""


class Portfolio(NamedTuple):
    """What an educator holds and has done."""

    licenses: tuple[License, ...] = ()
    endorsements: tuple[Endorsement, ...] | None = None
    activities: tuple[Activity, ...] = ()
    badges: tuple[Badge, ...] = ()
    plan: PlanFacts = PlanFacts()
    role: str | None = None
    employer: str | None = None
    needed_since: Mapping[str, date | str] = {}
    """Since when an endorsement is needed, by the pointer of the fact: a day, or the word "never"."""
    audit_notice: date | None = None
    application_date: date | None = None
    label: str | None = None
    stated: Stated | None = None

    @property
    def has_planned(self) -> bool:
        """Whether an activity or badge in it is still to be done."""
        return any(item.planned for item in self.items)

    @property
    def items(self) -> tuple[Activity | Badge, ...]:
        """Activities, then badges, in file order."""
        return (*self.activities, *self.badges)


Item: TypeAlias = Activity | Badge
"""Anything that may earn points."""
