"""Which licenses and endorsements are judged, by which edition, with which window, target and conditions. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ..catalog.editions import Edition, Requirement, Target, years_before
from ..catalog.fields import is_covered, is_open
from ..catalog.rules import Rules
from ..catalog.scenario import Scenario, ScenarioReader
from ..catalog.store import Catalog
from ..core.dates import add_years
from ..core.points import points
from ..core.portfolio import Endorsement, License, Portfolio
from .conditions import EXPIRED, FAILED, FIELD, INVALID, PASSED, UNDATED, UNKNOWN, VALID, Gate, gates, prerequisite_gate
from .stated_totals import STATED
from .window import ONE_DAY, Window, dated, expiry, may_be_invalid, surely_invalid, window


@dataclass(frozen=True, slots=True)
class RenewalTarget:
    """A license or endorsement under judgment. `name` is what activities call it in `content_of`."""

    index: int
    pointer: str
    name: str
    label: str
    renewed_as: str
    license: License
    edition: Edition
    window: Window
    target: Target
    gates: tuple[Gate, ...]
    shadow: bool = False
    """Its points may also count for the Primary license, so they are placed a second time."""

    @property
    def kind_is_endorsement(self) -> bool:
        return self.renewed_as == "endorsement"

    @property
    def is_additional(self) -> bool:
        """Whether it can only be renewed with a Primary license."""
        return "additional" in self.renewed_as

    @property
    def open_field(self) -> str | None:
        """The key of its field, where that is in no list and nothing else tells whether it is to be judged here."""
        return next((f"fact:{gate.fact}" for gate in self.gates if gate.id == FIELD), None)


@dataclass(frozen=True, slots=True)
class Application:
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


def edition_for(case: Application, license: License | None, world: ScenarioReader) -> Edition:
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
    return after if world.switch("edition-selected-by", "application") == "expiry" else chosen


def entries(case: Application, world: ScenarioReader) -> tuple[RenewalTarget, ...]:
    """Everything to judge: the Primary, additional licenses in file order, endorsements to be renewed."""
    found: list[RenewalTarget] = []
    for license in (dated(x, world) for x in case.judged()):
        edition = edition_for(case, license, world)
        expired = expiry(license, edition)
        issued = license.issued or (None if expired is None else years_before(expired, edition.cycle_years))
        days = window(license, edition, case.as_of, case.until, world)
        is_primary = case.primary is not None and license.pointer == case.portfolio.licenses[case.primary].pointer
        renewed_as = "primary" if is_primary else "additional"
        if not is_primary and days.state == "invalid":
            renewed_as = "invalid-as-additional"
        target = _target(renewed_as, edition, days, case.as_of, world)
        found.append(
            RenewalTarget(
                len(found),
                license.pointer,
                license.id,
                license.label,
                renewed_as,
                license,
                edition,
                days,
                target,
                _as_planned(case, gates(case.portfolio, license, issued, case.as_of, case.catalog)),
            )
        )
    for endorsement in case.portfolio.endorsements or ():
        entry = _endorsement(case, endorsement, len(found), world)
        if entry is not None:
            found.append(entry)
    return tuple(found)


def _as_planned(case: Application, found: Iterable[Gate]) -> tuple[Gate, ...]:
    """Special conditions, those that fail as passed where that is taken to be done."""
    if not case.conditions_met:
        return tuple(found)
    return tuple(replace(gate, state=PASSED) if gate.state == FAILED else gate for gate in found)


def _target(renewed_as: str, edition: Edition, days: Window, as_of: date, world: ScenarioReader) -> Target:
    """What the renewal takes, as the open questions about invalid licenses fall."""
    invalid = edition.targets["invalid_as_additional"]
    if renewed_as == "primary":
        # the association that words it for any invalid license also says which one is: more than so many years past
        # expiry. So this hangs on one question, and not on the day of the other one as well.
        old = days.expires is not None and may_be_invalid(days.expires, edition, as_of)
        if old and world.switch("invalid-primary", "as-primary") == "as-any-invalid":
            return invalid
    unsure = renewed_as == "invalid-as-additional" and edition.invalid_unsure
    if unsure and world.switch("invalid-older", "later-form") == "as-additional":
        return edition.targets["additional"]
    floor = renewed_as == "invalid-as-additional" and bool(invalid.requirements)
    if floor and world.switch("invalid-content", "floor") == "none":
        return Target(invalid.total, (), invalid.citations)
    return edition.targets[renewed_as.replace("-", "_")]


def days_held(license: License, edition: Edition) -> list[date]:
    """Until when a license that may not be renewed now is valid.

    The first and the last day where the file gives the month only; nothing where it gives no date.
    """
    found = expiry(license, edition), license.expires_last
    return [day for day in found if day is not None]


def _standing(license: License, edition: Edition, as_of: date) -> str:
    """How a license stands on the day of the application, whether or not it is renewed on it."""
    found = {_standing_on(day, edition, as_of) for day in days_held(license, edition)}
    return found.pop() if len(found) == 1 else UNDATED


def _standing_on(expires: date, edition: Edition, as_of: date) -> str:
    if as_of <= expires:
        return VALID
    return INVALID if surely_invalid(expires, edition, as_of) else EXPIRED


def _endorsement(
    case: Application, endorsement: Endorsement, index: int, world: ScenarioReader
) -> RenewalTarget | None:
    record = case.catalog.get("licenses", endorsement.id)
    if not endorsement.renew or "requirements" not in record:
        return None
    rule = record["requirements"]
    edition = edition_for(case, None, world)
    years = rule.get("valid_years", edition.cycle_years)
    expires = endorsement.expires or (add_years(endorsement.issued, years) if endorsement.issued else None)
    stand_in = License(endorsement.pointer, endorsement.id, record["name"], "professional", endorsement.issued, expires)
    total = points(rule["total"])
    cites = tuple(rule["citations"])
    target = Target(total, (Requirement("content", "Content", frozenset(rule["categories"]), total, cites),), cites)
    days = window(stand_in, edition, case.as_of, case.until, world)
    standings = {x.pointer: _standing(x, edition, case.as_of) for x in case.portfolio.licenses}
    gate = prerequisite_gate(endorsement, record, case.portfolio.licenses, standings, case.catalog)
    return RenewalTarget(
        index,
        endorsement.pointer,
        endorsement.id,
        record["name"],
        "endorsement",
        stand_in,
        edition,
        days,
        target,
        _as_planned(case, () if gate is None else (gate,)),
        shadow=bool(rule.get("also_counts_for_primary", False)),
    )


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


def application_once_done(case: Application, found: Sequence[RenewalTarget], done: date) -> date:
    """When one applies at the earliest once all is done that is to be done by a day, which is not before `case.as_of`.

    What is done after a license expires comes too late for it, so nobody waits for that.
    """
    expiries = [entry.window.expires for entry in found if entry.window.state == "active"]
    return max(case.as_of, min([done, *(day for day in expiries if day is not None)]))


def ends(case: Application, found: Sequence[RenewalTarget]) -> list[tuple[date, str]]:
    """The last days of an application that finds all that is to be renewed as it stands now, and why each is one.

    Nothing when something has no such day: the days that count then end with the application.
    """
    if any(entry.window.state != "active" for entry in found):
        return []
    days = [(entry.window.expires, f"{entry.label} expires") for entry in found]
    days += [(gate.lasts, f"the {gate.label} is due") for entry in found for gate in entry.gates]
    held = primary_held(case)
    if held is not None and any("additional" in entry.renewed_as for entry in found):
        until = held_until(case, found[0].edition)
        days.append((until, f"{held.label}, your Primary license, comes too near its own date"))
    return [(day, what) for day, what in days if day is not None]


def unknown_facts(entry: RenewalTarget) -> list[str]:
    """Facts that a gate of this entry is waiting for."""
    return [f"fact:{gate.fact}" for gate in entry.gates if gate.state == UNKNOWN]


def blocking_gates(entry: RenewalTarget) -> list[str]:
    """Labels of the failed conditions of an entry."""
    return [gate.label for gate in entry.gates if gate.state == FAILED]
