"""By which changed records a verdict changes: each is tried alone in the old catalog, then left out of the new one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from ...catalog.store import Catalog
from .diff import Change


class Cause(NamedTuple):
    """Changed records, as folder and id: each enough by `alone`, or else only together."""

    records: tuple[str, ...] = ()
    alone: bool = True

    def __str__(self) -> str:
        return (" or " if self.alone else " with ").join(self.records) or "all changes together"


class Causes:
    """The old and the new catalog, as files, with what lies between them: catalogs with one record of the other."""

    def __init__(self, before: Mapping[str, bytes], after: Mapping[str, bytes], changes: Sequence[Change]) -> None:
        self._before, self._after = before, after
        self._records = [f"{change.folder}/{change.id}" for change in changes if change.size != "patch"]

    def of(self, verdict_under: Callable[[Catalog], str], after: str) -> Cause:
        """What brings a verdict to what it is `after` all changes; `verdict_under` judges under a catalog."""
        if enough := [name for name, one in self._with.items() if verdict_under(one) == after]:
            return Cause(tuple(enough))
        return Cause(tuple(name for name, one in self._without.items() if verdict_under(one) != after), alone=False)

    @cached_property
    def _with(self) -> dict[str, Catalog]:
        return {name: Catalog(_exchanged(self._before, self._after, name)) for name in self._records}

    @cached_property
    def _without(self) -> dict[str, Catalog]:
        return {name: Catalog(_exchanged(self._after, self._before, name)) for name in self._records}


def _exchanged(files: Mapping[str, bytes], others: Mapping[str, bytes], record: str) -> dict[str, bytes]:
    """Files of a catalog with one record as it is in another one, where it may be missing."""
    path = f"{record}.json"
    left = {name: raw for name, raw in files.items() if name != path}
    return {**left, path: others[path]} if path in others else left
