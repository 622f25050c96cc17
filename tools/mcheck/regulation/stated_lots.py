"""What sums bring that the educator states, if the certificates hold."""

from __future__ import annotations

from collections.abc import Iterator

from ..allocation.problem import Lot, Option
from ..catalog.switches import ODD_BADGE
from ..core.codes import Code
from ..core.points import Points
from ..core.portfolio import Stated
from .badge_lots import why_not
from .lots import LotBuilder
from .stated_totals import BADGES, HALF, LEAST_BADGES, SAME_STACK, STATED, pairs_made
from .valuation import pair_value


def stated_lots(builder: LotBuilder) -> list[Lot]:
    """What sums bring that the educator states, if the certificates hold.

    A topic that is too small is one of the things that are not checked of them, so no floor concerns them.
    """
    given = builder.case.portfolio.stated
    if given is None or not builder.reader.fact(STATED):
        return []
    open_to = {entry.name: entry.index for entry in builder.licenses if entry.window.begun}
    lots = [
        Lot(stated.pointer, stated.points, (Option(open_to[stated.license], stated.category),))
        for stated in given.sums
        if stated.license in open_to
    ]
    # the last category first, which fills a total only: no other is named where that is enough
    categories = list(builder.case.catalog.terms("categories"))[::-1]
    options = tuple(Option(index, category) for index in open_to.values() for category in categories)
    for name, amount in _stated_badges(builder, given) if options else ():
        lots += builder.with_copies(Lot(name, amount, options, (), True, builder.whole_target(options)))
    return lots


def _stated_badges(builder: LotBuilder, given: Stated) -> Iterator[tuple[str, Points]]:
    """(id, points) of each pair, and of half a pair, that badges make of which only the number is stated."""
    if given.badges < LEAST_BADGES:
        return
    # nobody knows their days: nothing counts as settled that is not so for the oldest of them
    first = builder.judged[0].window.first
    texts = builder.setting.edition.texts(first, pair_value(builder.case.rules, first))
    reason = why_not(builder, texts, approved=None)
    if reason is not None:
        builder.note(BADGES, *reason)
        return
    rate = pair_value(builder.case.rules, builder.case.as_of)
    if rate is None:
        builder.note(BADGES, Code.RATE_NOT_CONFIRMED, f"No source gives a value for badges on {builder.case.as_of}.")
        return
    if rate.per == "badge":
        yield from ((f"{BADGES}#{number}", rate.points) for number in range(1, given.badges + 1))
        return
    halves = given.badges % 2 == 1 and builder.reader.switch(ODD_BADGE, texts) == "half"
    pairs_by_stack = {same: pairs_made(given.badges, same, halves) for same in (True, False)}
    same_stack = given.same_stack
    if same_stack is None:
        same_stack = pairs_by_stack[True] != pairs_by_stack[False] and builder.reader.fact(SAME_STACK)
    pairs_, half = pairs_by_stack[same_stack]
    yield from ((f"{BADGES}#{number}", rate.points) for number in range(1, pairs_ + 1))
    if half:
        yield HALF, rate.points // 2
