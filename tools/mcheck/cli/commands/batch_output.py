"""Where `mcheck batch` writes: a place that is free or to be gone on with, and the writer for a format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ...batch.resume import Begun, CannotResume, LastRow, begun, rows_in_workbook
from ...core.escaping import escape_terminal, harmless, unicode_only
from ...core.wording import series
from ...loading.save import free_place
from ..output import fail, print_data, say

if TYPE_CHECKING:
    from ...batch.overview import Overview
    from ...batch.sources import Work
    from ...batch.table import TableRow
    from ...batch.writers import Writer
    from ...catalog.store import Catalog

RESUMABLE = ("csv", "jsonl", "xlsx")


class Output(NamedTuple):
    """What the options say about output."""

    name: str
    form: str
    force: bool
    resume: bool
    column: str | None
    """That by which rows are sorted."""

    @property
    def place(self) -> Path | None:
        """The file to write, links followed; None for standard output."""
        return None if self.name == "-" else Path(self.name).resolve()


def check_output(output: Output, catalog: Catalog) -> None:
    """Says what is wrong with a combination of options, and exits with 2."""
    from ...batch.table import columns_of, parts_of

    if output.form == "xlsx" and output.name == "-":
        fail("A workbook cannot be printed.", "Name a file with -o.")
    if output.resume and (output.name == "-" or output.form not in RESUMABLE or output.column):
        words = f"a file (-o) of the format {series(RESUMABLE, 'or')}, without --sort"
        fail(f"--resume goes on with {words}.", "Run it without --resume.")
    if output.resume and output.force:
        fail("--resume and --force are both given.", "Use --resume to go on with the file, --force to start over.")
    if output.column is None:
        return
    if output.form == "jsonl":
        fail("--sort does not go with JSON Lines, which are in the order of the input.", "Leave one of them out.")
    known = columns_of(parts_of(catalog))
    if output.column not in known:
        fail(f"--sort {output.column}: there is no such column.", f"The columns are: {', '.join(known)}.")


def what_is_done(output: Output, works: Iterator[Work], catalog: Catalog, on: date | None, *, redact: bool) -> Begun:
    """What of the output is there already; says why and exits with 2 where that is another batch's."""
    if not output.resume or output.place is None:
        return Begun()
    try:
        done = begun(output.place, output.form)
        if done.last is not None:
            _refuse_another(done.last, works, catalog, on, redact)
    except CannotResume as why:
        fail(f"{output.name} cannot be continued: {why}.", "Use another name, or start over with --force.")
    return done


def _refuse_another(last: LastRow, works: Iterator[Work], catalog: Catalog, on: date | None, redact: bool) -> None:
    """Raises CannotResume where the last row is not what this batch would have written there."""
    same = next(islice(works, last.number - 1, None), None)
    named = escape_terminal(last.file).removeprefix("'")
    if same is None or (not redact and escape_terminal(unicode_only(same.file)) != named):
        raise CannotResume(f"its row {last.number} is not about the file that is in this place now")
    if last.catalog not in ("", catalog.edition):
        raise CannotResume(f"it was made with the catalog {last.catalog}, and this is {catalog.edition}")
    if on is not None and last.as_of not in ("", str(on)):
        raise CannotResume(f"it is for an application on {last.as_of}, and --on says {on}")


@contextmanager
def writing(
    output: Output, done: Begun, catalog: Catalog, overview: Overview, read: Iterable[str | Path]
) -> Iterator[Writer]:
    """The writer for a format. What it is given is written at once, since all of it may never be held.

    `read` are the names of what is read. Raises Occupied for a place that may not be written to.
    """
    from ...batch.writers import Workbook

    if output.place is None:
        yield _writer(output, print_data if output.form != "text" else partial(say, nl=False), done, catalog, overview)
        return
    free = free_place(Path(output.name), output.force or output.resume, read)
    if output.form == "xlsx":
        from ...batch.table import parts_of

        before: Iterable[TableRow] = islice(rows_in_workbook(free), done.keep) if done.keep else ()
        yield _sorted(output, Workbook(free, parts_of(catalog), before))
        return
    with free.open("r+b" if done.keep else "wb") as stream:
        stream.truncate(done.keep)
        stream.seek(done.keep)
        yield _writer(output, lambda text: stream.write(harmless(text).encode()), done, catalog, overview)


def _writer(output: Output, emit: Callable[[str], object], done: Begun, catalog: Catalog, overview: Overview) -> Writer:
    from ...batch.table import parts_of

    parts = parts_of(catalog)
    if output.form == "html":
        from ...batch.page import Page

        return Page(emit, parts, overview, str(catalog.meta["notice"]), output.column or "days_left")
    if output.form == "text":
        from ...batch.text import Text

        return _sorted(output, Text(emit, parts, overview))
    from ...batch.writers import Csv, JsonLines

    return JsonLines(emit) if output.form == "jsonl" else _sorted(output, Csv(emit, parts, begun=done.keep > 0))


def _sorted(output: Output, writer: Writer) -> Writer:
    from ...batch.writers import Sorted

    return writer if output.column is None else Sorted(writer, output.column)
