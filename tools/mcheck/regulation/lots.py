"""Where points may count, and where they may count again: what lots of activities, badges and sums share."""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from operator import itemgetter
from typing import Any, TypeAlias, TypeVar

from ..allocation.problem import Lot, Option
from ..catalog.conditions import blocking_endorsements
from ..catalog.editions import years_before
from ..catalog.scenario import ScenarioReader
from ..catalog.store import Catalog
from ..catalog.switches import BEFORE_EXPIRY, CONTENT_OVERLAP, SPLIT_CATEGORIES, SPLIT_COURSES, SPLIT_LICENSES
from ..core.codes import Code
from ..core.dates import Span
from ..core.portfolio import Activity, Badge, Item
from .application import Application
from .dates.window import in_cycle_before, inside
from .targets import RenewalTarget, Role
from .valuation import Setting

USED_BEFORE = (
    "It was used for an earlier renewal. Points count once; only those of an SEI endorsement course that the "
    "department approved may serve two cycles."
)


T = TypeVar("T")
Given = TypeVar("Given")
Reason: TypeAlias = tuple[str, str | Callable[[], str]]
"""A code, and the words of why something counts for less: a function where they take long, as few are read."""
_Item = TypeVar("_Item", Activity, Badge)


def in_order(items: Sequence[_Item]) -> list[_Item]:
    """Oldest first, then by title, then by whatever tells two apart, so that the order in the file decides nothing."""
    places: list[tuple[Any, ...]] = [(date.max if x.done is None else x.done.last, x.title) for x in items]
    if len(set(places)) < len(items):
        places = [(place, repr(x._replace(pointer=""))) for place, x in zip(places, items, strict=True)]
    return [item for _, item in sorted(zip(places, items, strict=True), key=itemgetter(0))]


def _in_order(case: Application) -> tuple[list[Activity], list[Badge]]:
    return in_order(case.portfolio.activities), in_order(case.portfolio.badges)


@lru_cache(maxsize=4096)
def pointers_of(lot_id: str) -> tuple[str, ...]:
    """JSON Pointers of what a lot was made from: one, or two for a pair of badges."""
    return tuple(lot_id.split("@")[0].split("#")[0].split("+"))


def _blocking_categories(catalog: Catalog) -> set[str]:
    """The categories whose points an endorsement wants without which a license may not be renewed."""
    return catalog.once(
        "categories of blocking endorsements",
        lambda: {r["points_category"] for r in blocking_endorsements(catalog) if "points_category" in r},
    )


def perhaps_sei_course(item: Item, entry: RenewalTarget, catalog: Catalog) -> bool:
    """Whether it would count if it were an SEI endorsement course, which the file does not say that it is."""
    categories = _blocking_categories(catalog)
    serves = isinstance(item, Activity) and not item.sei_course and not categories.isdisjoint(item.categories or ())
    return serves and not entry.window.expired and in_cycle_before(item.done, entry.window, entry.edition)


class LotBuilder:
    """The targets that lots are made for in one scenario; notes why something counts for less."""

    def __init__(self, case: Application, reader: ScenarioReader, judged: tuple[RenewalTarget, ...]) -> None:
        self.case = case
        self.reader = reader
        self.judged = judged
        self.activities, self.badges = reader.remembered("in order", partial(_in_order, case))
        self.license_field, self.total_only = case.rules.license_field, case.rules.total_only
        self.setting = Setting(reader, case.as_of, judged[0].edition)
        self.texts = judged[0].window.texts
        """What may settle a question about the application."""
        self.caps: dict[str, int] = {}
        self.reasons: dict[str, list[Reason]] = {}
        self.licenses = [entry for entry in judged if entry.role != Role.ENDORSEMENT]
        self.counted_twice = {entry.index for entry in judged if entry.counts_also_for_primary}
        self.primary = {entry.index for entry in judged if entry.role == Role.PRIMARY}

    def note(self, pointer: str, code: str, text: str | Callable[[], str]) -> None:
        if (code, text) not in self.reasons.setdefault(pointer, []):
            self.reasons[pointer].append((code, text))

    def remembered_each(self, given: Mapping[Hashable, Given], make: Callable[[Given], T]) -> list[T]:
        """What was made of each thing for these targets, by its name, with the ceilings and notes that came of it."""
        targets = id(self.judged)
        named = {(name, targets): one for name, one in given.items()}
        made = self.reader.remembered_each(named, partial(self._apart, make))
        for _, caps, reasons in made:
            if caps or reasons:
                self._take(caps, reasons)
        return [value for value, _, _ in made]

    def _apart(self, make: Callable[[Given], T], given: Given) -> tuple[T, dict[str, int], dict[str, list[Reason]]]:
        """What is made, and the ceilings and notes that come of it alone."""
        outer = self.caps, self.reasons
        self.caps, self.reasons = {}, {}
        value = make(given)
        own = self.caps, self.reasons
        self.caps, self.reasons = outer
        return value, *own

    def _take(self, caps: Mapping[str, int], reasons: Mapping[str, list[Reason]]) -> None:
        """Adds the ceilings and notes of what was made before."""
        self.caps |= caps
        for pointer, notes in reasons.items():
            known = self.reasons.setdefault(pointer, [])
            known += [one for one in notes if one not in known]

    def options(self, item: Item) -> list[Option]:
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
                    options.append(Option(entry.index, self.license_field))
                continue
            content = self.license_field not in categories or self._content(item, entry)
            options += _options(entry.index, categories, None if content else self.license_field)
        if not options and self.judged and all(e.role != Role.ENDORSEMENT for e in self.judged):
            self.note(item.pointer, Code.OUTSIDE_WINDOW, partial(_why_outside, self.case, self.judged, item))
        return options

    def _content(self, item: Item, entry: RenewalTarget) -> bool:
        if item.content_of is not None:
            return entry.name in item.content_of
        if len(self.licenses) == 1:
            return True
        return self.reader.fact(f"{item.pointer}/content_of")

    def _in_window(self, item: Item, entry: RenewalTarget) -> bool:
        if item.planned:
            return item.done is None or inside(
                item.done, item.pointer, entry.window, entry.license, entry.edition, self.reader
            )
        if isinstance(item, Activity) and item.sei_course and in_cycle_before(item.done, entry.window, entry.edition):
            # once the license has expired, whether anything from before still counts is open, and this is from before
            return not entry.window.expired or self.reader.switch(BEFORE_EXPIRY, entry.window.texts) == "kept"
        return inside(item.done, item.pointer, entry.window, entry.license, entry.edition, self.reader)

    def whole_category(self, options: Sequence[Option], course: bool) -> bool:
        """Whether it must count as one category; asked only where there is a choice."""
        if len(options) < 2 or len(options) == len({t for t, _ in options}):
            return False
        return self.reader.switch(SPLIT_COURSES if course else SPLIT_CATEGORIES, self.texts) == "whole"

    def whole_target(self, options: Sequence[Option]) -> bool:
        several = len(options) > 1 and options[0].target != options[-1].target  # they come target by target
        return several and self.reader.switch(SPLIT_LICENSES, self.texts) == "whole"

    def with_copies(self, lot: Lot) -> tuple[Lot, ...]:
        """A lot, and copies of it for where its points may count again.

        What counts for the Primary may count again for an endorsement that may have its points, too; and where content
        may overlap, what counts as content of a license may count again as content of the others. Under ceilings the
        points may count for these others as something else only in a copy as well, so that the ceilings that each
        target then has for itself cover all that counts for it.
        """
        twice = [target for target, _ in lot.options if target in self.counted_twice]
        primary = tuple([o for o in lot.options if o[0] in self.primary]) if twice else ()
        copies = [self._copy(lot, target, self._anything(primary)) for target in twice if primary]
        plain = tuple([o for o in lot.options if o[0] not in twice]) if primary else lot.options
        field = self.license_field
        content = [o for o in plain if o[1] == field and o[0] not in self.counted_twice]
        others = content[1:]
        if others and self.reader.switch(CONTENT_OVERLAP, self.texts) != "once":
            copies += [self._copy(lot, target, content[:1]) for target, _ in others]
            # what is whole in one way only may count as content of a license where it may not count as that of another
            if lot.one_target == lot.one_category or len(lot.options) == len({t for t, _ in lot.options}):
                plain = tuple([o for o in plain if o[1] != field or o not in others])
            for target, _ in others if lot.caps else ():
                instead = tuple(o for o in plain if o[0] == target)
                copies += [self._copy(lot, target, (), instead)] if instead else []
                plain = tuple(o for o in plain if o[0] != target)
        return (lot._replace(options=plain), *copies) if copies else (lot,)

    def _anything(self, options: Sequence[Option]) -> tuple[Option, ...]:
        """These options, and whatever else may count toward the totals of their targets."""
        targets = dict.fromkeys(target for target, _ in options)
        return tuple(dict.fromkeys([*options, *(Option(t, c) for t in targets for c in (self.total_only, ""))]))

    def _copy(self, lot: Lot, target: int, again: Sequence[Option], instead: tuple[Option, ...] = ()) -> Lot:
        """The same points for one target, under ceilings of its own: again as its content, or instead."""
        caps = tuple([f"{cap}@{target}" for cap in lot.caps])
        for mine, cap in zip(caps, lot.caps, strict=True):
            self.caps[mine] = self.caps[cap]
        return Lot(
            f"{lot.id}@{target}" if again else f"{lot.id}@{target} instead",
            lot.amount,
            instead or (Option(target, self.license_field),),
            caps,
            lot.one_category,
            lot.one_target,
            lot.group,
            lot.id,
            lot.of,
            tuple(again),
        )


@lru_cache(maxsize=4096)
def _options(target: int, categories: tuple[str, ...], but: str | None) -> tuple[Option, ...]:
    """These categories but one for a target; "" where none is left."""
    return tuple([Option(target, category) for category in categories if category != but]) or (Option(target, ""),)


def _why_outside(case: Application, judged: Sequence[RenewalTarget], item: Item) -> str:
    """Why something counts for none of the targets; what this is given must not lead to the note that it is in."""
    days = judged[0].window
    if item.done is None:
        return "No completion date is given, so it cannot be placed in the window."
    when = f"{'on' if item.done.exact else 'in'} {item.done}"
    if item.done.first > case.until:
        return f"Completed {when}, after the application date."
    if item.done.first <= days.last and days.first <= item.done.last:
        return f"The file gives only {item.done} as its date, and not all of that lies in {days}."
    lies = f"outside {days}" if days.begun else f"before {days.first}, the first day that counts"
    perhaps = any(perhaps_sei_course(item, entry, case.catalog) for entry in judged)
    also = " An SEI endorsement course may serve two cycles: say so with `sei_course`." if perhaps else ""
    return f"Completed {when}, {_before_expiry(case, judged[0], item.done) or lies}.{also}"


def _before_expiry(case: Application, entry: RenewalTarget, done: Span) -> str:
    """That something would count if points from before the expiry did; "" where that is not why it does not."""
    days, oldest = entry.window, years_before(entry.window.last, entry.edition.oldest_years)
    if not days.expired or not oldest <= done.first <= done.last < days.first:
        return ""
    before = f"before {entry.label} expired on {days.expires}"
    question = case.rules.by_switch[BEFORE_EXPIRY.name]
    if question.settlement(days.texts) is not None:
        return f"{before}, and so it does not count"
    return f"{before}; it counts only if points from before then do, which is not settled"


def only(options: Sequence[Option], categories: Container[str]) -> list[Option]:
    """The options in these categories; toward the total alone where a target has none of them."""
    narrowed: list[Option] = []
    for target in dict.fromkeys(target for target, _ in options):
        kept = [option for option in options if option.target == target and option.category in categories]
        narrowed += kept or [Option(target, "")]
    return narrowed
