"""What each folder of the catalog holds, in words, and where a record of it can be read: record_kinds.json."""

from __future__ import annotations

from dataclasses import dataclass

from mcheck.core.records import json_beside


@dataclass(frozen=True, slots=True)
class RecordKind:
    """`noun` is a record, `nouns` are several in a sentence; `page` is a pattern of addresses, empty without pages."""

    noun: str
    nouns: str
    says: str
    page: str = ""


KINDS = {folder: RecordKind(**told) for folder, told in json_beside(__file__).items()}
