"""What `rules` and `credentials search` print: text made from records of the catalog. Pure."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..catalog.store import Catalog
from ..core.records import Record
from .labels import STATUS_SHORT
from .records import cited, listed, sources


def rules(catalog: Catalog) -> list[str]:
    """One line for each edition."""
    return [f"{r['id']}  {r['name']}: {r['changes']}" for r in catalog.all("renewal")]


def rule(catalog: Catalog, edition: str) -> list[str]:
    """An edition as text."""
    record = catalog.raw("renewal", edition)
    lines = [f"{record['name']} (in force from {record['effective_from']})", record["changes"]]
    lines += [f"  {number.name}: {number.value}" for number in _numbers(record).values()]
    return [*lines, *listed("Not known", record["not_known"]), *sources(catalog, record["citations"])]


class _Number(NamedTuple):
    """What an edition says in a number: what it counts, the number, where that was read."""

    name: str
    value: Any
    citations: list[Record]


NONE = _Number("", "none", [])
"""In place of what an edition does not ask for."""


def _numbers(record: Record) -> dict[str, _Number]:
    """What an edition says in numbers, each by where it stands, so that two editions meet."""

    def number(name: str, part: Record, key: str) -> _Number:
        return _Number(name, part[key], [c for c in part["citations"] if key in c["supports"]])

    found: dict[str, _Number] = {}
    for target, what in record["targets"].items():
        label = target.replace("_", " ")
        found[target] = number(f"{label}, total", what, "total")
        for r in what["requirements"]:
            found[f"{target}/{r['id']}"] = number(f"{label}, {r['label']} at least", r, "minimum")
    window, records = record["window"], record["records"]
    found |= {
        "topic_floor": number("least PDPs in a topic", record["topic_floor"], "minimum"),
        "cycle_years": number("years of a cycle", record, "cycle_years"),
        "opens": number("years before expiry that renewal opens", window, "opens_years_before_expiry"),
        "oldest": number("years that points may be old when you apply", window, "points_not_older_than_years"),
        "invalid": number("years after expiry that a license turns invalid", record, "invalid_after_years"),
        "years": number("years the records are kept", records, "years"),
    }
    if "years_sei" in records:
        sei = "years all records are kept where points of an SEI course serve two cycles"
        found["years_sei"] = number(sei, records, "years_sei")
    return found | {"selected_by": number("selected by", record, "selected_by")}


def difference(catalog: Catalog, a: str, b: str) -> list[str]:
    """What changes from one edition to another: the numbers, what they count, and where each edition says so."""
    before, after = _numbers(catalog.raw("renewal", a)), _numbers(catalog.raw("renewal", b))
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


def search(catalog: Catalog, text: str) -> list[str]:
    """Micro-credentials in which every word stands: id, title, stack, status."""
    words = text.casefold().split()
    found = []
    for r in catalog.all("credentials"):
        stack = catalog.get("stacks", r["stack"])["name"] if "stack" in r else ""
        hay = " ".join([r["id"], r["title"], r["summary"], stack, *r["our_reading"]["areas"]]).casefold()
        if all(word in hay for word in words):
            tail = f" ({stack})" if stack else ""
            low = "" if r["confidence"] != "low" else ", low confidence"
            found.append(f"{r['id']}  {r['title']}{tail} [{STATUS_SHORT[r['status']].lower()}{low}]")
    return found
