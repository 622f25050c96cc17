"""Checks tight sets against the statement of what may count as what; nothing here places points.

A tight set proves something when its requirements need more than all that may serve them could give, even if
everything could be divided at will. Several do together when each is for a case, what lots that must stay whole count
as, and one of the cases must be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from ..core.points import Points, points
from .ledgers import pointers_of
from .restated.model import Choice, Lot, Need, Statement, sum_of, topic_lots

if TYPE_CHECKING:
    from ..core.reports.report import TightSetRow

MOST_STEPS = 2000
"""Cases that take more steps to go through are too many."""

Assumed: TypeAlias = tuple[str, int, Sequence[str] | None]
"""(lot, target, categories of which it counts as one for this target; None where it counts for this target only)."""


def holding(
    statement: Statement, tight_sets: Sequence[TightSetRow], own: int, firm: frozenset[int]
) -> tuple[list[int], str | None]:
    """Which of these tight sets hold, and why they do not prove that what has index `own` fails beside `firm` ones.

    They do, and there is no reason, when one holds whatever lots that must stay whole count as.
    """
    lots = {lot.id: _after_floor(statement, lot) for lot in statement.lots}
    problems = [_cut_problem(statement, lots, tight, own, firm) for tight in tight_sets]
    valid = [i for i, problem in enumerate(problems) if problem is None]
    if not valid:
        return valid, f"no tight set holds: {problems[0]}"
    if not _covers(lots, [_case(statement, tight_sets[i]) for i in valid], iter(range(MOST_STEPS))):
        return valid, "its cases are not all the cases there are"
    return valid, None


def _cut_problem(
    statement: Statement, lots: Mapping[str, Lot], tight: TightSetRow, own: int, firm: frozenset[int]
) -> str | None:
    """Why a tight set proves nothing about what has index `own` beside `firm` ones; None when it does.

    `lots` are those that there are for certain, with the options that floors leave them.
    """
    named = {(statement.judged[n.target].pointer, n.id): n for n in statement.needs}
    rows = [((row["license"], row["requirement"]), points(row["points"])) for row in tight["requirements"]]
    needs = [named[at] for at, _ in rows if at in named]
    if [n.demand for n in needs] != [demand for _, demand in rows]:
        return "a requirement does not exist, or does not need that much by itself"
    targets = {n.target for n in needs}
    if len(set(needs)) < len(needs) or not targets <= {own, *firm}:
        return "its requirements are not distinct ones of this license and of those that are full before it"
    case = _case(statement, tight)
    by_badge, caps = _shares(statement, tight.get("hubs", ()))
    serving = [
        lot
        for lot in (*(_within(case, lot, statement) for lot in lots.values()), *by_badge)
        if any(n.target == target and n.takes(category) for target, category in lot.options for n in needs)
    ]
    give, need = _give(serving, needs, caps), sum(n.demand for n in needs)
    able = {pointer for lot in serving for pointer in pointers_of(lot.id)}
    if able != set(tight["activities"]) or len(able) < len(tight["activities"]):
        return f"what may serve them is {', '.join(sorted(able)) or 'nothing'}"
    if (need, give) != (points(tight["need"]), points(tight["give"])) or give >= need:
        return "they need, or can get, a different amount"
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


def _case(statement: Statement, tight: TightSetRow) -> list[Assumed]:
    """What is assumed of lots in the case that a tight set is for."""
    return [(one["lot"], statement.index[one["license"]], one.get("categories")) for one in tight.get("case", ())]


def _within(case: Sequence[Assumed], lot: Lot, statement: Statement) -> Lot:
    """A lot with the options that a case leaves it; none where it counts again what is not counted then."""
    for name, target, categories in case:
        if name == lot.id:
            kept = [(t, c) for t, c in lot.options if t == target and (categories is None or c in categories)]
            kept += [(t, c) for t, c in lot.options if t != target and categories is not None]
            lot = replace(lot, options=tuple(kept))
    if lot.counts_again_as and any(name == lot.same_points_as for name, _, _ in case):
        first = _within(case, next(x for x in statement.lots if x.id == lot.same_points_as), statement)
        return lot if set(first.options).intersection(lot.counts_again_as) else replace(lot, options=())
    return lot


def _give(serving: Iterable[Lot], needs: Sequence[Need], caps: Mapping[str, Points]) -> Points:
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
    return again + sum_of(plain, caps)


def _after_floor(statement: Statement, lot: Lot) -> Lot:
    """A lot with the options that its topic, at its largest, leaves it."""
    low = set()
    for target in lot.targets if lot.group and any(statement.floors) else ():
        most: dict[str, Points] = {}
        for choice in statement.choices:
            for badge in choice.badges:
                own = topic_lots([one for one in choice.lots if badge in one.of], lot.group, target)
                most[badge] = max(most.get(badge, 0), sum(_share(one) for one in own))
        firm = sum_of(topic_lots(statement.lots, lot.group, target), statement.caps)
        if firm + sum(most.values()) < statement.floors[target]:
            low.add(target)
    kept = [option for option in lot.options if option[0] not in low]
    return replace(lot, options=(*kept, *((t, "") for t in low if statement.floor_keeps_total)))


# -- what badges can bring at most, whichever of them are paired: each its share of a pair, under one ceiling for all


def _share(lot: Lot) -> Points:
    """The part of a lot that one of its badges stands for, rounded up."""
    return -(-lot.amount // len(lot.of))


def _shares(statement: Statement, hubs: Collection[str]) -> tuple[list[Lot], dict[str, Points]]:
    """What each badge may bring at most, as if it could be divided; and the ceilings: every choice takes a pair."""
    by_badge: dict[str, list[Choice]] = {}
    for choice in statement.choices:
        for badge in choice.badges:
            by_badge.setdefault(badge, []).append(choice)
    partners = {b: {other for c in mine if b in c.pair for other in c.pair} for b, mine in by_badge.items()}
    joined = {b: {other for c in mine for other in c.badges} for b, mine in by_badge.items()}
    caps, shares = dict(statement.caps), list[Lot]()
    for part in _parts(by_badge, joined):
        odd = sum(len(rest) % 2 for rest in _parts([b for b in part if b not in hubs], partners))
        pairs = (len(part) + sum(b in hubs for b in part) - odd) // 2
        most = pairs * max(_amount(choice) for badge in part for choice in by_badge[badge])
        for badge in part:
            lots = [lot for choice in by_badge[badge] for lot in choice.lots if badge in lot.of]
            for copy in dict.fromkeys(lot.copy for lot in lots):
                brought = _joined_share(badge, [lot for lot in lots if lot.copy == copy], f"pairs of {part[0]}{copy}")
                caps[brought.caps[0]] = most
                shares.append(brought)
    return shares, caps


def _amount(choice: Choice) -> Points:
    """What the lots of a choice give together, copies apart."""
    return sum(lot.amount for lot in choice.lots if not lot.same_points_as)


def _joined_share(badge: str, lots: Sequence[Lot], cap: str) -> Lot:
    """What a badge brings at most, as anything that one of these lots may count as, under one ceiling more."""
    caps = lots[0].caps if len({lot.caps for lot in lots}) == 1 else ()
    options = dict.fromkeys(option for lot in lots for option in lot.options)
    again = dict.fromkeys(option for lot in lots for option in lot.counts_again_as)
    return Lot(
        badge,
        max(_share(lot) for lot in lots),
        tuple(options),
        (cap, *caps),
        same_points_as=badge if lots[0].copy else "",
        counts_again_as=tuple(again),
    )


def _parts(badges: Iterable[str], linked: Mapping[str, Collection[str]]) -> list[list[str]]:
    """The badges in parts that nothing links."""
    left, parts = dict.fromkeys(badges), []
    while left:
        part = [next(iter(left))]
        for badge in part:
            left.pop(badge, None)
            part += [b for b in linked[badge] if b in left and b not in part]
        parts.append(part)
    return parts
