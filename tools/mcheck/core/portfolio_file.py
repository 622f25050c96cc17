"""A portfolio with the file it came from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .messages import Message
from .portfolio import Portfolio

STANDARD_INPUT = "standard input"
"""What stands for the name of a file that came without one."""


@dataclass(frozen=True, slots=True)
class PortfolioFile:
    """A portfolio with the file it came from; `line` gives the line of a JSON Pointer, `data` the JSON as read."""

    portfolio: Portfolio
    messages: tuple[Message, ...]
    name: str
    sha256: str
    data: dict[str, Any]
    line: Callable[[str], int]
