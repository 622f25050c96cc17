"""Conditions that block a renewal whatever the points are. Three-valued: passed, failed, or not known."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ..catalog.conditions import blocking_endorsements, need_began, special_conditions
from ..catalog.editions import Edition
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
    restriction: bool = False
    """Whether it appears as a restriction on the license itself."""


def gates(
    portfolio: Portfolio, license: License, issued: date | None, as_of: date, edition: Edition, catalog: Catalog
) -> list[Gate]:
    """Every gate that applies to the renewal of a license, passed ones included."""
    conditions = special_conditions(catalog, license, edition)
    conditional = [*_field_gate(license, catalog), *_conditions(license, conditions, issued, as_of)]
    needed = (_endorsement_gate(portfolio, record, as_of, catalog) for record in blocking_endorsements(catalog))
    return [*conditional, *(gate for gate in needed if gate is not None)]


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


def _conditions(license: License, conditions: Iterable[Record], issued: date | None, as_of: date) -> Iterator[Gate]:
    for condition in conditions:
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
            restriction=condition.get("restriction", False),
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
    own_fact = f"{endorsement.pointer}/conditions/{needed['id']}"

    def gate(state: str, text: str, fact: str = own_fact, ask: str = needed["ask"]) -> Gate:
        return Gate(needed["id"], rule["needs"].rstrip("."), state, fact, text, ask, tuple(rule["citations"]))

    stated = endorsement.conditions.get(needed["id"])
    if stated is not None:
        state = PASSED if stated else FAILED
        return gate(state, STATED[state])
    serving = {
        standings[license.pointer]: license
        for license in reversed(licenses)
        if (field := field_named(catalog, license.field)) is not None and field.id in needed["fields"]
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
        field = field_named(catalog, license.field)
        if field is not None and field.id in rule.get("license_routes", ()):
            return f"Your {license.field} license is a route to it: is it on your license?"
    return ""


def _endorsement_gate(portfolio: Portfolio, record: Record, as_of: date, catalog: Catalog) -> Gate | None:
    """An endorsement that blocks renewal (603 CMR 44.03): who must have it, since when, and until when it can wait."""
    rule = record["blocks_renewal"]
    if as_of < date.fromisoformat(rule["from"]):
        return None
    role, held, name = portfolio.role, portfolio.endorsements, record["name"]
    route = _route(portfolio, rule, catalog)

    def gate(state: str, fact: str, text: str, ask: str = "") -> Gate:
        cited, restriction = tuple(rule["citations"]), rule.get("restriction", False)
        return Gate(f"{record['id']}-endorsement", name, state, fact, text, ask, cited, restriction=restriction)

    if held is not None and any(e.id == record["id"] for e in held):
        return gate(PASSED, "/endorsements", f"You hold the {name}.")
    if role is not None and role not in rule["roles"]:
        return None
    began = need_began(record)
    if began is not None and portfolio.needed_since.get(began) == "never":
        return gate(PASSED, began, record["needed_once"]["never"])
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
    blocked = f"The license cannot be renewed until it is earned. {route}".rstrip()
    if began is None:
        return gate(FAILED, "/endorsements", f"Your role needs the {name}, and you do not hold it. {blocked}")
    return _since(gate(FAILED, began, blocked), portfolio.needed_since.get(began), record, as_of, route)


def _since(failed: Gate, since: date | str | None, record: Record, as_of: date, route: str) -> Gate:
    """What becomes of an endorsement that is not held, by the day since when it is needed."""
    rule, once, name = record["blocks_renewal"], record["needed_once"], record["name"]
    if not isinstance(since, date):
        ask = f"{route} If not: {once['ask'][0].lower()}{once['ask'][1:]}" if route else once["ask"]
        add = f"Add `{once['fact']}`." if "fact" in once else f"Add `{record['id']}` under `needed_since`."
        return failed._replace(
            state=UNKNOWN, text=f"Your role needs the {name} once {once['once']}.", ask=f"{ask} {add}"
        )
    if "grace_years" not in rule or since < date.fromisoformat(rule["grace_from"]):
        began = f"{once['began']} on {since.isoformat()} and you do not hold the {name}."
        return failed._replace(text=f"{began} {failed.text}")
    due = add_years(since, rule["grace_years"])
    if as_of > due:
        return failed._replace(text=f"The {name} was due by {due.isoformat()}. {failed.text}")
    return failed._replace(state=PASSED, text=f"You have until {due.isoformat()} to earn the {name}.", lasts=due)
