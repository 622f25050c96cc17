"""What badges bring: in pairs of related ones, and where an odd one counts for half, in a pair with one beside it.

What a pair is worth, and what may settle a question about it, goes by the later of its two days. Where the value of a
day is for each badge, a badge counts by itself.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from itertools import combinations
from operator import attrgetter
from typing import NamedTuple

from ..allocation.problem import Choice, Lot, Option
from ..catalog.activity_kinds import DatedValue
from ..catalog.questions import Settlement, Texts
from ..catalog.switches import BADGE_APPROVAL, BADGE_RATE, BADGE_SWITCHES, ODD_BADGE, RELATED_BADGES
from ..core.codes import Code
from ..core.pointers import index_of
from ..core.points import Points
from ..core.portfolio import Badge
from .lots import USED_BEFORE, LotBuilder
from .pairing import Token, related_by, token
from .valuation import badge_day, pair_value

Reason = tuple[str, str]
"""Code and words of why a badge counts for nothing."""


class Valued(NamedTuple):
    """A badge with the value of its day, and where it may count.

    `alone` says why it counts for nothing, unless a later badge carries it; `settled` what settles each of the
    questions about badges for it.
    """

    token: Token
    day: date
    value: DatedValue
    texts: Texts
    alone: Reason | None
    options: tuple[Option, ...]
    settled: tuple[Settlement | None, ...]

    @property
    def badge(self) -> Badge:
        return self.token.badge

    @property
    def pointer(self) -> str:
        return self.token.badge.pointer


class BadgeLots:
    """The badges that may count, the choices of pairs that they leave, and what counts without a partner."""

    def __init__(self, builder: LotBuilder) -> None:
        self.builder = builder
        self.case, self.reader = builder.case, builder.reader
        self.void: list[Token] = []
        """The badges that another reading would let count."""
        self.valued = self._counting()
        self.tokens = [badge.token for badge in self.valued]
        self.rates = {badge.pointer: badge.value.points for badge in self.valued}
        """What two badges give on the day of each, or one where that is the rule, by its pointer."""
        self.lots = [lot for badge in self.valued if badge.value.per == "badge" for lot in self._alone(badge)]
        paired = [badge for badge in self.valued if badge.value.per != "badge"]
        self.choices: list[Choice] = []
        self.kin: Mapping[str, Collection[str]] = {}
        """The badges that each is related to, by its pointer."""
        if not paired:
            return
        known = tuple([(badge.pointer, id(badge.options), badge.alone is None) for badge in paired])
        [(self.choices, self.kin)] = builder.remembered_each({("pairs", known): paired}, self._pairings)

    def kinds(self) -> dict[str, Hashable]:
        """A number for each badge by its pointer, the same one for those that may be exchanged for each other."""
        kinds: dict[str, Hashable] = {}
        numbers: dict[Hashable, int] = {}
        for known, _, value, _, alone, options, settled in self.valued:
            shared = known.stack, known.areas, options, value.start, settled, alone is None
            kinds[known.badge.pointer] = numbers.setdefault(shared, len(numbers))
        return kinds

    # -- which badges count

    def _counting(self) -> list[Valued]:
        """Badges that may count, oldest first; of several entries of one micro-credential the most useful one."""
        valued = self._valued()
        carriers = valued if len({badge.settled for badge in valued}) > 1 else []
        counting: dict[str, Valued] = {}
        for badge in valued:
            if badge.alone is not None and not any(self._pair_counts(badge, other) for other in carriers):
                self.builder.note(badge.pointer, *badge.alone)
                self.void.append(badge.token)
                continue
            rival = counting.get(badge.badge.credential)
            if rival is not None:
                loser = badge if _use(rival) >= _use(badge) else rival
                self.builder.note(loser.pointer, Code.ODD_BADGE, "The same micro-credential counts once.")
                if loser is badge:
                    continue
            counting[badge.badge.credential] = badge
        return list(counting.values())

    def _valued(self) -> list[Valued]:
        """Badges done on a day that has a value, oldest first."""
        badges: dict[Hashable, Badge] = {}
        for badge in self.builder.badges:
            if badge.planned and not self.case.planned:
                continue
            if badge.used_in_earlier_cycle:
                self.builder.note(badge.pointer, Code.USED_BEFORE, USED_BEFORE)
                continue
            badges[badge.pointer] = badge
        may_count = [one for one in self.builder.remembered_each(badges, self._badge) if one is not None]
        for badge_token, alone, valued in may_count:
            if valued is None:
                self.void += [] if alone is None else [badge_token]
                text = f"No source gives a value for badges earned on {badge_token.badge.done}."
                self.builder.note(badge_token.badge.pointer, *(alone or (Code.RATE_NOT_CONFIRMED, text)))
        return [valued for _, _, valued in may_count if valued is not None]

    def _badge(self, badge: Badge) -> tuple[Token, Reason | None, Valued | None] | None:
        """A badge that may count, why it counts for nothing if no other carries it, and with its value if it has one.

        None, and nothing is asked about it, where it may count nowhere.
        """
        options = tuple(self.builder.options(badge))
        if not options:
            return None
        badge_token = token(badge, self.case.catalog.get("credentials", badge.credential))
        day = badge_day(badge, self.case.as_of)
        texts, value = self._texts(day), pair_value(self.reader.rules, day)
        alone = why_not(self.builder, texts, badge.approved)
        if value is None:
            return badge_token, alone, None
        asked = [self.reader.rules.by_switch.get(switch.name) for switch in BADGE_SWITCHES]
        settled = tuple([question.settlement(texts) for question in asked if question is not None])
        return badge_token, alone, Valued(badge_token, day, value, texts, alone, _same(options), settled)

    def _texts(self, day: date) -> Texts:
        """What may settle a question about a badge of a day."""
        return self.builder.setting.edition.texts(day, pair_value(self.reader.rules, day))

    # -- pairs

    def _pair_counts(self, a: Valued, b: Valued) -> bool:
        """Whether two badges may make a pair by the texts of the later day."""
        if "badge" in (a.value.per, b.value.per) or a.badge.credential == b.badge.credential:
            return False
        related = related_by(a.token, b.token, self.reader.switch(RELATED_BADGES, _later(a, b).texts))
        return bool(related) and self._both_count(a, b)

    def _both_count(self, a: Valued, b: Valued) -> bool:
        """Whether neither of two badges counts for nothing by the texts of the later day."""
        builder, texts = self.builder, _later(a, b).texts
        return why_not(builder, texts, a.badge.approved) is None and why_not(builder, texts, b.badge.approved) is None

    def _topics(self, valued: Sequence[Valued]) -> dict[str, dict[str, tuple[str, ...]]]:
        """The topics in which badges are related by the texts of the later day, by the pointers of both."""
        topics: dict[str, dict[str, tuple[str, ...]]] = {one.pointer: {} for one in valued}
        before: list[Token] = []
        for later in sorted(valued, key=attrgetter("day")):
            if before:
                reading = self.reader.switch(RELATED_BADGES, later.texts)
            for other in before:
                if related := related_by(other, later.token, reading):
                    topics[other.badge.pointer][later.pointer] = topics[later.pointer][other.badge.pointer] = related
            before.append(later.token)
        return topics

    def _pairings(self, valued: Sequence[Valued]) -> tuple[list[Choice], dict[str, set[str]]]:
        """Every pair of badges, and where an odd one counts every trio: a pair, and half of one beside it.

        Also the badges that each is related to, by its pointer.
        """
        topics = self._topics(valued)
        total_only = self.builder.total_only
        named = {one.pointer: one for one in valued}
        pairs = list[tuple[Choice, str, str, frozenset[int]]]()
        for first, second in combinations(named, 2):
            if second not in topics[first]:
                continue
            a, b = named[first], named[second]
            theirs = {(t, category or total_only) for t, category in b.options}
            options = tuple([option for option in a.options if (option[0], option[1] or total_only) in theirs])
            if not options or not self._both_count(a, b):
                continue
            uses = tuple(sorted((first, second), key=index_of))
            targets = frozenset([target for target, _ in options])
            for topic in topics[first][second]:
                lots = self._badge_lots(uses, _later(a, b).value.points, options, topic)
                pairs.append((Choice(uses, lots), first, second, targets))
        half = cache(lambda single, targets, topic: self._half(named[single], targets, topic))
        singles = [pointer for pointer, one in named.items() if one.alone is None]
        trios = []
        for pair, first, second, targets in pairs:
            near, far = topics[first], topics[second]
            kin = near.keys() | far.keys()
            for single in [one for one in singles if one in kin and one not in pair.uses]:
                for topic in dict.fromkeys(near.get(single, ()) + far.get(single, ())):
                    if lots := half(single, targets, topic):
                        trios.append(Choice((*pair.uses, single), (*pair.lots, *lots)))
        return [pair for pair, *_ in pairs] + trios, {pointer: set(kin) for pointer, kin in topics.items()}

    def _half(self, single: Valued, targets: Collection[int], topic: str) -> tuple[Lot, ...]:
        """What a badge is worth beside a pair that may count for these targets: half a pair, or nothing."""
        own = tuple([option for option in single.options if option[0] in targets])
        if not own or self.reader.switch(ODD_BADGE, single.texts) != "half":
            return ()
        return self._badge_lots((single.pointer,), single.value.points // 2, own, topic)

    # -- lots

    def _alone(self, badge: Valued) -> tuple[Lot, ...]:
        """What a badge brings by itself, in the topic of its stack; one of no stack is a topic of its own."""
        topic = badge.pointer if badge.token.stack is None else f"badges: {badge.token.stack}"
        one_target = self.builder.whole_target(badge.options)
        lot = Lot(badge.pointer, badge.value.points, badge.options, (), True, one_target, topic)
        return self.builder.with_copies(lot)

    def _badge_lots(
        self, badges: tuple[str, ...], amount: Points, options: tuple[Option, ...], topic: str
    ) -> tuple[Lot, ...]:
        """What these badges bring together."""
        one_target = self.builder.whole_target(options)
        name = "+".join(badges)
        return self.builder.with_copies(Lot(name, amount, options, (), True, one_target, f"badges: {topic}", of=badges))


@lru_cache(maxsize=4096)
def _same(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """The same, as one object wherever it can be, since what pairs are made of is told by the id of these."""
    return options


def _use(badge: Valued) -> tuple[int, ...]:
    """Of two entries of one micro-credential the one with more of this is more useful."""
    return len(badge.options), badge.value.points, badge.alone is None


def _later(a: Valued, b: Valued) -> Valued:
    return max((a, b), key=lambda one: one.day)


def why_not(builder: LotBuilder, texts: Texts, approved: bool | None) -> Reason | None:
    """Why badges do not count at all, seeing what is known of their approval; None where they do."""
    if builder.reader.switch(BADGE_RATE, texts) == "void":
        text = "Not counted unless the badge rate stands: no department text confirms it."
        return Code.RATE_NOT_CONFIRMED, text
    public = builder.case.portfolio.employer in (None, "public-school")
    if public and approved is not True and builder.reader.switch(BADGE_APPROVAL, texts) == "needed":
        return Code.BADGE_NOT_APPROVED, "The file does not say that your supervisor approved it."
    return None
