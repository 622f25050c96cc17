"""Commands that show what the catalog says: explain, rules, credentials, schema."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from ...catalog.store import Catalog
from ...loading.catalog_folder import whole_schema
from ...rendering.backends.wrapping import wrap_with_hanging_indent
from .. import completion as complete
from ..options import epilog, judge, open_catalog, options
from ..output import fail, nearest, print_data, refusal_told, say, width


def _say(lines: Sequence[str]) -> None:
    """Prints lines as wide as the place they go to."""
    columns = width()
    say("\n".join(part for line in lines for part in wrap_with_hanging_indent(line, columns)))


@click.command(epilog=epilog("mcheck explain T01"))
@click.argument("name", shell_complete=complete.explained)
@options("catalog")
def explain(name: str, folder: Path | None) -> None:
    """Explains any name in a report: a verdict, a code, a check, a question, an edition, or the id of a record or word.

    For a way to earn PDPs or a micro-credential it says what it is worth; for a source, how much weight it has.
    """
    from ...explain import index as explained

    catalog = open_catalog(folder)
    lines = explained.explain(catalog, name)
    if not lines:
        begun = (edition for edition in catalog.ids("renewal") if edition.startswith(name))
        near = next(begun, None) or nearest(name, explained.names(catalog))
        fail(f"Nothing is named {name}.", f"Did you mean {near}?" if near else "Try T01, Q1 or 2018-07-13.")
    _say(lines)


@click.group(epilog=epilog("mcheck rules diff 2016-07-01 2017-07-28"))
def rules() -> None:
    """Editions of the renewal rules."""


@rules.command("list", epilog=epilog("mcheck rules list"))
@options("catalog")
def rules_list(folder: Path | None) -> None:
    """Lists the editions."""
    from ...explain import editions as texts

    _say(texts.rules(open_catalog(folder)))


def _edition(catalog: Catalog, name: str) -> str:
    if name not in catalog.ids("renewal"):
        fail(f"There is no edition {name}.", f"Known: {', '.join(catalog.ids('renewal'))}.")
    return name


@rules.command("show", epilog=epilog("mcheck rules show 2018-07-13"))
@click.argument("edition", shell_complete=complete.editions)
@options("catalog")
def rules_show(edition: str, folder: Path | None) -> None:
    """Shows one edition."""
    from ...explain import editions as texts

    catalog = open_catalog(folder)
    _say(texts.rule(catalog, _edition(catalog, edition)))


@rules.command("diff", epilog=epilog("mcheck rules diff 2016-07-01 2017-07-28 --portfolio my.json"))
@click.argument("a", shell_complete=complete.editions)
@click.argument("b", shell_complete=complete.editions)
@click.option("--portfolio", "file", shell_complete=complete.files, help="Show what the change does to this portfolio.")
@options("on", "catalog")
def rules_diff(a: str, b: str, file: str | None, on: date | None, folder: Path | None) -> None:
    """Shows what changes from edition A to edition B, and what that does to a person."""
    from ...explain import editions as texts

    catalog = open_catalog(folder)
    difference = texts.difference(catalog, _edition(catalog, a), _edition(catalog, b))
    if file is None:
        _say(difference)
        return
    from ... import compare, load_portfolio, render

    with refusal_told(file, catalog):
        loaded = load_portfolio(file, catalog)
        before, after = (judge(loaded, catalog, on, edition) for edition in (a, b))
    _say(difference)  # only now, so that nobody takes half an answer for all of it
    say()
    say(render(compare(before, after), "text", names=(a, b), later=after), nl=False)


@click.group(epilog=epilog("mcheck credentials search english learners"))
def credentials() -> None:
    """Micro-credentials of the catalog."""


@credentials.command("search", epilog=epilog("mcheck credentials search co-teaching"))
@click.argument("text", nargs=-1, required=True)
@options("catalog")
def credentials_search(text: Sequence[str], folder: Path | None) -> None:
    """Finds micro-credentials that contain every word."""
    from ...explain import editions as texts

    catalog, words = open_catalog(folder), " ".join(text).split()
    found = texts.search(catalog, " ".join(words))
    _say(found or ["No micro-credential matches all these words.", _next_search(catalog, words)])


def _next_search(catalog: Catalog, words: Sequence[str]) -> str:
    """What to search in place of words that find nothing: each that no title contains, or fewer."""
    from ...explain import editions as texts

    known = {word.strip(".,:;?!()") for r in catalog.all("credentials") for word in r["title"].casefold().split()}
    meant = " ".join(word if texts.search(catalog, word) else nearest(word, known) or word for word in words)
    if texts.search(catalog, meant):
        return f"Did you mean `mcheck credentials search {meant}`?"
    return "Try fewer words, or different ones: one word of the title is enough."


@click.command(epilog=epilog("mcheck schema portfolio"))
@click.argument("name", type=click.Choice(["portfolio", "report", "reports", "plan", "verification"]))
def schema(name: str) -> None:
    """Prints a self-contained JSON Schema."""
    from ...rendering.backends import json_text as as_json

    print_data(as_json.render(whole_schema(name)))
