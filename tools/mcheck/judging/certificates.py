"""The proof of each verdict that a report shows: ledgers to add up, or requirements that need too much.

`verify` holds each of them against the rules; what it could not confirm is called `searched` here already.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..allocation.tight_sets import TightSet, tight_sets
from ..catalog.scenario import NOTHING_FAVORABLE, Scenario
from ..regulation.application import held_primary_allows_renewal
from ..regulation.targets import RenewalTarget
from .scenarios.evaluation import Evaluation
from .scenarios.evaluation_cache import reading_combinations
from .verdicts import DEPENDS, Judge, Verdict

LEDGER, CUT, GATE, SEARCHED = "ledger", "cut", "gate", "searched"


class Ledger(NamedTuple):
    """Where points went when exactly the `favorable` points fell in the educator's favor."""

    favorable: frozenset[str]
    outcome: Evaluation


class Tight(NamedTuple):
    """A tight set, the readings of unordered questions it holds under, and what is known under them."""

    chosen_readings: Mapping[str, int]
    outcome: Evaluation
    tight_set: TightSet


class Further(NamedTuple):
    """Under a scenario more of what has priority is full only with one of these sets of further favorable points."""

    scenario: Scenario
    sets: Sequence[frozenset[str]]


class Certificate(NamedTuple):
    """`kind` is ledger, cut, gate or searched. The first of the ledgers is the one to show.

    Beside a condition that fails (gate), tight sets show that the points of the entry would not suffice either.
    """

    kind: str
    ledgers: Sequence[Ledger]
    tight: Sequence[Tight] = ()
    further: Sequence[Further] = ()


def prove(judge: Judge, verdicts: Sequence[Verdict]) -> list[Certificate]:
    """The certificate of each verdict, in the order of entries."""
    prover = _Prover(judge, verdicts)
    for index in range(len(verdicts)):
        prover.certificates.append(prover.certificate(index))
    return prover.certificates


class _Prover:
    def __init__(self, judge: Judge, verdicts: Sequence[Verdict]) -> None:
        self.case = judge.case
        self.judge = judge
        self.evaluations = judge.evaluations
        self.verdicts = verdicts
        self.certificates: list[Certificate] = []
        self.primary = None if judge.case.primary is None else 0
        """The index of the Primary, if there is one."""

    def certificate(self, index: int) -> Certificate:
        verdict = self.verdicts[index]
        if verdict.fails:
            return self.why_not(index, verdict)
        shown, further = [Ledger(verdict.scenario.named, verdict.outcome)], list[Further]()
        if verdict.preemptible or (verdict.word == DEPENDS and not verdict.depends_on):
            return Certificate(SEARCHED, shown)
        others = [q for q in self.evaluations.unordered if not verdict.scenario.favors(q.key)]
        for readings in reading_combinations(others):
            if not self.lasts(index, verdict.scenario.under(readings), shown, further):
                return Certificate(SEARCHED, shown)
        return Certificate(LEDGER, shown, further=further)

    def lasts(self, index: int, scenario: Scenario, shown: list[Ledger], further: list[Further]) -> bool:
        """Whether ledgers show it renewed with at least these points favored; adds them, and what else it depends on.

        A ledger in which everything before it is full, too, shows it for all larger sets. What is not full there is
        known to be never full, or to be full with certain further points only: then those have ledgers as well.
        """
        outcome, favorable = self.evaluations.evaluation(scenario), scenario.named
        if not any(outcome.placement == one.outcome.placement and favorable == one.favorable for one in shown):
            shown.append(Ledger(favorable, outcome))
        if not self.evaluations.is_renewed(index, scenario):
            return False
        if all(outcome.points_met(before) or self.never(before, outcome) for before in range(index)):
            return True
        sets = self.judge.extensions.of(index, scenario)
        if sets is None:
            return False
        further.append(Further(scenario, sets))
        return all(self.lasts(index, scenario.plus(more), shown, further) for more in sets)

    def why_not(self, index: int, verdict: Verdict) -> Certificate:
        entry, shown = verdict.outcome.entries[index], [Ledger(verdict.scenario.named, verdict.outcome)]
        gate = self.never_alone(entry) or bool(entry.failed_gates)
        beside_primary = entry.is_additional and self.primary is not None and not gate
        cuts, ledgers = [], [*shown]
        for chosen_readings, outcome in self.evaluations.best_case_outcomes():
            firm = self.firm(index, chosen_readings, ledgers)
            sets = tight_sets(outcome.formulation.problem, index, firm)
            if not sets and beside_primary:
                sets = tight_sets(outcome.formulation.problem, index, firm | {0})
            if not sets:
                return Certificate(GATE if gate else SEARCHED, shown)
            cuts += [Tight(chosen_readings, outcome, one) for one in sets]
        return Certificate(GATE if gate else CUT, ledgers, cuts)

    def never(self, index: int, outcome: Evaluation) -> bool:
        """Whether tight sets show that an entry is not full in any event in which the Primary is full as it is here.

        Where they do not count on what the Primary takes, it is never full.
        """
        tight = self.certificates[index].tight
        asked = {one.outcome.formulation.problem.needs[n].target for one in tight for n in one.tight_set.needs}
        beside = outcome.entries[index].is_additional and self.primary in asked
        return bool(tight) and (not beside or outcome.points_met(0))

    def never_alone(self, entry: RenewalTarget) -> bool:
        """Whether it is an additional license whose Primary is not renewed in any event."""
        if not entry.is_additional:
            return False
        if self.primary is None:
            return not held_primary_allows_renewal(self.case, entry.edition, Scenario.ALL_FAVORABLE)
        return self.verdicts[0].fails

    def firm(self, index: int, chosen_readings: Mapping[str, int], shown: list[Ledger]) -> frozenset[int]:
        """The entries before it that are full with nothing in the educator's favor, so whatever the rest turns out."""
        outcome = self.evaluations.evaluation(Scenario(chosen_readings=chosen_readings))
        firm = []
        for before in range(index):
            if outcome.points_met(before):
                firm.append(before)
            elif not self.never(before, outcome):
                break
        if firm and not any(not one.favorable and outcome.placement == one.outcome.placement for one in shown):
            shown.append(Ledger(NOTHING_FAVORABLE, outcome))
        return frozenset(firm)
