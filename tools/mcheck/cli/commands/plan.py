"""`mcheck plan`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from ...rendering.formats import Format, printed
from ..completion import files, kinds
from ..options import epilog, format_option, open_catalog, options
from ..output import fail, look, print_data, refusal_told, say


@click.command(epilog=epilog("mcheck plan my.json --objective items --avoid badges"))
@click.argument("file", shell_complete=files)
@click.option(
    "--objective",
    type=click.Choice(["hours", "cost", "items"]),
    default="hours",
    show_default=True,
    help="What to minimize.",
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
@options("on", "edition")
@format_option(*printed("plan"))
@options("color", "catalog")
def plan(
    file: str,
    objective: str,
    allow: Sequence[str],
    avoid: Sequence[str],
    on: date | None,
    edition: str | None,
    form: Format,
    color: str,
    folder: Path | None,
) -> None:
    """Finds the least that closes the gap of a portfolio, and other ways; "-" reads standard input.

    KIND is a kind of activity (workshop, graduate-course, ceu...) or the word badges.
    """
    from ... import load_portfolio, render
    from ... import plan as make

    if both := sorted({*allow}.intersection(avoid)):
        fail(f"--allow and --avoid both name {', '.join(both)}.", "Leave out one of the two.")
    catalog = open_catalog(folder)
    with refusal_told(file, catalog):
        report = make(
            load_portfolio(file, catalog),
            catalog,
            on=on,
            edition=edition,
            objective=objective,
            allow=allow,
            avoid=avoid,
            today=date.today(),
        )
    if form == "text":
        how = look(color)
        say(render(report, "text", **how), nl=False, color=how["color"])
    else:
        print_data(render(report, form))
    sys.exit(0 if report["plans"] or (not report["needed"] and report["verdict"] == "met") else 1)
