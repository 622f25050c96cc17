"""What badges bring: in pairs of related ones, and where an odd one counts for half, in a pair with one beside it.

What a pair is worth, and what may settle a question about it, goes by the later of its two days. Where the value of a
day is for each badge, a badge counts by itself.
"""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import NamedTuple, TypeAlias

from ..allocation.problem import Choice, Lot, Option
from ..catalog.activity_kinds import DatedValue
from ..catalog.questions import Settlement, Texts
from ..catalog.switches import BADGE_APPROVAL, BADGE_RATE, BADGE_SWITCHES, ODD_BADGE, RELATED_BADGES
from ..core.codes import Code
from ..core.pointers import index_of
from ..core.points import Points
from ..core.portfolio import Badge
from .lots import USED_BEFORE, LotBuilder, in_order
from .pairing import Token, related_by, token
from .valuation import badge_day, pair_value

Reason = tuple[str, str]
"""Code and words of why a badge counts for nothing."""
_Halves: TypeAlias = dict[tuple[str, tuple[Option, ...], str], tuple[Lot, ...]]
"""By the pointer of a badge, what it may count as and its topic: what it brings beside a pair."""


class Valued(NamedTuple):
    """A badge with the value of its day. `alone` says why it counts for nothing, unless a later badge carries it."""

    token: Token
    day: date
    value: DatedValue
    texts: Texts
    alone: Reason | None

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
        self.options: dict[str, tuple[Option, ...]] = {}
        """Where each badge may count, by its pointer."""
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
        known = tuple((badge.pointer, id(self.options[badge.pointer]), badge.alone is None) for badge in paired)
        self.choices, self.kin = builder.remembered(("pairs", known), self._pairings, paired)

    def kinds(self) -> dict[str, Hashable]:
        """What badges have in common that may be exchanged for each other, by the pointer of each."""
        kinds: dict[str, Hashable] = {}
        for badge in self.valued:
            shared = badge.token.stack, badge.token.areas, self.options[badge.pointer]
            kinds[badge.pointer] = (*shared, badge.value.start, self._settled(badge), badge.alone is None)
        return kinds

    def _settled(self, badge: Valued) -> tuple[Settlement | None, ...]:
        """What settles each of the questions about badges for one."""
        asked = (self.reader.rules.by_switch.get(switch.name) for switch in BADGE_SWITCHES)
        return tuple(question.settlement(badge.texts) for question in asked if question is not None)

    # -- which badges count

    def _counting(self) -> list[Valued]:
        """Badges that may count, oldest first; of several entries of one micro-credential the most useful one."""
        valued = self._valued()
        carriers = valued if len({self._settled(badge) for badge in valued}) > 1 else []
        counting: dict[str, Valued] = {}
        for badge in valued:
            if badge.alone is not None and not any(self._pair_counts(badge, other) for other in carriers):
                self.builder.note(badge.pointer, *badge.alone)
                self.void.append(badge.token)
                continue
            rival = counting.get(badge.badge.credential)
            if rival is not None:
                loser = badge if self._use(rival) >= self._use(badge) else rival
                self.builder.note(loser.pointer, Code.ODD_BADGE, "The same micro-credential counts once.")
                if loser is badge:
                    continue
            counting[badge.badge.credential] = badge
        return list(counting.values())

    def _use(self, badge: Valued) -> tuple[int, ...]:
        """Of two entries of one micro-credential the one with more of this is more useful."""
        return len(self.options[badge.pointer]), badge.value.points, badge.alone is None

    def _valued(self) -> list[Valued]:
        """Badges done on a day that has a value, oldest first."""
        badges = []
        for badge in in_order(self.case.portfolio.badges):
            if badge.planned and not self.case.planned:
                continue
            if badge.used_in_earlier_cycle:
                self.builder.note(badge.pointer, Code.USED_BEFORE, USED_BEFORE)
                continue
            options, alone, badge_token, valued = self.builder.remembered(badge.pointer, self._badge, badge)
            if not options:
                continue
            self.options[badge.pointer] = options
            if valued is not None:
                badges.append(valued)
                continue
            self.void += [] if alone is None else [badge_token]
            text = f"No source gives a value for badges earned on {badge.done}."
            self.builder.note(badge.pointer, *(alone or (Code.RATE_NOT_CONFIRMED, text)))
        return badges

    def _badge(self, badge: Badge) -> tuple[tuple[Option, ...], Reason | None, Token, Valued | None]:
        """Where a badge may count, why it counts for nothing if no other carries it, and with its value if it has one.

        Nothing is asked about one that may count nowhere.
        """
        options = tuple(self.builder.options(badge))
        badge_token = token(badge, self.case.catalog.get("credentials", badge.credential))
        if not options:
            return options, None, badge_token, None
        day = badge_day(badge, self.case.as_of)
        texts, value = self._texts(day), pair_value(self.reader.rules, day)
        alone = why_not(self.builder, texts, badge.approved)
        return options, alone, badge_token, None if value is None else Valued(badge_token, day, value, texts, alone)

    def _texts(self, day: date) -> Texts:
        """What may settle a question about a badge of a day."""
        return self.builder.setting.edition.texts(day, pair_value(self.reader.rules, day))

    # -- pairs

    def _pair_counts(self, a: Valued, b: Valued) -> bool:
        """Whether two badges may make a pair by the texts of the later day."""
        later = _later(a, b)
        if "badge" in (a.value.per, b.value.per) or a.badge.credential == b.badge.credential:
            return False
        if not self._related(a, b):
            return False
        return not any(why_not(self.builder, later.texts, one.badge.approved) for one in (a, b))

    def _related(self, a: Valued, b: Valued) -> tuple[str, ...]:
        """The topics in which two badges are related, by the texts of the later day."""
        return related_by(a.token, b.token, self.reader.switch(RELATED_BADGES, _later(a, b).texts))

    def _pairings(self, valued: Sequence[Valued]) -> tuple[list[Choice], dict[str, set[str]]]:
        """Every pair of badges, and where an odd one counts every trio: a pair, and half of one beside it.

        Also the badges that each is related to, by its pointer.
        """
        topics: dict[str, dict[str, tuple[str, ...]]] = {one.pointer: {} for one in valued}
        """What relates two badges, by the pointers of both."""
        total_only = self.builder.total_only
        pairs = list[tuple[Choice, tuple[Valued, Valued], Sequence[Option]]]()
        for a, b in combinations(valued, 2):
            related = self._related(a, b)
            if not related:
                continue
            topics[a.pointer][b.pointer] = topics[b.pointer][a.pointer] = related
            theirs = {(t, category or total_only) for t, category in self.options[b.pointer]}
            mine = self.options[a.pointer]
            options = tuple(Option(t, category) for t, category in mine if (t, category or total_only) in theirs)
            if not options or not self._pair_counts(a, b):
                continue
            uses = sorted((a.pointer, b.pointer), key=index_of)
            for topic in related:
                amount = _later(a, b).value.points
                pairs.append((Choice(tuple(uses), self._badge_lots(uses, amount, options, topic)), (a, b), options))
        halves: _Halves = {}
        trios = [
            trio
            for pair, (a, b), options in pairs
            for single in valued
            if not topics[single.pointer].keys().isdisjoint(pair.uses)
            if single.pointer not in pair.uses and single.alone is None
            for mine in (topics[single.pointer],)
            for related in (dict.fromkeys((*mine.get(a.pointer, ()), *mine.get(b.pointer, ()))),)
            for trio in self._trios(pair, single, frozenset([target for target, _ in options]), related, halves)
        ]
        return [pair for pair, _, _ in pairs] + trios, {pointer: set(kin) for pointer, kin in topics.items()}

    def _trios(
        self, pair: Choice, single: Valued, targets: frozenset[int], topics: Iterable[str], halves: _Halves
    ) -> Iterator[Choice]:
        """A pair with another badge beside it, which is worth half a pair wherever the pair may count.

        `halves` are what badges are worth beside pairs, as far as it was made.
        """
        own = tuple([option for option in self.options[single.pointer] if option[0] in targets])
        if not own or self.reader.switch(ODD_BADGE, single.texts) != "half":
            return
        for topic in topics:
            name = single.pointer, own, topic
            if name not in halves:
                halves[name] = self._badge_lots([single.pointer], single.value.points // 2, own, topic)
            yield Choice((*pair.uses, single.pointer), (*pair.lots, *halves[name]))

    # -- lots

    def _alone(self, badge: Valued) -> tuple[Lot, ...]:
        """What a badge brings by itself, in the topic of its stack; one of no stack is a topic of its own."""
        topic = badge.pointer if badge.token.stack is None else f"badges: {badge.token.stack}"
        options = self.options[badge.pointer]
        one_target = self.builder.whole_target(options)
        lot = Lot(badge.pointer, badge.value.points, options, (), True, one_target, topic)
        return self.builder.with_copies(lot)

    def _badge_lots(
        self, badges: Sequence[str], amount: Points, options: tuple[Option, ...], topic: str
    ) -> tuple[Lot, ...]:
        """What these badges bring together."""
        one_target = self.builder.whole_target(options)
        of = tuple(badges)
        return self.builder.with_copies(
            Lot("+".join(of), amount, options, (), True, one_target, f"badges: {topic}", of=of)
        )


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
