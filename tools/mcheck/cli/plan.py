"""`mcheck plan`."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from .shared import application_date, catalog_option, edition_option, epilog, on_option, open_catalog, refusal_told


@click.command(epilog=epilog("mcheck plan my.json --objective items --avoid badges"))
@click.argument("file")
@click.option(
    "--objective",
    type=click.Choice(["hours", "cost", "items"]),
    default="hours",
    show_default=True,
    help="What is to be least.",
)
@click.option("--allow", multiple=True, metavar="KIND", help="Plan with these kinds only; repeatable.")
@click.option("--avoid", multiple=True, metavar="KIND", help="Plan without this kind, or without badges; repeatable.")
@on_option
@edition_option
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", help="Output.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Color in text.")
@catalog_option
def plan(
    file: str,
    objective: str,
    allow: Sequence[str],
    avoid: Sequence[str],
    on: date | None,
    edition: str | None,
    form: str,
    color: str,
    folder: Path | None,
) -> None:
    """The least that closes the gap of a portfolio, and other ways; "-" reads standard input.

    KIND is an activity of the catalog (workshop, graduate-course, ceu...) or the word badges.
    """
    from ..plan import plan as make
    from ..reading import read_portfolio

    catalog = open_catalog(folder)
    with refusal_told(file, catalog):
        loaded = read_portfolio(file, catalog)
        as_of, source = application_date(loaded, on)
        report = make(
            loaded.portfolio,
            catalog,
            as_of,
            as_of_from=source,
            name=loaded.name,
            sha256=loaded.sha256,
            edition=edition,
            objective=objective,
            allow=allow,
            avoid=avoid,
        )
    if form == "json":
        from ..as_json import render

        click.echo(render(report), nl=False)
    elif form == "markdown":
        from ..plan.as_text import render_markdown

        click.echo(render_markdown(report), nl=False)
    else:
        from ..plan.as_text import render_text

        terminal = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        colored = color == "always" or (color == "auto" and terminal)
        width = shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else 80
        unicode = "utf" in (sys.stdout.encoding or "").lower()
        click.echo(render_text(report, color=colored, width=width, unicode=unicode), nl=False, color=colored)
    sys.exit(0 if report["plans"] or (not report["needed"] and report["verdict"] == "met") else 1)
