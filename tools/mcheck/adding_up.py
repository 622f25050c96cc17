"""Holds one ledger, or one tight set, against a statement of what may count as what. Pure; nothing here places points.

A ledger keeps to the statement when each of its rows is allowed, nothing counts for more than it is worth, and no
ceiling or topic floor is passed. A tight set proves something when its requirements need more than all that may serve
them could give, even if everything could be divided at will.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from .entries import Entry
from .model import Points, points
from .problem import Choice, Lot, Option, Problem
from .statement import Statement, pointers_of


def fills(ledger: Mapping[str, Any], entry: Entry) -> bool:
    """Whether the rows of an entry are enough for each of its requirements."""
    rows = [(row["category"], points(row["points"])) for row in ledger["rows"] if row["license"] == entry.pointer]
    needs = [(r.minimum, r.categories) for r in entry.target.requirements]
    needs.append((entry.target.total, frozenset(category for category, _ in rows)))
    return all(sum(amount for category, amount in rows if category in some) >= need for need, some in needs)


def display_problems(entry: Entry, ledger: Mapping[str, Any], x: Mapping[str, Any]) -> Iterator[str]:
    """What a license of a report shows otherwise than its conditions and its ledger have it."""
    gates = [(gate.id, gate.state, gate.fact) for gate in entry.gates]
    if gates != [(g["id"], g["state"], g["fact"]) for g in x["gates"]] or entry.renewed_as != x["renewed_as"]:
        yield "its conditions are others"
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
        numbers = [points(r[key]) for key in ("need", "have", "short")]
        if r["id"] != name or numbers != [need, have, max(0, need - have)] or sorted(told) != sorted(true):
            yield f"{r['id']} does not show what its ledger adds up to"


def ledger_problems(statement: Statement, ledger: Mapping[str, Any]) -> Iterator[str]:
    """What in a ledger over all licenses is not allowed."""
    problem, index = statement.problem, {e.pointer: e.index for e in statement.entries}
    known = {(c.uses, tuple(lot.id for lot in c.lots), c.lots[0].group): c for c in problem.choices}
    made = [(tuple(c["uses"]), tuple(c["lots"]), c["topic"]) for c in ledger["choices"]]
    chosen = [known[key] for key in made if key in known]
    if len(chosen) < len(made):
        yield "a choice is none that there is"
    if max(Counter(token for choice in chosen for token in choice.uses).values(), default=1) > 1:
        yield "something is used up twice"
    lots = {lot.id: lot for lot in (*problem.lots, *(lot for choice in chosen for lot in choice.lots))}
    capped, uses = Counter[str](), dict[str, Counter[Option]]()
    for name in dict.fromkeys(row["lot"] for row in ledger["rows"]):
        lot, used = lots.get(name, Lot(name, 0, ())), Counter[tuple[int, str]]()
        for row in ledger["rows"]:
            if row["lot"] == name:
                used[index[row["license"]], row["category"]] += points(row["points"])
        if sum(used.values()) > lot.amount or min(used.values()) <= 0:
            yield f"{name} counts for more than it is worth"
        capped.update({cap: sum(used.values()) for cap in lot.caps})
        for target, category in used:
            low = lot.group and _sum(_together(lots.values(), lot.group, target), problem) < problem.floors[target]
            plain = (target, category) in lot.options and not low
            uses.setdefault(name, Counter())[target, category if plain else ""] = used[target, category]
            if not plain and (category != "elective" or not _anywhere(problem, lot, target, bool(low))):
                yield f"{name} may not count as {category}"
        targets = {target for target, _ in used}
        if (lot.one_target and len(targets) > 1) or (lot.one_category and len(used) > len(targets)):
            yield f"{name} may not be divided like that"
    for cap, amount in capped.items():
        if amount > problem.caps[cap]:
            yield f"too much stands under the ceiling {cap}"
    for first in dict.fromkeys(lot.copy_of for lot in lots.values() if lot.copy_of):
        if not _adds_up_again([lot for lot in lots.values() if lot.origin == first], uses):
            yield f"{first} may not count again like that"


def cut_problem(statement: Statement, tight: Mapping[str, Any], own: int, firm: frozenset[int]) -> str | None:
    """Why a tight set proves nothing about the entry `own` beside `firm` ones; None when it does."""
    problem = statement.problem
    named = {(statement.entries[n.target].pointer, n.id): n for n in problem.needs}
    needs = [named[row["license"], row["requirement"]] for row in tight["requirements"]]
    if [n.demand for n in needs] != [points(row["points"]) for row in tight["requirements"]]:
        return "a requirement does not need so much of its own"
    targets = {n.target for n in needs}
    if len(set(needs)) < len(needs) or own not in targets or not targets <= {own, *firm}:
        return "its requirements are not different ones of this license and those that are full before it"
    shares, caps = _shares(problem, tight.get("hubs", ()))
    serving = [
        lot
        for lot in (*(_after_floor(problem, lot) for lot in problem.lots), *shares)
        if any(n.target == target and n.takes(category) for target, category in lot.options for n in needs)
    ]
    give, need = _sum(serving, replace(problem, caps=caps)), sum(n.demand for n in needs)
    able = {pointer for lot in serving for pointer in pointers_of(lot.id)}
    if able != set(tight["activities"]) or len(able) < len(tight["activities"]):
        return f"what may serve them is {', '.join(sorted(able)) or 'nothing'}"
    if (need, give) != (points(tight["need"]), points(tight["give"])) or give >= need:
        return "they need, or can get, something else"
    return None


def _adds_up_again(family: Sequence[Lot], uses: Mapping[str, Counter[Option]]) -> bool:
    """Whether a lot has the points that it and its copies count: what is to count again has to count as something."""
    first, counted = family[0], Counter[Option]()
    for lot in sorted(family, key=lambda lot: len(lot.again)):
        mine = uses.get(lot.id, Counter[Option]())
        there = [option for option in counted if option in lot.again] or lot.again[:1]
        if there:
            counted[there[0]] += max(0, sum(mine.values()) - sum(counted[option] for option in there))
        else:
            counted.update(mine)
    every = {*(+counted), *(option for lot in family for option in uses.get(lot.id, ()))}
    twice = max(Counter(target for target, category in every if category).values(), default=1) > 1
    whole = not first.one_target or len({target for target, _ in +counted}) < 2
    return sum(counted.values()) <= first.amount and whole and not (first.one_category and twice)


def _sum(lots: Iterable[Lot], problem: Problem) -> Points:
    """What these lots give together under their ceilings, which are nested: any order gives the same."""
    left, total = dict(problem.caps), 0
    for lot in lots:
        amount = min([lot.amount, *(left[cap] for cap in lot.caps)])
        left.update({cap: left[cap] - amount for cap in lot.caps})
        total += amount
    return total


def _together(lots: Iterable[Lot], group: str, target: int) -> list[Lot]:
    """The lots that make up a group's sum for a target; points that may count again are there once."""
    mine = [lot for lot in lots if lot.group == group and any(t == target for t, _ in lot.options)]
    return list({lot.origin: lot for lot in reversed(mine)}.values())


def _anywhere(problem: Problem, lot: Lot, target: int, low: bool) -> bool:
    """Whether a lot may count toward a target's total though toward no category of it."""
    rest = low and problem.floor_keeps_total and any(t == target for t, _ in lot.options)
    return rest or (target, "") in lot.options


def _after_floor(problem: Problem, lot: Lot) -> Lot:
    """A lot with the options that its group, at its largest, leaves it."""
    low = set()
    for target in {t for t, _ in lot.options} if lot.group and any(problem.floors) else ():
        hope: dict[str, Points] = {}
        for choice in problem.choices:
            for share in _together(choice.lots, lot.group, target):
                for token in choice.uses:
                    hope[token] = max(hope.get(token, 0), -(-share.amount // len(choice.uses)))
        firm = _sum(_together(problem.lots, lot.group, target), problem)
        if firm + sum(hope.values()) < problem.floors[target]:
            low.add(target)
    kept = [option for option in lot.options if option[0] not in low]
    return replace(lot, options=(*kept, *((t, "") for t in low if problem.floor_keeps_total)))


def _shares(problem: Problem, hubs: Collection[str]) -> tuple[list[Lot], dict[str, Points]]:
    """What each token may bring at most, as if it could be divided; and the ceilings, those of pairs among them."""
    by_token: dict[str, list[Choice]] = {}
    for choice in problem.choices:
        for token in choice.uses:
            by_token.setdefault(token, []).append(choice)
    caps, found = dict(problem.caps), []
    for part in _parts(by_token, by_token):
        odd = sum(len(rest) % 2 for rest in _parts([t for t in part if t not in hubs], by_token))
        pairs = (len(part) + sum(t in hubs for t in part) - odd) // 2
        most = pairs * max(lot.amount for token in part for c in by_token[token] for lot in c.lots)
        single = any(len(c.uses) == 1 for token in part for c in by_token[token])
        for token in part:
            lots = [(lot, -(-lot.amount // len(c.uses))) for c in by_token[token] for lot in c.lots]
            for copy in dict.fromkeys(lot.copy for lot, _ in lots):
                mine = [(lot, share) for lot, share in lots if lot.copy == copy]
                chain = mine[0][0].caps if len({lot.caps for lot, _ in mine}) == 1 else ()
                if not single:
                    chain = (f"pairs of {part[0]}{copy}", *chain)
                    caps[chain[0]] = most
                options = dict.fromkeys(option for lot, _ in mine for option in lot.options)
                found.append(Lot(token, max(share for _, share in mine), tuple(options), chain))
    return found, caps


def _parts(tokens: Iterable[str], by_token: Mapping[str, Sequence[Choice]]) -> list[list[str]]:
    """The tokens in parts that no choice joins."""
    left, found = dict.fromkeys(tokens), []
    while left:
        part = [next(iter(left))]
        for token in part:
            left.pop(token, None)
            part += dict.fromkeys(t for c in by_token[token] for t in c.uses if t in left and t not in part)
        found.append(part)
    return found
