"""A portfolio file, read whole: bytes, limits, schema, meaning. Raises Refused with every problem at once."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ..catalog.store import Catalog
from ..core.escaping import unicode_only
from ..core.messages import InputError
from ..core.portfolio_file import STANDARD_INPUT, PortfolioFile
from .file_kinds import kind_of_data
from .json_text import parse_json, refuse_kind
from .line_numbers import line_finder
from .read import read_bytes
from .recover import portfolio_or_mistakes


def load_portfolio(source: str | Path | bytes, catalog: Catalog, name: str = STANDARD_INPUT) -> PortfolioFile:
    """The portfolio in a file, on standard input for "-", or in these bytes, which a report then calls `name`.

    Raises InputError.
    """
    if isinstance(source, str | Path):
        name = STANDARD_INPUT if str(source) == "-" else unicode_only(Path(source).name)
        source = read_bytes(str(source))
    data = parse_json(source)
    refuse_kind(kind_of_data(data))
    line = line_finder(source)
    portfolio, messages = portfolio_or_mistakes(data, catalog)
    if portfolio is None:
        raise InputError([m._replace(line=line(m.pointer)) for m in messages])
    return PortfolioFile(portfolio, tuple(messages), name, hashlib.sha256(source).hexdigest(), data, line)
