"""What replaces a report, as types. Made from schemas/reports.schema.json: edit that, not this file.

By tools/maintenance/generate_report_types.py. Points are exact: whole numbers, or decimals of at most two places.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict


class RefusalRow(TypedDict):
    """One message."""

    code: str
    name: str
    severity: Literal["error", "warning", "info"]
    pointer: str
    line: NotRequired[int]
    text: str
    hint: str
    url: NotRequired[str]


class Unreadable(TypedDict):
    """A file that could not be checked."""

    name: str
    status: Literal["unreadable"]
    messages: list[RefusalRow]
