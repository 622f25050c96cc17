"""What the catalog holds that can change a verdict and that no case of the tests shows yet: a note, never an error."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from ..catalog.store import Catalog


def without_case(catalog: Catalog, cases: Path) -> list[str]:
    """Questions that affect a verdict and kinds of activity without a case, and readings that none shows.

    `cases` is the folder tests/cases of a clone; where there is none, nothing is missed.
    """
    return list(_missing(catalog, cases)) if cases.is_dir() else []


def _missing(catalog: Catalog, cases: Path) -> Iterator[str]:
    shown = [json.loads(path.read_bytes()).get("readings", {}) for path in sorted(cases.rglob("expected.json"))]
    for kind in catalog.all("activities"):
        if not (cases / "activities" / kind["id"]).is_dir():
            yield f"activities/{kind['id']}"
    for question in catalog.all("questions"):
        if question["affects"] == "verdict":
            of_it: list[Mapping[str, str]] = [verdicts.get(question["id"], {}) for verdicts in shown]
            for reading in question["readings"]:
                if not any(reading["id"] in verdicts for verdicts in of_it):
                    yield f"questions/{question['id']} read as {reading['id']}"
