"""`mcheck check`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from ...core.escaping import escape_terminal, harmless
from ...core.messages import InputError
from ...core.points import PASSING_VERDICTS
from ...core.wording import count
from ...rendering.formats import Format, printed
from ...reporting.messages import unreadable
from ..completion import files as offer_files
from ..options import epilog, format_option, inputs, judge, open_catalog, options, output_option
from ..output import Look, fail, look, print_data, say, tell, write

if TYPE_CHECKING:
    from ...catalog.store import Catalog
    from ...core.portfolio_file import PortfolioFile
    from ...core.reports.report import Report
    from ...core.reports.unreadable import Unreadable


@click.command(epilog=epilog("mcheck check my.json --on 2027-03-01"))
@click.argument("files", nargs=-1, required=True, shell_complete=offer_files)
@options("on", "edition", "reading")
@format_option(*printed("report"))
@output_option("-")
@options("force", "color")
@click.option(
    "--sets",
    type=click.Choice(["first", "all", "none"]),
    default="first",
    show_default=True,
    help="Which ways to list in which open points would decide a verdict: two, every one, or none.",
)
@click.option("--full", is_flag=True, help="Text: what counted as what, all messages, and addresses of sources.")
@click.option("--show-problem", is_flag=True, hidden=True, help="Print the problem handed to the solver instead.")
@options("catalog")
def check(
    files: Sequence[str],
    on: date | None,
    edition: str | None,
    pins: Sequence[str],
    form: Format,
    output: str,
    force: bool,
    color: str,
    sets: str,
    full: bool,
    show_problem: bool,
    folder: Path | None,
) -> None:
    """Checks portfolios; "-" reads standard input.

    With several files, JSON is a list in their order (`mcheck schema reports`). For a file that could not be checked it
    has {"name", "status": "unreadable", "messages"} in place of a report; of a single file only that is printed.
    """
    from ... import load_portfolio

    if list(files).count("-") > 1:
        fail('"-" is given more than once, and standard input can be read only once.', "Name it once.")
    catalog = open_catalog(folder)
    status = 0
    several, made = len(files) > 1, list[str]()
    how = look(color) if output == "-" else Look(color=color == "always", width=80, unicode=True)

    def show(one: Report | Unreadable) -> None:
        """Prints what came of a file at once, so that no more than one is held; a file is written whole, at the end."""
        text = _before(form, several, len(made)) + _rendered(one, form, several, full, how)
        if output == "-":
            _print(text, form, how["color"])
        made.append("" if output == "-" else text)

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
                show(unreadable(name, refused.messages, catalog))
            continue
        status = max(status, 0 if report["verdict"] in PASSING_VERDICTS else 1)
        show(_named(report, name) if several and form != "json" else report)
    end = "\n]\n" if made and several and form == "json" else ""
    if output == "-":
        print_data(end)
    elif made:
        write(output, {"": harmless("".join(made) + end)}, force, inputs(files, folder))
        say(f"Wrote {count(len(made), 'report')} to {escape_terminal(output)}.")
    sys.exit(status)


def _problem(
    file: PortfolioFile, catalog: Catalog, on: date | None, edition: str | None, readings: Sequence[str]
) -> str:
    """The problem whose solution the report shows, for whoever asks why a verdict is so."""
    from ...judging.assessment import title_of
    from ...rendering.problem import render
    from ...reporting.build import assess

    as_of, _ = file.application_date(on, date.today())
    shown = assess(file.portfolio, catalog, as_of, edition, readings).base
    labels = [target.label for target in shown.entries]
    return render(shown.formulation.problem, labels, partial(title_of, file.portfolio, catalog))


def _named(report: Report, name: str) -> Report:
    """A report with the file at its head as it was given: labels may be the same, and names in several folders."""
    label = report["portfolio"].get("label")
    return {**report, "portfolio": {**report["portfolio"], "label": f"{label} ({name})" if label else name}}


def _before(form: str, several: bool, number: int) -> str:
    """What stands before the answer on a file that has so many before it: of several, JSON is one list."""
    if form == "json":
        return "" if not several else ",\n" if number else "[\n"
    return "" if not number else "\n" if form == "markdown" else "\n\n"


def _rendered(answer: Report | Unreadable, form: Format, several: bool, full: bool, how: Look) -> str:
    from ... import render

    if form == "json":
        from textwrap import indent  # only a list of reports needs it

        from ...rendering.backends.json_text import render as as_json

        return indent(as_json(answer).rstrip("\n"), "  ") if several else as_json(answer)
    report = cast("Report", answer)  # what could not be checked is told in JSON only
    return render(report, "text", full=full, **how) if form == "text" else render(report, form)


def _print(text: str, form: str, color: bool) -> None:
    if form == "text":
        say(text, nl=False, color=color)
    else:
        print_data(text)
