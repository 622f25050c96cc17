"""Evaluations of one application, cached by the open points each one consulted and their answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product
from typing import TypeVar

from ...allocation.solver import Solver
from ...catalog.memory import Answers, Memory
from ...catalog.questions import Question, Settlement
from ...catalog.scenario import Scenario, ScenarioReader, unordered
from ...core.pointers import item_of
from ...core.portfolio import Item
from ...regulation.application import Application, primary_held
from ...regulation.lots import in_order, pointers_of
from .bounds import Bounds
from .evaluation import Evaluation, evaluate, is_renewed

T = TypeVar("T")

SHORTCUTS = True
"""Whether what was made for one scenario is used again for others. Tests turn it off, to compare."""


class EvaluationCache:
    """What became of an application under each scenario asked for; `consulted` are the open points any of them took."""

    def __init__(self, case: Application, solver: Solver) -> None:
        self.case = case
        self.solver = solver
        self.answers = Answers(unordered(case.rules))
        self.memory = Memory(self.answers) if SHORTCUTS else None
        self.bounds = None if self.memory is None else Bounds(self.memory)
        self.consulted: set[str] = set()
        self.settled: set[Settlement] = set()
        """The texts that settled what would have been asked."""
        self._evaluations: dict[bool, dict[int, dict[int, Evaluation]]] = {True: {}, False: {}}
        """Whether points were maximized, then the points consulted, then the answers: what came of them."""
        self._asked: dict[tuple[Scenario, bool], Evaluation] = {}
        """What was found for a scenario since the last evaluation was made."""

    def evaluation(self, scenario: Scenario, *, points: bool = False) -> Evaluation:
        """The evaluation under a scenario.

        With `points` as many as can be are placed for what is not met: for a ledger that is shown.
        """
        asked = scenario, points
        if (again := self._asked.get(asked)) is not None:
            return again
        answers = self.answers.given(scenario)
        # one that may be shown first, so that what is asked about later is what is shown
        known = self._known(answers, points=True)
        if known is None and not points:
            known = self._known(answers, points=False)
        if known is not None:
            self._asked[asked] = known
            return known
        self._asked.clear()  # from now on another one may be the first to show
        reader = ScenarioReader(self.case.rules, scenario, self.memory)
        evaluation = evaluate(self.case, reader, self.solver, points=points, counting=SHORTCUTS)
        without = self._known(answers, points=False) if points else None
        if without is not None and without.met > evaluation.met:
            evaluation = without  # placing points, too, the search was cut off before it found what is known already
        consulted = frozenset(reader.consulted)
        self.consulted |= consulted
        self.settled |= reader.settled
        bits = self.answers.asked(consulted)
        self._evaluations[points].setdefault(bits, {})[answers & bits] = evaluation
        if self.bounds is not None and evaluation.entries:
            self.bounds.note(scenario, evaluation, consulted)
        return evaluation

    def _known(self, answers: int, *, points: bool) -> Evaluation | None:
        """An evaluation made before that would consult the same points and find the same answers."""
        for asked, by_answers in self._evaluations[points].items():
            if (answers & asked) in by_answers:
                return by_answers[answers & asked]
        return None

    def is_renewed(self, index: int, scenario: Scenario, *, alone: bool = False, optimistic: bool = False) -> bool:
        """Whether a target is renewed under a scenario (see `evaluation.is_renewed`)."""
        known = None if self.bounds is None else self.bounds.known(scenario, index + 1)
        evaluation = known or self.evaluation(scenario)
        return is_renewed(self.case, evaluation, index, scenario, alone=alone, optimistic=optimistic)

    def shown_by(self, scenario: Scenario) -> Evaluation:
        """An evaluation whose placement holds under a scenario: its own, if no other is known."""
        shown = None if self.bounds is None else self.bounds.best(scenario)
        return shown or self.evaluation(scenario)

    def met_before(self, index: int, scenario: Scenario) -> tuple[tuple[bool, ...], tuple[bool, ...]]:
        """Which of the targets before one are met under a scenario, and which can be at most."""
        known = None if self.bounds is None else self.bounds.known(scenario, index)
        if known is not None:
            return known.met, known.met
        evaluation = self.evaluation(scenario)
        return evaluation.met[:index], evaluation.bound[0][:index]

    @property
    def decided(self) -> bool:
        """Whether no search so far was cut off."""
        every = (by_answers for by_points in self._evaluations.values() for by_answers in by_points.values())
        return all(evaluation.decided for by_answers in every for evaluation in by_answers.values())

    def cautious(self) -> Evaluation:
        """The evaluation in which no open point falls in the educator's favor, but the sums that are stated hold."""
        return self.evaluation(self.case.as_stated, points=True)

    def best_case(self) -> Evaluation:
        """The evaluation in which every open point falls in the educator's favor."""
        return self.evaluation(Scenario.ALL_FAVORABLE)

    def best_case_outcomes(self) -> list[tuple[Mapping[str, int], Evaluation]]:
        """The best cases, one for each combination of readings of unordered questions that makes a difference."""
        outcomes: list[tuple[Mapping[str, int], Evaluation]] = []
        for readings in reading_combinations(self.unordered):
            evaluation = self.evaluation(Scenario(None, readings))
            if not any(evaluation is other for _, other in outcomes):
                outcomes.append((readings, evaluation))
        return outcomes

    # -- open points

    @property
    def unordered(self) -> list[Question]:
        """The unordered questions that any evaluation so far has consulted."""
        return [question for question in self.answers.unordered if question.key in self.consulted]

    def ordered(self, keys: Iterable[str]) -> set[str]:
        """The keys without the questions whose readings have no order."""
        return set(keys) - {q.key for q in self.unordered}

    def open_points(self) -> set[str]:
        """Everything that a verdict could depend on, as far as the evaluations made have shown."""
        keys = {key for key in self.consulted if self._affects_verdict(key)}
        for entry in self.best_case().entries:
            keys.update(entry.unknown_facts)
        held = primary_held(self.case) if self.case.primary is None else None
        if held is not None:
            keys.add(f"fact:{held.pointer}/expires")
        return keys

    def points_asked(self) -> list[str]:
        """What points depend on, of all that is open and has an order, as far as the evaluations made have shown."""
        return self.sort_points(key for key in self.ordered(self.consulted) if self._affects_verdict(key))

    def likeliest_first(self, keys: Iterable[str]) -> list[str]:
        """Keys about what counts at best before those about an activity or badge that counts for nothing even then."""
        best = self.best_case()
        used = {p for i, _ in best.placement.flow for p in pointers_of(best.placement.lots[i].id)}

        def counts_for_nothing(key: str) -> bool:
            return _item(key).startswith(("/activities", "/badges")) and _item(key) not in used

        return sorted(self.sort_points(keys), key=counts_for_nothing)

    def _affects_verdict(self, key: str) -> bool:
        if key.startswith("fact:"):
            return True
        return bool(self.case.rules.questions[key.removeprefix("question:")].record["affects"] == "verdict")

    def sort_points(self, keys: Iterable[str]) -> list[str]:
        """Facts first, then questions; what is about an activity or badge by its place in time, not in the file."""
        return sorted(keys, key=self.place)

    def place(self, key: str) -> tuple[bool, str]:
        item = _item(key)
        return key.startswith("question:"), key.replace(item, self._in_time[item]) if item in self._in_time else key

    @cached_property
    def _in_time(self) -> Mapping[str, str]:
        """The place in time of each activity and badge, by its pointer, so that it sorts."""
        in_time: list[Item] = [*in_order(self.case.portfolio.activities), *in_order(self.case.portfolio.badges)]
        return {item.pointer: f"{place:04}" for place, item in enumerate(in_time)}


def stable(asked: Callable[[], T]) -> Iterator[T]:
    """What has been asked about so far, again until the evaluations made with it ask about nothing further."""
    seen: list[T] = []
    while seen != (now := [asked()]):
        seen = now
        yield now[0]


def reading_combinations(questions: Sequence[Question]) -> Iterator[dict[str, int]]:
    """Every combination of readings of these questions: by the id of a question the place of its reading."""
    for chosen in product(*(range(len(question.readings)) for question in questions)):
        yield {question.id: place for question, place in zip(questions, chosen, strict=True)}


def _item(key: str) -> str:
    """Pointer of what a missing fact is a part of."""
    return item_of(key.removeprefix("fact:"))
