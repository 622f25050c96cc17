"""The index of evidence: every file that the portfolio names, and whether it still has its recorded hash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..core.portfolio import EvidenceFile, Portfolio
from .context import AuditContext

PROOFS = {
    "same": "matches the recorded hash",
    "changed": "does not match the recorded hash",
    "noted": "hash recorded now",
    "not-found": "not found",
    "unread": "not looked for",
}
"""What the state of a file means."""


@dataclass(frozen=True, slots=True)
class Proof:
    """One file of the evidence index. `belongs_to` says what it proves.

    `state`: same, changed (its hash is not the stated one), noted (no hash was stated; `sha256` is what was found),
    not-found, or unread (nobody looked; `sha256` is what was stated).
    """

    path: str
    belongs_to: str
    sha256: str | None
    state: str
    badge: str = ""
    """What the badge in it shows, if it holds one."""


def files_of(portfolio: Portfolio) -> list[EvidenceFile]:
    """Every file the portfolio names."""
    return [file for owner, _ in _owners(portfolio) for file in owner.files]


def proofs(context: AuditContext) -> list[Proof]:
    """The files of the plan, of each license, and of each activity and badge."""
    found = []
    for owner, name in _owners(context.portfolio):
        for file in owner.files:
            state, sha256 = _state(file, context.hashes)
            badge = context.badges.get((getattr(owner, "pointer", ""), file.path), "")
            found.append(Proof(file.path, name, sha256, state, badge))
    return found


def _owners(portfolio: Portfolio) -> list[tuple[Any, str]]:
    """What names files, and what it is called: the plan, each license, each activity and badge."""
    licenses = ((license, license.label) for license in portfolio.licenses)
    return [(portfolio.plan, "The plan"), *licenses, *((item, item.title) for item in portfolio.items)]


def _state(file: EvidenceFile, hashes: Mapping[str, str | None] | None) -> tuple[str, str | None]:
    """The state of a file, and the hash to show."""
    if hashes is None:
        return "unread", file.sha256
    there = hashes.get(file.path)
    if there is None:
        return "not-found", file.sha256
    if file.sha256 is None:
        return "noted", there
    return "same" if there == file.sha256 else "changed", file.sha256
