"""What guide pages pick from records: the sentences of a list with their addresses, and facts of a program by topic.

The page for districts also shows the GitHub action of the project, from its own file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mcheck.catalog.store import Catalog, UnknownRecord
from mcheck.core.records import Record
from mkdocs.utils.yaml import yaml_load

FOR_ROLES = {
    "paraprofessional": "guides/paraprofessionals.md",
    "initial": "guides/early-career.md",
    "provisional": "guides/early-career.md",
    "no-pdps-needed": "guides/no-pdps.md",
    "professional-renewal": "guides/professional.md",
}
"""The guide of each pathway to which the check page leads."""
GUIDES = FOR_ROLES | {
    "adding-a-license": "guides/adding-a-license.md",
    "endorsements": "guides/endorsements.md",
    "lapsed-license": "guides/professional.md",
}
"""Pathway and the guide that tells it; one without a guide is shown as its file."""


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of a record: the address it stands at, and the entry around it."""

    address: str
    entry: Record

    @property
    def citations(self) -> Sequence[Record]:
        found: Sequence[Record] = self.entry.get("citations", ())
        return found


def said(catalog: Catalog, address: str, *ids: str) -> tuple[Said, ...]:
    """The entries of the list at an address ("pathways/initial#/routes"), all or those named, in the order given.

    Raises mcheck.catalog.store.UnknownRecord where the list or a named entry is not there, so that a guide never drops
    a sentence in silence.
    """
    plain, entries = catalog.fact(address)
    by_id = {entry["id"]: entry for entry in entries}
    if unknown := [i for i in ids if i not in by_id]:
        raise UnknownRecord(f"no fact stands at {address}/{unknown[0]}")
    return tuple(Said(f"{plain}/{i}/says", by_id[i]) for i in ids or by_id)


def about(catalog: Catalog, program: str, topic: str) -> tuple[Said, ...]:
    """What is known of a program on a topic ("hours-each"), in the order of the record; raises UnknownRecord."""
    facts = catalog.get("programs", program)["facts"]
    found = tuple(
        Said(f"programs/{program}#/facts/{i}/says", fact) for i, fact in enumerate(facts) if fact["topic"] == topic
    )
    if not found:
        raise UnknownRecord(f"programs/{program} holds no fact on {topic}")
    return found


def action(path: Path) -> Record | None:
    """The name and the inputs of a GitHub action, or None where the project has no such file."""
    if not path.exists():
        return None
    found: Record = yaml_load(path.read_text())
    return found
