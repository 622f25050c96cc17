"""Holds tight sets against a statement of what may count as what. Pure; nothing here places points.

A tight set proves something when its requirements need more than all that may serve them could give, even if
everything could be divided at will. Several do together when each is for a case, what lots that must stay whole count
as, and one of the cases must be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from ..allocation.problem import Choice, Lot, Need, Option, Problem
from ..core.points import Points, points
from ..regulation.formulation import Formulation, pointers_of
from .ledgers import sum_of, together

MOST_STEPS = 2000
"""Cases that take more steps to go through are too many."""

Assumed: TypeAlias = tuple[str, int, Sequence[str] | None]
"""(lot, target, categories of which it counts as one for this target; None where it counts for this target only)."""


def holding(
    statement: Formulation, tight_sets: Sequence[Mapping[str, Any]], own: int, firm: frozenset[int]
) -> tuple[list[int], str | None]:
    """Which of these tight sets hold, and why they do not prove that the entry `own` fails beside `firm` ones.

    They do, and there is no reason, when one holds whatever lots that must stay whole count as.
    """
    lots = {lot.id: _after_floor(statement.problem, lot) for lot in statement.problem.lots}
    problems = [_cut_problem(statement, lots, tight, own, firm) for tight in tight_sets]
    found = [i for i, problem in enumerate(problems) if problem is None]
    if not found:
        return found, f"no tight set holds: {problems[0]}"
    if not _covers(lots, [_case(statement, tight_sets[i]) for i in found], iter(range(MOST_STEPS))):
        return found, "its cases are not all that there are"
    return found, None


def _cut_problem(
    statement: Formulation, lots: Mapping[str, Lot], tight: Mapping[str, Any], own: int, firm: frozenset[int]
) -> str | None:
    """Why a tight set proves nothing about the entry `own` beside `firm` ones; None when it does.

    `lots` are those that there are for certain, with the options that floors leave them.
    """
    problem = statement.problem
    named = {(statement.entries[n.target].pointer, n.id): n for n in problem.needs}
    rows = [((row["license"], row["requirement"]), points(row["points"])) for row in tight["requirements"]]
    needs = [named[at] for at, _ in rows if at in named]
    if [n.demand for n in needs] != [demand for _, demand in rows]:
        return "a requirement is none that there is, or does not need so much of its own"
    targets = {n.target for n in needs}
    if len(set(needs)) < len(needs) or not targets <= {own, *firm}:
        return "its requirements are not different ones of this license and those that are full before it"
    case = _case(statement, tight)
    shares, caps = _shares(problem, tight.get("hubs", ()))
    serving = [
        lot
        for lot in (*(_within(case, lot, problem) for lot in lots.values()), *shares)
        if any(n.target == target and n.takes(category) for target, category in lot.options for n in needs)
    ]
    give, need = _give(serving, needs, replace(problem, caps=caps)), sum(n.demand for n in needs)
    able = {pointer for lot in serving for pointer in pointers_of(lot.id)}
    if able != set(tight["activities"]) or len(able) < len(tight["activities"]):
        return f"what may serve them is {', '.join(sorted(able)) or 'nothing'}"
    if (need, give) != (points(tight["need"]), points(tight["give"])) or give >= need:
        return "they need, or can get, something else"
    return None


def _covers(lots: Mapping[str, Lot], cases: Sequence[Sequence[Assumed]], steps: Iterator[int]) -> bool:
    """Whether one of the cases must be, as far as so many steps show."""
    if next(steps, None) is None:
        return False
    if not cases or not all(cases):
        return bool(cases)
    name, target, categories = cases[0][0]
    lot, whole = lots[name], categories is None
    # it counts for one of its targets only, or as one category for this one: whichever it is, some case must hold
    ways = {t if whole else c for t, c in lot.options if whole or t == target}
    if not ways or not (lot.one_target if whole else lot.one_category):
        return False
    for known in ways:
        left = list[list[Assumed]]()
        for case in cases:
            said = [
                one for one in case if one[0] == name and (one[2] is None if whole else one[1] == target and one[2])
            ]
            if all(known == t if some is None else known in some for _, t, some in said):
                elsewhere = [one for one in case if whole and one[0] == name and one[1] != known]
                left.append([one for one in case if one not in said and one not in elsewhere])
        if not _covers(lots, left, steps):
            return False
    return True


def _case(statement: Formulation, tight: Mapping[str, Any]) -> list[Assumed]:
    """What is assumed of lots in the case that a tight set is for."""
    index = {e.pointer: e.index for e in statement.entries}
    return [(one["lot"], index[one["license"]], one.get("categories")) for one in tight.get("case", ())]


def _within(case: Iterable[Assumed], lot: Lot, problem: Problem) -> Lot:
    """A lot with the options that a case leaves it; none where it counts again what is not counted then."""
    for name, target, categories in case:
        if name == lot.id:
            kept = [o for o in lot.options if o.target == target and (categories is None or o.category in categories)]
            kept += [o for o in lot.options if o.target != target and categories is not None]
            lot = replace(lot, options=tuple(kept))
    if lot.counts_again_as and any(name == lot.same_points_as for name, _, _ in case):
        first = _within(case, next(x for x in problem.lots if x.id == lot.same_points_as), problem)
        return lot if set(first.options).intersection(lot.counts_again_as) else replace(lot, options=())
    return lot


def _give(serving: Iterable[Lot], needs: Sequence[Need], problem: Problem) -> Points:
    """What these lots give under their ceilings.

    Points that are in several of them, none under a ceiling, count no more often than a point can count at once for
    these needs: as one thing, and again wherever what it counts as may.
    """
    families: dict[str, list[Lot]] = {}
    for lot in serving:
        families.setdefault(lot.origin, []).append(lot)
    plain, again = list[Lot](), 0
    for family in families.values():
        if any(lot.caps for lot in family):
            plain += family
            continue
        once = {
            (target, category)
            for target, category in {option for lot in family if not lot.counts_again_as for option in lot.options}
            if any(n.target == target and n.takes(category) for n in needs)
        }
        often = Counter([*once, *(option for lot in family for option in lot.counts_again_as)])
        once_each = sum(lot.amount for lot in family)
        again += min(once_each, max(often.values()) * max(lot.amount for lot in family))
    return again + sum_of(plain, problem)


def _after_floor(problem: Problem, lot: Lot) -> Lot:
    """A lot with the options that its group, at its largest, leaves it."""
    low = set()
    for target in {t for t, _ in lot.options} if lot.group and any(problem.floors) else ():
        optimistic: dict[str, Points] = {}
        for choice in problem.choices:
            for token in choice.uses:
                own = together([one for one in choice.lots if token in one.of], lot.group, target)
                optimistic[token] = max(optimistic.get(token, 0), sum(-(-one.amount // len(one.of)) for one in own))
        firm = sum_of(together(problem.lots, lot.group, target), problem)
        if firm + sum(optimistic.values()) < problem.floors[target]:
            low.add(target)
    kept = [option for option in lot.options if option[0] not in low]
    return replace(lot, options=(*kept, *(Option(t, "") for t in low if problem.floor_keeps_total)))


def _shares(problem: Problem, hubs: Collection[str]) -> tuple[list[Lot], dict[str, Points]]:
    """What each token may bring at most, as if it could be divided; and the ceilings: every choice takes a pair."""
    by_token: dict[str, list[Choice]] = {}
    for choice in problem.choices:
        for token in choice.uses:
            by_token.setdefault(token, []).append(choice)
    partners = {t: {u for c in mine if t in c.pair for u in c.pair} for t, mine in by_token.items()}
    joined = {t: {u for c in mine for u in c.uses} for t, mine in by_token.items()}
    caps, found = dict(problem.caps), []
    for part in _parts(by_token, joined):
        odd = sum(len(rest) % 2 for rest in _parts([t for t in part if t not in hubs], partners))
        pairs = (len(part) + sum(t in hubs for t in part) - odd) // 2
        most = pairs * max(choice.amount for token in part for choice in by_token[token])
        for token in part:
            lots = [lot_and_share for choice in by_token[token] for lot_and_share in choice.shares(token)]
            for copy in dict.fromkeys(lot.copy for lot, _ in lots):
                mine = [(lot, share) for lot, share in lots if lot.copy == copy]
                chain = mine[0][0].caps if len({lot.caps for lot, _ in mine}) == 1 else ()
                chain = (f"pairs of {part[0]}{copy}", *chain)
                caps[chain[0]] = most
                options = dict.fromkeys(option for lot, _ in mine for option in lot.options)
                again = tuple(dict.fromkeys(option for lot, _ in mine for option in lot.counts_again_as))
                share, first = max(share for _, share in mine), token if copy else ""
                found.append(Lot(token, share, tuple(options), chain, same_points_as=first, counts_again_as=again))
    return found, caps


def _parts(tokens: Iterable[str], linked: Mapping[str, Collection[str]]) -> list[list[str]]:
    """The tokens in parts that nothing links."""
    left, found = dict.fromkeys(tokens), []
    while left:
        part = [next(iter(left))]
        for token in part:
            left.pop(token, None)
            part += [t for t in linked[token] if t in left and t not in part]
        found.append(part)
    return found
