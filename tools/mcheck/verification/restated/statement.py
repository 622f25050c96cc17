"""The whole statement of the rules for one case under one set of readings."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.editions import Requirement, Target
from ...catalog.scenario import ScenarioReader
from ...catalog.switches import TOPIC_FLOOR
from ...core.points import Points
from .activities import lots_of
from .badges import Badges
from .licenses import judged
from .model import Case, Need, Statement
from .options import Options
from .stated import stated_lots


def state(case: Case, reader: ScenarioReader) -> Statement:
    """All that may count, and what it is needed for."""
    targets = judged(case, reader)
    if not targets:
        return Statement(())
    options_of = Options(case, reader, targets)
    lots = [lot for activity in case.portfolio.activities for lot in lots_of(activity, options_of)]
    badges = Badges(options_of)
    lots += badges.alone()
    choices = tuple(badges.choices())
    if case.portfolio.stated is not None:
        lots += stated_lots(case.portfolio.stated, badges)
    needs = tuple(need for x in targets for need in _needs_of(x.index, x.target))
    floors, keeps_total = _floors(options_of)
    return Statement(targets, needs, tuple(lots), choices, options_of.caps, floors, case.rules.total_only, keeps_total)


def _floors(options_of: Options) -> tuple[tuple[Points, ...], bool]:
    """The least sum of a topic for each target, and whether what is below it still fills the total."""
    reading = options_of.reader.switch(TOPIC_FLOOR, options_of.texts)
    floors = tuple(0 if reading == "per-category" else x.edition.floor for x in options_of.judged)
    return floors, reading == "electives-exempt"


def _needs_of(index: int, target: Target) -> Iterator[Need]:
    """What each requirement needs of its own; points beyond the minimum of one inside it serve it, too."""
    requirements = target.requirements

    def inside(outer: Requirement | None) -> list[Requirement]:
        """Those directly inside a requirement, or inside the total."""
        within = [r for r in requirements if outer is None or r.categories < outer.categories]
        return [r for r in within if not any(r.categories < other.categories for other in within)]

    def takes_up(requirement: Requirement) -> Points:
        """What a requirement and all inside it need together."""
        return max(requirement.minimum, sum(takes_up(inner) for inner in inside(requirement)))

    for requirement in requirements:
        demand = requirement.minimum - sum(takes_up(inner) for inner in inside(requirement))
        if demand > 0:
            yield Need(requirement.id, index, demand, requirement.categories)
    demand = target.total - sum(takes_up(requirement) for requirement in inside(None))
    if demand > 0:
        yield Need("total", index, demand, None)
