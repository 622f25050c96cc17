"""`mcheck catalog`: the catalog's upkeep, for those who edit it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...core.escaping import escape_terminal
from ...core.wording import count
from ...rendering.backends.wrapping import wrap_with_hanging_indent
from ...upkeep.changes.impact import in_folders
from ...upkeep.workspace import own_folder
from ..completion import files, folders
from ..options import epilog, format_option, judge, open_catalog, open_files, options, prefix
from ..output import fail, refusal_told, say, width
from .catalog_new import new

if TYPE_CHECKING:
    from ...upkeep.changes.diff import Difference


@click.group(epilog=epilog("mcheck catalog lint"))
def catalog() -> None:
    """Checks and maintains the catalog, for those who edit it.

    Exit status: 0 clean, 1 something was found, 2 could not run.
    """


catalog.add_command(new)


@catalog.command(epilog=epilog("mcheck catalog lint --format github"))
@format_option("text", "json", "sarif", "github")
@options("catalog")
def lint(form: str, folder: Path | None) -> None:
    """Finds what is wrong, all at once, with file, line and hint."""
    from ...catalog.store import Catalog
    from ...rendering.findings import FORMATS
    from ...upkeep.cases import without_case
    from ...upkeep.lint import lint as run
    from ...upkeep.workspace import for_engine

    root, files = open_files(folder)
    findings = run(files, date.today())
    show = click.echo if form == "github" else say  # its annotations are commands, and are meant to be obeyed
    show(FORMATS[form](findings, prefix(root)), nl=False)
    if not findings and form in ("text", "github"):
        sound = Catalog(for_engine(files))
        for what in without_case(sound, root.resolve().parent / "tests" / "cases"):
            told = f"No case in tests/cases/ shows {what} yet."
            show(f"::notice title=no-case-yet::{told}" if form == "github" else f"Note: {told}")
        if form == "text":
            say(f"Clean: {count(len(files), 'file')}, edition {sound.edition}, sha256 {sound.sha256[:16]}.")
    sys.exit(1 if findings else 0)


@catalog.command("format", epilog=epilog("mcheck catalog format --check"))
@click.option("--check", is_flag=True, help="Only list the files whose layout is not the standard one.")
@options("catalog")
def format_(check: bool, folder: Path | None) -> None:
    """Rewrites every file in the standard layout: keys in the order of the schema, two spaces, LF."""
    from ...upkeep.fix import laid_out, write

    root, files = open_files(folder, to_write=not check)
    changed, unreadable = laid_out(files)
    if not check:
        write(root, files, changed)
    for path in sorted(changed):
        say(f"{'Not in the standard layout' if check else 'Rewritten'}: {escape_terminal(prefix(root) + path)}")
    for path, why in sorted(unreadable.items()):
        say(f"{escape_terminal(prefix(root) + path)}: {escape_terminal(why)}", err=True)
    sys.exit(2 if unreadable else 1 if check and changed else 0)


@catalog.command(epilog=epilog("mcheck catalog fix"))
@options("catalog")
def fix(folder: Path | None) -> None:
    """Applies the fixes that the hints of lint promise; says what is left."""
    from ...rendering.findings import as_text
    from ...upkeep.fix import fixed, write
    from ...upkeep.lint import lint as run

    root, files = open_files(folder, to_write=True)
    after, done = fixed(files, date.today())
    write(root, files, after)
    for finding in done:
        say(
            f"Fixed {escape_terminal(prefix(root) + finding.path)} {finding.code} {finding.name}: "
            f"{escape_terminal(finding.text)}"
        )
    left = run(after, date.today())
    say(as_text(left, prefix(root)) if left else "Nothing is left to fix.\n", nl=False)
    sys.exit(1 if left else 0)


old_argument = click.argument("old", shell_complete=folders)
new_argument = click.argument("new", required=False, shell_complete=folders)
portfolio_option = click.option(
    "--portfolio",
    "portfolios",
    multiple=True,
    shell_complete=files,
    help="Also judge this portfolio, or all in this folder. May be repeated.",
)


def _compare(old: str, new: str | None, portfolios: Sequence[str]) -> Difference:
    from ...upkeep.changes.impact import compare

    with refusal_told("catalog", None):
        return compare(old, new or str(own_folder(None)), portfolios, date.today())


@catalog.command(epilog=epilog("mcheck catalog diff main HEAD --portfolio my.json"))
@old_argument
@new_argument
@portfolio_option
@format_option("text", "json")
def diff(old: str, new: str | None, portfolios: Sequence[str], form: str) -> None:
    """Says what changed from OLD to NEW, field by field, and whose verdict changes.

    OLD and NEW are folders or git revisions; NEW is the catalog at hand unless you name another. Or both are editions
    of the rules, such as 2017-07-28 and 2018-07-13: then it says what differs between them, and for each portfolio.
    """
    from ...rendering.catalog_diff import FORMATS

    if old in open_catalog(None).ids("renewal"):
        _editions(old, new, portfolios, form)
        return
    say(FORMATS[form](_compare(old, new, portfolios)), nl=False)


def _editions(a: str, b: str | None, portfolios: Sequence[str], form: str) -> None:
    """What changes from one edition of the rules to another, and what that does to a person."""
    from ... import compare, load_portfolio, render
    from ...explain.editions import difference

    at_hand = open_catalog(None)
    if b not in at_hand.ids("renewal"):
        fail(f"{a} is an edition of the rules, and {b} is not.", f"Known: {', '.join(at_hand.ids('renewal'))}.")
    if form != "text":
        fail("What differs between editions is shown as text only.", "Leave --format out.")
    told = ["\n".join(part for one in difference(at_hand, a, b) for part in wrap_with_hanging_indent(one, width()))]
    for file in in_folders(portfolios):
        with refusal_told(file, at_hand):
            loaded = load_portfolio(file, at_hand)
            before, after = (judge(loaded, at_hand, None, edition) for edition in (a, b))
        told.append(render(compare(before, after), "text", names=(a, b), later=after).rstrip())
    say("\n\n".join(told))  # only now, so that nobody takes half an answer for all of it


@catalog.command(epilog=epilog("mcheck catalog changelog HEAD~1"))
@old_argument
@new_argument
def changelog(old: str, new: str | None) -> None:
    """Drafts the Rules and Catalog sections of the changelog from what changed since OLD, such as the last tag."""
    from ...rendering.catalog_diff import changelog as draft
    from ...upkeep.changes.impact import next_edition

    difference = _compare(old, new, ())
    say(draft(difference, next_edition(difference, date.today())), nl=False)


@catalog.command(epilog=epilog("mcheck catalog stale --older-than 180"))
@click.option(
    "--older-than",
    type=click.IntRange(min=0),
    required=True,
    metavar="DAYS",
    help="List what was last read at least this many days ago.",
)
@click.option(
    "--by", type=click.Choice(["record", "source"]), default="record", help="Group by record, or by page to open."
)
@options("catalog")
def stale(older_than: int, by: str, folder: Path | None) -> None:
    """Lists what nobody has read again in that many days, oldest first.

    Watched sources precede all others, with the reason, and are listed after 30 days at the latest.
    """
    from ...upkeep.stale import stale as find
    from ...upkeep.stale import text, text_by_source

    root, files = open_files(folder)
    due = find(files, older_than, date.today())
    shown = text_by_source if by == "source" else text
    say(shown(due, prefix(root)) or f"Everything was read in the last {count(older_than, 'day')}.\n", nl=False)
    sys.exit(1 if due else 0)


@catalog.command(epilog=epilog("mcheck catalog verified sources/pdfaq ceu --on 2026-11-29"))
@click.argument("ids", nargs=-1, required=True)
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day of the reading, YYYY-MM-DD. Default: today.",
)
@options("catalog")
def verified(ids: tuple[str, ...], on: datetime | None, folder: Path | None) -> None:
    """Sets the day on which records were read again: all of those named, or none.

    An ID is that of a record, with its folder where two records share it. Without --on it is today.
    """
    from ...upkeep.fix import write
    from ...upkeep.verified import verified as change

    root, files = open_files(folder, to_write=True)
    with refusal_told(str(root), None):
        changed = change(files, ids, on.date() if on else date.today(), date.today())
    paths = write(root, files, {**files, **changed})
    for path in paths:
        say(f"Changed {escape_terminal(prefix(root) + path)}")
    if not paths:
        say("Every one says so already.")


@catalog.command(epilog=epilog("mcheck catalog move credentials/cot-co-planning cot-planning-together"))
@click.argument("old")
@click.argument("new")
@options("catalog")
def move(old: str, new: str, folder: Path | None) -> None:
    """Gives the record OLD the id NEW, in every file of the catalog that names it. The old id leads on to the new one.

    OLD is an id, with its folder where two records share it, or the path of a file.
    """
    from ...upkeep.fix import write
    from ...upkeep.move import documents_that_say
    from ...upkeep.move import move as change

    root, files = open_files(folder, to_write=True)
    with refusal_told(str(root), None):
        changed, was, now = change(files, old, new, date.today())
    for path in write(root, files, {**files, **changed}):
        say(f"{'Changed' if path in files else 'Wrote'} {escape_terminal(prefix(root) + path)}")
    say(f"{was} is now {now}. A portfolio or link with the old id leads there.")
    for path in documents_that_say(root, was):
        say(f"Still says {was}: {escape_terminal(path)}", err=True)


@catalog.command(epilog=epilog("mcheck catalog links --most 50"))
@click.option("--most", type=click.IntRange(min=1), default=300, show_default=True, help="Most addresses to check.")
@click.option(
    "--timeout", type=click.FloatRange(min=0.1), default=15.0, show_default=True, help="Seconds to wait for each."
)
@click.option(
    "--pause",
    type=click.FloatRange(min=0),
    default=2.0,
    show_default=True,
    help="Seconds between two requests to one host.",
)
@options("catalog")
def links(most: int, timeout: float, pause: float, folder: Path | None) -> None:
    """Checks online whether the pages of sources/ are still there, those read longest ago first."""
    from ...upkeep.links import addresses, ask, line

    root, files = open_files(folder)
    urls = addresses(files, date.today())[:most]
    answers = []
    for answer in ask(urls, timeout, pause):
        answers.append(answer)
        if answer.state != "ok":
            say(line(answer, prefix(root)))
    bad = sum(answer.state != "ok" for answer in answers)
    say(f"{count(len(answers), 'address', 'addresses')} checked, {bad} to look at.", err=True)
    if answers and all(answer.state == "unreached" for answer in answers):
        fail("No address could be reached.", "Is this computer online?")
    sys.exit(1 if bad else 0)
