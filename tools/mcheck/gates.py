"""Conditions that block a renewal whatever the points are. Three-valued: passed, failed, or not known."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .catalog import Catalog
from .model import Endorsement, License, Portfolio, Record, add_years

PASSED, FAILED, UNKNOWN = "passed", "failed", "unknown"
VALID, EXPIRED, INVALID, UNDATED = "valid", "expired", "invalid", "undated"
"""How a license stands on the day of the application: `invalid` where no reading leaves a doubt of it."""
STATED = {PASSED: "You say that you meet it.", FAILED: "You say that you do not meet it.", UNKNOWN: "Not stated."}


@dataclass(frozen=True, slots=True)
class Gate:
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


GRADES = re.compile(r" (?:(?:prek|pre k|pk|k|\d{1,2})(?: \d{1,2})?|all|all levels)$")
"""Grades at the end of a folded field: "1 6", "prek 2", "all"."""


def field_record(catalog: Catalog, name: str) -> Record | None:
    """The catalog's record for a license field, found by id, name or alias without regard to case and hyphens.

    Grades at the end ("Elementary 1-6") are left off where no record has them.
    """
    index, whole = _fields(catalog), _fold(name)
    return index.get(whole) or index.get(GRADES.sub("", whole))


def other_regulation_named(catalog: Catalog, name: str) -> Record | None:
    """The record of licenses under another regulation whose name, or one of its other names, is in that of a field."""
    whole = f" {_fold(name)} "
    every = _fields(catalog).items()
    return next((r for word, r in every if r["renewal"] == "other-regulation" and f" {word} " in whole), None)


def special_field_meant(catalog: Catalog, name: str) -> Record | None:
    """A field with conditions of its own, or under another regulation, that a name the catalog lacks is like."""
    if field_record(catalog, name) is not None:
        return None
    index, whole = _fields(catalog), _fold(name)
    inside = [word for word in index if f" {word} " in f" {whole} "]
    near = inside or difflib.get_close_matches(GRADES.sub("", whole), index, cutoff=0.8)
    special = [r for r in map(index.__getitem__, near) if r.get("conditions") or r["renewal"] == "other-regulation"]
    return special[0] if special else None


def _fields(catalog: Catalog) -> dict[str, Record]:
    """Fields and groups of fields by each of their names, folded."""
    index: dict[str, Record] | None = catalog.derived.get("fields")
    if index is None:
        index = {}
        for record in catalog.all("licenses"):
            if record["kind"] in ("field", "group"):
                for word in (record["id"], record["name"], *record.get("aliases", ())):
                    index.setdefault(_fold(word), record)
        catalog.derived["fields"] = index
    return index


def _fold(word: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in word.casefold()).split())


def gates(portfolio: Portfolio, license: License, issued: date | None, as_of: date, catalog: Catalog) -> list[Gate]:
    """Every gate that applies to the renewal of a license, passed ones included."""
    found = list(_conditions(license, issued, as_of, catalog))
    for record in catalog.all("licenses"):
        if record["kind"] == "endorsement" and "blocks_renewal" in record:
            gate = _endorsement_gate(portfolio, record, as_of)
            if gate is not None:
                found.append(gate)
    return found


def _conditions(license: License, issued: date | None, as_of: date, catalog: Catalog) -> Iterator[Gate]:
    record = field_record(catalog, license.field)
    for condition in () if record is None else record.get("conditions", ()):
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
    """The license that the renewal of an endorsement needs; `standings` says how each of the file stands.

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
        if (found := field_record(catalog, license.field)) is not None and found["id"] in needed["fields"]
    }
    if VALID in serving:
        license = serving[VALID]
        return gate(PASSED, f"Your license in {license.field} is one that it needs.", license.pointer)
    if UNDATED in serving:
        license = serving[UNDATED]
        return gate(
            UNKNOWN,
            f"Your license in {license.field} is one that it needs, but the file does not say until when it is valid.",
            f"{license.pointer}/expires",
            "When does it expire? Add `expires`.",
        )
    if set(standings.values()) == {INVALID}:
        return gate(FAILED, "Every license in the file expired so long ago that it is invalid.", "/licenses")
    text = "The file shows no valid license in a field that is enough alone."
    if EXPIRED in serving:
        text = f"Your license in {serving[EXPIRED].field} has expired, and no source read says whether it still serves."
    return gate(UNKNOWN, f"{text} {needed['ask']}")


def _endorsement_gate(portfolio: Portfolio, record: Record, as_of: date) -> Gate | None:
    """The condition of 603 CMR 44.03 on the SEI endorsement of core academic roles."""
    rule = record["blocks_renewal"]
    if as_of < date.fromisoformat(rule["from"]):
        return None
    role, held, since = portfolio.role, portfolio.endorsements, portfolio.english_learner_assigned
    name = record["name"]

    def gate(state: str, fact: str, text: str, ask: str = "", lasts: date | None = None) -> Gate:
        return Gate(f"{record['id']}-endorsement", name, state, fact, text, ask, tuple(rule["citations"]), lasts)

    if held is not None and any(e.id == record["id"] for e in held):
        return gate(PASSED, "/endorsements", f"You hold the {name}.")
    if role is not None and role not in rule["roles"]:
        return None
    if since == "never":
        return gate(PASSED, "/english_learner_assigned", "No English learner was ever assigned to you.")
    if role is None:
        return gate(
            UNKNOWN, "/role", f"Your role decides whether you need the {name}.", "What is your role? Add `role`."
        )
    if held is None:
        return gate(
            UNKNOWN,
            "/endorsements",
            f"Your role may need the {name}, and the file does not say whether you hold it.",
            f"Do you hold the {name}? Add `endorsements`.",
        )
    if since is None:
        return gate(
            UNKNOWN,
            "/english_learner_assigned",
            f"Your role needs the {name} once an English learner is assigned to you.",
            "When was an English learner first assigned to you? Add `english_learner_assigned`.",
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
            f"The {name} was due by {due.isoformat()}. The license cannot be renewed until it is earned.",
        )
    return gate(
        FAILED,
        "/english_learner_assigned",
        f"An English learner was assigned to you on {since.isoformat()} and you do not hold the {name}. "
        "The license cannot be renewed until it is earned.",
    )
