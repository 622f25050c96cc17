"""What a report shows a stranger for each verdict: ledgers to add up, or requirements that need too much. Pure.

`verify` holds each of them against the rules; what it could not confirm is called `searched` here already.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..allocation.tight_sets import TightSet, tight_sets
from ..regulation.conditions import FAILED
from ..regulation.targets import RenewalTarget, held_lasts
from .evaluation import Evaluation
from .verdicts import DEPENDS, NOTHING, Evaluations, Verdict, ways

LEDGER, CUT, GATE, SEARCHED = "ledger", "cut", "gate", "searched"


@dataclass(frozen=True, slots=True)
class Ledger:
    """Where points went when exactly the `favorable` points fell in the educator's favor."""

    favorable: frozenset[str]
    outcome: Evaluation


@dataclass(frozen=True, slots=True)
class Tight:
    """A tight set, the readings of unordered questions it holds under, and what is known under them."""

    chosen_readings: Mapping[str, int]
    outcome: Evaluation
    found: TightSet


@dataclass(frozen=True, slots=True)
class Further:
    """With the `favorable` points and these readings, more of what goes before is full only with one of these sets."""

    favorable: frozenset[str]
    chosen_readings: Mapping[str, int]
    sets: Sequence[frozenset[str]]


@dataclass(frozen=True, slots=True)
class Proof:
    """`kind` is ledger, cut, gate or searched. The first of the ledgers is the one to show.

    Beside a condition that fails (gate), tight sets show that the points of the entry would not suffice either.
    """

    kind: str
    ledgers: Sequence[Ledger]
    tight: Sequence[Tight] = ()
    further: Sequence[Further] = ()


def prove(readings: Evaluations, verdicts: Sequence[Verdict]) -> list[Proof]:
    """The proof of each verdict, in the order of entries."""
    prover = _Prover(readings, verdicts)
    for index in range(len(verdicts)):
        prover.proofs.append(prover.proof(index))
    return prover.proofs


class _Prover:
    def __init__(self, readings: Evaluations, verdicts: Sequence[Verdict]) -> None:
        self.readings = readings
        self.verdicts = verdicts
        self.proofs: list[Proof] = []
        self.primary = None if readings.case.primary is None else 0
        """The index of the Primary, if there is one."""

    def proof(self, index: int) -> Proof:
        verdict = self.verdicts[index]
        if verdict.fails:
            return self.why_not(index, verdict)
        favorable = verdict.favorable
        shown, further = [Ledger(favorable, verdict.outcome)], list[Further]()
        if verdict.contested or (verdict.verdict == DEPENDS and not verdict.depends_on):
            return Proof(SEARCHED, shown)
        others = [q for q in self.readings.unordered if q.key not in favorable]
        for way in ways(others):
            if not self.lasts(index, favorable, {**verdict.chosen_readings, **way}, shown, further):
                return Proof(SEARCHED, shown)
        return Proof(LEDGER, shown, further=further)

    def lasts(
        self,
        index: int,
        favorable: frozenset[str],
        chosen_readings: Mapping[str, int],
        shown: list[Ledger],
        further: list[Further],
    ) -> bool:
        """Whether ledgers show it renewed with at least these points favored; adds them, and what else it hangs on.

        A ledger in which everything before it is full, too, shows it for all larger sets. What is not full there is
        known to be never full, or to be full with certain further points only: then those have ledgers as well.
        """
        outcome = self.readings.outcome(favorable, chosen_readings)
        if not any(outcome.placement == one.outcome.placement and favorable == one.favorable for one in shown):
            shown.append(Ledger(favorable, outcome))
        if not self.readings.ok(index, favorable, outcome):
            return False
        if all(outcome.points_met(before) or self.never(before, outcome) for before in range(index)):
            return True
        sets = self.readings.steps(index, favorable, chosen_readings)
        if sets is None:
            return False
        further.append(Further(favorable, chosen_readings, sets))
        return all(self.lasts(index, favorable | more, chosen_readings, shown, further) for more in sets)

    def why_not(self, index: int, verdict: Verdict) -> Proof:
        entry, shown = verdict.outcome.entries[index], [Ledger(verdict.favorable, verdict.outcome)]
        gate = self.never_alone(entry) or any(gate.state == FAILED for gate in entry.gates)
        beside_primary = "additional" in entry.renewed_as and self.primary is not None and not gate
        found, ledgers = [], [*shown]
        for chosen_readings, outcome in self.readings.hopeful():
            firm = self.firm(index, chosen_readings, ledgers)
            sets = tight_sets(outcome.problem, index, firm)
            if not sets and beside_primary:
                sets = tight_sets(outcome.problem, index, firm | {0})
            if not sets:
                return Proof(GATE if gate else SEARCHED, shown)
            found += [Tight(chosen_readings, outcome, one) for one in sets]
        return Proof(GATE if gate else CUT, ledgers, found)

    def never(self, index: int, outcome: Evaluation) -> bool:
        """Whether tight sets show that an entry is not full in any event in which the Primary is full as it is here.

        Where they do not count on what the Primary takes, it is never full.
        """
        tight = self.proofs[index].tight
        asked = {one.outcome.needs[n].target for one in tight for n in one.found.needs}
        beside = "additional" in outcome.entries[index].renewed_as and self.primary in asked
        return bool(tight) and (not beside or outcome.points_met(0))

    def never_alone(self, entry: RenewalTarget) -> bool:
        """Whether it is an additional license whose Primary is not renewed in any event."""
        if "additional" not in entry.renewed_as:
            return False
        if self.primary is None:
            return not held_lasts(self.readings.case, entry.edition, None)
        return self.verdicts[0].fails

    def firm(self, index: int, chosen_readings: Mapping[str, int], shown: list[Ledger]) -> frozenset[int]:
        """The entries before it that are full with nothing in the educator's favor, so whatever the rest turns out."""
        outcome = self.readings.outcome(NOTHING, chosen_readings)
        found = []
        for before in range(index):
            if outcome.points_met(before):
                found.append(before)
            elif not self.never(before, outcome):
                break
        if found and not any(not one.favorable and outcome.placement == one.outcome.placement for one in shown):
            shown.append(Ledger(NOTHING, outcome))
        return frozenset(found)
