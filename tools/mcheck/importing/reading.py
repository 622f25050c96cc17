"""What a file is imported by, handed from its kind down to its rows and badges."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ..catalog.store import Catalog
from .mapping import Mapping
from .result import Answers, FileResult, pointer
from .tables.doubles import Seen


class Reading(NamedTuple):
    """What a file is read by. What comes of it, and what is asked, is noted in `told`."""

    told: FileResult
    catalog: Catalog
    today: date
    mapping: Mapping
    answers: Answers
    seen: Seen
    base: tuple[str | int, ...] = ()
    """The keys with which pointers of its questions begin."""

    def at(self, *keys: str | int) -> str:
        """The pointer of a question."""
        return pointer(*self.base, *keys)
