"""Messages for people, with a code that is permanent, and the error that carries them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .codes import code_table
from .records import Record


class InputError(Exception):
    """The input cannot be checked; `messages` say why."""

    def __init__(self, messages: Sequence[Message]) -> None:
        super().__init__("; ".join(m.text for m in messages))
        self.messages = list(messages)


def refusal(code: str, text: str, hint: str = "", pointer: str = "") -> InputError:
    """The error that tells one thing."""
    return InputError([message(code, pointer, text, hint)])


def message(code: str, pointer: str, text: str, hint: str = "", citations: Sequence[Record] = ()) -> Message:
    """A message of a registered code, as grave as the registry says; its usual advice when no hint is given."""
    row = code_table()[code]
    return Message(code, row.severity, pointer, text, hint or row.advice, tuple(citations))


class Message(NamedTuple):
    """Something to tell the educator: a code and name that are permanent, and words that may improve."""

    code: str
    severity: str
    """error, warning, info, or question for something that the file leaves out."""
    pointer: str
    """JSON Pointer of the value it is about; "" for the whole file."""
    text: str
    hint: str = ""
    citations: tuple[Record, ...] = ()
    line: int | None = None
    """Line of the file, once a layer that has the text has found it."""
