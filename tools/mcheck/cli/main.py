"""The entry point: streams, the shell that asks for completion, and what becomes of errors."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import TextIO

from ..catalog.store import UnknownRecord
from ..loading.save import Occupied
from . import STOPPED, main_group
from .completion import ASKED_BY_SHELL
from .output import fail, say, what_to_do


def _complete() -> None:
    """Answers a shell. Whatever goes wrong, nothing is written between the words that somebody is typing."""
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
            "Run `mcheck catalog lint`, with the same --catalog: it lists everything that is wrong and what to do.",
        )
    except Exception as problem:
        say(f"mcheck failed: {type(problem).__name__}. Please report it, with the command you ran.", err=True)
        say("If somebody edited the catalog, run `mcheck catalog lint` before you do.", err=True)
        sys.exit(2)
