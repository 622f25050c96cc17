"""`mcheck verify`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..files import MOST_REPORT_BYTES, parse_json, read_bytes
from ..messages import Refused
from ..safe import plain
from ..wrap import wrap
from .complete import files
from .shared import catalog_option, epilog, fail, open_catalog, refusal_told, say, width


@click.command(epilog=epilog("mcheck check my.json --format json > report.json\n  mcheck verify report.json my.json"))
@click.argument("report", shell_complete=files)
@click.argument("portfolio", shell_complete=files)
@catalog_option
def verify(report: str, portfolio: str, folder: Path | None) -> None:
    """Confirms a report from the portfolio and the catalog alone.

    Without the code that placed the points: adds the ledgers up against the rules, and counts what may serve the
    requirements that are said to be out of reach. Then makes the report anew and tells where it differs. Status: 0 all
    confirmed, 1 something is wrong or not independently confirmed, 2 could not read.
    """
    from .. import verify as verifier
    from ..again import differences
    from ..persons import numbers_of_persons
    from ..reading import read_portfolio
    from ..schemas import validate

    catalog = open_catalog(folder)
    with refusal_told(report, catalog):
        data = parse_json(read_bytes(report, MOST_REPORT_BYTES))
        if isinstance(data, list):
            fail(f"{report} holds several reports.", "Save each one in a file of its own.")
        problems = list(numbers_of_persons(data)) or validate(data, "report")
        if problems:
            raise Refused(problems)
    with refusal_told(portfolio, catalog):
        loaded = read_portfolio(portfolio, catalog)
    findings = verifier.verify(data, loaded, catalog)
    if not any(finding.place.endswith("/sha256") for finding in findings):  # of the same files
        findings += differences(data, loaded, catalog)
    for finding in findings:
        where = f" ({finding.place})" if finding.place and finding.state != verifier.CONFIRMED else ""
        say("\n".join(wrap(plain(f"{finding.state}: {finding.text}{where}"), width(), after="  ")))
    good = all(finding.state == verifier.CONFIRMED for finding in findings)
    said = "Every verdict is confirmed, and the rest of the report is what mcheck makes of the same file."
    say("\n".join(wrap(said, width())) if good else "The report is not confirmed as a whole.")
    sys.exit(0 if good else 1)
