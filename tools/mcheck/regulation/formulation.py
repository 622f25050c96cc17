"""What each activity and badge may count as in one world: the problem that is solved, and held against its solution.

Window, value, categories, ceilings, topic floor and pairs of badges, as the rules of the catalog have them. Pure.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any, TypeVar

from ..allocation.problem import Choice, Lot, Option, Problem, needs_of
from ..catalog.activity_kinds import ActivityKind
from ..catalog.editions import years_before
from ..catalog.scenario import ScenarioReader
from ..core.codes import Code
from ..core.dates import Span
from ..core.pointers import index_of
from ..core.points import Points
from ..core.portfolio import Activity, Badge, Item, Stated
from ..core.wording import folded, series
from .application import Application
from .pairing import Token, pairs, token, topics_beside
from .stated_totals import BADGES, HALF, LEAST_BADGES, SAME_STACK, STATED, pairs_made
from .targets import RenewalTarget, Role, renewal_targets
from .valuation import Valuation, badge_day, pair_value, value_of
from .window import in_cycle_before, inside

USED_BEFORE = (
    "It was used for an earlier renewal. Points count once; only those of an SEI endorsement course that the "
    "department approved may serve two cycles."
)

ENGLISH_LEARNERS = "sei-esl-bilingual"

_Item = TypeVar("_Item", Activity, Badge)


@dataclass(frozen=True, slots=True)
class Formulation:
    """`reasons[pointer]` says what takes points away from an activity or badge, however points are placed."""

    entries: tuple[RenewalTarget, ...]
    problem: Problem
    worths: Mapping[str, Valuation] = field(default_factory=dict)
    reasons: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    tokens: Sequence[Token] = ()
    """The badges that may count."""
    void: Sequence[Token] = ()
    """The badges that another reading would let count."""
    rates: Mapping[str, Points] = field(default_factory=dict)
    """What two badges give on the day of each, by its pointer."""
    related_reading: str = "stack"


def formulate(case: Application, world: ScenarioReader) -> Formulation:
    """Everything that may count, and what it is needed for."""
    judged = renewal_targets(case, world)
    if not judged:
        return Formulation((), Problem((), (), 0))
    builder = _Builder(case, world, judged)
    lots = builder.activities()
    tokens = builder.tokens()
    choices = builder.pairings(tokens)
    floors, keeps_total = builder.floors([*lots, *(lot for choice in choices for lot in choice.lots)])
    needs = [
        need
        for entry in judged
        for need in needs_of(
            entry.index,
            entry.target.total,
            [(r.id, r.minimum, r.categories) for r in entry.target.requirements],
        )
    ]
    kinds = {t.badge.pointer: (t.stack, t.areas, builder.badge_options[t.badge.pointer]) for t in tokens}
    problem = Problem([*lots, *builder.stated()], needs, len(judged), builder.caps, choices, kinds, floors, keeps_total)
    return Formulation(
        judged,
        problem,
        builder.worths,
        builder.reasons,
        tokens,
        builder.void,
        builder.rates,
        builder.related_reading,
    )


def in_order(items: Sequence[_Item]) -> list[_Item]:
    """Oldest first, then by title, then by whatever tells two apart, so that the order in the file decides nothing."""
    places: list[tuple[Any, ...]] = [(date.max if x.done is None else x.done.last, x.title) for x in items]
    if len(set(places)) < len(items):
        places = [(place, repr(replace(x, pointer=""))) for place, x in zip(places, items, strict=True)]
    return [item for _, item in sorted(zip(places, items, strict=True), key=itemgetter(0))]


@lru_cache(maxsize=4096)
def pointers_of(lot_id: str) -> tuple[str, ...]:
    """JSON Pointers of what a lot was made from: one, or two for a pair of badges."""
    return tuple(lot_id.split("@")[0].split("#")[0].split("+"))


def perhaps_sei_course(item: Item, entry: RenewalTarget) -> bool:
    """Whether it would count if it were an SEI endorsement course, which the file does not say that it is."""
    mine = isinstance(item, Activity) and not item.sei_course and ENGLISH_LEARNERS in (item.categories or ())
    return mine and not entry.window.expired and in_cycle_before(item.done, entry.window, entry.edition)


def may_serve(kind: ActivityKind, labels: Mapping[str, str]) -> str:
    """The categories that a kind may serve where a source names them, in words; `labels` are those of all."""
    return series([label for category, label in labels.items() if category in (kind.allowed or ())], "or")


class _Builder:
    """Makes lots from activities and badges, noting why something counts for less."""

    def __init__(self, case: Application, world: ScenarioReader, judged: tuple[RenewalTarget, ...]) -> None:
        self.case = case
        self.world = world
        self.judged = judged
        self.caps: dict[str, int] = {}
        self.worths: dict[str, Valuation] = {}
        self.reasons: dict[str, list[tuple[str, str]]] = {}
        self.badge_options: dict[str, tuple[Option, ...]] = {}
        self.rates: dict[str, Points] = {}
        self.void: list[Token] = []
        self.related_reading = "stack"
        self.licenses = [entry for entry in judged if entry.role != Role.ENDORSEMENT]
        self.shadows = {entry.index for entry in judged if entry.counts_also_for_primary}
        self.primary = {entry.index for entry in judged if entry.role == Role.PRIMARY}

    def note(self, pointer: str, code: str, text: str) -> None:
        if (code, text) not in self.reasons.setdefault(pointer, []):
            self.reasons[pointer].append((code, text))

    # -- activities

    def activities(self) -> list[Lot]:
        """What activities bring."""
        found = [lot for activity in in_order(self.case.portfolio.activities) for lot in self.activity(activity)]
        if len(self.judged) == 1:  # nothing counts twice
            return found
        return [one for lot in found for one in self._with_copies(lot)]

    def activity(self, activity: Activity) -> list[Lot]:
        if activity.planned and not self.case.planned:
            return []
        if activity.same_as is not None:
            self.note(activity.pointer, Code.REPEATED, "The same activity stands in the file twice, and counts once.")
            return []
        found = value_of(activity, self.case.as_of, self.world)
        self.worths[activity.pointer] = found
        for code, text in found.reasons:
            self.note(activity.pointer, code, text)
        if activity.used_in_earlier_cycle and not activity.sei_course:
            self.note(activity.pointer, Code.USED_BEFORE, USED_BEFORE)
            return []
        options = self._options(activity)
        if not options or not found.points:
            return []
        kind = found.kind
        if kind.allowed is not None:
            options = self._allowed(activity, kind, options)
        serves = self.world.serves(kind.id)
        parts = kind.parts if not serves or (serves == "listed" and activity.categories is None) else ()
        if serves == "total-only":
            options = _only(options, ())
        caps = self._caps(activity, found)
        if parts and found.points < sum(amount for _, amount in parts):
            # how a certificate that awards less divides it is not known: no part can give more, nor all together
            own = f"{activity.pointer} as awarded"
            self.caps[own] = found.points
            caps = (own, *caps)
        topic = folded(activity.topic) if activity.topic else activity.pointer
        lots = []
        for category, amount in parts or ((None, found.points),):
            part = tuple(options if category is None else _only(options, (category,)))
            lot = Lot(
                activity.pointer + ("" if category is None else f"#{category}"),
                amount,
                part,
                caps,
                self._whole_category(part, kind.course),
                self._whole_target(options),
                topic,
            )
            lots.append(lot)
        return lots

    def _allowed(self, activity: Activity, kind: ActivityKind, options: Sequence[Option]) -> list[Option]:
        """The options that its kind may serve; what it may not serve leaves its points to the total."""
        assert kind.allowed is not None
        if activity.categories and not any(category in kind.allowed for category in activity.categories):
            labels = self.case.rules.category_labels(self.judged[0].edition)
            text = f"{kind.name} may count only as {may_serve(kind, labels)}."
            self.note(activity.pointer, Code.NOT_ALLOWED_HERE, f"{text} So it counts toward the total only.")
        return _only(options, kind.allowed)

    def _with_copies(self, lot: Lot) -> tuple[Lot, ...]:
        """A lot, and copies of it for where its points may count again.

        What counts for the Primary may count again for an endorsement that may have its points, too; and where content
        may overlap, what counts as content of a license may count again as content of the others. Under ceilings the
        points may count for these others as something else only in a copy as well, so that the ceilings that each
        target then has for itself cover all that counts for it.
        """
        shadows = [target for target, _ in lot.options if target in self.shadows]
        primary = tuple(o for o in lot.options if o[0] in self.primary) if shadows else ()
        copies = [self._copy(lot, target, self._anything(primary)) for target in shadows if primary]
        plain = tuple(o for o in lot.options if o[0] not in shadows) if primary else lot.options
        content = [o for o in plain if o[1] == "content" and o[0] not in self.shadows]
        if len(content) > 1 and self.world.switch("content-overlap", "once") != "once":
            copies += [self._copy(lot, target, content[:1]) for target, _ in content[1:]]
            # what is whole in one way only may count as content of a license where it may not count as that of another
            if lot.one_target == lot.one_category or len(lot.options) == len({t for t, _ in lot.options}):
                plain = tuple(o for o in plain if o not in content[1:])
            for target, _ in content[1:] if lot.caps else ():
                instead = tuple(o for o in plain if o[0] == target)
                copies += [self._copy(lot, target, (), instead)] if instead else []
                plain = tuple(o for o in plain if o[0] != target)
        return (replace(lot, options=plain), *copies) if copies else (lot,)

    def _anything(self, options: Sequence[Option]) -> tuple[Option, ...]:
        """These options, and whatever else may count toward the totals of their targets."""
        targets = dict.fromkeys(target for target, _ in options)
        return tuple(dict.fromkeys([*options, *(Option(t, c) for t in targets for c in ("elective", ""))]))

    def _copy(self, lot: Lot, target: int, again: Sequence[Option], instead: tuple[Option, ...] = ()) -> Lot:
        """The same points for one target, under ceilings of its own: again as its content, or instead."""
        caps = tuple(f"{cap}@{target}" for cap in lot.caps)
        self.caps.update((mine, self.caps[cap]) for mine, cap in zip(caps, lot.caps, strict=True))
        name = f"{lot.id}@{target}" if again else f"{lot.id}@{target} instead"
        return replace(
            lot,
            id=name,
            options=instead or (Option(target, "content"),),
            caps=caps,
            same_points_as=lot.id,
            counts_again_as=tuple(again),
        )

    def _options(self, item: Item) -> list[Option]:
        """(target, category) for each license whose window it falls in; "" where no category is known."""
        categories = item.categories
        if categories is None:
            if isinstance(item, Badge):
                categories = tuple(self.case.catalog.terms("categories"))
            else:
                kind = self.case.rules.kinds[item.kind]
                categories = tuple(category for category, _ in kind.parts) or kind.suggested
        options: list[Option] = []
        for entry in self.judged:
            if not self._in_window(item, entry):
                continue
            if entry.role == Role.ENDORSEMENT:
                if isinstance(item, Activity) and item.toward_endorsement == entry.name:
                    options.append(Option(entry.index, "content"))
                continue
            usable = [c for c in categories if c != "content" or self._content(item, entry)]
            options += [Option(entry.index, c) for c in usable] or [Option(entry.index, "")]
        if not options and self.judged and all(e.role != Role.ENDORSEMENT for e in self.judged):
            self._say_outside(item)
        return options

    def _content(self, item: Item, entry: RenewalTarget) -> bool:
        if item.content_of is not None:
            return entry.name in item.content_of
        if len(self.licenses) == 1:
            return True
        return self.world.fact(f"{item.pointer}/content_of")

    def _in_window(self, item: Item, entry: RenewalTarget) -> bool:
        if item.planned:
            return item.done is None or inside(
                item.done, item.pointer, entry.window, entry.license, entry.edition, self.world
            )
        if isinstance(item, Activity) and item.sei_course and in_cycle_before(item.done, entry.window, entry.edition):
            # once the license has expired, whether anything from before still counts is open, and this is from before
            return not entry.window.expired or self.world.switch("before-expiry", "lost") == "kept"
        return inside(item.done, item.pointer, entry.window, entry.license, entry.edition, self.world)

    def _say_outside(self, item: Item) -> None:
        days = self.judged[0].window
        if item.done is None:
            self.note(
                item.pointer, Code.OUTSIDE_WINDOW, "No completion date is given, so it cannot be placed in the window."
            )
        elif item.done.first > self.case.until:
            when = f"{'on' if item.done.exact else 'in'} {item.done}"
            self.note(item.pointer, Code.OUTSIDE_WINDOW, f"Completed {when}, after the application date.")
        elif item.done.first <= days.last and days.first <= item.done.last:
            text = f"The file gives only {item.done} as its date, and not all of that lies in {days}."
            self.note(item.pointer, Code.OUTSIDE_WINDOW, text)
        else:
            when = f"{'on' if item.done.exact else 'in'} {item.done}"
            lies = f"outside {days}" if days.begun else f"before {days.first}, the first day that counts"
            perhaps = any(perhaps_sei_course(item, entry) for entry in self.judged)
            also = " An SEI endorsement course may serve two cycles: say so with `sei_course`." if perhaps else ""
            self.note(
                item.pointer, Code.OUTSIDE_WINDOW, f"Completed {when}, {self._before_expiry(item.done) or lies}.{also}"
            )

    def _before_expiry(self, done: Span) -> str:
        """That something would count if points from before the expiry did; "" where that is not why it does not."""
        entry = self.judged[0]
        days, oldest = entry.window, years_before(entry.window.last, entry.edition.oldest_years)
        if not days.expired or not oldest <= done.first <= done.last < days.first:
            return ""
        question = self.case.rules.by_switch["before-expiry"].id
        return f"before {entry.label} expired on {days.expires}; in this reading of {question} that does not count"

    def _caps(self, activity: Activity, found: Valuation) -> tuple[str, ...]:
        """Names of the ceilings it shares, the tightest first."""
        names = []
        day = activity.done.last if activity.done else self.case.as_of
        for cap in sorted(found.kind.caps, key=lambda c: c.points):
            name = f"{cap.id}:{day.year if cap.period == 'calendar-year' else 'cycle'}"
            self.caps[name] = cap.points
            names.append(name)
        return tuple(names)

    # -- badges

    def tokens(self) -> list[Token]:
        """Badges that may count, oldest first; of several entries of one micro-credential the most useful one."""
        found: dict[str, Token] = {}
        for badge in in_order(self.case.portfolio.badges):
            if badge.planned and not self.case.planned:
                continue
            if badge.used_in_earlier_cycle:
                self.note(badge.pointer, Code.USED_BEFORE, USED_BEFORE)
                continue
            options = tuple(self._options(badge))
            if not options:
                continue
            self.badge_options[badge.pointer] = options
            if not self._badges_count(badge.pointer, badge.approved):
                self.void.append(token(badge, self.case.catalog.get("credentials", badge.credential)))
                continue
            rate = pair_value(self.world, badge_day(badge, self.case.as_of))
            if rate is None:
                self.note(
                    badge.pointer,
                    Code.RATE_NOT_CONFIRMED,
                    f"No source gives a value for badges earned on {badge.done}.",
                )
                continue
            self.rates[badge.pointer] = rate.points
            rival = found.get(badge.credential)
            if rival is not None and len(self.badge_options[rival.badge.pointer]) >= len(options):
                self.note(badge.pointer, Code.ODD_BADGE, "The same micro-credential counts once.")
                continue
            if rival is not None:
                self.note(rival.badge.pointer, Code.ODD_BADGE, "The same micro-credential counts once.")
            credential = self.case.catalog.get("credentials", badge.credential)
            found[badge.credential] = token(badge, credential)
        return list(found.values())

    def pairings(self, tokens: Sequence[Token]) -> list[Choice]:
        """Every pair of badges, and where an odd one counts every trio: a pair, and half of one beside it."""
        if not tokens:
            return []
        reading = self.related_reading = self.world.switch("related-badges", "stack") if len(tokens) > 1 else "stack"
        found = list[Choice]()
        trios = list[Choice]()
        for a, b, topic in pairs(tokens, reading):
            later = max((a.badge, b.badge), key=lambda badge: badge_day(badge, self.case.as_of))
            theirs = {(t, category or "elective") for t, category in self.badge_options[b.badge.pointer]}
            mine = self.badge_options[a.badge.pointer]
            options = tuple(Option(t, category) for t, category in mine if (t, category or "elective") in theirs)
            if options:
                both = sorted((a.badge.pointer, b.badge.pointer), key=index_of)
                pair = Choice(tuple(both), self._badge_lots(both, self.rates[later.pointer], options, topic))
                found.append(pair)
                trios += [trio for single in tokens for trio in self._trios(pair, (a, b), single, options, reading)]
        if trios and self.world.switch("odd-badge", "none") == "half":
            found += trios
        return found

    def _trios(
        self, pair: Choice, both: tuple[Token, Token], single: Token, options: Sequence[Option], reading: str
    ) -> Iterator[Choice]:
        """A pair with another badge beside it, which is worth half a pair wherever the pair may count."""
        pointer, targets = single.badge.pointer, {target for target, _ in options}
        own = tuple(option for option in self.badge_options[pointer] if option[0] in targets)
        for topic in topics_beside(single, both, reading) if own else ():
            half = self._badge_lots([pointer], self.rates[pointer] // 2, own, topic)
            yield Choice((*pair.uses, pointer), (*pair.lots, *half))

    def _badge_lots(
        self, badges: Sequence[str], amount: Points, options: tuple[Option, ...], topic: str
    ) -> tuple[Lot, ...]:
        """What these badges bring together."""
        whole = self._whole_target(options)
        of = tuple(badges)
        return self._with_copies(Lot("+".join(of), amount, options, (), True, whole, f"badges: {topic}", of=of))

    def _whole_category(self, options: Sequence[Option], course: bool) -> bool:
        """Whether it must count as one category; asked only where there is a choice."""
        if len(options) < 2 or len(options) == len({t for t, _ in options}):
            return False
        return self.world.switch("split-courses" if course else "split-categories", "whole") == "whole"

    def _whole_target(self, options: Sequence[Option]) -> bool:
        several = len(self.judged) > 1 and len({t for t, _ in options}) > 1
        return several and self.world.switch("split-licenses", "whole") == "whole"

    # -- stated sums

    def stated(self) -> list[Lot]:
        """What sums bring that the educator states, if the certificates hold.

        A topic that is too small is one of the things that are not checked of them, so no floor concerns them.
        """
        given = self.case.portfolio.stated
        if given is None or not self.world.fact(STATED):
            return []
        open_to = {entry.name: entry.index for entry in self.licenses if entry.window.begun}
        lots = [
            Lot(one.pointer, one.points, (Option(open_to[one.license], one.category),))
            for one in given.sums
            if one.license in open_to
        ]
        # the last category first, which fills a total only: no other is named where that is enough
        categories = list(self.case.catalog.terms("categories"))[::-1]
        options = tuple(Option(index, category) for index in open_to.values() for category in categories)
        for name, amount in self._stated_badges(given) if options else ():
            lots += self._with_copies(Lot(name, amount, options, (), True, self._whole_target(options)))
        return lots

    def _stated_badges(self, given: Stated) -> Iterator[tuple[str, Points]]:
        """(id, points) of each pair, and of half a pair, that badges make of which only the number is stated."""
        if given.badges < LEAST_BADGES or not self._badges_count(BADGES, approved=None):
            return
        rate = pair_value(self.world, self.case.as_of)
        if rate is None:
            self.note(BADGES, Code.RATE_NOT_CONFIRMED, f"No source gives a value for badges on {self.case.as_of}.")
            return
        halves = given.badges % 2 == 1 and self.world.switch("odd-badge", "none") == "half"
        made = {same: pairs_made(given.badges, same, halves) for same in (True, False)}
        same_stack = given.same_stack
        if same_stack is None:
            same_stack = made[True] != made[False] and self.world.fact(SAME_STACK)
        pairs_, half = made[same_stack]
        yield from ((f"{BADGES}#{number}", rate.points) for number in range(1, pairs_ + 1))
        if half:
            yield HALF, rate.points // 2

    def _badges_count(self, pointer: str, approved: bool | None) -> bool:
        """Whether badges count at all, seeing what is known of their approval."""
        if self.world.switch("badge-rate", "void") == "void":
            text = "No department text confirms the association's rate for badges, so this reading counts none."
            self.note(pointer, Code.RATE_NOT_CONFIRMED, text)
            return False
        public = self.case.portfolio.employer in (None, "public-school")
        if public and approved is not True and self.world.switch("badge-approval", "needed") == "needed":
            self.note(pointer, Code.BADGE_NOT_APPROVED, "The file does not say that your supervisor approved it.")
            return False
        return True

    # -- topic floor

    def floors(self, lots: Sequence[Lot]) -> tuple[list[int], bool]:
        """Each target's floor, 0 where the reading has none, and whether the total is exempt from it."""
        floors = [entry.edition.floor for entry in self.judged]
        if all(lot.amount >= max(floors) for lot in lots) and not self.caps:
            return [0] * len(floors), False  # nothing can be below it, so the reading does not matter
        reading = self.world.switch("topic-floor", "every-topic")
        if reading == "per-category":
            return [0] * len(floors), False
        return floors, reading == "electives-exempt"


def _only(options: Sequence[Option], categories: Container[str]) -> list[Option]:
    """The options in these categories; toward the total alone where a target has none of them."""
    found: list[Option] = []
    for target in dict.fromkeys(target for target, _ in options):
        kept = [option for option in options if option.target == target and option.category in categories]
        found += kept or [Option(target, "")]
    return found
