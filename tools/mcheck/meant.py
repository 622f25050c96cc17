"""What a word that the catalog does not know was probably meant to be. Pure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from .catalog import Catalog
from .model import Message, Record

VOCABULARIES = {
    "type": "license-types",
    "license_kind": "license-kinds",
    "role": "roles",
    "employer": "employers",
    "provider": "provider-kinds",
    "categories": "categories",
    "evidence": "evidence-kinds",
}
"""The list of words that a key takes its value, or each of its values, from."""
RECORDS = {"kind": ("activities", "name"), "credential": ("credentials", "title")}
"""The folder of the catalog that a key takes an id from, and what the records there are called by."""
MOST_MEANT = 6
"""There are six kinds of course, worth more and less: to offer some of them only would lead to the wrong one."""
MOST_LISTED = 40


def slug(text: str) -> str:
    """Lower-case letters and digits, joined by hyphens, as ids are."""
    return "-".join(re.findall(r"[a-z0-9]+", text.casefold()))


def word_meant(value: str, known: Iterable[str]) -> str:
    """What may have been meant, and every known word where they are few."""
    known, word = list(known), slug(value)
    near = [k for k in known if word and (k.startswith(word) or word in k.split("-"))]
    alike = difflib.get_close_matches(word, known, 2, 0.7) or difflib.get_close_matches(word, known, 1, 0.5)
    if word in known:
        near = [word]
    elif near:
        near = list(dict.fromkeys([*near, *alike]))[:MOST_MEANT]
    else:
        near = alike[:1]
    quoted = " or ".join(f'"{k}"' for k in near)
    said = [f"Did you mean {quoted}?"] if near else []
    return " ".join([*said, *([f"Known are: {', '.join(known)}."] if len(known) <= 12 else [])])


def record_meant(value: str, records: Iterable[Record], name: str) -> str:
    """The id that may have been meant, if need be by what its record is called."""
    records = list(records)
    by_name = next((r["id"] for r in records if slug(r[name]) == slug(value)), None)
    if by_name:
        return f'Did you mean "{by_name}"?'
    ids = [r["id"] for r in records]
    listed = f"Known are: {', '.join(ids)}." if slug(value) and len(ids) <= MOST_LISTED else ""
    return word_meant(value, ids) or listed


def with_word_meant(wrong: Message, data: Any, catalog: Catalog) -> Message:
    """A message on the form of a value; where that should be a word of a list, with the word probably meant."""
    key, value = "", data
    for part in wrong.pointer.split("/")[1:] if wrong.code == "S104" else ():
        key = key if isinstance(value, list) else part
        value = value[int(part)] if isinstance(value, list) else value[part]
    hint = ""
    if isinstance(value, str) and key in VOCABULARIES:
        hint = word_meant(value, catalog.terms(VOCABULARIES[key]))
    elif isinstance(value, str) and key in RECORDS:
        folder, name = RECORDS[key]
        hint = record_meant(value, catalog.all(folder), name)
    elif isinstance(value, str) and (wrong.pointer.startswith("/endorsements/") or key == "toward_endorsement"):
        hint = word_meant(value, endorsements(catalog))
    return replace(wrong, hint=hint or wrong.hint)


def endorsements(catalog: Catalog) -> list[str]:
    """Ids of the endorsements that the catalog knows."""
    return [r["id"] for r in catalog.all("licenses") if r["kind"] == "endorsement"]
