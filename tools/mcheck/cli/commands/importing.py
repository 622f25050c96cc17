"""`mcheck import`: tables and badges become activities and badges of a portfolio."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from ...catalog.store import Catalog
from ...core.escaping import escape_terminal
from ...core.messages import InputError
from ...core.wording import count, series
from ...loading.load import read_bytes
from ..completion import files
from ..options import epilog, inputs, open_catalog, open_data, options
from ..output import complain, fail, look, print_data, refusal_told, say, write
from ..prompts import ask

if TYPE_CHECKING:
    from ...importing.bring import Brought
    from ...importing.result import Data
    from ...importing.tables.mapping import Mapping


@click.command("import", epilog=epilog("mcheck import my-log.xlsx badge.png -o my.json"))
@click.argument("names", metavar="FILE...", nargs=-1, required=True, shell_complete=files)
@click.option("--into", shell_complete=files, help="Merge into this portfolio, without duplicates.")
@click.option("-o", "--output", shell_complete=files, help="Write a new portfolio.")
@click.option("--mapping", shell_complete=files, help="What columns mean, as a file; written if it is not there.")
@click.option(
    "--answer", "answered", multiple=True, metavar="POINTER=VALUE", help="Answer a question. May be repeated."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Output.")
@options("force", "color", "catalog")
def import_(
    names: Sequence[str],
    into: str | None,
    output: str | None,
    mapping: str | None,
    answered: Sequence[str],
    form: Literal["text", "json"],
    force: bool,
    color: str,
    folder: Path | None,
) -> None:
    """Brings in what you have: tables (CSV, TSV, XLSX) and badges (JSON, JWT, PNG, SVG).

    Without -o and --into nothing is written: it shows row by row what would come in, what is asked and what is refused.
    Nothing is fetched or guessed, and nothing that says who you are is kept. Exit status: 0 imported, 1 something is
    asked, 2 a file is refused.
    """
    from ...importing.bring import MOST_BYTES

    if into is not None and output is not None:
        fail("--into and -o are both given.", "Use --into to add to a portfolio, -o to write a new one.")
    if list(names).count("-") > 1:
        fail('"-" is given more than once, and standard input can be read only once.', "Name it once.")
    catalog = open_catalog(folder)
    read: list[tuple[str, bytes | InputError]] = []
    for name in names:
        try:
            read.append((name, read_bytes(name, MOST_BYTES)))
        except InputError as refused:
            read.append((name, refused))
    there = None if into is None else open_data(into, catalog)
    known = None if mapping is None else _mapping(mapping, catalog)
    try:
        brought = _answered(read, catalog, there, known, dict(map(_answer, answered)), form == "text")
    except click.Abort:
        say(err=True)  # the question's line is still open
        fail("Stopped. Nothing was written.")
    for pointer in brought.unused:
        complain(f"--answer {pointer}: no question has this pointer.")
    changed = brought.portfolio != (there if there is not None else {"schema_version": 1})
    _print(brought, form, color)
    target = into if into is not None else output
    if target is not None and changed:
        _write(target, brought, force or into is not None, [] if into is not None else names, folder, form)
    if mapping is not None and known is None:
        _write_mapping(mapping, brought, names, folder, form)
    if form == "text":
        _say_what_next(brought, names, target, changed, catalog)
    sys.exit(brought.status)


def _answer(given: str) -> tuple[str, str]:
    pointer, sign, value = given.partition("=")
    if not sign or not pointer.startswith("/"):
        fail(f"--answer {given}: it must be like /rows/10/completed=6/17/2027.", "A question shows its pointer.")
    return pointer, value


def _mapping(name: str, catalog: Catalog) -> Mapping | None:
    """A mapping; None for a file that is not there, to be written then."""
    from ...importing.result import CannotImport
    from ...importing.tables.columns import is_field
    from ...importing.tables.mapping import mapping_of
    from ...loading.json_text import parse_json

    if not Path(name).exists():
        return None
    with refusal_told(name, catalog):
        data = parse_json(read_bytes(name))
    try:
        return mapping_of(data, lambda word: is_field(word, catalog))
    except CannotImport as why:
        fail(f"{name}: {why}")


def _answered(
    read: Sequence[tuple[str, bytes | InputError]],
    catalog: Catalog,
    into: Data | None,
    mapping: Mapping | None,
    answers: dict[str, str],
    ask_people: bool,
) -> Brought:
    """What comes of the files; on a terminal each question is asked, and an answer may bring further ones."""
    from ...importing.bring import bring

    skipped: set[str] = set()
    while True:
        brought = bring(read, catalog, date.today(), into=into, mapping=mapping, answers=answers)
        asked = [each for told in brought.files for each in told.asks if "pointer" in each]
        left = [each for each in asked if each["pointer"] not in skipped]
        if not left or not ask_people or not sys.stdin.isatty() or not sys.stdout.isatty():
            return brought
        question = left[0]
        where = " ".join(str(question[key]) for key in ("sheet", "row", "column") if key in question)
        given = ask(f"{escape_terminal(where)}: {escape_terminal(question['about'])}\n  Answer, or Enter to skip", str)
        if given is None:
            skipped.add(question["pointer"])
        else:
            answers[question["pointer"]] = given  # a question that it does not settle is asked again


def _print(brought: Brought, form: str, color: str) -> None:
    from ...rendering.backends.json_text import render as as_json
    from ...rendering.imports import render

    if form == "json":
        print_data(as_json(brought.data()))
        return
    how = look(color)
    say(render(brought.data(), how["width"], how["color"]), nl=False, color=how["color"])


def _write(target: str, brought: Brought, replace: bool, names: Sequence[str], folder: Path | None, form: str) -> None:
    from ...rendering.backends.json_text import render as as_json

    write(target, {"": as_json(brought.portfolio)}, replace, inputs(names, folder))
    if form == "text":
        taken = [each for told in brought.files for each in told.taken]
        badges = sum(each.is_badge for each in taken)
        new = [count(len(taken) - badges, "activity", "activities"), count(badges, "badge")]
        say(f"Wrote {escape_terminal(target)}: {series([each for each in new if not each.startswith('0 ')])} more.")


def _write_mapping(name: str, brought: Brought, names: Sequence[str], folder: Path | None, form: str) -> None:
    from ...importing.tables.mapping import as_data

    text = json.dumps(as_data(brought.learned), indent=2, ensure_ascii=False) + "\n"
    write(name, {"": text}, False, inputs(names, folder))
    if form == "text":
        say(f"Wrote {escape_terminal(name)}: what the columns mean, for the next time.")


def _say_what_next(brought: Brought, names: Sequence[str], target: str | None, changed: bool, catalog: Catalog) -> None:
    """The line to type next."""
    from ...importing.result import shown_path

    quoted = " ".join(shlex.quote(shown_path(name)) for name in names)
    if target is None:
        if changed:
            say(f"Nothing was written. To keep it: mcheck import {escape_terminal(quoted)} -o my.json")
        return
    here = escape_terminal(shlex.quote(target))
    if brought.portfolio.get("licenses") or brought.portfolio.get("role"):
        say(f"Next: mcheck {here}")
    elif changed:
        say(f"Next: mcheck init {here}")
