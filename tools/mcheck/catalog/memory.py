"""What was made of one application under some scenarios, by what was asked for it and answered."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from .questions import Question

if TYPE_CHECKING:
    from .scenario import Scenario


class Answers:
    """What scenarios answer, as sets of bits, since they are compared again and again.

    An open point has a bit, which is set where it falls in the educator's favor; a question without an order has one
    for each of its readings, of which the one that holds is set.
    """

    def __init__(self, unordered: Sequence[Question]) -> None:
        self.unordered = unordered
        self._free_bits = count()
        self._bits = {q.key: sum([1 << next(self._free_bits) for _ in q.readings]) for q in unordered}
        self._readings = sum(self._bits.values())
        self._asked: dict[frozenset[str], int] = {}
        self._given: dict[Scenario, int] = {}

    def asked(self, keys: frozenset[str]) -> int:
        """All bits of some points."""
        bits = self._asked.get(keys)
        if bits is None:
            for key in keys - self._bits.keys():
                self._bits[key] = 1 << next(self._free_bits)
            bits = self._asked[keys] = sum([self._bits[key] for key in keys])
        return bits

    def given(self, scenario: Scenario) -> int:
        """The bits that are set under a scenario."""
        bits = self._given.get(scenario)
        if bits is None:
            favorable = -1 if scenario.favorable is None else self.asked(scenario.favorable)
            bits = favorable & ~self._readings
            for question in self.unordered:
                first = self._bits[question.key] & -self._bits[question.key]
                bits |= first << scenario.chosen_readings.get(question.id, 0) % len(question.readings)
            self._given[scenario] = bits
        return bits


Holding = TypeVar("Holding", bound=tuple[int, int, object, object])
"""All bits of some points, what they are answered, and what holds wherever they are answered so."""


def holding(each: Iterable[Holding], answers: int) -> Holding | None:
    """The first that holds with these answers."""
    for one in each:
        asked, answered, _, _ = one
        if asked & answers == answered:
            return one
    return None


class Made(NamedTuple):
    """Something that was made, and what was consulted for it."""

    asked: int
    answers: int
    made: Any
    consulted: frozenset[str]


class Memory:
    """By its name, what was made each time something else was answered to what it asks.

    Only for names whose making depends on nothing but the answers.
    """

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.made: dict[Hashable, list[Made]] = {}

    def recall(self, name: Hashable, scenario: Scenario) -> Made | None:
        """What was made under this name when everything that it asks was answered as under a scenario."""
        return holding(self.made.get(name, ()), self.answers.given(scenario))

    def keep(self, name: Hashable, made: object, answers: int, consulted: frozenset[str]) -> Made:
        """Remembers what was made with these answers."""
        asked = self.answers.asked(consulted)
        kept = Made(asked, answers & asked, made, consulted)
        self.made.setdefault(name, []).append(kept)
        return kept
