"""Conditions of a renewal that no points answer: passed, failed or unknown by what the portfolio says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ...catalog.conditions import blocking_endorsements, need_began, special_conditions
from ...catalog.editions import Edition, years_before
from ...catalog.fields import field_named, is_open, other_regulation
from ...catalog.store import Catalog
from ...core.dates import add_years
from ...core.portfolio import Endorsement, License, Portfolio
from ...core.records import Record
from .model import FAILED, FIELD, PASSED, UNKNOWN, Case, Condition

VALID, EXPIRED, INVALID, UNDATED = "valid", "expired", "invalid", "undated"


def expiry(license: License, edition: Edition) -> date | None:
    """The last day of a license, worked out from its day of issue where the file does not give it."""
    if license.expires is not None or license.issued is None:
        return license.expires
    return add_years(license.issued, edition.cycle_years)


def conditions_of_license(case: Case, license: License, edition: Edition) -> Iterator[Condition]:
    catalog = case.rules.catalog
    if is_open(catalog, license) and other_regulation(catalog) is not None:
        yield Condition(FIELD, UNKNOWN, f"{license.pointer}/field")
    expires = expiry(license, edition)
    issued = license.issued or (years_before(expires, edition.cycle_years) if expires else None)
    for record in special_conditions(catalog, license, edition):
        if _in_force(record, case.as_of) and _concerns_issue(record, issued):
            fact = f"{license.pointer}/conditions/{record['id']}"
            yield Condition(record["id"], _state(license.conditions.get(record["id"])), fact)
    for record in blocking_endorsements(catalog):
        yield from _endorsement_needed(case.portfolio, record, case.as_of, catalog)


def _in_force(record: Record, as_of: date) -> bool:
    return "from" not in record or as_of >= date.fromisoformat(record["from"])


def _concerns_issue(record: Record, issued: date | None) -> bool:
    """Whether a condition concerns a license issued then; one of an unknown day it may concern."""
    first, last = record.get("issued_from"), record.get("issued_to")
    after = issued is None or not first or issued >= date.fromisoformat(first)
    return after and (issued is None or not last or issued <= date.fromisoformat(last))


def _state(stated: bool | None) -> str:
    return UNKNOWN if stated is None else PASSED if stated else FAILED


def _endorsement_needed(portfolio: Portfolio, record: Record, as_of: date, catalog: Catalog) -> Iterator[Condition]:
    """An endorsement that people in some roles need (603 CMR 44.03), once something has happened or always."""
    rule, role, held = record["blocks_renewal"], portfolio.role, portfolio.endorsements
    holds = any(endorsement.id == record["id"] for endorsement in held or ())
    if not _in_force(rule, as_of) or not (holds or role is None or role in rule["roles"]):
        return
    began = need_began(record)
    since = None if began is None else portfolio.needed_since.get(began)
    fields = [field_named(catalog, license.field) for license in portfolio.licenses]
    has_route = any(field is not None and field.id in rule.get("license_routes", ()) for field in fields)
    if holds:
        state, fact = PASSED, "/endorsements"
    elif began is not None and since == "never":
        state, fact = PASSED, began
    elif role is None and not (has_route and held is None):
        state, fact = UNKNOWN, "/role"
    elif held is None:
        state, fact = UNKNOWN, "/endorsements"
    elif began is None:
        state, fact = FAILED, "/endorsements"
    else:
        in_time = isinstance(since, date) and as_of <= _grace_ends(rule, since)
        state, fact = UNKNOWN if since is None else PASSED if in_time else FAILED, began
    yield Condition(f"{record['id']}-endorsement", state, fact)


def _grace_ends(rule: Record, since: date) -> date:
    """The last day without the endorsement for whoever needs it since then."""
    if "grace_years" not in rule or since < date.fromisoformat(rule["grace_from"]):
        return date.min
    return add_years(since, rule["grace_years"])


def conditions_of_endorsement(
    case: Case, endorsement: Endorsement, rule: Record, edition: Edition
) -> Iterator[Condition]:
    """The license that the renewal of an endorsement needs: as stated, else as the licenses of the file show it."""
    if "prerequisite" not in rule:
        return
    needed, licenses = rule["prerequisite"], case.portfolio.licenses
    own = f"{endorsement.pointer}/conditions/{needed['id']}"
    stated = endorsement.conditions.get(needed["id"])
    serving = {VALID: list[str](), UNDATED: list[str]()}
    for license in licenses:
        field = field_named(case.rules.catalog, license.field)
        if field is not None and field.id in needed["fields"]:
            serving.setdefault(_standing(license, edition, case.as_of), []).append(license.pointer)
    if stated is not None:
        state, fact = _state(stated), own
    elif serving[VALID]:
        state, fact = PASSED, serving[VALID][0]
    elif serving[UNDATED]:
        state, fact = UNKNOWN, f"{serving[UNDATED][0]}/expires"
    elif licenses and all(_standing(license, edition, case.as_of) == INVALID for license in licenses):
        state, fact = FAILED, "/licenses"
    else:
        state, fact = UNKNOWN, own
    yield Condition(needed["id"], state, fact)


def _days_held(license: License, edition: Edition) -> list[date]:
    """The last day of a license; two where the file gives the month only, none where it says nothing."""
    return [day for day in (expiry(license, edition), license.expires_last) if day is not None]


def _standing(license: License, edition: Edition, as_of: date) -> str:
    """The state of a license on the day of the application, whether or not it is renewed then."""
    standings = set()
    for expires in _days_held(license, edition):
        surely_invalid = as_of > date(add_years(expires, edition.invalid_years).year, 12, 31)
        standings.add(VALID if as_of <= expires else INVALID if surely_invalid else EXPIRED)
    return standings.pop() if len(standings) == 1 else UNDATED


def held_primary_allows_renewal(case: Case, edition: Edition, favorable: frozenset[str] | None) -> bool:
    """Whether a Primary that is not renewed now is active and not yet open to renewal; `favorable` None: at the best.

    Without that an additional license cannot be renewed beside it.
    """
    held = next((x for x in case.portfolio.licenses if x.primary and not x.renew), None)
    if held is None:
        return False
    opens = [years_before(day, edition.opens_years) for day in _days_held(held, edition)]
    in_time = [case.as_of <= day - timedelta(days=1) for day in opens]
    if len(set(in_time)) == 1:
        return in_time[0]
    return favorable is None or f"fact:{held.pointer}/expires" in favorable
