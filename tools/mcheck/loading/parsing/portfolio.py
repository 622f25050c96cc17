"""From portfolio data that fits its schema to a Portfolio, with everything a schema cannot see checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import date
from itertools import count as numbers

from ...catalog.conditions import blocking_endorsements, every_special_condition, need_began
from ...catalog.fields import (
    CAREER_TECHNICAL,
    KINDS,
    Field,
    field_named,
    kind_answers,
    kind_named,
    offers,
    other_regulation,
)
from ...catalog.store import Catalog
from ...core.codes import Code, code_table
from ...core.dates import Span
from ...core.messages import Message
from ...core.pointers import index_of
from ...core.points import points
from ...core.portfolio import AMOUNTS, Activity, Badge, Endorsement, License, PlanFacts, Portfolio, Stated, StatedSum
from ...core.records import Data
from ...core.wording import count, slug
from .duplicates import told_apart
from .values import Part

FACTS = ("degree_eligible", "accepted_elsewhere", "upper_level_new_content", "audited", "letter_of_equal_work")


def parse(data: Data, catalog: Catalog) -> tuple[Portfolio, list[Message]]:
    """The portfolio and what there is to say about it; messages of severity "error" mean that it cannot be checked."""
    messages: list[Message] = []
    return _portfolio(Part(data, "", catalog, messages)), messages


def _portfolio(top: Part) -> Portfolio:
    role, employer = top.word("role"), top.word("employer")
    licenses = _licenses(top)
    ids = {license.id for license in licenses}
    listed = top.entries("activities")
    activities, repeated = told_apart(
        [_activity(part, ids) for part in listed], [part.data.get("title") for part in listed]
    )
    top.messages.extend(repeated)
    badges = tuple(_badge(part, ids) for part in top.entries("badges"))
    _warn_of_doubles(top, badges)
    return Portfolio(
        licenses,
        tuple(_endorsement(part) for part in top.entries("endorsements")) if "endorsements" in top.data else None,
        tuple(activities),
        badges,
        _plan(top.part("plan", top.data.get("plan", {}))),
        role,
        employer,
        _needed_since(top),
        top.day("audit_notice"),
        top.day("application_date"),
        top.data.get("label"),
        _stated(top.part("stated", top.data["stated"]), licenses, badges) if "stated" in top.data else None,
    )


def _needed_since(top: Part) -> dict[str, date | str]:
    """Since when an endorsement is needed, by the pointer of the fact that says so."""
    found: dict[str, date | str] = {}
    stated = top.part("needed_since", top.data.get("needed_since", {}))
    facts = {need_began(record): record["id"] for record in blocking_endorsements(top.catalog)}
    for part, key in [(top, "english_learner_assigned"), *((stated, key) for key in stated.data)]:
        day = "never" if part.data.get(key) == "never" else part.day(key)
        name = key
        if part is stated:
            known = [name for fact, name in facts.items() if fact == f"/needed_since/{name}"]
            name = part.of_today(key, key, "licenses")
            part.known(key, name, known, Code.UNKNOWN_ENDORSEMENT, "endorsement that is needed since a day")
        if day is not None:
            found[f"{part.pointer}/{name}"] = day
    return found


def _plan(part: Part) -> PlanFacts:
    final = part.data.get("final_endorsement")
    return PlanFacts(
        part.day("ipdp_approved"),
        part.day("ipdp_submitted"),
        part.day("final_endorsement") if isinstance(final, str) else final,
        part.data.get("educator_plan"),
        part.files(),
    )


# -- licenses and endorsements


def _licenses(top: Part) -> tuple[License, ...]:
    found: list[License] = []
    for part in top.entries("licenses"):
        found.append(_license(part, found))
    return tuple(found)


def _conditions_of_licenses(catalog: Catalog) -> set[str]:
    return {condition["id"] for condition in every_special_condition(catalog)}


def _conditions_of_endorsements(catalog: Catalog) -> set[str]:
    rules = (record["requirements"] for record in catalog.all("licenses") if "requirements" in record)
    return {rule["prerequisite"]["id"] for rule in rules if "prerequisite" in rule}


def _license(part: Part, before: Sequence[License]) -> License:
    """A license; `before` are those before it in the file."""
    data, field, renew = part.data, part.data.get("field", ""), part.data.get("renew", True)
    name = _license_id(part, {license.id for license in before})
    if data.get("primary") and any(license.primary for license in before):
        part.say(Code.TWO_PRIMARIES, "primary", "More than one license is marked as Primary.")
    stated_conditions = part.conditions(_conditions_of_licenses)
    issued, expires = _term(part)
    cycle_start = part.day("cycle_start")
    if cycle_start is not None and expires is not None and expires.last <= cycle_start:
        text = f"It expires on {expires}, before its cycle begins, on the day after {cycle_start}."
        part.say(Code.END_BEFORE_START, "cycle_start", text, code_table()[Code.EXPIRES_BEFORE_ISSUE].advice)
    kind = part.word("type") or _type_of(part)
    alike = (x for x in before if x.renew and x.field and slug(x.field) == slug(field) and x.type == kind)
    twin = next(alike, None)
    if twin is not None and renew:
        text = f"{field} is already in the file as entry {index_of(twin.pointer) + 1}; both are judged."
        part.say(Code.LICENSE_TWICE, "", text)
    return License(
        part.pointer,
        name,
        field,
        kind,
        issued,
        None if expires is None else expires.first,
        cycle_start,
        part.day("renewed_on"),
        data.get("primary"),
        renew,
        stated_conditions,
        part.files(),
        _license_kind(part, renew and kind == "professional"),
        None if expires is None or expires.exact else expires.last,
    )


def _license_id(part: Part, taken: Set[str]) -> str:
    """The id that the file gives, or one made from the field; never one that is taken."""
    name = part.data.get("id") or slug(part.data.get("field", "")) or "license"
    if name not in taken:
        return str(name)
    if "id" in part.data:
        part.say(Code.LICENSE_ID_TWICE, "id", f'Two licenses have the id "{name}".')
    return next(another for n in numbers(2) if (another := f"{name}-{n}") not in taken)


def _term(part: Part) -> tuple[date | None, Span | None]:
    """When a license or an endorsement was issued, and when it expires."""
    issued, expires = part.day("issued"), part.span("expires")
    if issued is not None and expires is not None and expires.last < issued:
        text = f"It expires on {expires}, before it was issued on {issued}."
        part.say(Code.EXPIRES_BEFORE_ISSUE, "expires", text)
    return issued, expires


def _type_of(part: Part) -> str:
    """Professional, unless the field, or the kind that answers for it, belongs to another regulation."""
    name = part.data.get("field", "")
    kind = kind_named(part.catalog, name)
    if kind is None and kind_answers(part.catalog, name):
        kind = part.data.get("license_kind")
    record = other_regulation(part.catalog) if kind == CAREER_TECHNICAL else None
    return "professional" if record is None else str(record["id"])


def _license_kind(part: Part, renewed: bool) -> str | None:
    """The kind that the file says, where it answers for the field; what there is to say about that and the grades.

    `renewed`: only of a license that is renewed with PDPs anything depends on it.
    """
    catalog, name, stated = part.catalog, part.data.get("field", ""), part.word("license_kind")
    field, kind = field_named(catalog, name), kind_named(catalog, name)
    if kind is not None and stated is not None and stated != kind:
        label = catalog.terms(KINDS)[kind]["label"].lower()
        text = f'"{name}" is in the table as {label}, not as {stated}.'
        part.say(Code.OTHER_KIND_THAN_THE_FIELD, "license_kind", text)
    if field is not None and field.other_grades and renewed:
        _say_other_grades(part, name, field)
    if kind is not None or stated is None or kind_answers(catalog, name):
        return stated
    if renewed:
        near = next(offer for offer in offers(catalog, name) if offer.field.special)
        text = f'"{name}" is in no list but close to {near.field.name}, which has conditions of its own. So '
        text += "`license_kind` does not settle it."
        cites = [citation for record in near.field.every for citation in record["citations"]]
        part.say(Code.FIELD_LIKE_A_SPECIAL_ONE, "field", text, f'If it is that, write "{near.name}".', cites)
    return None


def _say_other_grades(part: Part, name: str, field: Field) -> None:
    levels = " and ".join(field.levels.values())
    text = f'"{name}": the table has {field.name} for {levels} only. It is judged by its name'
    text += ", with the conditions of all its grades." if field.special else "."
    part.say(Code.OTHER_GRADES_THAN_THE_FIELD, "field", text, citations=field.row["citations"])


def _endorsement(part: Part) -> Endorsement:
    name = part.endorsement("id") or ""
    issued, expires = _term(part)
    conditions = part.conditions(_conditions_of_endorsements)
    until = None if expires is None else expires.first
    return Endorsement(part.pointer, name, issued, until, part.data.get("renew", False), conditions)


# -- activities and badges


def _counted_in_pairs(catalog: Catalog) -> set[str]:
    """The kinds of activity of which two make a pair."""
    return catalog.once(
        "counted in pairs",
        lambda: {x["id"] for x in catalog.all("activities") for value in x.get("values", ()) if value["per"] == "pair"},
    )


def _activity(part: Part, ids: Set[str]) -> Activity:
    """An activity; `ids` are those of the licenses."""
    data, kind = part.data, part.record("kind")
    if kind is not None and kind["id"] in _counted_in_pairs(part.catalog):
        part.say(Code.BADGE_AS_ACTIVITY, "kind", f'"{data["kind"]}" counts in pairs; it cannot be an activity.')
    completed, to, started = part.span("completed"), part.span("to"), part.span("from")
    if completed is not None and to is not None and completed != to:
        part.say(Code.COMPLETED_AND_TO, "to", f"`completed` says {completed} and `to` says {to}.")
    done = completed or to
    if done is not None and started is not None and done.last < started.first:
        part.say(Code.END_BEFORE_START, "from", f"It ends on {done}, before it begins on {started}.")
    toward = part.endorsement("toward_endorsement")
    hours, credits, ceus, awarded = [part.hundredths(key) if key in data else None for key in AMOUNTS]
    return Activity(
        part.pointer,
        kind["id"] if kind is not None else data["kind"],
        data.get("title") or (kind["name"] if kind is not None else data["kind"]),
        done,
        started,
        hours,
        credits,
        ceus,
        awarded,
        {key: data[key] for key in FACTS if key in data},
        data.get("topic"),
        part.word("provider"),
        part.words("categories"),
        part.content_of(ids),
        toward,
        part.words("evidence"),
        data.get("demonstration"),
        data.get("used_in_earlier_cycle", False),
        data.get("sei_course", False),
        data.get("planned", False),
        part.files(),
    )


def _badge(part: Part, ids: Set[str]) -> Badge:
    """A micro-credential; `ids` are those of the licenses."""
    data, credential = part.data, part.record("credential")
    toward = part.endorsement("toward_endorsement")
    return Badge(
        part.pointer,
        credential["id"] if credential is not None else data["credential"],
        credential["title"] if credential is not None else data["credential"],
        part.span("completed"),
        part.day("started"),
        part.words("categories"),
        part.content_of(ids),
        toward,
        data.get("approved"),
        part.words("evidence"),
        data.get("used_in_earlier_cycle", False),
        data.get("planned", False),
        part.files(),
    )


def _warn_of_doubles(top: Part, badges: Iterable[Badge]) -> None:
    seen: set[str] = set()
    for badge in badges:
        if badge.credential in seen:
            text = f'"{badge.title}" is in the file twice. By our reading it counts once.'
            top.say(Code.BADGE_TWICE, badge.pointer.removeprefix("/"), text)
        seen.add(badge.credential)


# -- stated sums


def _stated(part: Part, licenses: Sequence[License], badges: Sequence[Badge]) -> Stated:
    """The sums that replace a list, each with the license it is for."""
    given = part.data.get("badges", {})
    number = int(given.get("count", 0))
    if number and badges:
        text = f"{count(number, 'badge')} only counted and {len(badges)} listed: one of each does not make a pair."
        part.say(Code.BADGES_COUNTED_AND_LISTED, "badges", text)
    return Stated(
        tuple(each for row in part.entries("points") for each in _sums(row, licenses)),
        number,
        given.get("same_stack"),
        part.data.get("topics_of_ten", False),
    )


def _sums(row: Part, licenses: Sequence[License]) -> Iterator[StatedSum]:
    """The sum of each category in a row."""
    by_id = {license.id: license for license in licenses}
    if "license" in row.data:
        name = row.data["license"]
        row.license("license", name, by_id)
    elif len(licenses) == 1:
        name = licenses[0].id
    else:
        listed = f"{len(licenses)} licenses ({', '.join(by_id)})" if licenses else "no license"
        text = f"These sums do not say which license they are for, and the file has {listed}."
        row.say(Code.STATED_WITHOUT_LICENSE, "", text)
        return
    meant = by_id.get(name)
    if meant is not None and not meant.renew:
        text = f"These sums are for {meant.label}, which you do not mean to renew now, so they count for nothing."
        row.say(Code.STATED_FOR_NO_RENEWAL, "", text)
    for category in row.catalog.terms("categories"):
        if row.data.get(category):
            yield StatedSum(f"{row.pointer}/{category}", name, category, points(row.data[category]))
