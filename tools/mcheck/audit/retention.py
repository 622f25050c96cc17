"""Until when which records are to be kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..regulation.dates.deadlines import derive
from .context import AuditContext, Citation


@dataclass(frozen=True, slots=True)
class Keep:
    """Until when to keep what."""

    title: str
    until: date
    text: str
    citations: tuple[Citation, ...]


def retention(context: AuditContext) -> Iterator[Keep]:
    """The days of the calendar that are about keeping records."""
    for entry in derive(context.portfolio, context.rules, context.edition, context.applying):
        if entry.key.rpartition("/")[2].startswith("keep-"):
            yield Keep(entry.title, entry.day, entry.text, context.cite(entry.citations))
