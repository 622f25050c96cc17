"""Changes to the data of a portfolio: another Primary, things left out, things added. The data is changed in place."""

from __future__ import annotations

from collections.abc import Sequence, Set

from ..catalog.rules import load_rules
from ..catalog.store import Catalog
from ..core.records import Data

STATED = "/stated"
"""The sums that replace a list."""


class CannotEdit(ValueError):
    """A change that the data does not allow: what is wrong, and where it helps, what would do."""


def name_primary(data: Data, ids: Sequence[str], primary: str) -> None:
    """Marks one license as Primary and no other; `ids` are those of the licenses, in their order."""
    if primary not in ids:
        raise CannotEdit(f"--as-primary {primary}: no license in the file has that id.", f"Known: {', '.join(ids)}.")
    for name, license in zip(ids, data["licenses"], strict=True):
        license["primary"] = name == primary


def leave_out(data: Data, pointers: Sequence[str], ids: Sequence[str], catalog: Catalog) -> None:
    """Deletes activities, badges, licenses or the stated sums; what was content of a license is so no more."""
    gone = {place for pointer in pointers if (place := _place(data, pointer)) is not None}
    dropped = {ids[index] for folder, index in gone if folder == "licenses"}
    for folder, index in sorted(gone, reverse=True):
        del data[folder][index]
    if dropped and "points" in (stated := data.get("stated", {})):
        stated["points"] = [row for row in stated["points"] if row.get("license") not in dropped]
    for item in (*data.get("activities", ()), *data.get("badges", ())) if dropped else ():
        _no_content_of(item, dropped, catalog)


def _place(data: Data, pointer: str) -> tuple[str, int] | None:
    """The list and the index that a pointer means; None for the stated sums, which are deleted at once."""
    if pointer == STATED and data.pop("stated", None) is not None:
        return None
    folder, _, index = pointer.strip("/").partition("/")
    items = data.get(folder)
    if folder not in ("activities", "badges", "licenses") or not isinstance(items, list):
        raise CannotEdit(f"--drop {pointer}: it must be like /activities/2, /badges/0, /licenses/1 or /stated.")
    if not index.isdigit() or int(index) >= len(items):
        raise CannotEdit(f"--drop {pointer}: the file has {len(items)} {folder}, counted from 0.")
    return folder, int(index)


def append(data: Data, item: Data) -> str:
    """Adds an activity or a badge; returns its pointer."""
    folder = "badges" if "credential" in item else "activities"
    data.setdefault(folder, []).append(item)
    return f"/{folder}/{len(data[folder]) - 1}"


def _no_content_of(item: Data, dropped: Set[str], catalog: Catalog) -> None:
    """Changes an activity or badge so that it is content of no license that was dropped."""
    if dropped.isdisjoint(item.get("content_of", ())):
        return
    left = [name for name in item["content_of"] if name not in dropped]
    if left:
        item["content_of"] = left
        return
    del item["content_of"]
    rules = load_rules(catalog)
    kind = catalog.get("activities", item["kind"]) if "kind" in item else {}
    usual = [part["category"] for part in kind.get("parts", ())] or kind.get("suggested_categories")
    stated = item.get("categories") or usual or catalog.terms("categories")
    item["categories"] = [category for category in stated if category != rules.license_field] or [rules.total_only]
