"""`mcheck catalog new`: options and questions made from the fields of each kind of record."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from ...core.escaping import escape_terminal
from ..options import epilog, open_files, options, prefix
from ..output import fail, say


class _Kinds(click.Group):
    """A command for each kind of record, made when it is asked for: only then the schemas are read."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        from ...upkeep.record_templates import TEMPLATES

        return sorted(TEMPLATES)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name in (known := self.list_commands(ctx)):
            return _new_command(name)
        raise click.exceptions.NoSuchCommand(name, possibilities=known, ctx=ctx)


@click.group(cls=_Kinds, epilog=epilog("mcheck catalog new credential"))
def new() -> None:
    """Starts a record: asks questions, or takes options. What it writes passes lint."""


def _new_command(kind: str) -> click.Command:
    """A command with an option for each field of that kind of record."""
    from ...upkeep.record_templates import TEMPLATES

    @options("catalog")
    def run(folder: Path | None, **given: Any) -> None:
        _new(kind, {name.replace("_", "-"): value for name, value in given.items() if value}, folder)

    command: Callable[..., None] = run
    for field in reversed(TEMPLATES[kind].prompts):
        command = click.option(
            f"--{field.name}",
            multiple=field.many,
            type=click.Choice(field.choices) if field.choices else None,
            help=f"{field.ask}.{' Needed.' if field.needed else ''}{' May be repeated.' if field.many else ''}",
        )(command)
    article = "an" if kind[0] in "aeiou" else "a"
    text = f"Starts {article} {kind}. Without options it asks."
    return click.command(kind, help=text, epilog=epilog(f"mcheck catalog new {kind}"))(command)


def _new(kind: str, given: dict[str, Any], folder: Path | None) -> None:
    from ...upkeep.fix import write
    from ...upkeep.new_record import draft, missing, parse
    from ...upkeep.record_templates import Refusal

    root, files = open_files(folder, to_write=True)
    today = date.today()
    asking = not given
    while True:
        try:
            answers = parse(kind, _asked(kind, given, files, today) if asking else given, files, today)
            if lacking := missing(kind, answers):
                fail(f"Needed: {', '.join('--' + field.name for field in lacking)}.", "Without options it asks.")
            path, changed = draft(kind, answers, files, today)
            break
        except Refusal as refusal:
            for line in refusal.args:
                say(escape_terminal(line), err=True)
            if not asking:
                sys.exit(2)
        except click.Abort:
            say(err=True)
            fail("Nothing was written.")
    for name in write(root, files, changed):
        say(f"{'Wrote' if name == path else 'Changed'} {escape_terminal(prefix(root) + name)}")
    if kind == "edition":
        _confirm(changed[path], asking=asking)
        say("Now edit its numbers, then run: mcheck catalog lint")


def _confirm(raw: bytes, *, asking: bool) -> None:
    """Names what a new edition took over and may no longer say; on a terminal each is asked about first."""
    from ...loading.json_text import parse_json
    from ...upkeep.record_templates import to_confirm

    copied = to_confirm(parse_json(raw))
    if asking and sys.stdin.isatty():
        say("It took over these texts, with a number or about what is not known. Does the new rule still say so?")
        copied = [one for one in copied if not click.confirm(escape_terminal(one[1]), default=False)]
    if copied:
        say("Taken over from the edition before; compare each with the new text, and change it or take it out:")
    for pointer, text in copied:
        say(f"  {pointer}: {escape_terminal(text)}")


def _asked(kind: str, earlier: dict[str, Any], files: dict[str, bytes], today: date) -> dict[str, Any]:
    """Every field asked in turn; an empty answer leaves an optional one out, and ends a list.

    `earlier` holds what was answered in the round before, and is filled: nobody types a record twice.
    """
    from ...upkeep.new_record import TODAY, checked
    from ...upkeep.record_templates import TEMPLATES, Prompt, Refusal
    from ...upkeep.workspace import CatalogSnapshot

    book = CatalogSnapshot(files, today)

    def prompt(field: Prompt, needed: bool, default: str | None) -> str:
        def sound(text: str) -> str:
            if text:
                try:
                    checked(field, text, book)
                except Refusal as refusal:
                    raise click.UsageError(escape_terminal(refusal)) from None
            elif needed:
                raise click.UsageError("An answer is needed.")
            return click.Choice(field.choices).convert(text, None, None) if field.choices and text else text

        words = f"{field.ask} [{', '.join(field.choices)}]" if field.choices else field.ask
        words += "" if needed or default else " (or leave it empty)"
        shown = default if default is not None else None if needed else ""
        return str(click.prompt(words, default=shown, value_proc=sound, show_default=bool(default)))

    for field in TEMPLATES[kind].prompts:
        default = today.isoformat() if field.name in TODAY else field.default
        if not field.many:
            earlier[field.name] = prompt(field, field.needed, earlier.get(field.name) or default)
        elif not earlier.get(field.name):
            entries: list[str] = []
            while answer := prompt(field, field.needed and not entries, None):
                entries.append(answer)
            earlier[field.name] = entries
    return earlier
