"""Plans and their rows as types. Made from schemas/plan.schema.json: edit that, not this file.

By tools/maintenance/generate_report_types.py. Points are exact: whole numbers, or decimals of at most two places.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from .report import CatalogStamp, CitationRow, Number, PortfolioStamp, SourceRow


class LackingRow(TypedDict):
    """A requirement that is short."""

    requirement: str
    points: Number
    at_most: Number


class LicenseTodayRow(TypedDict):
    """One license or endorsement today."""

    pointer: str
    label: str
    verdict: Literal["met", "not-met", "depends", "not-required", "not-covered", "not-now"]
    why: str
    short: list[LackingRow]
    shown: NotRequired[Literal["met", "not-met", "not-yet", "depends", "not-required", "not-covered", "not-now"]]


class TodayRow(TypedDict):
    """How things stand before anything is done."""

    verdict: Literal["met", "not-met", "depends", "not-required", "not-covered", "not-now"]
    licenses: list[LicenseTodayRow]


class DeadlineRow(TypedDict):
    """The last day of an application that finds everything to be renewed as it stands now, for which the plans are
    made."""

    date: str
    days_left: int
    why: str


class NowAndThenRow(TypedDict):
    """PDPs missing in all, over all licenses, if nothing that is open falls in the educator's favor."""

    now: Number
    then: Number


class BundleRow(TypedDict):
    """The cheapest move: activities too short to count alone that would count if they are of one topic. Absent where
    that would make nothing less."""

    activities: list[str]
    missing: NowAndThenRow
    text: str


class PlaceRow(TypedDict):
    """The activity whose topic it goes on with; left out for a topic of its own."""

    pointer: str
    title: str


class SpanRow(TypedDict):
    """Hours it takes; left out where no source says."""

    least: Number
    most: Number


class PlannedBadgeRow(TypedDict):
    """One micro-credential to earn."""

    credential: str
    title: str
    stack: str
    confidence: str
    status: str
    audience: NotRequired[str]
    hours: NotRequired[SpanRow]
    needs_students: NotRequired[bool]


PartRow = TypedDict(
    "PartRow",
    {
        "what": 'Literal["activity", "badges", "planned", "condition"]',
        "text": "str",
        "kind": "NotRequired[str]",
        "name": "NotRequired[str]",
        "quantity": "NotRequired[Number]",
        "unit": 'NotRequired[Literal["hour", "ceu", "semester-hour"]]',
        "hours": "NotRequired[Number]",
        "category": "NotRequired[str]",
        "in_category": "NotRequired[Number]",
        "categories": "NotRequired[list[str]]",
        "of": "NotRequired[str]",
        "goes_on_with": "NotRequired[PlaceRow]",
        "or": "NotRequired[list[str]]",
        "badges": "NotRequired[list[PlannedBadgeRow]]",
        "partner": "NotRequired[PlaceRow]",
        "pointer": "NotRequired[str]",
        "points": "NotRequired[Number]",
        "notes": "list[str]",
        "citations": "list[CitationRow]",
    },
)
"""One thing to do: an activity, badges that count as a pair, or something the portfolio has as planned."""


class CostRow(TypedDict):
    """US$ for the badges; left out when there are none."""

    members: NotRequired[Number]
    others_least: NotRequired[Number]
    others_most: NotRequired[Number]


class EffortRow(TypedDict):
    """What the whole plan takes, as far as the catalog says. What it does not say is counted as not known."""

    items: int
    hours: NotRequired[SpanRow]
    hours_not_known_for: int
    cost: NotRequired[CostRow]
    cost_not_known_for: int


class PlanRow(TypedDict):
    """One plan."""

    id: str
    name: str
    verdict: Literal["met", "depends"]
    hangs_on: list[str]
    parts: list[PartRow]
    effort: EffortRow
    proved: bool


class BadgesAloneRow(TypedDict):
    """Whether badges alone could do it, and what they would take."""

    alone: bool
    why: str


class QuestionToAskRow(TypedDict):
    """An open question."""

    id: str
    title: str
    asks: str
    ask: str
    who_can_settle: list[str]
    citations: list[CitationRow]


class FactToGiveRow(TypedDict):
    """One fact."""

    pointer: str
    about: str
    name: str
    takes: NotRequired[str]
    answer: NotRequired[str]


class NoteRow(TypedDict):
    """One note."""

    text: str
    citations: list[CitationRow]


class PlanReport(TypedDict):
    """What `mcheck plan --format json` prints for one portfolio. Every other output is a rendering of it."""

    schema_version: Literal[2]
    mcheck: str
    catalog: CatalogStamp
    portfolio: PortfolioStamp
    as_of: str
    as_of_from: Literal["option", "portfolio", "today"]
    objective: Literal["hours", "cost", "items"]
    allow: list[str]
    avoid: list[str]
    today: TodayRow
    deadline: NotRequired[DeadlineRow]
    verdict: Literal["met", "depends", "not-met"]
    needed: bool
    why: str
    bundle: NotRequired[BundleRow]
    plans: list[PlanRow]
    badges: NotRequired[BadgesAloneRow]
    questions: list[QuestionToAskRow]
    facts: list[FactToGiveRow]
    notes: list[NoteRow]
    sources: list[SourceRow]
    notice: str
