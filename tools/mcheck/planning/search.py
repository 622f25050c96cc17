"""The gap of a portfolio, and the least of some ways that closes it, found by evaluating it with them. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from datetime import date
from itertools import product
from types import MappingProxyType

from ..allocation.problem import Lot, Option
from ..allocation.solver import REPORT_BUDGET, Solver
from ..catalog.editions import Edition
from ..catalog.rules import Rules
from ..catalog.scenario import Scenario, ScenarioReader, unordered
from ..core.budget import Budget
from ..core.codes import Code
from ..core.dates import Span
from ..core.points import Points
from ..core.portfolio import Activity, Badge, Portfolio
from ..judging.evaluation import Evaluation, evaluate, is_renewed
from ..judging.verdicts import DEPENDS, MET, NOT_MET, Judge, Verdict
from ..regulation.application import Application
from ..regulation.lots import pointers_of
from ..regulation.valuation import QUANTITY, pair_value
from .badges import AvailableBadges, Choice
from .evaluations import Added, Lack, Trial, TrialEvaluator
from .optimizer import optimize
from .options import Setting, activity_ways, badge_ways, best_of, planned_activity, planned_badges, topics_below
from .problem import Amounts, Row
from .ways import AIM, TOPICS, Found, Way, unit_of

RANK = {MET: 2, DEPENDS: 1, NOT_MET: 0}

ELECTIVE = "elective"

EACH = 40_000
"""Most work for one evaluation."""


class PlanningContext:
    """What stays the same over all plans of a portfolio, and the work that is left for them."""

    def __init__(
        self,
        rules: Rules,
        portfolio: Portfolio,
        last: date,
        badges_by: date,
        forced: Edition | None,
        objective: str,
        used: frozenset[str],
        work: int,
    ) -> None:
        self.rules = rules
        self.portfolio = portfolio
        self.last = last
        self.badges_by = badges_by
        self.forced = forced
        self.objective = objective
        self.used = used
        self.budget = Budget(work)
        self.cut_off = False
        """Whether a search was given up before it found an answer."""
        self.topics = 0
        """How many topics below the floor there are, at most."""
        rate = rules.by_switch.get("badge-rate")
        self.badge_points = frozenset({f"question:{rate.id}"} if rate and len(rate.readings) > 1 else ())
        pair = pair_value(ScenarioReader(rules, Scenario(self.badge_points)), badges_by)
        self.pair = 0 if pair is None else pair.points
        plain = (k for k in rules.kinds.values() if not (k.values or k.caps or k.parts or k.providers or k.variants))
        self.plain_kind = next((k for k in plain if k.allowed is None and not k.course), None)
        """A kind whose certificate alone says its points, in any category: it can stand in for badges."""

    @property
    def spent(self) -> bool:
        """Whether too little is left to look for another plan."""
        return self.budget.left < EACH

    @contextmanager
    def share(self, waiting: int) -> Iterator[None]:
        """Lets what is done inside spend its part of what is left for so many."""
        aside = self.budget.left - self.budget.left // waiting
        self.budget.left -= aside
        try:
            yield
        finally:
            self.budget.left += aside

    @contextmanager
    def solver(self, most: int = EACH) -> Iterator[Solver]:
        """A solver that may use so much of what is left, but no more than a quarter; what it used is gone."""
        given = min(most, max(self.budget.left // 4, 0))
        solver = Solver(given)
        try:
            yield solver
        finally:
            self.budget.left -= given - solver.budget.left

    def case(self, portfolio: Portfolio, primary: int | None) -> Application:
        """Planned things are done on the last day, special conditions are met, and the application is made then."""
        return Application(portfolio, self.rules, self.last, self.last, self.forced, True, primary, conditions_met=True)

    def stand_in(self, pointer: str, amount: Points, categories: Sequence[str], one_license: bool) -> Activity:
        """An activity that counts as a pair of badges would: so many points, in one of these categories."""
        assert self.plain_kind is not None
        return Activity(
            pointer,
            self.plain_kind.id,
            "badges",
            Span(self.last, self.last),
            awarded=amount,
            categories=tuple(categories),
            content_of=None if one_license else (),
            planned=True,
        )


class PlanSearch:
    """Whether amounts of some ways are enough, if the `favorable` points fall in the educator's favor."""

    def __init__(self, ground: PlanningContext, base: Portfolio, primary: int | None, with_badges: bool) -> None:
        self.ground = ground
        self.base = base
        self.case = ground.case(base, primary)
        self.start = self.case.as_stated.named | (ground.badge_points if with_badges else frozenset())
        self.scenario = Scenario(self.start)
        self.with_badges = with_badges
        self.settled_for: frozenset[str] = frozenset()
        """Open points that are enough to fall favorably, where the smallest set of them was not found."""
        self.cut_off = False
        """Whether the search for an answer to this was given up before it found one."""
        self.picked: Callable[[Way], bool] = lambda way: True
        self.prepare()

    def prepare(self) -> None:
        """All the ways there are if the favored points fall in the educator's favor."""
        ground = self.ground
        reader = ScenarioReader(ground.rules, self.scenario)
        with ground.solver() as solver:
            outcome = evaluate(self.case, reader, solver)
        setting = Setting(
            ground.rules.catalog,
            ground.rules.kinds,
            outcome,
            self.base,
            reader,
            ground.last,
            ground.used,
            sum(need.demand for need in outcome.needs),
        )
        odd: dict[str, Badge] = {}
        for badge in self.base.badges:
            if any(code == Code.ODD_BADGE for code, _ in outcome.reasons.get(badge.pointer, ())):
                odd.setdefault(badge.credential, badge)
        taken = frozenset(b.credential for b in self.base.badges)
        meant = frozenset(b.credential for b in ground.portfolio.badges) - taken
        self.shelf = AvailableBadges(ground.rules.catalog, taken, list(odd.values()), ground.portfolio.role, meant)
        topics = topics_below(setting)
        ground.topics = max(ground.topics, len(topics))
        self.all_ways = activity_ways(setting, topics[:TOPICS])
        counted = self.with_badges or reader.switch("badge-rate", "void") != "void"
        if counted and ground.plain_kind is not None:
            self.all_ways += badge_ways(setting, self.shelf)
        self.outcome = outcome
        self.pick()

    def pick(self) -> None:
        """Leaves out ways that are not asked about, and those that another one is never worse than."""
        self.ways = best_of([way for way in self.all_ways if self.picked(way)], self.ground.objective)
        self.trials = TrialEvaluator(self.case, self.scenario.named)
        self.lacks: list[Lack] = []
        self.rows: list[Row] = []
        self.asked_ideal = False

    def only(self, picked: Callable[[Way], bool]) -> PlanSearch:
        """The same question about some of the ways."""
        other = copy(self)
        other.picked = picked
        other.pick()
        return other

    @property
    def times(self) -> int:
        """How often a point may count at most."""
        twice = any(e.counts_also_for_primary for e in self.outcome.entries) or any(
            "content-overlap" in key for key in self.scenario.named
        )
        return len(self.outcome.entries) if twice else 1

    def ideal(self) -> Points:
        """What an ideal lot, for any use and to be divided, would need to be worth, as far as the work allows."""
        problem = self.outcome.problem
        anywhere = tuple(
            Option(e.index, category)
            for e in self.outcome.entries
            for category in self.ground.rules.catalog.terms("categories")
        )
        low, high = 0, sum(need.demand for need in problem.needs)
        with self.ground.solver() as solver:
            while low < high and not solver.budget.exhausted():
                middle = (low + high) // 2
                ideal = Lot("ideal", middle, anywhere)
                if all(solver.solve(problem._replace(lots=[*problem.lots, ideal]), points=False).bound[0]):
                    high = middle
                else:
                    low = middle + 1
        return low

    def like(self, other: Found) -> Amounts | None:
        """What brings as many points to the same requirements as another plan does; None where these ways cannot."""
        wanted = {
            (way.hits, way.rescues): way.levels[amount - 1].effort.points
            for way, amount in zip(other.ways, other.amounts, strict=True)
            if amount
        }
        amounts = []
        for way in self.ways:
            points = wanted.pop((way.hits, way.rescues), 0)
            amounts.append(bisect_left([0, *(level.effort.points for level in way.levels)], points))
        reached = all(amount <= len(way.levels) for way, amount in zip(self.ways, amounts, strict=True))
        return tuple(amounts) if reached and not wanted else None

    def settle(self, guess: Amounts | None) -> bool:
        """Finds the smallest set of open points under which all of everything is enough; False if there is none."""
        if (guess is not None and self.enough(guess)) or self.enough(self.tops):
            return True
        if self.scenario.favorable != self.start:
            # what is enough to favor for more ways is not enough for these
            self.scenario = Scenario(self.start)
            self.prepare()
        chosen_readings: dict[str, int] = {}
        keys = set(self.scenario.named)
        for verdict in self.verdicts(self.with_all(self.tops)):
            if verdict.fails:
                return False
            self.cut_off |= verdict.word == DEPENDS and not verdict.depends_on
            keys.update(*verdict.depends_on[:1])
            chosen_readings |= verdict.scenario.chosen_readings
        if self.cut_off:
            return self.settle_for_any()
        self.scenario = Scenario(frozenset(keys), chosen_readings)
        # what is worth more now may need less, and there may be other ways
        self.prepare()
        found = self.enough(self.tops)
        self.cut_off = found is None
        return bool(found)

    def settle_for_any(self) -> bool:
        """Finds some set of open points under which all of everything is enough, where looking for the smallest failed.

        None of them can be left out with the others as they are.
        """
        facts = {key for entry in self.outcome.entries for key in entry.unknown_facts}
        asked = sorted(key for key in self.trials.consulted if key.partition(":")[2] in self.case.rules.questions)
        self.scenario = self.scenario.plus([*facts, *asked])
        self.prepare()
        if not self.enough(self.tops):
            return False
        self.cut_off = False
        for key in [*asked, *sorted(facts)]:
            every = self.trials, self.scenario
            self.scenario = self.scenario.minus([key])
            self.trials = TrialEvaluator(self.case, self.scenario.named)
            if not self.enough(self.tops):
                self.trials, self.scenario = every
        self.settled_for = self.scenario.named
        self.prepare()
        return True

    @property
    def tops(self) -> Amounts:
        return tuple(len(way.levels) for way in self.ways)

    def verdicts(self, portfolio: Portfolio) -> Iterator[Verdict]:
        """The verdict of each license with a portfolio in place of this one."""
        with self.ground.solver(REPORT_BUDGET) as solver:
            judge = Judge(self.case._replace(portfolio=portfolio), solver)
            for entry in judge.evaluations.cautious().entries:
                yield judge.verdict(entry.index)

    def with_all(self, amounts: Amounts) -> Portfolio:
        """The portfolio with these amounts; units of badges are stood in for, whichever they turn out to be."""
        made = [activity for _, activities in self.added(amounts) for activity in activities]
        return self.base._replace(activities=(*self.base.activities, *made))

    def to_do(self, amounts: Amounts) -> Iterator[Activity]:
        """The activities among what these amounts add, without what stands in for badges."""
        for i, (way, amount) in enumerate(zip(self.ways, amounts, strict=True)):
            if way.kind is not None and amount:
                yield from self.activities(i, amount)

    @property
    def one_license(self) -> bool:
        return sum(not e.is_endorsement for e in self.outcome.entries) == 1

    def added(self, amounts: Amounts, fixed: Mapping[int, int] = MappingProxyType({})) -> list[Added]:
        """What these amounts add to the portfolio, way by way; see `activities` for `fixed`."""
        return [self.one(i, amount, fixed.get(i)) for i, amount in enumerate(amounts) if amount]

    def one(self, place: int, amount: int, fixed: int | None = None) -> Added:
        return (place, amount, fixed), tuple(self.activities(place, amount, fixed))

    def activities(self, place: int, amount: int, fixed: int | None = None) -> Iterator[Activity]:
        """So much of a way as activities; with `fixed` only so much counts in its category, the rest as an elective."""
        way = self.ways[place]
        pointer = f"/activities/new {place}"
        if way.dimension is not None:
            for n in range(amount):
                yield self.ground.stand_in(
                    f"{pointer}.{n}", way.levels[0].points, way.dimension.categories, self.one_license
                )
            return
        assert way.kind is not None
        unit = unit_of(way.kind)
        level = way.levels[amount - 1]
        whole = planned_activity(way, level, pointer, self.ground.last, one_license=self.one_license, unit=unit)
        if fixed is None:
            yield whole
            return
        field = QUANTITY[unit][0]
        yield whole._replace(**{field: fixed})  # type: ignore[arg-type]
        yield whole._replace(
            pointer=f"{pointer}.rest",
            topic=whole.topic or whole.pointer,
            categories=(ELECTIVE,),
            content_of=None if self.one_license else (),
            **{field: level.effort.quantity - fixed},  # type: ignore[arg-type]
        )

    def fixed(self, amounts: Amounts) -> dict[int, int]:
        """How much of each way has to count in its category: what goes where no elective can.

        Left out is what has to count there as a whole.
        """
        case = self.case._replace(portfolio=self.with_all(amounts))
        with self.ground.solver() as solver:
            outcome = evaluate(case, ScenarioReader(self.case.rules, self.scenario), solver)
        taken: dict[str, int] = {}
        for (lot, need), points in outcome.placement.flow.items():
            pointer = pointers_of(outcome.lots[lot].id)[0]
            taken[pointer] = taken.get(pointer, 0) + (0 if outcome.needs[need].takes(ELECTIVE) else points)
        found: dict[int, int] = {}
        for i, (way, amount) in enumerate(zip(self.ways, amounts, strict=True)):
            if way.kind is None or not amount:
                continue
            pointer = next(self.activities(i, amount)).pointer
            at_least = [x.effort.quantity for x in way.levels if x.effort.points >= taken.get(pointer, 0)]
            toward = way.entry is not None and way.entry.is_endorsement
            single = way.kind.minimum_hours_each or way.category == ELECTIVE or toward
            if not single and taken.get(pointer) and at_least[0] < way.levels[amount - 1].effort.quantity:
                found[i] = at_least[0]
        return found if found and self.enough(amounts, found) else {}

    def enough(self, amounts: Amounts, fixed: Mapping[int, int] = MappingProxyType({})) -> bool | None:
        """Whether every license is renewed with these amounts, however what is not favored turns out.

        None where the search for a placement was cut off before it found one.
        """
        added = self.added(amounts, fixed)
        asked: frozenset[str] = frozenset()
        done = set()
        while True:
            others = [q for q in unordered(self.case.rules, sorted(asked)) if not self.scenario.favors(q.key)]
            for chosen in product(*(range(len(q.readings)) for q in others)):
                chosen_readings = {
                    **self.scenario.chosen_readings,
                    **{q.id: pick for q, pick in zip(others, chosen, strict=True)},
                }
                key = tuple(sorted(chosen_readings.items()))
                if key in done:
                    continue
                done.add(key)
                with self.ground.solver() as solver:
                    trial = self.trials.run(key, added, solver)
                if not self.renewed(trial.outcome):
                    if amounts != self.tops:
                        self.learn(trial)
                    return None if trial.unknown else False
                before = asked
                asked |= trial.consulted
                if asked != before and unordered(self.case.rules, sorted(asked)) != others:
                    break
            else:
                return True

    def renewed(self, outcome: Evaluation | None) -> bool:
        return outcome is not None and all(
            is_renewed(self.case, outcome, e.index, self.scenario) for e in outcome.entries
        )

    def learn(self, trial: Trial) -> None:
        """Keeps what a failure tells, for the search to look at before it tries other amounts."""
        for lack in trial.lacks:
            if lack not in self.lacks:
                self.lacks.append(lack)
                self.rows.append(self.row(lack))
        whole = trial.outcome is not None and not all(trial.outcome.placement.met)
        if whole and not self.asked_ideal:
            # dividing everything would do, so it fails as something must stay whole: then all of it is too little
            self.asked_ideal = True
            weights = [(self.times, 0 if way.rescues is None else way.rescues[1]) for way in self.ways]
            self.rows.append(Row(self.ideal(), tuple(weights)))

    def row(self, lack: Lack) -> Row:
        """What every answer must bring for what is lacking."""
        lifted = self.trials.lifted(lack)
        weights = []
        for i, way in enumerate(self.ways):
            low, high = (self.one(i, amount) for amount in (1, len(way.levels)))
            besides = sum(lifted.get(topic, 0) for topic in self.trials.topics(lack, low)) if lifted else 0
            weights.append((self.trials.times(lack, high, way.levels[-1].effort.points), besides))
        return Row(lack.points, tuple(weights))

    def units(self, amounts: Amounts) -> Choice | None:
        """The badges that stand for these amounts; None when they cannot be had together."""
        wanted = {
            way.dimension: amount
            for way, amount in zip(self.ways, amounts, strict=True)
            if way.dimension is not None and amount
        }
        return self.shelf.take(wanted)

    def answer(self, like: Found | None = None) -> Found | None:
        """The least amounts, judged once more with the very badges; None when nothing is enough, or none was found.

        Another plan that it may be `like` is where the search begins.
        """
        self.cut_off = self.ground.spent
        guess = None if like is None else self.like(like)
        found = None if self.cut_off or not self.settle(guess) else self.search(guess)
        self.ground.cut_off |= self.cut_off
        return found

    def search(self, guess: Amounts | None) -> Found | None:
        objective = self.ground.objective
        found = optimize(
            [way.slot(objective) for way in self.ways],
            self.enough,
            lambda amounts: self.units(amounts) is not None,
            self.rows,
            self.ground.budget,
            AIM[objective],
            guess if guess is not None and len(guess) == len(self.ways) else None,
        )
        self.cut_off = found.amounts is None and not found.proved
        if found.amounts is None:
            return None
        units = self.units(found.amounts) or ()
        badges = list(self.base.badges)
        count = len(self.ground.portfolio.badges)
        for unit in units:
            badges += planned_badges(unit, count, self.ground.badges_by, self.shelf)
            count += len(unit.credentials)
        whole = self.base._replace(
            activities=(*self.base.activities, *self.to_do(found.amounts)),
            badges=tuple(badges),
        )
        word, hangs = MET, set[str]()
        if units or self.scenario.named:  # else `enough` has shown it
            verdicts = list(self.verdicts(whole))
            word = min((NOT_MET if v.fails else v.word for v in verdicts), key=RANK.__getitem__)
            unknown = any(v.word == DEPENDS and not v.depends_on for v in verdicts)
            hangs = set(self.settled_for if unknown else ()).union(*(v.depends_on[0] for v in verdicts if v.depends_on))
        if word == NOT_MET:
            return None
        kept = tuple(x for x in self.base.items if x.planned)
        pair = self.ground.pair
        return Found(
            self.ways,
            found.amounts,
            units,
            word,
            tuple(sorted(hangs)),
            found.cost,
            found.proved,
            kept,
            self.fixed(found.amounts),
            self.shelf,
            pair,
            self.ground.last,
        )
