"""Editions of the rules as text: each, all of them, and what differs between two."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..catalog.editions import NUMBERS, places_in
from ..catalog.store import Catalog
from ..core.records import Record
from .labels import field
from .records import cited, conditions, listed, sources


def rules(catalog: Catalog) -> list[str]:
    """One line for each edition."""
    return [f"{r['id']}  {r['name']}: {r['changes']}" for r in catalog.all("renewal")]


def rule(catalog: Catalog, edition: str) -> list[str]:
    """An edition as text."""
    record = catalog.raw("renewal", edition)
    lines = [f"{record['name']} (in force from {record['effective_from']})", record["changes"]]
    lines += [f"  {number.name}: {number.value}" for number in statements(record).values()]
    lines += conditions(catalog, record.get("conditions", ()))
    return [*lines, *listed("Not known", record["not_known"]), *sources(catalog, record["citations"])]


class Statement(NamedTuple):
    """What an edition says in a number or a word: its name, and the part of the edition and the key that hold it."""

    name: str
    part: Record
    key: str
    target: str = ""
    """The target whose total or minimum it is."""

    @property
    def value(self) -> Any:
        return self.part[self.key]

    @property
    def citations(self) -> list[Record]:
        return [citation for citation in self.part["citations"] if self.key in citation["supports"]]


NONE = Statement("", {"value": "none", "citations": []}, "value")
"""In place of what an edition does not ask for."""


def statements(record: Record) -> dict[str, Statement]:
    """What an edition says in numbers, each by its pointer without the first slash, so that two editions meet."""
    stated: dict[str, Statement] = {}
    for target, what in record["targets"].items():
        label = target.replace("_", " ")
        stated[f"targets/{target}/total"] = Statement(f"{label}, total", what, "total", target)
        for need in what["requirements"]:
            name = f"{label}, {need['label']} at least"
            stated[f"targets/{target}/requirements/{need['id']}/minimum"] = Statement(name, need, "minimum", target)
    for place, part, key in places_in(record, (*NUMBERS, "selected_by")):
        stated[place] = Statement(field("renewal", place)["title"], part, key)
    return stated


def difference(catalog: Catalog, a: str, b: str) -> list[str]:
    """What changes from one edition to another: the numbers, what they count, and where each edition says so."""
    before, after = statements(catalog.raw("renewal", a)), statements(catalog.raw("renewal", b))
    lines: list[str] = []
    read: dict[str, list[Record]] = {a: [], b: []}
    for place in dict.fromkeys([*before, *after]):
        was, now = before.get(place, NONE), after.get(place, NONE)
        if (was.name, was.value) == (now.name, now.value):
            continue
        if was.value != now.value:
            lines.append(f"{now.name or was.name}: {was.value} -> {now.value}")
        if was.name and now.name and was.name != now.name:
            lines.append(f'{now.name}: called "{was.name}" before')
        read[a] += was.citations
        read[b] += now.citations
    for edition, citations in read.items():
        if citations:
            lines += [f"Sources of {edition}:", *cited(catalog, citations)]
    return lines or ["No number differs."]
