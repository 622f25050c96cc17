"""A portfolio file, read whole: bytes, limits, schema, meaning. Raises Refused with every problem at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from operator import itemgetter
from pathlib import Path
from typing import Any

from .catalog import Catalog
from .files import line_finder, parse_json, read_bytes
from .meant import with_word_meant
from .messages import Refused
from .model import File, Message, Portfolio
from .persons import numbers_of_persons
from .portfolio import parse
from .schemas import as_many_as_are_read, in_file_order, validate


@dataclass(frozen=True, slots=True)
class Loaded:
    """A portfolio with the file it came from; `line` gives the line of a JSON Pointer, `data` the JSON as read."""

    portfolio: Portfolio
    messages: tuple[Message, ...]
    name: str
    sha256: str
    data: dict[str, Any]
    line: Callable[[str], int]


def read_portfolio(name: str, catalog: Catalog) -> Loaded:
    """The portfolio in a file, or on standard input for "-"."""
    return load_portfolio(read_bytes(name), catalog, "standard input" if name == "-" else Path(name).name)


def load_portfolio(raw: bytes, catalog: Catalog, name: str) -> Loaded:
    """The portfolio in these bytes."""
    data = parse_json(raw)
    line = line_finder(raw)
    problems = mistakes(data, catalog)
    if problems:
        raise Refused([replace(m, line=line(m.pointer)) for m in problems])
    portfolio, messages = parse(data, catalog)
    return Loaded(portfolio, tuple(messages), name, hashlib.sha256(raw).hexdigest(), data, line)


def in_lines(report: dict[str, Any], loaded: Loaded) -> dict[str, Any]:
    """A report whose messages say the line they are about, and stand in the order of the file."""
    for told in report["messages"]:
        told["line"] = loaded.line(told["pointer"])
    report["messages"].sort(key=itemgetter("line"))
    return report


def mistakes(data: Any, catalog: Catalog) -> list[Message]:
    """Everything for which data cannot be a portfolio, in file order: mistakes of form, and of meaning beside them.

    Of very many only the first are named.
    """
    return as_many_as_are_read(_all_mistakes(data, catalog))


def _all_mistakes(data: Any, catalog: Catalog) -> list[Message]:
    persons = in_file_order(numbers_of_persons(data), data)
    if persons:
        return persons
    form = [with_word_meant(m, data, catalog) for m in validate(data, "portfolio")]
    if not form:
        return in_file_order([m for m in parse(data, catalog)[1] if m.severity == "error"], data)
    if any(m.code == "S107" or not m.pointer for m in form):
        return form  # too many to read already, or hardly a portfolio
    sound = _Sound(data, form)
    if validate(sound.data, "portfolio"):
        return form
    meaning = [replace(m, pointer=sound.was_at(m.pointer)) for m in parse(sound.data, catalog)[1]]
    if any(m.pointer.startswith("/licenses") for m in form):
        meaning = [m for m in meaning if m.code != "K110"]  # it may be the id of a license that was put aside
    return in_file_order([*form, *(m for m in meaning if m.severity == "error")], data)


class _Sound:
    """What is left of data when what is wrong in form is put aside: a key, or where that will not do a list entry."""

    def __init__(self, data: Any, wrong: Iterable[Message]) -> None:
        self.data = {
            name: [dict(x) if isinstance(x, dict) else x for x in value] if isinstance(value, list) else value
            for name, value in data.items()
        }
        self.kept: dict[str, list[int]] = {}
        """For each list from which entries were put aside, where those that are left stood."""
        aside = {place for place in map(self.put_aside, wrong) if place is not None}
        # what was put aside may have been needed where it stood
        more = [m.pointer.split("/")[1:3] for m in validate(self.data, "portfolio")]
        aside |= {(keys[0], int(keys[1])) for keys in more if len(keys) == 2 and isinstance(self.data[keys[0]], list)}
        for name in {name for name, _ in aside}:
            self.kept[name] = [i for i in range(len(self.data[name])) if (name, i) not in aside]
            self.data[name] = [self.data[name][i] for i in self.kept[name]]

    def put_aside(self, wrong: Message) -> tuple[str, int] | None:
        """Takes out the key that a mistake is in; where it is about a whole entry of a list, says which."""
        keys = [key.replace("~1", "/").replace("~0", "~") for key in wrong.pointer.split("/")[1:]]
        at = self.data
        if len(keys) > 1 and isinstance(at.get(keys[0]), list):
            name, index = keys[0], int(keys[1])
            at, keys = at[name][index], keys[2:]
            if not keys or not isinstance(at, dict):
                return name, index
        if keys and isinstance(at, dict):
            at.pop(keys[0], None)
        return None

    def was_at(self, pointer: str) -> str:
        """Where in the whole data something stands that is at this place in what is left."""
        keys = pointer.split("/")
        if len(keys) > 2 and keys[1] in self.kept:
            keys[2] = str(self.kept[keys[1]][int(keys[2])])
        return "/".join(keys)


def hash_files(name: str, files: Iterable[File]) -> dict[str, str | None] | None:
    """SHA-256 of each evidence file by its path, None for one that is not there or cannot be read.

    Paths are seen from the folder of the portfolio file `name`; standard input ("-") has none, so the answer is None.
    """
    if name == "-":
        return None
    folder = Path(name).parent
    return {file.path: _hash(folder / file.path) for file in files}


def _hash(path: Path) -> str | None:
    try:
        if not path.is_file():  # nothing but a plain file is opened: a pipe or a device could go on for ever
            return None
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, ValueError):
        return None
