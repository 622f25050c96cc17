"""One way the open questions and missing facts may turn out, asked point by point."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from operator import call
from typing import ClassVar, TypeVar

from ..core.codes import Code
from ..core.messages import refusal
from ..core.points import Points, points
from ..core.portfolio import License
from ..core.records import Record
from ..core.wording import close_matches
from .memory import Made, Memory, holding
from .questions import Question, Settlement, Texts
from .rules import Rules
from .switches import Switch

T = TypeVar("T")
Name = TypeVar("Name", bound=Hashable)
Given = TypeVar("Given")

NOTHING_FAVORABLE: frozenset[str] = frozenset()


def pinned(rules: Rules, pins: Sequence[str]) -> Rules:
    """The rules with some readings fixed; raises InputError for a pin that is none.

    A pin is "cautious" or "generous", for every question whose readings have an order, or QUESTION=READING, which
    overrides those two wherever it is. What a text settles is no longer open: no pin changes it.
    """
    if not pins:
        return rules
    if {"cautious", "generous"} <= set(pins):
        raise refusal(Code.FIXED_TWICE, "Every question is fixed twice: cautious and generous.")
    questions, fixed = dict(rules.questions), dict[str, str]()
    for question in rules.questions.values() if not {"cautious", "generous"}.isdisjoint(pins) else ():
        if question.ordered:
            questions[question.id] = question.pinned((question.readings[0 if "cautious" in pins else -1],))
    for pin in pins:
        if pin in ("cautious", "generous"):
            continue
        name, _, reading = pin.partition("=")
        chosen = _question_named(rules, name)
        readings = {each["id"]: each for each in chosen.record["readings"]}
        if reading not in readings:
            hint = f"Its readings: {', '.join(readings)}."
            raise refusal(Code.UNKNOWN_READING, f'The question "{chosen.id}" has no reading "{reading}".', hint)
        before = fixed.setdefault(chosen.id, reading)
        if before != reading:
            raise refusal(Code.FIXED_TWICE, f'"{chosen.id}" is fixed twice: {before} and {reading}.')
        questions[chosen.id] = chosen.pinned((readings[reading],))
    return rules._replace(
        questions=questions,
        by_switch={switch: questions[q.id] for switch, q in rules.by_switch.items()},
        by_activity={kind: questions[q.id] for kind, q in rules.by_activity.items()},
    )


def _question_named(rules: Rules, name: str) -> Question:
    """The question of an id, of today or formerly, or of a number; raises InputError."""
    known = {question.id: question for question in rules.questions.values()}
    known |= {q.record["number"]: q for q in rules.questions.values() if "number" in q.record}
    catalog = rules.catalog
    known |= {name: rules.questions[catalog.get("questions", name)["id"]] for name in catalog.ids("questions")}
    if name not in known:
        near = close_matches(name, known)
        hint = f"Did you mean {near[0]}?" if near else f"Known questions: {', '.join(sorted(rules.questions))}."
        raise refusal(Code.UNKNOWN_QUESTION, f'There is no open question "{name}".', hint)
    return known[name]


def with_months(rules: Rules, licenses: Iterable[License]) -> Rules:
    """The rules with a question for each expiry that the file gives to the month only: is it the first or last day?"""
    months = {}
    for x in licenses:
        if x.renew and x.expires is not None and x.expires_last is not None:
            days = tuple({"id": str(day), "label": str(day)} for day in (x.expires, x.expires_last))
            name = f"{x.pointer}/expires"
            months[name] = Question(name, False, days, {"affects": "verdict", "readings": days})
    return rules._replace(questions={**rules.questions, **months}) if months else rules


class Scenario:
    """One way the open points could turn out.

    An open point is a question of the catalog or a fact that the file leaves out; its key is "question:<id>" or
    "fact:<pointer>". `favorable` are the keys of those that fall in the educator's favor, None standing for all of
    them. `chosen_readings` gives, by the id of an unordered question, the place of the reading that holds.
    """

    __slots__ = ("_hash", "chosen_readings", "favorable")

    ALL_FAVORABLE: ClassVar[Scenario]
    CAUTIOUS: ClassVar[Scenario]

    def __init__(
        self, favorable: frozenset[str] | None = NOTHING_FAVORABLE, chosen_readings: Mapping[str, int] | None = None
    ) -> None:
        self.favorable = favorable
        self.chosen_readings = {} if chosen_readings is None else chosen_readings
        self._hash = hash((favorable, frozenset(self.chosen_readings.items())))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Scenario):
            return NotImplemented
        return self.favorable == other.favorable and self.chosen_readings == other.chosen_readings

    def __hash__(self) -> int:
        return self._hash

    def favors(self, key: str) -> bool:
        """Whether this open point falls in the educator's favor."""
        return self.favorable is None or key in self.favorable

    @property
    def named(self) -> frozenset[str]:
        """The favorable points where not all of them are."""
        assert self.favorable is not None, "all points are favorable"
        return self.favorable

    def plus(self, keys: Iterable[str]) -> Scenario:
        """The same with these points in the educator's favor, too."""
        return self if self.favorable is None else Scenario(self.favorable.union(keys), self.chosen_readings)

    def minus(self, keys: Iterable[str]) -> Scenario:
        """The same without these points in the educator's favor."""
        return Scenario(self.named.difference(keys), self.chosen_readings)

    def under(self, chosen_readings: Mapping[str, int]) -> Scenario:
        """The same with these readings of unordered questions."""
        return Scenario(self.favorable, {**self.chosen_readings, **chosen_readings})


Scenario.ALL_FAVORABLE = Scenario(None)
Scenario.CAUTIOUS = Scenario()


class ScenarioReader:
    """Reads the rules under a scenario, and notes in `consulted` which open points that really took.

    `memory` is that of the one application it reads them for, where there are more scenarios to come.
    """

    def __init__(self, rules: Rules, scenario: Scenario = Scenario.CAUTIOUS, memory: Memory | None = None) -> None:
        self.rules = rules
        self.scenario = scenario
        self.memory = memory
        self._answers = 0 if memory is None else memory.answers.given(scenario)
        self.consulted: set[str] = set()
        self.settled: set[Settlement] = set()
        """The texts that settled questions it would have asked."""
        self.asked_for: dict[Hashable, frozenset[str]] = {}
        """By the name of what is remembered what was consulted for it."""
        self._by_pointer: Mapping[str, frozenset[str]] | None = None
        self.asked_beside: set[str] = set()
        """What was consulted for nothing that is remembered."""
        self._asking: set[str] | None = None
        """What was asked for what is being made; None where nothing is."""

    def remembered(self, name: Hashable, make: Callable[[], T]) -> T:
        """What was made under this name when everything that it asks was answered as it is here; else it is made."""
        return self.remembered_each({name: make}, call)[0]

    def remembered_each(self, given: Mapping[Name, Given], make: Callable[[Given], T]) -> list[T]:
        """The same for each of some things that are given, by their names.

        What is made inside something else is a part of that, and not remembered by itself.
        """
        memory = self.memory
        if memory is None or self._asking is not None:
            return [make(one) for one in given.values()]
        every: list[T] = []
        for name, one in given.items():
            known = holding(memory.made.get(name, ()), self._answers)
            _, _, made, consulted = known or self._make(memory, name, make, one)
            if consulted:
                self.consulted |= consulted
                self.asked_for[name] = consulted
            every.append(made)
        return every

    def _make(self, memory: Memory, name: Hashable, make: Callable[[Given], object], given: Given) -> Made:
        """What is made under a name for which nothing was made yet with these answers."""
        self._asking = set()
        made = make(given)
        consulted, self._asking = frozenset(self._asking), None
        return memory.keep(name, made, self._answers, consulted)

    def asked_by_pointer(self) -> Mapping[str, frozenset[str]]:
        """What was consulted for each thing whose name in the memory begins with its pointer; "" for all else."""
        if self._by_pointer is None:
            names = {name[0]: keys for name, keys in self.asked_for.items() if isinstance(name, tuple)}
            by_pointer = {pointer: keys for pointer, keys in names.items() if isinstance(pointer, str)}
            by_pointer[""] = frozenset(self.consulted).difference(*by_pointer.values())
            self._by_pointer = by_pointer
        return self._by_pointer

    def fact(self, pointer: str) -> bool:
        """Whether a missing fact is taken to be the favorable one."""
        return self._favors(f"fact:{pointer}")

    def _favors(self, key: str) -> bool:
        """Whether an open point falls in the educator's favor."""
        self._note(key)
        return self.scenario.favors(key)

    def _note(self, key: str) -> None:
        """Notes that an open point was asked about."""
        if self._asking is not None:
            self._asking.add(key)
        else:
            self.consulted.add(key)
            self.asked_beside.add(key)

    def reading(self, question: Question, settlement: Settlement | None = None) -> Record:
        """The reading of a question that holds here: the one that a text says, where it is settled."""
        if settlement is not None:
            self.settled.add(settlement)
            return question.settled_reading(settlement)
        return question.readings[self._place(question)]

    def _place(self, question: Question) -> int:
        """The place of the reading that holds here."""
        readings = len(question.readings)
        if readings == 1:
            return 0
        if question.ordered:
            return readings - 1 if self._favors(question.key) else 0
        self._note(question.key)
        return self.scenario.chosen_readings.get(question.id, 0) % readings

    def switch(self, switch: Switch, texts: Texts) -> str:
        """The value of a switch for a thing; the first one when no question of the catalog sets it."""
        question = self.rules.by_switch.get(switch.name)
        if question is None:
            return switch.values[0]
        settlement = question.settlement(texts)
        if settlement is None:
            value = question.switched.get((self._place(question), switch.name))
        else:
            changes = self.reading(question, settlement)["changes"]
            value = next((str(change["is"]) for change in changes if change.get("switch") == switch.name), None)
        return value or switch.values[0]

    def activity_points(self, kind: str, stated: Points, texts: Texts) -> Points:
        """The value of a kind per unit where sources disagree about it."""
        question = self.rules.by_activity.get(kind)
        if question is not None:
            for change in self.reading(question, question.settlement(texts))["changes"]:
                if change.get("activity") == kind and "points" in change:
                    return points(change["points"])
        return stated

    def serves(self, kind: str, texts: Texts) -> str:
        """What the points of a kind may serve where that is an open question: total-only or listed; else ""."""
        question = self.rules.by_activity.get(kind)
        if question is None or not any("serves" in change for change in question.record["readings"][0]["changes"]):
            return ""
        reading = self.reading(question, question.settlement(texts))
        return next(str(c["serves"]) for c in reading["changes"] if c.get("activity") == kind)


def unordered(rules: Rules) -> list[Question]:
    """The questions whose readings have no order, by id."""
    return sorted((q for q in rules.questions.values() if not q.ordered), key=lambda q: q.id)
