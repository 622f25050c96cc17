"""Sources that nobody has checked again for a long time, those first that are watched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ..core.escaping import escape_terminal
from ..core.wording import count
from .workspace import CatalogSnapshot

WATCHED_DAYS = 30
"""A source that is watched is due after so many days, however long others may wait."""


@dataclass(frozen=True, slots=True)
class Stale:
    """A record, the day its sources were last read, where to read them, and why it is watched, if it is."""

    path: str
    read: str
    days: int
    urls: tuple[str, ...]
    watch: str = ""


def stale(files: Mapping[str, bytes], older_than: int, today: date) -> list[Stale]:
    """Records that were last read more than so many days ago: watched sources first, then the oldest."""
    snapshot = CatalogSnapshot(files, today)
    old = []
    for entry in snapshot.records():
        read, watch = entry.record.get("verified_on") or entry.record.get("read_on"), entry.record.get("watch", "")
        due = timedelta(days=min(older_than, WATCHED_DAYS) if watch else older_than)
        if read is not None and date.fromisoformat(read) < today - due:
            holders = (entry.record, *entry.record.get("terms", ()))
            cited = [citation["source"] for holder in holders for citation in holder.get("citations", ())]
            named = [entry.record] if entry.folder == "sources" else map(snapshot.by_id["sources"].get, cited)
            urls = tuple(dict.fromkeys(page["url"] for page in named if page))
            old.append(Stale(entry.path, read, (today - date.fromisoformat(read)).days, urls, watch))
    return sorted(old, key=lambda s: (not s.watch, s.read, s.path))


def text(records: list[Stale], prefix: str) -> str:
    """A list that also reads well as Markdown."""
    return "".join(_item(_told(s, prefix), [s], map(escape_terminal, s.urls)) for s in records)


def text_by_source(records: list[Stale], prefix: str) -> str:
    """The same by page, so that each is opened once: below it the records that rest on it, oldest first."""
    pages: dict[str, list[Stale]] = {}
    for s in records:
        for url in s.urls or ("No page is named:",):
            pages.setdefault(url, []).append(s)
    return "".join(
        _item(escape_terminal(url), resting, (_told(s, prefix) for s in resting)) for url, resting in pages.items()
    )


def _item(name: str, records: list[Stale], further: Iterable[str]) -> str:
    """An item of a list, and below it why its records are watched, and what else there is to name."""
    why = [f"Watched: {escape_terminal(s.watch)}" for s in records if s.watch]
    return f"- {name}\n" + "".join(f"    - {line}\n" for line in (*why, *further))


def _told(s: Stale, prefix: str) -> str:
    return f"{escape_terminal(prefix + s.path)}, last read on {s.read} ({count(s.days, 'day')} ago)"
