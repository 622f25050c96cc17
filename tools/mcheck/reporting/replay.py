"""Makes a report again from the same portfolio, catalog, date and readings, and tells where another one differs.

`verification` proves verdicts without the code that found them; this confirms the rest, words included, with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from ..allocation.minimal_sets import FIRST
from ..catalog.store import Catalog
from ..core import __version__
from ..core.messages import InputError
from ..core.portfolio_file import PortfolioFile
from ..core.reports.confirmation import CONFIRMED, OPEN, REPLAY, WRONG, Finding, options_of
from .build import check

if TYPE_CHECKING:
    from ..core.reports.report import Report

MOST = 20
"""Most differences that are told."""


def confirmed_by_replay(report: Report, loaded: PortfolioFile, catalog: Catalog) -> list[Finding]:
    """Where a report differs from the one that is made now, or that it does not."""
    same = "Everything else, including the readings of questions and every word, is what mcheck makes of the file"
    return differences(report, loaded, catalog) or [Finding(CONFIRMED, "", f"{same}.", REPLAY)]


def differences(report: Report, loaded: PortfolioFile, catalog: Catalog) -> list[Finding]:
    """Where a report that fits its schema differs from the one that is made now."""
    if report["mcheck"] != __version__:
        text = f"It was made by mcheck {report['mcheck']}; this is {__version__}, which may word it differently."
        return [Finding(OPEN, "/mcheck", text, REPLAY)]
    day, source, as_of = loaded.portfolio.application_date, report["as_of_from"], date.fromisoformat(report["as_of"])
    if source == "portfolio" and day is not None and day != as_of:
        return [Finding(WRONG, "/as_of", f"The portfolio gives {day} as application date.", REPLAY)]
    edition, readings = options_of(report)
    try:
        made = check(
            loaded._replace(name=report["portfolio"]["name"]),
            catalog,
            on=as_of if source == "option" else None,
            edition=edition,
            readings=readings,
            today=as_of,
            sets=report.get("sets", FIRST),
        )
    except InputError as refused:
        return [Finding(WRONG, "", message.text, REPLAY) for message in refused.messages]
    different = list(_compare(report, made, ""))
    return [Finding(WRONG, place, text, REPLAY) for place, text in different[:MOST]]


def _compare(stated: Any, remade: Any, place: str) -> Iterator[tuple[str, str]]:
    """(JSON Pointer, words) for each difference, the outermost ones only."""
    if isinstance(stated, dict) and isinstance(remade, dict):
        for key in dict.fromkeys((*remade, *stated)):
            if key not in stated or key not in remade:
                yield f"{place}/{key}", "This is missing." if key in remade else "This does not belong here."
            else:
                yield from _compare(stated[key], remade[key], f"{place}/{key}")
    elif isinstance(stated, list) and isinstance(remade, list) and len(stated) == len(remade):
        for i, (one, other) in enumerate(zip(stated, remade, strict=True)):
            yield from _compare(one, other, f"{place}/{i}")
    elif isinstance(stated, list) and isinstance(remade, list):
        yield place, f"{len(stated)} are there; there should be {len(remade)}."
    elif stated != remade or isinstance(stated, bool) != isinstance(remade, bool):
        yield place, f"{stated!s:.60} should be {remade!s:.60}."
