"""What an activity or a badge may count as: for which license, in which categories, and whether it may be divided."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from ...catalog.editions import years_before
from ...catalog.scenario import ScenarioReader
from ...catalog.switches import (
    BEFORE_EXPIRY,
    CONTENT_OVERLAP,
    EARLY_RENEWAL_GAP,
    SPLIT_CATEGORIES,
    SPLIT_COURSES,
    SPLIT_LICENSES,
)
from ...core.dates import Span
from ...core.points import Points
from ...core.portfolio import Activity, Badge, Item
from .model import Case, Judged, Lot, Option

_Item = TypeVar("_Item", Activity, Badge)


class Options:
    """The options of activities and badges for what is judged, under one set of readings."""

    def __init__(self, case: Case, reader: ScenarioReader, judged: tuple[Judged, ...]) -> None:
        self.case, self.reader, self.judged = case, reader, judged
        self.license_field, self.total_only = case.rules.license_field, case.rules.total_only
        self.licenses = [x for x in judged if not x.is_endorsement]
        self.primary = {x.index for x in judged if x.renewed_as == "primary"}
        self.twice = {x.index for x in judged if x.counts_also_for_primary}
        self.edition = judged[0].edition
        self.texts = self.edition.texts(case.as_of)
        """What may settle a question about the application."""
        self.caps: dict[str, Points] = {}
        """The ceilings that were named so far."""

    def of(self, item: Item) -> tuple[Option, ...]:
        """(target, category) for each license within whose days it lies; "" where it has no category for it."""
        options = list[Option]()
        for x in (one for one in self.judged if self._counts_in(item, one)):
            if not x.is_endorsement:
                usable = [c for c in self._categories(item) if c != self.license_field or self._content_of(item, x)]
                options += [(x.index, category) for category in usable or [""]]
            elif isinstance(item, Activity) and item.toward_endorsement == x.license.id:
                options.append((x.index, self.license_field))
        return tuple(options)

    def _categories(self, item: Item) -> Sequence[str]:
        """Those that it is listed for; where it is not, those that it could be for."""
        if item.categories is not None:
            return item.categories
        if isinstance(item, Badge):
            return tuple(self.case.rules.catalog.terms("categories"))
        kind = self.reader.rules.kinds[item.kind]
        return tuple(category for category, _ in kind.parts) or kind.suggested

    def _content_of(self, item: Item, x: Judged) -> bool:
        if item.content_of is not None:
            return x.license.id in item.content_of
        return len(self.licenses) == 1 or self.reader.fact(f"{item.pointer}/content_of")

    def _counts_in(self, item: Item, x: Judged) -> bool:
        """Whether it was completed on a day that counts for a license; an unsure day is a missing fact."""
        done, start = item.done, x.cycle_start
        if done is None:
            return self.reader.fact(f"{item.pointer}/completed")
        two_cycles = isinstance(item, Activity) and item.sei_course
        if two_cycles and start and years_before(start, x.edition.cycle_years) < done.first <= done.last <= start:
            return not x.expired or self.reader.switch(BEFORE_EXPIRY, x.edition.texts(self.case.as_of)) == "kept"
        if x.first <= done.first and done.last <= x.last:
            return True
        if x.first <= done.last and done.first <= x.last:
            return self.reader.fact(f"{item.pointer}/completed")
        texts = x.edition.texts(self.case.as_of)
        return self._in_gap(done, x) and self.reader.switch(EARLY_RENEWAL_GAP, texts) == "kept"

    def _in_gap(self, done: Span, x: Judged) -> bool:
        """Whether it lies between an early renewal and the expiry that it was for."""
        renewed, start = x.license.renewed_on, x.cycle_start
        if renewed is None or start is None or not renewed < done.first <= done.last <= start:
            return False
        return done.first >= years_before(x.last, x.edition.oldest_years)

    # -- dividing

    def whole_category(self, options: Sequence[Option], course: bool) -> bool:
        """Whether points must count as one category of a license, where they could count as several."""
        several = len(options) > len({target for target, _ in options})
        return several and self.reader.switch(SPLIT_COURSES if course else SPLIT_CATEGORIES, self.texts) == "whole"

    def whole_target(self, options: Sequence[Option]) -> bool:
        """Whether points must all count for one license, where they could count for several."""
        several = len({target for target, _ in options}) > 1
        return several and self.reader.switch(SPLIT_LICENSES, self.texts) == "whole"

    # -- counting twice

    def with_copies(self, lot: Lot) -> Iterator[Lot]:
        """A lot, and its points once more for where they may count a second time.

        What counts for the Primary may count again for an endorsement that may have its points, too; what counts as
        content of one license, where content may overlap, again as content of the others. Ceilings hold for each of
        these others by itself, so under ceilings all that counts for one of them counts in copies only.
        """
        plain, copies = list(lot.options), list[Lot]()
        primary = [option for option in lot.options if option[0] in self.primary]
        if primary:
            for target in (target for target, _ in lot.options if target in self.twice):
                as_anything = (*primary, *((t, c) for t in sorted(self.primary) for c in (self.total_only, "")))
                copies.append(self._copy(lot, target, again=tuple(dict.fromkeys(as_anything))))
            plain = [option for option in plain if option[0] not in self.twice]
        first, *others = [o for o in plain if o[1] == self.license_field and o[0] not in self.twice] or [(-1, "")]
        if others and self.reader.switch(CONTENT_OVERLAP, self.texts) != "once":
            copies += [self._copy(lot, target, again=(first,)) for target, _ in others]
            if lot.one_target == lot.one_category or len(lot.options) == len(lot.targets):
                plain = [option for option in plain if option not in others]
            for target in [target for target, _ in others] if lot.caps else ():
                instead = tuple(option for option in plain if option[0] == target)
                copies += [self._copy(lot, target, instead=instead)] if instead else []
                plain = [option for option in plain if option[0] != target]
        yield replace(lot, options=tuple(plain))
        yield from copies

    def _copy(self, lot: Lot, target: int, again: tuple[Option, ...] = (), instead: tuple[Option, ...] = ()) -> Lot:
        """The same points for one target, under ceilings of its own."""
        caps = {f"{cap}@{target}": self.caps[cap] for cap in lot.caps}
        self.caps.update(caps)
        return replace(
            lot,
            id=f"{lot.id}@{target}" + (" instead" if instead else ""),
            options=instead or ((target, self.license_field),),
            caps=tuple(caps),
            same_points_as=lot.id,
            counts_again_as=again,
        )


def only(options: Sequence[Option], categories: Container[str]) -> tuple[Option, ...]:
    """What is in these categories; toward the total alone for a license for which nothing is."""
    kept = [option for option in options if option[1] in categories]
    rest = dict.fromkeys(target for target, _ in options if target not in dict(kept))
    return (*kept, *((target, "") for target in rest))
