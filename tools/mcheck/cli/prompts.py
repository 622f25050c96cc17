"""Questions on the terminal. Enter skips each; an answer that cannot be read is asked for again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import click

from ..core.escaping import escape_terminal
from ..importing.answers.replies import one_of
from .output import say

T = TypeVar("T")


class Back(Exception):
    """The answer "back": the question before is meant."""


def ask(text: str, read: Callable[[str], T], *, back: bool = False) -> T | None:
    """Asks until the answer can be read; None when it is skipped. Raises Back if that is possible."""
    while True:
        answer = str(click.prompt(text, default="", show_default=False)).strip()
        if not answer:
            return None
        if back and answer.casefold() == "back":
            raise Back
        try:
            return read(answer)
        except ValueError as problem:
            say(f"  {escape_terminal(problem)}")


def show(names: Iterable[str]) -> None:
    """Choices, each with its number."""
    for number, name in enumerate(names, 1):
        say(f"  {number:>3}  {escape_terminal(name)}")


def choose(text: str, names: Mapping[str, str]) -> str | None:
    """The key of one of several names, chosen by number or key."""
    show(names.values())
    return ask(f"{text} (number)", lambda answer: one_of(names, answer))


# -- reading answers; ValueError says what would do


def plain_text(answer: str) -> str:
    if escape_terminal(answer) != answer:
        raise ValueError("It contains an invisible character; type it by hand.")
    return answer
