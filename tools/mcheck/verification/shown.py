"""Compares what a report shows of a license with its conditions, its target and the ledger it points to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..core.points import points
from .ledgers import pointers_of
from .restated.model import Judged


def display_problems(x: Judged, ledger: Mapping[str, Any], told: Mapping[str, Any]) -> Iterator[str]:
    """What is shown otherwise than conditions and ledger have it. `told` is the license in the report."""
    conditions = [(condition.id, condition.state, condition.fact) for condition in x.conditions]
    if conditions != [(g["id"], g["state"], g["fact"]) for g in told["gates"]] or x.renewed_as != told["renewed_as"]:
        yield "its conditions are different"
    if x.label != told["label"]:
        yield f"its name is {x.label}"
    yield from requirement_problems(x, ledger, told)
    yield from shortfall_problems(told)


def requirement_problems(x: Judged, ledger: Mapping[str, Any], told: Mapping[str, Any]) -> Iterator[str]:
    """What in the requirements is not what the rows of the ledger add up to."""
    rows = [row for row in ledger["rows"] if row["license"] == x.pointer]
    needs = [(r.id, r.minimum, r.categories) for r in x.target.requirements]
    needs.append(("total", x.target.total, frozenset(row["category"] for row in rows)))
    if len(needs) != len(told["requirements"]):
        yield "its requirements are different"
    for r, (name, need, some) in zip(told["requirements"], needs, strict=False):
        mine = [row for row in rows if row["category"] in some]
        shown = [(row["pointer"], row["category"], row["points"]) for row in r["ledger"]]
        true = [(pointers_of(row["lot"])[0], row["category"], row["points"]) for row in mine]
        have = sum(points(row["points"]) for row in mine)
        numbers = [points(r[key]) for key in ("need", "have")]
        if r["id"] != name or numbers != [need, have] or sorted(shown) != sorted(true):
            yield f"{r['id']} does not show what its ledger adds up to"


def shortfall_problems(told: Mapping[str, Any]) -> Iterator[str]:
    """What in the figures of a license cannot be, whatever the least set of further points is.

    That it is the least is not shown here: it was worked out by placing points.
    """
    lacking = told.get("shortfall", {"requirements": [], "in_all": {"low": 0, "high": 0}})
    rows, in_all = lacking["requirements"], lacking["in_all"]
    if any(row["low"] > row["high"] for row in (*rows, in_all)):
        yield "a lower figure is above the higher one"
    if sum(points(row["low"]) for row in rows) > points(in_all["low"]):
        yield "less is missing in all than in its requirements"
    low = {row["id"]: row["low"] for row in rows} | {"total": in_all["low"]}
    if any(r["short"] != low.get(r["id"], 0) for r in told["requirements"]):
        yield "a requirement is short by something other than the lower figure"
    if told["verdict"] == "met" and "shortfall" in told:
        yield "something is missing though it is met"
