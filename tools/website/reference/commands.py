"""The command line, walked from the commands themselves: what `--help` prints, as data."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass

import click
import mcheck.cli
from mcheck.cli import main_group


@dataclass(frozen=True, slots=True)
class Command:
    """A command. `says` are its paragraphs, `options` pairs of names and help, `inside` the commands of a group."""

    name: str
    anchor: str
    usage: str
    says: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    example: str
    inside: tuple[str, ...]


def commands() -> tuple[Command, ...]:
    """Every command, a group before what is in it."""
    return tuple(_walk(main_group, "mcheck", None))


def _walk(command: click.Command, name: str, parent: click.Context | None) -> Iterator[Command]:
    context = click.Context(command, info_name=name, parent=parent, **command.context_settings)
    help_records = (option.get_help_record(context) for option in command.get_params(context))
    inside = command.list_commands(context) if isinstance(command, click.Group) else []
    yield Command(
        context.command_path,
        context.command_path.replace(" ", "-"),
        " ".join(command.get_usage(context).removeprefix("Usage: ").split()),
        tuple(" ".join(part.split()) for part in inspect.cleandoc(command.help or "").split("\n\n")),
        tuple(record for record in help_records if record),
        _example(command.epilog or ""),
        tuple(inside),
    )
    for child in inside:
        assert isinstance(command, click.Group)
        found = command.get_command(context, child)
        assert found is not None
        yield from _walk(found, child, context)


def _example(epilog: str) -> str:
    """The command in "Example:"; click marks text that it must not wrap with a backspace."""
    return inspect.cleandoc(epilog.replace("\b", "").partition("Example:\n")[2])


def exit_status() -> str:
    """What the exit status means, as the command line itself documents it."""
    return " ".join((mcheck.cli.__doc__ or "").partition("Exit status:")[2].split())
