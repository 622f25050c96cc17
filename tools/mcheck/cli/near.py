"""A word that is nothing mcheck knows, and the word that was probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

import click

from .common import fail


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most like it, however it is capitalized; None when none is like it."""
    folded = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(word.casefold(), folded, 1)
    return folded[near[0]] if near else None


class Commands(click.Group):
    """A group that says which of its commands was probably meant."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        word = args[0]
        if not (ctx.resilient_parsing or word.startswith("-")) and self.get_command(ctx, word) is None:
            known = self.list_commands(ctx)
            near = nearest(word, known)
            hint = f"Did you mean `{ctx.command_path} {near}`?" if near else f"There are: {', '.join(known)}."
            fail(f"There is no command `{ctx.command_path} {word}`.", hint)
        return super().resolve_command(ctx, args)
