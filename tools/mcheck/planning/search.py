"""The gap of a portfolio, and the least of some ways that closes it, found by evaluating it with them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping, Sequence
from copy import copy
from types import MappingProxyType

from ..allocation.problem import Option, Problem
from ..allocation.search import Allocation
from ..allocation.solver import PLAN_BUDGET
from ..catalog.questions import Question
from ..catalog.scenario import Scenario, ScenarioReader, unordered
from ..catalog.switches import BADGE_RATE, CONTENT_OVERLAP
from ..core.codes import Code
from ..core.points import Points
from ..core.portfolio import Badge, Portfolio
from ..judging.scenarios.evaluation import Evaluation, evaluate, is_renewed
from ..judging.scenarios.evaluation_cache import reading_combinations, stable
from ..judging.verdicts import DEPENDS, MET, NOT_MET
from ..regulation.formulation import formulate
from ..regulation.lots import pointers_of
from .additions import Additions, planned_badges
from .badges import AvailableBadges, Choice
from .bounds import Amounts, Cost, Row
from .context import PlanningContext
from .deciding import Deciding, deciding
from .optimizer import optimize
from .options import Setting, activity_ways, badge_ways, best_of, topics_below
from .trials import Lack, Trial, TrialEvaluator
from .ways import AIM, TOPICS, Plan, Way

OTHER = 40_000
"""Most work for the search for a plan that is not the best one."""


class PlanSearch:
    """Whether amounts of some ways are enough, if the `favorable` points fall in the educator's favor."""

    def __init__(
        self, context: PlanningContext, base: Portfolio, primary: int | None, *, with_badges: bool, most: int = OTHER
    ) -> None:
        self.context = context
        self.most = most
        """The work that a search may take."""
        self.base = base
        self.case = context.case(base, primary)
        self.start = self.case.as_stated.named | (context.badge_points if with_badges else frozenset())
        self.scenario = Scenario(self.start)
        self.needed = True
        """Whether it is known that without one of the favorable points beside those of the start nothing is enough."""
        self.with_badges = with_badges
        self.cut_off = False
        """Whether the search for an answer to this was given up before it found one."""
        self.ideals: dict[int, tuple[Problem, Points]] = {}
        """By the identity of problems, which are kept with it, what an ideal lot would need to be worth."""
        self.picked: Callable[[Way], bool] = lambda way: True
        self.prepare()

    def prepare(self) -> None:
        """All the ways there are if the favored points fall in the educator's favor."""
        context = self.context
        reader = ScenarioReader(context.rules, self.scenario)
        self.statement = formulate(self.case, reader)
        setting = Setting(self.statement, self.base, reader, context.last, context.used, context.levels)
        topics = topics_below(setting)
        context.topics = max(context.topics, len(topics))
        self.all_ways = activity_ways(setting, topics[:TOPICS])
        counted = self.with_badges or reader.switch(BADGE_RATE, context.badge_texts) != "void"
        self.shelf = self.available_badges(self.odd_badges() if counted else [])
        if counted and context.plain_kind is not None:
            self.all_ways += badge_ways(setting, self.shelf)
        self.pick()

    def odd_badges(self) -> list[Badge]:
        """Those of the portfolio that want a partner, one of each kind."""
        with self.context.solver() as solver:
            evaluation = evaluate(self.case, ScenarioReader(self.case.rules, self.scenario), solver)
        odd: dict[str, Badge] = {}
        for badge in self.base.badges:
            if any(code == Code.ODD_BADGE for code, _ in evaluation.reasons.get(badge.pointer, ())):
                odd.setdefault(badge.credential, badge)
        return [*odd.values()]

    def available_badges(self, odd: Sequence[Badge]) -> AvailableBadges:
        portfolio = self.context.portfolio
        taken = frozenset(b.credential for b in self.base.badges)
        meant = frozenset(b.credential for b in portfolio.badges) - taken
        return AvailableBadges(self.context.facts, taken, odd, portfolio.role, meant)

    def pick(self) -> None:
        """Leaves out ways that are not asked about, and those that another one is never worse than."""
        self.ways = best_of(
            [way for way in self.all_ways if self.picked(way)], self.context.objective, self.context.levels
        )
        self.tops = tuple(len(way.levels) for way in self.ways)
        one_license = sum(not entry.is_endorsement for entry in self.statement.entries) == 1
        self.additions = Additions(self.context, self.ways, one_license)
        self.trials = TrialEvaluator(self.case, self.scenario.named)
        self.lacks: list[Lack] = []
        self.rows: list[Row] = []
        self.asked_ideal = False
        self.placements: list[Allocation] = []
        """What has shown that the last amounts that were asked about are enough."""

    def only(self, picked: Callable[[Way], bool]) -> PlanSearch:
        """The same question about some of the ways."""
        other = copy(self)
        other.picked, other.most = picked, OTHER
        other.pick()
        return other

    def deciding(self, portfolio: Portfolio, base: frozenset[str], hints: Sequence[frozenset[str]] = ()) -> Deciding:
        """What decides whether all is renewed with a portfolio in place of this one."""
        with self.context.solver(PLAN_BUDGET) as solver:
            return deciding(self.case._replace(portfolio=portfolio), solver, base, hints)

    def with_all(self, amounts: Amounts) -> Portfolio:
        """The portfolio with these amounts; pairs of badges are stood in for."""
        return self.base._replace(activities=(*self.base.activities, *self.additions.activities(amounts)))

    # -- the open points for which it is settled

    def settle(self, guess: Amounts | None, likely: Scenario | None = None) -> bool:
        """Finds the smallest set of open points under which all of everything is enough; False if there is none.

        A scenario that is `likely` to do is tried first.
        """
        if (guess is not None and self.enough(guess)) or self.enough(self.tops):
            return True
        if likely is not None and likely != self.scenario:
            self.scenario = likely
            self.prepare()
            if self.enough(self.tops):
                self.needed = len(likely.named - self.start) < 2
                return True
        if self.scenario.favorable != self.start:
            # what is enough to favor for more ways is not enough for these
            self.scenario = Scenario(self.start)
            self.prepare()
        decision = self.deciding(self.with_all(self.tops), self.start)
        if decision.scenario is None:
            self.cut_off = decision.word == DEPENDS
            return False
        self.scenario, self.needed = decision.scenario, decision.smallest
        # what is worth more now may need less, and there may be other ways
        self.prepare()
        answer = self.enough(self.tops)
        self.cut_off = answer is None
        return bool(answer)

    # -- whether amounts are enough

    def enough(self, amounts: Amounts, fixed: Mapping[int, int] = MappingProxyType({})) -> bool | None:
        """Whether every license is renewed with these amounts, however what is not favored turns out.

        None where the search for a placement was cut off before it found one. For `fixed` see `Additions.of`.
        """
        added = self.additions.of(amounts, fixed)
        self.placements = []
        asked, done = set[str](), set[tuple[tuple[str, int], ...]]()
        for others in stable(lambda: self.not_favored(asked)):
            for readings in reading_combinations(others):
                key = tuple(sorted(self.scenario.under(readings).chosen_readings.items()))
                if key in done:
                    continue
                done.add(key)
                with self.context.lent(self.trials.solver):
                    trial = self.trials.run(key, added)
                if not self.renewed(trial.evaluation):
                    if amounts != self.tops:
                        self.learn(trial)
                    return None if trial.unknown else False
                if trial.evaluation is not None:
                    self.placements.append(trial.evaluation.placement)
                asked.update(trial.consulted)
        return True

    def used(self, amounts: Amounts) -> Amounts:
        """Of amounts that have just been found to be enough, no more than the placements found use."""
        return self.additions.needed(amounts, self.taken(range(len(self.statement.problem.needs))))

    def taken(self, needs: Collection[int]) -> Mapping[str, Points]:
        """What needs took of each activity, by its pointer, in that of the placements found which takes most of it."""
        most: dict[str, Points] = {}
        for placement in self.placements:
            taken: dict[str, Points] = {}
            for (lot, need), points in placement.flow.items():
                if need in needs:
                    pointer = pointers_of(placement.lots[lot].id)[0]
                    taken[pointer] = taken.get(pointer, 0) + points
            most |= {pointer: max(points, most.get(pointer, 0)) for pointer, points in taken.items()}
        return most

    def not_favored(self, asked: Collection[str]) -> list[Question]:
        """The unordered questions among these keys that do not fall in the educator's favor."""
        return [q for q in unordered(self.case.rules) if q.key in asked and not self.scenario.favors(q.key)]

    def renewed(self, evaluation: Evaluation | None) -> bool:
        return evaluation is not None and all(
            is_renewed(self.case, evaluation, entry.index, self.scenario) for entry in evaluation.entries
        )

    # -- what a failure tells

    def learn(self, trial: Trial) -> None:
        """Keeps what a failure tells, for the search to look at before it tries other amounts."""
        for lack in trial.lacks:
            if lack not in self.lacks:
                self.lacks.append(lack)
                self.rows.append(self.row(lack))
        whole = trial.evaluation is not None and not all(trial.evaluation.placement.met)
        if whole and not self.asked_ideal:
            # dividing everything would do, so it fails as something must stay whole: then all of it is too little
            self.asked_ideal = True
            weights = [(self.times, 0 if way.rescues is None else way.rescues[1]) for way in self.ways]
            self.rows.append(Row(self.ideal(), tuple(weights)))

    def row(self, lack: Lack) -> Row:
        """What every answer must bring for what is lacking."""
        lifted = self.trials.lifted(lack)
        weights = []
        for place, way in enumerate(self.ways):
            low, high = (self.additions.one(place, amount) for amount in (1, len(way.levels)))
            besides = sum(lifted.get(topic, 0) for topic in self.trials.topics(lack, low)) if lifted else 0
            weights.append((self.trials.times(lack, high, way.levels[-1].effort.points), besides))
        return Row(lack.points, tuple(weights))

    @property
    def times(self) -> int:
        """How often a point may count at most."""
        entries, overlap = self.statement.entries, self.context.rules.by_switch.get(CONTENT_OVERLAP.name)
        twice = any(entry.counts_also_for_primary for entry in entries)
        twice = twice or (overlap is not None and overlap.key in self.scenario.named)
        return len(entries) if twice else 1

    def ideal(self) -> Points:
        """What an ideal lot, for any use and to be divided, would need to be worth, as far as the work allows."""
        problem = self.statement.problem
        if id(problem) not in self.ideals:
            categories = self.context.rules.catalog.terms("categories")
            anywhere = tuple(Option(e.index, category) for e in self.statement.entries for category in categories)
            with self.context.lent(self.trials.solver):
                self.ideals[id(problem)] = problem, self.trials.least_anywhere(problem, anywhere)
        return self.ideals[id(problem)][1]

    # -- the answer

    def answer(self, like: Plan | None = None, likely: Scenario | None = None) -> Plan | None:
        """The least amounts, judged once more with the very badges; None when nothing is enough, or none was found.

        Another plan that it may be `like` is where the search begins. For `likely` see `settle`.
        """
        self.cut_off = self.context.spent
        guess = None if like is None else self.like(like)
        plan = None if self.cut_off or not self.settle(guess, likely) else self.search(guess)
        self.context.cut_off |= self.cut_off
        return plan

    def improved(self, best: Plan, scenario: Scenario) -> Plan | None:
        """The same where another plan, made for a scenario, is known, and only a better one is wanted."""
        self.cut_off = self.context.spent
        if self.cut_off or not self.settle(None, scenario):
            return None
        # no plan depends on less than nothing, and none on nothing where without any point all there is does not do
        as_sure = best.verdict == MET or (len(best.hangs_on) < 2 and self.scenario.favorable != self.start)
        return self.search(None, best.cost if as_sure else None)

    def like(self, other: Plan) -> Amounts | None:
        """What brings as many points to the same requirements as another plan does; None where these ways cannot."""
        wanted = {(way.hits, way.rescues): level.effort.points for _, way, level in other.bought}
        amounts = []
        for way in self.ways:
            points = wanted.pop((way.hits, way.rescues), 0)
            amounts.append(bisect_left([0, *(level.effort.points for level in way.levels)], points))
        reached = all(amount <= top for amount, top in zip(amounts, self.tops, strict=True))
        return tuple(amounts) if reached and not wanted else None

    def search(self, guess: Amounts | None, below: Cost | None = None) -> Plan | None:
        """The least amounts, as soon as it is known for which open points they are sought.

        With `below` only those that cost less.
        """
        context, objective = self.context, self.context.objective
        solution = optimize(
            [context.levels.slot(way.levels, objective) for way in self.ways],
            self.enough,
            lambda amounts: self.units(amounts) is not None,
            self.rows,
            context.budget,
            AIM[objective],
            guess if guess is not None and len(guess) == len(self.ways) else None,
            below,
            self.used,
            self.most,
        )
        amounts = solution.amounts
        self.cut_off = amounts is None and not solution.proved
        if amounts is None:
            return None
        # it may only have been concluded from more than that
        if not self.enough(amounts):
            self.cut_off = True
            return None
        units = self.units(amounts) or ()
        word, hangs_on = self.judged(amounts, units)
        if word == NOT_MET:
            return None
        kept = tuple(item for item in self.base.items if item.planned)
        fixed = self.fixed(amounts)
        return Plan(self.ways, amounts, units, word, hangs_on, solution.cost, solution.proved, kept, fixed)

    def units(self, amounts: Amounts) -> Choice | None:
        """The badges that stand for these amounts; None when they cannot be had together."""
        return self.shelf.take(
            {
                way.dimension: amount
                for way, amount in zip(self.ways, amounts, strict=True)
                if way.dimension is not None and amount
            }
        )

    def judged(self, amounts: Amounts, units: Choice) -> tuple[str, tuple[str, ...]]:
        """The verdict with these amounts and badges, and the open points that it depends on."""
        if not units and not self.start and self.needed:
            # `enough` has shown that these points do, and `settle` that without one of them not even all there is does
            return (DEPENDS if self.scenario.named else MET), tuple(sorted(self.scenario.named))
        badges = (*self.base.badges, *planned_badges(units, self.context))
        done = self.with_all(self.additions.without_badges(amounts))._replace(badges=badges)
        decision = self.deciding(done, frozenset(), [self.scenario.named])
        named = self.scenario.named if decision.scenario is None else decision.scenario.named
        return decision.word, tuple(sorted(named))

    def fixed(self, amounts: Amounts) -> dict[int, int]:
        """How much of each way has to count in its category: what goes where no point beyond the total can.

        That is told of amounts that have just been found to be enough. Left out is what has to count there as a whole.
        """
        total_only, needs = self.case.rules.total_only, self.statement.problem.needs
        taken = self.taken([n for n, need in enumerate(needs) if not need.takes(total_only)])
        fixed: dict[int, int] = {}
        for place, (way, amount) in enumerate(zip(self.ways, amounts, strict=True)):
            if not amount or not way.may_be_parted(total_only):
                continue
            _, (activity,) = self.additions.one(place, amount)
            at_least = [x.effort.quantity for x in way.levels if x.effort.points >= taken.get(activity.pointer, 0)]
            if taken.get(activity.pointer) and at_least[0] < way.levels[amount - 1].effort.quantity:
                fixed[place] = at_least[0]
        return fixed if fixed and self.enough(amounts, fixed) else {}
