"""Editions of the rules as pages show them: rows of numbers, and what changed from one to the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mcheck.catalog.editions import Edition
from mcheck.core.records import Record, json_beside
from mcheck.explain.editions import statements
from mcheck.explain.labels import TARGETS


@dataclass(frozen=True, slots=True)
class Row:
    """One number of an edition: where it stands in the catalog, and what it counts."""

    label: str
    address: str
    value: object
    unit: str
    citations: Sequence[Record]
    inside: bool = False
    """Whether it is a minimum inside the total above it."""


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    rows: tuple[Row, ...]
    note: str = ""
    """Address of a sentence about it, or empty."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `before` and `after` are addresses of facts, empty where there is nothing; `unit` may be, too."""

    label: str
    before: str
    after: str
    unit: str = ""


LABELS: Mapping[str, str] = json_beside(__file__)
"""Numbers of an edition by their place in its record, in words."""


def groups(edition: Edition) -> tuple[Group, ...]:
    """The numbers of an edition in the order a reader needs them."""
    record, base = edition.record, f"renewal/{edition.id}#"
    rows: dict[str, list[Row]] = {}
    for place, stated in statements(record).items():
        inside, citations, unit = False, stated.citations, "year"
        if stated.target:
            group, label, unit = TARGETS[stated.target], stated.part.get("label", "In all"), "PDP"
            inside, citations = "label" in stated.part, stated.part["citations"]
        elif place in LABELS:
            group, label = "Records" if place.startswith("records/") else "Points and dates", LABELS[place]
            unit = "PDP" if place == "topic_floor/minimum" else "year"
        else:
            continue
        rows.setdefault(group, []).append(Row(label, f"{base}/{place}", stated.value, unit, citations, inside))
    notes = {TARGETS[t]: f"{base}/targets/{t}/note" for t, target in record["targets"].items() if "note" in target}
    return tuple(Group(title, tuple(found), notes.get(title, "")) for title, found in rows.items())


def changes(before: Edition, after: Edition) -> Iterator[Change]:
    """Every number and label that differs, in the order of the tables."""
    old, new = _numbers(before), _numbers(after)
    for place in dict.fromkeys([*new, *old]):
        was, now = old.get(place), new.get(place)
        row = now or was
        assert row is not None
        if was is None or now is None or was.value != now.value:
            yield Change(f"{place[0]}: {row.label}", was.address if was else "", now.address if now else "", row.unit)
        elif was.label != now.label:
            words = [r.address.removesuffix("minimum") + "label" for r in (was, now)]
            yield Change(f"{place[0]}: the words", *words)


def text_changes(before: Edition, after: Edition) -> list[Change]:
    """Records to keep and rules on plans whose words differ, or that only one of the two editions states."""
    differing = []
    for label, texts in (("Records to keep", _kept), ("Plan and application", _plan_rules)):
        first, second = texts(before.record), texts(after.record)
        for key in dict.fromkeys([*second, *first]):
            (was_at, was_says), (now_at, now_says) = first.get(key, ("", "")), second.get(key, ("", ""))
            if was_says != now_says:
                differing.append(Change(label, was_at, now_at))
    return differing


def _numbers(edition: Edition) -> dict[tuple[str, str], Row]:
    """Rows by where they stand inside their edition, so that the same number of two editions meets."""
    return {(g.title, row.address.partition("#")[2]): row for g in groups(edition) for row in g.rows}


def _kept(record: Record) -> dict[str, tuple[str, str]]:
    base = f"renewal/{record['id']}#/records/keep"
    return {item: (f"{base}/{i}", item) for i, item in enumerate(record["records"]["keep"])}


def _plan_rules(record: Record) -> dict[str, tuple[str, str]]:
    base = f"renewal/{record['id']}#/plan/rules"
    return {r["id"]: (f"{base}/{r['id']}/says", r["says"]) for r in record["plan"]["rules"]}
