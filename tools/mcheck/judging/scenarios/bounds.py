"""What evaluations made so far say about the targets met under scenarios that were not evaluated.

More open points in the educator's favor never hurt, target by target in their order (see `extensions`). So no scenario
meets less than a placement whose lots are all there with the same answers, and none meets more than an evaluation in
which at least the same points are favorable, of those that it consulted. Where the two agree nothing is evaluated.

Sets of open points are integers here, a bit for each, as they are compared again and again.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple, TypeAlias

from ...catalog.questions import Question
from ...catalog.scenario import Memory, Scenario
from ...regulation.targets import RenewalTarget
from .evaluation import Evaluation
from .support import rests_at_most_on

Met: TypeAlias = tuple[bool, ...]

FEW = 8
"""With fewer evaluations another one takes less time than to look for what the others say about it."""


class Known(NamedTuple):
    """What is known of a scenario as of an evaluation: which of the first targets the points suffice for."""

    entries: tuple[RenewalTarget, ...]
    met: Met

    def points_met(self, index: int) -> bool:
        return self.met[index]

    def points_reachable(self, index: int) -> bool:
        return self.met[index]

    def settled_before(self, index: int) -> bool:
        return index <= len(self.met)


class _Fact(NamedTuple):
    """What was met, and for which scenarios that tells something: by the bits of open points.

    Of those that have no order (`readings`, a bit for each reading) the same ones must hold.
    """

    points: int
    favorable: int
    readings: int
    met: Met
    evaluation: Evaluation


class Bounds:
    """Lower and upper bounds of what scenarios meet, from the evaluations of one application."""

    def __init__(self, memory: Memory, unordered: Sequence[Question]) -> None:
        self.memory = memory
        self.unordered = {question.key: question for question in unordered}
        self._bits: dict[Hashable, int] = {}
        self._masks: dict[frozenset[str], int] = {}
        self._picked: dict[frozenset[tuple[str, int]], int] = {}
        self._known: dict[tuple[Scenario, int], Known] = {}
        self._names: tuple[int, int, Sequence[Hashable]] = 0, 0, ()
        """How much the memory held, and for which targets, when the names of what asks anything were listed."""
        self._least: list[_Fact] = []
        self._most: list[_Fact] = []
        self._noted: list[tuple[Scenario, Evaluation, frozenset[str]]] = []
        """The evaluations of which no facts are made yet."""

    def note(self, scenario: Scenario, evaluation: Evaluation, consulted: frozenset[str]) -> None:
        """Keeps what an evaluation shows."""
        self._noted.append((scenario, evaluation, consulted))

    @property
    def _pays(self) -> bool:
        """Whether there are enough evaluations for it to pay to look into them; then all of them are facts."""
        if len(self._most) + len(self._noted) < FEW:
            return False
        for scenario, evaluation, consulted in self._noted:
            self._most.append(self._fact(scenario, consulted, evaluation.bound[0], evaluation))
            needed = consulted if evaluation.counted is not None else rests_at_most_on(evaluation)
            self._least.append(self._fact(scenario, needed, evaluation.met, evaluation))
        self._noted.clear()
        return True

    def _fact(self, scenario: Scenario, consulted: frozenset[str], met: Met, evaluation: Evaluation) -> _Fact:
        points = self._mask(consulted - self.unordered.keys())
        chosen = [self._reading(self.unordered[key], scenario) for key in consulted & self.unordered.keys()]
        return _Fact(points, self._favorable(scenario) & points, self._mask(chosen), met, evaluation)

    def _reading(self, question: Question, scenario: Scenario) -> Hashable:
        return question.key, scenario.chosen_readings.get(question.id, 0) % len(question.readings)

    def between(self, scenario: Scenario, count: int) -> tuple[Met, Met] | None:
        """What the first so many targets meet at least and at most; None where that is not known."""
        favorable, readings = self._favorable(scenario), self._readings(scenario)
        least = [one.met for one in self._holding(favorable, readings)]
        most = [
            met
            for points, good, same, met, _ in self._most
            if not favorable & points & ~good and readings & same == same
        ]
        return (max(least)[:count], min(most)[:count]) if least and most else None

    def best(self, scenario: Scenario) -> Evaluation | None:
        """The evaluation that meets most of those whose placement holds under a scenario."""
        if not self._pays:
            return None
        holding = self._holding(self._favorable(scenario), self._readings(scenario))
        return max((one.evaluation for one in holding), key=lambda one: one.met, default=None)

    def _holding(self, favorable: int, readings: int) -> list[_Fact]:
        return [one for one in self._least if favorable & one[0] == one[1] and readings & one[2] == one[2]]

    def known(self, scenario: Scenario, count: int) -> Known | None:
        """What the first so many targets meet; None where that is not certain, or new points would be asked about."""
        if not self._pays:
            return None
        again = self._known.get((scenario, count))
        if again is not None:
            return again
        bounds = self.between(scenario, count)
        if bounds is None or bounds[0] != bounds[1]:
            return None
        targets = next(self.memory.recall(["targets"], scenario))
        if targets is None or not self._asks_nothing_new(scenario, id(targets.made[0])):
            return None
        self._known[scenario, count] = Known(targets.made[0], bounds[0])
        return self._known[scenario, count]

    def _asks_nothing_new(self, scenario: Scenario, targets: int) -> bool:
        """Whether what an evaluation of the scenario would make has all been made for others."""
        now = len(self.memory.made), targets
        if self._names[:2] != now:
            items = (name for name in self.memory.made if isinstance(name, tuple) and name[1] == targets)
            asking = [n for n in items if isinstance(n[0], str) and self.memory.whatever_is_answered(n) is None]
            self._names = *now, asking
        return all(self.memory.recall(self._names[2], scenario))

    def _favorable(self, scenario: Scenario) -> int:
        if scenario.favorable is None:
            return -1
        mask = self._masks.get(scenario.favorable)
        if mask is None:
            mask = self._masks[scenario.favorable] = self._mask(scenario.favorable)
        return mask

    def _readings(self, scenario: Scenario) -> int:
        key = frozenset(scenario.chosen_readings.items())
        if key not in self._picked:
            self._picked[key] = self._mask([self._reading(question, scenario) for question in self.unordered.values()])
        return self._picked[key]

    def _mask(self, keys: Iterable[Hashable]) -> int:
        bits, mask = self._bits, 0
        for key in keys:
            if key not in bits:
                bits[key] = 1 << len(bits)
            mask |= bits[key]
        return mask
