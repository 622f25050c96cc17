"""What the rules allow under one set of readings, worked out a second time as an oracle for `statement`.

Which edition, which days count, what each activity and badge may serve: written apart from the engine's own modules,
with nothing of theirs but the values, the conditions and the catalog.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from mcheck.catalog.editions import Edition, Requirement, Target, years_before
from mcheck.catalog.fields import is_open, kind_of
from mcheck.catalog.scenario import ScenarioReader
from mcheck.core.dates import add_years
from mcheck.core.points import Points, points
from mcheck.core.portfolio import Activity, Badge, Item, License, Portfolio
from mcheck.regulation.conditions import Gate, gates
from mcheck.regulation.valuation import badge_day, pair_value, value_of


@dataclass(frozen=True, slots=True)
class Judged:
    """A license or endorsement to be judged. No day counts where `first` is after `last`."""

    license: License
    renewed_as: str
    edition: Edition
    state: str
    expires: date | None
    cycle_start: date | None
    first: date
    last: date
    opens: date | None
    target: Target
    gates: Sequence[Gate] = ()
    twice: bool = False
    """Its points may also count for a license."""

    @property
    def pointer(self) -> str:
        return self.license.pointer


@dataclass(frozen=True, slots=True)
class Lot:
    """Points that may count as any of `options`, (pointer of a license, category). Two `items` are a pair of badges.

    `beside` is the pair that an odd badge stands beside: without it the lot does not count.
    """

    items: tuple[str, ...]
    amount: Points
    options: frozenset[tuple[str, str]]
    caps: tuple[tuple[str, Points], ...]
    topics: tuple[str, ...]
    split: str
    """The switch that says whether it may be divided over categories; "" where it may not, "free" where it may."""
    copy: str = ""
    """The license for which the points of another lot count once more."""
    beside: tuple[str, ...] = ()


class Allowed:
    """Everything allowed under one set of readings, with one choice of Primary."""

    def __init__(
        self, portfolio: Portfolio, world: ScenarioReader, as_of: date, forced: Edition | None, primary: str
    ) -> None:
        self.portfolio, self.world, self.as_of, self.forced = portfolio, world, as_of, forced
        self.catalog = world.rules.catalog
        self.judged = list(self._judged(primary))
        self.by_pointer = {x.pointer: x for x in self.judged}
        self.worths = {
            x.pointer: value_of(x, as_of, world) for x in portfolio.activities if self.judged and not x.planned
        }
        self.options = {x.pointer: frozenset(self._options(x)) for x in portfolio.items if not x.planned}
        self.badges = {x.pointer: x for x in portfolio.badges if not x.planned and self._badge_counts(x)}
        self.lots = [lot for x in portfolio.activities if x.pointer in self.worths for lot in self._activity(x)]

    def status(self, license: License) -> str:
        if kind_of(self.catalog, license) == "career-technical":
            return "not-covered"
        status = str(self.catalog.terms("license-types")[license.type]["status"])
        return "not-now" if status == "judged" and not license.renew else status

    # -- licenses: edition, window, target

    def _judged(self, primary: str) -> Iterator[Judged]:
        found = [x for x in self.portfolio.licenses if self.status(x) == "judged"]
        for license in sorted(found, key=lambda x: (x.pointer != primary, is_open(self.catalog, x))):
            made = self._window(
                license, self._edition(license), "primary" if license.pointer == primary else "additional"
            )
            yield made
        for held in self.portfolio.endorsements or ():
            record = self.catalog.get("licenses", held.id)
            if held.renew and "requirements" in record:
                rule, edition = record["requirements"], self._edition(None)
                years = rule.get("valid_years", edition.cycle_years)
                expires = held.expires or (add_years(held.issued, years) if held.issued else None)
                like = License(held.pointer, held.id, record["name"], issued=held.issued, expires=expires)
                total, cites = points(rule["total"]), tuple(rule["citations"])
                need = Requirement("content", "Content", frozenset(rule["categories"]), total, cites)
                target = Target(total, (need,), cites)
                twice = rule.get("also_counts_for_primary", False)
                yield self._window(like, edition, "endorsement", target, twice)

    def _edition(self, license: License | None) -> Edition:
        """The edition of the application date, unless a dispute about the selecting date turns it to the expiry."""
        editions = self.world.rules.editions
        if self.forced is not None:
            return self.forced
        chosen = [edition for edition in editions if edition.start <= self.as_of][-1]
        expires = None if license is None else expiry(license, chosen)
        for before, edition in pairwise(editions):
            disputed = expires is not None and edition.selected_by_question and edition.start <= expires
            if disputed and chosen is before:
                return edition if self.world.switch("edition-selected-by", "application") == "expiry" else chosen
        return chosen

    def _window(
        self, license: License, edition: Edition, renewed_as: str, target: Target | None = None, twice: bool = False
    ) -> Judged:
        switch, today = self.world.switch, self.as_of
        first, last, opens = years_before(today, edition.oldest_years), today, None
        state, start, expires = "unknown", license.cycle_start, expiry(license, edition)
        if expires is not None:
            start = start or years_before(expires, edition.cycle_years)
            valid_until = add_years(expires, edition.invalid_years)
            if switch("invalid-from", "anniversary") != "anniversary":
                valid_until = date(valid_until.year, 12, 31)
            state = "active" if today <= expires else "inactive" if today <= valid_until else "invalid"
            after = start if state == "active" else expires
            if state == "active" or switch("before-expiry", "lost") == "lost":
                first = max(first, after + timedelta(days=1))
            opens = years_before(expires, edition.opens_years) if state == "active" else None
        if renewed_as == "additional" and state == "invalid":
            renewed_as = "invalid-as-additional"
        if target is None:
            target = edition.targets[renewed_as.replace("-", "_")]
            if renewed_as == "invalid-as-additional" and switch("invalid-content", "floor") == "none":
                target = Target(target.total, (), target.citations)
            unsure = renewed_as == "invalid-as-additional" and edition.id == "1999-12-01"
            if unsure and switch("invalid-older", "later-form") == "as-additional":
                target = edition.targets["additional"]
        long_ago = expires is not None and today > add_years(expires, edition.invalid_years)
        if renewed_as == "primary" and long_ago and switch("invalid-primary", "as-primary") == "as-any-invalid":
            target = edition.targets["invalid_as_additional"]
        issued = license.issued or (expires and years_before(expires, edition.cycle_years))
        conditions = () if renewed_as == "endorsement" else gates(self.portfolio, license, issued, today, self.catalog)
        opens = opens if opens is not None and today < opens else None
        return Judged(
            license, renewed_as, edition, state, expires, start, first, last, opens, target, conditions, twice
        )

    # -- activities and badges: when, and as what

    def _counts_in(self, item: Item, x: Judged) -> bool:
        """Whether it was completed on a day that counts; a date not known well enough is a missing fact."""
        done, start = item.done, x.cycle_start
        if done is None:
            return self.world.fact(f"{item.pointer}/completed")
        two_cycles = isinstance(item, Activity) and item.sei_course
        if two_cycles and start and years_before(start, x.edition.cycle_years) < done.first <= done.last <= start:
            return True
        if x.first <= done.first and done.last <= x.last:
            return True
        if x.first <= done.last and done.first <= x.last:
            return self.world.fact(f"{item.pointer}/completed")
        renewed = x.license.renewed_on
        if renewed is None or start is None or not renewed < done.first <= done.last <= start:
            return False
        recent = done.first >= years_before(x.last, x.edition.oldest_years)
        return recent and self.world.switch("early-renewal-gap", "lost") == "kept"

    def _options(self, item: Item) -> Iterator[tuple[str, str]]:
        kind = self.world.rules.kinds[item.kind] if isinstance(item, Activity) else None
        every = tuple(self.catalog.terms("categories"))
        unsaid = every if kind is None else tuple(c for c, _ in kind.parts) or kind.suggested
        categories = unsaid if item.categories is None else item.categories
        licenses = [x for x in self.judged if x.renewed_as != "endorsement"]
        for x in self.judged:
            if x.renewed_as == "endorsement":
                meant = kind is not None and item.toward_endorsement == x.license.id
                if meant and self._counts_in(item, x):
                    yield x.pointer, "content"
            elif self._counts_in(item, x):
                mine = {c for c in categories if c != "content"}
                if "content" in categories and (
                    x.license.id in item.content_of
                    if item.content_of is not None
                    else len(licenses) == 1 or self.world.fact(f"{item.pointer}/content_of")
                ):
                    mine.add("content")
                yield from ((x.pointer, c) for c in mine or {"elective"})

    def _activity(self, item: Activity) -> Iterator[Lot]:
        found, options = self.worths[item.pointer], self.options[item.pointer]
        kind, year = found.kind, (item.done.last if item.done else self.as_of).year
        if item.same_as or not found.points or (item.used_in_earlier_cycle and not item.sei_course):
            return
        if kind.allowed is not None:
            options = _in_or_elective(options, kind.allowed)
        serves, parts = self.world.serves(kind.id), kind.parts
        if serves == "total-only":
            options, parts = _in_or_elective(options, ()), ()
        elif serves and item.categories is not None:
            parts = ()
        caps = [(f"{c.id} {year if c.period == 'calendar-year' else ''}", c.points) for c in kind.caps]
        if parts:
            caps.append((item.pointer, found.points))  # a certificate that awards less than all the parts
        caps.sort(key=lambda cap: cap[1])
        topic = (" ".join(item.topic.casefold().split()) if item.topic else item.pointer,)
        split = "free" if parts else "split-courses" if kind.course else "split-categories"
        for category, amount in parts or (("", found.points),):
            mine = _in_or_elective(options, {category}) if category else options
            yield from self._copies(Lot((item.pointer,), amount, mine, tuple(caps), topic, split))

    def _copies(self, lot: Lot) -> Iterator[Lot]:
        """The lot, and once more for each license for which its points may count twice.

        Points of the Primary may count again for an endorsement; those of other licenses may not.
        """
        again = [x.pointer for x in self.judged if x.twice and any(o[0] == x.pointer for o in lot.options)]
        plain = frozenset(o for o in lot.options if o[0] not in again)
        primary = {x.pointer for x in self.judged if x.renewed_as == "primary"}
        if not any(pointer in primary for pointer, _ in plain):
            plain, again = lot.options, []
        content = [x.pointer for x in self.judged if (x.pointer, "content") in plain and not x.twice]
        if len(content) > 1 and self.world.switch("content-overlap", "once") == "twice":
            again += content[1:]
            plain -= {(pointer, "content") for pointer in content[1:]}
        if plain:
            yield replace(lot, options=plain)
        for pointer in again:
            caps = tuple((f"{name} again for {pointer}", most) for name, most in lot.caps)
            yield replace(lot, options=frozenset({(pointer, "content")}), caps=caps, split="free", copy=pointer)

    def _badge_counts(self, badge: Badge) -> bool:
        switch = self.world.switch
        approved = badge.approved is True or self.portfolio.employer not in (None, "public-school")
        return (
            not badge.used_in_earlier_cycle
            and bool(self.options[badge.pointer])
            and switch("badge-rate", "void") != "void"
            and (approved or switch("badge-approval", "needed") != "needed")
            and pair_value(self.world, badge_day(badge, self.as_of)) is not None
        )

    def topics(self, *badges: str) -> tuple[str, ...]:
        """Stacks or areas that these badges share, by the reading of "related"."""
        by_stack = self.world.switch("related-badges", "stack") == "stack"
        found: list[set[str]] = []
        for pointer in badges:
            record = self.catalog.get("credentials", self.badges[pointer].credential)
            stack = {record["stack"]} if "stack" in record else set()
            found.append(stack if by_stack else set(record["our_reading"]["areas"]))
        return tuple(f"badges: {topic}" for topic in sorted(set.intersection(*found)))

    def pair_lots(self, *badges: str) -> list[Lot]:
        """The lots of a pair of related badges; none where they make no pair."""
        if not all(pointer in self.badges for pointer in badges) or not self.topics(*badges):
            return []
        value = pair_value(self.world, max(badge_day(self.badges[pointer], self.as_of) for pointer in badges))
        options = frozenset.intersection(*(self.options[pointer] for pointer in badges))
        twins = len({self.badges[pointer].credential for pointer in badges}) < len(badges)
        if value is None or not options or twins:
            return []
        return list(self._copies(Lot(badges, value.points, options, (), self.topics(*badges), "")))

    def half_lots(self, single: str, pair: tuple[str, str]) -> list[Lot]:
        """The lots of an odd badge beside a pair; none where it is not related to one of it, or counts for nothing."""
        if single not in self.badges or single in pair or self.world.switch("odd-badge", "none") != "half":
            return []
        both = self.pair_lots(*pair)
        names = {self.badges[pointer].credential for pointer in pair}
        topics = tuple(sorted({topic for one in pair for topic in self.topics(single, one)})) if both else ()
        value = pair_value(self.world, badge_day(self.badges[single], self.as_of))
        where = {pointer for lot in both for pointer, _ in lot.options}
        options = frozenset(o for o in self.options[single] if o[0] in where)
        if value is None or not options or not topics or self.badges[single].credential in names:
            return []
        lots = self._copies(Lot((single,), value.points // 2, options, (), topics, "", beside=pair))
        return list(lots)


def _in_or_elective(options: frozenset[tuple[str, str]], categories: Collection[str]) -> frozenset[tuple[str, str]]:
    """What is in these categories; for a license for which nothing is, elective."""
    kept = {o for o in options if o[1] in categories}
    return frozenset(kept | {(pointer, "elective") for pointer, _ in options if pointer not in dict(kept)})


def expiry(license: License, edition: Edition) -> date | None:
    """The expiry date, worked out from the day of issue when it is not given."""
    if license.expires is not None or license.issued is None:
        return license.expires
    return add_years(license.issued, edition.cycle_years)
