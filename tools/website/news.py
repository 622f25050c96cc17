"""What changed lately, and what is coming: the dates that the records themselves carry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mcheck.explain.labels import UNITS

from .api.changes import dated_values
from .context import Site


@dataclass(frozen=True, slots=True)
class Item:
    """A dated change. `before` and `after` are addresses of the values of an activity, empty for an edition."""

    day: date
    title: str
    target: str
    says: str = ""
    before: str = ""
    after: str = ""
    unit: str = ""


def items(site: Site) -> tuple[Item, ...]:
    """Every edition and every dated value of an activity, newest first; equal dates by title."""
    listed = [
        Item(edition.start, edition.name, f"renewal/{edition.id}", f"renewal/{edition.id}#/changes")
        for edition in site.rules.editions
    ]
    for kind, position, start in dated_values(site.rules):
        base = f"activities/{kind.id}#/values"
        before = f"{base}/{position - 1}/points" if position else ""
        target, unit = f"rules/earning.md#{kind.id}", UNITS[kind.values[position].per]
        listed.append(Item(start, kind.name, target, "", before, f"{base}/{position}/points", unit))
    return tuple(sorted(listed, key=lambda item: (-item.day.toordinal(), item.title)))


def lately(site: Site, most: int) -> tuple[Item, ...]:
    """The newest changes that have started."""
    return tuple(item for item in items(site) if item.day <= site.today)[:most]


def coming(site: Site) -> tuple[Item, ...]:
    """Changes that are known but have not started, earliest first."""
    return tuple(item for item in reversed(items(site)) if item.day > site.today)
