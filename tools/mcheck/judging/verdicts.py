"""Met, not met, or it depends: evaluates a case under its readings and finds what a verdict hangs on."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product

from ..allocation.minimal_sets import hitting_sets, minimal_sets
from ..allocation.solver import Solver
from ..catalog.questions import Question
from ..catalog.scenario import ScenarioReader, pinned, unordered
from ..core.pointers import item_of
from ..core.portfolio import Item
from ..regulation.conditions import FAILED
from ..regulation.formulation import in_order, pointers_of
from ..regulation.targets import Application, held_lasts, primary_held, unknown_facts
from .evaluation import Evaluation, evaluate

MET, NOT_MET, DEPENDS = "met", "not-met", "depends"
NOTHING: frozenset[str] = frozenset()
MOST_SETS = 8
"""Most smallest sets a report lists."""
MOST_STEPS = 16
"""Most sets of points that are followed up, with which an entry that goes before another is met."""
MOST_WAYS = 64
"""Most ways that are tried to keep the entries before one from being met."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer for one entry, the outcome its ledger is read from, and what it hangs on."""

    verdict: str
    outcome: Evaluation
    depends_on: tuple[tuple[str, ...], ...] = ()
    all_sets: bool = True
    """Whether there are no smallest sets but these."""
    chosen_readings: Mapping[str, int] = field(default_factory=dict)
    """The reading of each unordered question under which the first set decides it."""
    points_alone: str | None = None
    primary_blocks: bool = False
    favorable: frozenset[str] = NOTHING
    """The points that the outcome is for."""
    short: bool = False
    """It hangs on a field that is in no list: if it is one that is judged here, it is not met in any event."""
    contested: bool = False
    """It can be met, but whatever it hangs on, an entry that goes before it may want points that it needs."""

    @property
    def fails(self) -> bool:
        """Whether it is not met in any event in which it is judged here."""
        return self.verdict == NOT_MET or self.short


class Evaluations:
    """Evaluations of one case; one that would ask the same and hear the same is not made again."""

    def __init__(self, case: Application, solver: Solver) -> None:
        self.case = case
        self.solver = solver
        self._made: dict[bool, dict[frozenset[str], dict[Hashable, Evaluation]]] = {True: {}, False: {}}
        """Whether points were maximized, then the points asked about, then the answers: what came of them."""
        self._picked: dict[frozenset[str], list[str]] = {}
        """The unordered questions among the points that an evaluation asks about."""
        self._found: list[frozenset[str]] = []
        """Smallest sets of the verdicts given so far, in the order of the entries."""
        self._stepped: dict[Hashable, list[frozenset[str]] | None] = {}
        self._under: dict[str, Evaluations] = {}
        """The same case with one reading fixed, by question and reading."""
        self.consulted: set[str] = set()
        self.settled: set[str] = set()
        """The questions asked that are settled."""

    @cached_property
    def _in_time(self) -> Mapping[str, str]:
        """The place in time of each activity and badge, by its pointer, so that it sorts."""
        in_time: list[Item] = [*in_order(self.case.portfolio.activities), *in_order(self.case.portfolio.badges)]
        return {item.pointer: f"{place:04}" for place, item in enumerate(in_time)}

    @property
    def unordered(self) -> list[Question]:
        """The unordered questions that any evaluation so far has asked."""
        return unordered(self.case.rules, sorted(self.consulted))

    def outcome(
        self,
        favorable: frozenset[str] | None,
        chosen_readings: Mapping[str, int] | None = None,
        *,
        points: bool = False,
    ) -> Evaluation:
        """The evaluation in which exactly the `favorable` points (None: all) fall in the educator's favor.

        With `points` as many as can be are placed for what is not met: for a ledger that is shown.
        """
        chosen_readings = chosen_readings or {}
        # one that may be shown first, so that what is asked about later is what is shown
        known = self._known(favorable, chosen_readings, points=True)
        if known is None and not points:
            known = self._known(favorable, chosen_readings, points=False)
        if known is not None:
            return known
        world = ScenarioReader(self.case.rules, favorable, chosen_readings)
        outcome = evaluate(self.case, world, self.solver, points=points)
        without = self._known(favorable, chosen_readings, points=False) if points else None
        if without is not None and without.placement.met > outcome.placement.met:
            outcome = without  # placing points, too, the search was cut off before it found what is known already
        consulted = frozenset(world.consulted)
        self.consulted |= consulted
        self.settled |= world.settled
        self._made[points].setdefault(consulted, {})[self._heard(consulted, favorable, chosen_readings)] = outcome
        return outcome

    def _outcomes(self) -> Iterator[Evaluation]:
        """Those of all evaluations made."""
        return (one for by_points in self._made.values() for made in by_points.values() for one in made.values())

    def _known(
        self, favorable: frozenset[str] | None, chosen_readings: Mapping[str, int], *, points: bool
    ) -> Evaluation | None:
        """The outcome of an evaluation made before that would ask the same and hear the same."""
        every = self._made[points].items()
        found = (made.get(self._heard(consulted, favorable, chosen_readings)) for consulted, made in every)
        return next((outcome for outcome in found if outcome), None)

    def _heard(
        self, consulted: frozenset[str], favorable: frozenset[str] | None, chosen_readings: Mapping[str, int]
    ) -> Hashable:
        """The answers to the points that an evaluation asks about."""
        if consulted not in self._picked:
            self._picked[consulted] = [q.id for q in unordered(self.case.rules, sorted(consulted))]
        heard = consulted if favorable is None else consulted & favorable
        return heard, tuple(chosen_readings.get(name, 0) for name in self._picked[consulted])

    def ok(
        self,
        index: int,
        favorable: frozenset[str] | None,
        outcome: Evaluation,
        *,
        alone: bool = False,
        optimistic: bool = False,
    ) -> bool:
        """Whether an entry is renewed in this outcome: points, gates, and for additional licenses the Primary.

        With `optimistic`, points that an unfinished search has not ruled out are enough; without it they are not, nor
        are points of which it does not know whether an entry that goes before needs them.
        """
        entry = outcome.entries[index]
        enough = outcome.points_reachable(index) if optimistic else outcome.points_met(index)
        enough = enough and (optimistic or outcome.settled_before(index))
        if not enough or any(gate.state == FAILED for gate in entry.gates):
            return False
        if favorable is not None and not favorable.issuperset(unknown_facts(entry)):
            return False
        if alone or "additional" not in entry.renewed_as:
            return True
        return self.primary_ok(favorable, outcome, optimistic=optimistic)

    def primary_ok(self, favorable: frozenset[str] | None, outcome: Evaluation, *, optimistic: bool = False) -> bool:
        """An additional license needs a Primary that is renewed now, or active and over a year from its date."""
        if self.case.primary is not None:
            first = outcome.entries[0]
            return first.renewed_as == "primary" and self.ok(0, favorable, outcome, optimistic=optimistic)
        return held_lasts(self.case, outcome.entries[0].edition, favorable)

    def certain(self, index: int, favorable: frozenset[str], *, alone: bool = False) -> dict[str, int] | None:
        """Picks of the favored unordered questions under which the entry is renewed however the rest turns out."""
        while True:
            asked = self.unordered
            mine = [q for q in asked if q.key in favorable]
            others = [q for q in asked if q not in mine]
            found = next((p for p in ways(mine) if self._whatever(index, favorable, p, others, alone)), None)
            if self.unordered == asked:
                return found
            # an evaluation asked a question that none had asked before: look again with it

    def certain_under(self, index: int, favorable: frozenset[str], question: Question, place: int) -> bool:
        """Whether the entry is renewed however the rest turns out when a favored question has the reading at a place.

        The other points in `favorable` fall in the educator's favor.
        """
        pin = f"{question.id}={question.readings[place]['id']}"
        if pin not in self._under:
            rules = pinned(self.case.rules, [pin])
            self._under[pin] = Evaluations(replace(self.case, rules=rules), self.solver)
        return self._under[pin].certain(index, favorable - {question.key}) is not None

    def _whatever(
        self,
        index: int,
        favorable: frozenset[str],
        chosen_readings: dict[str, int],
        others: list[Question],
        alone: bool,
    ) -> bool:
        return all(self._lasts(index, favorable, chosen_readings | rest, alone) for rest in ways(others))

    def _lasts(self, index: int, favorable: frozenset[str], chosen_readings: dict[str, int], alone: bool) -> bool:
        """Whether an entry is renewed with these points in its favor, whichever others are, too.

        More of them never hurt as long as the same entries before it are met. But one that can be met only then takes
        its points first, and may want some that were free until then.
        """
        if not self.ok(index, favorable, self.outcome(favorable, chosen_readings), alone=alone):
            return False
        steps = self.steps(index, favorable, chosen_readings)
        return steps is not None and all(self._lasts(index, favorable | more, chosen_readings, alone) for more in steps)

    def steps(
        self, index: int, favorable: frozenset[str], chosen_readings: Mapping[str, int]
    ) -> list[frozenset[str]] | None:
        """The smallest sets of further points with which more of the entries before one are met; None if cut off."""
        if not index:
            return []
        key = index, favorable, tuple(sorted(chosen_readings.items()))
        if key not in self._stepped:
            self._stepped[key] = self._find_steps(index, favorable, chosen_readings)
        return self._stepped[key]

    def _find_steps(
        self, index: int, favorable: frozenset[str], chosen_readings: Mapping[str, int]
    ) -> list[frozenset[str]] | None:
        now = self.outcome(favorable, chosen_readings).placement.met[:index]

        def more(chosen: frozenset[str]) -> bool:
            return self.outcome(favorable | chosen, chosen_readings).placement.bound[0][:index] > now

        if self.outcome(None, chosen_readings).placement.bound[0][:index] == now:
            return []
        budget = self.solver.budget
        keep = budget.left - budget.share(4)
        asked: list[str] = []
        found: list[frozenset[str]] | None = None  # nothing to ask about, so it is a search that was cut off
        while asked != (keys := sorted(self._ordered(self.consulted) - favorable, key=self._place)):
            asked = keys
            found, complete = minimal_sets(more, keys, MOST_STEPS, lambda: not budget.exhausted(keep))
            if not complete:
                return None
        return found

    def _ordered(self, keys: set[str]) -> set[str]:
        """The keys without the questions whose readings have no order."""
        return keys - {q.key for q in self.unordered}

    def about_points(self) -> list[str]:
        """What points hang on, of all that is open and has an order, as far as the evaluations made have shown."""
        return sorted((key for key in self._ordered(self.consulted) if self._matters(key)), key=self._place)

    def possible(self, index: int, *, alone: bool = False) -> bool:
        """Whether the entry is renewed under at least one way the open points could turn out."""
        return self.somewhere(index, alone=alone) is not None

    def somewhere(self, index: int, *, alone: bool = False) -> tuple[frozenset[str] | None, dict[str, int]] | None:
        """Points in the educator's favor (None: all) and picks with which the entry is renewed, or may be; or None."""

        def reaches(favorable: frozenset[str] | None, chosen_readings: dict[str, int]) -> bool:
            return self.ok(index, favorable, self.outcome(favorable, chosen_readings), alone=alone, optimistic=True)

        while True:
            asked = self.unordered
            for chosen_readings in ways(asked):
                if reaches(None, chosen_readings):
                    return None, chosen_readings
            for chosen_readings in ways(asked) if index else ():
                if not self._has_a_chance(index, chosen_readings, alone):
                    continue
                furthest = self._furthest(index, chosen_readings)
                if furthest is None:
                    return None, chosen_readings
                for favorable in furthest:
                    if reaches(favorable, chosen_readings):
                        return favorable, chosen_readings
            if self.unordered == asked:
                return None

    def _has_a_chance(self, index: int, chosen_readings: dict[str, int], alone: bool) -> bool:
        """Whether the entry is renewed with all points in its favor once those before it leave it theirs."""
        outcome = self.outcome(None, chosen_readings)
        entry = outcome.entries[index]
        blocked = "additional" in entry.renewed_as and not alone and not self.primary_ok(None, outcome, optimistic=True)
        if blocked or any(gate.state == FAILED for gate in entry.gates):
            return False
        own = [need for need in outcome.needs if need.target == index]
        return self.solver.solve(replace(outcome.problem, needs=own), points=False).bound[0][index]

    def _furthest(self, index: int, chosen_readings: dict[str, int]) -> list[frozenset[str]] | None:
        """Beside all points, the sets of which one lets the entry be renewed if any set does; None if cut off.

        For each way the entries before it may be met, as many points as can be without one more being met.
        """
        found: dict[frozenset[str], None] = {}
        waiting, seen = [NOTHING], {NOTHING}
        for favorable in waiting:
            steps = self.steps(index, favorable, chosen_readings)
            ordered = [sorted(one, key=self._place) for one in steps or ()]
            left_out = None if steps is None else hitting_sets(ordered, MOST_WAYS)
            if steps is None or left_out is None:
                return None
            everything = self._ordered(self._open_points())
            found |= {frozenset(everything - one): None for one in left_out if one}
            for more in steps:
                if favorable | more not in seen:
                    seen.add(favorable | more)
                    waiting.append(favorable | more)
        return list(found)

    def word(self, index: int, *, alone: bool = False) -> str:
        """met, not-met or depends."""
        if self.certain(index, NOTHING, alone=alone) is not None:
            return MET
        possible = self.possible(index, alone=alone) or self.undecided(index, alone=alone) is not None
        return DEPENDS if possible else NOT_MET

    def undecided(self, index: int, *, alone: bool = False) -> str | None:
        """The key of the field on which it hangs whether an entry that cannot be met is judged here at all.

        Its own; or that of the Primary, where it could be renewed if that were.
        """
        entries = self.cautious().entries
        if entries[index].open_field is not None or "additional" not in entries[index].renewed_as or alone:
            return entries[index].open_field
        first = entries[0].open_field if self.case.primary is not None else None
        return first if first is not None and self.possible(index, alone=True) else None

    def verdict(self, index: int) -> Verdict:
        """The verdict of an entry with what proves it or what it hangs on; to be asked for in the order of entries."""
        cautious = self.cautious()
        entry = cautious.entries[index]
        word = self.word(index)
        if word == MET:
            return Verdict(MET, self.outcome(NOTHING, points=True))
        alone = self.word(index, alone=True) if "additional" in entry.renewed_as else None
        blocks = alone is not None and alone != word
        key = self.undecided(index)
        if key is not None and not self.possible(index):
            given = self.case.given
            return Verdict(
                DEPENDS, cautious, ((key,),), points_alone=alone, primary_blocks=blocks, favorable=given, short=True
            )
        if word == DEPENDS:
            sets, all_sets = self._smallest(index)
            if not sets and (contested := self._contested(index)):
                return contested
            favorable = frozenset(sets[0]) if sets else NOTHING
            chosen_readings = self.certain(index, favorable) or {}
            outcome = self.outcome(favorable, chosen_readings, points=True)
            return Verdict(DEPENDS, outcome, sets, all_sets, chosen_readings, alone, blocks, favorable)
        return Verdict(NOT_MET, cautious, points_alone=alone, primary_blocks=blocks, favorable=self.case.given)

    def _contested(self, index: int) -> Verdict | None:
        """The verdict of an entry that can be met, but that no points can keep from losing what it needs.

        It hangs on the fewest points with which it is met while what goes before it is not; where it needs none, on
        those with which that takes what it needs.
        """
        found = self.somewhere(index)
        assert found is not None
        favorable, chosen_readings = found
        if favorable is None or not self.ok(index, favorable, self.outcome(favorable, chosen_readings)):
            return None
        for key in sorted(favorable, key=self._place):
            fewer = favorable - {key}
            if self.ok(index, fewer, self.outcome(fewer, chosen_readings)):
                favorable = fewer
        steps = self.steps(index, favorable, chosen_readings) or []
        taking = [more for more in steps if not self._lasts(index, favorable | more, chosen_readings, alone=False)]
        shown = [favorable] if favorable else taking[:MOST_SETS]
        sets = tuple(tuple(sorted(one, key=self._place)) for one in shown)
        return Verdict(
            DEPENDS,
            self.outcome(favorable, chosen_readings, points=True),
            sets,
            False,
            chosen_readings,
            favorable=favorable,
            contested=True,
        )

    def hopeful(self) -> list[tuple[Mapping[str, int], Evaluation]]:
        """The outcomes in which all falls in the educator's favor, one for each way the unordered questions may go."""
        found: list[tuple[Mapping[str, int], Evaluation]] = []
        for chosen_readings in ways(self.unordered):
            outcome = self.outcome(None, chosen_readings)
            if not any(outcome is made for _, made in found):
                found.append((chosen_readings, outcome))
        return found

    def cautious(self) -> Evaluation:
        """The outcome in which no open point falls in the educator's favor, but the sums that are stated hold."""
        return self.outcome(self.case.given, points=True)

    def generous(self) -> Evaluation:
        """The outcome in which every open point falls in the educator's favor."""
        return self.outcome(None)

    def _smallest(self, index: int) -> tuple[tuple[tuple[str, ...], ...], bool]:
        """All inclusion-minimal sets of points that decide it if they fall favorably; the shortest first."""

        def decides(favorable: frozenset[str]) -> bool:
            return self.certain(index, favorable) is not None

        count = len(self.generous().entries)
        budget = self.solver.budget
        keep = budget.left - budget.share(count - index)  # an equal part for each entry that is left
        keys: list[str] = []
        sets: list[frozenset[str]] = []
        all_sets = True
        while keys != (asked := self._keys()):
            keys = asked
            sets, all_sets = minimal_sets(decides, keys, MOST_SETS, lambda: not budget.exhausted(keep), self._found)
        all_sets = all_sets and all(outcome.placement.decided for outcome in self._outcomes())
        self._found += [one for one in sets if one not in self._found]
        found = [tuple(sorted(one, key=self._place)) for one in sets]
        order = sorted(found, key=lambda one: (len(one), [self._place(key) for key in one]))
        return tuple(order), all_sets

    def _keys(self) -> list[str]:
        """Everything that a verdict could hang on, as far as the evaluations made have shown; the likeliest first."""
        generous = self.generous()
        used = {p for i, _ in generous.placement.flow for p in pointers_of(generous.lots[i].id)}

        def likely(key: str) -> tuple[bool, tuple[bool, str]]:
            item = _item(key)
            return item.startswith(("/activities", "/badges")) and item not in used, self._place(key)

        return sorted(self._open_points(), key=likely)

    def _place(self, key: str) -> tuple[bool, str]:
        """Facts first, then questions; what is about an activity or badge by its place in time, not in the file."""
        item = _item(key)
        return key.startswith("question:"), key.replace(item, self._in_time[item]) if item in self._in_time else key

    def _open_points(self) -> set[str]:
        keys = {key for key in self.consulted if self._matters(key)}
        for entry in self.generous().entries:
            keys.update(unknown_facts(entry))
        held = primary_held(self.case) if self.case.primary is None else None
        if held is not None:
            keys.add(f"fact:{held.pointer}/expires")
        return keys

    def _matters(self, key: str) -> bool:
        return key.startswith("fact:") or self.case.rules.questions[key[9:]].record["affects"] == "verdict"


def _item(key: str) -> str:
    """Pointer of what a missing fact is a part of."""
    return item_of(key.removeprefix("fact:"))


def ways(questions: Sequence[Question]) -> Iterator[dict[str, int]]:
    """Every combination of readings of these questions."""
    for chosen in product(*(range(len(question.readings)) for question in questions)):
        yield {question.id: pick for question, pick in zip(questions, chosen, strict=True)}
