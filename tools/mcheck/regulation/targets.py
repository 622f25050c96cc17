"""Which licenses and endorsements are judged, by which edition, with which window, target and conditions."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from ..catalog.editions import Edition, Requirement, Target, years_before
from ..catalog.scenario import ScenarioReader
from ..catalog.switches import INVALID_CONTENT, INVALID_OLDER, INVALID_PRIMARY
from ..core.dates import add_years
from ..core.points import points
from ..core.portfolio import Endorsement, License
from .application import Application, days_held, edition_for, held_until, primary_held
from .conditions import EXPIRED, FAILED, FIELD, INVALID, PASSED, UNDATED, UNKNOWN, VALID, Gate, gates, prerequisite_gate
from .dates.window import Window, dated, expiry, may_be_invalid, surely_invalid, window


class Role(StrEnum):
    """What a target is renewed as, which decides what it takes; the words are those of a report."""

    PRIMARY = "primary"
    ADDITIONAL = "additional"
    INVALID_AS_ADDITIONAL = "invalid-as-additional"
    ENDORSEMENT = "endorsement"


class RenewalTarget(NamedTuple):
    """A license or endorsement under judgment. `name` is what activities call it in `content_of`."""

    index: int  # type: ignore[assignment]  # of a tuple's own `index` nobody has need
    pointer: str
    name: str
    label: str
    role: Role
    license: License
    edition: Edition
    window: Window
    target: Target
    gates: tuple[Gate, ...]
    counts_also_for_primary: bool = False
    """Whether its points may also count for the Primary license, so that they are placed a second time."""

    @property
    def is_endorsement(self) -> bool:
        return self.role == Role.ENDORSEMENT

    @property
    def is_additional(self) -> bool:
        """Whether it can only be renewed with a Primary license."""
        return self.role in (Role.ADDITIONAL, Role.INVALID_AS_ADDITIONAL)

    @property
    def failed_gates(self) -> list[Gate]:
        """The special conditions that fail."""
        return [gate for gate in self.gates if gate.state == FAILED]

    @property
    def unknown_facts(self) -> list[str]:
        """The keys of the facts that a special condition waits for."""
        return [f"fact:{gate.fact}" for gate in self.gates if gate.state == UNKNOWN]

    @property
    def open_field(self) -> str | None:
        """The key of its field, where that is in no list and nothing else tells whether it is to be judged here."""
        return next((f"fact:{gate.fact}" for gate in self.gates if gate.id == FIELD), None)


def renewal_targets(case: Application, reader: ScenarioReader) -> tuple[RenewalTarget, ...]:
    """Everything to judge: the Primary, additional licenses in file order, endorsements to be renewed."""
    targets: list[RenewalTarget] = []
    for license in (dated(x, reader) for x in case.judged()):
        edition = edition_for(case, license, reader)
        expired = expiry(license, edition)
        issued = license.issued or (None if expired is None else years_before(expired, edition.cycle_years))
        days = window(license, edition, case.as_of, case.until, reader)
        is_primary = case.primary is not None and license.pointer == case.portfolio.licenses[case.primary].pointer
        role = Role.PRIMARY if is_primary else Role.ADDITIONAL
        if not is_primary and days.state == "invalid":
            role = Role.INVALID_AS_ADDITIONAL
        target = _target(role, edition, days, case.as_of, reader)
        targets.append(
            RenewalTarget(
                len(targets),
                license.pointer,
                license.id,
                license.label,
                role,
                license,
                edition,
                days,
                target,
                _as_planned(case, gates(case.portfolio, license, issued, case.as_of, edition, case.catalog)),
            )
        )
    for endorsement in case.portfolio.endorsements or ():
        entry = _endorsement(case, endorsement, len(targets), reader)
        if entry is not None:
            targets.append(entry)
    return tuple(targets)


def _as_planned(case: Application, gates: Iterable[Gate]) -> tuple[Gate, ...]:
    """Special conditions, those that fail as passed where that is taken to be done."""
    if not case.conditions_met:
        return tuple(gates)
    return tuple(gate._replace(state=PASSED) if gate.state == FAILED else gate for gate in gates)


def _target(role: Role, edition: Edition, days: Window, as_of: date, reader: ScenarioReader) -> Target:
    """What the renewal takes, as the open questions about invalid licenses fall."""
    invalid = edition.invalid
    if invalid is None:
        return edition.target(role.replace("-", "_"))
    if role == Role.PRIMARY:
        # the association that words it for any invalid license also says which one is: more than so many years past
        # expiry. So this depends on one question, and not on the day of the other one as well.
        old = days.expires is not None and may_be_invalid(days.expires, edition, as_of)
        if old and reader.switch(INVALID_PRIMARY, days.texts) == "as-any-invalid":
            return invalid
    as_invalid = role == Role.INVALID_AS_ADDITIONAL
    if as_invalid and edition.invalid_unsure and reader.switch(INVALID_OLDER, days.texts) == "as-additional":
        return edition.target("additional")
    if as_invalid and invalid.requirements and reader.switch(INVALID_CONTENT, days.texts) == "none":
        return Target(invalid.total, (), invalid.citations)
    return edition.target(role.replace("-", "_"))


def _standing(license: License, edition: Edition, as_of: date) -> str:
    """The state of a license on the day of the application, whether or not it is renewed on it."""
    standings = {_standing_on(day, edition, as_of) for day in days_held(license, edition)}
    return standings.pop() if len(standings) == 1 else UNDATED


def _standing_on(expires: date, edition: Edition, as_of: date) -> str:
    if as_of <= expires:
        return VALID
    return INVALID if surely_invalid(expires, edition, as_of) else EXPIRED


def _endorsement(
    case: Application, endorsement: Endorsement, index: int, reader: ScenarioReader
) -> RenewalTarget | None:
    record = case.catalog.get("licenses", endorsement.id)
    if not endorsement.renew or "requirements" not in record:
        return None
    rule = record["requirements"]
    edition = edition_for(case, None, reader)
    years = rule.get("valid_years", edition.cycle_years)
    expires = endorsement.expires or (add_years(endorsement.issued, years) if endorsement.issued else None)
    stand_in = License(endorsement.pointer, endorsement.id, record["name"], "professional", endorsement.issued, expires)
    total = points(rule["total"])
    cites = tuple(rule["citations"])
    target = Target(
        total, (Requirement(case.rules.license_field, "Content", frozenset(rule["categories"]), total, cites),), cites
    )
    days = window(stand_in, edition, case.as_of, case.until, reader)
    standings = {x.pointer: _standing(x, edition, case.as_of) for x in case.portfolio.licenses}
    gate = prerequisite_gate(endorsement, record, case.portfolio.licenses, standings, case.catalog)
    return RenewalTarget(
        index,
        endorsement.pointer,
        endorsement.id,
        record["name"],
        Role.ENDORSEMENT,
        stand_in,
        edition,
        days,
        target,
        _as_planned(case, () if gate is None else (gate,)),
        counts_also_for_primary=bool(rule.get("also_counts_for_primary", False)),
    )


def application_once_done(case: Application, targets: Sequence[RenewalTarget], done: date) -> date:
    """When one applies at the earliest once all is done that is to be done by a day, which is not before `case.as_of`.

    What is done after a license expires comes too late for it, so nobody waits for that.
    """
    expiries = [entry.window.expires for entry in targets if entry.window.state == "active"]
    return max(case.as_of, min([done, *(day for day in expiries if day is not None)]))


def ends(case: Application, targets: Sequence[RenewalTarget]) -> list[tuple[date, str]]:
    """The last days of an application that finds as it stands now what has such a day, and why each is one.

    What is not active has none: the days that count for it end with the application.
    """
    days = [(entry.window.expires, f"{entry.label} expires") for entry in targets if entry.window.state == "active"]
    days += [(gate.lasts, f"the {gate.label} is due") for entry in targets for gate in entry.gates]
    held = primary_held(case)
    if held is not None and any(entry.is_additional for entry in targets):
        until = held_until(case, targets[0].edition)
        days.append((until, f"{held.label}, your Primary license, comes too near its own date"))
    return [(day, why) for day, why in days if day is not None]
