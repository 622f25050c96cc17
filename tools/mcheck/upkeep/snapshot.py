"""What the checks read: the files of a catalog parsed once, with the sound records sorted out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from ..core.messages import InputError, Message
from ..core.records import Record
from ..core.wording import count
from ..loading.json_text import parse_json
from ..loading.line_numbers import line_finder
from ..loading.schema import validate
from .catalog_files import FOLDERS, schema_of
from .registry import Finding


@dataclass(frozen=True, slots=True)
class Entry:
    """A record that fits its schema, with the file it came from."""

    path: str
    folder: str
    record: Record

    @property
    def id(self) -> str:
        return str(self.record["id"])


class CatalogSnapshot:
    """`data` holds every file that is sound JSON; `wrong` says what is wrong with the others, or with their shape.

    Checks of truth look at sound records only (`records`), so that nothing is reported that merely follows from a
    mistake of shape; but a file that is there resolves a reference even if its content is not sound yet. `found` is
    what the checks that have run found.
    """

    def __init__(self, files: Mapping[str, bytes], today: date) -> None:
        self.files = files
        self.today = today
        self.data: dict[str, Any] = {}
        self.unreadable: dict[str, list[Message]] = {}
        self.misshapen: dict[str, list[Message]] = {}
        self.found: list[Finding] = []
        self._lines: dict[str, Callable[[str], int]] = {}
        for path in sorted(files):
            schema = schema_of(path)
            if schema is None:
                continue
            try:
                self.data[path] = parse_json(files[path])
            except InputError as refused:
                self.unreadable[path] = refused.messages
                continue
            if problems := validate(self.data[path], schema):
                self.misshapen[path] = problems

    @property
    def mistakes_of_form(self) -> str | None:
        """The first mistake in a file that is no sound JSON or does not fit its schema, and how many more files do so.

        None if all fit.
        """
        wrong = sorted({**self.unreadable, **self.misshapen})
        if not wrong:
            return None
        path, *others = wrong
        if path in self.unreadable:
            first = self.unreadable[path][0]
            said = f"{path}{f', line {first.line}' if first.line else ''}: {first.text}"
        else:
            first = self.misshapen[path][0]
            said = f"{path}, line {self.line(path, first.pointer)}: {first.text}"
        return said + (f" So it is with {count(len(others), 'more file')}." if others else "")

    def line(self, path: str, pointer: str) -> int:
        """The line of a JSON Pointer in a file that is sound JSON."""
        if path not in self._lines:
            self._lines[path] = line_finder(self.files[path])
        return self._lines[path](pointer)

    def top(self, path: str) -> Any:
        """The data of catalog.json, ids.json or exceptions.json; empty when it is not there or not sound."""
        return {} if path in self.misshapen else self.data.get(path, {})

    @cached_property
    def ids(self) -> dict[str, frozenset[str]]:
        """The ids of each folder by file name, moved ones included."""
        return {
            folder: frozenset(
                path[len(folder) + 1 : -5] for path in self.files if path.startswith(f"{folder}/") and schema_of(path)
            )
            for folder in FOLDERS
        }

    @cached_property
    def _entries(self) -> dict[str, list[Entry]]:
        made: dict[str, list[Entry]] = {folder: [] for folder in ("", *FOLDERS)}
        for path, record in self.data.items():
            if ("/" in path or path == "catalog.json") and path not in self.misshapen:
                folder = path.rpartition("/")[0]
                made[folder].append(Entry(path, folder, record))
        return made

    def everything(self, *folders: str) -> Iterator[Entry]:
        """Sound records of these folders by path, moved ones included; by default all, and catalog.json (folder "")."""
        for folder in folders or ("", *FOLDERS):
            yield from self._entries[folder]

    def records(self, *folders: str) -> Iterator[Entry]:
        """The same without moved ones."""
        return (entry for entry in self.everything(*folders) if entry.record["kind"] != "moved")

    def moved(self, folder: str) -> dict[str, str]:
        """Moved id -> the id it moved to."""
        return {e.id: e.record["moved_to"] for e in self.everything(folder) if e.record["kind"] == "moved"}

    def terms(self, vocabulary: str) -> frozenset[str] | None:
        """The words of a vocabulary; None when it is not sound, and nothing can be said of them."""
        for entry in self.everything("vocabulary"):
            if entry.path == f"vocabulary/{vocabulary}.json":
                return frozenset(term["id"] for term in entry.record["terms"])
        return None


def walk(value: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """Every part of JSON data with its pointer, parents first."""
    yield pointer, value
    if isinstance(value, dict):
        for key, item in value.items():
            yield from walk(item, f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from walk(item, f"{pointer}/{index}")


def steps(pointer: str) -> list[str | int]:
    """The steps of a pointer, numbers for lists; our keys hold no slash and are never numbers."""
    return [int(step) if step.isdigit() else step for step in pointer.split("/")[1:]]


def part(data: Any, pointer: str) -> Any:
    """What stands at a pointer that exists."""
    for step in steps(pointer):
        data = data[step]
    return data


def set_at(pointer: str, value: Any) -> Any:
    """A mend that puts a value in the place of what stands at a pointer."""

    def mend(data: Any) -> Any:
        *way, last = steps(pointer)
        target = data
        for step in way:
            target = target[step]
        target[last] = value
        return data

    return mend
