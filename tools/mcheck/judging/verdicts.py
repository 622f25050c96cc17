"""Met, not met, or it depends: what holds under every scenario, under some, and on what it depends."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from ..allocation.minimal_sets import ALL, FIRST, NONE, STOPPED, minimal_sets
from ..allocation.solver import Solver
from ..catalog.questions import Question
from ..catalog.scenario import NOTHING_FAVORABLE, Scenario, pinned
from ..regulation.application import Application
from .scenarios.alike import alike_facts
from .scenarios.evaluation import Evaluation, primary_is_renewed
from .scenarios.evaluation_cache import SHORTCUTS, EvaluationCache, reading_combinations, stable
from .scenarios.extensions import Extensions
from .scenarios.support import rests_on

MET, NOT_MET, DEPENDS = "met", "not-met", "depends"
MOST_SETS = {NONE: 0, FIRST: 2, ALL: None}
"""How many smallest sets are looked for, None standing for all of them."""
MOST_TAKING = 8
"""Most sets that are named of those with which what has priority takes what a target needs."""


class Verdict(NamedTuple):
    """The answer for one target, the evaluation its ledger is read from, and what it depends on."""

    word: str
    outcome: Evaluation
    scenario: Scenario = Scenario.CAUTIOUS
    """What the evaluation is for."""
    depends_on: tuple[tuple[str, ...], ...] = ()
    """Minimal sets of open points, each of which decides it by falling in the educator's favor; the shortest first."""
    sets: str = ALL
    """Whether these are ALL, or the FIRST ones, or the search for them was STOPPED by the limit of work, or there was
    NONE."""
    alike: tuple[tuple[str, ...], ...] = ()
    """Groups of open points that may stand for each other: a set holds the first ones of a group for any as many."""
    points_alone: str | None = None
    """The verdict of an additional license as if its Primary were renewed."""
    primary_blocks: bool = False
    short: bool = False
    """It depends on a field that is in no list: if it is one that is judged here, it is not met in any event."""
    preemptible: bool = False
    """It can be met, but whatever it depends on, a target that has priority may want points that it needs."""

    @property
    def fails(self) -> bool:
        """Whether it is not met in any event in which it is judged here."""
        return self.word == NOT_MET or self.short


class Judge:
    """Gives the verdicts of an application: what is guaranteed, what is possible, and what decides between them."""

    def __init__(self, case: Application, solver: Solver) -> None:
        self.case = case
        self.solver = solver
        self.evaluations = EvaluationCache(case, solver)
        self.extensions = Extensions(self.evaluations)
        self._known_sets: list[frozenset[str]] = []
        """Minimal sets of the verdicts given so far, in the order of the targets."""
        self._pinned: dict[str, Judge] = {}
        """The same application with one reading fixed, by question and reading."""

    def verdict(self, index: int, most: int | None = MOST_SETS[FIRST]) -> Verdict:
        """The verdict of a target; to be asked for in the order of targets.

        `most` is how many smallest sets are looked for, None standing for all of them. With 0 it does not say on what
        it depends.
        """
        cautious, stated = self.evaluations.cautious(), self.case.as_stated
        word = self.word(index)
        if word == MET:
            return Verdict(MET, self.evaluations.evaluation(Scenario.CAUTIOUS, points=True))
        alone = self.word(index, alone=True) if cautious.entries[index].is_additional else None
        blocks = alone is not None and alone != word
        key = self.undecided(index)
        if key is not None and not self.is_possible(index):
            return Verdict(DEPENDS, cautious, stated, ((key,),), points_alone=alone, primary_blocks=blocks, short=True)
        if word == NOT_MET:
            return Verdict(NOT_MET, cautious, stated, points_alone=alone, primary_blocks=blocks)
        if most == 0:
            return Verdict(DEPENDS, cautious, stated, (), NONE, (), alone, blocks)
        sets, which, alike = self._minimal_sets(index, most)
        if not sets and (preemptible := self._preemptible(index)):
            return preemptible
        scenario = Scenario(frozenset(sets[0]) if sets else NOTHING_FAVORABLE)
        scenario = self.guaranteed(index, scenario.named) or scenario
        evaluation = self.evaluations.evaluation(scenario, points=True)
        return Verdict(DEPENDS, evaluation, scenario, sets, which, alike, alone, blocks)

    def word(self, index: int, *, alone: bool = False) -> str:
        """met, not-met or depends."""
        if self.guaranteed(index, NOTHING_FAVORABLE, alone=alone) is not None:
            return MET
        possible = self.is_possible(index, alone=alone) or self.undecided(index, alone=alone) is not None
        return DEPENDS if possible else NOT_MET

    def undecided(self, index: int, *, alone: bool = False) -> str | None:
        """The key of the field that decides whether a target that cannot be met is judged here at all.

        Its own; or that of the Primary, where it could be renewed if that were.
        """
        entries = self.evaluations.evaluation(self.case.as_stated).entries
        if entries[index].open_field is not None or not entries[index].is_additional or alone:
            return entries[index].open_field
        first = entries[0].open_field if self.case.primary is not None else None
        return first if first is not None and self.is_possible(index, alone=True) else None

    # -- under every scenario

    def guaranteed(
        self,
        index: int,
        favorable: frozenset[str],
        fixed: Mapping[str, int] = MappingProxyType({}),
        *,
        alone: bool = False,
    ) -> Scenario | None:
        """These favorable points, with readings under which the target is renewed however the rest turns out.

        The readings are of the unordered questions among the points; of some the place may be `fixed`, by their ids.
        None where there are no such readings.
        """
        guarantee = None
        for asked in stable(lambda: [q for q in self.evaluations.unordered if q.id not in fixed]):
            favored = [q for q in asked if q.key in favorable]
            others = [q for q in asked if q not in favored]
            scenarios = (Scenario(favorable, {**readings, **fixed}) for readings in reading_combinations(favored))
            guarantee = next((s for s in scenarios if self._whatever_the_readings(index, s, others, alone)), None)
        return guarantee

    def guaranteed_under(self, index: int, favorable: frozenset[str], question: Question, place: int) -> bool:
        """The same when a favorable question has the reading at a place."""
        if not question.ordered:
            return self.guaranteed(index, favorable, {question.id: place}) is not None
        pin = f"{question.id}={question.readings[place]['id']}"
        if pin not in self._pinned:
            rules = pinned(self.case.rules, [pin])
            self._pinned[pin] = Judge(self.case._replace(rules=rules), self.solver)
        return self._pinned[pin].guaranteed(index, favorable - {question.key}) is not None

    def _whatever_the_readings(self, index: int, scenario: Scenario, others: Sequence[Question], alone: bool) -> bool:
        return all(
            self._holds_in_all_extensions(index, scenario.under(rest), alone) for rest in reading_combinations(others)
        )

    def _holds_in_all_extensions(self, index: int, scenario: Scenario, alone: bool) -> bool:
        """Whether a target is renewed with these points in its favor, whichever others are, too."""
        if not self.evaluations.is_renewed(index, scenario, alone=alone):
            return False
        extensions = self.extensions.of(index, scenario)
        return extensions is not None and all(
            self._holds_in_all_extensions(index, scenario.plus(more), alone) for more in extensions
        )

    # -- under some scenario

    def is_possible(self, index: int, *, alone: bool = False) -> bool:
        """Whether the target is renewed under at least one scenario, or an unfinished search leaves that open."""
        return self.possible(index, alone=alone) is not None

    def possible(self, index: int, *, alone: bool = False) -> Scenario | None:
        """A scenario under which the target is renewed, or may be; the best cases are tried first."""

        def reaches(scenario: Scenario) -> bool:
            return self.evaluations.is_renewed(index, scenario, alone=alone, optimistic=True)

        for asked in stable(lambda: self.evaluations.unordered):
            best = [Scenario(None, readings) for readings in reading_combinations(asked)]
            for scenario in best:
                if reaches(scenario):
                    return scenario
            for scenario in best if index else ():
                if not self._has_a_chance(index, scenario, alone):
                    continue
                furthest = self.extensions.furthest(index, scenario.chosen_readings)
                if furthest is None:
                    return scenario
                for favorable in furthest:
                    if reaches(candidate := Scenario(favorable, scenario.chosen_readings)):
                        return candidate
        return None

    def _has_a_chance(self, index: int, best: Scenario, alone: bool) -> bool:
        """Whether the target is renewed in a best case once those before it leave it their points."""
        outcome = self.evaluations.evaluation(best)
        entry = outcome.entries[index]
        needs_primary = entry.is_additional and not alone
        if needs_primary and not primary_is_renewed(self.case, outcome, best, optimistic=True):
            return False
        if entry.failed_gates:
            return False
        own = [need for need in outcome.formulation.problem.needs if need.target == index]
        return self.solver.solve(outcome.formulation.problem._replace(needs=own), points=False).bound[0][index]

    # -- what decides

    def _minimal_sets(
        self, index: int, most: int | None
    ) -> tuple[tuple[tuple[str, ...], ...], str, tuple[tuple[str, ...], ...]]:
        """Minimal sets of points that decide it if they fall favorably, which these are, and the points alike in them.

        Facts that the educator can answer come before questions for others: sets without such are found first.
        """

        def decides(favorable: frozenset[str]) -> bool:
            return self.guaranteed(index, favorable) is not None

        def may_go_on() -> bool:
            return not budget.exhausted(keep)

        def likely(favorable: frozenset[str]) -> frozenset[str]:
            if not SHORTCUTS:
                return favorable
            facts = frozenset(key for key in favorable if key.startswith("fact:"))
            enough = facts if decides(facts) else favorable
            scenario = self.guaranteed(index, enough)
            return favorable if scenario is None else enough & rests_on(evaluations.shown_by(scenario), index)

        self.extensions.cut_off = False
        evaluations, budget = self.evaluations, self.solver.budget
        count = len(evaluations.best_case().entries)
        keep = budget.left - budget.share(count - index)  # an equal part for each target that is left
        sets: list[frozenset[str]] = []
        which, alike = ALL, list[list[str]]()
        for keys in stable(lambda: evaluations.likeliest_first(evaluations.open_points())):
            if keys:
                alike = alike_facts(self.case, keys)
                sets, which = minimal_sets(decides, keys, most, may_go_on, self._known_sets, likely, alike)
        self._known_sets += [one for one in sets if one not in self._known_sets]
        ordered = [tuple(evaluations.sort_points(one)) for one in sets]
        ordered.sort(key=lambda one: (len(one), [evaluations.place(key) for key in one]))
        used = frozenset[str]().union(*sets)
        if self.extensions.cut_off or not evaluations.decided:
            which = STOPPED
        return tuple(ordered), which, tuple(tuple(group) for group in alike if used & set(group))

    def _preemptible(self, index: int) -> Verdict | None:
        """The verdict of a target that can be met, but that no points can keep from losing what it needs.

        It depends on the fewest points with which it is met while what has priority over it is not; where it needs
        none, on those with which that takes what it needs.
        """
        evaluations, scenario = self.evaluations, self.possible(index)
        assert scenario is not None
        if scenario.favorable is None or not evaluations.is_renewed(index, scenario):
            return None
        for key in evaluations.sort_points(scenario.favorable):
            if evaluations.is_renewed(index, fewer := scenario.minus([key])):
                scenario = fewer
        extensions = self.extensions.of(index, scenario) or []
        taking = [
            more for more in extensions if not self._holds_in_all_extensions(index, scenario.plus(more), alone=False)
        ]
        shown = [scenario.named] if scenario.favorable else taking[:MOST_TAKING]
        sets = tuple(tuple(evaluations.sort_points(one)) for one in shown)
        evaluation = evaluations.evaluation(scenario, points=True)
        return Verdict(DEPENDS, evaluation, scenario, sets, STOPPED, preemptible=True)
