"""`mcheck import`: tables and badges become activities and badges of a portfolio."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from ...catalog.store import Catalog
from ...core.escaping import escape_terminal
from ...core.messages import InputError, refusal
from ...core.wording import count, series
from ...loading.load import read_bytes
from ..completion import files
from ..options import epilog, format_option, inputs, open_catalog, options
from ..output import complain, fail, look, print_data, say, tell, write
from ..prompts import ask

if TYPE_CHECKING:
    from ...core.records import Data
    from ...importing.bring import Brought
    from ...importing.mapping import Mapping


@click.command("import", epilog=epilog("mcheck import my-log.xlsx badge.png -o my.json"))
@click.argument("names", metavar="FILE...", nargs=-1, required=True, shell_complete=files)
@click.option("--into", shell_complete=files, help="Merge into this portfolio, without duplicates.")
@click.option("-o", "--output", shell_complete=files, help="Write a new portfolio.")
@click.option("--mapping", shell_complete=files, help="What columns mean, as a file; written if it is not there.")
@click.option(
    "--answer", "answered", multiple=True, metavar="POINTER=VALUE", help="Answer a question. May be repeated."
)
@format_option("text", "json")
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
    from ...importing.merge import portfolio_to_extend

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
    with _refusal_told(into, form, catalog):
        there = None if into is None else portfolio_to_extend(read_bytes(into), catalog)
    with _refusal_told(mapping, form, catalog):
        known = None if mapping is None else _mapping(mapping, catalog)
    answers = Given(answered)
    try:
        brought = _answered(read, catalog, there, known, answers, form == "text")
    except click.Abort:
        say(err=True)  # the question's line is still open
        fail("Stopped. Nothing was written.")
    for pointer in answers.without_question(brought.unused):
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


class Given:
    """What was given with `--answer`, as POINTER=VALUE.

    A pointer may hold the sign itself, as the name of a column does: which of the signs is meant shows the question.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.ways = [_ways(text) for text in texts]
        self.typed: dict[str, str] = {}
        """Further answers, from the terminal."""

    def all(self) -> dict[str, str]:
        return {**{pointer: value for ways in self.ways for pointer, value in ways.items()}, **self.typed}

    def settle(self, unused: Sequence[str]) -> bool:
        """Keeps, of ways that fit several questions, the longest pointer; whether that changed anything."""
        before = sum(map(len, self.ways))
        for n, ways in enumerate(self.ways):
            fitting = [pointer for pointer in ways if pointer not in unused]
            if len(fitting) > 1:
                self.ways[n] = {fitting[-1]: ways[fitting[-1]]}
        return sum(map(len, self.ways)) < before

    def without_question(self, unused: Sequence[str]) -> list[str]:
        return [next(iter(ways)) for ways in self.ways if set(ways) <= set(unused)]


def _ways(given: str) -> dict[str, str]:
    """Each pointer that the text may begin with, the shortest first, and the value that follows it."""
    signs = [n for n, letter in enumerate(given) if letter == "="]
    if not signs or not given[: signs[0]].startswith("/"):
        fail(f"--answer {given}: it must be like /rows/10/completed=6/17/2027.", "A question shows its pointer.")
    return {given[:n]: given[n + 1 :] for n in signs}


@contextmanager
def _refusal_told(name: str | None, form: str, catalog: Catalog) -> Iterator[None]:
    """If a file that an option names is refused, that is the whole answer, in either form, and nothing is written."""
    from ...importing.bring import bring
    from ...rendering.backends.json_text import render as as_json

    try:
        yield
    except InputError as refused:
        if form == "text":
            tell(str(name), refused, catalog)
        else:
            print_data(as_json(bring([(str(name), refused)], catalog, date.today()).data()))
        sys.exit(2)


def _mapping(name: str, catalog: Catalog) -> Mapping | None:
    """A mapping; None for a file that is not there, to be written then. Raises InputError for what is none."""
    from ...importing.mapping import mapping_of
    from ...importing.result import CannotImport
    from ...importing.tables.columns import fields
    from ...loading.json_text import parse_json

    if not Path(name).exists():
        return None
    data = parse_json(read_bytes(name))
    try:
        return mapping_of(data, fields(catalog))
    except CannotImport as why:
        raise refusal(why.code, str(why)) from None


def _answered(
    read: Sequence[tuple[str, bytes | InputError]],
    catalog: Catalog,
    into: Data | None,
    mapping: Mapping | None,
    answers: Given,
    ask_people: bool,
) -> Brought:
    """What comes of the files; on a terminal each question is asked, and an answer may bring further ones."""
    from ...importing.bring import bring

    skipped: set[str] = set()
    while True:
        brought = bring(read, catalog, date.today(), into=into, mapping=mapping, answers=answers.all())
        if answers.settle(brought.unused):
            continue
        asked = [each for told in brought.files for each in told.asks if each.pointer]
        left = [each for each in asked if each.pointer not in skipped]
        if not left or not ask_people or not sys.stdin.isatty() or not sys.stdout.isatty():
            return brought
        question = left[0]
        place = question.place
        where = " ".join(str(part) for part in (place.sheet, place.row, place.column) if part)
        given = ask(f"{escape_terminal(where)}: {escape_terminal(question.about)}\n  Answer, or Enter to skip", str)
        if given is None:
            skipped.add(question.pointer)
        else:
            answers.typed[question.pointer] = given  # a question that it does not settle is asked again


def _print(brought: Brought, form: str, color: str) -> None:
    from ...rendering.backends.json_text import render as as_json
    from ...rendering.imports import render

    if form == "json":
        print_data(as_json(brought.data()))
        return
    how = look(color)
    say(render(brought.files, how["width"], how["color"]), nl=False, color=how["color"])


def _write(target: str, brought: Brought, replace: bool, names: Sequence[str], folder: Path | None, form: str) -> None:
    from ...rendering.backends.json_text import render as as_json

    write(target, {"": as_json(brought.portfolio)}, replace, inputs(names, folder))
    if form == "text":
        taken = [each for told in brought.files for each in told.taken]
        badges = sum(each.is_badge for each in taken)
        new = [count(len(taken) - badges, "activity", "activities"), count(badges, "badge")]
        say(f"Wrote {escape_terminal(target)}: {series([each for each in new if not each.startswith('0 ')])} more.")


def _write_mapping(name: str, brought: Brought, names: Sequence[str], folder: Path | None, form: str) -> None:
    from ...importing.mapping import as_data
    from ...rendering.backends.json_text import render as as_json

    write(name, {"": as_json(as_data(brought.learned))}, False, inputs(names, folder))
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
