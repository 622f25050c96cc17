"""How the commands print, write files, and tell people what is wrong."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, TypedDict

import click

from ..catalog.store import Catalog
from ..core.codes import Code, code_table
from ..core.escaping import escape_terminal, harmless
from ..core.grouping import grouped
from ..core.messages import InputError
from ..core.wording import close_matches, count, series
from ..loading.save import Occupied, write_atomically
from ..rendering.backends.wrapping import wrap
from ..reporting.messages import address_of


class Look(TypedDict):
    """How text is to look, as the renderers of text are told."""

    color: bool
    width: int
    unicode: bool


def look(color: str) -> Look:
    """What suits the place that standard output goes to; `color` is what `--color` says."""
    bright = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return {
        "color": color == "always" or (color == "auto" and bright),
        "width": width(),
        "unicode": "utf" in (sys.stdout.encoding or "").lower(),
    }


def width() -> int:
    """How wide a line on standard output may be; in a file or a pipe the same for everybody."""
    return _columns() if sys.stdout.isatty() else 80


def _columns() -> int:
    """The width of the terminal, within what can be read: beyond 100 columns the eye loses the line."""
    from shutil import get_terminal_size  # only a terminal has a size, and a pipe starts sooner without

    return min(max(get_terminal_size((80, 24)).columns, 40), 100)


def print_data(text: str) -> None:
    """Prints what programs and other tools read: UTF-8 with plain line ends, whatever the system's own encoding is."""
    click.echo(harmless(text).encode(), nl=False)


def say(text: str = "", *, nl: bool = True, err: bool = False, color: bool | None = None) -> None:
    """Prints lines for people. With `print_data` the only way to print, so that none is obeyed by a build log."""
    click.echo(harmless(text), nl=nl, err=err, color=color)


def complain(text: str, indent: str = "") -> None:
    """Prints a sentence to standard error: wrapped for a person, on one line for a log that somebody may search."""
    text = escape_terminal(text)
    lines = wrap(text, _columns(), indent, indent) if sys.stderr.isatty() else [indent + text]
    say("\n".join(lines), err=True)


def fail(text: str, hint: str = "") -> NoReturn:
    """Says what is wrong and exits with 2."""
    complain(text)
    if hint:
        complain(hint)
    sys.exit(2)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most like it, however it is capitalized; None when none is like it."""
    folded = {name.casefold(): name for name in known}
    near = close_matches(word.casefold(), folded)
    return folded[near[0]] if near else None


@contextmanager
def refusal_told(name: str, catalog: Catalog | None) -> Iterator[None]:
    """If what is done inside is refused, says why and exits with 2; `name` is that of the file at fault."""
    try:
        yield
    except InputError as refused:
        tell(name, refused, catalog)
        sys.exit(2)


MOST_LINES = 8
"""Lines that are named where the same is wrong in many."""
OPTIONS: Mapping[str, str] = {
    Code.UNKNOWN_EDITION: "--edition",
    Code.UNKNOWN_QUESTION: "--reading",
    Code.UNKNOWN_READING: "--reading",
    Code.FIXED_TWICE: "--reading",
}
"""What is at fault where it is no file."""


def tell(name: str, refused: InputError, catalog: Catalog | None) -> None:
    """Prints why a file was refused to standard error; what is wrong in the same way in several places, once."""
    groups = grouped(refused.messages, lambda message: (message.code, message.text, message.hint))
    for told, *others in groups.values():
        code = told.code
        where = OPTIONS.get(code) or (escape_terminal(name) or '""') + (
            f":{told.line}" if told.line and not name.startswith("--") else ""
        )
        say(f"{where} {told.severity} {code} {code_table()[code].name}", err=True)
        complain(told.text, "    ")
        if told.hint:
            complain(told.hint, "    ")
        if others:
            complain(f"The same {_elsewhere([each.line for each in others])}.", "    ")
        page = "" if catalog is None else address_of(code, catalog)
        say(f"    More: mcheck explain {code}  {page}".rstrip(), err=True)


def _elsewhere(lines: Sequence[int | None]) -> str:
    """Where else something is, of many places the first."""
    known = [str(line) for line in dict.fromkeys(lines) if line]
    if len(known) < len(lines):  # on one line, or on none that is known
        return f"in {count(len(lines), 'more place')}"
    shown = [*known[:MOST_LINES], *([f"{len(known) - MOST_LINES} more"] * (len(known) > MOST_LINES))]
    return f"in line{'s' * (len(known) > 1)} {series(shown)}"


def write(path: str, texts: Mapping[str, str | bytes], force: bool, inputs: Iterable[str | Path]) -> None:
    """Writes texts, or bytes, by their name inside `path`, a folder; the name "" is `path` itself.

    All or nothing is written. Nothing that is there is replaced without `force`, and never what is among the inputs.
    """
    if "" in texts and path.endswith(os.sep):
        fail(f"{path} is the name of a folder; nothing was written.", "Name a file in it.")
    files = {Path(path, name): text.encode() if isinstance(text, str) else text for name, text in texts.items()}
    try:
        write_atomically(files, make_folders="" not in texts, replace=force, inputs=inputs)
    except Occupied as taken:
        fail(f"{taken.filename} {taken.strerror}; nothing was written.", taken.hint)
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        fail(f"{path} cannot be written: {reason}.", what_to_do(problem))


def what_to_do(problem: Exception) -> str:
    """What helps against a problem with writing."""
    if isinstance(problem, OSError) and problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return "Free some disk space, or write to another disk, then run it again."
    return "Check the folder and its permissions."
