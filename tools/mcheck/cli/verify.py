"""`mcheck verify`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from ..core.escaping import escape_terminal
from ..core.messages import InputError
from ..loading.json_text import parse_json
from ..loading.load import MOST_REPORT_BYTES, read_bytes
from ..rendering.backends.wrapping import wrap
from .completion import files
from .options import epilog, open_catalog, options
from .output import fail, print_data, refusal_told, say, width

if TYPE_CHECKING:
    from ..catalog.store import Catalog
    from ..core.report import Report

BY_PROOF = "Checked against the rules and the proofs in the report, without the code that made it:"
BY_REPLAY = "Checked by making the report again:"


@click.command(epilog=epilog("mcheck check my.json --format json > report.json\n  mcheck verify report.json my.json"))
@click.argument("report", shell_complete=files)
@click.argument("portfolio", shell_complete=files)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Output.")
@options("catalog")
def verify(report: str, portfolio: str, form: str, folder: Path | None) -> None:
    """Confirms a report from the portfolio and the catalog alone.

    Adds up the ledgers against the rules, and counts what may serve the requirements that are said to be out of
    reach, without the code that made the report. Then makes the report again and says where it differs, and which of
    the two confirmed what. Last, it names what the portfolio does not say: date, edition, readings, Primary. Status:
    0 all confirmed, 1 something is wrong or not independently confirmed, 2 could not read.
    """
    from .. import __version__, load_portfolio
    from ..core.confirmation import CONFIRMED, PROOF, REPLAY
    from ..rendering.backends.json_text import render
    from ..reporting.open_points import taken_on_trust
    from ..reporting.replay import confirmed_by_replay
    from ..verification.verify import verify as confirm

    catalog = open_catalog(folder)
    made = _read(report, catalog)
    with refusal_told(portfolio, catalog):
        loaded = load_portfolio(portfolio, catalog)
    findings = confirm(made, loaded, catalog)
    if not any(finding.place.endswith("/sha256") for finding in findings):  # of the same files
        findings += confirmed_by_replay(made, loaded, catalog)
    good = all(finding.state == CONFIRMED for finding in findings)
    trusted = taken_on_trust(made, loaded.portfolio)
    if form == "json":
        told = {
            "schema_version": 1,
            "mcheck": __version__,
            "confirmed": good,
            "findings": [finding._asdict() for finding in findings],
            "taken_on_trust": trusted,
        }
        print_data(render(told))
        sys.exit(0 if good else 1)
    for by, heading in ((PROOF, BY_PROOF), (REPLAY, BY_REPLAY)):
        mine = [finding for finding in findings if finding.by == by]
        if mine:
            _tell(heading)
        for finding in mine:
            where = f" ({finding.place})" if finding.place and finding.state != CONFIRMED else ""
            _tell(f"{finding.state}: {finding.text}{where}")
    for one in trusted:
        _tell(f"taken on trust: {one['text']}.")
    said = "Every verdict is confirmed, and the rest of the report matches what mcheck makes of the same file."
    if trusted:
        said = f"{said[:-1]} with what is taken on trust."
    _tell(said if good else "The report is not confirmed as a whole.")
    sys.exit(0 if good else 1)


def _read(report: str, catalog: Catalog) -> Report:
    """The report of a file; told what is wrong with it, and stopped, where it is none."""
    from ..loading.privacy import find_ssns
    from ..loading.schema import validate

    with refusal_told(report, catalog):
        data = parse_json(read_bytes(report, MOST_REPORT_BYTES))
        if isinstance(data, list):
            fail(f"{report} contains several reports.", "Save each one in a file of its own.")
        if not isinstance(data, dict) or "mcheck" not in data:
            fail(
                f"{report} is not an mcheck report.", "Give the report, in JSON, first: mcheck verify REPORT PORTFOLIO"
            )
        problems = list(find_ssns(data)) or validate(data, "report")
        if problems:
            raise InputError(problems)
    return cast("Report", data)


def _tell(text: str) -> None:
    say("\n".join(wrap(escape_terminal(text), width(), after="  ")))
