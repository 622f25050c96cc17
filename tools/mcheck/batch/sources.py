"""What is to be judged, one piece of work for each file, in the order given; no file is read ahead."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from glob import has_magic, iglob
from pathlib import Path
from typing import NamedTuple

from ..core.messages import InputError
from ..loading.load import read_bytes
from .tables import LINES, TABLES, Content, Refused, Rows, Table, Tell, number_in, people_in, read_table

ENDING = ".json"
"""Of the files in a folder those with this ending are taken."""


class Work(NamedTuple):
    """A portfolio to judge: the file of this name, or what it holds about one person."""

    number: int
    """Its place among all of the batch, from 1."""
    file: str
    person: str = ""
    """The code of a person in a table."""
    held: bytes | Rows | Content | Refused | None = None
    """What a table holds about the person; None for a file that is a portfolio."""


class Sources:
    """The files of these paths, and of tables the people: folders except for `leave_out`, patterns, or names.

    However often they are asked for, a folder is listed and a table read once.
    """

    def __init__(self, paths: Sequence[str], leave_out: Path | None = None, tell: Tell = lambda text: None) -> None:
        self._paths, self._leave_out, self._tell = paths, leave_out, tell
        self._tables: dict[str, Table] = {}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the files, looked for once: what comes to a folder while a batch runs is not in it."""
        return tuple(name for path in self._paths for name in _names(path, self._leave_out))

    def works(self) -> Iterator[Work]:
        """A piece of work for each person; what comes on standard input ("-") is in it, as workers have another."""
        for number, (name, person, held) in enumerate(self._people(), 1):
            work = Work(number, name, person, held)
            yield with_content(work) if name == "-" else work

    def count(self) -> int:
        """How many people there are."""
        return sum(number_in(name, self._table) if _holds_many(name) else 1 for name in self.names)

    def _people(self) -> Iterator[tuple[str, str, bytes | Rows | Refused | None]]:
        for name in self.names:
            if _holds_many(name):
                yield from ((name, person, held) for person, held in people_in(name, self._table))
            else:
                yield name, "", None

    def _table(self, name: str) -> Table:
        if name not in self._tables:
            self._tables[name] = read_table(name, self._tell)
        return self._tables[name]


def _holds_many(name: str) -> bool:
    return name.lower().endswith((*LINES, *TABLES))


def with_content(work: Work) -> Work:
    """The same with what is in the file, for workers on other machines."""
    if work.held is not None:
        return work
    try:
        return work._replace(held=Content(read_bytes(work.file)))
    except InputError as why:
        first = why.messages[0]
        return work._replace(held=Refused(first.code, first.text, first.hint))


def _names(path: str, leave_out: Path | None) -> Iterator[str]:
    if os.path.isdir(path):
        yield from (name for name in _in_folder(path) if leave_out is None or not _same(name, leave_out))
    elif has_magic(path) and not os.path.lexists(path):
        matches = sorted(iglob(path, recursive=True))
        yield from matches or [path]
    else:
        yield path


def _in_folder(folder: str) -> Iterator[str]:
    """The portfolios in a folder and below it, by name; hidden ones and links to folders are left alone."""
    with os.scandir(folder) as entries:
        children = sorted((each.name, each.is_dir(follow_symlinks=False)) for each in entries if each.name[0] != ".")
    for name, is_folder in children:
        place = os.path.join(folder, name)
        if is_folder:
            yield from _in_folder(place)
        elif name.endswith(ENDING):
            yield place


def _same(name: str, other: Path) -> bool:
    return os.path.basename(name) == other.name and Path(name).resolve() == other
