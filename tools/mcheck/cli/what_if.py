"""`mcheck what-if`: the same portfolio with changes, before and after."""

from __future__ import annotations

import copy
import sys
from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import date
from pathlib import Path
from textwrap import shorten
from typing import Any

import click

from ..catalog.store import Catalog
from ..core.messages import InputError
from ..core.points import FINE
from ..loading.json_text import parse_json
from ..loading.privacy import LOOKS_LIKE_ONE, is_number_of_person
from ..regulation.stated_totals import STATED
from .completion import credentials, files
from .options import epilog, judge, open_catalog, options
from .output import fail, print_data, refusal_told, say, tell


@click.command("what-if", epilog=epilog("mcheck what-if my.json --drop /activities/2 --on 2027-03-01"))
@click.argument("file", shell_complete=files)
@click.option(
    "--add",
    multiple=True,
    metavar="ITEM",
    shell_complete=credentials,
    help="Something more: an activity or badge as JSON, or the id of a micro-credential. May be repeated.",
)
@click.option("--drop", multiple=True, metavar="POINTER", help="Leave this out, as in /activities/2. May be repeated.")
@options("on", "edition")
@click.option("--as-primary", metavar="LICENSE", help="Renew this license (its id) as the Primary one.")
@options("reading")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Output.")
@options("catalog")
def what_if(
    file: str,
    add: Sequence[str],
    drop: Sequence[str],
    on: date | None,
    edition: str | None,
    as_primary: str | None,
    pins: Sequence[str],
    form: str,
    folder: Path | None,
) -> None:
    """Shows what a change would do, before and after; the file stays as it is."""
    from .. import compare, load_portfolio, render
    from ..rendering.backends.json_text import render as as_json

    catalog = open_catalog(folder)
    with refusal_told(file, catalog):
        loaded = load_portfolio(file, catalog)
        day = loaded.application_date(on, date.today())[0]
        data, added = _changed(
            loaded.data, add, drop, as_primary, [x.id for x in loaded.portfolio.licenses], day, catalog
        )
        before = judge(loaded, catalog, None, None)
    try:
        changed = load_portfolio(as_json(data).encode(), catalog, loaded.name)
    except InputError as refused:
        for message in refused.messages:
            # a line of the changed portfolio is a line of no file
            there = f", at {message.pointer}" if message.pointer else ""
            where = added.get("/".join(message.pointer.split("/")[:3]), f"{file}, changed{there}")
            tell(where, InputError([replace(message, line=None)]), catalog)
        sys.exit(2)
    with refusal_told(file, catalog):
        after = judge(changed, catalog, on, edition, pins)
    for row in after["messages"]:
        del row["line"]  # the changed portfolio is not in a file
    difference = compare(before, after)
    if form == "json":
        print_data(as_json({"difference": difference, "before": before, "after": after}))
    else:
        say(render(difference, "text", names=("before", "after"), later=after), nl=False)
    sys.exit(0 if after["verdict"] in FINE else 1)


def _changed(
    data: dict[str, Any],
    add: Sequence[str],
    drop: Sequence[str],
    as_primary: str | None,
    licenses: Sequence[str],
    day: date,
    catalog: Catalog,
) -> tuple[dict[str, Any], dict[str, str]]:
    """The portfolio with the changes made to it, and by its pointer what --add says of each thing that was added.

    Says what cannot be changed and exits with 2.
    """
    for option, text in [*(("--add", text) for text in add), *(("--drop", text) for text in drop)]:
        if is_number_of_person(text):
            fail(f"{option}: this {LOOKS_LIKE_ONE}")
    data = copy.deepcopy(data)
    if as_primary is not None:
        if as_primary not in licenses:
            fail(f"--as-primary {as_primary}: no license in the file has that id.", f"Known: {', '.join(licenses)}.")
        for name, license in zip(licenses, data["licenses"], strict=True):
            license["primary"] = name == as_primary
    gone = []
    for pointer in drop:
        if pointer == STATED and data.pop("stated", None) is not None:
            continue
        folder, _, index = pointer.strip("/").partition("/")
        items = data.get(folder)
        if folder not in ("activities", "badges", "licenses") or not isinstance(items, list):
            fail(f"--drop {pointer}: it must be like /activities/2, /badges/0, /licenses/1 or /stated.")
        if not index.isdigit() or int(index) >= len(items):
            fail(f"--drop {pointer}: of {folder} the file holds {len(items)}, counted from 0.")
        gone.append((folder, int(index)))
    dropped = {licenses[place] for folder, place in gone if folder == "licenses"}
    for folder, place in sorted(set(gone), reverse=True):
        del data[folder][place]
    if dropped and "points" in (stated := data.get("stated", {})):
        stated["points"] = [row for row in stated["points"] if row.get("license") not in dropped]
    for item in (*data.get("activities", ()), *data.get("badges", ())) if dropped else ():
        _no_content_of(item, dropped, catalog)
    added = {}
    for text in add:
        item = _item(text, day, catalog)
        folder = "badges" if "credential" in item else "activities"
        data.setdefault(folder, []).append(item)
        added[f"/{folder}/{len(data[folder]) - 1}"] = f"--add {shorten(text, 50, placeholder='...')}"
    return data, added


def _no_content_of(item: dict[str, Any], dropped: Set[str], catalog: Catalog) -> None:
    """Changes an activity or badge so that it is content of no license that was dropped."""
    if dropped.isdisjoint(item.get("content_of", ())):
        return
    left = [name for name in item["content_of"] if name not in dropped]
    if left:
        item["content_of"] = left
        return
    del item["content_of"]
    kind = catalog.get("activities", item["kind"]) if "kind" in item else {}
    usual = [part["category"] for part in kind.get("parts", ())] or kind.get("suggested_categories")
    stated = item.get("categories") or usual or catalog.terms("categories")
    item["categories"] = [category for category in stated if category != "content"] or ["elective"]


def _item(text: str, day: date, catalog: Catalog) -> dict[str, Any]:
    if not text.lstrip().startswith("{"):
        if ("credentials", text) not in catalog:
            fail(
                f"--add {text}: it is neither an activity as JSON nor the id of a micro-credential.",
                "Find ids with: mcheck credentials search WORDS",
            )
        return {"credential": text, "completed": day.isoformat()}
    with refusal_told("--add", catalog):
        item = parse_json(text.encode(errors="surrogatepass"))
    if not isinstance(item, dict) or ("kind" in item) == ("credential" in item):
        fail("--add: an activity needs `kind`, a badge `credential`.")
    return item
