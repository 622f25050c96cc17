"""The catalog in memory: records by folder and id, parsed when first asked for.

Pure: it is handed the bytes of the files, so the same class serves the command line, the site and a browser.
"""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterator, Mapping
from copy import copy
from datetime import date
from decimal import Decimal
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeVar

from ..core.pointers import build, keys_of
from ..core.records import Record, with_texts

if TYPE_CHECKING:
    from ..core.reports.report import CitationRow, SourceRow

T = TypeVar("T")


class UnknownRecord(KeyError):
    """No record of that folder has that id, or no fact has that address."""


MENTION = re.compile(r"\{((?:catalog|[a-z]+/[a-z0-9-]+)#/[^{}\s]+)\}")
"""A fact of another record inside a text, by its address: "needs {renewal/now#/targets/primary/total} PDPs"."""


IN_PLACE_OF = {"invalid_as_additional": "additional", "additional": "primary"}
"""What a license takes under an edition that has no target of a name: as any additional one, as the Primary."""


class Catalog:
    """`files` maps a path inside the catalog folder ("credentials/x.json") to the bytes of that file."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._day: str | None = None
        self._records: dict[tuple[str, str], Record] = {}
        self._written: dict[tuple[str, str], Record] = {}
        self._ids: dict[str, list[str]] = {}
        for path in sorted(files):
            folder, _, name = path.partition("/")
            if name.endswith(".json"):
                self._ids.setdefault(folder, []).append(name.removesuffix(".json"))
        self._computed: dict[Hashable, Any] = {}

    def once(self, name: Hashable, compute: Callable[[], T]) -> T:
        """What is computed from the records, by a name that nothing else has: now, or when it was first asked for."""
        try:
            value: T = self._computed[name]
        except KeyError:
            value = self._computed[name] = compute()
        return value

    def on(self, day: date) -> Catalog:
        """The same catalog with texts that tell what is in force on a day, not on the one the data was verified."""
        place = bisect_right(self._changes, day.isoformat())
        if place == bisect_right(self._changes, self.today):
            return self
        return self.once(("on", place), lambda: self._dated(day.isoformat()))

    def _dated(self, day: str | None) -> Catalog:
        """The same files with another "now"; None is that of the newest data."""
        dated = copy(self)
        dated._day, dated._records, dated._computed = day, {}, {}
        return dated

    @cached_property
    def _changes(self) -> list[str]:
        """The days on which an edition or a dated value begins, in order."""
        values = (
            value for name in self.ids("activities") for value in self._as_written("activities", name).get("values", ())
        )
        return sorted({*self.ids("renewal"), *(value["from"] for value in values if "from" in value)})

    @property
    def today(self) -> str:
        """The day that "now" stands for."""
        return self._day or str(self._meta["verified_on"])

    @cached_property
    def meta(self) -> Record:
        """catalog.json: edition, site address, notice, coverage."""
        meta: Record = self._told(self._meta)
        return meta

    @cached_property
    def _meta(self) -> Record:
        return _read(self._files["catalog.json"])

    @cached_property
    def sha256(self) -> str:
        """Hash over every file's path and bytes, in path order."""
        digest = hashlib.sha256()
        for path in sorted(self._files):
            digest.update(path.encode() + b"\0" + self._files[path] + b"\0")
        return digest.hexdigest()

    @property
    def edition(self) -> str:
        return str(self.meta["edition"])

    def ids(self, folder: str) -> tuple[str, ...]:
        """Every id of a folder, sorted, moved ones included."""
        return tuple(self._ids.get(folder, ()))

    def __contains__(self, key: tuple[str, str]) -> bool:
        folder, record_id = key
        return f"{folder}/{record_id}.json" in self._files

    def raw(self, folder: str, record_id: str) -> Record:
        """The record of exactly that id, even if it has moved; raises UnknownRecord."""
        key = (folder, record_id)
        if key not in self._records:
            written = self._as_written(folder, record_id)
            mentions = b"#/" in self._files[f"{folder}/{record_id}.json"]  # most files hold none: leave those alone
            self._records[key] = self._told(written) if mentions else written
        return self._records[key]

    def _as_written(self, folder: str, record_id: str) -> Record:
        """The record with its mentions as they are in the file."""
        key = (folder, record_id)
        if key not in self._written:
            if key not in self:
                raise UnknownRecord(f"there is no record {folder}/{record_id}")
            self._written[key] = _read(self._files[f"{folder}/{record_id}.json"])
        return self._written[key]

    def _told(self, value: Any) -> Any:
        """The same data with every mention in its texts replaced by the fact."""
        return with_texts(value, partial(MENTION.sub, lambda match: self._mentioned(match[1])))

    def _mentioned(self, address: str) -> str:
        """A fact in a text; as the newest data has it where there was none on the day that the text speaks of."""
        try:
            return str(self.fact(address)[1])
        except UnknownRecord:
            if self._day is None:
                raise
        return str(self._dated(None).fact(address)[1])

    def fact(self, address: str) -> tuple[str, Any]:
        """(plain address, value) of a fact: `folder/id#/pointer`; raises UnknownRecord.

        The pointer is a JSON Pointer. An entry of a list may be named by its `id`, or, where
        entries have none, the first on a topic by the topic. `now` stands for what is in
        force `today`: the edition in `renewal/now`, the entry in a list of dated values.
        The plain address has neither. A target that an edition does not have is told as the one
        that takes its place.
        """
        plain, value = self._at(address)
        return plain, self._told(value)

    def written(self, address: str) -> Any:
        """What is written at an address, mentions as they are in the file; raises UnknownRecord."""
        return self._at(address)[1]

    def _at(self, address: str) -> tuple[str, Any]:
        """The plain address and what is written there."""
        path, _, pointer = address.partition("#")
        keys: list[str | int] = []
        try:
            path, value = self._holder(path)
            for key in keys_of(pointer):
                if keys == ["targets"]:
                    key = self._target(value, key)
                keys.append(self._place(value, key) if isinstance(value, list) else key)
                value = value[keys[-1]]
        except (KeyError, IndexError, TypeError, ValueError):
            raise UnknownRecord(f"there is no fact at {address}") from None
        return f"{path}#{build(keys)}", value

    def _holder(self, path: str) -> tuple[str, Any]:
        """The record that a path names, moved ids followed, and its own path."""
        if path == "catalog":
            return path, self._meta
        folder, _, record_id = path.partition("/")
        if path == "renewal/now":
            record_id = max(i for i in self.ids(folder) if i <= self.today)
        record = self._followed(self._as_written, folder, record_id)
        return f"{folder}/{record['id']}", record

    @staticmethod
    def _target(targets: Any, name: str) -> str:
        """The target of an edition that is meant by a name."""
        while name not in targets and name in IN_PLACE_OF:
            name = IN_PLACE_OF[name]
        return name

    def _place(self, entries: list[Any], step: str) -> int:
        if step.isdecimal():
            return int(step)
        if step == "now":
            return max(i for i, entry in enumerate(entries) if entry.get("from", "") <= self.today)
        return [entry["id" if "id" in entry else "topic"] for entry in entries].index(step)

    def get(self, folder: str, record_id: str) -> Record:
        """The record of that id, moved ids followed; raises UnknownRecord."""
        return self._followed(self.raw, folder, record_id)

    @staticmethod
    def _followed(read: Callable[[str, str], Record], folder: str, record_id: str) -> Record:
        """The record to which an id leads, moved ids followed; raises UnknownRecord, be it for a circle."""
        seen = {record_id}
        record = read(folder, record_id)
        while record["kind"] == "moved":
            target = str(record["moved_to"])
            if target in seen:
                raise UnknownRecord(f"{folder}/{record_id} moves in a circle")
            seen.add(target)
            record = read(folder, target)
        return record

    def all(self, folder: str) -> tuple[Record, ...]:
        """Every record of a folder that has not moved, by id."""
        return self.once(
            ("all", folder),
            lambda: tuple(r for name in self.ids(folder) if (r := self.raw(folder, name))["kind"] != "moved"),
        )

    def terms(self, vocabulary: str) -> Mapping[str, Record]:
        """The words of a vocabulary by id, in their order."""
        return self.once(
            ("terms", vocabulary), lambda: {term["id"]: term for term in self.raw("vocabulary", vocabulary)["terms"]}
        )

    @property
    def site(self) -> str | None:
        """The address of the site, without a slash at its end; None until it has one (RFC 2606 keeps `.example`)."""
        address = str(self.meta["site"]).rstrip("/")
        return None if address.endswith(".example") else address

    def cite(self, citation: Record) -> CitationRow:
        """A citation as a report gives it: its source, which `source` tells more about, and where in it."""
        at = citation.get("at")
        return {"source": citation["source"], "at": at} if at else {"source": citation["source"]}

    def source(self, source_id: str) -> SourceRow:
        """What a source is, how much weight it has, and where it is."""
        record = self.get("sources", source_id)
        source: SourceRow = {
            "id": record["id"],
            "title": record["title"],
            "authority": record["authority"],
            "url": record["url"],
        }
        if dated := record.get("published") or record.get("date_note"):
            source["dated"] = dated
        return source

    def sources_cited(self, document: object) -> list[SourceRow]:
        """The sources of every citation in a report or a plan, each once, by id."""
        cited = {citation["source"] for row in _rows(document) for citation in row.get("citations", ())}
        return [self.source(source_id) for source_id in sorted(cited)]


_DECODER = json.JSONDecoder(parse_float=Decimal)


def _rows(document: object) -> Iterator[Record]:
    """All objects in a report or a plan."""
    waiting = [document]
    for part in waiting:
        if isinstance(part, dict):
            yield part
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part


def _read(raw: bytes) -> Record:
    record: Record = _DECODER.decode(raw.decode())
    return record
