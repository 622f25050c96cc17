"""Sources that nobody has checked again for a long time, those first that are watched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ..core.escaping import escape_terminal
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
    urls = {entry.id: entry.record["url"] for entry in snapshot.records("sources")}
    old = []
    for entry in snapshot.records():
        read, watch = entry.record.get("verified_on") or entry.record.get("read_on"), entry.record.get("watch", "")
        due = timedelta(days=min(older_than, WATCHED_DAYS) if watch else older_than)
        if read is not None and date.fromisoformat(read) < today - due:
            holders = (entry.record, *entry.record.get("terms", ()))
            cited = [citation["source"] for holder in holders for citation in holder.get("citations", ())]
            named = [entry.record["url"]] if entry.folder == "sources" else [urls[s] for s in cited if s in urls]
            age = (today - date.fromisoformat(read)).days
            old.append(Stale(entry.path, read, age, tuple(dict.fromkeys(named)), watch))
    return sorted(old, key=lambda s: (not s.watch, s.read, s.path))


def text(records: list[Stale], prefix: str) -> str:
    """A list that also reads well as Markdown."""
    lines = []
    for s in records:
        lines.append(f"- {_told(s, prefix)}")
        lines += _why([s])
        lines += [f"    - {escape_terminal(url)}" for url in s.urls]
    return "".join(line + "\n" for line in lines)


def text_by_source(records: list[Stale], prefix: str) -> str:
    """The same by page, so that each is opened once: below it the records that rest on it, oldest first."""
    pages: dict[str, list[Stale]] = {}
    for s in records:
        for url in s.urls or ("No page is named:",):
            pages.setdefault(url, []).append(s)
    lines = []
    for url, resting in pages.items():
        lines.append(f"- {escape_terminal(url)}")
        lines += _why(resting)
        lines += [f"    - {_told(s, prefix)}" for s in resting]
    return "".join(line + "\n" for line in lines)


def _why(records: list[Stale]) -> list[str]:
    return [f"    - Watched: {escape_terminal(s.watch)}" for s in records if s.watch]


def _told(s: Stale, prefix: str) -> str:
    ago = f"{s.days} {'day' if s.days == 1 else 'days'} ago"
    return f"{escape_terminal(prefix + s.path)}, last read on {s.read} ({ago})"
