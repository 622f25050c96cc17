"""Ids live for ever, and whatever names one must find it."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from ..catalog_files import FOLDERS
from ..registry import Check, Finding, Mend, check
from ..snapshot import CatalogSnapshot, Entry, set_at, walk

LEDGER = "ids.json"

BY_KEY = {"source": "sources", "disputed_start": "questions", "selected_by_question": "questions"}
"""Keys that hold an id wherever they stand, and the folder it must be in."""

BY_PLACE = {
    ("credentials", "/stack"): "stacks",
    ("stacks", "/issuer"): "programs",
    ("credentials", "/our_reading/areas/*"): "areas",
    ("credentials", "/our_reading/categories/*"): "categories",
    ("credentials", "/our_reading/roles/*"): "roles",
    ("activities", "/variants/*/use"): "activities",
    ("activities", "/parts/*/category"): "categories",
    ("activities", "/allowed_categories/*"): "categories",
    ("activities", "/suggested_categories/*"): "categories",
    ("activities", "/provider_must_be/*"): "provider-kinds",
    ("questions", "/readings/*/changes/*/activity"): "activities",
    ("questions", "/who_can_settle/*"): "authorities-to-ask",
    ("renewal", "/applies_to/*"): "license-types",
    ("renewal", "/targets/primary/requirements/*/categories/*"): "categories",
    ("renewal", "/targets/additional/requirements/*/categories/*"): "categories",
    ("renewal", "/targets/invalid_as_additional/requirements/*/categories/*"): "categories",
    ("pathways", "/license_types/*"): "license-types",
    ("pathways", "/roles/*"): "roles",
    ("pathways", "/stacks/*"): "stacks",
    ("licenses", "/blocks_renewal/roles/*"): "roles",
    ("licenses", "/requirements/prerequisite/fields/*"): "license-fields",
    ("licenses", "/fields/*"): "license-fields",
    ("vocabulary", "/terms/*/kind"): "license-kinds",
    ("licenses", "/requirements/categories/*"): "categories",
}
"""Places that hold an id ("*" is any index): a folder of records, or else a vocabulary."""


def references(entry: Entry) -> Iterator[tuple[str, str, str]]:
    """(pointer, id, folder or vocabulary) of everything a record refers to, but for `moved_to`."""
    for pointer, value in walk(entry.record):
        if not isinstance(value, str):
            continue
        place = "/".join("*" if step.isdigit() else step for step in pointer.split("/"))
        target = BY_PLACE.get((entry.folder, place)) or BY_KEY.get(pointer.rpartition("/")[2])
        if target:
            yield pointer, value, target


@check(
    "C110",
    "id-vanished",
    "An id that was ever published is still there, if only as `moved`.",
    "Portfolios, links and other people's data hold our ids for years.",
    "Put the file back; if the record has a new id, let the old file be of kind `moved` with `moved_to`.",
)
def vanished(book: CatalogSnapshot, me: Check) -> Iterator[Finding]:
    for folder, known in _ledger(book).items():
        for index, record_id in enumerate(known):
            if record_id not in book.ids[folder]:
                text = f"{folder}/{record_id}.json is gone, but the id was published."
                yield me.found(LEDGER, f"/{folder}/{index}", text)


@check(
    "C111",
    "id-not-in-ledger",
    "Every id stands in ids.json.",
    "The ledger is how a vanished id is noticed years later.",
    "Add the id to ids.json.",
    mends=True,
)
def not_in_ledger(book: CatalogSnapshot, me: Check) -> Iterator[Finding]:
    if LEDGER in book.misshapen or LEDGER in book.unreadable:
        return
    if LEDGER not in book.files:
        yield me.found(LEDGER, "", "There is no ids.json, the ledger of ids.", fix=lambda _: _new_ledger(book))
        return
    ledger = _ledger(book)
    for folder in FOLDERS:
        for record_id in sorted(book.ids[folder] - set(ledger.get(folder, ()))):
            text = f"{folder}/{record_id}.json is not in the ledger of ids."
            yield me.found(LEDGER, f"/{folder}", text, fix=_enter(folder, record_id))


def _new_ledger(book: CatalogSnapshot) -> dict[str, Any]:
    head = {"$schema": "../schemas/ids.schema.json", "kind": "ids"}
    return head | {folder: sorted(book.ids[folder]) for folder in FOLDERS}


def _ledger(book: CatalogSnapshot) -> dict[str, list[str]]:
    return {folder: ids for folder, ids in book.top(LEDGER).items() if folder in FOLDERS}


def _enter(folder: str, record_id: str) -> Mend:
    def mend(data: Any) -> Any:
        data[folder] = sorted({*data.get(folder, ()), record_id})
        return data

    return mend


@check(
    "C112",
    "moved-nowhere",
    "A moved id leads to a record that is there, and not in a circle.",
    "A person with the old id must end up at the new record.",
    "Let `moved_to` name the record that took its place.",
)
def moved_nowhere(book: CatalogSnapshot, me: Check) -> Iterator[Finding]:
    for folder in FOLDERS:
        moves = book.moved(folder)
        for old, new in moves.items():
            seen = {old}
            while new in moves and new not in seen:
                seen.add(new)
                new = moves[new]
            if new in seen:
                yield me.found(f"{folder}/{old}.json", "/moved_to", f"{old} moves in a circle.")
            elif new not in book.ids[folder]:
                yield me.found(f"{folder}/{old}.json", "/moved_to", f"There is no {folder}/{new}.json.")


@check(
    "C113",
    "unknown-reference",
    "Whatever a record refers to is there.",
    "A reference to nothing breaks a page or leaves a rule out of a check.",
    "Correct the id, or add the record first.",
)
def unknown_reference(book: CatalogSnapshot, me: Check) -> Iterator[Finding]:
    for entry in book.records():
        for pointer, value, target in references(entry):
            known = book.ids[target] if target in FOLDERS else book.terms(target)
            if known is not None and value not in known:
                near = get_close_matches(value, sorted(known), 1)
                kind = f"record in {target}/" if target in FOLDERS else f"word in vocabulary/{target}.json"
                hint = f'Did you mean "{near[0]}"?' if near else ""
                yield me.found(entry.path, pointer, f'"{value}" is no {kind}.', hint)


@check(
    "C114",
    "reference-to-moved",
    "References name the id of today.",
    "Old ids are for people who kept them; our own data should not need the detour.",
    "Use the new id.",
    mends=True,
)
def reference_to_moved(book: CatalogSnapshot, me: Check) -> Iterator[Finding]:
    for entry in book.records():
        for pointer, value, target in references(entry):
            if target in FOLDERS and (new := book.moved(target).get(value)):
                yield me.found(entry.path, pointer, f'"{value}" has moved to "{new}".', fix=set_at(pointer, new))
