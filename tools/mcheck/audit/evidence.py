"""The index of evidence: every file that the portfolio names, and whether it still has its recorded hash."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
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
    """Every file the portfolio names, in file order."""
    parts = [*portfolio.licenses, *portfolio.items, portfolio.plan]
    return [file for part in parts for file in part.files]


def proofs(context: AuditContext) -> list[Proof]:
    """The files of the plan, of each license, and of each activity and badge."""
    return [
        replace(_proof(file, name, context), badge=context.badges.get((getattr(owner, "pointer", ""), file.path), ""))
        for owner, name in _owners(context.portfolio)
        for file in owner.files
    ]


def _owners(portfolio: Portfolio) -> Iterator[tuple[Any, str]]:
    yield portfolio.plan, "The plan"
    for license in portfolio.licenses:
        yield license, license.label
    for item in portfolio.items:
        yield item, item.title


def _proof(file: EvidenceFile, belongs_to: str, context: AuditContext) -> Proof:
    if context.hashes is None:
        return Proof(file.path, belongs_to, file.sha256, "unread")
    there = context.hashes.get(file.path)
    if there is None:
        return Proof(file.path, belongs_to, file.sha256, "not-found")
    if file.sha256 is None:
        return Proof(file.path, belongs_to, there, "noted")
    return Proof(file.path, belongs_to, file.sha256, "same" if there == file.sha256 else "changed")
