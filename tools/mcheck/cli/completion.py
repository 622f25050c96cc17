"""`mcheck completion`, and what a shell offers when Tab is pressed, by click's own scripts.

Files are left to the shell, so that the catalog is opened only where a name from it may be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

import click
from click.shell_completion import CompletionItem, get_completion_class

from ..catalog.store import Catalog
from ..core.messages import InputError
from ..loading.catalog_folder import load_catalog
from .output import say

ASKED_BY_SHELL = "_MCHECK_COMPLETE"
"""The variable by which the script of a shell asks what to offer; click looks for it by this name."""

Offer: TypeAlias = "list[CompletionItem[Any]]"


def files(_: click.Context, __: click.Parameter | None, incomplete: str) -> Offer:
    return [CompletionItem(incomplete, type="file")]


def folders(_: click.Context, __: click.Parameter, incomplete: str) -> Offer:
    return [CompletionItem(incomplete, type="dir")]


def _names(of: Callable[[Catalog], Iterable[str]]) -> Callable[[click.Context, click.Parameter, str], Offer]:
    """Offers names out of the catalog, the one of `--catalog` if it comes before; none when it cannot be read."""

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
stacks = _names(lambda catalog: catalog.ids("stacks"))
categories = _names(lambda catalog: catalog.terms("categories"))


@click.command(epilog="\b\nExample:\n  mcheck completion bash >> ~/.bashrc")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Prints the script that completes commands in your shell."""
    of_shell = get_completion_class(shell)
    assert of_shell is not None
    say(of_shell(ctx.find_root().command, {}, "mcheck", ASKED_BY_SHELL).source(), nl=False)
