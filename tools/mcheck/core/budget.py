"""Work that may still be done: counted, never timed, so that answers do not depend on a clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class Budget:
    """Units of work that are `left`. The last one spent on may overdraw it."""

    def __init__(self, left: int) -> None:
        self.left = left

    def spend(self, work: int) -> None:
        self.left -= work

    def share(self, parts: int) -> int:
        """What one of so many may spend: an equal part of what is left, rounded down; nothing once it is exhausted."""
        return max(self.left // parts, 0)

    def exhausted(self, keep: int = 0) -> bool:
        """Whether nothing is left but what is to be kept for others."""
        return self.left <= keep

    @contextmanager
    def limited_to(self, work: int) -> Iterator[None]:
        """Lets what is done inside see no more than this as left; the rest is there again afterwards."""
        aside = self.left - work
        self.left = work
        try:
            yield
        finally:
            self.left += aside
