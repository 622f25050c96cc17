"""What `rules` and `credentials search` print: text made from records of the catalog. Pure."""

from __future__ import annotations

from typing import Any

from .catalog import Catalog
from .model import Record
from .records import listed, sources
from .words import STATUS_SHORT


def rules(catalog: Catalog) -> list[str]:
    """One line for each edition."""
    return [f"{r['id']}  {r['name']}: {r['changes']}" for r in catalog.all("renewal")]


def rule(catalog: Catalog, edition: str) -> list[str]:
    """An edition as text."""
    record = catalog.raw("renewal", edition)
    lines = [f"{record['name']} (in force from {record['effective_from']})", record["changes"]]
    for name, value in _numbers(record).values():
        lines.append(f"  {name}: {value}")
    return [*lines, *listed("Not known", record["not_known"]), *sources(catalog, record["citations"])]


def _numbers(record: Record) -> dict[str, tuple[str, Any]]:
    """What an edition says in numbers, each (what it counts, number) by where it stands, so that two editions meet."""
    found: dict[str, tuple[str, Any]] = {}
    for target, what in record["targets"].items():
        label = target.replace("_", " ")
        found[target] = (f"{label}, total", what["total"])
        for r in what["requirements"]:
            found[f"{target}/{r['id']}"] = (f"{label}, {r['label']} at least", r["minimum"])
    window, records = record["window"], record["records"]
    found |= {
        "topic_floor": ("least PDPs in a topic", record["topic_floor"]["minimum"]),
        "cycle_years": ("years of a cycle", record["cycle_years"]),
        "opens": ("years before expiry that renewal opens", window["opens_years_before_expiry"]),
        "oldest": ("years that points may be old when you apply", window["points_not_older_than_years"]),
        "invalid": ("years after expiry that a license turns invalid", record["invalid_after_years"]),
        "years": ("years the records are kept", records["years"]),
    }
    if "years_sei" in records:
        found["years_sei"] = ("years the records of an SEI course used in two cycles are kept", records["years_sei"])
    return found | {"selected_by": ("selected by", record["selected_by"])}


def difference(catalog: Catalog, a: str, b: str) -> list[str]:
    """What changes from one edition to another: the numbers, and what they count."""
    before, after = _numbers(catalog.raw("renewal", a)), _numbers(catalog.raw("renewal", b))
    nothing = ("", "none")
    lines = []
    for place in dict.fromkeys([*before, *after]):
        (was_name, was), (now_name, now) = before.get(place, nothing), after.get(place, nothing)
        if was != now:
            lines.append(f"{now_name or was_name}: {was} -> {now}")
        if was_name and now_name and was_name != now_name:
            lines.append(f"{now_name}: before in other words, {was_name}")
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
