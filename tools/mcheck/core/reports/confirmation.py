"""What `mcheck verify` finds about a report, by proof or by replay, and what it takes on trust."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .report import Report

IN_FORCE = "They were in force on the application date, {}."
"""Why an edition of the rules was chosen, where nothing else decides; for the date."""
ASKED_FOR = "You asked for them with --edition."
"""Why an edition holds that was forced."""
CONFIRMED, WRONG, OPEN = "confirmed", "wrong", "not independently confirmed"
PROOF, REPLAY = "proof", "replay"
"""What confirms: the proofs in a report, held against the rules, or the report made again."""


class Finding(NamedTuple):
    """`state` is confirmed, wrong, or not independently confirmed; `place` is a JSON Pointer into the report."""

    state: str
    place: str
    text: str
    by: str = PROOF
    """PROOF or REPLAY."""


def options_of(report: Report) -> tuple[str | None, list[str]]:
    """The edition that was asked for, if one was, and the readings that were fixed."""
    asked_for = "edition" in report and report["edition"]["chosen_because"] == ASKED_FOR
    edition = report["edition"]["id"] if asked_for else None
    return edition, [f"{r['question']}={r['reading']}" for r in report.get("readings", ())]
