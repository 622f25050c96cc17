"""The day on which the sources of records were read again, set in many records at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ..core.codes import Code
from ..core.messages import InputError, message
from .layout import file_of
from .workspace import CatalogSnapshot, Entry


def verified(files: Mapping[str, bytes], names: Sequence[str], on: date, today: date) -> dict[str, bytes]:
    """The files that change when records ("ceu" or "activities/ceu") were read again on a day.

    A source has that day as `read_on`, what rests on sources as `verified_on`. Raises InputError for all that is wrong:
    a day to come, an id that no record or more than one has, a record without such a day, or with a later one.
    """
    snapshot = CatalogSnapshot(files, today)
    wrong = [f"{on} is still to come."] if on > today else []
    changed = {}
    for name in names:
        entries = [entry for entry in snapshot.records() if name in (entry.id, entry.name)]
        field = "read_on" if entries and entries[0].folder == "sources" else "verified_on"
        problem = _problem(name, entries, field, on)
        if problem:
            wrong.append(problem)
            continue
        (entry,) = entries
        changed[entry.path] = file_of(entry.path, {**entry.record, field: on.isoformat()})
    if wrong:
        raise InputError([message(Code.BAD_CATALOG, "", text, "Nothing was written.") for text in wrong])
    return changed


def _problem(name: str, found: Sequence[Entry], field: str, on: date) -> str | None:
    """Why the day cannot be set in what was found by a name."""
    if not found:
        return f"No record that fits its schema has the id {name}."
    if len(found) > 1:
        return f"{name} may be {' or '.join(entry.name for entry in found)}: say which."
    if field not in found[0].record:
        return f"{found[0].path} has no {field}: nobody has read it yet."
    if found[0].record[field] > on.isoformat():
        return f"{found[0].path} was read later already, on {found[0].record[field]}."
    return None
