"""The least effort that closes the gap of a portfolio: what to do, by when, and what that hangs on. Pure.

The plan is sought among whole things to do: activities of one kind, each in one category of one license, on a topic of
their own of at least the topic floor or going on with a topic that the portfolio has; and micro-credentials as pairs.
Within that it is proved to be the least. It is made to be met however open questions turn out; only if that cannot be,
or if badges are used, it says what it hangs on. Every plan is judged once more by the same evaluation as a portfolio.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

from . import __version__
from .allocate import Lot, Solver
from .catalog import Catalog
from .check import check
from .judge import ODD, Case, Outcome, evaluate
from .least import Amounts, least
from .messages import Refused, message
from .model import Activity, Badge, Points, Portfolio, Span
from .plan_parts import Found, Parts, add_months
from .readings import DEPENDS, MET, NOT_MET, Readings
from .rules import Rules, World, load_rules, unordered
from .shelf import CONTENT, Choice, Shelf
from .value import pair_value
from .ways import (
    AIM,
    BADGES,
    STEP,
    Setting,
    Way,
    activity_ways,
    badge_ways,
    best_of,
    planned_activity,
    planned_badges,
    unit_of,
)

TESTS = 800
"""Most evaluations for one report; each of its searches may use half of what is left."""

RANK = {MET: 2, DEPENDS: 1, NOT_MET: 0}
FINE = ("met", "not-required", "not-now")


def names(catalog: Catalog) -> list[str]:
    """What `allow` and `avoid` may name: kinds with a known value per hour, CEU or semester hour, and badges."""
    kinds = load_rules(catalog).kinds.values()
    return [*sorted(k.id for k in kinds if unit_of(k) in STEP and not k.values[-1].up_to), BADGES]


def plan(
    portfolio: Portfolio,
    catalog: Catalog,
    as_of: date,
    *,
    as_of_from: str,
    name: str,
    sha256: str,
    edition: str | None = None,
    objective: str = "hours",
    allow: Sequence[str] = (),
    avoid: Sequence[str] = (),
) -> dict[str, Any]:
    """The plan for a portfolio (schemas/plan.schema.json); `allow` (empty: all) and `avoid` are `names`.

    Raises Refused like `check`, and for a name that is not known.
    """
    known = names(catalog)
    for word in (*allow, *avoid):
        if word not in known:
            raise Refused([message("K102", "", f'A plan has no kind "{word}".', f"Known: {', '.join(known)}.")])
    report = check(
        portfolio,
        catalog,
        as_of,
        as_of_from=as_of_from,
        name=name,
        sha256=sha256,
        edition=edition,
    )
    used = frozenset(allow or known) - set(avoid)
    return _Planner(portfolio, load_rules(catalog), as_of, report, edition, objective, used).build(allow, avoid)


class _Question:
    """Whether amounts of some ways are enough, if the `favored` points fall in the educator's favor."""

    def __init__(self, planner: _Planner, base: Portfolio, primary: int | None, with_badges: bool) -> None:
        self.planner = planner
        self.base = base
        self.case = planner.case(base, primary)
        self.readings = Readings(self.case, Solver())
        self.favored = planner.badge_points if with_badges else frozenset()
        self.picks: Mapping[str, int] = {}
        self.with_badges = with_badges
        self.cut_off = False
        """Whether the search for an answer was given up before it found one."""
        self.ways: list[Way] = []
        self.prepare()

    def prepare(self) -> None:
        """The ways there are, and what their being enough hangs on even at their highest levels."""
        planner = self.planner
        world = World(planner.rules, self.favored, self.picks)
        outcome = evaluate(self.case, world, Solver())
        setting = Setting(
            planner.rules.catalog,
            planner.rules.kinds,
            outcome,
            self.base,
            world,
            planner.last,
            planner.used,
            sum(need.demand for need in outcome.needs),
        )
        odd: dict[str, Badge] = {}
        for badge in self.base.badges:
            if any(code == ODD for code, _ in outcome.reasons.get(badge.pointer, ())):
                odd.setdefault(badge.credential, badge)
        taken = frozenset(b.credential for b in planner.portfolio.badges)
        self.shelf = Shelf(planner.rules.catalog, taken, list(odd.values()))
        self.ways = best_of(activity_ways(setting), planner.objective)
        counted = self.with_badges or world.switch("badge-rate", "void") != "void"
        if counted and planner.plain_kind is not None:
            self.ways += badge_ways(setting, self.shelf)
        self.outcome = outcome

    def only(self, ways: Sequence[Way]) -> _Question:
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
            for category in self.planner.rules.catalog.terms("categories")
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
                    made.append(self.planner.stand_in(len(made), one, way.dimension.categories, self.one_license))
        return replace(self.base, activities=(*self.base.activities, *made))

    @property
    def one_license(self) -> bool:
        return sum(not e.kind_is_endorsement for e in self.outcome.entries) == 1

    def activities(self, amounts: Amounts) -> Iterator[Activity]:
        count = len(self.planner.portfolio.activities)
        for way, amount in zip(self.ways, amounts, strict=True):
            if way.kind is not None and amount:
                yield planned_activity(
                    way,
                    way.levels[amount - 1],
                    f"/activities/{count}",
                    self.planner.last,
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
                outcome = evaluate(case, world, Solver(20_000), points=False)
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
        objective = self.planner.objective
        found = least(
            [way.slot(objective) for way in self.ways],
            self.enough,
            lambda amounts: self.units(amounts) is not None,
            self.shortage(),
            self.planner.left // 2,
        )
        self.planner.left -= found.tests
        self.cut_off = found.amounts is None and not found.proved
        if found.amounts is None:
            return None
        units = self.units(found.amounts) or ()
        badges = list(self.base.badges)
        count = len(self.planner.portfolio.badges)
        for unit in units:
            badges += planned_badges(unit, count, self.planner.badges_by, self.shelf)
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
        pair = self.planner.pair
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
            self.planner.last,
        )


class _Planner:
    """Makes the plans of one portfolio and the report on them."""

    def __init__(
        self,
        portfolio: Portfolio,
        rules: Rules,
        as_of: date,
        report: dict[str, Any],
        edition: str | None,
        objective: str,
        used: frozenset[str],
    ) -> None:
        self.portfolio = portfolio
        self.rules = rules
        self.as_of = as_of
        self.report = report
        self.forced = next((e for e in rules.editions if e.id == edition), None)
        self.objective = objective
        self.used = used
        self.left = TESTS
        plain = (k for k in rules.kinds.values() if not (k.values or k.caps or k.parts or k.providers or k.variants))
        self.plain_kind = next((k for k in plain if k.allowed is None and not k.course), None)
        """A kind whose certificate alone says its points, in any category: it can stand in for badges."""
        self.done = replace(
            portfolio,
            activities=tuple(a for a in portfolio.activities if not a.planned),
            badges=tuple(b for b in portfolio.badges if not b.planned),
        )
        self.judged = [x for x in report["licenses"] if x["status"] == "judged"]
        active = [date.fromisoformat(x["expires"]) for x in self.judged if x["state"] == "active" and "expires" in x]
        self.deadline = min(active, default=None)
        # a license that is not active has no last day: its five years end with the application, so nothing waits
        waits = self.deadline is not None and len(active) == len(self.judged)
        self.last = self.deadline if waits and self.deadline is not None else as_of
        shelf = Shelf(rules.catalog, frozenset(), ())
        issuers = sorted({shelf.issuer(record) for members in shelf.stacks.values() for record in members})
        windows = [f for i in issuers for f in shelf.numbers("time-window", i) if f.get("unit") == "months"]
        self.window = min(windows, key=lambda f: f["value"], default=None)
        """The fact that says how many months a badge may take."""
        self.badges_by = self.last
        if self.window is not None:
            self.badges_by = min(self.last, add_months(as_of, int(self.window["value"])))
        rate = rules.by_switch.get("badge-rate")
        self.badge_points = frozenset({f"question:{rate.id}"} if rate and len(rate.readings) > 1 else ())
        pair = pair_value(World(rules, self.badge_points, {}), self.badges_by)
        self.pair = 0 if pair is None else pair.points
        self.parts = Parts(rules.catalog, rules, report)

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

    # -- the plans

    def primaries(self) -> list[int | None]:
        """Which license may be the Primary: the one that is, or each one that could be when nobody said."""
        chosen = self.report.get("primary")
        if chosen is None:
            return [None]
        first = int(chosen["pointer"].rsplit("/", 1)[1])
        if chosen["chosen_by"] != "mcheck":
            return [first]
        others = [int(x["pointer"].rsplit("/", 1)[1]) for x in self.judged if x["kind"] == "license"]
        return [first, *(i for i in others if i != first)]

    def build(self, allow: Sequence[str], avoid: Sequence[str]) -> dict[str, Any]:
        made: dict[str, Any] = {key: self.report[key] for key in ("schema_version", "mcheck", "catalog", "portfolio")}
        made |= {"mcheck": __version__, "as_of": self.report["as_of"], "as_of_from": self.report["as_of_from"]}
        made |= {"objective": self.objective, "allow": sorted(set(allow)), "avoid": sorted(set(avoid))}
        today = self.report["verdict"]
        made["today"] = {"verdict": today, "licenses": self.parts.licenses()}
        if self.deadline is not None:
            made["deadline"] = {
                "date": self.deadline.isoformat(),
                "days_left": (self.deadline - self.as_of).days,
            }
        if today in FINE or not self.judged:
            none = today in FINE
            why = (
                "Every requirement is met already; there is nothing to earn." if today == MET else self.parts.why_none()
            )
            made |= {"verdict": "met" if none else "not-met", "needed": not none, "why": why, "plans": []}
            return made | {"questions": [], "facts": [], "notes": [], "notice": self.report["notice"]}
        plans, badges = self.plans()
        made |= {"verdict": plans[0]["verdict"] if plans else NOT_MET, "needed": True}
        made["why"] = self.parts.why(plans, self.used)
        made["plans"] = plans
        if badges is not None:
            made["badges"] = badges
        made |= self.parts.open_points(plans)
        made["notes"] = self.parts.notes(plans, self.window, self.as_of, self.deadline)
        return made | {"notice": self.report["notice"]}

    def plans(self) -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
        """The best plan first, then others that differ in kind; and what there is to say about badges alone."""
        best: tuple[Found, _Question] | None = None
        for primary in self.primaries():
            question = _Question(self, self.done, primary, with_badges=False)
            found = question.answer()
            if found is not None and (best is None or self.better(found, best[0])):
                best = found, question
        primary = self.primaries()[0] if best is None else best[1].case.primary
        wide = _Question(self, self.done, primary, with_badges=True) if BADGES in self.used else None
        offers: list[tuple[str, Found | None]] = []
        if best is not None:
            offers.append(("least", best[0]))
            if best[0].verdict == MET and self.report["verdict"] == DEPENDS:
                offers.append(("nothing", best[1].only([]).answer()))
        if any(x.planned for x in self.portfolio.items):
            finish = _Question(self, self.portfolio, primary, with_badges=False)
            offers.append(("planned", finish.answer()))
        alone: Found | None = None
        only: _Question | None = None
        if wide is not None:
            only = wide.only([w for w in wide.ways if w.dimension is not None])
            alone = only.answer()
            offers.append(("badges", alone))
            offers.append(("mixed", wide.answer()))
        if best is not None:
            everything = _Question(self, self.done, primary, with_badges=False)
            by_group: dict[tuple[str, ...], list[Way]] = {}
            for way in self.all_ways(everything):
                by_group.setdefault(way.group, []).append(way)
            for group, ways in sorted(by_group.items()):
                offers.append((group[-1], everything.only(best_of(ways, self.objective)).answer()))
        plans = self.parts.plans(offers, self.objective)
        return plans, self.about_badges(only, alone, best[0] if best else None)

    def all_ways(self, question: _Question) -> list[Way]:
        """Every way by activities, those included that another kind is better than."""
        setting = Setting(
            self.rules.catalog,
            self.rules.kinds,
            question.outcome,
            question.base,
            World(self.rules, question.favored, question.picks),
            self.last,
            self.used,
            sum(need.demand for need in question.outcome.needs),
        )
        return activity_ways(setting)

    def better(self, a: Found, b: Found) -> bool:
        return (-RANK[a.verdict], len(a.hangs_on), a.cost) < (-RANK[b.verdict], len(b.hangs_on), b.cost)

    def about_badges(self, only: _Question | None, alone: Found | None, best: Found | None) -> dict[str, Any] | None:
        """Why badges alone will not do, or what they take for what is missing."""
        if only is None:
            return None
        if alone is not None:
            return {"alone": True, "why": self.parts.deal(alone, best, only.shortage())}
        if only.cut_off:
            return {"alone": False, "why": "Whether badges alone could do it was not found: the search was cut off."}
        return {"alone": False, "why": self.parts.why_not_badges(self.lacking(only))}

    def lacking(self, question: _Question) -> list[tuple[str, str, str, Points]]:
        """What is missing even with every badge there is: (license, requirement, why, points)."""
        tops = tuple(len(way.levels) for way in question.ways)
        case = replace(question.case, portfolio=question.with_all(tops))
        outcome: Outcome = evaluate(case, World(self.rules, question.favored, question.picks), Solver())
        found = []
        for n, need in enumerate(outcome.needs):
            got = sum(amount for (_, at), amount in outcome.placement.flow.items() if at == n)
            if got < need.demand:
                entry = outcome.entries[need.target]
                label = next((r.label for r in entry.target.requirements if r.id == need.id), "PDPs in all")
                why = "endorsement" if entry.kind_is_endorsement else "few"
                if why == "few" and need.categories == frozenset({CONTENT}):
                    why = "content"
                found.append((entry.label, label, why, need.demand - got))
        return found
