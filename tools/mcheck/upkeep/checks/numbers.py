"""Numbers that are exact, and that agree with each other."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

from ...allocation.problem import needs_of
from ...catalog.editions import NUMBERS, places_in
from ...core.pointers import walk
from ...core.points import points, show
from ..registry import Problem, check, record_check
from ..workspace import CatalogSnapshot, Entry, set_at


@record_check("C140", moved=True, fixable=True)
def number_not_plain(entry: Entry, _: CatalogSnapshot) -> Iterator[Problem]:
    """Numbers are written plainly: 22.5, not 22.50; 20, not 2e1. (The schemas allow two decimals.)

    Why: Two ways to write a number hide that it is the same, and show a change where there is none.
    What to do: Write the number plainly.
    """
    for pointer, value in walk(entry.record):
        if isinstance(value, Decimal):
            plain = int(value) if value == int(value) else Decimal(format(value.normalize(), "f"))
            if str(plain) != str(value):
                yield Problem(pointer, f"{value} is {plain}.", fix=set_at(pointer, plain))


@record_check("C141", "renewal")
def edition_does_not_add_up(entry: Entry, _: CatalogSnapshot) -> Iterator[Problem]:
    """In an edition the least numbers of the categories fit into the total, and sets of categories are nested.

    Why: Otherwise nobody could ever renew, or the engine could not prove its answer.
    What to do: Compare the numbers with the section that is cited.
    """
    for name, target in entry.record["targets"].items():
        needs = [(r["id"], points(r["minimum"]), frozenset(r["categories"])) for r in target["requirements"]]
        try:
            least = sum(need.demand for need in needs_of(0, 0, needs))
        except ValueError:
            text = "Two requirements share some categories, but neither holds the other."
            yield Problem(f"/targets/{name}/requirements", text)
            continue
        if least > points(target["total"]):
            text = f"The categories need {show(least)} together, the total is {target['total']}."
            yield Problem(f"/targets/{name}/total", text)


@check("C142")
def caps_disagree(snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """A cap that several activities share is the same everywhere.

    Why: They fill one limit together; two numbers for it cannot both hold.
    What to do: Give the same points and period, or another id.
    """
    first: dict[str, tuple[Entry, Any]] = {}
    for entry in snapshot.records("activities"):
        for index, cap in enumerate(entry.record.get("caps", ())):
            holder, other = first.setdefault(cap["id"], (entry, cap))
            ours, theirs = (f"{each['points']} per {each['period']}" for each in (cap, other))
            if ours != theirs:
                text = f"{cap['id']} is {ours} here, {theirs} in {holder.path}."
                yield Problem(f"/caps/{index}", text, path=entry.path)


@check("C143", fixable=True)
def coverage(snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """catalog.json counts what is there.

    Why: The site tells people how much of the issuer's list is covered.
    What to do: Correct the number.
    """
    meta = snapshot.top("catalog.json")
    if not meta:
        return
    counts = {
        "credentials_known": len(snapshot.ids["credentials"]) - len(snapshot.moved("credentials")),
        "untitled": sum(len(entry.record.get("untitled", ())) for entry in snapshot.records("stacks")),
    }
    for key, count in counts.items():
        if meta["coverage"][key] != count:
            pointer = f"/coverage/{key}"
            text = f"It says {meta['coverage'][key]}; {count} are there."
            yield Problem(pointer, text, fix=set_at(pointer, count), path="catalog.json")


@check("C144")
def unit_nobody_counts(snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """What a value is worth for is what a portfolio states of that kind of activity, and one kind values badges.

    Why: A value for each pair of an activity that has no badges, say, would never be used.
    What to do: Correct `per` or `takes`; a value for a calendar year is a ceiling (`up_to`).
    """
    states = {"hour": "hours", "semester-hour": "credits", "ceu": "ceus", "pair": "badges", "badge": "badges"}
    of_badges: list[str] = []
    for entry in snapshot.records("activities"):
        takes = entry.record["takes"]
        of_badges += [entry.id] if "badges" in takes else []
        for index, value in enumerate(entry.record.get("values", ())):
            stated = states.get(value["per"])
            text = ""
            if stated is not None and stated not in takes:
                text = f"It is for each {value['per']}, but a portfolio does not state {stated} of it."
            elif "badges" in takes and stated != "badges":
                text = f"It is for each {value['per']}; badges are worth something for each badge or pair."
            elif value["per"] == "calendar-year" and not value.get("up_to"):
                text = "A value for a calendar year is a ceiling, but `up_to` is not true."
            if text:
                yield Problem(f"/values/{index}/per", text, path=entry.path)
        if len(of_badges) > 1 and entry.id == of_badges[-1]:
            yield Problem("/takes", f"{of_badges[0]} values badges already.", path=entry.path)


@check("C146")
def number_without_new_source(snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """A number that differs from the edition before cites something that that edition does not cite for it.

    Why: One text cannot say two numbers: either the old source is still cited, or the new number was not read anywhere.
    What to do: Cite the text, and its section, in which the new number was read.
    """
    editions = sorted(snapshot.records("renewal"), key=lambda entry: str(entry.record["effective_from"]))
    for before, after in pairwise(editions):
        earlier = {name: (part[key], _sources(part, key)) for name, _, part, key in _rule_numbers(before.record)}
        for name, pointer, part, key in _rule_numbers(after.record):
            old, sources = earlier.get(name, (part[key], frozenset()))
            if old != part[key] and _sources(part, key) <= sources:
                text = f"It was {old} in the edition of {before.id} and is {part[key]} now, by the same source."
                yield Problem(pointer, text, path=after.path)


def _rule_numbers(record: Any) -> Iterator[tuple[str, str, Any, str]]:
    """(name in every edition, pointer, the part that holds it and cites for it, key) of each number of an edition."""
    for target, what in record["targets"].items():
        yield f"{target} total", f"/targets/{target}/total", what, "total"
        for index, need in enumerate(what["requirements"]):
            yield f"{target} {need['id']}", f"/targets/{target}/requirements/{index}/minimum", need, "minimum"
    for place, part, key in places_in(record, NUMBERS):
        yield place, f"/{place}", part, key


def _sources(part: Any, key: str) -> frozenset[tuple[str, Any]]:
    return frozenset((cite["source"], cite.get("at")) for cite in part["citations"] if key in cite["supports"])
