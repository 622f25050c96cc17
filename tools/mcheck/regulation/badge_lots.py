"""What badges bring: in pairs of related ones, and where an odd one counts for half, in a pair with one beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from ..allocation.problem import Choice, Lot, Option
from ..core.codes import Code
from ..core.pointers import index_of
from ..core.points import Points
from ..core.portfolio import Badge
from .lots import USED_BEFORE, LotBuilder, in_order
from .pairing import Token, pairs, token, topics_beside
from .valuation import badge_day, pair_value


class BadgeLots:
    """The badges that may count, and the choices of pairs that they leave."""

    def __init__(self, builder: LotBuilder) -> None:
        self.builder = builder
        self.case = builder.case
        self.options: dict[str, tuple[Option, ...]] = {}
        """Where each badge may count, by its pointer."""
        self.rates: dict[str, Points] = {}
        """What two badges give on the day of each, by its pointer."""
        self.void: list[Token] = []
        """The badges that another reading would let count."""
        self.tokens = self._tokens()
        known = tuple((t.badge.pointer, id(self.options[t.badge.pointer])) for t in self.tokens)
        self.choices, self.related_reading = builder.remembered(("pairs", known), lambda: self._pairings(self.tokens))

    def _tokens(self) -> list[Token]:
        """Badges that may count, oldest first; of several entries of one micro-credential the most useful one."""
        found: dict[str, Token] = {}
        for badge in in_order(self.case.portfolio.badges):
            if badge.planned and not self.case.planned:
                continue
            if badge.used_in_earlier_cycle:
                self.builder.note(badge.pointer, Code.USED_BEFORE, USED_BEFORE)
                continue
            options, counts, rate = self.builder.remembered(badge.pointer, partial(self._badge, badge))
            if not options:
                continue
            self.options[badge.pointer] = options
            if not counts:
                self.void.append(token(badge, self.case.catalog.get("credentials", badge.credential)))
                continue
            if rate is None:
                continue
            self.rates[badge.pointer] = rate
            rival = found.get(badge.credential)
            if rival is not None and len(self.options[rival.badge.pointer]) >= len(options):
                self.builder.note(badge.pointer, Code.ODD_BADGE, "The same micro-credential counts once.")
                continue
            if rival is not None:
                self.builder.note(rival.badge.pointer, Code.ODD_BADGE, "The same micro-credential counts once.")
            credential = self.case.catalog.get("credentials", badge.credential)
            found[badge.credential] = token(badge, credential)
        return list(found.values())

    def _badge(self, badge: Badge) -> tuple[tuple[Option, ...], bool, Points | None]:
        """Where a badge may count, whether it does, and what two of its day give."""
        options = tuple(self.builder.options(badge))
        if not options or not badges_count(self.builder, badge.pointer, badge.approved):
            return options, False, None
        rate = pair_value(self.builder.reader, badge_day(badge, self.case.as_of))
        if rate is None:
            text = f"No source gives a value for badges earned on {badge.done}."
            self.builder.note(badge.pointer, Code.RATE_NOT_CONFIRMED, text)
            return options, True, None
        return options, True, rate.points

    def _pairings(self, tokens: Sequence[Token]) -> tuple[list[Choice], str]:
        """Every pair of badges, and where an odd one counts every trio: a pair, and half of one beside it.

        Also the reading of what relates badges.
        """
        if not tokens:
            return [], "stack"
        total_only = self.builder.total_only
        reading = self.builder.reader.switch("related-badges", "stack") if len(tokens) > 1 else "stack"
        found = list[Choice]()
        trios = list[Choice]()
        for a, b, topic in pairs(tokens, reading):
            later = max((a.badge, b.badge), key=lambda badge: badge_day(badge, self.case.as_of))
            theirs = {(t, category or total_only) for t, category in self.options[b.badge.pointer]}
            mine = self.options[a.badge.pointer]
            options = tuple(Option(t, category) for t, category in mine if (t, category or total_only) in theirs)
            if options:
                both = sorted((a.badge.pointer, b.badge.pointer), key=index_of)
                pair = Choice(tuple(both), self._badge_lots(both, self.rates[later.pointer], options, topic))
                found.append(pair)
                trios += [trio for single in tokens for trio in self._trios(pair, (a, b), single, options, reading)]
        if trios and self.builder.reader.switch("odd-badge", "none") == "half":
            found += trios
        return found, reading

    def _trios(
        self, pair: Choice, both: tuple[Token, Token], single: Token, options: Sequence[Option], reading: str
    ) -> Iterator[Choice]:
        """A pair with another badge beside it, which is worth half a pair wherever the pair may count."""
        pointer, targets = single.badge.pointer, {target for target, _ in options}
        own = tuple(option for option in self.options[pointer] if option[0] in targets)
        for topic in topics_beside(single, both, reading) if own else ():
            half = self._badge_lots([pointer], self.rates[pointer] // 2, own, topic)
            yield Choice((*pair.uses, pointer), (*pair.lots, *half))

    def _badge_lots(
        self, badges: Sequence[str], amount: Points, options: tuple[Option, ...], topic: str
    ) -> tuple[Lot, ...]:
        """What these badges bring together."""
        whole = self.builder.whole_target(options)
        of = tuple(badges)
        return self.builder.with_copies(Lot("+".join(of), amount, options, (), True, whole, f"badges: {topic}", of=of))


def badges_count(builder: LotBuilder, pointer: str, approved: bool | None) -> bool:
    """Whether badges count at all, seeing what is known of their approval."""
    if builder.reader.switch("badge-rate", "void") == "void":
        text = "No department text confirms the association's rate for badges, so this reading counts none."
        builder.note(pointer, Code.RATE_NOT_CONFIRMED, text)
        return False
    public = builder.case.portfolio.employer in (None, "public-school")
    if public and approved is not True and builder.reader.switch("badge-approval", "needed") == "needed":
        builder.note(pointer, Code.BADGE_NOT_APPROVED, "The file does not say that your supervisor approved it.")
        return False
    return True
