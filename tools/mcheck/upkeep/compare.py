"""Two catalogs by name, compared: read, held against each other, and tried on portfolios."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from ..catalog.store import Catalog
from ..core.codes import Code
from ..core.messages import InputError, message
from ..loading.read import read_bytes
from .catalog_files import for_engine, own_folder, read
from .diff import Difference, changes, new_starts
from .impact import portfolio_impact
from .snapshot import CatalogSnapshot


def compare(old: str, new: str, portfolios: Sequence[str], today: date) -> Difference:
    """The difference between two catalogs, each a folder or a git revision; raises Refused when one cannot be read.

    Judged are the examples, if they are there (an installed package has none), and the portfolio files given.
    """
    files = {name: read(name, Path.cwd()) for name in dict.fromkeys((old, new))}
    books = {name: _sound(name, found, today) for name, found in files.items()}
    raw = _examples() | {name: read_bytes(name) for name in portfolios}
    before, after = books[old].data, books[new].data
    found = portfolio_impact(files[old], files[new], raw, new_starts(before, after), today)
    sides = [(name, *_edition(files[name])) for name in (old, new)]
    return Difference(sides[0], sides[1], changes(before, after), found, len(raw))


def _sound(name: str, files: Mapping[str, bytes], today: date) -> CatalogSnapshot:
    book = CatalogSnapshot(files, today)
    wrong = book.mistakes_of_form
    if wrong is not None:
        hint = "Run `mcheck catalog lint` on it; what is older than a change of the schemas cannot be compared."
        raise InputError([message(Code.BAD_CATALOG, "", f"In {name}, {wrong}", hint)])
    return book


def _examples() -> dict[str, bytes]:
    folder = own_folder(None).parent / "examples"
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.json"))}


def _edition(files: Mapping[str, bytes]) -> tuple[str, str]:
    catalog = Catalog(for_engine(files))
    return catalog.edition, catalog.sha256


def next_edition(d: Difference, today: date) -> str:
    """The edition that a release of the new catalog has: its own if it is new already, else the next of this month."""
    if d.new[1] != d.old[1]:
        return d.new[1]
    month = f"{today.year}.{today.month}."
    return month + (str(int(d.old[1].rpartition(".")[2]) + 1) if d.old[1].startswith(month) else "1")
