"""What is to be renewed: by which edition, with which days that count, and for how many points."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from ...catalog.editions import Edition, Requirement, Target, years_before
from ...catalog.fields import is_covered, is_open
from ...catalog.scenario import ScenarioReader
from ...catalog.switches import (
    BEFORE_EXPIRY,
    EDITION_SELECTED_BY,
    INVALID_CONTENT,
    INVALID_FROM,
    INVALID_OLDER,
    INVALID_PRIMARY,
)
from ...core.dates import add_years
from ...core.points import points
from ...core.portfolio import Endorsement, License
from .conditions import conditions_of_endorsement, conditions_of_license, expiry
from .model import Case, Judged


def status(case: Case, license: License) -> str:
    """judged, not-required or not-covered."""
    catalog = case.rules.catalog
    if not is_covered(catalog, license):
        return "not-covered"
    return str(catalog.terms("license-types")[license.type]["status"])


def licenses_to_judge(case: Case) -> list[License]:
    """The Primary first, then in file order; one that may be under other rules takes no points from the others."""
    licenses = [x for x in case.portfolio.licenses if x.renew and status(case, x) == "judged"]
    return sorted(licenses, key=lambda x: (x.pointer != case.primary, is_open(case.rules.catalog, x)))


def worst(case: Case, verdicts: Collection[str]) -> str:
    """What verdicts come to: no better than not-covered where a license to be renewed is under other rules."""
    for word in ("not-met", "depends"):
        if word in verdicts:
            return word
    renewed = [x for x in case.portfolio.licenses if x.renew]
    return "not-covered" if any(status(case, x) == "not-covered" for x in renewed) else "met"


def judged(case: Case, reader: ScenarioReader) -> tuple[Judged, ...]:
    """Licenses, then the endorsements that are to be renewed."""
    targets = list[Judged]()
    for license in licenses_to_judge(case):
        targets.append(_license(case, reader, _on_one_day(license, reader), len(targets)))
    for endorsement in case.portfolio.endorsements or ():
        targets += _endorsement(case, reader, endorsement, len(targets))
    return tuple(targets)


def _on_one_day(license: License, reader: ScenarioReader) -> License:
    """The license with one day of expiry, also where the file gives the month only."""
    question = reader.rules.questions.get(f"{license.pointer}/expires")
    if question is None:
        return license
    return license._replace(expires=date.fromisoformat(reader.reading(question)["id"]))


def _license(case: Case, reader: ScenarioReader, license: License, index: int) -> Judged:
    edition = _edition(case, reader, license)
    state, start, first, last = _days(case, reader, license, edition)
    renewed_as = "primary" if license.pointer == case.primary else "additional"
    if renewed_as == "additional" and state == "invalid":
        renewed_as = "invalid-as-additional"
    expires = expiry(license, edition)
    long_ago = expires is not None and case.as_of > add_years(expires, edition.invalid_years)
    target = _target(case, reader, renewed_as, edition, long_ago)
    conditions = tuple(conditions_of_license(case, license, edition))
    return Judged(index, license, renewed_as, edition, state, start, first, last, target, conditions)


def _endorsement(case: Case, reader: ScenarioReader, held: Endorsement, index: int) -> Iterator[Judged]:
    record = case.rules.catalog.get("licenses", held.id)
    if not held.renew or "requirements" not in record:
        return
    rule, edition = record["requirements"], _edition(case, reader, None)
    years = rule.get("valid_years", edition.cycle_years)
    expires = held.expires or (add_years(held.issued, years) if held.issued else None)
    like = License(held.pointer, held.id, record["name"], issued=held.issued, expires=expires)
    total = points(rule["total"])
    need = Requirement(case.rules.license_field, "Content", frozenset(rule["categories"]), total, ())
    state, start, first, last = _days(case, reader, like, edition)
    yield Judged(
        index,
        like,
        "endorsement",
        edition,
        state,
        start,
        first,
        last,
        Target(total, (need,), ()),
        tuple(conditions_of_endorsement(case, held, rule, edition)),
        rule.get("also_counts_for_primary", False),
    )


def _edition(case: Case, reader: ScenarioReader, license: License | None) -> Edition:
    """The edition in force on the day of the application.

    Where sources dispute which date selects the next one, a license that expires under that one may go by it.
    """
    if case.forced is not None:
        return case.forced
    editions = reader.rules.editions
    begun = [edition for edition in editions if edition.start <= case.as_of]
    chosen, later = begun[-1], editions[len(begun) :]
    expires = None if license is None else expiry(license, chosen)
    if expires is None or not later or later[0].selected_by_question is None or expires < later[0].start:
        return chosen
    return later[0] if reader.switch(EDITION_SELECTED_BY, chosen.texts(case.as_of)) == "expiry" else chosen


def _days(
    case: Case, reader: ScenarioReader, license: License, edition: Edition
) -> tuple[str, date | None, date, date]:
    """(state, last day of the cycle before, first day that counts, last one)."""
    today, expires, start = case.as_of, expiry(license, edition), license.cycle_start
    oldest = years_before(today, edition.oldest_years)
    if expires is None:
        return "unknown", start, oldest, today
    start = start or years_before(expires, edition.cycle_years)
    if today <= expires:
        return "active", start, max(oldest, start + timedelta(days=1)), today
    invalid_after, texts = add_years(expires, edition.invalid_years), edition.texts(today)
    if invalid_after < today and reader.switch(INVALID_FROM, texts) != "anniversary":
        invalid_after = date(invalid_after.year, 12, 31)
    state = "invalid" if today > invalid_after else "inactive"
    if reader.switch(BEFORE_EXPIRY, texts) == "kept":
        return state, start, oldest, today
    return state, start, max(oldest, expires + timedelta(days=1)), today


def _target(case: Case, reader: ScenarioReader, renewed_as: str, edition: Edition, long_ago: bool) -> Target:
    """What the renewal takes. `long_ago`: it expired so many years ago that it may be invalid."""
    switch, texts = reader.switch, edition.texts(case.as_of)
    target = edition.invalid
    if target is None:
        return edition.target(renewed_as.replace("-", "_"))
    if renewed_as == "primary" and long_ago and switch(INVALID_PRIMARY, texts) == "as-any-invalid":
        return target
    if renewed_as != "invalid-as-additional":
        return edition.target(renewed_as)
    if edition.invalid_unsure and switch(INVALID_OLDER, texts) == "as-additional":
        return edition.target("additional")
    if target.requirements and switch(INVALID_CONTENT, texts) == "none":
        return Target(target.total, (), target.citations)
    return target
