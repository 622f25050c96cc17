"""What micro-credentials bring: pairs of related badges, an odd one beside a pair, and badges that count alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations

from ...catalog.activity_kinds import DatedValue
from ...catalog.questions import Texts
from ...catalog.switches import BADGE_APPROVAL, BADGE_RATE, ODD_BADGE, RELATED_BADGES
from ...core.points import Points
from ...core.portfolio import Badge
from .model import Choice, Lot, Option
from .options import Options
from .values import badge_day, badge_value


@dataclass(frozen=True, slots=True)
class Dated:
    """A badge on its day, with the value of that day and what may settle a question about it."""

    badge: Badge
    day: date
    value: DatedValue
    texts: Texts
    options: tuple[Option, ...]

    @property
    def pointer(self) -> str:
        return self.badge.pointer

    @property
    def makes_pairs(self) -> bool:
        return self.value.per == "pair"


class Badges:
    """The badges that count under one set of readings, and what one, two or three of them bring together."""

    def __init__(self, options_of: Options) -> None:
        self.options_of, self.case, self.reader = options_of, options_of.case, options_of.reader
        self._shared: dict[frozenset[str], list[str]] = {}
        """What two badges are related by, which is asked for each pair and again for each badge beside it."""
        self.counted = self._counted()

    def _counted(self) -> list[Dated]:
        """Oldest first; of two entries of one micro-credential the one that may count as more, or is worth more."""
        dated = [one for badge in sorted(self.case.portfolio.badges, key=_age) for one in self._dated(badge)]
        counted: dict[str, tuple[tuple[int, ...], Dated]] = {}
        for one in dated:
            by_itself = self.counts(one.texts, one.badge.approved)
            if by_itself or any(self._pair_counts(one, other) for other in dated if other.day > one.day):
                use = len(one.options), one.value.points, int(by_itself)
                rival = counted.get(one.badge.credential)
                if rival is None or use > rival[0]:
                    counted[one.badge.credential] = use, one
        return [one for _, one in counted.values()]

    def _dated(self, badge: Badge) -> Iterator[Dated]:
        """The badge, if it was done in time, is still to be used and has a value."""
        options = () if badge.planned or badge.used_in_earlier_cycle else self.options_of.of(badge)
        day = badge_day(badge, self.case.as_of)
        value = badge_value(self.case.rules, day)
        if options and value is not None:
            yield Dated(badge, day, value, self.options_of.edition.texts(day, value), options)

    def counts(self, texts: Texts, *approved: bool | None) -> bool:
        """Whether badges count by these texts, seeing what is known of the approval of each."""
        if self.reader.switch(BADGE_RATE, texts) == "void":
            return False
        supervised = self.case.portfolio.employer in (None, "public-school")
        return (
            not supervised
            or all(one is True for one in approved)
            or self.reader.switch(BADGE_APPROVAL, texts) != "needed"
        )

    def _pair_counts(self, a: Dated, b: Dated) -> bool:
        """Whether two badges may make a pair; the texts of the later day say so."""
        alike = a.badge.credential == b.badge.credential or not (a.makes_pairs and b.makes_pairs)
        return (
            not alike
            and bool(self._topics(a, b))
            and self.counts(_later(a, b).texts, a.badge.approved, b.badge.approved)
        )

    def alone(self) -> Iterator[Lot]:
        """What badges bring of which each has a value, in the topic of the stack, or one of its own."""
        for one in (one for one in self.counted if not one.makes_pairs):
            stack = self.case.rules.catalog.get("credentials", one.badge.credential).get("stack")
            topic = one.pointer if stack is None else f"badges: {stack}"
            whole = self.options_of.whole_target(one.options)
            lot = Lot(one.pointer, one.value.points, one.options, (), True, whole, topic)
            yield from self.options_of.with_copies(lot)

    def choices(self) -> Iterator[Choice]:
        """Every pair, and where an odd badge counts for half every pair with one beside it."""
        for a, b in combinations(self.counted, 2):
            for topic in self._topics(a, b) if self._pair_counts(a, b) else ():
                pair = self._pair(a, b, topic)
                if pair is not None:
                    yield pair
                    yield from self._trios(pair, a, b)

    def _related_by(self, badge: Badge, texts: Texts) -> frozenset[str]:
        """What a badge can be related by: its stack or its areas, by the reading of "related"."""
        record = self.case.rules.catalog.get("credentials", badge.credential)
        if self.reader.switch(RELATED_BADGES, texts) == "stack":
            return frozenset([record["stack"]] if "stack" in record else ())
        return frozenset(record["our_reading"]["areas"])

    def _topics(self, a: Dated, b: Dated) -> list[str]:
        """What two badges are related by, on the later day."""
        key = frozenset((a.pointer, b.pointer))
        if key not in self._shared:
            texts = _later(a, b).texts
            self._shared[key] = sorted(self._related_by(a.badge, texts) & self._related_by(b.badge, texts))
        return self._shared[key]

    @cached_property
    def _kin(self) -> Mapping[str, set[str]]:
        """The badges that each is related to, of those that make pairs, by its pointer."""
        kin: dict[str, set[str]] = {one.pointer: set() for one in self.counted if one.makes_pairs}
        for a, b in combinations((one for one in self.counted if one.makes_pairs), 2):
            if self._topics(a, b):
                kin[a.pointer].add(b.pointer)
                kin[b.pointer].add(a.pointer)
        return kin

    def _pair(self, a: Dated, b: Dated, topic: str) -> Choice | None:
        """Two badges count as what both of them may count as, at the rate of the later day."""
        total_only = self.case.rules.total_only
        theirs = {(target, category or total_only) for target, category in b.options}
        options = [option for option in a.options if (option[0], option[1] or total_only) in theirs]
        if not options:
            return None
        names = tuple(badge.pointer for badge in sorted((a.badge, b.badge), key=_place))
        return Choice(names, tuple(self._lots(names, _later(a, b).value.points, tuple(options), topic)))

    def _trios(self, pair: Choice, a: Dated, b: Dated) -> Iterator[Choice]:
        """The pair with a badge beside it that is related to one of the two, and worth half a pair where it counts."""
        targets = {target for lot in pair.lots for target in lot.targets}
        kin = (self._kin[a.pointer] | self._kin[b.pointer]).difference(pair.badges)
        for single in (one for one in self.counted if one.pointer in kin):
            own = tuple(option for option in single.options if option[0] in targets)
            topics = dict.fromkeys((*self._topics(single, a), *self._topics(single, b))) if own else {}
            if not topics or not self.counts(single.texts, single.badge.approved):
                continue
            for topic in topics if self.reader.switch(ODD_BADGE, single.texts) == "half" else ():
                half = self._lots((single.pointer,), single.value.points // 2, own, topic)
                yield Choice((*pair.badges, single.pointer), (*pair.lots, *half))

    def _lots(self, badges: tuple[str, ...], amount: Points, options: tuple[Option, ...], topic: str) -> Iterator[Lot]:
        whole = self.options_of.whole_target(options)
        lot = Lot("+".join(badges), amount, options, (), True, whole, f"badges: {topic}", of=badges)
        return self.options_of.with_copies(lot)


def _later(a: Dated, b: Dated) -> Dated:
    return max((a, b), key=lambda one: one.day)


def _age(badge: Badge) -> tuple[date, str, str]:
    """Oldest first, then by title, then by anything but the place in the file."""
    rest: Sequence[object] = [getattr(badge, name) for name in badge._fields if name != "pointer"]
    return badge.done.last if badge.done else date.max, badge.title, repr(rest)


def _place(badge: Badge) -> int:
    return int(badge.pointer.rsplit("/", 1)[1])
