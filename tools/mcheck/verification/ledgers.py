"""Holds one ledger against a statement of what may count as what. Pure; nothing here places points.

A ledger keeps to the statement when each of its rows is allowed, nothing counts for more than it is worth, and no
ceiling or topic floor is passed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..allocation.problem import Lot, Option, Problem
from ..core.points import Points, points
from ..regulation.formulation import Formulation, pointers_of
from ..regulation.targets import RenewalTarget


def fills(ledger: Mapping[str, Any], entry: RenewalTarget) -> bool:
    """Whether the rows of an entry are enough for each of its requirements."""
    rows = [(row["category"], points(row["points"])) for row in ledger["rows"] if row["license"] == entry.pointer]
    needs = [(r.minimum, r.categories) for r in entry.target.requirements]
    needs.append((entry.target.total, frozenset(category for category, _ in rows)))
    return all(sum(amount for category, amount in rows if category in some) >= need for need, some in needs)


def display_problems(entry: RenewalTarget, ledger: Mapping[str, Any], x: Mapping[str, Any]) -> Iterator[str]:
    """What a license of a report shows otherwise than its conditions and its ledger have it."""
    gates = [(gate.id, gate.state, gate.fact) for gate in entry.gates]
    if gates != [(g["id"], g["state"], g["fact"]) for g in x["gates"]] or entry.renewed_as != x["renewed_as"]:
        yield "its conditions are others"
    if entry.label != x["label"]:
        yield f"it is called {entry.label}"
    rows = [row for row in ledger["rows"] if row["license"] == entry.pointer]
    needs = [(r.id, r.minimum, r.categories) for r in entry.target.requirements]
    needs.append(("total", entry.target.total, frozenset(row["category"] for row in rows)))
    if len(needs) != len(x["requirements"]):
        yield "its requirements are others"
    for r, (name, need, some) in zip(x["requirements"], needs, strict=False):
        mine = [row for row in rows if row["category"] in some]
        have = sum(points(row["points"]) for row in mine)
        told = [(row["pointer"], row["category"], row["points"]) for row in r["ledger"]]
        true = [(pointers_of(row["lot"])[0], row["category"], row["points"]) for row in mine]
        numbers = [points(r[key]) for key in ("need", "have")]
        if r["id"] != name or numbers != [need, have] or sorted(told) != sorted(true):
            yield f"{r['id']} does not show what its ledger adds up to"
    yield from shortfall_problems(x)


def shortfall_problems(x: Mapping[str, Any]) -> Iterator[str]:
    """What in the figures of a license cannot be, whatever the least set of further points is.

    That it is the least is not shown here: it was worked out by placing points.
    """
    lacking = x.get("shortfall", {"requirements": [], "in_all": {"low": 0, "high": 0}})
    rows, in_all = lacking["requirements"], lacking["in_all"]
    if any(row["low"] > row["high"] for row in (*rows, in_all)):
        yield "a lower figure is above the higher one"
    if sum(points(row["low"]) for row in rows) > points(in_all["low"]):
        yield "less is missing in all than in its requirements"
    low = {row["id"]: row["low"] for row in rows} | {"total": in_all["low"]}
    if any(r["short"] != low.get(r["id"], 0) for r in x["requirements"]):
        yield "a requirement is short by something else than the lower figure"
    if x["verdict"] == "met" and "shortfall" in x:
        yield "something is missing though it is met"


def ledger_problems(statement: Formulation, ledger: Mapping[str, Any]) -> Iterator[str]:
    """What in a ledger over all licenses is not allowed."""
    problem, index = statement.problem, {e.pointer: e.index for e in statement.entries}
    known = {(c.uses, tuple(lot.id for lot in c.lots), c.lots[0].group, c.lots[-1].group): c for c in problem.choices}
    made = [
        (tuple(c["uses"]), tuple(c["lots"]), c["topic"], c.get("third_topic", c["topic"])) for c in ledger["choices"]
    ]
    chosen = [known[key] for key in made if key in known]
    if len(chosen) < len(made):
        yield "a choice is none that there is"
    if max(Counter(token for choice in chosen for token in choice.uses).values(), default=1) > 1:
        yield "something is used up twice"
    lots = {lot.id: lot for lot in (*problem.lots, *(lot for choice in chosen for lot in choice.lots))}
    capped, placed = Counter[str](), Counter[int]()
    uses, rows = dict[str, Counter[Option]](), dict[str, Counter[Option]]()
    for row in ledger["rows"]:
        rows.setdefault(row["lot"], Counter())[Option(index[row["license"]], row["category"])] += points(row["points"])
        placed[index[row["license"]]] += points(row["points"])
    for name, used in rows.items():
        lot = lots.get(name, Lot(name, 0, ()))
        if sum(used.values()) > lot.amount or min(used.values()) <= 0:
            yield f"{name} counts for more than it is worth"
        capped.update({cap: sum(used.values()) for cap in lot.caps})
        for (target, category), amount in used.items():
            low = lot.group and sum_of(together(lots.values(), lot.group, target), problem) < problem.floors[target]
            plain = (target, category) in lot.options and not low
            uses.setdefault(name, Counter())[Option(target, category if plain else "")] = amount
            if not plain and (category != "elective" or not _anywhere(problem, lot, target, bool(low))):
                yield f"{name} may not count as {category}"
        targets = {target for target, _ in used}
        if (lot.one_target and len(targets) > 1) or (lot.one_category and len(used) > len(targets)):
            yield f"{name} may not be divided like that"
    for entry in statement.entries:
        if placed[entry.index] > sum(need.demand for need in problem.needs if need.target == entry.index):
            yield f"more stands for {entry.label} than it needs"
    for cap, amount in capped.items():
        if amount > problem.caps[cap]:
            yield f"too much stands under the ceiling {cap}"
    for first in dict.fromkeys(lot.same_points_as for lot in lots.values() if lot.same_points_as):
        if not _adds_up_again([lot for lot in lots.values() if lot.origin == first], uses):
            yield f"{first} may not count again like that"


def _adds_up_again(family: Sequence[Lot], uses: Mapping[str, Counter[Option]]) -> bool:
    """Whether a lot has the points that it and its copies count: what is to count again has to count as something."""
    first, counted = family[0], Counter[Option]()
    for lot in sorted(family, key=lambda lot: len(lot.counts_again_as)):
        mine = uses.get(lot.id, Counter[Option]())
        there = [option for option in counted if option in lot.counts_again_as] or lot.counts_again_as[:1]
        if there:
            counted[there[0]] += max(0, sum(mine.values()) - sum(counted[option] for option in there))
        else:
            counted.update(mine)
    every = {*(+counted), *(option for lot in family for option in uses.get(lot.id, ()))}
    twice = max(Counter(target for target, category in every if category).values(), default=1) > 1
    whole = not first.one_target or len({target for target, _ in +counted}) < 2
    return sum(counted.values()) <= first.amount and whole and not (first.one_category and twice)


def sum_of(lots: Iterable[Lot], problem: Problem) -> Points:
    """What these lots give together under their ceilings, which are nested: any order gives the same."""
    left, total = dict(problem.caps), 0
    for lot in lots:
        amount = min([lot.amount, *(left[cap] for cap in lot.caps)])
        left.update({cap: left[cap] - amount for cap in lot.caps})
        total += amount
    return total


def together(lots: Iterable[Lot], group: str, target: int) -> list[Lot]:
    """The lots that make up a group's sum for a target; points that may count again are there once."""
    mine = [lot for lot in lots if lot.group == group and any(t == target for t, _ in lot.options)]
    return list({lot.origin: lot for lot in reversed(mine)}.values())


def _anywhere(problem: Problem, lot: Lot, target: int, low: bool) -> bool:
    """Whether a lot may count toward a target's total though toward no category of it."""
    rest = low and problem.floor_keeps_total and any(t == target for t, _ in lot.options)
    return rest or (target, "") in lot.options
