"""Every source with the records that cite it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from mcheck import Catalog
from mcheck.core.records import Record

from ..guides import GUIDES
from ..record_kinds import KINDS


@dataclass(frozen=True, slots=True)
class Citing:
    """A record that cites a source; `target` is the page or file that shows it."""

    noun: str
    title: str
    target: str


@dataclass(frozen=True, slots=True)
class Read:
    """A source, with what cites it."""

    record: Record
    cited_by: tuple[Citing, ...]


def authorities(catalog: Catalog) -> tuple[Record, ...]:
    """The terms of the ladder of authority that some source has, weightiest first."""
    return tuple(term for term in catalog.terms("authority").values() if count(catalog, term["id"]))


def count(catalog: Catalog, authority: str) -> int:
    """How many sources are of that authority."""
    return sum(record["authority"] == authority for record in catalog.all("sources"))


def read(catalog: Catalog, authority: str) -> tuple[Read, ...]:
    """The sources of that authority, by title."""
    citing = _citing(catalog)
    return tuple(
        Read(record, tuple(citing.get(record["id"], {})))
        for record in sorted(catalog.all("sources"), key=lambda r: (str(r["title"]).casefold(), r["id"]))
        if record["authority"] == authority
    )


@cache
def _citing(catalog: Catalog) -> dict[str, dict[Citing, None]]:
    citing: defaultdict[str, dict[Citing, None]] = defaultdict(dict)
    coverage = Citing("Data", "Coverage", "coverage.md")
    known = {name: page for name, page in GUIDES.items() if ("pathways", name) in catalog}
    guides = {catalog.get("pathways", name)["id"]: page for name, page in known.items()}
    for source in _cited(catalog, catalog.meta):
        citing[source][coverage] = None
    for folder, kind in KINDS.items():
        for record in catalog.all(folder):
            title = str(record.get("title") or record["name"])
            for source in _cited(catalog, record):
                citing[source][Citing(kind.noun, title, _target(folder, record, guides))] = None
    return citing


def _cited(catalog: Catalog, node: Any) -> Iterator[str]:
    """Ids of the sources cited anywhere inside a record, moves followed."""
    if isinstance(node, Mapping):
        for citation in node.get("citations", ()):
            yield catalog.get("sources", citation["source"])["id"]
        node = node.values()
    elif not isinstance(node, list | tuple):
        return
    for child in node:
        yield from _cited(catalog, child)


def _target(folder: str, record: Record, guides: Mapping[str, str]) -> str:
    own = f"{folder}/{record['id']}"
    if folder == "activities":
        return f"rules/earning.md#{record['id']}"
    if folder == "checks":
        return f"mistakes.md#{str(record['number']).lower()}"
    if own == "vocabulary/license-fields":
        return "reference/license-fields.md"
    if folder == "vocabulary":
        return f"reference/glossary.md#{record['id']}"
    if folder == "pathways" and record["id"] in guides:
        return guides[record["id"]]
    if record["kind"] == "state-rate":
        return f"reference/states.md#{record['id']}"
    return own if folder in ("credentials", "stacks", "questions", "renewal") else f"api/v1/{own}.json"
