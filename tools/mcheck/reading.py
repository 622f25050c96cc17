"""A portfolio file, read whole: bytes, limits, schema, meaning. Raises Refused with every problem at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .catalog import Catalog
from .files import line_finder, parse_json, read_bytes
from .messages import Refused
from .model import File, Message, Portfolio
from .portfolio import numbers_of_persons, parse, with_word_meant
from .schemas import in_file_order, validate


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
    # before all else, so that no message about the form of such a value repeats it
    problems = in_file_order(numbers_of_persons(data), data) or [
        with_word_meant(m, data, catalog) for m in validate(data, "portfolio")
    ]
    if problems:
        raise Refused([replace(m, line=line(m.pointer)) for m in problems])
    portfolio, messages = parse(data, catalog)
    errors = [m for m in messages if m.severity == "error"]
    if errors:
        raise Refused([replace(m, line=line(m.pointer)) for m in in_file_order(errors, data)])
    return Loaded(portfolio, tuple(messages), name, hashlib.sha256(raw).hexdigest(), data, line)


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
