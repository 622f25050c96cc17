"""What evaluations made so far say about the targets met under scenarios that were not evaluated.

More open points in the educator's favor never hurt, target by target in their order (see `extensions`). So no scenario
meets less than a placement whose lots are all there with the same answers, and none meets more than an evaluation in
which at least the same points are favorable, of those that it consulted. Where the two agree nothing is evaluated.
"""

from __future__ import annotations

from bisect import bisect, insort
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple, TypeAlias

from ...catalog.memory import Made, Memory, holding
from ...catalog.scenario import Scenario
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
    """What is met at least, or at most, by every scenario that answers these points like that."""

    asked: int
    answers: int
    met: Met
    evaluation: Evaluation


class Bounds:
    """Lower and upper bounds of what scenarios meet, from the evaluations of one application."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.answers = memory.answers
        self._known: dict[tuple[Scenario, int], Known] = {}
        self._asking: tuple[int, int, Sequence[Sequence[Made]]] = 0, 0, ()
        """How much the memory held, and for which targets, when what asks anything was listed."""
        self._least: list[_Fact] = []
        """What is met at least, most of it first."""
        self._most: list[_Fact] = []
        """What is met at most, least of it first; without what never holds alone."""
        self._noted: list[tuple[Scenario, Evaluation, frozenset[str]]] = []
        """The evaluations of which no facts are made yet."""

    def note(self, scenario: Scenario, evaluation: Evaluation, consulted: frozenset[str]) -> None:
        """Keeps what an evaluation shows."""
        self._noted.append((scenario, evaluation, consulted))

    @property
    def _pays(self) -> bool:
        """Whether there are enough evaluations for it to pay to look into them; then all of them are facts."""
        if len(self._least) + len(self._noted) < FEW:
            return False
        for scenario, evaluation, consulted in self._noted:
            answers = self.answers.given(scenario)
            needed = self.answers.asked(consulted if evaluation.counted is not None else rests_at_most_on(evaluation))
            least = _Fact(needed, answers & needed, evaluation.met, evaluation)
            insort(self._least, least, key=lambda fact: [not met for met in fact.met])
            self._note_most(_Fact(self.answers.asked(consulted) & ~answers, 0, evaluation.bound[0], evaluation))
        self._noted.clear()
        return True

    def _note_most(self, fact: _Fact) -> None:
        """Keeps what is met at most, where nothing says so already, in place of all that says no more than that."""
        place = bisect(self._most, fact.met, key=attrgetter("met"))
        if not any(known.asked & ~fact.asked == 0 for known in self._most[:place]):
            self._most[place:] = [fact, *(known for known in self._most[place:] if fact.asked & ~known.asked)]

    def between(self, scenario: Scenario, count: int) -> tuple[Met, Met] | None:
        """What the first so many targets meet at least and at most; None where that is not known."""
        answers = self.answers.given(scenario)
        least, most = holding(self._least, answers), holding(self._most, answers)
        return None if least is None or most is None else (least.met[:count], most.met[:count])

    def best(self, scenario: Scenario) -> Evaluation | None:
        """The evaluation that meets most of those whose placement holds under a scenario."""
        fact = holding(self._least, self.answers.given(scenario)) if self._pays else None
        return None if fact is None else fact.evaluation

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
        targets = self.memory.recall("targets", scenario)
        if targets is None or not self._asks_nothing_new(scenario, id(targets.made[0])):
            return None
        self._known[scenario, count] = Known(targets.made[0], bounds[0])
        return self._known[scenario, count]

    def _asks_nothing_new(self, scenario: Scenario, targets: int) -> bool:
        """Whether what an evaluation of the scenario would make has all been made for others."""
        now = len(self.memory.made), targets
        if self._asking[:2] != now:
            items = [n for n in self.memory.made if isinstance(n, tuple) and n[1] == targets and isinstance(n[0], str)]
            made = [self.memory.made[name] for name in items]
            self._asking = *now, [each for each in made if each[0].asked]
        answers = self.answers.given(scenario)
        return all(holding(made, answers) for made in self._asking[2])
