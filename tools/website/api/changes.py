"""What changed: computed from neighbouring editions of the rules and from dated values, never written by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from mcheck import Catalog
from mcheck.catalog.activity_kinds import ActivityKind, DatedValue
from mcheck.catalog.editions import Edition
from mcheck.catalog.rules import Rules, load_rules
from mcheck.core.points import number
from mcheck.core.records import Record, json_beside
from mcheck.core.wording import count
from mcheck.explain.editions import statements
from mcheck.explain.labels import TARGETS, UNITS


def editions(catalog: Catalog) -> list[dict[str, Any]]:
    """What each edition changed against the one before it, oldest first.

    `differences` compares what every edition states in full, with `before` or `after` absent where there is nothing.
    `statements` compares sentences by their id; one that only one edition holds may just not have been found for the
    other, so it is no proof of a change.
    """
    known = load_rules(catalog).editions
    return [
        {
            "from": before.id,
            "to": after.id,
            "effective_from": after.start.isoformat(),
            "summary": after.record["changes"],
            "differences": list(_differences(_numbers(before), _numbers(after))),
            "statements": list(_differences(_statements(before.record), _statements(after.record))),
        }
        for before, after in pairwise(known)
    ]


def values(catalog: Catalog) -> list[dict[str, Any]]:
    """Every dated value of an activity with what it replaced, by date, then activity.

    `before` is absent where no source states what the activity was worth until then.
    """
    found = []
    for kind, position, start in dated_values(load_rules(catalog)):
        value = kind.values[position]
        change = {"activity": kind.id, "name": kind.name, "from": start.isoformat(), "after": _worth(value)}
        if position:
            change["before"] = _worth(kind.values[position - 1])
        if value.disputed_start:
            change["question"] = value.disputed_start
        found.append(change | {"citations": [_whole(catalog, citation) for citation in value.citations]})
    return sorted(found, key=lambda change: (change["from"], change["activity"]))


def _whole(catalog: Catalog, citation: Record) -> dict[str, Any]:
    """A citation with what its source is."""
    source = dict(catalog.source(citation["source"]))
    del source["id"]
    return {**catalog.cite(citation), **source}


def dated_values(rules: Rules) -> Iterator[tuple[ActivityKind, int, date]]:
    """(kind of activity, position of the value, its first day) of every value that begins on a day."""
    for kind in rules.kinds.values():
        for position, value in enumerate(kind.values):
            if value.start is not None:
                yield kind, position, value.start


def sentence(difference: Mapping[str, Any]) -> str:
    """A difference of `editions` in words."""
    if "before" not in difference:
        return f"{difference['about']}: {_say(difference['after'])} (not stated before)."
    if "after" not in difference:
        return f"{difference['about']}: {_say(difference['before'])} no longer holds."
    return f"{difference['about']}: {_say(difference['after'])}; before, {_say(difference['before'])}."


def worth(value: Mapping[str, Any]) -> str:
    """A value of `values` in words."""
    most = "up to " if value["up_to"] else ""
    return f"{most}{count(value['points'], 'PDP')} {UNITS[value['per']]}"


def _worth(value: DatedValue) -> dict[str, Any]:
    return {"points": number(value.points), "per": value.per, "up_to": value.up_to}


LABELS: Mapping[str, str] = json_beside(__file__)
"""What is compared, by its place in the record of an edition, in words."""


def _numbers(edition: Edition) -> dict[str, tuple[str, Any]]:
    """Where it stands in the record -> (what it is about, its value), for all that every edition states."""
    facts: dict[str, tuple[str, Any]] = {}
    for place, stated in statements(edition.record).items():
        about = TARGETS.get(stated.target, stated.target)
        if stated.key == "total":
            facts[place] = (f"{about}, PDPs in all", stated.value)
        elif stated.target:
            need = stated.part
            value = {"label": need["label"], "categories": sorted(need["categories"]), "minimum": stated.value}
            facts[place.removesuffix("/minimum")] = (about, value)
        else:
            if place == "records/years":
                facts["records/keep"] = (LABELS["records/keep"], list(stated.part["keep"]))
            facts[place] = (LABELS[place], stated.value)
    return facts


def _statements(record: Record) -> dict[str, tuple[str, Any]]:
    groups = {"facts": record.get("facts", ()), "plan/rules": record["plan"]["rules"]}
    return {
        f"{where}/{entry['id']}": (entry["id"], entry["says"]) for where, group in groups.items() for entry in group
    }


def _differences(
    before: Mapping[str, tuple[str, Any]], after: Mapping[str, tuple[str, Any]]
) -> Iterator[dict[str, Any]]:
    for where in dict.fromkeys([*before, *after]):
        old, new = before.get(where), after.get(where)
        if old != new:
            difference = {"at": where, "about": (new or old or ("", None))[0]}
            if old is not None:
                difference["before"] = old[1]
            if new is not None:
                difference["after"] = new[1]
            yield difference


def _say(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"at least {value['minimum']} PDPs in {value['label']}"
    return "; ".join(value) if isinstance(value, list) else str(value)
