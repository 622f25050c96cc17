"""Commands to begin with: init and completion."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

import click

from ..core.escaping import escape_terminal
from .common import epilog, fail, open_catalog, say, write
from .completions import files


@click.command(epilog=epilog("mcheck init my.json"))
@click.argument("file", default="portfolio.json", shell_complete=files)
def init(file: str) -> None:
    """Asks about licenses, activities and badges and writes a starter file; never overwrites one.

    Enter skips a question. Ctrl-C stops, and nothing is written.
    """
    from .interview import Interview

    path = Path(file)
    with suppress(FileNotFoundError):
        path.lstat()  # what has too long a name, or lies where nobody may look, is told by `main`
        fail(f"{file} exists already; nothing was written.", "Give another name.")
    if not os.access(path.parent, os.W_OK):  # told before the questions, not after them
        fail(f"The folder {path.parent} is not there or cannot be written to.", "Name a file in another folder.")
    say("Enter skips a question. Ctrl-C stops, and nothing is written. Leave out names and numbers of persons.")
    interview = Interview(open_catalog(None))
    try:
        data = interview.portfolio()
    except click.Abort:
        say(err=True)  # the question's line is still open
        fail("Stopped. Nothing was written.")
    problems = interview.problems(data)
    if problems:
        fail(f"{problems[0]} Nothing was written.")
    write(file, {"": json.dumps(data, indent=2, ensure_ascii=False) + "\n"}, force=False, inputs=())
    say(f"Wrote {escape_terminal(file)}. Add to it what is missing, then run: mcheck {escape_terminal(file)}")


@click.command(epilog=epilog("mcheck completion bash >> ~/.bashrc"))
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Prints the script that completes commands in your shell."""
    from .completion_scripts import script

    say(script(shell), nl=False)
