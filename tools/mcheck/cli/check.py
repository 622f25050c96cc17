"""`mcheck check`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from ..messages import Refused
from ..model import FINE
from . import complete
from .shared import (
    catalog_option,
    color_option,
    edition_option,
    epilog,
    fail,
    judge,
    look,
    on_option,
    open_catalog,
    print_data,
    reading_option,
    tell,
)


@click.command(epilog=epilog("mcheck check my.json --on 2027-03-01"))
@click.argument("files", nargs=-1, required=True, shell_complete=complete.files)
@on_option
@edition_option
@reading_option
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", help="Output.")
@color_option
@catalog_option
def check(
    files: Sequence[str],
    on: date | None,
    edition: str | None,
    pins: Sequence[str],
    form: str,
    color: str,
    folder: Path | None,
) -> None:
    """Checks portfolios; "-" reads standard input."""
    from ..reading import read_portfolio

    if list(files).count("-") > 1:
        fail('"-" stands there more than once, and standard input can be read only once.', "Name it once.")
    catalog = open_catalog(folder)
    status = 0
    reports = []
    for name in files:
        try:
            report = judge(read_portfolio(name, catalog), catalog, on, edition, pins)
        except Refused as refused:
            tell(name, refused, catalog)
            status = 2
            continue
        status = max(status, 0 if report["verdict"] in FINE else 1)
        reports.append(_named(report, name) if len(files) > 1 and form != "json" else report)
    if reports:
        _print(reports, form, color, len(files) > 1)
    sys.exit(status)


def _named(report: dict[str, Any], name: str) -> dict[str, Any]:
    """A report with the file at its head as it was given: labels may be the same, and names in several folders."""
    label = report["portfolio"].get("label")
    return report | {"portfolio": report["portfolio"] | {"label": f"{label} ({name})" if label else name}}


def _print(reports: Sequence[dict[str, Any]], form: str, color: str, several: bool) -> None:
    if form == "json":
        from ..as_json import render as as_json

        print_data(as_json(list(reports) if several else reports[0]))
        return
    if form == "markdown":
        from ..as_markdown import render as as_markdown

        print_data("\n".join(as_markdown(report) for report in reports))
        return
    from ..as_text import render as as_text

    how = look(color)
    click.echo("\n\n".join(as_text(report, **how) for report in reports), nl=False, color=how["color"])
