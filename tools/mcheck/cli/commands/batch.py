"""`mcheck batch`."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import BrokenExecutor, Executor
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...core.escaping import escape_terminal
from ...core.points import PASSING_VERDICTS
from ...core.wording import count
from .. import STOPPED
from .. import completion as complete
from ..options import epilog, inputs, open_catalog, options
from ..output import complain, fail, say

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from ...batch.judge import Settings
    from ...batch.overview import Overview
    from ...batch.sources import Work
    from ...batch.writers import Writer
    from ...core.reports.batch_line import BatchLine

FORMATS = ("text", "csv", "xlsx", "jsonl", "html")


@click.command(epilog=epilog("mcheck batch staff --format csv -o staff.csv"))
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, shell_complete=complete.files)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="Output.")
@click.option(
    "-o", "--output", "name", default="-", show_default=True, shell_complete=complete.files, help='File; "-" prints.'
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
@click.option(
    "--executor",
    type=click.Choice(["processes", "dask"]),
    default="processes",
    show_default=True,
    help="Where the work is done: on this machine, or on a Dask cluster.",
)
@click.option("--scheduler", metavar="ADDRESS", help="The scheduler of the cluster, such as tcp://10.0.0.5:8786.")
@click.option("--redact", is_flag=True, help="Numbers in place of the names of files.")
@click.option("--resume", is_flag=True, help="Go on with a file that was cut off.")
@options("catalog")
def batch(
    paths: Sequence[str],
    form: str,
    name: str,
    force: bool,
    on: date | None,
    only: Sequence[str],
    column: str | None,
    jobs: int | None,
    sets: str,
    executor: str,
    scheduler: str | None,
    redact: bool,
    resume: bool,
    folder: Path | None,
) -> None:
    """Checks many portfolios: a row for each license, written as it comes, in the order of the input.

    PATH is a file, a pattern, a folder with portfolios (*.json) in it or below, or a table of many people: CSV or XLSX
    with a column `person` (a code), JSON Lines with a portfolio each. A file that cannot be read has a row that says
    why. JSON Lines have a line for each file, a page (html) shows who is at risk. Titles and labels are not
    repeated. Exit status: 0 all met or nothing to renew, 1 checked and not so, 2 something could not be read.
    """
    from ...batch.judge import Settings, opened
    from ...batch.overview import Overview
    from ...batch.sources import Sources, with_content
    from .batch_output import Output, check_output, what_is_done, writing

    open_catalog(folder)  # says what is wrong with it
    catalog = opened(folder)
    where = _where(executor, scheduler, jobs)
    shown, output = _states(only), Output(name, form, force, resume, column)
    check_output(output, catalog)

    told: dict[str, None] = {}
    sources = Sources(paths, output.place, told.setdefault)
    done = what_is_done(output, sources.works(), catalog, on, redact=redact)
    settings = Settings(folder, catalog.sha256, on, date.today(), sets, redact)
    overview, status = Overview(), max(map(_status_of_state, done.states), default=0)
    with writing(output, done, catalog, overview, inputs(sources.names, folder)) as writer:
        left = islice(sources.works(), done.done, None)
        work = map(with_content, left) if executor == "dask" else left
        bar = _bar(sources.count() - done.done) if _shows_bar(name) else None
        status = max(status, _write_all(settings, work, where, shown, writer, overview, bar))
    for each in told:
        complain(each)
    if not done.done + overview.people:
        fail("No portfolio was found.", "Of a folder the files are read whose names end in .json.")
    if name != "-":
        again = f", {done.done} of them before" if done.done else ""
        total = count(done.done + overview.people, "person", "people")
        say(f"Wrote {total} to {escape_terminal(name)}{again}.")
    sys.exit(status)


def _where(kind: str, scheduler: str | None, jobs: int | None) -> AbstractContextManager[tuple[Executor, int]]:
    """Where the work is done; says what is wrong with the options and exits with 2."""
    from ...batch.runner import cores, dask, processes

    if kind == "dask" and (scheduler is None or jobs is not None):
        fail("--executor dask needs --scheduler ADDRESS, and takes no --jobs.", "The cluster has its own workers.")
    if kind != "dask" and scheduler is not None:
        fail("--scheduler is of a Dask cluster.", "Add --executor dask.")
    return processes(jobs or cores()) if scheduler is None else dask(scheduler)


def _states(only: Sequence[str]) -> set[str]:
    """The states that are shown; says which there are where one does not exist."""
    from ...batch.table import ALL_STATES

    known = {state.casefold().replace(" ", "-"): state for state in ALL_STATES}
    chosen = {word: word.casefold().replace(" ", "-").replace("_", "-") for word in only}
    for word, key in chosen.items():
        if key not in known:
            fail(f"--only {word}: there is no such state.", f"The states are: {', '.join(ALL_STATES)}.")
    return {known[key] for key in chosen.values()} or set(ALL_STATES)


def _shows_bar(output: str) -> bool:
    """Whether there is somebody to look at a progress bar, and nothing else in that place."""
    return sys.stderr.isatty() and not (output == "-" and sys.stdout.isatty())


def _bar(people: int) -> ProgressBar[int]:
    """A progress bar as wide as the terminal."""
    return click.progressbar(length=people, file=sys.stderr, width=0)


def _move(bar: ProgressBar[int]) -> None:
    """Counts one more person; the time until the first, in which workers start, says nothing about the rest."""
    if not bar.pos:
        bar.start = bar.last_eta = time.time()
    bar.update(1)


def _write_all(
    settings: Settings,
    work: Iterable[Work],
    where: AbstractContextManager[tuple[Executor, int]],
    shown: set[str],
    writer: Writer,
    overview: Overview,
    bar: ProgressBar[int] | None,
) -> int:
    """Judges, counts and writes everything; returns the exit status. Whatever ends it, what was written is whole."""
    from ...batch.judge import OtherCatalog, judge_all
    from ...batch.runner import NoCluster, in_order
    from ...batch.table import of_states

    status = 0
    try:
        with where as (executor, workers), bar or nullcontext():
            for line in in_order(executor, partial(judge_all, settings), work, workers):
                if bar is not None:
                    _move(bar)
                overview.add(line)
                status = max(status, _status(line))
                if part := of_states(line, shown):
                    writer.line(part)
    except KeyboardInterrupt:
        writer.close()
        say(f"\nStopped after {count(overview.people, 'person', 'people')}. {GO_ON}", err=True)
        sys.exit(STOPPED)
    except BrokenExecutor:
        writer.close()
        fail(f"A worker was ended from outside, after {count(overview.people, 'person', 'people')}.", GO_ON)
    except NoCluster as why:
        fail(f"The cluster cannot be used: {why}", "`dask scheduler` starts one, and says its address.")
    except OtherCatalog as why:
        writer.close()
        fail(f"The cluster cannot be used: {why}", "All its workers need this version of mcheck and this catalog.")
    writer.close()
    return status


GO_ON = "What was written is whole; the same command with --resume goes on with a file (csv, jsonl, xlsx)."


def _status(line: BatchLine) -> int:
    """The exit status that `check` would give for one portfolio."""
    from ...reporting.rows import UNREADABLE

    if line.get("status") == UNREADABLE:
        return 2
    return 0 if line.get("verdict") in PASSING_VERDICTS else 1


def _status_of_state(state: str) -> int:
    """The same by the state of a row that was written before."""
    from ...reporting.rows import STATES, UNREADABLE

    if state == UNREADABLE:
        return 2
    return 0 if state in [STATES[verdict] for verdict in PASSING_VERDICTS] else 1
