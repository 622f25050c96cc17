"""Another id for a record, in every file of the catalog that names it: records, texts that mention it, exceptions.

The old id stays, as a record of kind `moved`: portfolios and links of before lead to the new one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import reduce
from pathlib import Path
from typing import Any, NoReturn

from ..core.codes import Code
from ..core.messages import refusal
from ..core.wording import close_matches
from .checks.exceptions import EXCEPTIONS
from .checks.ids import LEDGER, references
from .layout import file_of
from .workspace import FOLDERS, CatalogSnapshot, Entry, set_at, texts

FIXED = {
    "renewal": "an edition is called after its first day",
    "vocabulary": "schemas and programs know a list of words by its name",
}
"""Folders whose ids stay as they are, and why."""

SPOKEN_OF = ("activities", "questions")
"""Folders of records that texts call by their bare id, if it has a hyphen: "see odd-badge"."""

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def move(files: Mapping[str, bytes], old: str, new: str, today: date) -> tuple[dict[str, bytes], str, str]:
    """(the files that change, the old and the new "folder/id") when a record takes another id.

    Each name is an id, with its folder where two records share it, or the path of a file. Raises InputError when it is
    not known which record is meant, when its id is fixed, and when the new one is taken, now or formerly.
    """
    snapshot = CatalogSnapshot(files, today)
    if snapshot.first_error:
        hint = "Run `mcheck catalog lint` and fix that first: a file that is skipped may name it."
        raise refusal(Code.BAD_CATALOG, snapshot.first_error, hint)
    entry = named(snapshot, old)
    new_id = _free(snapshot, entry, _plain(new))
    changed = _referring(snapshot, entry, new_id)
    holder = changed.pop(entry.path, entry.record)
    gone = {"$schema": entry.record["$schema"], "id": entry.id, "kind": "moved", "moved_to": new_id}
    changed |= {f"{entry.folder}/{new_id}.json": {**holder, "id": new_id}, entry.path: gone}
    if LEDGER in snapshot.data:
        ledger = snapshot.data[LEDGER]
        changed[LEDGER] = {**ledger, entry.folder: sorted({*ledger.get(entry.folder, ()), new_id})}
    files_of = {path: file_of(path, data) for path, data in changed.items()}
    return files_of, entry.name, f"{entry.folder}/{new_id}"


def named(snapshot: CatalogSnapshot, name: str) -> Entry:
    """The record of an id, of "folder/id" or of the path of a file; raises InputError where it is none, or several."""
    plain = _plain(name)
    matches = [entry for entry in snapshot.everything(*FOLDERS) if plain in (entry.id, entry.name)]
    if not matches:
        known = [entry.name for entry in snapshot.records(*FOLDERS)]
        near = close_matches(plain, known if "/" in plain else [path.rpartition("/")[2] for path in known])
        _refuse(f"There is no record {plain}.", f"Did you mean {near[0]}?" if near else "")
    if len(matches) > 1:
        _refuse(f"{plain} may be {' or '.join(entry.name for entry in matches)}: say which.")
    return matches[0]


def _plain(name: str) -> str:
    """ "folder/id" or "id", of what may be the path of a file."""
    return "/".join(Path(name.removesuffix(".json")).parts[-2:])


def _free(snapshot: CatalogSnapshot, entry: Entry, new: str) -> str:
    """The new id; raises InputError unless the record may take it."""
    folder, _, new_id = new.rpartition("/")
    if entry.record["kind"] == "moved":
        _refuse(f"{entry.name} has moved already, to {entry.record['moved_to']}.")
    if entry.folder in FIXED:
        _refuse(f"{entry.name} keeps its id: {FIXED[entry.folder]}.")
    if folder not in ("", entry.folder):
        _refuse(f"{entry.path} cannot move to {folder}/: a folder holds one kind of record.")
    if not SLUG.fullmatch(new_id):
        _refuse(f"{new_id} is no id.", "Use small letters, digits and single hyphens, such as co-planning.")
    if new_id in snapshot.ids[entry.folder] or new_id in snapshot.top(LEDGER).get(entry.folder, ()):
        _refuse(f"{entry.folder}/{new_id} is taken, now or formerly: an id never gets a second meaning.")
    return new_id


def _refuse(text: str, hint: str = "") -> NoReturn:
    raise refusal(Code.BAD_CATALOG, text, hint or "Nothing was written.")


def _referring(snapshot: CatalogSnapshot, entry: Entry, new_id: str) -> dict[str, Any]:
    """Path -> data of each file that names a record, with the new id in its place."""
    changed: dict[str, Any] = {}
    in_text = _mentions(entry)
    for other in snapshot.everything():
        fixes = [
            set_at(pointer, new_id)
            for pointer, value, target in references(other)
            if (target, value) == (entry.folder, entry.id)
        ]
        if other.folder == entry.folder and other.record.get("moved_to") == entry.id:
            fixes.append(set_at("/moved_to", new_id))
        fixes += [
            set_at(pointer, in_text.sub(new_id, value))
            for pointer, value in texts(other.record)
            if (" " in value or ".md#" in value) and in_text.search(value)
        ]
        if fixes:
            changed[other.path] = reduce(lambda data, fix: fix(data), fixes, other.record)
    listed = snapshot.top(EXCEPTIONS).get("exceptions", ())
    if any(one["file"] == entry.path for one in listed):
        now = {"file": f"{entry.folder}/{new_id}.json"}
        moved = [one | now if one["file"] == entry.path else one for one in listed]
        changed[EXCEPTIONS] = snapshot.data[EXCEPTIONS] | {"exceptions": moved}
    return changed


def _mentions(entry: Entry) -> re.Pattern[str]:
    """Where a text means a record: by its address in braces, and of some kinds by a place on a page or the bare id."""
    forms = [rf"(?<=\{{{entry.folder}/){entry.id}(?=#/)"]
    if entry.folder in SPOKEN_OF:
        forms.append(rf"(?<=\.md#){entry.id}$")
        forms += [rf"(?<![\w/-]){entry.id}(?![\w-])"] * ("-" in entry.id)
    return re.compile("|".join(forms))


def documents_that_say(root: Path, old: str) -> list[str]:
    """The documents of the clone around a catalog folder that name a record by its address, such as "credentials/x".

    They are tried with the copy of the catalog that tests know, where the record still has its old id; so they keep it
    until a person changes them, and it leads on to the new one.
    """
    clone = root.resolve().parent
    address = re.compile(rf"(?<![\w-])(?<!cases/){old}(?![\w-])")
    pages = [*clone.glob("*.md"), *(clone / "docs").rglob("*.md"), root.resolve() / "README.md"]
    return sorted(
        path.relative_to(clone).as_posix()
        for path in pages
        if path.is_file() and address.search(path.read_text(encoding="utf-8"))
    )
