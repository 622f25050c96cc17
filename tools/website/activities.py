"""Ways to earn PDPs as pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mcheck.catalog.activity_kinds import ActivityKind
from mcheck.core.records import Record
from mcheck.explain.labels import UNITS

from .context import Site


@dataclass(frozen=True, slots=True)
class Worth:
    """One dated value: where it stands, per what, when it holds. `start` and `end` are None when open."""

    address: str
    per: str
    unit: str
    """`per` in words."""
    up_to: bool
    start: date | None
    end: date | None
    """The first day of the value after it."""
    coming: bool
    record: Record

    @property
    def citations(self) -> Sequence[Record]:
        found: Sequence[Record] = self.record["citations"]
        return found


def worths(site: Site, kind: ActivityKind) -> tuple[Worth, ...]:
    """The values of a way to earn PDPs, newest first."""
    values = []
    for i, (value, record) in enumerate(zip(kind.values, kind.record.get("values", ()), strict=True)):
        after = kind.values[i + 1].start if i + 1 < len(kind.values) else None
        address = f"activities/{kind.id}#/values/{i}/points"
        coming = value.start is not None and value.start > site.today
        values.append(Worth(address, value.per, UNITS[value.per], value.up_to, value.start, after, coming, record))
    return tuple(reversed(values))


def badges_now(site: Site) -> Worth | None:
    """The value of badges in force, None where no source states one."""
    kind = site.rules.badges
    begun = (worth for worth in worths(site, kind) if not worth.coming) if kind is not None else iter(())
    return next(begun, None)


def kinds(site: Site) -> tuple[ActivityKind, ...]:
    """Every way to earn PDPs: those with a stated value first, then those taken as the certificate says; by name."""
    return tuple(sorted(site.rules.kinds.values(), key=lambda kind: (not kind.values, kind.name.casefold())))
