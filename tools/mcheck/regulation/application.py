"""What is applied for: a portfolio on a day, the edition that governs, and the Primary that others depend on."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from ..catalog.editions import Edition, years_before
from ..catalog.fields import is_covered, is_open
from ..catalog.rules import Rules
from ..catalog.scenario import Scenario, ScenarioReader
from ..catalog.store import Catalog
from ..catalog.switches import EDITION_SELECTED_BY
from ..core.portfolio import License, Portfolio
from .dates.window import ONE_DAY, expiry
from .stated_totals import STATED


class Application(NamedTuple):
    """What stays the same over all evaluations. `until` is the last day that counts (later when planned ones are)."""

    portfolio: Portfolio
    rules: Rules
    as_of: date
    until: date
    forced: Edition | None
    planned: bool
    primary: int | None
    """Place of the Primary in `portfolio.licenses`; None when no license is judged."""
    conditions_met: bool = False
    """Whether special conditions that fail are taken as met by then: a plan names them beside the points."""

    @property
    def catalog(self) -> Catalog:
        return self.rules.catalog

    @property
    def as_stated(self) -> Scenario:
        """The most cautious scenario for which a ledger is shown: the sums that the educator states hold."""
        return Scenario.CAUTIOUS if self.portfolio.stated is None else Scenario(frozenset({f"fact:{STATED}"}))

    def judged(self) -> list[License]:
        """Licenses to judge, the Primary first, then in file order.

        Those of which nobody knows whether they are to be judged here come last: they must not take points from others.
        """
        licenses = [x for x in self.portfolio.licenses if x.renew and self.status(x) == "judged"]
        first = None if self.primary is None else self.portfolio.licenses[self.primary].pointer
        return sorted(licenses, key=lambda x: (x.pointer != first, is_open(self.catalog, x)))

    def status(self, license: License) -> str:
        """judged, not-required or not-covered."""
        if not is_covered(self.catalog, license):
            return "not-covered"
        return str(self.catalog.terms("license-types")[license.type]["status"])

    def worst(self, verdicts: Collection[str]) -> str:
        """What verdicts come to: no better than not-covered where a license to be renewed is under other rules."""
        for word in ("not-met", "depends"):
            if word in verdicts:
                return word
        covered = all(self.status(x) != "not-covered" for x in self.portfolio.licenses if x.renew)
        return "met" if covered else "not-covered"


def edition_for(case: Application, license: License | None, reader: ScenarioReader) -> Edition:
    """The edition that governs: the one of the application date.

    Where sources dispute which date selects the one after it, an application that comes before it for a license that
    expires under it has both as readings of that question.
    """
    if case.forced is not None:
        return case.forced
    chosen = case.rules.edition_on(case.as_of)
    assert chosen is not None
    expires = None if license is None else expiry(license, chosen)
    after = case.rules.edition_after(chosen)
    if expires is None or after is None or after.selected_by_question is None or expires < after.start:
        return chosen
    return after if reader.switch(EDITION_SELECTED_BY, chosen.texts(case.as_of)) == "expiry" else chosen


def days_held(license: License, edition: Edition) -> list[date]:
    """Until when a license that may not be renewed now is valid.

    The first and the last day where the file gives the month only; nothing where it gives no date.
    """
    days = expiry(license, edition), license.expires_last
    return [day for day in days if day is not None]


def primary_held(case: Application) -> License | None:
    """The license marked as Primary that is not renewed now."""
    return next((x for x in case.portfolio.licenses if x.primary and not x.renew), None)


def held_primary_allows_renewal(case: Application, edition: Edition, scenario: Scenario) -> bool:
    """Whether a Primary that is not renewed now is active and far enough from its date.

    Without that an additional license cannot be renewed.
    """
    held = primary_held(case)
    if held is None:
        return False
    last = _last_of_held(held, edition)
    if not last or min(last) < case.as_of <= max(last):
        return scenario.favors(f"fact:{held.pointer}/expires")
    return case.as_of <= min(last)


def _last_of_held(held: License, edition: Edition) -> list[date]:
    """The last day on which a Primary lets others be renewed, for each day on which it may expire."""
    return [years_before(day, edition.opens_years) - ONE_DAY for day in days_held(held, edition)]


def held_until(case: Application, edition: Edition) -> date | None:
    """The last day on which the Primary that is not renewed now lets others be renewed, if today is such a day."""
    held = primary_held(case)
    last = [] if held is None else _last_of_held(held, edition)
    return min(last) if last and case.as_of <= min(last) else None
