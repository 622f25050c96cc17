"""`mcheck export`: a portfolio as the activity log that people submit."""

from __future__ import annotations

from pathlib import Path

import click

from ...core.escaping import escape_terminal
from ...core.wording import count, series
from ..completion import files
from ..options import epilog, inputs, open_catalog, options
from ..output import fail, refusal_told, say, write


@click.command(epilog=epilog("mcheck export my.json -o log.xlsx"))
@click.argument("file", required=False, shell_complete=files)
@click.option("-o", "--output", required=True, shell_complete=files, help="The log: a name that ends in .xlsx or .csv.")
@click.option("--empty", is_flag=True, help="Write an empty log to fill in, with drop-downs and a sheet of help.")
@options("force", "catalog")
def export(file: str | None, output: str, empty: bool, force: bool, folder: Path | None) -> None:
    """Writes the activity log of a portfolio as a workbook or CSV, with the columns that import reads.

    What a log has no column for, such as topics, is listed; keep the portfolio file as well.
    """
    from ...importing.log import HEADER, HELP, Log, choices, help_rows, log_of
    from ...loading.load import load_portfolio
    from ...rendering.backends.sheets import Sheet, csv_text, workbook

    form = Path(output).suffix.lower()
    if form not in (".xlsx", ".csv"):
        fail(f"{output}: a log is a workbook or CSV.", "Use a name that ends in .xlsx or .csv.")
    if (file is None) != empty:
        fail("Name a portfolio, or use --empty for a log to fill in; one of the two.")
    catalog = open_catalog(folder)
    log = Log((), ())
    if file is not None:
        with refusal_told(file, catalog):
            log = log_of(dict(load_portfolio(file, catalog).data), catalog)
    if form == ".csv":
        made: str | bytes = csv_text(HEADER, log.rows)
    else:
        widths = {"Title": 40, "Micro-credential": 40, "Kind": 30, "Category": 30}
        help_sheet = Sheet("Help", (HELP,), help_rows(), widths={HELP: 100})
        made = workbook([Sheet("Log", HEADER, log.rows, choices(catalog), widths), help_sheet])
    write(output, {"": made}, force, inputs([file] if file else [], folder))
    say(f"Wrote {escape_terminal(output)}: {count(len(log.rows), 'row')}.")
    if log.left_out:
        say(f"A log has no column for: {series(log.left_out)}. Keep the portfolio file as well.")
