"""`mcheck verify`."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from ...core import REPORT_VERSION
from ...core.escaping import escape_terminal, unicode_only
from ...core.grouping import grouped
from ...core.messages import InputError
from ...core.reports.confirmation import CONFIRMED, PROOF, REPLAY
from ...core.wording import count
from ...loading.json_text import parse_json
from ...loading.load import MOST_REPORT_BYTES, read_bytes
from ...rendering.backends.json_text import render as as_json
from ...rendering.backends.wrapping import wrap
from ..completion import files
from ..options import epilog, format_option, open_catalog, options
from ..output import fail, print_data, refusal_told, say, width

if TYPE_CHECKING:
    from ...catalog.store import Catalog
    from ...core.reports.report import Report

MOST_REPORTS = 32
"""So many of the longest reports are read from one list."""
BY_PROOF = "Checked against the rules and the proofs in the report, without the code that made it:"
BY_REPLAY = "Checked by making the report again:"


@click.command(epilog=epilog("mcheck check my.json --format json > report.json\n  mcheck verify report.json my.json"))
@click.argument("report", shell_complete=files)
@click.argument("portfolio", shell_complete=files)
@format_option("text", "json")
@options("catalog")
def verify(report: str, portfolio: str, form: str, folder: Path | None) -> None:
    """Confirms a report from the portfolio and the catalog alone.

    Adds up the ledgers against the rules, and counts what may serve the requirements that are said to be out of
    reach, without the code that made the report. Then makes the report again and says where it differs, and which of
    the two confirmed what. Last, it names what the portfolio does not say: date, edition, readings, Primary.

    REPORT may be the list that `check` gives for several files, or a folder of reports; then PORTFOLIO is the folder of
    the portfolios, which are found by their names. Status: 0 all confirmed, 1 something is wrong or not independently
    confirmed, 2 could not read.
    """
    catalog = open_catalog(folder)
    data = [_parsed(each, catalog) for each in ([report] if not Path(report).is_dir() else _below(report))]
    if Path(report).is_dir() or isinstance(data[0], list):
        reports = [one for each in data for one in (each if isinstance(each, list) else [each])]
        sys.exit(_many(report, reports, portfolio, form, catalog))
    told = _confirmed(_checked(report, data[0], catalog), portfolio, catalog)
    good = bool(told["confirmed"])
    if form == "json":
        print_data(as_json(told))
        sys.exit(0 if good else 1)
    for by, heading in ((PROOF, BY_PROOF), (REPLAY, BY_REPLAY)):
        mine = [finding for finding in told["findings"] if finding["by"] == by]
        if mine:
            _tell(heading)
        for finding in mine:
            _tell(_in_words(finding))
    for one in told["taken_on_trust"]:
        _tell(f"taken on trust: {one['text']}.")
    said = "Every verdict is confirmed, and the rest of the report matches what mcheck makes of the same file."
    if told["taken_on_trust"]:
        said = f"{said[:-1]} with what is taken on trust."
    _tell(said if good else "The report is not confirmed as a whole.")
    sys.exit(0 if good else 1)


def _in_words(finding: Mapping[str, Any]) -> str:
    where = f" ({finding['place']})" if finding["place"] and finding["state"] != CONFIRMED else ""
    return f"{finding['state']}: {finding['text']}{where}"


def _confirmed(made: Report, portfolio: str, catalog: Catalog) -> dict[str, Any]:
    """What was found about a report, as `--format json` prints it (schemas/verification.schema.json)."""
    from ... import __version__, load_portfolio
    from ...reporting.open_points import taken_on_trust
    from ...reporting.replay import confirmed_by_replay
    from ...verification.verify import verify as confirm

    with refusal_told(portfolio, catalog):
        loaded = load_portfolio(portfolio, catalog)
    findings = confirm(made, loaded, catalog)
    if not any(finding.place.endswith("/sha256") for finding in findings):  # of the same files
        findings += confirmed_by_replay(made, loaded, catalog)
    return {
        "schema_version": 1,
        "mcheck": __version__,
        "confirmed": all(finding.state == CONFIRMED for finding in findings),
        "findings": [finding._asdict() for finding in findings],
        "taken_on_trust": list(taken_on_trust(made, loaded.portfolio)),
    }


def _many(source: str, reports: Sequence[Any], folder: str, form: str, catalog: Catalog) -> int:
    """Confirms each report from the portfolio of its name in a folder; returns the status."""
    if not Path(folder).is_dir():
        fail(f"{source} contains several reports, and {folder} is not a folder.", "Name the folder of the portfolios.")
    if not reports:
        fail(f"{source} contains no report.", "Give reports in JSON first: mcheck verify REPORTS FOLDER")
    places = grouped(_below(folder), lambda place: unicode_only(Path(place).name))
    answers: list[dict[str, Any]] = []
    for one in reports:
        name, told = _one_of_many(source, one, places, catalog)
        answers.append({"name": name, **({} if told is None else {"verification": told})})
        if form == "text":
            _tell(f"{'confirmed' if told and told['confirmed'] else 'not confirmed'}: {name}")
            for finding in [] if told is None else told["findings"]:
                if finding["state"] != CONFIRMED:
                    _tell(f"  {_in_words(finding)}")
    good = sum("verification" in one and one["verification"]["confirmed"] for one in answers)
    if form == "json":
        print_data(as_json(answers))
    else:
        _tell(f"{good} of {count(len(answers), 'report')} confirmed; what each takes on trust is in --format json.")
    return 0 if good == len(answers) else 1


def _one_of_many(
    source: str, one: Any, places: Mapping[str, Sequence[str]], catalog: Catalog
) -> tuple[str, dict[str, Any] | None]:
    """(name of the file, what was found); None where no report was made, or the file is not there."""
    if isinstance(one, dict) and one.get("status") == "unreadable":
        return f"{one.get('name', '')}", None
    made = _checked(source, one, catalog)
    name = made["portfolio"]["name"]
    paths = places.get(name, ())
    same = [each for each in paths if sha256(read_bytes(each)).hexdigest() == made["portfolio"]["sha256"]]
    chosen = next(iter([*same, *paths]), None)
    return name, None if chosen is None else _confirmed(made, chosen, catalog)


def _below(folder: str) -> list[str]:
    return sorted(str(each) for each in Path(folder).rglob("*.json") if each.is_file())


def _parsed(name: str, catalog: Catalog) -> Any:
    """The JSON of a file of reports; told what is wrong with it, and stopped, where it is none."""
    with refusal_told(name, catalog):
        return parse_json(read_bytes(name, MOST_REPORT_BYTES * (MOST_REPORTS if _is_list(name) else 1)))


def _is_list(name: str) -> bool:
    """Whether a file begins like a list."""
    with suppress(OSError, ValueError):  # why it cannot be read is told when it is read
        if Path(name).is_file():
            with Path(name).open("rb") as stream:
                return stream.read(100).lstrip().startswith(b"[")
    return False


def _checked(name: str, data: Any, catalog: Catalog) -> Report:
    """Data as a report; told what is wrong with it, and stopped, where it is none."""
    from ...loading.privacy import find_ssns
    from ...loading.schema import validate

    with refusal_told(name, catalog):
        if not isinstance(data, dict) or "mcheck" not in data:
            fail(f"{name} is not an mcheck report.", "Give the report, in JSON, first: mcheck verify REPORT PORTFOLIO")
        if (version := data.get("schema_version")) != REPORT_VERSION:
            made = "another" if not isinstance(version, int) else "an older" if version < REPORT_VERSION else "a newer"
            again = "Check the portfolio again: mcheck check PORTFOLIO --format json > report.json"
            fail(f"{name} was made by {made} mcheck, whose reports have a different shape.", again)
        problems = list(find_ssns(data)) or validate(data, "report")
        if problems:
            raise InputError(problems)
    return cast("Report", data)


def _tell(text: str) -> None:
    say("\n".join(wrap(escape_terminal(text), width(), after="  ")))
