"""What sums bring that the educator states in place of a list, if the certificates hold."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.switches import ODD_BADGE
from ...core.points import Points
from ...core.portfolio import Stated
from .badges import Badges
from .model import STATED, Lot
from .values import badge_value

STATED_BADGES = f"{STATED}/badges"
LEAST_BADGES = 2
"""Fewer badges make no pair."""


def stated_lots(given: Stated, badges: Badges) -> Iterator[Lot]:
    """What stated sums bring if the certificates hold; no topic is known, so no floor concerns them."""
    open_to = {x.license.id: x.index for x in badges.options_of.licenses if x.first <= x.last}
    if not badges.reader.fact(STATED) or not open_to:
        return
    for one in given.sums:
        if one.license in open_to:
            yield Lot(one.pointer, one.points, ((open_to[one.license], one.category),))
    categories = list(badges.case.rules.catalog.terms("categories"))[::-1]
    options = tuple((index, category) for index in open_to.values() for category in categories)
    whole = badges.options_of.whole_target(options)
    for name, amount in _pairs(given, badges):
        yield from badges.options_of.with_copies(Lot(name, amount, options, (), True, whole))


def _pairs(given: Stated, badges: Badges) -> Iterator[tuple[str, Points]]:
    """(id, points) of each pair that so many badges make at most, and of a half beside one."""
    rate = badge_value(badges.case.rules, badges.case.as_of)
    first = badges.options_of.judged[0].first
    texts = badges.options_of.edition.texts(first, badge_value(badges.case.rules, first))  # of the oldest there may be
    if given.badges < LEAST_BADGES or rate is None or not badges.counts(texts, None):
        return
    if rate.per == "badge":
        yield from ((f"{STATED_BADGES}#{number}", rate.points) for number in range(1, given.badges + 1))
        return
    half = given.badges % 2 == 1 and badges.reader.switch(ODD_BADGE, texts) == "half"
    alike, mixed = (_most_pairs(given.badges, same, half) for same in (True, False))
    same = given.same_stack
    if same is None:
        same = alike != mixed and badges.reader.fact(f"{STATED_BADGES}/same_stack")
    pairs, has_half = alike if same else mixed
    yield from ((f"{STATED_BADGES}#{number}", rate.points) for number in range(1, pairs + 1))
    if has_half:
        yield f"{STATED_BADGES}#half", rate.points // 2


def _most_pairs(badges: int, same_stack: bool, half: bool) -> tuple[int, bool]:
    """Pairs that so many badges make, and whether one beside them counts for half.

    Of several stacks two badges make no pair, and the third of three is related to neither of a pair.
    """
    if same_stack:
        return badges // 2, half
    return (badges // 2 if badges > LEAST_BADGES else 0), half and badges > LEAST_BADGES + 1
