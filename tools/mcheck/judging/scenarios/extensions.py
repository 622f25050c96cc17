"""Scenarios with more favorable points, in which a target with priority is met and may take a later target's points.

More points in the educator's favor never hurt a target as long as the same targets before it are met. So instead of
every superset of some favorable points only those have to be looked at with which one more target before it is met:
the minimal ones are called the extensions of a scenario.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...allocation.minimal_sets import ALL, hitting_sets, minimal_sets
from ...catalog.scenario import NOTHING_FAVORABLE, Scenario
from .evaluation_cache import EvaluationCache, stable

MOST_EXTENSIONS = 16
"""Most extensions of a scenario that are followed up."""
MOST_WAYS = 64
"""Most ways that are tried to keep the targets before one from being met."""


class Extensions:
    """The extensions of scenarios, each worked out once."""

    def __init__(self, evaluations: EvaluationCache) -> None:
        self.evaluations = evaluations
        self._extensions: dict[tuple[int, Scenario], list[frozenset[str]] | None] = {}
        self.cut_off = False
        """Whether a search that was cut off was asked for since this was last set to False."""

    def of(self, index: int, scenario: Scenario) -> list[frozenset[str]] | None:
        """The minimal sets of further points with which more targets before one are met; None if cut off."""
        if not index:
            return []
        if (index, scenario) not in self._extensions:
            self._extensions[index, scenario] = self._find(index, scenario)
        extensions = self._extensions[index, scenario]
        self.cut_off |= extensions is None
        return extensions

    def _find(self, index: int, scenario: Scenario) -> list[frozenset[str]] | None:
        evaluations, budget = self.evaluations, self.evaluations.solver.budget
        now, _ = evaluations.met_before(index, scenario)

        def more(chosen: frozenset[str]) -> bool:
            return evaluations.met_before(index, scenario.plus(chosen))[1] > now

        _, most = evaluations.met_before(index, Scenario(None, scenario.chosen_readings))
        if most == now:
            return []
        keep = budget.left - budget.share(2)
        extensions: list[frozenset[str]] | None = None  # nothing to ask about, so it is a search that was cut off
        for keys in stable(
            lambda: evaluations.sort_points(evaluations.ordered(evaluations.consulted) - scenario.named)
        ):
            if keys:
                extensions, which = minimal_sets(more, keys, MOST_EXTENSIONS, lambda: not budget.exhausted(keep))
                if which != ALL:
                    return None
        return extensions

    def furthest(self, index: int, chosen_readings: Mapping[str, int]) -> list[frozenset[str]] | None:
        """Sets of favorable points of which one lets a target be renewed if any set does; None if cut off.

        For each way the targets before it may be met, as many points as can be without one more being met. All points
        together are not among them.
        """
        furthest: dict[frozenset[str], None] = {}
        waiting, seen = [NOTHING_FAVORABLE], {NOTHING_FAVORABLE}
        for favorable in waiting:
            further = self.of(index, Scenario(favorable, chosen_readings))
            ordered = [self.evaluations.sort_points(one) for one in further or ()]
            left_out = None if further is None else hitting_sets(ordered, MOST_WAYS)
            if further is None or left_out is None:
                return None
            everything = self.evaluations.ordered(self.evaluations.open_points())
            furthest |= {frozenset(everything - one): None for one in left_out if one}
            for more in further:
                if favorable | more not in seen:
                    seen.add(favorable | more)
                    waiting.append(favorable | more)
        return list(furthest)
