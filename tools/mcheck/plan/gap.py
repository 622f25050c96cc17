"""The gap of a portfolio, and the least of some ways that closes it, found by evaluating it with them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import date
from itertools import product

from ..allocate import Solver
from ..entries import Case
from ..judge import evaluate
from ..model import Activity, Badge, Points, Portfolio, Span
from ..problem import Lot
from ..readings import DEPENDS, MET, NOT_MET, Readings
from ..rules import Edition, Rules, World, unordered
from ..statement import ODD
from ..value import pair_value
from .least import Amounts, least
from .parts import Found
from .shelf import Choice, Shelf
from .ways import AIM, Setting, Way, activity_ways, badge_ways, best_of, planned_activity, planned_badges, unit_of

RANK = {MET: 2, DEPENDS: 1, NOT_MET: 0}


class Ground:
    """What stays the same over all plans of a portfolio, and how many evaluations are left for them."""

    def __init__(
        self,
        rules: Rules,
        portfolio: Portfolio,
        as_of: date,
        last: date,
        badges_by: date,
        forced: Edition | None,
        objective: str,
        used: frozenset[str],
        work: int,
    ) -> None:
        self.rules = rules
        self.portfolio = portfolio
        self.as_of = as_of
        self.last = last
        self.badges_by = badges_by
        self.forced = forced
        self.objective = objective
        self.used = used
        self.left = work
        rate = rules.by_switch.get("badge-rate")
        self.badge_points = frozenset({f"question:{rate.id}"} if rate and len(rate.readings) > 1 else ())
        pair = pair_value(World(rules, self.badge_points, {}), badges_by)
        self.pair = 0 if pair is None else pair.points
        plain = (k for k in rules.kinds.values() if not (k.values or k.caps or k.parts or k.providers or k.variants))
        self.plain_kind = next((k for k in plain if k.allowed is None and not k.course), None)
        """A kind whose certificate alone says its points, in any category: it can stand in for badges."""

    def case(self, portfolio: Portfolio, primary: int | None) -> Case:
        return Case(portfolio, self.rules, self.as_of, self.last, self.forced, True, primary)

    def stand_in(self, n: int, amount: Points, categories: Sequence[str], one_license: bool) -> Activity:
        """An activity that counts as a pair of badges would: so many points, in one of these categories."""
        assert self.plain_kind is not None
        return Activity(
            f"/activities/{len(self.portfolio.activities) + n}",
            self.plain_kind.id,
            f"badges {n}",
            Span(self.last, self.last),
            awarded=amount,
            categories=tuple(categories),
            content_of=None if one_license else (),
            planned=True,
        )


class Gap:
    """Whether amounts of some ways are enough, if the `favored` points fall in the educator's favor."""

    def __init__(self, ground: Ground, base: Portfolio, primary: int | None, with_badges: bool) -> None:
        self.ground = ground
        self.base = base
        self.case = ground.case(base, primary)
        self.readings = Readings(self.case, Solver())
        self.favored = ground.badge_points if with_badges else frozenset()
        self.picks: Mapping[str, int] = {}
        self.with_badges = with_badges
        self.cut_off = False
        """Whether the search for an answer was given up before it found one."""
        self.ways: list[Way] = []
        self.prepare()

    def prepare(self) -> None:
        """The ways there are, and what their being enough hangs on even at their highest levels."""
        ground = self.ground
        world = World(ground.rules, self.favored, self.picks)
        outcome = evaluate(self.case, world, Solver())
        setting = Setting(
            ground.rules.catalog,
            ground.rules.kinds,
            outcome,
            self.base,
            world,
            ground.last,
            ground.used,
            sum(need.demand for need in outcome.needs),
        )
        odd: dict[str, Badge] = {}
        for badge in self.base.badges:
            if any(code == ODD for code, _ in outcome.reasons.get(badge.pointer, ())):
                odd.setdefault(badge.credential, badge)
        taken = frozenset(b.credential for b in ground.portfolio.badges)
        self.shelf = Shelf(ground.rules.catalog, taken, list(odd.values()), ground.portfolio.role)
        self.ways = best_of(activity_ways(setting), ground.objective)
        counted = self.with_badges or world.switch("badge-rate", "void") != "void"
        if counted and ground.plain_kind is not None:
            self.ways += badge_ways(setting, self.shelf)
        self.outcome = outcome

    def only(self, ways: Sequence[Way]) -> Gap:
        """The same question about some of the ways."""
        other = copy(self)
        other.ways = list(ways)
        return other

    def shortage(self) -> Points:
        """Points that any answer must bring at least: what an ideal lot, for any use and to be divided, would need.

        Fewer by what lifting a topic over the floor makes count, and where a point may count twice.
        """
        problem = self.outcome.problem
        anywhere = tuple(
            (e.index, category)
            for e in self.outcome.entries
            for category in self.ground.rules.catalog.terms("categories")
        )
        low, high = 0, sum(need.demand for need in problem.needs)
        while low < high:
            middle = (low + high) // 2
            ideal = Lot("ideal", middle, anywhere)
            if all(Solver().solve(replace(problem, lots=[*problem.lots, ideal]), points=False).bound[0]):
                high = middle
            else:
                low = middle + 1
        low -= sum(dict(way.rescues for way in self.ways if way.rescues is not None).values())
        twice = any(e.shadow for e in self.outcome.entries) or any("content-overlap" in key for key in self.favored)
        return max(low, 0) // (len(self.outcome.entries) if twice else 1)

    def settle(self) -> bool:
        """Finds the smallest set of open points under which all of everything is enough; False if there is none."""
        tops = tuple(len(way.levels) for way in self.ways)
        if self.enough(tops):
            return True
        readings = Readings(replace(self.case, portfolio=self.with_all(tops)), Solver())
        picks: dict[str, int] = {}
        keys = set(self.favored)
        for entry in readings.cautious().entries:
            verdict = readings.verdict(entry.index)
            if verdict.verdict == NOT_MET or (verdict.verdict == DEPENDS and not verdict.depends_on):
                return False
            keys.update(*verdict.depends_on[:1])
            picks |= verdict.picks
        self.favored, self.picks = frozenset(keys), picks
        return self.enough(tops)

    def with_all(self, amounts: Amounts) -> Portfolio:
        """The portfolio with these amounts; units of badges are stood in for, whichever they turn out to be."""
        made = list(self.activities(amounts))
        for way, amount in zip(self.ways, amounts, strict=True):
            if way.dimension is not None and amount:
                one = way.levels[0].points
                for _ in range(amount):
                    made.append(self.ground.stand_in(len(made), one, way.dimension.categories, self.one_license))
        return replace(self.base, activities=(*self.base.activities, *made))

    @property
    def one_license(self) -> bool:
        return sum(not e.kind_is_endorsement for e in self.outcome.entries) == 1

    def activities(self, amounts: Amounts) -> Iterator[Activity]:
        count = len(self.ground.portfolio.activities)
        for way, amount in zip(self.ways, amounts, strict=True):
            if way.kind is not None and amount:
                yield planned_activity(
                    way,
                    way.levels[amount - 1],
                    f"/activities/{count}",
                    self.ground.last,
                    one_license=self.one_license,
                    unit=unit_of(way.kind),
                )
                count += 1

    def enough(self, amounts: Amounts) -> bool:
        """Whether every license is renewed with these amounts, however what is not favored turns out."""
        case = replace(self.case, portfolio=self.with_all(amounts))
        asked: set[str] = set()
        done = set()
        while True:
            others = [q for q in unordered(self.case.rules, sorted(asked)) if f"question:{q.id}" not in self.favored]
            for chosen in product(*(range(len(q.readings)) for q in others)):
                picks = {**self.picks, **{q.id: pick for q, pick in zip(others, chosen, strict=True)}}
                key = tuple(sorted(picks.items()))
                if key in done:
                    continue
                done.add(key)
                world = World(self.case.rules, self.favored, picks)
                outcome = evaluate(case, world, Solver(160_000), points=False)
                if not all(self.readings.ok(e.index, self.favored, outcome) for e in outcome.entries):
                    return False
                before = len(asked)
                asked |= world.touched
                if len(asked) > before and unordered(self.case.rules, sorted(asked)) != others:
                    break
            else:
                return True

    def units(self, amounts: Amounts) -> Choice | None:
        """The badges that stand for these amounts; None when they cannot be had together."""
        wanted = {
            way.dimension: amount
            for way, amount in zip(self.ways, amounts, strict=True)
            if way.dimension is not None and amount
        }
        return self.shelf.take(wanted)

    def answer(self) -> Found | None:
        """The least amounts, judged once more with the very badges; None when nothing is enough."""
        if not self.settle():
            return None
        objective = self.ground.objective
        found = least(
            [way.slot(objective) for way in self.ways],
            self.enough,
            lambda amounts: self.units(amounts) is not None,
            self.shortage(),
            self.ground.left // 2,
        )
        self.ground.left -= found.tests
        self.cut_off = found.amounts is None and not found.proved
        if found.amounts is None:
            return None
        units = self.units(found.amounts) or ()
        badges = list(self.base.badges)
        count = len(self.ground.portfolio.badges)
        for unit in units:
            badges += planned_badges(unit, count, self.ground.badges_by, self.shelf)
            count += len(unit.credentials)
        whole = replace(
            self.base,
            activities=(*self.base.activities, *self.activities(found.amounts)),
            badges=tuple(badges),
        )
        readings = Readings(replace(self.case, portfolio=whole), Solver())
        verdicts = [readings.verdict(e.index) for e in readings.cautious().entries]
        word = min((v.verdict for v in verdicts), key=RANK.__getitem__)
        if word == NOT_MET:
            return None
        hangs = sorted({key for v in verdicts for key in (v.depends_on[0] if v.depends_on else ())})
        kept = tuple(x for x in self.base.items if x.planned)
        pair = self.ground.pair
        return Found(
            self.ways,
            found.amounts,
            units,
            word,
            tuple(hangs),
            found.cost,
            found.bound,
            found.cost[: AIM[objective]] == found.bound[: AIM[objective]],
            kept,
            self.shelf,
            pair,
            self.ground.last,
        )
