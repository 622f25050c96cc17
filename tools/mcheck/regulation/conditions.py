"""Conditions that block a renewal whatever the points are. Three-valued: passed, failed, or not known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ..catalog.fields import KINDS, field_named, is_open, kind_answers, offers, other_regulation
from ..catalog.store import Catalog
from ..core.dates import add_years
from ..core.portfolio import Endorsement, License, Portfolio
from ..core.records import Record

FIELD = "license-field"
"""Id of the condition that a license is in a field that the table has."""
PASSED, FAILED, UNKNOWN = "passed", "failed", "unknown"
VALID, EXPIRED, INVALID, UNDATED = "valid", "expired", "invalid", "undated"
"""The state of a license on the day of the application: `invalid` where no reading leaves a doubt of it."""
STATED = {PASSED: "You say that you meet it.", FAILED: "You say that you do not meet it.", UNKNOWN: "Not stated."}


class Gate(NamedTuple):
    """One condition that applies. `fact` points to what the portfolio says, or should say, about it."""

    id: str
    label: str
    state: str
    fact: str
    text: str
    ask: str
    citations: tuple[Record, ...]
    lasts: date | None = None
    """The last day on which it is passed without anything more being done."""


def gates(portfolio: Portfolio, license: License, issued: date | None, as_of: date, catalog: Catalog) -> list[Gate]:
    """Every gate that applies to the renewal of a license, passed ones included."""
    found = [*_field_gate(license, catalog), *_conditions(license, issued, as_of, catalog)]
    for record in catalog.all("licenses"):
        if record["kind"] == "endorsement" and "blocks_renewal" in record:
            gate = _endorsement_gate(portfolio, record, as_of, catalog)
            if gate is not None:
                found.append(gate)
    return found


def _field_gate(license: License, catalog: Catalog) -> Iterator[Gate]:
    """A field that is in no list: whether this regulation governs the license at all is not known."""
    group = other_regulation(catalog)
    if not is_open(catalog, license) or group is None:
        return
    text = "The file does not say in which field the license is."
    if license.field:
        text = f'"{license.field}" is in none of the lists of license fields that we know.'
    text += f" {group['name']} follow another regulation, so the field decides which rules apply."
    yield Gate(
        FIELD,
        "A license that this regulation governs",
        UNKNOWN,
        f"{license.pointer}/field",
        text,
        ask_field(license, catalog),
        tuple(c for c in group["citations"] if "other_regulation" in c["supports"]),
    )


def ask_field(license: License, catalog: Catalog) -> str:
    """What answers for a field that is in no list."""
    terms = catalog.terms(KINDS)
    near = [f'"{o.name}" ({terms[o.field.kind]["label"].lower()})' for o in offers(catalog, license.field)]
    meant = f"Did you mean {' or '.join(near)}? " if near else "Which field is it? "
    write = "Write it as the table of license fields has it (`mcheck explain license-fields`)"
    if not kind_answers(catalog, license.field):
        return (
            f"{meant}{write}: a field with conditions of its own is close to it, so `license_kind` does not settle it."
        )
    return f"{meant}{write}, or, if it is none of them, add `license_kind`: {', '.join(terms)}."


def _conditions(license: License, issued: date | None, as_of: date, catalog: Catalog) -> Iterator[Gate]:
    field = field_named(catalog, license.field)
    for condition in () if field is None else field.conditions:
        if "from" in condition and as_of < date.fromisoformat(condition["from"]):
            continue
        first, last = condition.get("issued_from"), condition.get("issued_to")
        if issued is not None and (
            (first and issued < date.fromisoformat(first)) or (last and issued > date.fromisoformat(last))
        ):
            continue
        stated = license.conditions.get(condition["id"])
        state = UNKNOWN if stated is None else PASSED if stated else FAILED
        yield Gate(
            condition["id"],
            condition["label"],
            state,
            f"{license.pointer}/conditions/{condition['id']}",
            STATED[state],
            condition["ask"],
            tuple(condition["citations"]),
        )


def prerequisite_gate(
    endorsement: Endorsement,
    record: Record,
    licenses: Sequence[License],
    standings: Mapping[str, str],
    catalog: Catalog,
) -> Gate | None:
    """The license that the renewal of an endorsement needs; `standings` gives the state of each in the file.

    What the educator says goes first. A file without such a license fails only if none of its licenses is valid:
    other licenses may serve too, with credits that no file states.
    """
    rule = record["requirements"]
    if "prerequisite" not in rule:
        return None
    needed = rule["prerequisite"]
    mine = f"{endorsement.pointer}/conditions/{needed['id']}"

    def gate(state: str, text: str, fact: str = mine, ask: str = needed["ask"]) -> Gate:
        return Gate(needed["id"], rule["needs"].rstrip("."), state, fact, text, ask, tuple(rule["citations"]))

    stated = endorsement.conditions.get(needed["id"])
    if stated is not None:
        state = PASSED if stated else FAILED
        return gate(state, STATED[state])
    serving = {
        standings[license.pointer]: license
        for license in reversed(licenses)
        if (found := field_named(catalog, license.field)) is not None and found.id in needed["fields"]
    }
    if VALID in serving:
        license = serving[VALID]
        return gate(PASSED, f"Your license in {license.field} is one that it requires.", license.pointer)
    if UNDATED in serving:
        license = serving[UNDATED]
        return gate(
            UNKNOWN,
            f"Your license in {license.field} is one that it requires, but the file does not say until when it is "
            "valid.",
            f"{license.pointer}/expires",
            "When does it expire? Add `expires`.",
        )
    if set(standings.values()) == {INVALID}:
        return gate(FAILED, "Every license in the file expired so long ago that it is invalid.", "/licenses")
    text = "The file shows no valid license in a field that is enough by itself."
    if EXPIRED in serving:
        text = (
            f"Your license in {serving[EXPIRED].field} has expired, and none of our sources says whether it still "
            "counts."
        )
    return gate(UNKNOWN, f"{text} {needed['ask']}")


def _route(portfolio: Portfolio, rule: Record, catalog: Catalog) -> str:
    """What to ask whoever holds a license that is itself a route to an endorsement; "" for the others."""
    for license in portfolio.licenses:
        found = field_named(catalog, license.field)
        if found is not None and found.id in rule.get("license_routes", ()):
            return f"Your {license.field} license is a route to it: is it on your license?"
    return ""


def _endorsement_gate(portfolio: Portfolio, record: Record, as_of: date, catalog: Catalog) -> Gate | None:
    """The condition of 603 CMR 44.03 on the SEI endorsement of core academic roles."""
    rule = record["blocks_renewal"]
    if as_of < date.fromisoformat(rule["from"]):
        return None
    role, held, since = portfolio.role, portfolio.endorsements, portfolio.english_learner_assigned
    name, route = record["name"], _route(portfolio, rule, catalog)
    blocked = f"The license cannot be renewed until it is earned. {route}".rstrip()

    def gate(state: str, fact: str, text: str, ask: str = "", lasts: date | None = None) -> Gate:
        return Gate(f"{record['id']}-endorsement", name, state, fact, text, ask, tuple(rule["citations"]), lasts)

    if held is not None and any(e.id == record["id"] for e in held):
        return gate(PASSED, "/endorsements", f"You hold the {name}.")
    if role is not None and role not in rule["roles"]:
        return None
    if since == "never":
        return gate(PASSED, "/english_learner_assigned", "No English learner was ever assigned to you.")
    if role is None and not (route and held is None):
        return gate(
            UNKNOWN, "/role", f"Your role decides whether you need the {name}.", "What is your role? Add `role`."
        )
    if held is None:
        return gate(
            UNKNOWN,
            "/endorsements",
            f"Your role may need the {name}, and the file does not say whether you hold it.",
            f"{route or f'Do you hold the {name}?'} Add `endorsements`.",
        )
    if since is None:
        return gate(
            UNKNOWN,
            "/english_learner_assigned",
            f"Your role needs the {name} once an English learner is assigned to you.",
            f"{f'{route} If not: w' if route else 'W'}hen was an English learner first assigned to you? "
            "Add `english_learner_assigned`.",
        )
    assert isinstance(since, date)
    years = rule.get("grace_years")
    if years is not None and since >= date.fromisoformat(rule["grace_from"]):
        due = add_years(since, years)
        if as_of <= due:
            text = f"You have until {due.isoformat()} to earn the {name}."
            return gate(PASSED, "/english_learner_assigned", text, lasts=due)
        return gate(
            FAILED,
            "/english_learner_assigned",
            f"The {name} was due by {due.isoformat()}. {blocked}",
        )
    return gate(
        FAILED,
        "/english_learner_assigned",
        f"An English learner was assigned to you on {since.isoformat()} and you do not hold the {name}. {blocked}",
    )
