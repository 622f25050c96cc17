"""The report and its rows as types. Made from schemas/report.schema.json: edit that, not this file.

By tools/maintenance/generate_report_types.py. Points are exact: whole numbers, or decimals of at most two places.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, NotRequired, TypedDict

Number = int | Decimal


class CatalogStamp(TypedDict):
    """The data it was judged by."""

    edition: str
    sha256: str


class PortfolioStamp(TypedDict):
    """The file that was judged."""

    name: str
    sha256: str
    label: NotRequired[str]


class CitationRow(TypedDict):
    """Where the rule is."""

    source: str
    at: NotRequired[str]


class EditionRow(TypedDict):
    """The edition of the rules, where a license was judged."""

    id: str
    name: str
    effective_from: str
    chosen_because: str
    citations: list[CitationRow]


class ReadingRow(TypedDict):
    """One reading."""

    question: str
    reading: str


class SettledRow(TypedDict):
    """One question, and what holds."""

    question: str
    title: str
    reading: str
    label: str
    on: str
    citations: list[CitationRow]


class PrimaryRow(TypedDict):
    """Which license is renewed as Primary."""

    pointer: str
    chosen_by: Literal["educator", "only-one", "mcheck"]
    why: str


class OfferedFieldRow(TypedDict):
    """One name."""

    name: str
    kind: str


class FieldRow(TypedDict):
    """What the field on the license stands for in the table of license fields (vocabulary/license-fields)."""

    known: bool
    given: NotRequired[str]
    id: NotRequired[str]
    name: NotRequired[str]
    kind: NotRequired[str]
    special_conditions: NotRequired[bool]
    offered: NotRequired[list[OfferedFieldRow]]
    answers: NotRequired[list[Literal["field", "license_kind"]]]
    citations: NotRequired[list[CitationRow]]


DaysRow = TypedDict("DaysRow", {"from": "str", "to": "str", "reading": "NotRequired[str]"})
"""Days on which points must be completed. After expiry those of one reading; see `windows`. Left out where that
reading leaves one day only."""


class WindowCountRow(TypedDict):
    """One requirement."""

    id: str
    label: str
    have: Number
    need: Number


WindowRow = TypedDict(
    "WindowRow",
    {
        "question": "str",
        "reading": "str",
        "stance": "str",
        "from": "str",
        "to": "NotRequired[str]",
        "shown": "bool",
        "counts": "list[WindowCountRow]",
        "text": "str",
    },
)
"""One reading."""


SeiCourseWindowRow = TypedDict("SeiCourseWindowRow", {"from": "str", "to": "str"})
"""The cycle before: points of an SEI endorsement course from then count too, as they may serve two cycles."""


class NewExpiryRow(TypedDict):
    """Until when the license lasts once it is renewed."""

    date: NotRequired[str]
    text: str
    citations: list[CitationRow]


class LapsedRow(TypedDict):
    """What it means that the license has expired."""

    state: Literal["inactive", "invalid", "inactive-or-invalid"]
    renew_by: NotRequired[str]
    text: str
    do: str
    citations: list[CitationRow]


class FirstApprovalRow(TypedDict):
    """The first approval of the plan (IPDP), from 90 days before it is due until the file says that it was given."""

    due: str
    state: Literal["due", "passed"]
    text: str
    do: str
    citations: list[CitationRow]


class RecordKeepingRow(TypedDict):
    """What to keep of this renewal, and how long."""

    years: int
    until: NotRequired[str]
    serves_two_cycles: NotRequired[list[str]]
    keep: list[str]
    text: str
    citations: list[CitationRow]


class CountedRow(TypedDict):
    """One entry."""

    pointer: str
    title: str
    category: str
    points: Number


class RequirementRow(TypedDict):
    """One requirement and what fills it."""

    id: str
    label: str
    need: Number
    have: Number
    short: Number
    state: Literal["met", "short", "depends"]
    ledger: list[CountedRow]
    citations: list[CitationRow]


class MissingRequirementRow(TypedDict):
    """One requirement."""

    id: str
    label: str
    low: Number
    high: Number
    topic: NotRequired[Number]


class MissingRow(TypedDict):
    """What is missing in all: in the requirements, and what may be in any category."""

    low: Number
    high: Number
    topic: NotRequired[Number]


class ShortfallRow(TypedDict):
    """What is missing: the least set of further points with which every license that can be renewed is met, of
    several the one that leaves the points there are to the Primary first. Absent where nothing is missing, or no
    points could make it good."""

    requirements: list[MissingRequirementRow]
    in_all: MissingRow
    depends_on: list[str]
    text: str


class GateRow(TypedDict):
    """One special condition."""

    id: str
    label: str
    state: Literal["passed", "failed", "unknown"]
    fact: str
    text: str
    ask: NotRequired[str]
    citations: list[CitationRow]


class AlikeFactsRow(TypedDict):
    """One group of facts."""

    any: int
    of: list[str]


class OpenPointRow(TypedDict):
    """One open question or missing fact."""

    key: str
    name: str
    about: str


class FurtherRow(TypedDict):
    """The points favored in a ledger, and the sets of further ones."""

    favored: list[str]
    readings: list[ReadingRow]
    sets: list[list[str]]


class ChosenRow(TypedDict):
    """One activity; without `categories` it counts for this license only."""

    lot: str
    license: str
    categories: NotRequired[list[str]]


class TightRequirementRow(TypedDict):
    """One requirement."""

    license: str
    requirement: str
    points: Number


class UnusedRow(TypedDict):
    """One of them."""

    pointer: str
    title: str
    why: str


class TightSetRow(TypedDict):
    """One tight set."""

    readings: NotRequired[list[ReadingRow]]
    case: NotRequired[list[ChosenRow]]
    requirements: list[TightRequirementRow]
    need: Number
    activities: list[str]
    give: Number
    hubs: NotRequired[list[str]]
    text: str
    others: list[UnusedRow]


class OnceDoneRow(TypedDict):
    """The verdict once planned activities are done."""

    verdict: Literal["met", "not-met", "depends"]
    why: str
    shown: NotRequired[Literal["met", "not-met", "not-yet", "depends", "not-required", "not-covered", "not-now"]]


class OtherRegulationRow(TypedDict):
    """For not-covered licenses: where to look."""

    name: str
    says: str
    url: str


class LicenseRow(TypedDict):
    """The answer for one license or endorsement."""

    pointer: str
    id: str
    label: str
    kind: Literal["license", "endorsement"]
    type: NotRequired[str]
    field: NotRequired[FieldRow]
    status: Literal["judged", "not-required", "not-covered", "not-now"]
    renewed_as: NotRequired[Literal["primary", "additional", "invalid-as-additional", "endorsement"]]
    verdict: NotRequired[Literal["met", "not-met", "depends"]]
    shown: NotRequired[Literal["met", "not-met", "not-yet", "depends", "not-required", "not-covered", "not-now"]]
    if_academic: NotRequired[Literal["met", "not-met", "depends"]]
    why: str
    citations: list[CitationRow]
    edition: NotRequired[str]
    state: NotRequired[Literal["active", "inactive", "invalid", "unknown"]]
    expires: NotRequired[str]
    expires_given: NotRequired[str]
    window: NotRequired[DaysRow]
    windows: NotRequired[list[WindowRow]]
    sei_course_window: NotRequired[SeiCourseWindowRow]
    can_apply_from: NotRequired[str]
    new_expiry: NotRequired[NewExpiryRow]
    lapsed: NotRequired[LapsedRow]
    first_approval: NotRequired[FirstApprovalRow]
    records: NotRequired[RecordKeepingRow]
    figures_of: NotRequired[Literal["cautious", "favorable"]]
    requirements: list[RequirementRow]
    shortfall: NotRequired[ShortfallRow]
    gates: list[GateRow]
    depends_on: list[list[str]]
    sets: NotRequired[Literal["all", "first", "stopped", "none"]]
    alike: NotRequired[list[AlikeFactsRow]]
    may_matter: NotRequired[list[OpenPointRow]]
    further: NotRequired[list[FurtherRow]]
    tight_sets: NotRequired[list[TightSetRow]]
    proof: NotRequired[Literal["ledger", "cut", "gate", "searched"]]
    ledgers: NotRequired[list[int]]
    points_alone: NotRequired[Literal["met", "not-met", "depends"]]
    once_done: NotRequired[OnceDoneRow]
    other_regulation: NotRequired[OtherRegulationRow]


class PairedLotsRow(TypedDict):
    """One choice."""

    uses: list[str]
    lots: list[str]
    topic: str
    third_topic: NotRequired[str]


class PostingRow(TypedDict):
    """Points of one lot in one category of one license."""

    lot: str
    license: str
    category: str
    points: Number


class LedgerRow(TypedDict):
    """One ledger."""

    favored: list[str]
    choices: list[PairedLotsRow]
    rows: list[PostingRow]


class PlacedRow(TypedDict):
    """One place."""

    license: str
    category: str
    points: Number


class ReasonRow(TypedDict):
    """One reason."""

    code: str
    text: str
    citations: list[CitationRow]


class ActivityRow(TypedDict):
    """One activity or badge and what became of it."""

    pointer: str
    title: str
    kind: str
    kind_name: str
    completed: NotRequired[str]
    same_as: NotRequired[str]
    worth: Number
    how: str
    counted: Number
    state: Literal["counted", "partly", "left-over", "not-counted", "planned"]
    asked_about: NotRequired[Literal[True]]
    placed: list[PlacedRow]
    reasons: list[ReasonRow]
    citations: list[CitationRow]


class ThirdRow(TypedDict):
    """A third badge beside the pair, which is worth half of one under this reading."""

    badge: str
    title: str
    points: Number
    related_by: str


class PairRow(TypedDict):
    """One pair."""

    badges: list[str]
    titles: list[str]
    points: Number
    related_by: str
    third: NotRequired[ThirdRow]


class StatedSumRow(TypedDict):
    """One sum."""

    pointer: str
    license: str
    category: str
    points: Number
    counted: Number


class StatedBadgesRow(TypedDict):
    """Badges of which only the number is stated."""

    count: int
    same_stack: NotRequired[bool]
    worth_least: Number
    worth_most: Number
    counted: Number


class NotCheckedRow(TypedDict):
    """One thing that was not checked."""

    id: str
    text: str
    citations: list[CitationRow]


class StatedRow(TypedDict):
    """The sums that the educator states in place of a list, and what was not checked of them. Where a verdict rests
    on them, it depends on `fact:/stated`."""

    points: Number
    sums: list[StatedSumRow]
    badges: NotRequired[StatedBadgesRow]
    not_checked: list[NotCheckedRow]


class TakenReadingRow(TypedDict):
    """One reading."""

    id: str
    label: str
    licenses: NotRequired[list[str]]


class PossibleReadingRow(TypedDict):
    """One reading."""

    id: str
    label: str
    stance: str


class QuestionRow(TypedDict):
    """One question."""

    id: str
    title: str
    asks: str
    ask: str
    case: NotRequired[str]
    who_can_settle: list[str]
    takes: list[TakenReadingRow]
    readings: list[PossibleReadingRow]
    citations: list[CitationRow]


class FactRow(TypedDict):
    """One fact."""

    pointer: str
    about: str
    name: str
    given: NotRequired[str]
    takes: str
    answer: NotRequired[str]


class PathwayPointRow(TypedDict):
    """One point."""

    part: Literal["requirements", "routes", "badges-can", "badges-cannot"]
    text: str
    citations: list[CitationRow]


class PathwayRow(TypedDict):
    """One pathway."""

    id: str
    name: str
    later: NotRequired[bool]
    summary: str
    points: list[PathwayPointRow]
    citations: list[CitationRow]


class MessageRow(TypedDict):
    """One message."""

    code: str
    name: str
    severity: Literal["error", "warning", "info", "question"]
    pointer: str
    line: NotRequired[int]
    text: str
    hint: str
    citations: list[CitationRow]
    authority: NotRequired[Literal["other"]]
    url: NotRequired[str]


class NextStepRow(TypedDict):
    """One step."""

    kind: Literal["answer", "ask", "condition", "finish", "earn", "settle", "apply"]
    text: str
    pointer: NotRequired[str]
    citations: list[CitationRow]


class TakenOnTrustRow(TypedDict):
    """One of these."""

    what: Literal["application-date", "edition", "readings", "primary"]
    values: list[str]
    text: str


class SourceRow(TypedDict):
    """One source."""

    id: str
    title: str
    authority: Literal["regulation", "guideline", "agency-page", "association", "district", "other"]
    url: str
    dated: NotRequired[str]


class Report(TypedDict):
    """What `mcheck --format json` prints for one portfolio. Every other output is a rendering of it."""

    schema_version: Literal[2]
    mcheck: str
    catalog: CatalogStamp
    portfolio: PortfolioStamp
    as_of: str
    as_of_from: Literal["option", "portfolio", "today"]
    edition: NotRequired[EditionRow]
    readings: NotRequired[list[ReadingRow]]
    sets: NotRequired[Literal["all", "none"]]
    settled: NotRequired[list[SettledRow]]
    verdict: Literal["met", "not-met", "depends", "not-required", "not-covered", "not-now"]
    shown: NotRequired[Literal["met", "not-met", "not-yet", "depends", "not-required", "not-covered", "not-now"]]
    primary: NotRequired[PrimaryRow]
    licenses: list[LicenseRow]
    ledgers: list[LedgerRow]
    activities: list[ActivityRow]
    pairs: list[PairRow]
    stated: NotRequired[StatedRow]
    questions: list[QuestionRow]
    facts: list[FactRow]
    pathways: list[PathwayRow]
    messages: list[MessageRow]
    next_steps: list[NextStepRow]
    taken_on_trust: NotRequired[list[TakenOnTrustRow]]
    sources: list[SourceRow]
    notice: str
