"""What a renewal needs beside points, as the catalog says it: special conditions, and endorsements that block it."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.portfolio import License
from ..core.records import Record
from .editions import Edition
from .fields import field_named
from .store import Catalog


def special_conditions(catalog: Catalog, license: License, edition: Edition) -> tuple[Record, ...]:
    """Those of the field, of the license type and of the edition, each id once."""
    field = field_named(catalog, license.field)
    known = ("licenses", license.type) in catalog
    conditions = (
        *(() if field is None else field.conditions),
        *(catalog.get("licenses", license.type).get("conditions", ()) if known else ()),
        *edition.record.get("conditions", ()),
    )
    return tuple({condition["id"]: condition for condition in reversed(conditions)}.values())[::-1]


def every_special_condition(catalog: Catalog) -> Iterator[Record]:
    """The special conditions of every license and edition."""
    for record in (*catalog.all("licenses"), *catalog.all("renewal")):
        yield from record.get("conditions", ())


def blocking_endorsements(catalog: Catalog) -> Iterator[Record]:
    """The endorsements without which a license may not be renewed."""
    return (record for record in catalog.all("licenses") if "blocks_renewal" in record)


def need_began(endorsement: Record) -> str | None:
    """Pointer of the fact that says since when an endorsement is needed; None where the role alone decides."""
    once = endorsement.get("needed_once")
    if once is None:
        return None
    return f"/{once['fact']}" if "fact" in once else f"/needed_since/{endorsement['id']}"
