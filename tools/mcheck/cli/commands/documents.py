"""Commands that write files to keep: the calendar of dates, the packet of records, and the sheet to hand out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...catalog.store import Catalog
from ...core.escaping import escape_terminal
from ...core.wording import count
from ...loading.load import last_saved
from ..completion import files, folders
from ..options import epilog, inputs, judge, open_catalog, options, output_option
from ..output import fail, print_data, refusal_told, say, write

if TYPE_CHECKING:
    from ...audit import Gap
    from ...core.portfolio_file import PortfolioFile
    from ...core.reports.report import Report

MOST_SIGNS = 300
"""Of a line on the sheet to hand out."""


@click.command(epilog=epilog("mcheck calendar my.json -o renewal.ics"))
@click.argument("file", shell_complete=files)
@output_option("renewal.ics")
@options("force", "on", "edition", "catalog")
def calendar(file: str, output: str, force: bool, on: date | None, edition: str | None, folder: Path | None) -> None:
    """Writes every date that follows from a portfolio as a calendar file.

    Import it again after you change the file: events are updated, never doubled. Those of several people are kept
    apart by the `label` of the file, or, without one, by where the file is. Keep either: under another label, or moved
    without one, the same events would be new ones.
    """
    from ... import deadlines, render
    from ...reporting.dates import why_no_dates

    catalog = open_catalog(folder)
    loaded, report = _judged(file, catalog, on, edition)
    entries = deadlines(loaded, catalog, on=on, edition=edition, today=date.today())
    if not entries:
        fail(f"No date follows from {file}.", why_no_dates(report))
    label = loaded.portfolio.label or ""
    whose = label or str(Path(file).resolve())
    text = render(entries, "ics", catalog=catalog, label=label, saved=last_saved(file), whose=whose)
    if output == "-":
        print_data(text)
        return
    write(output, {"": text}, force, inputs([file], folder))
    say(f"Wrote {count(len(entries), 'date')} to {escape_terminal(output)}. Import it into your calendar.")


@click.command(epilog=epilog("mcheck packet my.json -o packet"))
@click.argument("file", shell_complete=files)
@click.option(
    "-o",
    "--output",
    default="packet",
    show_default=True,
    shell_complete=folders,
    help="Folder to write into; created if needed.",
)
@click.option("--markdown", is_flag=True, help="Also write packet.md, the same as text.")
@options("force", "on", "edition", "catalog")
def packet(
    file: str, output: str, markdown: bool, force: bool, on: date | None, edition: str | None, folder: Path | None
) -> None:
    """Writes the record an audit asks for: cover sheet, log, evidence index, what is missing, how long to keep it.

    It is packet.html, a page to print. Evidence files named in the portfolio are looked for next to it; only their
    hashes are recorded.
    """
    if output == "-":
        fail('A packet is a folder, and "-" is none.', "Name a folder to write into, such as `-o packet`.")
    from ... import packet as make
    from ... import render
    from ...audit import files_of
    from ...loading.evidence import hash_files

    catalog = open_catalog(folder)
    loaded, report = _judged(file, catalog, on, edition)
    if "edition" not in report:
        fail(f"No license in {file} is renewed with PDPs now, so there is no record to make.")
    hashes = hash_files(file, files_of(loaded.portfolio))
    badges = _badges_in(file, loaded, catalog, date.fromisoformat(report["as_of"]))
    made = make(loaded, catalog, report, files=hashes, badges=badges)
    read: list[str | Path] = [file, *(Path(file).parent / each.path for each in files_of(loaded.portfolio))]
    texts = {"packet.html": render(made, "html")} | ({"packet.md": render(made, "markdown")} if markdown else {})
    write(output, texts, force, [*inputs(read, folder)])
    also = " and packet.md" if markdown else ""
    say(f"Wrote {escape_terminal(Path(output) / 'packet.html')}{also}. {_lacking(made.gaps)}")


@click.command(epilog=epilog('mcheck handout --local "Example Teachers Association" -o handout.html'))
@click.option("--local", default="", metavar="NAME", help="Who hands it out.")
@click.option("--contract", default="", metavar="LINE", help="What your contract says of badges, in a sentence.")
@output_option("handout.html")
@options("force", "catalog")
def handout(local: str, contract: str, output: str, force: bool, folder: Path | None) -> None:
    """Writes one sheet about badges for the members of a local: a page to print, with its name and its contract.

    It says what the sheet on the site says, from the same facts.
    """
    from ...loading.catalog_folder import strings
    from ...loading.privacy import LOOKS_LIKE_ONE, is_number_of_person
    from ...rendering.handout import as_html

    for option, text in (("--local", local), ("--contract", contract)):
        if is_number_of_person(text):
            fail(f"{option}: this {LOOKS_LIKE_ONE}")
        if len(text) > MOST_SIGNS:
            fail(f"{option} has {len(text)} characters; at most {MOST_SIGNS} fit on the sheet.", "Shorten it.")
    page = as_html(open_catalog(folder), strings(), local=" ".join(local.split()), contract=" ".join(contract.split()))
    if output == "-":
        print_data(page)
        return
    write(output, {"": page}, force, inputs([], folder))
    say(f"Wrote {escape_terminal(output)}: one sheet to print.")


def _badges_in(file: str, loaded: PortfolioFile, catalog: Catalog, on: date) -> dict[tuple[str, str], str]:
    """What each evidence file that is a badge shows, by the pointer of what it proves and its path."""
    from ...core.portfolio import Badge
    from ...importing.badge_files import sentence_on
    from ...importing.bring import MOST_TEXT
    from ...loading.evidence import small_files

    sentences = {}
    for item in loaded.portfolio.items:
        for path, raw in small_files(file, item.files, MOST_TEXT).items():
            if said := sentence_on(raw, item if isinstance(item, Badge) else None, catalog, on):
                sentences[item.pointer, path] = said
    return sentences


def _lacking(gaps: Sequence[Gap]) -> str:
    needed = sum(gap.needed for gap in gaps)
    if not needed:
        return "Nothing that the rules ask for is missing."
    return f"{needed} {'thing is' if needed == 1 else 'things are'} missing: see the section on what is missing."


def _judged(file: str, catalog: Catalog, on: date | None, edition: str | None) -> tuple[PortfolioFile, Report]:
    """A portfolio and the report on it; says what is wrong and exits with 2 when it cannot be judged."""
    from ... import load_portfolio

    with refusal_told(file, catalog):
        loaded = load_portfolio(file, catalog)
        return loaded, judge(loaded, catalog, on, edition)
