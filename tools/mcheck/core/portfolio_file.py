"""A portfolio with the file that it came from, and the day for which it is judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

from .codes import Code
from .messages import InputError, Message, message
from .portfolio import Portfolio

STANDARD_INPUT = "standard input"
"""What stands for the name of a file that came without one."""
NO_FILE = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
"""SHA-256 of no bytes."""


class PortfolioFile(NamedTuple):
    """A portfolio with the file that it came from; all but the portfolio is empty for one that came from no file."""

    portfolio: Portfolio
    messages: tuple[Message, ...] = ()
    """What there was to say when it was read."""
    name: str = ""
    sha256: str = NO_FILE
    data: Mapping[str, Any] = {}
    """The JSON as read."""
    line: Callable[[str], int] | None = None
    """Gives the line of a JSON Pointer."""

    @staticmethod
    def of(source: PortfolioFile | Portfolio) -> PortfolioFile:
        """What was read from a file as it is, any other portfolio as one of no file."""
        return source if isinstance(source, PortfolioFile) else PortfolioFile(source)

    def application_date(
        self, on: date | None, today: date | None
    ) -> tuple[date, Literal["option", "portfolio", "today"]]:
        """The day of the application, and what said so: `on` before the file, `today` where neither is there.

        Raises InputError if nothing says it.
        """
        if on is not None:
            return on, "option"
        if self.portfolio.application_date is not None:
            return self.portfolio.application_date, "portfolio"
        if today is not None:
            return today, "today"
        raise InputError(
            [message(Code.NO_APPLICATION_DATE, "/application_date", "The portfolio gives no application date.")]
        )
