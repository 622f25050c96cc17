"""The command line: options, files, exit status. The only module that prints, and the only one that asks for today.

Exit status: 0 every license to be renewed is met, or none needs renewing; 1 checked and not so; 2 could not check.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from . import __version__
from .catalog import Catalog
from .files import data_root, line_finder, load_catalog, parse_json, read_portfolio_bytes
from .messages import CODES, Refused
from .model import Message
from .safe import plain

FINE = ("met", "not-required", "not-now")


class _Group(click.Group):
    """A group whose first word may be a file: then the command is `check`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ("--help", "-h", "--version"):
            args = ["check", *args]
        return super().parse_args(ctx, args)


def _version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"mcheck {__version__}, catalog {load_catalog().edition}")
        ctx.exit()


def _epilog(example: str) -> str:
    return f"\b\nExample:\n  {example}"


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]}, epilog=_epilog("mcheck my.json"))
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print versions.")
def main_group() -> None:
    """Checks a Massachusetts license renewal portfolio. `mcheck my.json` is short for `mcheck check my.json`.

    Unofficial: information, not legal advice.
    """


catalog_option = click.option("--catalog", "folder", type=click.Path(path_type=Path), help="Use another catalog.")


@main_group.command(epilog=_epilog("mcheck check my.json --on 2027-03-01"))
@click.argument("files", nargs=-1, required=True)
@click.option("--on", "on", metavar="DATE", help="The application date, YYYY-MM-DD. Default: the file's, or today.")
@click.option("--edition", metavar="ID", help="Judge by this edition of the rules.")
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", help="Output.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Color in text.")
@catalog_option
def check(
    files: Sequence[str], on: str | None, edition: str | None, form: str, color: str, folder: Path | None
) -> None:
    """Checks portfolios; "-" reads standard input."""
    day = None
    if on is not None:
        try:
            day = date.fromisoformat(on)
        except ValueError:
            raise click.UsageError(f"--on {plain(on)} is no date; write it as YYYY-MM-DD.") from None
    catalog = _catalog(folder)
    status = 0
    reports = []
    for name in files:
        try:
            report = _check(name, catalog, day, edition)
        except Refused as refused:
            status = 2
            for message in refused.messages:
                _tell(name, message, catalog)
            continue
        status = max(status, 0 if report["verdict"] in FINE else 1)
        reports.append(report)
    if reports:
        _print(reports, form, color, len(files) > 1)
    sys.exit(status)


def _check(name: str, catalog: Catalog, day: date | None, edition: str | None) -> dict[str, Any]:
    from .check import check as run
    from .portfolio import parse
    from .schemas import validate

    raw = read_portfolio_bytes(name)
    data = parse_json(raw)
    find = line_finder(raw)
    problems = validate(data, "portfolio")
    if problems:
        raise Refused([replace(m, line=find(m.pointer)) for m in problems])
    portfolio, messages = parse(data, catalog)
    errors = [m for m in messages if m.severity == "error"]
    if errors:
        raise Refused([replace(m, line=find(m.pointer)) for m in errors])
    as_of, source = date.today(), "today"
    if portfolio.application_date is not None:
        as_of, source = portfolio.application_date, "portfolio"
    if day is not None:
        as_of, source = day, "option"
    report = run(
        portfolio,
        catalog,
        as_of,
        as_of_from=source,
        name="standard input" if name == "-" else Path(name).name,
        sha256=hashlib.sha256(raw).hexdigest(),
        edition=edition,
        messages=messages,
    )
    for message in report["messages"]:
        message["line"] = find(message["pointer"])
    return report


def _tell(name: str, message: Message, catalog: Catalog | None) -> None:
    where = plain(name) + (f":{message.line}" if message.line else "")
    click.echo(f"{where} {message.severity} {message.code} {CODES[message.code].name}", err=True)
    click.echo(f"    {plain(message.text)}", err=True)
    if message.hint:
        click.echo(f"    {plain(message.hint)}", err=True)
    site = str(catalog.meta["site"]).rstrip("/") if catalog is not None else ""
    click.echo(f"    More: mcheck explain {message.code}  {site}/reference/messages/#{message.code.lower()}", err=True)


def _print(reports: Sequence[dict[str, Any]], form: str, color: str, several: bool) -> None:
    if form == "json":
        from .as_json import render as as_json

        click.echo(as_json(list(reports) if several else reports[0]), nl=False)
        return
    if form == "markdown":
        from .as_markdown import render as as_markdown

        click.echo("\n".join(as_markdown(report) for report in reports), nl=False)
        return
    from .as_text import render as as_text

    terminal = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    colored = color == "always" or (color == "auto" and terminal)
    width = shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else 80
    unicode = "utf" in (sys.stdout.encoding or "").lower()
    texts = [as_text(report, color=colored, width=width, unicode=unicode) for report in reports]
    click.echo("\n\n".join(texts), nl=False, color=colored)


def _catalog(folder: Path | None) -> Catalog:
    try:
        return load_catalog(folder)
    except Refused as refused:
        for message in refused.messages:
            _tell(str(folder or "catalog"), message, None)
        sys.exit(2)


def _fail(text: str, hint: str = "") -> None:
    click.echo(plain(text), err=True)
    if hint:
        click.echo(plain(hint), err=True)
    sys.exit(2)


@main_group.command(epilog=_epilog("mcheck explain T01"))
@click.argument("name")
@catalog_option
def explain(name: str, folder: Path | None) -> None:
    """Explains a message code, a check, an open question, an edition or a record of the catalog."""
    from . import texts

    catalog = _catalog(folder)
    lines = texts.explain(catalog, name)
    if lines is None:
        near = difflib.get_close_matches(name, texts.names(catalog), 1)
        _fail(f"Nothing is called {name}.", f"Did you mean {near[0]}?" if near else "Try T01, Q1 or 2018-07-13.")
    else:
        click.echo("\n".join(lines))


@main_group.group(epilog=_epilog("mcheck rules diff 2016-07-01 2017-07-28"))
def rules() -> None:
    """Editions of the renewal rules."""


@rules.command("list", epilog=_epilog("mcheck rules list"))
@catalog_option
def rules_list(folder: Path | None) -> None:
    """Lists the editions."""
    from . import texts

    click.echo("\n".join(texts.rules(_catalog(folder))))


def _edition(catalog: Catalog, name: str) -> str:
    if name not in catalog.ids("renewal"):
        _fail(f"There is no edition {name}.", f"Known: {', '.join(catalog.ids('renewal'))}.")
    return name


@rules.command("show", epilog=_epilog("mcheck rules show 2018-07-13"))
@click.argument("edition")
@catalog_option
def rules_show(edition: str, folder: Path | None) -> None:
    """Shows one edition."""
    from . import texts

    catalog = _catalog(folder)
    click.echo("\n".join(texts.rule(catalog, _edition(catalog, edition))))


@rules.command("diff", epilog=_epilog("mcheck rules diff 2016-07-01 2017-07-28"))
@click.argument("a")
@click.argument("b")
@catalog_option
def rules_diff(a: str, b: str, folder: Path | None) -> None:
    """Shows what changes from edition A to edition B."""
    from . import texts

    catalog = _catalog(folder)
    click.echo("\n".join(texts.difference(catalog, _edition(catalog, a), _edition(catalog, b))))


@main_group.group(epilog=_epilog("mcheck credentials search english learners"))
def credentials() -> None:
    """Micro-credentials of the catalog."""


@credentials.command("search", epilog=_epilog("mcheck credentials search co-teaching"))
@click.argument("text", nargs=-1, required=True)
@catalog_option
def credentials_search(text: Sequence[str], folder: Path | None) -> None:
    """Finds micro-credentials in which every word stands."""
    from . import texts

    found = texts.search(_catalog(folder), " ".join(text))
    click.echo("\n".join(found) if found else "No micro-credential has all these words.")


@main_group.command(epilog=_epilog("mcheck init my.json"))
@click.argument("file", default="portfolio.json")
def init(file: str) -> None:
    """Asks a few questions and writes a starter file; never overwrites one."""
    path = Path(file)
    if path.exists():
        _fail(f"{file} exists already; nothing was written.", "Give another name.")
    catalog = _catalog(None)
    roles = list(catalog.terms("roles"))
    role = click.prompt("Your role", type=click.Choice(roles), default=roles[0])
    field = click.prompt("Field and grades on your license", default="Mathematics 8-12")
    kind = click.prompt(
        "Type of license", type=click.Choice(list(catalog.terms("license-types"))), default="professional"
    )
    expires = click.prompt("Expiry date (YYYY-MM-DD)", type=click.DateTime(["%Y-%m-%d"])).date()
    data = {
        "schema_version": 1,
        "role": role,
        "licenses": [{"field": field, "type": kind, "expires": expires.isoformat()}],
        "activities": [],
        "badges": [],
    }
    from .schemas import validate

    problems = validate(data, "portfolio")
    if problems:
        _fail(problems[0].text, problems[0].hint)
    try:
        with path.open("x", encoding="utf-8") as stream:
            stream.write(json.dumps(data, indent=2, ensure_ascii=False) + "\n")
    except OSError as problem:
        _fail(f"{file} cannot be written: {problem.strerror}.")
    click.echo(f"Wrote {plain(file)}. Add your activities and badges, then run: mcheck {plain(file)}")


@main_group.command(epilog=_epilog("mcheck schema portfolio"))
@click.argument("name", type=click.Choice(["portfolio", "report"]))
def schema(name: str) -> None:
    """Prints a JSON Schema."""
    click.echo((data_root() / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"), nl=False)


@main_group.command(epilog=_epilog("mcheck completion bash >> ~/.bashrc"))
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Prints the script that completes commands in your shell."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    assert found is not None
    if shell == "bash":  # click would start bash to ask for its version; the script itself needs none
        click.echo(found.source_template % found(main_group, {}, "mcheck", "_MCHECK_COMPLETE").source_vars())
    else:
        click.echo(found(main_group, {}, "mcheck", "_MCHECK_COMPLETE").source())


def main() -> None:
    """The entry point: no exception reaches the reader as a traceback."""
    try:
        main_group(prog_name="mcheck")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as problem:
        click.echo(f"mcheck failed: {type(problem).__name__}. Please report it, with the command you ran.", err=True)
        sys.exit(2)
