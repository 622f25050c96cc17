"""A portfolio file, read whole: bytes, limits, schema, meaning. Raises Refused with every problem at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .catalog import Catalog
from .files import line_finder, parse_json, read_portfolio_bytes
from .messages import Refused
from .model import Message, Portfolio
from .portfolio import parse
from .schemas import validate


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
    return load_portfolio(read_portfolio_bytes(name), catalog, "standard input" if name == "-" else Path(name).name)


def load_portfolio(raw: bytes, catalog: Catalog, name: str) -> Loaded:
    """The portfolio in these bytes."""
    data = parse_json(raw)
    line = line_finder(raw)
    problems = validate(data, "portfolio")
    if problems:
        raise Refused([replace(m, line=line(m.pointer)) for m in problems])
    portfolio, messages = parse(data, catalog)
    errors = [m for m in messages if m.severity == "error"]
    if errors:
        raise Refused([replace(m, line=line(m.pointer)) for m in errors])
    return Loaded(portfolio, tuple(messages), name, hashlib.sha256(raw).hexdigest(), data, line)
