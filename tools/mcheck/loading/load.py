"""A portfolio file, read whole: bytes, limits, schema, meaning. Raises Refused with every problem at once."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from operator import itemgetter
from pathlib import Path
from typing import Any

from ..catalog.store import Catalog
from ..core.escaping import unicode_only
from ..core.messages import InputError
from ..core.portfolio_file import STANDARD_INPUT, PortfolioFile
from .file_kinds import kind_of_data
from .json_text import parse_json, refuse_kind
from .line_numbers import line_finder
from .parse import parse
from .read import read_bytes
from .recover import mistakes


def read_portfolio(name: str, catalog: Catalog) -> PortfolioFile:
    """The portfolio in a file, or on standard input for "-"."""
    return load_portfolio(read_bytes(name), catalog, file_name(name))


def file_name(name: str) -> str:
    """What a report calls the file of that name."""
    return STANDARD_INPUT if name == "-" else unicode_only(Path(name).name)


def load_portfolio(raw: bytes, catalog: Catalog, name: str) -> PortfolioFile:
    """The portfolio in these bytes."""
    data = parse_json(raw)
    refuse_kind(kind_of_data(data))
    line = line_finder(raw)
    problems = mistakes(data, catalog)
    if problems:
        raise InputError([replace(m, line=line(m.pointer)) for m in problems])
    portfolio, messages = parse(data, catalog)
    return PortfolioFile(portfolio, tuple(messages), name, hashlib.sha256(raw).hexdigest(), data, line)


def in_lines(report: dict[str, Any], loaded: PortfolioFile) -> dict[str, Any]:
    """A report whose messages say the line they are about, and stand in the order of the file."""
    for told in report["messages"]:
        told["line"] = loaded.line(told["pointer"])
    report["messages"].sort(key=itemgetter("line"))
    return report
