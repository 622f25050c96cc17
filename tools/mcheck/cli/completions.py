"""What may stand in a place of the command line: what a shell offers when Tab is pressed.

Files are left to the shell, so that the catalog is opened only where a name out of it may stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

import click
from click.shell_completion import CompletionItem

from ..catalog.store import Catalog
from ..core.messages import InputError
from ..loading.catalog_folder import load_catalog

Offer: TypeAlias = "list[CompletionItem[Any]]"


def files(_: click.Context, __: click.Parameter | None, incomplete: str) -> Offer:
    return [CompletionItem(incomplete, type="file")]


def folders(_: click.Context, __: click.Parameter, incomplete: str) -> Offer:
    return [CompletionItem(incomplete, type="dir")]


def _names(of: Callable[[Catalog], Iterable[str]]) -> Callable[[click.Context, click.Parameter, str], Offer]:
    """Offers names out of the catalog, the one of `--catalog` if it stands before; none when it cannot be read."""

    def offer(ctx: click.Context, _: click.Parameter, incomplete: str) -> Offer:
        try:
            known = list(of(load_catalog(ctx.params.get("folder"))))
        except InputError:
            return []
        fit = [name for name in known if name.startswith(incomplete)]
        # only if nothing fits as it was typed: what has no common beginning cannot be completed
        fit = fit or [name for name in known if name.casefold().startswith(incomplete.casefold())]
        return [CompletionItem(name) for name in fit]

    return offer


def _explained(catalog: Catalog) -> list[str]:
    from ..explain.index import names

    return names(catalog)


def _readings(catalog: Catalog) -> Iterator[str]:
    yield from ("cautious", "generous")
    for question in catalog.all("questions"):
        for key in ("id", "number"):
            if key in question:
                yield from (f"{question[key]}={reading['id']}" for reading in question["readings"])


explained = _names(_explained)
editions = _names(lambda catalog: catalog.ids("renewal"))
readings = _names(_readings)
kinds = _names(lambda catalog: [*catalog.ids("activities"), "badges"])
credentials = _names(lambda catalog: catalog.ids("credentials"))
