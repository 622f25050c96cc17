"""Met, not met, or it depends: evaluates a case under its readings and finds what a verdict hangs on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from .allocate import Solver
from .gates import FAILED
from .judge import Case, Entry, Outcome, evaluate, pointers_of, unknown_facts
from .model import License
from .rules import Question, World, unordered, years_before
from .smallest import smallest_sets
from .window import expiry

MET, NOT_MET, DEPENDS = "met", "not-met", "depends"
NOTHING: frozenset[str] = frozenset()
MOST_SETS = 8
"""Most smallest sets a report lists."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer for one entry, the outcome its ledger is read from, and what it hangs on."""

    verdict: str
    outcome: Outcome
    depends_on: tuple[tuple[str, ...], ...] = ()
    all_sets: bool = True
    """Whether there are no smallest sets but these."""
    picks: Mapping[str, int] = field(default_factory=dict)
    """The reading of each unordered question under which the first set decides it."""
    proof: str = "ledger"
    points_alone: str | None = None
    primary_blocks: bool = False
    contested: bool = False
    """Met only as long as points it needs are not wanted by an entry that goes before it."""


@dataclass(frozen=True, slots=True)
class _Evaluation:
    """An outcome, and the answers it came from: to the points it asked about, and to no others."""

    touched: frozenset[str]
    favored: frozenset[str]
    picks: Mapping[str, int]
    points: bool
    """Whether the points of what is not met were maximized, as for a ledger that is shown."""
    outcome: Outcome


class Readings:
    """Evaluations of one case; one that would ask the same and hear the same is not made again."""

    def __init__(self, case: Case, solver: Solver) -> None:
        self.case = case
        self.solver = solver
        self._made: list[_Evaluation] = []
        self._found: list[frozenset[str]] = []
        """Smallest sets of the verdicts given so far, in the order of the entries."""
        self.touched: set[str] = set()

    @property
    def unordered(self) -> list[Question]:
        """The unordered questions that any evaluation so far has asked."""
        return unordered(self.case.rules, sorted(self.touched))

    def outcome(
        self, favored: frozenset[str] | None, picks: Mapping[str, int] | None = None, *, points: bool = False
    ) -> Outcome:
        """The evaluation in which exactly the `favored` points (None: all) fall in the educator's favor.

        With `points` as many as can be are placed for what is not met: for a ledger that is shown.
        """
        picks = picks or {}
        for made in self._made:
            if points and not made.points:
                continue
            same = made.touched if favored is None else made.touched & favored
            if same == made.favored and all(picks.get(name, 0) == pick for name, pick in made.picks.items()):
                return made.outcome
        world = World(self.case.rules, favored, picks)
        outcome = evaluate(self.case, world, self.solver, points=points)
        touched = frozenset(world.touched)
        self.touched |= touched
        asked = {q.id: picks.get(q.id, 0) for q in unordered(self.case.rules, sorted(touched))}
        self._made.append(
            _Evaluation(touched, touched if favored is None else touched & favored, asked, points, outcome)
        )
        return outcome

    def ok(
        self, index: int, favored: frozenset[str] | None, outcome: Outcome, *, alone: bool = False, hope: bool = False
    ) -> bool:
        """Whether an entry is renewed in this outcome: points, gates, and for additional licenses the Primary.

        With `hope`, points that an unfinished search has not ruled out are enough.
        """
        entry = outcome.entries[index]
        enough = outcome.points_reachable(index) if hope else outcome.points_met(index)
        if not enough or any(gate.state == FAILED for gate in entry.gates):
            return False
        if favored is not None and not favored.issuperset(unknown_facts(entry)):
            return False
        if alone or "additional" not in entry.renewed_as:
            return True
        return self.primary_ok(favored, outcome, hope=hope)

    def primary_ok(self, favored: frozenset[str] | None, outcome: Outcome, *, hope: bool = False) -> bool:
        """An additional license needs a Primary that is renewed now, or active and over a year from its date."""
        if self.case.primary is not None:
            first = outcome.entries[0]
            return first.renewed_as == "primary" and self.ok(0, favored, outcome, hope=hope)
        held = primary_held(self.case)
        if held is None:
            return False
        edition = outcome.entries[0].edition
        expires = expiry(held, edition)
        if expires is None:
            return favored is None or f"fact:{held.pointer}/expires" in favored
        return self.case.as_of < years_before(expires, edition.opens_years)

    def certain(self, index: int, favored: frozenset[str], *, alone: bool = False) -> dict[str, int] | None:
        """Picks of the favored unordered questions under which the entry is renewed however the rest turns out."""
        while True:
            asked = self.unordered
            mine = [q for q in asked if f"question:{q.id}" in favored]
            others = [q for q in asked if q not in mine]
            found = next((p for p in _ways(mine) if self._whatever(index, favored, p, others, alone)), None)
            if self.unordered == asked:
                return found
            # an evaluation asked a question that none had asked before: look again with it

    def _whatever(
        self, index: int, favored: frozenset[str], picks: dict[str, int], others: list[Question], alone: bool
    ) -> bool:
        outcomes = (self.outcome(favored, picks | rest) for rest in _ways(others))
        return all(self.ok(index, favored, outcome, alone=alone) for outcome in outcomes)

    def possible(self, index: int, *, alone: bool = False) -> bool:
        """Whether the entry is renewed under at least one way the open points could turn out."""
        while True:
            asked = self.unordered
            hopes = (self.outcome(None, picks) for picks in _ways(asked))
            found = any(self.ok(index, None, outcome, alone=alone, hope=True) for outcome in hopes)
            if found or self.unordered == asked:
                return found

    def word(self, index: int, *, alone: bool = False) -> str:
        """met, not-met or depends."""
        if self.certain(index, NOTHING, alone=alone) is not None:
            return MET
        return DEPENDS if self.possible(index, alone=alone) else NOT_MET

    def verdict(self, index: int) -> Verdict:
        """The verdict of an entry with what proves it or what it hangs on; to be asked for in the order of entries."""
        cautious = self.cautious()
        entry = cautious.entries[index]
        word = self.word(index)
        if word == MET and self._secure(index, NOTHING):
            return Verdict(MET, cautious)
        alone = self.word(index, alone=True) if "additional" in entry.renewed_as else None
        blocks = alone is not None and alone != word
        if word != NOT_MET:
            sets, all_sets = self._smallest(index)
            if not sets and word == MET:
                taken = tuple(tuple(sorted(one)) for one in self._found if self.certain(index, one) is None)
                return Verdict(DEPENDS, cautious, taken[:MOST_SETS], False, contested=True)
            favored = frozenset(sets[0]) if sets else NOTHING
            picks = self.certain(index, favored) or {}
            outcome = self.outcome(favored, picks, points=True)
            return Verdict(DEPENDS, outcome, sets, all_sets, picks, "ledger", alone, blocks)
        if any(gate.state == FAILED for gate in entry.gates) or blocks:
            return Verdict(NOT_MET, cautious, proof="gate", points_alone=alone, primary_blocks=blocks)
        return Verdict(NOT_MET, cautious, proof="points", points_alone=alone)

    def hopeful(self) -> list[tuple[Mapping[str, int], Outcome]]:
        """The outcomes in which all falls in the educator's favor, one for each way the unordered questions may go."""
        found: list[tuple[Mapping[str, int], Outcome]] = []
        for picks in _ways(self.unordered):
            outcome = self.outcome(None, picks)
            if not any(outcome is made for _, made in found):
                found.append((picks, outcome))
        return found

    def cautious(self) -> Outcome:
        """The outcome in which no open point falls in the educator's favor."""
        return self.outcome(NOTHING, points=True)

    def generous(self) -> Outcome:
        """The outcome in which every open point falls in the educator's favor."""
        return self.outcome(None)

    def _secure(self, index: int, favored: frozenset[str]) -> bool:
        """Whether an entry is renewed with these points in its favor, also when others help entries before it.

        What goes before takes points first: once it can be met, it may want some that were free until then.
        """
        if index:
            self.generous()  # so that everything that may be asked has been
        others = [NOTHING, *self._found, frozenset(self.touched)] if index else [NOTHING]
        return all(self.certain(index, favored | other) is not None for other in others)

    def _smallest(self, index: int) -> tuple[tuple[tuple[str, ...], ...], bool]:
        """All inclusion-minimal sets of points that decide it if they fall favorably; the shortest first."""

        def decides(favored: frozenset[str]) -> bool:
            return self._secure(index, favored)

        count = len(self.generous().entries)
        least = self.solver.left - self.solver.left // (count - index)  # an equal part for each entry that is left
        keys: list[str] = []
        sets: list[frozenset[str]] = []
        all_sets = True
        while keys != (asked := self._keys()):
            keys = asked
            sets, all_sets = smallest_sets(decides, keys, MOST_SETS, lambda: self.solver.left > least, self._found)
        all_sets = all_sets and all(made.outcome.placement.decided for made in self._made)
        self._found += [one for one in sets if one not in self._found]
        found = [tuple(sorted(one)) for one in sets]
        return tuple(sorted(found, key=lambda one: (len(one), [k.startswith("question:") for k in one], one))), all_sets

    def _keys(self) -> list[str]:
        """Everything that a verdict could hang on, as far as the evaluations made have shown; the likeliest first."""
        keys = {key for key in self.touched if self._matters(key)}
        generous = self.generous()
        for entry in generous.entries:
            keys.update(unknown_facts(entry))
        held = primary_held(self.case) if self.case.primary is None else None
        if held is not None:
            keys.add(f"fact:{held.pointer}/expires")
        used = {p for i, _ in generous.placement.flow for p in pointers_of(generous.lots[i].id)}

        def likely(key: str) -> tuple[bool, str]:
            item = "/".join(key.removeprefix("fact:").split("/")[:3])
            return item.startswith(("/activities", "/badges")) and item not in used, key

        return sorted(keys, key=likely)

    def _matters(self, key: str) -> bool:
        return key.startswith("fact:") or self.case.rules.questions[key[9:]].record["affects"] == "verdict"


def _ways(questions: Sequence[Question]) -> Iterator[dict[str, int]]:
    """Every combination of readings of these questions."""
    for chosen in product(*(range(len(question.readings)) for question in questions)):
        yield {question.id: pick for question, pick in zip(questions, chosen, strict=True)}


def primary_held(case: Case) -> License | None:
    """The license marked as Primary that is not renewed now."""
    return next((x for x in case.portfolio.licenses if x.primary and not x.renew), None)


def blocking_gates(entry: Entry) -> list[str]:
    """Labels of the failed conditions of an entry."""
    return [gate.label for gate in entry.gates if gate.state == FAILED]
