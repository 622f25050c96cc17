"""`mcheck check`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from ..core.escaping import escape_terminal, harmless
from ..core.messages import InputError
from ..core.points import PASSING_VERDICTS
from ..core.wording import count
from ..reporting.messages import unreadable
from . import completion as complete
from .options import epilog, inputs, judge, open_catalog, options
from .output import Look, fail, look, print_data, say, tell, write

if TYPE_CHECKING:
    from ..catalog.store import Catalog
    from ..core.portfolio_file import PortfolioFile
    from ..core.report import Report


@click.command(epilog=epilog("mcheck check my.json --on 2027-03-01"))
@click.argument("files", nargs=-1, required=True, shell_complete=complete.files)
@options("on", "edition", "reading")
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", help="Output.")
@click.option(
    "-o", "--output", default="-", show_default=True, shell_complete=complete.files, help='File to write; "-" prints.'
)
@options("force", "color")
@click.option(
    "--sets",
    type=click.Choice(["first", "all", "none"]),
    default="first",
    show_default=True,
    help="Which ways to list in which open points would decide a verdict: two, every one, or none.",
)
@click.option("--show-problem", is_flag=True, hidden=True, help="Print the problem handed to the solver instead.")
@options("catalog")
def check(
    files: Sequence[str],
    on: date | None,
    edition: str | None,
    pins: Sequence[str],
    form: Literal["text", "json", "markdown"],
    output: str,
    force: bool,
    color: str,
    sets: str,
    show_problem: bool,
    folder: Path | None,
) -> None:
    """Checks portfolios; "-" reads standard input.

    With several files, JSON is a list in their order (`mcheck schema reports`). For a file that could not be checked it
    has {"name", "status": "unreadable", "messages"} in place of a report; of a single file only that is printed.
    """
    from .. import load_portfolio

    if list(files).count("-") > 1:
        fail('"-" is given more than once, and standard input can be read only once.', "Name it once.")
    catalog = open_catalog(folder)
    status = 0
    found: list[Report | dict[str, Any]] = []
    for name in files:
        try:
            if show_problem:
                say(_problem(load_portfolio(name, catalog), catalog, on, edition, pins))
                continue
            report = judge(load_portfolio(name, catalog), catalog, on, edition, pins, sets)
        except InputError as refused:
            tell(name, refused, catalog)
            status = 2
            if form == "json":
                found.append(unreadable(name, refused.messages, catalog))
            continue
        status = max(status, 0 if report["verdict"] in PASSING_VERDICTS else 1)
        found.append(_named(report, name) if len(files) > 1 and form != "json" else report)
    if found and output == "-":
        how = look(color)
        _print(_rendered(found, form, len(files) > 1, how), form, how["color"])
    elif found:
        how = Look(color=color == "always", width=80, unicode=True)
        write(output, {"": harmless(_rendered(found, form, len(files) > 1, how))}, force, inputs(files, folder))
        say(f"Wrote {count(len(found), 'report')} to {escape_terminal(output)}.")
    sys.exit(status)


def _problem(
    file: PortfolioFile, catalog: Catalog, on: date | None, edition: str | None, readings: Sequence[str]
) -> str:
    """The problem whose solution the report shows, for whoever asks why a verdict is so."""
    from ..judging.assessment import title_of
    from ..rendering.problem import render
    from ..reporting.build import assess

    as_of, _ = file.application_date(on, date.today())
    shown = assess(file.portfolio, catalog, as_of, edition, readings).base
    labels = [target.label for target in shown.entries]
    return render(shown.formulation.problem, labels, partial(title_of, file.portfolio, catalog))


def _named(report: Report, name: str) -> Report:
    """A report with the file at its head as it was given: labels may be the same, and names in several folders."""
    label = report["portfolio"].get("label")
    return {**report, "portfolio": {**report["portfolio"], "label": f"{label} ({name})" if label else name}}


def _rendered(found: Sequence[Any], form: Literal["text", "json", "markdown"], several: bool, how: Look) -> str:
    from .. import render

    if form == "json":
        from ..rendering.backends.json_text import render as as_json

        return as_json(found if several else found[0])
    if form == "markdown":
        return "\n".join(render(report, "markdown") for report in found)
    return "\n\n".join(render(report, "text", **how) for report in found)


def _print(text: str, form: str, color: bool) -> None:
    if form == "text":
        say(text, nl=False, color=color)
    else:
        print_data(text)
