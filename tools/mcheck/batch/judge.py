"""What a worker does: it judges portfolios and gives a line for each, small and with nothing that names a person."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from ..catalog.store import Catalog
from ..core.codes import Code
from ..core.escaping import unicode_only
from ..core.messages import InputError, message, refusal
from ..core.portfolio_file import PortfolioFile
from ..loading.catalog_folder import load_catalog
from ..loading.load import load_portfolio
from ..reporting.build import summarize
from ..reporting.messages import unreadable
from ..reporting.rows import rows_of
from .persons import Person, of_line, of_rows
from .sources import Work
from .tables import Content, Refused, Rows

if TYPE_CHECKING:
    from ..core.reports.batch_line import BatchLine
    from ..core.reports.unreadable import RefusalRow


class Settings(NamedTuple):
    """How all of a batch is judged; sent to each worker with its work, so small."""

    folder: Path | None
    """That of the catalog; None for the one of the package."""
    sha256: str
    """The hash of the catalog, which has to be the same wherever work is done."""
    on: date | None
    today: date
    sets: str
    redact: bool


class OtherCatalog(Exception):
    """A worker holds another catalog than the one with which the batch was begun."""


@cache
def opened(folder: Path | None) -> Catalog:
    """The catalog, once for each process; those that are forked off later share it."""
    catalog = load_catalog(folder)
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)  # what is made for one person goes by itself, except for little
    return catalog


def judge_all(settings: Settings, works: Sequence[Work]) -> list[BatchLine]:
    """A line for each piece of work, in its order; raises OtherCatalog."""
    catalog = opened(settings.folder)
    if catalog.sha256 != settings.sha256:
        raise OtherCatalog(f"its catalog is {catalog.edition} ({catalog.sha256[:12]})")
    return [line_of(settings, work, catalog) for work in works]


def line_of(settings: Settings, work: Work, catalog: Catalog) -> BatchLine:
    """What came of one portfolio: its verdict with a row for each license, or why it could not be read."""
    line: BatchLine = {"number": work.number}
    if not settings.redact or not work.person:
        line["file"] = f"{work.number}" if settings.redact else unicode_only(work.file)
    if work.person:
        line["person"] = work.person
    try:
        person = _person(work, catalog, settings.today)
        if person is not None:
            if work.person and person.code:
                line["person"] = person.code
            if person.asked:
                line["rows_asked"] = person.asked
            if person.refused:
                line["rows_refused"] = person.refused
            if not person.has_license:
                return {**line, "status": "no-license", "licenses": []}
        loaded = load_portfolio(work.file if person is None else person.raw, catalog)
        summary = summarize(anonymous(loaded), catalog, on=settings.on, today=settings.today, sets=settings.sets)
    except InputError as refused:
        return _refused(line, refused, catalog, settings.redact)
    except Exception as problem:  # a fault of ours on one file leaves the other 84,999 alone
        fault = message(Code.MCHECK_FAILED, "", f"mcheck failed on it: {type(problem).__name__}.")
        return _refused(line, InputError([fault]), catalog, settings.redact)
    return {
        **line,
        "as_of": summary.as_of.isoformat(),
        "catalog": catalog.edition,
        "verdict": summary.verdict,
        "shown": summary.shown,
        "licenses": rows_of(summary),
    }


def _refused(line: BatchLine, why: InputError, catalog: Catalog, redact: bool) -> BatchLine:
    """The line with why there is no verdict. Where names are to be kept back, without words, which may repeat one."""
    answer = unreadable("", why.messages, catalog)
    kept_back = ("text", "hint") if redact else ()
    rows = [{key: value for key, value in row.items() if key not in kept_back} for row in answer["messages"]]
    return {**line, "status": answer["status"], "messages": cast("list[RefusalRow]", rows)}


def _person(work: Work, catalog: Catalog, today: date) -> Person | None:
    """What a table holds about a person as a portfolio; None for a file. Raises InputError."""
    if isinstance(work.held, Refused):
        raise refusal(*work.held)
    if isinstance(work.held, Rows):
        return of_rows(work.held, catalog, today)
    if isinstance(work.held, Content):
        return Person(work.held.raw)
    return None if work.held is None else of_line(work.held)


def anonymous(file: PortfolioFile) -> PortfolioFile:
    """The same with numbers in place of titles, and without its label: what people wrote is not repeated in rows."""
    activities = tuple(
        each._replace(title=f"activity {number}") for number, each in enumerate(file.portfolio.activities, 1)
    )
    return file._replace(portfolio=file.portfolio._replace(activities=activities, label=None))
