"""`mcheck check`."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from ..messages import Refused
from .shared import FINE, catalog_option, edition_option, epilog, judge, on_option, open_catalog, reading_option, tell


@click.command(epilog=epilog("mcheck check my.json --on 2027-03-01"))
@click.argument("files", nargs=-1, required=True)
@on_option
@edition_option
@reading_option
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", help="Output.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Color in text.")
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
        reports.append(report)
    if reports:
        _print(reports, form, color, len(files) > 1)
    sys.exit(status)


def _print(reports: Sequence[dict[str, Any]], form: str, color: str, several: bool) -> None:
    if form == "json":
        from ..as_json import render as as_json

        click.echo(as_json(list(reports) if several else reports[0]), nl=False)
        return
    if form == "markdown":
        from ..as_markdown import render as as_markdown

        click.echo("\n".join(as_markdown(report) for report in reports), nl=False)
        return
    from ..as_text import render as as_text

    terminal = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    colored = color == "always" or (color == "auto" and terminal)
    width = shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else 80
    unicode = "utf" in (sys.stdout.encoding or "").lower()
    texts = [as_text(report, color=colored, width=width, unicode=unicode) for report in reports]
    click.echo("\n\n".join(texts), nl=False, color=colored)
