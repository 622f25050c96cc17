"""Open questions and their readings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ..core.records import Record


@dataclass(frozen=True, eq=False)
class Question:
    """An open question; `readings` go from cautious to generous unless it is unordered.

    A day that the file gives to the month only is one, too: its id is the pointer of the date, its readings are days.
    """

    id: str
    ordered: bool
    readings: tuple[Record, ...]
    record: Record

    @cached_property
    def key(self) -> str:
        """What verdicts depend on: "question:<id>", or "fact:<pointer>" for what the educator can answer."""
        return f"fact:{self.id}" if self.id.startswith("/") else f"question:{self.id}"


def read_question(record: Record) -> Question:
    readings = tuple(record["readings"])
    if "settled" in record:
        readings = tuple(r for r in readings if r["id"] == record["settled"]["reading"])
    return Question(record["id"], record["order"] == "ordered", readings, record)
