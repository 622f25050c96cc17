"""What micro-credentials bring: pairs of related badges, an odd one beside a pair, and badges that are only counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

from ...core.points import Points
from ...core.portfolio import Badge, Stated
from .model import STATED, Choice, Lot, Option
from .options import Options
from .values import badge_day, pair_value

STATED_BADGES = f"{STATED}/badges"
LEAST_BADGES = 2
"""Fewer badges make no pair."""


class Badges:
    """The badges that count under one set of readings, and what two or three of them bring together."""

    def __init__(self, options_of: Options) -> None:
        self.options_of, self.case, self.reader = options_of, options_of.case, options_of.reader
        self.options: dict[str, tuple[Option, ...]] = {}
        self.rates: dict[str, Points] = {}
        self.counted = self._counted()
        several = len(self.counted) > 1
        self.by_stack = not several or self.reader.switch("related-badges", "stack") == "stack"
        self.related_by = {badge.pointer: self._related_by(badge) for badge in self.counted}

    def _counted(self) -> list[Badge]:
        """Oldest first; of two entries of one micro-credential the one that may count as more."""
        found: dict[str, Badge] = {}
        for badge in sorted(self.case.portfolio.badges, key=_age):
            options, rate = self._options(badge), pair_value(self.reader, badge_day(badge, self.case.as_of))
            if not options or rate is None or not self._rate_holds(badge.approved):
                continue
            self.options[badge.pointer], self.rates[badge.pointer] = options, rate
            rival = found.get(badge.credential)
            if rival is None or len(options) > len(self.options[rival.pointer]):
                found[badge.credential] = badge
        return list(found.values())

    def _options(self, badge: Badge) -> tuple[Option, ...]:
        return () if badge.planned or badge.used_in_earlier_cycle else self.options_of.of(badge)

    def _rate_holds(self, approved: bool | None) -> bool:
        """Whether badges count at all, seeing what is known of their approval."""
        if self.reader.switch("badge-rate", "void") == "void":
            return False
        supervised = self.case.portfolio.employer in (None, "public-school")
        return approved is True or not supervised or self.reader.switch("badge-approval", "needed") != "needed"

    def choices(self) -> Iterator[Choice]:
        """Every pair, and where an odd badge counts for half every pair with one beside it."""
        halves = self.reader.switch("odd-badge", "none") == "half"
        for a, b in combinations(self.counted, 2):
            for topic in self._topics(a, b):
                pair = self._pair(a, b, topic)
                if pair is not None:
                    yield pair
                    yield from self._trios(pair, a, b) if halves else ()

    def _related_by(self, badge: Badge) -> frozenset[str]:
        """What a badge can be related by: its stack or its areas, by the reading of "related"."""
        record = self.case.rules.catalog.get("credentials", badge.credential)
        if self.by_stack:
            return frozenset([record["stack"]] if "stack" in record else ())
        return frozenset(record["our_reading"]["areas"])

    def _topics(self, a: Badge, b: Badge) -> list[str]:
        """What two badges are related by."""
        return sorted(self.related_by[a.pointer] & self.related_by[b.pointer])

    def _pair(self, a: Badge, b: Badge, topic: str) -> Choice | None:
        """Two badges count as what both of them may count as, at the rate of the later day."""
        total_only = self.case.rules.total_only
        theirs = {(target, category or total_only) for target, category in self.options[b.pointer]}
        options = [option for option in self.options[a.pointer] if (option[0], option[1] or total_only) in theirs]
        if not options:
            return None
        rate = self.rates[max((a, b), key=lambda badge: badge_day(badge, self.case.as_of)).pointer]
        names = tuple(badge.pointer for badge in sorted((a, b), key=_place))
        return Choice(names, tuple(self._lots(names, rate, tuple(options), topic)))

    def _trios(self, pair: Choice, a: Badge, b: Badge) -> Iterator[Choice]:
        """The pair with a badge beside it that is related to one of the two, and worth half a pair where it counts."""
        targets = {target for lot in pair.lots for target in lot.targets}
        for single in (badge for badge in self.counted if badge.pointer not in pair.badges):
            own = tuple(option for option in self.options[single.pointer] if option[0] in targets)
            for topic in dict.fromkeys((*self._topics(single, a), *self._topics(single, b))) if own else ():
                half = self._lots((single.pointer,), self.rates[single.pointer] // 2, own, topic)
                yield Choice((*pair.badges, single.pointer), (*pair.lots, *half))

    def _lots(self, badges: tuple[str, ...], amount: Points, options: tuple[Option, ...], topic: str) -> Iterator[Lot]:
        whole = self.options_of.whole_target(options)
        lot = Lot("+".join(badges), amount, options, (), True, whole, f"badges: {topic}", of=badges)
        return self.options_of.with_copies(lot)

    # -- sums in place of a list

    def stated(self, given: Stated) -> Iterator[Lot]:
        """What stated sums bring if the certificates hold; no topic is known, so no floor concerns them."""
        open_to = {x.license.id: x.index for x in self.options_of.licenses if x.first <= x.last}
        if not self.reader.fact(STATED) or not open_to:
            return
        for one in given.sums:
            if one.license in open_to:
                yield Lot(one.pointer, one.points, ((open_to[one.license], one.category),))
        categories = list(self.case.rules.catalog.terms("categories"))[::-1]
        options = tuple((index, category) for index in open_to.values() for category in categories)
        whole = self.options_of.whole_target(options)
        for name, amount in self._stated_pairs(given):
            yield from self.options_of.with_copies(Lot(name, amount, options, (), True, whole))

    def _stated_pairs(self, given: Stated) -> Iterator[tuple[str, Points]]:
        """(id, points) of each pair that so many badges make at most, and of a half beside one."""
        rate = pair_value(self.reader, self.case.as_of)
        if given.badges < LEAST_BADGES or rate is None or not self._rate_holds(approved=None):
            return
        half = given.badges % 2 == 1 and self.reader.switch("odd-badge", "none") == "half"
        alike, mixed = (_most_pairs(given.badges, same, half) for same in (True, False))
        same = given.same_stack
        if same is None:
            same = alike != mixed and self.reader.fact(f"{STATED_BADGES}/same_stack")
        pairs, has_half = alike if same else mixed
        yield from ((f"{STATED_BADGES}#{number}", rate) for number in range(1, pairs + 1))
        if has_half:
            yield f"{STATED_BADGES}#half", rate // 2


def _most_pairs(badges: int, same_stack: bool, half: bool) -> tuple[int, bool]:
    """Pairs that so many badges make, and whether one beside them counts for half.

    Of several stacks two badges make no pair, and the third of three is related to neither of a pair.
    """
    if same_stack:
        return badges // 2, half
    return (badges // 2 if badges > LEAST_BADGES else 0), half and badges > LEAST_BADGES + 1


def _age(badge: Badge) -> tuple[date, str, str]:
    """Oldest first, then by title, then by anything but the place in the file."""
    rest: Sequence[object] = [getattr(badge, name) for name in badge._fields if name != "pointer"]
    return badge.done.last if badge.done else date.max, badge.title, repr(rest)


def _place(badge: Badge) -> int:
    return int(badge.pointer.rsplit("/", 1)[1])
