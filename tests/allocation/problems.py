"""Random allocation problems, and two oracles that know only the definition: brute force, and HiGHS."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from operator import add, le

from hypothesis import strategies as st
from mcheck.allocation.problem import Choice, Lot, Option, Problem, needs_of

CATEGORIES = "abc"
SETS = [frozenset("a"), frozenset("b"), frozenset("c"), frozenset("ab"), frozenset("abc")]


@dataclass(frozen=True)
class Wanted:
    """A target as people state it: a total, and minimums over sets of categories inside it."""

    total: int
    requirements: tuple[tuple[str, int, frozenset[str]], ...]


@dataclass(frozen=True)
class Case:
    wanted: tuple[Wanted, ...]
    problem: Problem


@st.composite
def cases(
    draw: st.DrawFn,
    *,
    most_lots: int = 4,
    most_tokens: int = 4,
    scale: int = 1,
    divisible: bool = False,
    twice: bool = False,
    pairs_twice: bool = False,
) -> Case:
    """A problem with all that a portfolio can bring: ceilings, whole lots, pairs, trios, floors.

    With `twice` there are also lots whose points may count again for other targets, with `pairs_twice` pairs, too.
    """
    wanted = []
    for _ in range(draw(st.integers(1, 2 + twice if scale == 1 else 4))):
        chosen = draw(st.lists(st.sampled_from(SETS), max_size=3, unique=True))
        needed = tuple(("".join(sorted(s)), draw(st.integers(1, 5)) * scale, s) for s in chosen)
        wanted.append(Wanted(draw(st.integers(1, 9)) * scale, needed))
    options = [Option(t, c) for t in range(len(wanted)) for c in CATEGORIES]

    def lot(name: str, most: int) -> Lot:
        return Lot(
            name,
            draw(st.integers(1, most)),
            tuple(draw(st.lists(st.sampled_from(options), max_size=4, unique=True))),
            draw(st.sampled_from([(), (), ("inner", "outer"), ("outer",)])),
            not divisible and draw(st.booleans()),
            not divisible and draw(st.booleans()),
            draw(st.sampled_from(["", "", "x", "y"])),
        )

    def with_drawn_copies(one: Lot) -> list[Lot]:
        """A lot, perhaps with copies for other targets; then no ceiling and no floor concerns it."""
        if not twice or not one.options or len(wanted) == 1 or not draw(st.booleans()):
            return [one]
        first = one._replace(caps=(), group="")
        there = draw(st.sampled_from(first.options))[0]
        others = [target for target in range(len(wanted)) if target != there]
        order = draw(st.permutations([o for o in first.options if o[0] == there]))
        copies = []
        for target in draw(st.lists(st.sampled_from(others), max_size=2, unique=True)):
            again = tuple(order[: draw(st.integers(1, len(order)))])
            options = (Option(target, draw(st.sampled_from(CATEGORIES))),)
            name = f"{one.id}@{target}"
            copies.append(first._replace(id=name, options=options, same_points_as=one.id, counts_again_as=again))
        return [first, *copies]

    plain = [lot(f"lot {i}", 4 * scale) for i in range(draw(st.integers(0, most_lots)))]
    lots = [made for one in plain for made in with_drawn_copies(one)]
    tokens = [f"token {i}" for i in range(draw(st.integers(0, most_tokens)))]
    choices = []
    for i, a in enumerate(tokens):
        for b in tokens[i + 1 :]:
            if draw(st.booleans()):
                pair = lot(f"{a}+{b}", 4 * scale)._replace(caps=(), of=(a, b))
                choices.append(Choice((a, b), tuple(with_drawn_copies(pair) if pairs_twice else (pair,))))
    beside = [(pair, c) for pair in choices for c in tokens if c not in pair.uses]
    for pair, c in draw(st.lists(st.sampled_from(beside), max_size=4, unique=True)) if beside else ():
        third = lot(c, 2 * scale)._replace(caps=(), of=(c,))
        groups = draw(st.sampled_from([(third.group,), (third.group,), ("x", "y")]))
        choices += [Choice((*pair.uses, c), (*pair.lots, third._replace(group=group))) for group in groups]
    return Case(
        tuple(wanted),
        Problem(
            lots,
            [n for t, w in enumerate(wanted) for n in needs_of(t, w.total, w.requirements)],
            len(wanted),
            {"inner": draw(st.integers(1, 4)) * scale, "outer": draw(st.integers(1, 6)) * scale},
            choices,
            {},
            [draw(st.sampled_from([0, 0, 3, 5])) * scale for _ in wanted],
            draw(st.booleans()),
        ),
    )


@st.composite
def divided_over_categories(draw: st.DrawFn) -> Case:
    """Lots for one target each, whose points may count as several of its categories, only some of them twice."""
    case = draw(cases(twice=True, most_lots=0, most_tokens=0))
    every = range(len(case.wanted))
    lots = list[Lot]()
    for i in range(draw(st.integers(2, 5))):
        targets = draw(st.lists(st.sampled_from(every), min_size=1, max_size=2, unique=True))
        categories = st.lists(st.sampled_from(CATEGORIES), min_size=1, max_size=3, unique=True)
        options = tuple(Option(target, category) for target in targets for category in draw(categories))
        one = Lot(f"lot {i}", draw(st.integers(1, 4)), options, one_target=draw(st.integers(0, 3)) > 0)
        lots.append(one)
        again = draw(st.sampled_from([o for o in options if o.target == targets[0]]))
        for target in draw(st.lists(st.sampled_from([t for t in every if t != targets[0]] or [-1]), max_size=1)):
            copy = one._replace(options=(Option(target, draw(st.sampled_from(CATEGORIES))),))
            copy = copy._replace(id=f"{one.id}@{target}", same_points_as=one.id, counts_again_as=(again,))
            lots += [copy] if target >= 0 else []
    return Case(case.wanted, case.problem._replace(lots=lots))


def selections(problem: Problem) -> Iterator[list[Lot]]:
    """The lots of every way to choose, without those that a floor takes away."""
    for taken in product([False, True], repeat=len(problem.choices)):
        chosen = [c for c, yes in zip(problem.choices, taken, strict=True) if yes]
        used = [token for c in chosen for token in c.uses]
        if len(used) == len(set(used)):
            yield list(above_floor(problem, [*problem.lots, *(lot for c in chosen for lot in c.lots)]))


def above_floor(problem: Problem, lots: list[Lot]) -> Iterator[Lot]:
    for lot in lots:
        kept = []
        for target in dict.fromkeys(t for t, _ in lot.options):
            mates = [x for x in lots if x.group == lot.group and any(t == target for t, _ in x.options)]
            if not lot.group or available(problem, mates) >= problem.floors[target]:
                kept += [o for o in lot.options if o[0] == target]
            elif problem.floor_keeps_total:
                kept.append((target, ""))
        yield lot._replace(options=tuple(kept))


def available(problem: Problem, lots: list[Lot]) -> int:
    """The most these lots could give together under the ceilings."""
    inner = sum(x.amount for x in lots if "inner" in x.caps)
    outer = sum(x.amount for x in lots if x.caps == ("outer",))
    free = sum(x.amount for x in lots if not x.caps)
    return free + min(problem.caps["outer"], outer + min(problem.caps["inner"], inner))


def spreads(lot: Lot) -> Iterator[dict[tuple[int, str], int]]:
    """Every way to place a lot or a part of it within its rule."""
    for amounts in product(range(lot.amount + 1), repeat=len(lot.options)):
        placed = {o: a for o, a in zip(lot.options, amounts, strict=True) if a}
        targets = {t for t, _ in placed}
        if sum(amounts) > lot.amount or (lot.one_target and len(targets) > 1):
            continue
        if not lot.one_category or len(placed) == len(targets):
            yield placed


def with_copies(lot: Lot, copies: list[Lot]) -> Iterator[list[tuple[tuple[int, str], int]]]:
    """Every way to place a lot, and beside it what its copies count again of it."""
    for placed in spreads(lot):
        for used in product([False, True], repeat=len(copies)):
            again = [copy for copy, yes in zip(copies, used, strict=True) if yes]
            counted = {*placed, *(copy.options[0] for copy in again)}
            if lot.one_category and len(counted) > len({t for t, _ in counted}):
                continue
            more = [(copy.options[0], sum(a for o, a in placed.items() if o in copy.counts_again_as)) for copy in again]
            yield [*placed.items(), *more]


def by_brute_force(case: Case) -> tuple[bool, ...]:
    """The best that can be met, by trying every choice and every placement."""
    return max(all_that_can_be_met(case))


def all_that_can_be_met(case: Case) -> set[tuple[bool, ...]]:
    """What is met by each placement there is."""
    every = (*case.problem.lots, *(lot for choice in case.problem.choices for lot in choice.lots))
    linked = {lot.same_points_as for lot in every}
    different = {
        tuple(lot if lot.same_points_as or lot.id in linked else lot._replace(id="", group="") for lot in lots)
        for lots in selections(case.problem)
    }
    return {met for lots in different for met in _possible(case, lots)}


def _possible(case: Case, lots: tuple[Lot, ...]) -> set[tuple[bool, ...]]:
    """What can be met with these lots. Placements that fill every row alike, and every ceiling, are tried on as one."""
    rows: list[tuple[int, int, frozenset[str] | None]] = []
    """(target, points wanted, the categories they must come from)"""
    for target, wanted in enumerate(case.wanted):
        rows += [(target, wanted.total, None), *((target, least, s) for _, least, s in wanted.requirements)]
    caps = case.problem.caps
    states = {((0,) * len(rows), (0,) * len(caps))}
    for lot in (x for x in lots if not x.same_points_as):
        ways = set()
        for placed in with_copies(lot, [x for x in lots if x.same_points_as and x.same_points_as == lot.id]):
            fills = (sum(a for (t, c), a in placed if t == target and (s is None or c in s)) for target, _, s in rows)
            ways.add((tuple(fills), tuple(sum(a for _, a in placed) if cap in lot.caps else 0 for cap in caps)))
        after = set()
        for filled, used in states:
            for fills, uses in ways:
                now = tuple(map(add, used, uses))
                if all(map(le, now, caps.values())):
                    # more than a row wants is as good as what it wants
                    after.add((tuple(min(f + g, row[1]) for f, g, row in zip(filled, fills, rows, strict=True)), now))
        states = after
    return {
        tuple(
            all(f == least for f, (t, least, _) in zip(filled, rows, strict=True) if t == target)
            for target in range(len(case.wanted))
        )
        for filled, _ in states
    }


def by_highs(case: Case) -> tuple[bool, ...]:
    """The best that can be met, as a mixed-integer program: the earlier targets first."""
    import highspy

    problem = case.problem
    model = highspy.Highs()
    model.silent()
    taken = {i: model.addBinary() for i in range(len(problem.choices))}
    for token in {token for c in problem.choices for token in c.uses}:
        model.addConstr(sum(taken[i] for i, c in enumerate(problem.choices) if token in c.uses) <= 1)
    lots = [(lot, None) for lot in problem.lots]
    lots += [(lot, taken[i]) for i, c in enumerate(problem.choices) for lot in c.lots]
    reached = {}
    for group in {lot.group for lot, _ in lots if lot.group}:
        for target, floor in enumerate(problem.floors):
            reached[group, target] = model.addBinary()
            gives, chain = [], {}
            for lot, there in lots:
                if lot.group == group and any(t == target for t, _ in lot.options):
                    part = model.addVariable(0, lot.amount)
                    if there is not None:
                        model.addConstr(part <= lot.amount * there)
                    gives.append(part)
                    for cap in lot.caps:
                        chain.setdefault(cap, []).append(part)
            for cap, parts in chain.items():
                model.addConstr(sum(parts) <= problem.caps[cap])
            if gives and floor:
                model.addConstr(sum(gives) - floor * reached[group, target] >= 0)
    placed: dict[tuple[int, str], list[object]] = {}
    chain, by_lot, which_of = {}, {}, {}
    for lot, there in lots:
        options = list(lot.options)
        if lot.group and problem.floor_keeps_total:
            options += [Option(t, "") for t in dict.fromkeys(t for t, _ in lot.options)]
        mine = {}
        for option in options:
            mine[option] = model.addVariable(0, lot.amount)
            placed.setdefault(option, []).append(mine[option])
            if there is not None:
                model.addConstr(mine[option] <= lot.amount * there)
            if lot.group and option[1] and problem.floors[option[0]]:
                model.addConstr(mine[option] <= lot.amount * reached[lot.group, option[0]])
        by_lot[lot.id] = mine
        if not mine:
            continue
        if lot.same_points_as:
            model.addConstr(
                sum(mine.values()) <= sum(by_lot[lot.same_points_as][option] for option in lot.counts_again_as)
            )
        else:
            model.addConstr(sum(mine.values()) <= lot.amount)
        for cap in lot.caps:
            chain.setdefault(cap, []).extend(mine.values())
        if lot.one_category:
            which = which_of.setdefault(lot.origin, {})
            for option in options:
                if option not in which:
                    which[option] = model.addBinary()
                model.addConstr(mine[option] <= lot.amount * which[option])
        if lot.one_target and not lot.same_points_as:
            where = {t: model.addBinary() for t in dict.fromkeys(t for t, _ in options)}
            model.addConstr(sum(where.values()) <= 1)
            for option in options:
                model.addConstr(mine[option] <= lot.amount * where[option[0]])
    for which in which_of.values():
        for target in {t for t, _ in which}:
            model.addConstr(sum(one for (t, _), one in which.items() if t == target) <= 1)
    for cap, parts in chain.items():
        model.addConstr(sum(parts) <= problem.caps[cap])
    met = [model.addBinary() for _ in case.wanted]
    for target, wanted in enumerate(case.wanted):
        everything = [v for (t, _), values in placed.items() if t == target for v in values]
        rows = [(wanted.total, everything)]
        rows += [(m, [v for c in s for v in placed.get((target, c), ())]) for _, m, s in wanted.requirements]
        for least, parts in rows:
            if parts:
                model.addConstr(sum(parts) - least * met[target] >= 0)
            else:
                model.addConstr(met[target] <= 0)
    # earlier targets weigh more than all later ones together
    model.maximize(sum(2 ** (len(met) - t) * m for t, m in enumerate(met)))
    return tuple(round(model.val(m)) == 1 for m in met)
