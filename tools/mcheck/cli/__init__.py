"""The command line: options, files, exit status. The only package that prints, and the only one that asks for today.

Exit status: 0 every license to be renewed is met, or none needs renewing; 1 checked and not so; 2 could not check.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from .. import __version__
from ..core.escaping import escape_terminal
from .completion import files
from .options import epilog, open_catalog
from .output import fail, nearest, say

GROUPS = {
    "For you": {
        "check": "commands.check",
        "init": "commands.init",
        "add": "commands.add",
        "import": "commands.importing",
        "export": "commands.exporting",
        "plan": "commands.plan",
        "what-if": "commands.what_if",
        "calendar": "commands.documents",
        "packet": "commands.documents",
        "explain": "commands.explain",
        "search": "commands.explain",
    },
    "For districts, auditors and programs": {
        "batch": "commands.batch",
        "verify": "commands.verify",
        "handout": "commands.documents",
        "schema": "commands.explain",
        "completion": "completion",
    },
    "For editors of the catalog": {"catalog": "editors.catalog"},
}
COMMANDS = {name: module for group in GROUPS.values() for name, module in group.items()}
"""Command and the module of this package that holds it; loaded when it is first asked for."""


FLAGS = ("--help", "-h", "--version")
"""Options that stand alone, without a command."""

STOPPED = 130
"""The status that shells know for a program stopped by Ctrl-C."""


@contextmanager
def _told_plainly() -> Iterator[None]:
    """What click says of wrong options repeats them: on one line, and harmless. Who stops mcheck is told no more."""
    try:
        yield
    except click.exceptions.NoArgsIsHelpError:
        raise
    except click.UsageError as problem:
        raise click.UsageError(escape_terminal(problem.format_message()), problem.ctx) from None
    except KeyboardInterrupt:
        say("\nStopped.", err=True)
        sys.exit(STOPPED)


class _Group(click.Group):
    """Loads a command when it is needed. Its first word may be a file: then the command is `check`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands in groups, by who needs them."""
        room = formatter.width - 6 - max(map(len, COMMANDS))
        for title, names in GROUPS.items():
            commands = [(name, self.get_command(ctx, name)) for name in names]
            with formatter.section(title):
                formatter.write_dl([(name, command.get_short_help_str(room)) for name, command in commands if command])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        name = "import_" if cmd_name == "import" else cmd_name.replace("-", "_")  # a word of the language itself
        command: Any = getattr(import_module(f"{__name__}.{COMMANDS[cmd_name]}"), name)
        assert isinstance(command, click.Command)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in COMMANDS and args[0] not in FLAGS:
            if not ctx.resilient_parsing:
                _refuse_misspelt(args[0])
            args = ["check", *args]
        return super().parse_args(ctx, args)

    def make_context(self, *args: Any, **more: Any) -> click.Context:
        with _told_plainly():
            return super().make_context(*args, **more)

    def invoke(self, ctx: click.Context) -> Any:
        with _told_plainly():
            return super().invoke(ctx)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[Any]]:
        words = super().shell_complete(ctx, incomplete)
        return words if incomplete.startswith("-") else [*files(ctx, None, incomplete), *words]


def _refuse_misspelt(word: str) -> None:
    """Stops at a first word that is more likely a command with a mistake in it than the name of a file."""
    path = Path(word)
    if word.startswith("-") or path.name != word or path.suffix == ".json" or os.path.lexists(path):
        return
    if os.path.lexists(f"{word}.json"):
        return  # the ending was left off: `check` says so
    near = nearest(word, [*COMMANDS, *FLAGS])
    if near is not None:
        fail(f"There is no file and no command {word}.", f"Did you mean `mcheck {near}`?")


def _version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        say(f"mcheck {__version__}, catalog {open_catalog(None).edition}")
        ctx.exit()


@click.group(
    "mcheck", cls=_Group, context_settings={"help_option_names": ["-h", "--help"]}, epilog=epilog("mcheck my.json")
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print versions.")
def main_group() -> None:
    """Checks a Massachusetts license renewal portfolio. `mcheck my.json` is short for `mcheck check my.json`.

    Unofficial: information, not legal advice.
    """
