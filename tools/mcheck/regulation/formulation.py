"""The allocation problem of one scenario: what each activity and badge may count as, and what the targets need."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from ..allocation.problem import Lot, Need, Problem, needs_of
from ..catalog.scenario import ScenarioReader
from ..catalog.switches import TOPIC_FLOOR
from ..core.points import Points
from .activity_lots import activity_lots
from .application import Application
from .badge_lots import BadgeLots
from .lots import LotBuilder, Reason
from .pairing import Token
from .stated_lots import stated_lots
from .targets import RenewalTarget, renewal_targets
from .valuation import Valuation

TARGETS = "targets"
"""The name under which a memory holds what is judged and what that needs."""


class Formulation(NamedTuple):
    """`reasons[pointer]` says what takes points away from an activity or badge, however points are placed."""

    entries: tuple[RenewalTarget, ...]
    problem: Problem
    valuations: Mapping[str, Valuation] = {}
    reasons: Mapping[str, Sequence[Reason]] = {}
    tokens: Sequence[Token] = ()
    """The badges that may count."""
    void: Sequence[Token] = ()
    """The badges that another reading would let count."""
    rates: Mapping[str, Points] = {}
    """What two badges give on the day of each, or one where that is the rule, by its pointer."""
    kin: Mapping[str, Collection[str]] = {}
    """The badges that may make a pair with each as far as they are related, by its pointer."""
    asked_for: Callable[[], Mapping[str, frozenset[str]]] = dict
    """Gives the open points consulted for an activity or badge, by its pointer, and for all else ("")."""
    reader: ScenarioReader | None = None
    """What it was read by, with what was consulted for what."""
    total_only: str = ""
    """The category as which points are shown that count toward a total only."""

    def consulted_for(self, pointers: Collection[str], *, badges: bool) -> frozenset[str]:
        """The open points that decide what these activities bring, with `badges` also all badges, for the targets.

        More than that where several things are made under one name.
        """
        assert self.reader is not None
        others = self.valuations.keys() - pointers
        every = self.reader.asked_for.items()
        consulted = [keys for name, keys in every if not isinstance(name, tuple) or name[0] in pointers]
        if badges:
            consulted += [keys for name, keys in every if isinstance(name, tuple) and name[0] not in others]
        return frozenset(self.reader.asked_beside).union(*consulted)


def formulate(case: Application, reader: ScenarioReader) -> Formulation:
    """Everything that may count, and what it is needed for."""
    judged, needs = reader.remembered(TARGETS, lambda: _targets(case, reader))
    if not judged:
        return Formulation((), Problem((), (), 0))
    builder = LotBuilder(case, reader, judged)
    lots, valuations = activity_lots(builder)
    badges = BadgeLots(builder)
    lots += badges.lots
    floors, keeps_total = _floors(builder, [*lots, *(lot for choice in badges.choices for lot in choice.lots)])
    lots += stated_lots(builder)
    problem = Problem(lots, needs, len(judged), builder.caps, badges.choices, badges.kinds(), floors, keeps_total)
    return Formulation(
        judged,
        problem,
        valuations,
        builder.reasons,
        badges.tokens,
        badges.void,
        badges.rates,
        badges.kin,
        reader.asked_by_pointer,
        reader,
        case.rules.total_only,
    )


def _targets(case: Application, reader: ScenarioReader) -> tuple[tuple[RenewalTarget, ...], list[Need]]:
    """What is judged, and what it needs."""
    judged = renewal_targets(case, reader)
    needs: list[Need] = []
    for entry in judged:
        rows = tuple([(r.id, r.minimum, r.categories) for r in entry.target.requirements])
        needs += _needs(entry.index, entry.target.total, rows)
    return judged, needs


@lru_cache(maxsize=1024)
def _needs(index: int, total: Points, rows: tuple[tuple[str, Points, frozenset[str]], ...]) -> tuple[Need, ...]:
    """What a target needs; most people's are alike."""
    return tuple(needs_of(index, total, rows))


def _floors(builder: LotBuilder, lots: Sequence[Lot]) -> tuple[list[int], bool]:
    """Each target's floor, 0 where the reading has none, and whether the total is exempt from it."""
    floors = [entry.edition.floor for entry in builder.judged]
    highest = max(floors)
    if not builder.caps and all(lot.amount >= highest for lot in lots):
        return [0] * len(floors), False  # nothing can be below it, so the reading does not matter
    reading = builder.reader.switch(TOPIC_FLOOR, builder.texts)
    if reading == "per-category":
        return [0] * len(floors), False
    return floors, reading == "electives-exempt"
