"""What `mcheck verify` finds about a report, by proof or by replay, and what it takes on trust."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

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


def options_of(report: Mapping[str, Any]) -> tuple[str | None, list[str]]:
    """The edition that was asked for, if one was, and the readings that were fixed."""
    told = report.get("edition", {})
    edition = told["id"] if told.get("chosen_because") == ASKED_FOR else None
    return edition, [f"{r['question']}={r['reading']}" for r in report.get("readings", ())]
