"""`mcheck what-if`: the same portfolio with changes, before and after."""

from __future__ import annotations

import copy
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from textwrap import shorten

import click

from ...catalog.store import Catalog
from ...core.messages import InputError
from ...core.pointers import item_of
from ...core.points import PASSING_VERDICTS
from ...core.portfolio_file import PortfolioFile
from ...core.records import Data
from ...loading.edit import CannotEdit, append, leave_out, name_primary
from ...loading.json_text import parse_json
from ...loading.privacy import LOOKS_LIKE_ONE, is_number_of_person
from ...rendering.formats import Format, printed
from ..completion import credentials, files
from ..options import epilog, format_option, judge, open_catalog, options
from ..output import fail, print_data, refusal_told, say, tell


@click.command("what-if", epilog=epilog("mcheck what-if my.json --drop /activities/2 --on 2027-03-01"))
@click.argument("file", shell_complete=files)
@click.option(
    "--add",
    multiple=True,
    metavar="ITEM",
    shell_complete=credentials,
    help="Add something: an activity or badge as JSON, or the id of a micro-credential. May be repeated.",
)
@click.option("--drop", multiple=True, metavar="POINTER", help="Leave this out, as in /activities/2. May be repeated.")
@options("on", "edition")
@click.option("--as-primary", metavar="LICENSE", help="Renew this license (its id) as the Primary one.")
@options("reading")
@format_option(*printed("comparison"))
@options("catalog")
def what_if(
    file: str,
    add: Sequence[str],
    drop: Sequence[str],
    on: date | None,
    edition: str | None,
    as_primary: str | None,
    pins: Sequence[str],
    form: Format,
    folder: Path | None,
) -> None:
    """Shows what a change would do, before and after; the file stays as it is."""
    from ... import compare, load_portfolio, render
    from ...rendering.backends.json_text import render as as_json

    catalog = open_catalog(folder)
    with refusal_told(file, catalog):
        loaded = load_portfolio(file, catalog)
        day = loaded.application_date(on, date.today())[0]
        data, added = _changed(loaded, add, drop, as_primary, day, catalog)
        before = judge(loaded, catalog, None, None)
    try:
        changed = load_portfolio(as_json(data).encode(), catalog, loaded.name)
    except InputError as refused:
        for message in refused.messages:
            # a line of the changed portfolio is a line of no file
            there = f", at {message.pointer}" if message.pointer else ""
            where = added.get(item_of(message.pointer), f"{file}, changed{there}")
            tell(where, InputError([message._replace(line=None)]), catalog)
        sys.exit(2)
    with refusal_told(file, catalog):
        after = judge(changed, catalog, on, edition, pins)
    for row in after["messages"]:
        del row["line"]  # the changed portfolio is not in a file
    difference = compare(before, after)
    if form == "json":
        print_data(as_json({"difference": difference, "before": before, "after": after}))
    else:
        shown = {"names": ("before", "after"), "later": after} if form == "text" else {}
        say(render(difference, form, **shown), nl=False)
    sys.exit(0 if after["verdict"] in PASSING_VERDICTS else 1)


def _changed(
    file: PortfolioFile, add: Sequence[str], drop: Sequence[str], as_primary: str | None, day: date, catalog: Catalog
) -> tuple[Data, dict[str, str]]:
    """The portfolio with the changes made to it, and by its pointer what --add says of each thing that was added.

    Says what cannot be changed and exits with 2.
    """
    for option, text in [*(("--add", text) for text in add), *(("--drop", text) for text in drop)]:
        if is_number_of_person(text):
            fail(f"{option}: this {LOOKS_LIKE_ONE}")
    ids = [license.id for license in file.portfolio.licenses]
    data = copy.deepcopy(dict(file.data))
    try:
        if as_primary is not None:
            name_primary(data, ids, as_primary)
        leave_out(data, drop, ids, catalog)
    except CannotEdit as problem:
        fail(*problem.args)
    items = {text: _item(text, day, catalog) for text in add}
    told = {append(data, items[text]): f"--add {shorten(text, 50, placeholder='...')}" for text in add}
    return data, told


def _item(text: str, day: date, catalog: Catalog) -> Data:
    if not text.lstrip().startswith("{"):
        if ("credentials", text) not in catalog:
            fail(
                f"--add {text}: it is neither an activity as JSON nor the id of a micro-credential.",
                "Find ids with: mcheck search WORDS",
            )
        return {"credential": text, "completed": day.isoformat()}
    with refusal_told("--add", catalog):
        item = parse_json(text.encode(errors="surrogatepass"))
    if not isinstance(item, dict) or ("kind" in item) == ("credential" in item):
        fail("--add: an activity needs `kind`, a badge `credential`.")
    return item
