"""`mcheck catalog`: the catalog's upkeep, for those who edit it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from ..messages import Refused
from ..safe import plain
from ..upkeep.tree import from_folder, own_folder
from .shared import catalog_option, epilog, fail, tell

if TYPE_CHECKING:
    from ..upkeep.diff_as import Difference


@click.group(epilog=epilog("mcheck catalog lint"))
def catalog() -> None:
    """Keeps the catalog true: for those who edit it.

    Exit status: 0 clean, 1 something was found, 2 could not run.
    """


def _files(folder: Path | None) -> tuple[Path, dict[str, bytes]]:
    """The folder to work on and its files; says why and exits with 2 when there is none."""
    root = own_folder(folder)
    try:
        return root, from_folder(root)
    except Refused as refused:
        _refuse(str(root), refused)


def _refuse(name: str, refused: Refused) -> NoReturn:
    for message in refused.messages:
        tell(name, message, None)
    sys.exit(2)


def _prefix(root: Path) -> str:
    """What stands before a path inside the catalog, seen from where the person is."""
    try:
        return f"{root.resolve().relative_to(Path.cwd()).as_posix()}/"
    except ValueError:
        return f"{root.as_posix()}/"


@catalog.command(epilog=epilog("mcheck catalog lint --format github"))
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "sarif", "github"]), default="text", help="Output."
)
@catalog_option
def lint(form: str, folder: Path | None) -> None:
    """Finds what is wrong, all at once, with file, line and hint."""
    from ..catalog import Catalog
    from ..upkeep.findings_as import FORMATS
    from ..upkeep.lint import lint as run
    from ..upkeep.tree import for_engine

    root, files = _files(folder)
    findings = run(files, date.today())
    click.echo(FORMATS[form](findings, _prefix(root)), nl=False)
    if not findings and form == "text":
        sound = Catalog(for_engine(files))
        click.echo(f"Clean: {len(files)} files, edition {sound.edition}, sha256 {sound.sha256[:16]}.")
    sys.exit(1 if findings else 0)


@catalog.command("format", epilog=epilog("mcheck catalog format --check"))
@click.option("--check", is_flag=True, help="Only say which files are not laid out as usual.")
@catalog_option
def format_(check: bool, folder: Path | None) -> None:
    """Lays every file out anew: keys in the order of the schema, two spaces, LF."""
    from ..upkeep.fix import laid_out, write

    root, files = _files(folder)
    changed, unreadable = laid_out(files)
    if not check:
        write(root, files, changed)
    for path in sorted(changed):
        click.echo(f"{'Not as usual' if check else 'Laid out'}: {plain(_prefix(root) + path)}")
    for path, why in sorted(unreadable.items()):
        click.echo(f"{plain(_prefix(root) + path)}: {plain(why)}", err=True)
    sys.exit(2 if unreadable else 1 if check and changed else 0)


@catalog.command(epilog=epilog("mcheck catalog fix"))
@catalog_option
def fix(folder: Path | None) -> None:
    """Does what the hints of lint promise; says what is left."""
    from ..upkeep.findings_as import text
    from ..upkeep.fix import fixed, write
    from ..upkeep.lint import lint as run

    root, files = _files(folder)
    after, done = fixed(files, date.today())
    write(root, files, after)
    for finding in done:
        click.echo(f"Mended {plain(_prefix(root) + finding.path)} {finding.code} {finding.name}: {plain(finding.text)}")
    left = run(after, date.today())
    click.echo(text(left, _prefix(root)) if left else "Nothing is left to mend.\n", nl=False)
    sys.exit(1 if left else 0)


@catalog.group(epilog=epilog("mcheck catalog new credential"))
def new() -> None:
    """Begins a record: asks, or takes options. What it writes is clean by lint."""


def _new_command(kind: str) -> click.Command:
    """A command with an option for each field of that kind of record."""
    from ..upkeep.new import KINDS

    fields = KINDS[kind].fields
    options: list[click.Parameter] = [
        click.Option(
            [f"--{field.name}", field.name.replace("-", "_")],
            multiple=field.many,
            type=click.Choice(field.choices) if field.choices else None,
            help=f"{field.ask}.{' Needed.' if field.needed else ''}{' May be repeated.' if field.many else ''}",
        )
        for field in fields
    ]
    options.append(click.Option(["--catalog", "folder"], type=click.Path(path_type=Path), help="Use another catalog."))

    def run(folder: Path | None, **given: Any) -> None:
        _new(kind, {name.replace("_", "-"): value for name, value in given.items() if value}, folder)

    article = "an" if kind[0] in "aeiou" else "a"
    text = f"Begins {article} {kind}. Without any option it asks."
    return click.Command(kind, params=options, callback=run, help=text, epilog=epilog(f"mcheck catalog new {kind}"))


def _new(kind: str, given: dict[str, Any], folder: Path | None) -> None:
    from ..upkeep.fix import write
    from ..upkeep.new import Refusal, draft, missing, parse

    root, files = _files(folder)
    today = date.today()
    try:
        answers = parse(kind, given or _asked(kind), today)
        lacking = missing(kind, answers)
        if lacking:
            fail(f"Needed: {', '.join('--' + field.name for field in lacking)}.", "Without any option it asks.")
        path, changed = draft(kind, answers, files, today)
    except Refusal as refusal:
        for line in refusal.args:
            click.echo(plain(line), err=True)
        sys.exit(2)
    except click.Abort:
        click.echo(err=True)
        fail("Nothing was written.")
    for name in write(root, files, changed):
        click.echo(f"{'Wrote' if name == path else 'Changed'} {plain(_prefix(root) + name)}")
    if kind == "edition":
        click.echo("Now edit its numbers, then run: mcheck catalog lint")


def _asked(kind: str) -> dict[str, Any]:
    """Every field asked in turn; an empty answer leaves an optional one out, and ends a list."""
    from ..upkeep.new import KINDS, TODAY

    answers: dict[str, Any] = {}
    for field in KINDS[kind].fields:
        default = date.today().isoformat() if field.name in TODAY else field.default
        if not field.many:
            answers[field.name] = _prompt(field.ask, field.choices, field.needed, default)
            continue
        found: list[str] = []
        while answer := _prompt(field.ask, field.choices, field.needed and not found, None):
            found.append(answer)
        answers[field.name] = found
    return {name: answer for name, answer in answers.items() if answer}


def _prompt(ask: str, choices: Sequence[str], needed: bool, default: str | None) -> str:
    """One answer; empty only if it is not needed."""
    optional = not needed and default is None
    answer = click.prompt(
        f"{ask} (or leave it empty)" if optional else ask,
        default="" if optional else default,
        type=click.Choice(["", *choices] if optional else choices) if choices else None,
        show_default=not optional,
    )
    return str(answer)


for _kind in ("credential", "stack", "source", "activity", "edition", "question"):
    new.add_command(_new_command(_kind))


old_argument = click.argument("old")
new_argument = click.argument("new", required=False)
portfolio_option = click.option(
    "--portfolio", "portfolios", multiple=True, help="Judge this portfolio too. May be repeated."
)


def _compare(old: str, new: str | None, portfolios: Sequence[str]) -> Difference:
    from ..upkeep.compare import compare

    try:
        return compare(old, new or str(own_folder(None)), portfolios, date.today())
    except Refused as refused:
        _refuse("catalog", refused)


@catalog.command(epilog=epilog("mcheck catalog diff main HEAD --portfolio my.json"))
@old_argument
@new_argument
@portfolio_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Output.")
def diff(old: str, new: str | None, portfolios: Sequence[str], form: str) -> None:
    """Says what changed from OLD to NEW, field by field, and whose verdict changes.

    OLD and NEW are folders or git revisions; NEW is the catalog at hand unless it is named.
    """
    from ..upkeep.diff_as import FORMATS

    click.echo(FORMATS[form](_compare(old, new, portfolios)), nl=False)


@catalog.command(epilog=epilog("mcheck catalog changelog v2026.11.1"))
@old_argument
@new_argument
def changelog(old: str, new: str | None) -> None:
    """Drafts the Rules and Catalog sections of the changelog from what changed."""
    from ..upkeep.compare import next_edition
    from ..upkeep.diff_as import changelog as draft

    difference = _compare(old, new, ())
    click.echo(draft(difference, next_edition(difference, date.today())), nl=False)


@catalog.command(epilog=epilog("mcheck catalog stale --older-than 180"))
@click.option("--older-than", type=click.IntRange(min=0), required=True, metavar="DAYS", help="Last read so long ago.")
@catalog_option
def stale(older_than: int, folder: Path | None) -> None:
    """Lists what nobody has read again for so many days, oldest first."""
    from ..upkeep.stale import stale as find
    from ..upkeep.stale import text

    root, files = _files(folder)
    found = find(files, older_than, date.today())
    click.echo(text(found, _prefix(root)) or f"Everything was read in the last {older_than} days.\n", nl=False)
    sys.exit(1 if found else 0)


@catalog.command(epilog=epilog("mcheck catalog links --most 50"))
@click.option("--most", type=click.IntRange(min=1), default=300, show_default=True, help="Addresses to ask at most.")
@click.option("--timeout", type=click.FloatRange(min=0.1), default=15.0, show_default=True, help="Seconds for each.")
@click.option(
    "--pause", type=click.FloatRange(min=0), default=2.0, show_default=True, help="Seconds between two to one host."
)
@catalog_option
def links(most: int, timeout: float, pause: float, folder: Path | None) -> None:
    """Asks, online, whether the pages of sources/ are still there. Those read longest ago come first."""
    from ..upkeep.links import addresses, ask, line

    root, files = _files(folder)
    found = addresses(files, date.today())[:most]
    answers = []
    for answer in ask(found, timeout, pause):
        answers.append(answer)
        if answer.state != "ok":
            click.echo(line(answer, _prefix(root)))
    bad = sum(answer.state != "ok" for answer in answers)
    click.echo(f"{len(answers)} addresses asked, {bad} to look at.", err=True)
    if answers and all(answer.state == "unreached" for answer in answers):
        fail("Not one address was reached.", "Is this computer online?")
    sys.exit(1 if bad else 0)
