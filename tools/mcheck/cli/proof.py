"""`mcheck verify`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..files import MOST_REPORT_BYTES, parse_json, read_bytes
from ..messages import Refused
from ..safe import plain
from .shared import catalog_option, epilog, fail, open_catalog, refusal_told


@click.command(epilog=epilog("mcheck check my.json --format json > report.json\n  mcheck verify report.json my.json"))
@click.argument("report")
@click.argument("portfolio")
@catalog_option
def verify(report: str, portfolio: str, folder: Path | None) -> None:
    """Confirms a report from the portfolio and the catalog alone.

    Works out anew what the rules allow, adds the ledgers up, and counts what may serve the requirements that are said
    to be out of reach. Status: 0 all confirmed, 1 something is wrong or not independently confirmed, 2 could not read.
    """
    from .. import verify as verifier
    from ..reading import read_portfolio
    from ..schemas import validate

    catalog = open_catalog(folder)
    with refusal_told(report, catalog):
        data = parse_json(read_bytes(report, MOST_REPORT_BYTES))
        if isinstance(data, list):
            fail(f"{report} holds several reports.", "Save each one in a file of its own.")
        problems = validate(data, "report")
        if problems:
            raise Refused(problems)
    with refusal_told(portfolio, catalog):
        findings = verifier.verify(data, read_portfolio(portfolio, catalog), catalog)
    for finding in findings:
        where = f" ({finding.place})" if finding.place and finding.state != verifier.CONFIRMED else ""
        click.echo(plain(f"{finding.state}: {finding.text}{where}"))
    good = all(finding.state == verifier.CONFIRMED for finding in findings)
    said = "Everything in the report that the portfolio and the catalog can show is confirmed."
    click.echo(said if good else "The report is not confirmed as a whole.")
    sys.exit(0 if good else 1)
