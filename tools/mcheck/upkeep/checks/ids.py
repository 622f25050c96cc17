"""Ids are permanent, and whatever names one must find it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from ...core import pointers
from ...core.wording import close_matches
from ...loading.catalog_folder import load_schema
from ..registry import Problem, check, record_check
from ..workspace import FOLDERS, CatalogSnapshot, Entry, Fix, set_at, texts

LEDGER = "ids.json"
MOST_LISTED = 12
"""Words of a vocabulary in a hint."""

BY_KEY = {"source": "sources", "disputed_start": "questions", "selected_by_question": "questions"}
"""Keys that hold an id wherever they are, and the folder it must be in."""


@cache
def target_of(folder: str, place: str) -> str | None:
    """The folder or else the vocabulary that the id at a place ("/parts/*/category") is of, as the schema says it."""
    node = load_schema(FOLDERS[folder]) if folder else {}
    for key in pointers.keys_of(place):
        node = node.get("items", {}) if key == "*" else node.get("properties", {}).get(key, {})
    return node.get("x-ref") or BY_KEY.get(pointers.last_key(place))


def references(entry: Entry) -> Iterator[tuple[str, str, str]]:
    """(pointer, id, folder or vocabulary) of everything a record refers to, except for `moved_to`."""
    for pointer, value in texts(entry.record):
        place = pointers.build("*" if key.isdigit() else key for key in pointers.keys_of(pointer))
        if target := target_of(entry.folder, place):
            yield pointer, value, target


@check("C110")
def id_vanished(snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """An id that was ever published is still there, if only as `moved`.

    Why: Portfolios, links and other people's data hold our ids for years.
    What to do: Put the file back; if the record has a new id, let the old file be of kind `moved` with `moved_to`.
    """
    for folder, known in _ledger(snapshot).items():
        for index, record_id in enumerate(known):
            if record_id not in snapshot.ids[folder]:
                text = f"{folder}/{record_id}.json is gone, but the id was published."
                yield Problem(f"/{folder}/{index}", text, path=LEDGER)


@check("C111", fixable=True)
def id_not_in_ledger(snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """Every id is in ids.json.

    Why: The ledger is how a vanished id is noticed years later.
    What to do: Add the id to ids.json.
    """
    if LEDGER in snapshot.schema_errors or LEDGER in snapshot.syntax_errors:
        return
    if LEDGER not in snapshot.files:
        yield Problem("", "There is no ids.json, the ledger of ids.", fix=lambda _: _new_ledger(snapshot), path=LEDGER)
        return
    ledger = _ledger(snapshot)
    for folder in FOLDERS:
        for record_id in sorted(snapshot.ids[folder] - set(ledger.get(folder, ()))):
            text = f"{folder}/{record_id}.json is not in the ledger of ids."
            yield Problem(f"/{folder}", text, fix=_enter(folder, record_id), path=LEDGER)


def _new_ledger(snapshot: CatalogSnapshot) -> dict[str, Any]:
    head = {"$schema": "../schemas/ids.schema.json", "kind": "ids"}
    return head | {folder: sorted(snapshot.ids[folder]) for folder in FOLDERS}


def _ledger(snapshot: CatalogSnapshot) -> dict[str, list[str]]:
    return {folder: ids for folder, ids in snapshot.top(LEDGER).items() if folder in FOLDERS}


def _enter(folder: str, record_id: str) -> Fix:
    def fix(data: Any) -> Any:
        data[folder] = sorted({*data.get(folder, ()), record_id})
        return data

    return fix


@check("C112")
def moved_nowhere(snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """A moved id leads to a record that is there, and not in a circle.

    Why: A person with the old id must end up at the new record.
    What to do: Let `moved_to` name the record that took its place.
    """
    for folder in FOLDERS:
        moves = snapshot.moved(folder)
        for old, new in moves.items():
            seen = {old}
            while new in moves and new not in seen:
                seen.add(new)
                new = moves[new]
            if new in seen:
                yield Problem("/moved_to", f"{old} moves in a circle.", path=f"{folder}/{old}.json")
            elif new not in snapshot.ids[folder]:
                yield Problem("/moved_to", f"There is no {folder}/{new}.json.", path=f"{folder}/{old}.json")


@record_check("C113")
def unknown_reference(entry: Entry, snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """Whatever a record refers to is there.

    Why: A reference to nothing breaks a page or leaves a rule out of a check.
    What to do: Correct the id, or add the record first.
    """
    for pointer, value, target in references(entry):
        known = snapshot.ids[target] if target in FOLDERS else snapshot.terms(target)
        if known is not None and value not in known:
            near = close_matches(value, sorted(known))
            kind = f"record in {target}/" if target in FOLDERS else f"word in vocabulary/{target}.json"
            hint = f'Did you mean "{near[0]}"?' if near else ""
            if target not in FOLDERS:  # people do not know that there are such lists
                listed = ", ".join(sorted(known)) if len(known) <= MOST_LISTED else f"{len(known)} words"
                hint = f"{hint} vocabulary/{target}.json has: {listed}.".strip()
            yield Problem(pointer, f'"{value}" is not a {kind}.', hint)


@record_check("C114", fixable=True)
def reference_to_moved(entry: Entry, snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """References name the id of today.

    Why: Old ids are for people who kept them; our own data should not need the detour.
    What to do: Use the new id.
    """
    for pointer, value, target in references(entry):
        if target in FOLDERS and (new := snapshot.moved(target).get(value)):
            yield Problem(pointer, f'"{value}" has moved to "{new}".', fix=set_at(pointer, new))
