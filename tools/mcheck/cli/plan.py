"""`mcheck plan`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from .common import (
    application_date,
    catalog_option,
    color_option,
    edition_option,
    epilog,
    fail,
    look,
    on_option,
    open_catalog,
    print_data,
    refusal_told,
    say,
)
from .completions import files, kinds


@click.command(epilog=epilog("mcheck plan my.json --objective items --avoid badges"))
@click.argument("file", shell_complete=files)
@click.option(
    "--objective",
    type=click.Choice(["hours", "cost", "items"]),
    default="hours",
    show_default=True,
    help="What is to be least.",
)
@click.option(
    "--allow", multiple=True, metavar="KIND", shell_complete=kinds, help="Plan with these kinds only; repeatable."
)
@click.option(
    "--avoid",
    multiple=True,
    metavar="KIND",
    shell_complete=kinds,
    help="Plan without this kind, or without badges; repeatable.",
)
@on_option
@edition_option
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", help="Output.")
@color_option
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
    from ..loading.load import read_portfolio
    from ..planning import plan as make

    if both := sorted({*allow}.intersection(avoid)):
        fail(f"--allow and --avoid both name {', '.join(both)}.", "Leave one of the two out.")
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
        from ..rendering.json_text import render

        print_data(render(report))
    elif form == "markdown":
        from ..rendering.plan import render_markdown

        print_data(render_markdown(report))
    else:
        from ..rendering.plan import render_text

        how = look(color)
        say(render_text(report, **how), nl=False, color=how["color"])
    sys.exit(0 if report["plans"] or (not report["needed"] and report["verdict"] == "met") else 1)
