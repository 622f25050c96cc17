"""Commands that show what the catalog says: explain, search, schema."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...catalog.store import Catalog
from ...core.escaping import escape_terminal
from ...loading.catalog_folder import whole_schema
from ...rendering.backends.wrapping import wrap_with_hanging_indent
from .. import completion as complete
from ..options import epilog, judge, open_catalog, options
from ..output import fail, nearest, print_data, refusal_told, say, width

if TYPE_CHECKING:
    from ...explain.search import Gap


def _say(lines: Sequence[str]) -> None:
    """Prints lines as wide as the place they go to."""
    columns = width()
    say("\n".join(part for line in lines for part in wrap_with_hanging_indent(line, columns)))


@click.command(epilog=epilog("mcheck explain T01"))
@click.argument("name", shell_complete=complete.explained)
@options("catalog")
def explain(name: str, folder: Path | None) -> None:
    """Explains any name in a report: a verdict, a code, a check, a question, an edition, or the id of a record or word.

    For a way to earn PDPs or a micro-credential it says what it is worth; for a source, how much weight it has. `rules`
    lists the editions of the rules.
    """
    from ...explain import index as explained

    catalog = open_catalog(folder)
    lines = explained.explain(catalog, name)
    if not lines:
        begun = (edition for edition in catalog.ids("renewal") if edition.startswith(name))
        near = next(begun, None) or nearest(name, explained.names(catalog))
        fail(f"Nothing is named {name}.", f"Did you mean {near}?" if near else "Try T01, Q1 or 2018-07-13.")
    _say(lines)


@click.command(epilog=epilog("mcheck search english learners --hours 15"))
@click.argument("words", nargs=-1)
@click.option("--stack", shell_complete=complete.stacks, help="Only of this stack, by id or part of its name.")
@click.option("--category", shell_complete=complete.categories, help="Only what may count as this, as we read it.")
@click.option("--hours", type=click.IntRange(min=1), help="Only those known to take at most so many hours.")
@click.option("--gap", "file", shell_complete=complete.files, help="Only what this portfolio is short of.")
@options("catalog")
def search(
    words: Sequence[str],
    stack: str | None,
    category: str | None,
    hours: int | None,
    file: str | None,
    folder: Path | None,
) -> None:
    """Finds micro-credentials that contain every word and fit every option.

    With --gap it leaves out what the portfolio has, and begins with what may make a pair with a badge in it.
    """
    from ...explain import search as finder

    if not (words or stack or category or hours or file):
        raise click.UsageError("Give words, or one of --stack, --category, --hours and --gap.")
    catalog, words = open_catalog(folder), " ".join(words).split()
    gap = None if file is None else _gap(file, catalog)
    stacks = [None] if stack is None else _stacks(catalog, stack)
    if category is not None:
        _known("category", category, catalog.terms("categories"))
    lines: list[str] = []
    for one in stacks:
        lines += finder.search(catalog, words, stack=one, category=category, hours=hours, gap=gap)
    if not lines:
        only_words = not (stack or category or hours or file)
        lines = ["No micro-credential matches all of this.", _next_search(catalog, words if only_words else ())]
    elif gap is not None:
        lines.append(finder.about_pairs(catalog))
    _say(lines)


def _gap(file: str, catalog: Catalog) -> Gap:
    """What a portfolio is short of; says that it is short of nothing, and stops, where that is so."""
    from ... import load_portfolio
    from ...explain.search import gap_of

    with refusal_told(file, catalog):
        loaded = load_portfolio(file, catalog)
        gap = gap_of(loaded.portfolio, judge(loaded, catalog, None, None))
    if gap is None:
        say(f"{escape_terminal(file)} is short of no points.")
        sys.exit(0)
    return gap


def _stacks(catalog: Catalog, name: str) -> list[str]:
    from ...explain.search import stacks_named

    return stacks_named(catalog, name) or [_known("stack", name, catalog.ids("stacks"))]


def _known(what: str, name: str, known: Iterable[str]) -> str:
    """A name that is known; says which one was probably meant, and stops, where it is not."""
    names = list(known)
    if name not in names:
        near = nearest(name, names)
        fail(f"There is no {what} {name}.", f"Did you mean {near}?" if near else f"Known: {', '.join(names)}.")
    return name


def _next_search(catalog: Catalog, words: Sequence[str]) -> str:
    """What to search in place of words that find nothing: each that no title contains, or fewer."""
    from ...explain.search import search as find

    known = {word.strip(".,:;?!()") for r in catalog.all("credentials") for word in r["title"].casefold().split()}
    meant = [word if find(catalog, [word]) else nearest(word, known) or word for word in words]
    if words and find(catalog, meant):
        return f"Did you mean `mcheck search {' '.join(meant)}`?"
    return "Try fewer words, or different ones: one word of the title is enough."


@click.command(epilog=epilog("mcheck schema portfolio"))
@click.argument("name", type=click.Choice(["portfolio", "report", "reports", "plan", "verification"]))
def schema(name: str) -> None:
    """Prints a self-contained JSON Schema."""
    from ...rendering.backends import json_text as as_json

    print_data(as_json.render(whole_schema(name)))
