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
    "role": "roles",
    "employer": "employers",
    "provider": "provider-kinds",
    "categories": "categories",
    "evidence": "evidence-kinds",
}
"""The list of words that a key takes its value, or each of its values, from."""
RECORDS = {"kind": ("activities", "name"), "credential": ("credentials", "title")}
"""The folder of the catalog that a key takes an id from, and what the records there are called by."""
MOST_MEANT = 3


def slug(text: str) -> str:
    """Lower-case letters and digits, joined by hyphens, as ids are."""
    return "-".join(re.findall(r"[a-z0-9]+", text.casefold()))


def word_meant(value: str, known: Iterable[str]) -> str:
    """What may have been meant, and every known word where they are few."""
    known, word = list(known), slug(value)
    near = [k for k in known if word and (k.startswith(word) or word in k.split("-"))]
    near = near[:MOST_MEANT] or difflib.get_close_matches(word, known, 1, 0.5)
    quoted = " or ".join(f'"{k}"' for k in near)
    said = [f"Did you mean {quoted}?"] if near else []
    return " ".join([*said, *([f"Known are: {', '.join(known)}."] if len(known) <= 12 else [])])


def record_meant(value: str, records: Iterable[Record], name: str) -> str:
    """The id that may have been meant, if need be by what its record is called."""
    records = list(records)
    by_name = next((r["id"] for r in records if slug(r[name]) == slug(value)), None)
    return f'Did you mean "{by_name}"?' if by_name else word_meant(value, [r["id"] for r in records])


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
