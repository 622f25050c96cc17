"""The command line: options, files, exit status. The only package that prints, and the only one that asks for today.

Exit status: 0 every license to be renewed is met, or none needs renewing; 1 checked and not so; 2 could not check.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TextIO

import click
from click.shell_completion import CompletionItem

from .. import __version__
from ..catalog.store import UnknownRecord
from ..core.escaping import escape_terminal
from ..loading.save import Occupied
from .common import epilog, fail, open_catalog, say, what_to_do
from .completions import files
from .near import Commands, nearest

COMMANDS = {
    "check": "check",
    "calendar": "documents",
    "packet": "documents",
    "catalog": "catalog",
    "explain": "explain",
    "rules": "explain",
    "credentials": "explain",
    "schema": "explain",
    "plan": "plan",
    "init": "start",
    "completion": "start",
    "what-if": "what_if",
    "verify": "verify",
}
"""Command and the module of this package that holds it; loaded when it is first asked for."""


FLAGS = ("--help", "-h", "--version")
"""Options that stand alone, without a command."""

STOPPED = 130
"""The status that shells know for a program stopped by Ctrl-C."""

ASKED_BY_SHELL = "_MCHECK_COMPLETE"
"""The variable by which the script of a shell asks what to offer; click looks for it by this name."""


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


class _Group(Commands):
    """Loads a command when it is needed. Its first word may be a file: then the command is `check`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        found: Any = getattr(import_module(f"{__name__}.{COMMANDS[cmd_name]}"), cmd_name.replace("-", "_"))
        assert isinstance(found, click.Command)
        return found

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
        found = super().shell_complete(ctx, incomplete)
        return found if incomplete.startswith("-") else [*files(ctx, None, incomplete), *found]


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


def _complete() -> None:
    """Answers a shell. Whatever goes wrong, nothing is written between the words that somebody is typing."""
    from . import completion_scripts as shells  # noqa: F401  (makes them known to click)

    with suppress(Exception):
        main_group(prog_name="mcheck")
    sys.exit(1)


def _let_go_of(stream: TextIO) -> None:
    """What cannot be written is not tried once more when Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _open_what_is_closed() -> None:
    """A stream that whoever started mcheck closed is empty to read, and takes what nobody wants to see."""
    sys.stdin = sys.stdin or os.fdopen(os.open(os.devnull, os.O_RDONLY))
    sys.stdout = sys.stdout or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    sys.stderr = sys.stderr or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")


def main() -> None:
    """The entry point: no exception reaches the reader as a traceback."""
    if ASKED_BY_SHELL in os.environ:
        _complete()
    _open_what_is_closed()
    if isinstance(sys.stdout, TextIOWrapper):
        # where not all letters can be shown, some is better than none
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        if signal.getsignal(signal.SIGINT) == signal.SIG_DFL:  # what __main__ has set, no longer needed
            signal.signal(signal.SIGINT, signal.default_int_handler)
        main_group(prog_name="mcheck")
    except KeyboardInterrupt:
        sys.exit(STOPPED)
    except BrokenPipeError:
        _let_go_of(sys.stdout)
        sys.exit(1)
    except Occupied as taken:
        fail(f"{taken.filename} {taken.strerror}; nothing was written.", taken.hint)
    except OSError as problem:
        _let_go_of(sys.stdout)
        what = f"{problem.filename} cannot be read or written" if problem.filename else "The answer cannot be written"
        try:
            fail(f"{what}: {problem.strerror}.", what_to_do(problem))
        except OSError:  # standard error is full as well: the status has to do
            _let_go_of(sys.stderr)
            sys.exit(2)
    except UnknownRecord as problem:  # a reference in a catalog that somebody edited
        told = str(problem.args[0])
        fail(
            f"The catalog is broken: {told}.",
            "Run `mcheck catalog lint`, with the same --catalog: it names everything that is wrong, and what to do.",
        )
    except Exception as problem:
        say(f"mcheck failed: {type(problem).__name__}. Please report it, with the command you ran.", err=True)
        say("If somebody edited the catalog, run `mcheck catalog lint` before you do.", err=True)
        sys.exit(2)
