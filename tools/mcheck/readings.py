"""Met, not met, or it depends: evaluates a case under its readings and finds what a verdict hangs on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from .gates import FAILED
from .judge import Case, Entry, Outcome, evaluate, unknown_facts
from .model import License
from .rules import World, unordered, years_before
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
    proof: str = "ledger"
    points_alone: str | None = None
    primary_blocks: bool = False


class Readings:
    """Evaluations of one case, each computed once."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._memo: dict[tuple[frozenset[str] | None, tuple[tuple[str, int], ...]], Outcome] = {}
        self.touched: set[str] = set()
        cautious = self.cautious()
        if not all(self.ok(entry.index, NOTHING, cautious) for entry in cautious.entries) or any(
            key.startswith("question:") and not case.rules.questions[key[9:]].ordered for key in self.touched
        ):
            self.generous()
        self.unordered = unordered(case.rules, sorted(self.touched))

    def outcome(self, favored: frozenset[str] | None, picks: Mapping[str, int] | None = None) -> Outcome:
        """The evaluation in which exactly the `favored` points (None: all) fall in the educator's favor."""
        key = (favored, tuple(sorted((name, pick) for name, pick in (picks or {}).items() if pick)))
        if key not in self._memo:
            world = World(self.case.rules, favored, picks or {})
            self._memo[key] = evaluate(self.case, world)
            self.touched |= world.touched
        return self._memo[key]

    def ok(self, index: int, favored: frozenset[str] | None, outcome: Outcome, *, alone: bool = False) -> bool:
        """Whether an entry is renewed in this outcome: points, gates, and for additional licenses the Primary."""
        entry = outcome.entries[index]
        if not outcome.points_met(index) or any(gate.state == FAILED for gate in entry.gates):
            return False
        if favored is not None and not favored.issuperset(unknown_facts(entry)):
            return False
        if alone or "additional" not in entry.renewed_as:
            return True
        return self.primary_ok(favored, outcome)

    def primary_ok(self, favored: frozenset[str] | None, outcome: Outcome) -> bool:
        """An additional license needs a Primary that is renewed now, or active and over a year from its date."""
        if self.case.primary is not None:
            first = outcome.entries[0]
            return first.renewed_as == "primary" and self.ok(0, favored, outcome)
        held = primary_held(self.case)
        if held is None:
            return False
        edition = outcome.entries[0].edition
        expires = expiry(held, edition)
        if expires is None:
            return favored is None or f"fact:{held.pointer}/expires" in favored
        return self.case.as_of < years_before(expires, edition.opens_years)

    def _all_picks(self) -> Iterator[dict[str, int]]:
        names = [question.id for question in self.unordered]
        for chosen in product(*(range(len(question.readings)) for question in self.unordered)):
            yield dict(zip(names, chosen, strict=True))

    def certain(self, index: int, favored: frozenset[str], *, alone: bool = False) -> dict[str, int] | None:
        """Picks of the favored unordered questions under which the entry is renewed however the rest turns out."""
        mine = [q for q in self.unordered if f"question:{q.id}" in favored]
        others = [q for q in self.unordered if q not in mine]
        for chosen in product(*(range(len(q.readings)) for q in mine)):
            fixed = {q.id: i for q, i in zip(mine, chosen, strict=True)}
            if all(
                self.ok(
                    index,
                    favored,
                    self.outcome(favored, fixed | {q.id: i for q, i in zip(others, rest, strict=True)}),
                    alone=alone,
                )
                for rest in product(*(range(len(q.readings)) for q in others))
            ):
                return fixed
        return None

    def possible(self, index: int, *, alone: bool = False) -> bool:
        """Whether the entry is renewed under at least one way the open points could turn out."""
        return any(self.ok(index, None, self.outcome(None, picks), alone=alone) for picks in self._all_picks())

    def word(self, index: int, *, alone: bool = False) -> str:
        """met, not-met or depends."""
        if self.certain(index, NOTHING, alone=alone) is not None:
            return MET
        return DEPENDS if self.possible(index, alone=alone) else NOT_MET

    def verdict(self, index: int) -> Verdict:
        """The verdict of an entry with what proves it or what it hangs on."""
        cautious = self.cautious()
        entry = cautious.entries[index]
        word = self.word(index)
        if word == MET:
            return Verdict(MET, cautious)
        alone = self.word(index, alone=True) if "additional" in entry.renewed_as else None
        blocks = alone is not None and alone != word
        if word == DEPENDS:
            sets = self._smallest(index)
            favored = frozenset(sets[0]) if sets else NOTHING
            picks = self.certain(index, favored) or {}
            return Verdict(DEPENDS, self.outcome(favored, picks), sets, "ledger", alone, blocks)
        if any(gate.state == FAILED for gate in entry.gates) or blocks:
            return Verdict(NOT_MET, cautious, (), "gate", alone, blocks)
        generous = self.generous()
        if not generous.complete:
            return Verdict(DEPENDS, cautious, (), "searched", alone)
        proof = "cut" if index in generous.placement.tight else "searched"
        return Verdict(NOT_MET, cautious, (), proof, alone)

    def cautious(self) -> Outcome:
        """The outcome in which no open point falls in the educator's favor."""
        return self.outcome(NOTHING)

    def generous(self) -> Outcome:
        """The outcome in which every open point falls in the educator's favor."""
        return self.outcome(None)

    def _smallest(self, index: int) -> tuple[tuple[str, ...], ...]:
        """Inclusion-minimal sets of points that, if they fall favorably, decide it; found by leaving out in turn."""
        keys = {key for key in self.touched if self._matters(key)}
        for entry in self.generous().entries:
            keys.update(unknown_facts(entry))
        held = primary_held(self.case) if self.case.primary is None else None
        if held is not None:
            keys.add(f"fact:{held.pointer}/expires")
        found: list[tuple[str, ...]] = []
        ordered = sorted(keys, key=lambda key: (key.startswith("question:"), key))
        for candidates in (ordered, ordered[::-1]):
            left = set(candidates)
            if self.certain(index, frozenset(left)) is None:
                continue
            for key in candidates:
                if self.certain(index, frozenset(left - {key})) is not None:
                    left.discard(key)
            smallest = tuple(sorted(left))
            if smallest not in found:
                found.append(smallest)
        return tuple(found[:MOST_SETS])

    def _matters(self, key: str) -> bool:
        return key.startswith("fact:") or self.case.rules.questions[key[9:]].record["affects"] == "verdict"


def primary_held(case: Case) -> License | None:
    """The license marked as Primary that is not renewed now."""
    return next((x for x in case.portfolio.licenses if x.primary and not x.renew), None)


def blocking_gates(entry: Entry) -> list[str]:
    """Labels of the failed conditions of an entry."""
    return [gate.label for gate in entry.gates if gate.state == FAILED]
