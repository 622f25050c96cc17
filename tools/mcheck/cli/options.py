"""What several commands take: options, the catalog, and a portfolio with the report on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..catalog.store import Catalog
from ..core.codes import Code
from ..core.escaping import escape_terminal
from ..core.messages import refusal
from ..core.records import Data
from ..loading.catalog_folder import data_root, folder_of_release, load_catalog, own_catalog
from .completion import editions, files, folders, readings
from .output import fail, refusal_told

if TYPE_CHECKING:
    from ..core.portfolio_file import PortfolioFile
    from ..core.reports.report import Report

Command = TypeVar("Command", bound=Callable[..., Any])


def _date(_: click.Context, __: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    from ..catalog.suggestions import date_meant
    from ..core.dates import LAST_YEAR

    try:
        day = date.fromisoformat(value)
    except ValueError:
        day = None
    if day is None or day.isoformat() != value:  # Python reads weeks of the year as well
        advice = date_meant(value) or "Write it as YYYY-MM-DD."
        raise click.BadParameter(f"{escape_terminal(value)} is not a date. {advice}")
    if day.year > LAST_YEAR:
        raise click.BadParameter(f"{value} is after {LAST_YEAR}; check the year.")
    return day


def format_option(*formats: str) -> Callable[[Command], Command]:
    """The option for the format of what is printed, text unless another one is asked for."""
    return click.option("--format", "form", type=click.Choice(formats), default="text", help="Output.")


def output_option(default: str) -> Callable[[Command], Command]:
    """The option for the file that is written; "-" is standard output."""
    told = 'File to write; "-" prints.'
    return click.option("-o", "--output", default=default, show_default=True, shell_complete=files, help=told)


SHARED = {
    "catalog": click.option(
        "--catalog", "folder", type=click.Path(path_type=Path), shell_complete=folders, help="Use another catalog."
    ),
    "on": click.option(
        "--on",
        "on",
        callback=_date,
        metavar="DATE",
        help="The application date, YYYY-MM-DD. Default: the file's, or today.",
    ),
    "reading": click.option(
        "--reading",
        "pins",
        multiple=True,
        metavar="READING",
        shell_complete=readings,
        help="Fix open questions: cautious, generous or QUESTION=READING. May be repeated.",
    ),
    "edition": click.option(
        "--edition", metavar="ID", shell_complete=editions, help="Judge by this edition of the rules."
    ),
    "color": click.option(
        "--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Use color in text."
    ),
    "force": click.option("--force", is_flag=True, help="Replace an existing file."),
}
"""Options of the same name and meaning wherever they are taken."""


def options(*names: str) -> Callable[[Command], Command]:
    """Decorator that adds some of the shared options, in this order."""

    def add(command: Command) -> Command:
        for name in reversed(names):
            command = SHARED[name](command)
        return command

    return add


def epilog(example: str) -> str:
    return f"\b\nExample:\n  {example}"


def open_catalog(folder: Path | None) -> Catalog:
    """The catalog of a folder, by default our own; says why and exits with 2 when there is none."""
    with refusal_told(str(folder or "catalog"), None):
        if folder is not None:
            _refuse_broken(folder)
        return load_catalog(folder)


def _refuse_broken(folder: Path) -> None:
    """Raises Refused for a catalog in which a record does not fit its schema; of our own the tests say that all do."""
    from ..upkeep.workspace import CatalogSnapshot, for_engine, from_folder

    wrong = CatalogSnapshot(for_engine(from_folder(folder_of_release(folder))), date.today()).first_error
    if wrong is not None:
        hint = f"Run `mcheck catalog lint --catalog {folder}`: it lists everything that is wrong and what to do."
        raise refusal(Code.BAD_CATALOG, wrong, hint)


def judge(
    portfolio: PortfolioFile,
    catalog: Catalog,
    on: date | None,
    edition: str | None,
    readings: Sequence[str] = (),
    sets: str = "first",
) -> Report:
    """The report on a portfolio, for an application today where nothing says the day; raises InputError."""
    from .. import check

    return check(portfolio, catalog, on=on, edition=edition, readings=readings, today=date.today(), sets=sets)


def open_data(name: str, catalog: Catalog) -> Data:
    """The data of a portfolio to add to, exact; it may lack a license. Says what is wrong with it and exits with 2."""
    from ..importing.merge import portfolio_to_extend
    from ..loading.load import read_bytes

    with refusal_told(name, catalog):
        return portfolio_to_extend(read_bytes(name), catalog)


def report_on(name: str, catalog: Catalog) -> Report:
    """The report on a portfolio for an application today, or on the file's own date."""
    from .. import check, load_portfolio

    with refusal_told(name, catalog):
        return check(load_portfolio(name, catalog), catalog, today=date.today())


def inputs(names: Iterable[str | Path], folder: Path | None) -> Iterator[str | Path]:
    """Everything a command reads: the files of these names ("-" is standard input), the catalog and the schemas."""
    yield from names
    for each in (folder or own_catalog(), data_root() / "schemas"):
        yield from each.rglob("*.json")


def open_files(folder: Path | None, to_write: bool = False) -> tuple[Path, dict[str, bytes]]:
    """The catalog folder to work on and its files; says why and exits with 2 if there is none, or none to write to."""
    from ..upkeep.workspace import from_folder, is_installed, own_folder

    root = own_folder(folder)
    if to_write and is_installed(root):
        fail(
            "The catalog of an installed mcheck cannot be edited.", "Go to a clone of the repository, or use --catalog."
        )
    with refusal_told(str(root), None):
        return root, from_folder(root)


def prefix(root: Path) -> str:
    """What precedes a path inside the catalog, seen from where the person is."""
    try:
        return f"{root.resolve().relative_to(Path.cwd()).as_posix()}/"
    except ValueError:
        return f"{root.as_posix()}/"
