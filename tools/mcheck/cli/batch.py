"""`mcheck batch`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager, nullcontext
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..core.escaping import escape_terminal, harmless
from ..core.points import PASSING_VERDICTS
from ..core.wording import count
from ..loading.save import free_place
from . import STOPPED
from . import completion as complete
from .options import epilog, inputs, open_catalog, options
from .output import fail, print_data, say

if TYPE_CHECKING:
    from ..batch.judge import Settings
    from ..batch.overview import Overview
    from ..batch.sources import Work
    from ..batch.writers import Writer
    from ..catalog.store import Catalog

FORMATS = ("text", "csv", "jsonl")


@click.command(epilog=epilog("mcheck batch staff --format csv -o staff.csv"))
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, shell_complete=complete.files)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="Output.")
@click.option(
    "-o", "--output", default="-", show_default=True, shell_complete=complete.files, help='File to write; "-" prints.'
)
@options("force", "on")
@click.option("--only", multiple=True, metavar="STATE", help='Only rows of this state: "not met". May be repeated.')
@click.option("--sort", "column", metavar="COLUMN", help="Rows in the order of a column; written once all are there.")
@click.option("--jobs", type=click.IntRange(1, 256), help="Processes; by default one for each core.")
@click.option(
    "--sets",
    type=click.Choice(["none", "first", "all"]),
    default="none",
    show_default=True,
    help="Which ways to list in which open points would decide a verdict: none, two, or every one.",
)
@click.option("--redact", is_flag=True, help="Numbers in place of the names of files.")
@options("catalog")
def batch(
    paths: Sequence[str],
    form: str,
    output: str,
    force: bool,
    on: date | None,
    only: Sequence[str],
    column: str | None,
    jobs: int | None,
    sets: str,
    redact: bool,
    folder: Path | None,
) -> None:
    """Checks many portfolios: a row for each license, written as it comes, in the order of the input.

    PATH is a file, a pattern, or a folder with portfolios (*.json) in it or below. A file that cannot be read has a row
    that says why. JSON Lines have a line for each file. Titles and labels are not repeated. Exit status: 0 all met or
    nothing to renew, 1 checked and not so, 2 something could not be read.
    """
    from ..batch.judge import Settings, opened
    from ..batch.sources import works

    open_catalog(folder)  # says what is wrong with it
    catalog = opened(folder)
    shown = _states(only)
    _check_column(column, form, catalog)
    place = None if output == "-" else Path(os.path.realpath(output))

    def work() -> Iterator[Work]:
        return works(paths, place)

    settings = Settings(folder, catalog.sha256, on, date.today(), sets, redact)
    with _emitting(output, form, force, lambda: inputs((each.file for each in work()), folder)) as emit:
        writer = _writer(form, column, emit, catalog)
        overview, status = _write_all(settings, work, jobs, shown, writer, bar=_shows_bar(output))
        if form == "text":
            from ..batch.text import overview_lines

            emit("\n" + "".join(f"{each}\n" for each in overview_lines(overview)))
    if output != "-":
        say(f"Wrote {count(overview.people, 'person', 'people')} to {escape_terminal(output)}.")
    sys.exit(status)


def _states(only: Sequence[str]) -> set[str]:
    """The states that are shown; says which there are where one does not exist."""
    from ..batch.table import ALL_STATES

    known = {state.casefold().replace(" ", "-"): state for state in ALL_STATES}
    chosen = {word: word.casefold().replace(" ", "-").replace("_", "-") for word in only}
    for word, key in chosen.items():
        if key not in known:
            fail(f"--only {word}: there is no such state.", f"The states are: {', '.join(ALL_STATES)}.")
    return {known[key] for key in chosen.values()} or set(ALL_STATES)


def _check_column(column: str | None, form: str, catalog: Catalog) -> None:
    from ..batch.table import columns_of, parts_of

    if column is None:
        return
    if form == "jsonl":
        fail("--sort and --format jsonl do not go together: its lines are in the order of the input.", "Leave one out.")
    known = columns_of(parts_of(catalog))
    if column not in known:
        fail(f"--sort {column}: there is no such column.", f"The columns are: {', '.join(known)}.")


def _shows_bar(output: str) -> bool:
    """Whether there is somebody to look at a progress bar, and nothing else in that place."""
    return sys.stderr.isatty() and not (output == "-" and sys.stdout.isatty())


@contextmanager
def _emitting(
    output: str, form: str, force: bool, read: Callable[[], Iterator[str | Path]]
) -> Iterator[Callable[[str], object]]:
    """What writes a text to the place of output: at once, since all of it may never be held.

    Raises Occupied for what may not be replaced.
    """
    if output == "-":
        yield print_data if form != "text" else lambda text: say(text, nl=False)
        return
    place = free_place(Path(output), force, _Later(read))
    with place.open("w", encoding="utf-8", newline="\n") as stream:
        yield lambda text: stream.write(harmless(text))


class _Later:
    """Names that are looked for only when somebody asks."""

    def __init__(self, names: Callable[[], Iterator[str | Path]]) -> None:
        self._names = names

    def __iter__(self) -> Iterator[str | Path]:
        return self._names()


def _writer(form: str, column: str | None, emit: Callable[[str], object], catalog: Catalog) -> Writer:
    from ..batch.table import parts_of
    from ..batch.text import Text
    from ..batch.writers import Csv, JsonLines, Sorted

    if form == "jsonl":
        return JsonLines(emit)
    writer = Csv(emit, parts_of(catalog)) if form == "csv" else Text(emit, parts_of(catalog))
    return writer if column is None else Sorted(writer.row, writer.close, column)


def _write_all(
    settings: Settings,
    work: Callable[[], Iterator[Work]],
    jobs: int | None,
    shown: set[str],
    writer: Writer,
    *,
    bar: bool,
) -> tuple[Overview, int]:
    """Judges and writes everything; returns what it adds up to and the exit status."""
    from ..batch.judge import judge_all
    from ..batch.overview import Overview
    from ..batch.runner import cores, in_order, processes
    from ..batch.table import of_states

    overview, status = Overview(), 0
    workers = jobs or cores()
    executor = processes(workers)
    progress = click.progressbar(length=sum(1 for _ in work()), file=sys.stderr) if bar else nullcontext()
    try:
        with progress as moved:
            for line in in_order(executor, partial(judge_all, settings), work(), workers):
                overview.add(line)
                status = max(status, _status(line))
                if part := of_states(line, shown):
                    writer.line(part)
                if moved is not None:
                    moved.update(1)
    except KeyboardInterrupt:
        writer.close()
        say(f"\nStopped after {count(overview.people, 'person', 'people')}; what was written is whole.", err=True)
        sys.exit(STOPPED)
    except BrokenExecutor:
        writer.close()
        fail(f"A worker was ended from outside, after {count(overview.people, 'person', 'people')}.", "Run it again.")
    finally:
        executor.shutdown(cancel_futures=True)
    writer.close()
    return overview, status


def _status(line: Mapping[str, Any]) -> int:
    """The exit status that `check` would give for one portfolio."""
    if "verdict" not in line:
        return 2
    return 0 if line["verdict"] in PASSING_VERDICTS else 1
