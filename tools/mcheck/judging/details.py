"""What a report gives in addition to the verdicts: further scenarios are evaluated here, so that reporting only reads.

The order is that of the report: an evaluation made before may be the one that is shown later.
"""

from datetime import date
from typing import NamedTuple

from ..catalog.scenario import Scenario
from ..catalog.switches import BEFORE_EXPIRY
from ..core.messages import Message
from ..core.pointers import in_place_order, last_key
from ..core.points import Points
from ..core.records import Record
from ..regulation.lots import pointers_of
from ..regulation.stated_totals import BADGES
from ..regulation.targets import RenewalTarget
from .assessment import Assessment
from .checks import run_checks
from .checks.context import CheckContext
from .notices import notices_of
from .scenarios.evaluation import Evaluation
from .scenarios.evaluation_cache import reading_combinations
from .thresholds import STEPS, least_amount
from .verdicts import DEPENDS, Verdict


class OnceDone(NamedTuple):
    """The verdict once planned activities are done, and the day of that application; `early` before renewal opens."""

    word: str
    as_of: date
    early: bool


class WindowReading(NamedTuple):
    """A reading of the question about points from before an expiry, and what comes of it; whether that is shown."""

    question: str
    reading: Record
    outcome: Evaluation
    shown: bool


class TargetDetails(NamedTuple):
    """What a report tells of one target beside its verdict."""

    cautious: tuple[Evaluation, ...]
    """What comes out with nothing in the educator's favor, where the verdict depends on anything: under each reading of
    a question without an order, for none of those is the cautious one."""
    windows: tuple[WindowReading, ...]
    once_done: OnceDone | None


class Details:
    """What a report tells of an assessment beside the verdicts."""

    def __init__(self, assessment: Assessment) -> None:
        self._assessment, self._evaluations = assessment, assessment.evaluations
        self.targets = [self._target(entry) for entry in assessment.entries]
        self.settled = sorted(self._evaluations.settled, key=lambda one: (one.question, one.start, one.reading))
        """The texts that settled what would have been asked."""
        self.cautious = self._evaluations.cautious()
        """With nothing in the educator's favor but the sums that are stated."""
        self.stated_badges = self._stated_badges()
        """What badges that are only counted are worth at the least and at the most, if there are any."""
        keys = sorted({key for v in assessment.verdicts for chosen in v.depends_on for key in chosen})
        self.open_questions = [key.removeprefix("question:") for key in keys if key.startswith("question:")]
        facts = [key.removeprefix("fact:") for key in keys if key.startswith("fact:")]
        self.open_facts = sorted(facts, key=in_place_order)
        """Pointers of facts that are left out, or given in part, and that a verdict depends on."""
        self.takes = {question: self._takes(question) for question in self.open_questions}
        """By open question the place of each reading under which a verdict is met, and the targets it is met for."""
        self.least_amounts: dict[str, Points | None] = {}
        """By open fact that is an amount, the least that would do, in hundredths."""
        for pointer in self.open_facts:
            if last_key(pointer) in STEPS:
                self.least_amounts[pointer] = least_amount(assessment, pointer)
            if pointer in assessment.rules.questions:
                self.takes[pointer] = self._takes(pointer)
        self.messages = self._messages()
        """What the checks and the judging itself have to say."""

    def _target(self, entry: RenewalTarget) -> TargetDetails:
        verdict = self._assessment.verdicts[entry.index]
        cautious: list[Evaluation] = []
        if verdict.word == DEPENDS or verdict.scenario.named:
            hangs = {key for chosen in verdict.depends_on for key in chosen}
            asked = [question for question in self._evaluations.unordered if question.key in hangs]
            scenarios = [Scenario(chosen_readings=readings) for readings in reading_combinations(asked)]
            cautious = [self._evaluations.evaluation(scenario, points=True) for scenario in scenarios]
        return TargetDetails(tuple(cautious), tuple(self._windows(entry, verdict)), self._once_done(entry))

    def _windows(self, entry: RenewalTarget, verdict: Verdict) -> list[WindowReading]:
        """The outcome under each reading of what counts from before an expiry; all else falls as in what is shown."""
        question = self._assessment.rules.by_switch.get(BEFORE_EXPIRY.name)
        if question is None or not verdict.outcome.entries[entry.index].window.expired:
            return []
        rows = []
        settlement = question.settlement(verdict.outcome.entries[entry.index].window.texts)
        readings = [question.readings[0], question.readings[-1]]
        if settlement is not None:
            readings = [question.settled_reading(settlement)]
        for place, reading in enumerate({id(one): one for one in readings}.values()):
            scenario = verdict.scenario.minus([question.key])
            if place:
                scenario = scenario.plus([question.key])
            same = scenario == verdict.scenario
            outcome = verdict.outcome if same else self._evaluations.evaluation(scenario, points=True)
            rows.append(WindowReading(question.id, reading, outcome, same))
        return rows

    def _once_done(self, entry: RenewalTarget) -> OnceDone | None:
        if not self._assessment.portfolio.has_planned:
            return None
        planned = self._assessment.planned
        word = planned.word(entry.index)
        early = planned.evaluations.cautious().entries[entry.index].window.can_apply_from is not None
        return OnceDone(word, planned.case.as_of, early)

    def _stated_badges(self) -> tuple[Points, Points] | None:
        stated = self._assessment.portfolio.stated
        if stated is None or not stated.badges or not self._assessment.entries:
            return None
        return _worth(self.cautious), max(_worth(outcome) for _, outcome in self._evaluations.best_case_outcomes())

    def _messages(self) -> list[Message]:
        assessment = self._assessment
        planned = assessment.planned if assessment.portfolio.has_planned else None
        once_done = None if planned is None else CheckContext(planned.case, planned.evaluations.cautious())
        checked = run_checks(CheckContext(assessment.case, self._evaluations.cautious(), once_done))
        return [*checked, *notices_of(assessment)]

    def _takes(self, question: str) -> dict[int, list[RenewalTarget]]:
        """Every reading under which a verdict is met, given the rest of the set in which it depends on the question.

        Of a question with an order that is the generous one, never the cautious one, and what lies between may be.
        """
        asked = self._assessment.rules.questions[question]
        last = len(asked.readings) - 1
        targets: dict[int, list[RenewalTarget]] = {}
        for index, verdict in enumerate(self._assessment.verdicts):
            met = set[int]()
            for chosen in (frozenset(one) for one in verdict.depends_on if asked.key in one):
                tried = range(1, last) if asked.ordered else range(last + 1)
                judge = self._assessment.judge
                surely = {place for place in tried if judge.guaranteed_under(index, chosen, asked, place)}
                taken = verdict.scenario.chosen_readings.get(question, 0)
                met |= surely | {last} if asked.ordered else surely or {taken}
            for place in met:
                targets.setdefault(place, []).append(self._assessment.entries[index])
        return dict(sorted(targets.items()))


def _worth(outcome: Evaluation) -> Points:
    """What the badges that are only counted bring in an outcome."""
    lots = outcome.formulation.problem.lots
    return sum(lot.amount for lot in lots if pointers_of(lot.id) == (BADGES,) and not lot.same_points_as)
