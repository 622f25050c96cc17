"""People on whom a change of the catalog is tried: for each edition and kind of license, with the least that it takes.

They show a change that no example shows, because nobody in the examples holds such a license or applied on such a day.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from ...catalog.activity_kinds import ActivityKind
from ...catalog.conditions import blocking_endorsements
from ...catalog.editions import Edition
from ...catalog.fields import KINDS, TABLE, field_named
from ...catalog.rules import Rules, load_rules
from ...catalog.store import Catalog
from ...core.dates import add_years
from ...core.points import Points, number
from ...core.wording import count

HALF_A_YEAR = timedelta(days=180)
"""So long before the license expires they apply."""


class Person(NamedTuple):
    """A portfolio by a name that says whose it is. `today`: whether the newest edition that has begun judges it."""

    name: str
    raw: bytes
    today: bool


def people(catalog: Catalog) -> Iterator[Person]:
    """One for each edition and kind of license, and for each edition one with an additional license."""
    rules = load_rules(catalog)
    kind = _certificate_alone(rules)
    fields = _fields(catalog)
    if kind is None or not fields:
        return
    held = [(str(catalog.terms(KINDS)[license_kind]["label"]), names[:1]) for license_kind, names in fields.items()]
    held += [("with an additional license", names[:2]) for names in fields.values() if len(names) > 1][:1]
    today = date.fromisoformat(catalog.meta["verified_on"])
    for edition in rules.editions:
        applied = _day_of(rules, edition, today)
        for whose, names in held:
            raw = _portfolio(rules, edition, kind, applied, names)
            yield Person(f"{whose}, {edition.name}", raw, edition is rules.edition_on(today))


def _certificate_alone(rules: Rules) -> ActivityKind | None:
    """A kind whose certificate alone says its points, in any category."""
    plain = (k for k in rules.kinds.values() if not (k.values or k.caps or k.parts or k.providers or k.variants))
    return next((k for k in plain if k.allowed is None and not k.course and "awarded" in k.takes), None)


def _fields(catalog: Catalog) -> dict[str, list[str]]:
    """The first names of fields without special conditions, by the kind of license that is judged."""
    by_kind: dict[str, list[str]] = {}
    judged = {term for term, record in catalog.terms(KINDS).items() if record["status"] == "judged"}
    for row in catalog.terms(TABLE).values():
        field = field_named(catalog, row["label"])
        if row["kind"] in judged and field is not None and not field.special:
            by_kind.setdefault(row["kind"], []).append(str(row["label"]))
    return by_kind


def _day_of(rules: Rules, edition: Edition, today: date) -> date:
    """A day on which an edition judges: that of the data, or one a year before the next edition, if it has begun then.

    Nobody's license then expires under the next one: which edition governs such a license may be disputed.
    """
    after = rules.edition_after(edition)
    last = today if after is None else add_years(after.start, -1)
    return max(edition.start, min(last, today))


def _portfolio(rules: Rules, edition: Edition, kind: ActivityKind, applied: date, fields: list[str]) -> bytes:
    licenses: list[dict[str, Any]] = [
        {"id": f"license-{n}", "field": field, "expires": str(applied + HALF_A_YEAR)}
        for n, field in enumerate(fields, 1)
    ]
    licenses[0]["primary"] = True
    activities = []
    for license, target in zip(licenses, ("primary", "additional"), strict=False):
        for category, amount in _least(rules, edition, target).items():
            activities.append(
                {
                    "kind": kind.id,
                    "title": f"{count(number(amount), 'PDP')} for {license['field']}",
                    "topic": f"{category} {license['id']}",
                    "completed": str(add_years(applied, -1)),
                    "awarded": number(amount),
                    "categories": [category],
                    "content_of": [license["id"]],
                    "demonstration": True,
                }
            )
    held = [{"id": record["id"]} for record in blocking_endorsements(rules.catalog)]
    data = {"schema_version": 1, "application_date": str(applied), "endorsements": held}
    return json.dumps(data | {"licenses": licenses, "activities": activities}, default=str).encode()


def _least(rules: Rules, edition: Edition, name: str) -> Mapping[str, Points]:
    """The points in each category that just fill a target, each category worth a topic of its own."""
    target, amounts = edition.target(name), dict[str, Points]()
    for requirement in sorted(target.requirements, key=lambda r: len(r.categories)):
        have = sum(amount for category, amount in amounts.items() if category in requirement.categories)
        if have < requirement.minimum:
            category = min(requirement.categories)
            amounts[category] = amounts.get(category, 0) + max(requirement.minimum - have, edition.floor)
    rest = target.total - sum(amounts.values())
    if rest > 0:
        category = rules.license_field if rest < edition.floor else rules.total_only
        amounts[category] = amounts.get(category, 0) + rest
    return amounts
