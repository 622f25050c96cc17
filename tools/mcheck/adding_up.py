"""Adds up a ledger, and counts a tight set, against what the rules allow under one set of readings. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .allowed import Allowed, Judged, Lot
from .model import Points, points, show


@dataclass(frozen=True, slots=True)
class Row:
    """Points of an activity, a badge or a pair of badges, in a category of a license."""

    license: str
    items: tuple[str, ...]
    category: str
    points: Points


def ledger_problems(allowed: Allowed, rows: Sequence[Row]) -> Iterator[str]:
    """What in these rows, all made under the same readings, is not allowed."""
    capped: Counter[tuple[str, str]] = Counter()
    ceilings: dict[str, Points] = {}
    for items in dict.fromkeys(row.items for row in rows):
        mine = [row for row in rows if row.items == items]
        name = " and ".join(items)
        lots = [x for x in allowed.lots if x.items == items] or allowed.badge_lots(*items)
        plain = [x for x in lots if not x.copy]
        first = [row for row in mine if any(_takes(allowed, x, row) for x in plain)]
        for row in mine:
            fitting = [x for x in lots if _takes(allowed, x, row)]
            if not fitting or row.points <= 0:
                yield f"{name} cannot count {show(row.points)} as {row.category} for {row.license}"
                continue
            if sum(r.points for r in mine if _place(r) == _place(row)) > sum(x.amount for x in fitting):
                yield f"{name} counts more as {row.category} for {row.license} than it is worth"
            if below_floor(allowed, fitting[0], row, rows):
                yield f"the topic of {name} has too few points to count for {row.license}"
            copy = "" if row in first else row.license
            capped.update({(cap, copy): row.points for cap, _ in fitting[0].caps})
            ceilings.update(fitting[0].caps)
        for license in {row.license for row in mine}:
            most = max(sum(x.amount for x in lots if x.copy == copy) for copy in ("", license))
            if sum(row.points for row in mine if row.license == license) > most:
                yield f"{name} counts twice for {license}"
        if sum(row.points for row in first) > sum(x.amount for x in plain):
            yield f"{name} counts more than it is worth"
        split = plain[0].split if plain else "free"
        used = {_place(row) for row in first}
        whole = split != "free" and (not split or allowed.world.switch(split, "whole") == "whole")
        if whole and len(used) > len({license for license, _ in used}):
            yield f"{name} is divided over categories"
        for part in {c for _, c in used} if split == "free" else {""}:
            over = {license for license, c in used if c == (part or c)}
            if len(over) > 1 and allowed.world.switch("split-licenses", "whole") == "whole":
                yield f"{name} is divided over licenses"
    for (cap, _), used_up in capped.items():
        if used_up > ceilings[cap]:
            yield f"{show(used_up)} PDPs stand under the ceiling of {show(ceilings[cap])} ({cap.strip()})"
    badges = [i for items in dict.fromkeys(row.items for row in rows) for i in items if i in allowed.badges]
    if len({allowed.badges[i].credential for i in badges}) < len(badges):
        yield "a badge is used twice"


def sums(rows: Iterable[Row]) -> Counter[tuple[tuple[str, ...], str]]:
    """The points of rows of one license by items and category."""
    found: Counter[tuple[tuple[str, ...], str]] = Counter()
    for row in rows:
        found[row.items, row.category] += row.points
    return found


def fills(x: Judged, rows: Sequence[Row]) -> bool:
    """Whether these rows of one license are enough for each of its requirements."""
    every = [*((r.categories, r.minimum) for r in x.target.requirements), (None, x.target.total)]
    return all(sum(r.points for r in rows if some is None or r.category in some) >= need for some, need in every)


def _place(row: Row) -> tuple[str, str]:
    return row.license, row.category


def _takes(allowed: Allowed, lot: Lot, row: Row) -> bool:
    exempt = row.category == "elective" and allowed.world.switch("topic-floor", "every-topic") == "electives-exempt"
    return _place(row) in lot.options or (exempt and any(license == row.license for license, _ in lot.options))


def below_floor(allowed: Allowed, lot: Lot, row: Row, rows: Sequence[Row]) -> bool:
    """Whether everything on its topic that may count for the license stays under the floor."""
    reading = allowed.world.switch("topic-floor", "every-topic")
    if reading == "per-category" or (reading == "electives-exempt" and row.category == "elective"):
        return False
    floor = allowed.by_pointer[row.license].edition.floor
    if min([lot.amount, *(most for _, most in lot.caps)]) >= floor:
        return False
    used = {i for r in rows for i in r.items}
    pairs = [x for items in {r.items for r in rows} for x in allowed.badge_lots(*items) if not x.copy]
    odd = [x for b in allowed.badges if b not in used and lot.items[0] in allowed.badges for x in allowed.badge_lots(b)]
    lots = [x for x in (*allowed.lots, *pairs, *odd) if any(license == row.license for license, _ in x.options)]
    lots = [x for x in lots if not x.copy or not any(y.items == x.items and not y.copy for y in lots)]
    return max(_give(x for x in lots if topic in x.topics) for topic in lot.topics) < floor


def _give(lots: Iterable[Lot]) -> Points:
    """What these lots give together under their ceilings, which are nested."""
    left: dict[tuple[str, str], Points] = {}
    total = 0
    for lot in lots:
        names = [((name, lot.copy), most) for name, most in lot.caps]
        amount = min([lot.amount, *(left.setdefault(name, most) for name, most in names)])
        for name, _ in names:
            left[name] -= amount
        total += amount
    return total


def demands(x: Judged) -> dict[str, tuple[Points, frozenset[str] | None]]:
    """By requirement: the points it needs beyond those inside it, and the categories that serve it (None: any)."""
    found: dict[str, tuple[Points, frozenset[str] | None]] = {}
    owed: dict[str, Points] = {}
    done: list[tuple[str, frozenset[str]]] = []
    for r in sorted(x.target.requirements, key=lambda r: len(r.categories)):
        inside = [(i, c) for i, c in done if c <= r.categories]
        below = sum(owed[i] for i, _ in inside)
        done = [one for one in done if one not in inside] + [(r.id, r.categories)]
        owed[r.id] = max(r.minimum, below)
        found[r.id] = r.minimum - below, r.categories
    found["total"] = x.target.total - sum(owed[i] for i, _ in done), None
    return found


def cut_problem(allowed: Allowed, tight: Mapping[str, Any], own: str, earlier: Sequence[str]) -> str | None:
    """Why a tight set proves nothing under these readings; None when it holds."""
    needs = []
    for row in tight["requirements"]:
        x = allowed.by_pointer.get(row["license"])
        demand, categories = (0, None) if x is None else demands(x).get(row["requirement"], (0, None))
        if row["license"] not in (own, *earlier) or demand <= 0 or demand != points(row["points"]):
            return f"{row['requirement']} of {row['license']} does not need {row['points']} of its own"
        needs.append((row["license"], row["requirement"], categories, demand))
    if len({need[:2] for need in needs}) < len(needs) or own not in {need[0] for need in needs}:
        return "its requirements are not different ones of this license and those before it"
    serving = [
        lot
        for lot in (*allowed.lots, *allowed.shares)
        if any(t == x and (some is None or c in some) for t, c in lot.options for x, _, some, _ in needs)
    ]
    firm = [lot for lot in serving if lot.items[0] not in allowed.badges]
    low = [x for x in firm if all(below_floor(allowed, x, Row(t, x.items, c, 1), ()) for t, c in x.options)]
    serving = [lot for lot in serving if lot not in low]
    able, listed = {i for x in serving for i in x.items}, tight["activities"]
    give, need = _give(serving), sum(need[3] for need in needs)
    if able != set(listed) or len(able) < len(listed):
        return f"what may serve them is {', '.join(sorted(able)) or 'nothing'}"
    if (need, give) != (points(tight["need"]), points(tight["give"])) or give >= need:
        return f"they need {show(need)} and can get {show(give)}"
    return None
