"""What `mcheck batch` says of one portfolio, as types: a line of its JSON Lines, with a row for each license."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from .report import Number
from .unreadable import RefusalRow


class RangeRow(TypedDict):
    """PDPs that are missing: if open points turn out well, and if badly."""

    low: Number
    high: Number


class RequirementSummary(TypedDict):
    """PDPs for one requirement."""

    id: str
    label: str
    have: Number
    need: Number
    short: RangeRow


class LicenseSummary(TypedDict):
    """One license or endorsement; without figures where nothing is required of it."""

    pointer: str
    field: str
    kind: Literal["license", "endorsement"]
    state: str
    """One of `reporting.rows.STATES`."""
    status: str
    verdict: NotRequired[str]
    expires: NotRequired[str]
    days_left: NotRequired[int]
    have: NotRequired[Number]
    need: NotRequired[Number]
    short: NotRequired[RangeRow]
    requirements: NotRequired[list[RequirementSummary]]
    failed_conditions: NotRequired[list[str]]
    depends_on: list[str]
    next_step: NotRequired[str]
    messages: dict[str, int]
    """How often there is a message of each code."""


class BatchLine(TypedDict):
    """A portfolio with its verdict and licenses, or with a status and why there is no verdict."""

    number: int
    file: NotRequired[str]
    person: NotRequired[str]
    rows_asked: NotRequired[int]
    rows_refused: NotRequired[int]
    status: NotRequired[Literal["unreadable", "no-license"]]
    messages: NotRequired[list[RefusalRow]]
    """Without `text` and `hint` where names are kept back."""
    as_of: NotRequired[str]
    catalog: NotRequired[str]
    verdict: NotRequired[str]
    shown: NotRequired[str]
    licenses: NotRequired[list[LicenseSummary]]
