"""How many points are missing: what the least set of further points adds, if all falls well and if nothing does.

Further points are counted one by one, each for one requirement of one license; together they are the fewest with which
everything is met that can be renewed. What is renewed without them keeps its points; of several least sets the one is
taken that leaves the points there are to the Primary first, then to the others in their order.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..allocation.minimal_sets import minimal_sets
from ..allocation.problem import Lot, Need, Option
from ..allocation.solver import REPORT_BUDGET, Solver
from ..catalog.scenario import Scenario, ScenarioReader
from ..core.points import Points
from ..core.portfolio import Activity
from ..regulation.application import held_primary_allows_renewal
from ..regulation.formulation import formulate
from ..regulation.lots import pointers_of
from ..regulation.targets import RenewalTarget
from .scenarios.evaluation import Evaluation, is_renewed
from .scenarios.evaluation_cache import EvaluationCache, reading_combinations
from .scenarios.support import rests_on
from .verdicts import MET, Verdict

TOTAL = "total"

UNKNOWN = ("?",)
"""What figures depend on before that is worked out."""

Missing = Mapping[str, Points]
"""Points missing by the id of a requirement, `total` being for those that any category may give."""


class Part(NamedTuple):
    """What is missing in one requirement, beyond what others inside it lack: `low` to `high`."""

    id: str
    label: str
    low: Points
    high: Points
    topic: Points | None = None
    """What a topic of its own needs, where `low` is less and no topic of the file can take it."""


class Shortfall(NamedTuple):
    """What a license lacks: the requirements that lack something, and what is missing in all, these included."""

    parts: tuple[Part, ...]
    in_all: Part
    """`topic` is that of what any category may give."""
    depends_on: tuple[str, ...] = ()
    """The open points that have to fall in the educator's favor for the lower figures; none where they are the same."""


class _World(NamedTuple):
    """What is missing, by the index of an entry, when all open points have fallen one way."""

    outcome: Evaluation
    missing: Mapping[int, Missing]

    @property
    def total(self) -> Points:
        return sum(sum(one.values()) for one in self.missing.values())


class Shortfalls:
    """What each entry lacks, from the readings that its verdict was found with."""

    def __init__(self, evaluations: EvaluationCache) -> None:
        self.case = evaluations.case
        self.evaluations = evaluations
        self.solver = Solver(REPORT_BUDGET // 6)
        """Its own, so that figures take nothing from the work there is for verdicts."""
        self.stated = evaluations.case.as_stated
        """What is taken as stated: open, but never said to be missing."""
        self.worst = max(self._worlds(self.stated), key=lambda one: one[1].total)
        self.best = min(self._worlds(Scenario.ALL_FAVORABLE), key=lambda one: one[1].total)
        """The best case in which the least is missing."""

    def cautious(self) -> Evaluation:
        """Where points go so that the least is missing, with nothing but stated sums in the educator's favor."""
        known = self.evaluations.cautious()
        first = self._renewed(self.stated, known)
        placement = self.solver.minimize_shortfall(known.formulation.problem, first)
        if not all(placement.met[index] for index in first):
            return known  # the search was cut off
        return Evaluation(known.formulation, placement._replace(bound=known.bound))

    def of(self, verdicts: Sequence[Verdict], *, search: bool = True) -> list[Shortfall | None]:
        """The shortfall of each entry; None where nothing is missing, or no points could make it good.

        Without `search` it is not looked for what figures depend on that no verdict tells.
        """
        shortfalls = [self._of(verdict, entry) for verdict, entry in zip(verdicts, self._entries, strict=True)]
        if UNKNOWN not in (one.depends_on for one in shortfalls if one):
            return shortfalls
        keys = self._deciding() if search else ()
        return [one._replace(depends_on=keys) if one and one.depends_on == UNKNOWN else one for one in shortfalls]

    @property
    def _entries(self) -> Sequence[RenewalTarget]:
        return self.worst[1].outcome.entries

    def _of(self, verdict: Verdict, entry: RenewalTarget) -> Shortfall | None:
        index = entry.index
        best, worst = self.best[1], self.worst[1]
        figures = [side.missing[index] for side in (best, worst) if index in side.missing]
        if verdict.word == MET or not figures:
            return None
        low, high = figures[0], figures[-1]
        labels = {r.id: r.label for side in (best, worst) for r in side.outcome.entries[index].target.requirements}
        parts = [_part(name, label, low.get(name, 0), high.get(name, 0)) for name, label in labels.items()]
        parts = [one._replace(topic=self._topic(best.outcome, index, one)) for one in parts if one.high]
        rest = _part(TOTAL, "", low.get(TOTAL, 0), high.get(TOTAL, 0))
        in_all = _part(TOTAL, "PDPs in all", sum(low.values()), sum(high.values()))
        if not in_all.high:
            return None
        in_all = in_all._replace(topic=self._topic(best.outcome, index, rest))
        if low == high:
            return Shortfall(tuple(parts), in_all)
        depends_on = verdict.depends_on[0] if verdict.depends_on and not verdict.fails else ()
        return Shortfall(tuple(parts), in_all, depends_on or UNKNOWN)

    def _topic(self, outcome: Evaluation, index: int, part: Part) -> Points | None:
        """The least that a topic needs, where a figure is less than that and no topic of the file could take it."""
        entry = outcome.entries[index]
        floor = entry.edition.floor
        if not 0 < part.low < floor:
            return None
        categories = next((r.categories for r in entry.target.requirements if r.id == part.id), None)
        need = Need(part.id, index, 0, categories)
        sums = Counter[str]()
        fitting = set[str]()
        activities = {x.pointer for x in self.case.portfolio.items if isinstance(x, Activity)}
        for lot in outcome.formulation.problem.lots:
            mine = [category for target, category in lot.options if target == index]
            if mine and lot.group and pointers_of(lot.id)[0] in activities:
                sums[lot.group] += lot.amount
                if any(need.takes(category) for category in mine):
                    fitting.add(lot.group)
        return None if any(sums[topic] + part.low >= floor for topic in fitting) else floor

    # -- one scenario

    def _worlds(self, scenario: Scenario) -> list[tuple[Scenario, _World]]:
        """Every way the unordered questions may go."""
        scenarios = [scenario.under(readings) for readings in reading_combinations(self.evaluations.unordered)]
        return [(each, self._world(each)) for each in scenarios]

    def _world(self, scenario: Scenario) -> _World:
        """What is missing under a scenario."""
        outcome = self.evaluations.evaluation(scenario)
        open_ = {entry.index for entry in outcome.entries if self._renewable(outcome, entry)}
        every = {entry.index for entry in outcome.entries if entry.window.begun}
        first = self._renewed(scenario, outcome)
        missing = self._missing(outcome, every, first) if every != open_ else {}
        return _World(outcome, {**missing, **(self._missing(outcome, open_, first) if open_ else {})})

    def _missing(self, outcome: Evaluation, among: set[int], first: frozenset[int]) -> Mapping[int, Missing]:
        """What is missing so that all of these are met."""
        problem = outcome.formulation.problem
        if len(among) < len(outcome.entries):
            problem = problem._replace(needs=[need for need in problem.needs if need.target in among])
        if outcome.unfilled is not None and outcome.unfilled.exact:
            lacking = outcome.unfilled.amounts
        else:
            lacking = self.solver.minimize_shortfall(problem, first & among).lacking
        missing: dict[int, dict[str, Points]] = {index: {} for index in sorted(among)}
        for need, amount in zip(problem.needs, lacking, strict=True):
            if amount:
                missing[need.target][need.id] = amount
        return missing

    def _renewed(self, scenario: Scenario, outcome: Evaluation) -> frozenset[int]:
        return frozenset(e.index for e in outcome.entries if is_renewed(self.case, outcome, e.index, scenario))

    def _renewable(self, outcome: Evaluation, entry: RenewalTarget) -> bool:
        """Whether points alone could let an entry be renewed, if all facts that are missing are favorable."""
        if not entry.window.begun or entry.failed_gates:
            return False
        if not entry.is_additional:
            return True
        if self.case.primary is None:
            return held_primary_allows_renewal(self.case, entry.edition, Scenario.ALL_FAVORABLE)
        return self._renewable(outcome, outcome.entries[0])

    # -- what the lower figures depend on

    def _deciding(self) -> tuple[str, ...]:
        """A smallest set of open points with which the lower figures are enough, whatever the others turn out to be."""
        most, best = self.best
        low = [
            Lot(f"further {index} {name}", amount, (Option(index, self._category(best.outcome.entries[index], name)),))
            for index, missing in best.missing.items()
            for name, amount in missing.items()
        ]

        def placed(scenario: Scenario) -> Evaluation:
            reader = ScenarioReader(self.case.rules, scenario, self.evaluations.memory)
            statement = formulate(self.case, reader)
            needs = [need for need in statement.problem.needs if need.target in best.missing]
            more = statement.problem._replace(needs=needs, lots=[*statement.problem.lots, *low])
            return Evaluation(statement._replace(problem=more), self.solver.solve(more, points=False))

        def enough(scenario: Scenario) -> bool:
            met = placed(scenario).placement.met
            return all(met[index] for index in best.missing)

        def likely(favorable: frozenset[str]) -> frozenset[str]:
            return favorable & rests_on(placed(stated.plus(favorable)), max(best.missing))

        stated = self.stated.under(most.chosen_readings)
        keys = [key for key in self.evaluations.points_asked() if not stated.favors(key)]
        ordered: list[frozenset[str]] = []
        if not enough(stated):
            ordered, _ = minimal_sets(lambda one: enough(stated.plus(one)), keys, 1, lambda: True, (), likely)
        asked = [
            q.key
            for q in self.evaluations.unordered
            if not all(enough(most.under({q.id: n})) for n in range(len(q.readings)) if n != most.chosen_readings[q.id])
        ]
        return (*sorted(frozenset[str]().union(*ordered), key=keys.index), *asked)

    def _category(self, entry: RenewalTarget, name: str) -> str:
        """A category that serves a requirement, and no smaller one inside it if that can be."""
        sets = [(r.id == name, r.categories) for r in entry.target.requirements]
        allowed = next((categories for same, categories in sets if same), frozenset({""}))
        inner = frozenset[str]().union(*(some for same, some in sets if not same and some < allowed))
        return min(allowed - inner or allowed)


def _part(name: str, label: str, low: Points, high: Points) -> Part:
    """Where less is missing here if all falls badly, more is missing elsewhere: the lower figures belong together."""
    return Part(name, label, low, max(low, high))
