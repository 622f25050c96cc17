"""The persistent collections that jsonschema and referencing use, on plain ones: rpds is native code without a wheel.

A change copies. The maps of the schemas hold a few dozen entries, so that costs nothing that a check would notice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any


class HashTrieMap(Mapping[Any, Any]):
    """A map that is never changed in place."""

    def __init__(self, value: Mapping[Any, Any] | Iterable[tuple[Any, Any]] = (), **named: Any) -> None:
        self._entries = dict(value, **named)

    def __getitem__(self, key: Any) -> Any:
        return self._entries[key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __hash__(self) -> int:
        return hash(frozenset(self._entries.items()))

    @classmethod
    def convert(cls, value: Any) -> HashTrieMap:
        return value if isinstance(value, cls) else cls(value)

    def insert(self, key: Any, value: Any) -> HashTrieMap:
        return HashTrieMap({**self._entries, key: value})

    def update(self, *others: Any, **named: Any) -> HashTrieMap:
        entries = dict(self._entries)
        for other in others:
            entries.update(other)
        return HashTrieMap({**entries, **named})

    def remove(self, key: Any) -> HashTrieMap:
        """Without a key, which must be there."""
        entries = dict(self._entries)
        del entries[key]
        return HashTrieMap(entries)


class HashTrieSet(frozenset[Any]):
    """A set that is never changed in place."""

    def insert(self, value: Any) -> HashTrieSet:
        return HashTrieSet((*self, value))

    def update(self, *others: Iterable[Any]) -> HashTrieSet:
        return HashTrieSet(self.union(*others))

    def discard(self, value: Any) -> HashTrieSet:
        return HashTrieSet(self - {value})


class List(tuple[Any, ...]):
    """A list that grows at its front."""

    def push_front(self, item: Any) -> List:
        return List((item, *self))
