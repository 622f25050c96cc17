"""What is to be judged, one piece of work for each file, in the order given; nothing is read ahead."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from glob import has_magic, iglob
from pathlib import Path
from typing import NamedTuple

from ..core.messages import InputError
from ..loading.load import read_bytes
from .tables import LINES, TABLES, Content, Refused, Rows, Tell, people_in

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


def works(paths: Sequence[str], leave_out: Path | None = None, tell: Tell = lambda text: None) -> Iterator[Work]:
    """The files of these paths, and of tables the people: folders except for `leave_out`, patterns, or names."""
    for number, (name, person, held) in enumerate(_people(paths, leave_out, tell), 1):
        yield Work(number, name, person, held)


def with_content(work: Work) -> Work:
    """The same with what is in the file, for workers on other machines."""
    if work.held is not None:
        return work
    try:
        return work._replace(held=Content(read_bytes(work.file)))
    except InputError as why:
        first = why.messages[0]
        return work._replace(held=Refused(first.code, first.text, first.hint))


def _people(
    paths: Sequence[str], leave_out: Path | None, tell: Tell
) -> Iterator[tuple[str, str, bytes | Rows | Refused | None]]:
    for path in paths:
        for name in _names(path, leave_out):
            if name.lower().endswith((*LINES, *TABLES)):
                yield from ((name, person, held) for person, held in people_in(name, tell))
            else:
                yield name, "", None


def _names(path: str, leave_out: Path | None) -> Iterator[str]:
    if os.path.isdir(path):
        yield from (name for name in _in_folder(path) if leave_out is None or not _same(name, leave_out))
    elif has_magic(path) and not os.path.lexists(path):
        found = sorted(iglob(path, recursive=True))
        yield from found or [path]
    else:
        yield path


def _in_folder(folder: str) -> Iterator[str]:
    """The portfolios in a folder and below it, by name; hidden ones and links to folders are left alone."""
    with os.scandir(folder) as entries:
        found = sorted((each.name, each.is_dir(follow_symlinks=False)) for each in entries if each.name[0] != ".")
    for name, is_folder in found:
        place = os.path.join(folder, name)
        if is_folder:
            yield from _in_folder(place)
        elif name.endswith(ENDING):
            yield place


def _same(name: str, other: Path) -> bool:
    return os.path.basename(name) == other.name and Path(name).resolve() == other
