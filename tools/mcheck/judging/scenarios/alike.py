"""Which missing facts are interchangeable: those of items that differ in nothing that a verdict could depend on."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from ...core.pointers import item_of, last_key
from ...core.portfolio import Activity, Item
from ...regulation.application import Application
from ...regulation.pairing import token


def alike_facts(case: Application, keys: Iterable[str]) -> list[list[str]]:
    """Groups of open points that may be exchanged for each other, in the order of the file.

    Of an item of which more than one fact is open none is alike another: they could not be exchanged one by one.
    """
    open_of: dict[str, list[str]] = {}
    for key in keys:
        kind, _, pointer = key.partition(":")
        if kind == "fact":
            open_of.setdefault(item_of(pointer), []).append(key)
    given = [badge.credential for badge in case.portfolio.badges]
    groups: dict[Hashable, list[str]] = {}
    for item in case.portfolio.items:
        mine = open_of.get(item.pointer, ())
        once = isinstance(item, Activity) or given.count(item.credential) == 1
        if len(mine) == 1 and once:
            groups.setdefault((last_key(mine[0]), repr(_what_matters(case, item))), []).append(mine[0])
    return [group for group in groups.values() if len(group) > 1]


def _what_matters(case: Application, item: Item) -> Hashable:
    """The item without what tells it apart and no rule looks at."""
    plain = item._replace(pointer="", title="", evidence=None, files=())
    if isinstance(plain, Activity):
        return plain
    known = token(plain, case.catalog.get("credentials", plain.credential))
    return plain._replace(credential=""), known.stack, known.areas
