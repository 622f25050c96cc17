"""What pages about micro-credentials work out: partners, filters of the finder, members of a stack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mcheck import Catalog
from mcheck.core.portfolio import Badge
from mcheck.core.records import Record
from mcheck.explain.labels import CONFIDENCE, STATUS
from mcheck.importing.questions import labels
from mcheck.regulation.pairing import Token, related_by, token


@dataclass(frozen=True, slots=True)
class Partner:
    """A micro-credential that may make a pair, and what relates the two."""

    record: Record
    same_stack: bool
    areas: str
    """Labels of the areas both have, or empty."""


def partners(catalog: Catalog, record: Record) -> tuple[Partner, ...]:
    """Every micro-credential the engine would call related under some reading, same stack first, then by title."""
    areas = catalog.terms("areas")
    mine, related = _token(record), []
    for other in catalog.all("credentials"):
        theirs = _token(other)
        stack, area = (related_by(mine, theirs, reading) for reading in ("stack", "area"))
        if (stack or area) and other["id"] != record["id"]:
            related.append(Partner(other, bool(stack), ", ".join(areas[a]["label"] for a in area)))
    return tuple(sorted(related, key=lambda p: (not p.same_stack, p.record["title"])))


def _token(record: Record) -> Token:
    return token(Badge("", record["id"], record["title"]), record)


def members(catalog: Catalog, stack: Record) -> tuple[Record, ...]:
    """The micro-credentials of a stack, by the issuer's number, then by title."""
    found = (r for r in catalog.all("credentials") if r.get("stack") == stack["id"])
    return tuple(sorted(found, key=lambda r: (r.get("number_in_stack", 1000), r["title"])))


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice of the finder: its key is also the name of the data attribute on every card."""

    key: str
    label: str
    options: Mapping[str, str]


def filters(catalog: Catalog) -> tuple[Filter, ...]:
    """Only choices that some micro-credential has, so that no choice is empty by itself."""
    records = catalog.all("credentials")
    stacks = {s["id"]: s["name"] for s in catalog.all("stacks")}
    hours = sorted({r["hours"] for r in records if "hours" in r})
    return (
        Filter("stack", "Stack", _used(stacks, (r.get("stack") for r in records))),
        Filter("areas", "Area", _used(labels(catalog, "areas"), (a for r in records for a in reading(r)["areas"]))),
        Filter(
            "categories",
            "Could serve",
            _used(labels(catalog, "categories"), (c for r in records for c in reading(r)["categories"])),
        ),
        Filter("hours", "Hours", {**{str(h): f"About {h}" for h in hours}, "none": "Not stated"}),
        Filter("audience", "Meant for", {a: a for a in sorted({r["audience"] for r in records if "audience" in r})}),
        Filter("students", "Needs work with students", {"yes": "Yes", "no": "No", "none": "Not stated"}),
        Filter("status", "Status", _used(STATUS, (r["status"] for r in records))),
        Filter("confidence", "How sure we are", _used(CONFIDENCE, (r["confidence"] for r in records))),
    )


def _used(labels: Mapping[str, str], used: Iterable[str | None]) -> dict[str, str]:
    present = set(used)
    return {key: label for key, label in labels.items() if key in present}


def reading(record: Record) -> Record:
    """Our reading of it: areas, categories and why. It binds nobody."""
    our: Record = record["our_reading"]
    return our


def values(record: Record) -> dict[str, str]:
    """The value of each filter for a record; several are separated by "|"."""
    needs = {True: "yes", False: "no", None: "none"}[record.get("needs_students")]
    return {
        "stack": record.get("stack", ""),
        "areas": "|".join(reading(record)["areas"]),
        "categories": "|".join(reading(record)["categories"]),
        "hours": str(record.get("hours", "none")),
        "audience": record.get("audience", ""),
        "students": needs,
        "status": record["status"],
        "confidence": record["confidence"],
    }
