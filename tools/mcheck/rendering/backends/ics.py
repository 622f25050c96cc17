"""Dated entries as an iCalendar file (RFC 5545), made so that a later import updates events and doubles none."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from ...catalog.store import Catalog
from ...core.escaping import escape_terminal
from ...regulation.dates.deadlines import Deadline
from ..document import Cited

NINE = timedelta(hours=9)
"""Reminders ring at nine in the morning."""


FIRST_REVISION = datetime(2020, 1, 1, tzinfo=UTC)
"""Revisions are numbered by the seconds since then: counted from 1970, the numbers would leave 32 bits in 2038."""


def render(
    entries: Iterable[Deadline], catalog: Catalog, label: str = "", saved: datetime | None = None, *, whose: str = ""
) -> str:
    """The calendar. The same input gives the same bytes.

    An event's UID comes from what it is about and from `whose` it is, never from its day: `label` (the portfolio's), or
    for a portfolio without one whatever else tells it from others; it is hashed, so that nobody can read it. Which of
    two events with one UID is the newer is said by SEQUENCE and DTSTAMP, and the moment they tell is the one when what
    the event says was last changed: when the portfolio was `saved` or the catalog released, whichever is later. So a
    day that is corrected is taken over by programs that follow RFC 5546, whether it moves later or earlier.
    """
    released = datetime.combine(date.fromisoformat(catalog.meta["released"]), datetime.min.time(), UTC)
    revised = max(released, saved or released).replace(microsecond=0)
    calendar = Calendar()
    calendar.add("prodid", "-//mcheck//renewal dates//EN")
    calendar.add("version", "2.0")
    name = f"License renewal: {_shown(label)}" if label else "License renewal"
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)  # the older name of the same thing, which most programs read
    for entry in entries:
        calendar.add_component(_event(entry, catalog, whose or label, revised))
    return str(calendar.to_ical(), "utf-8")


def _shown(text: str) -> str:
    """A line of text; it may be folded anywhere, and no part of it may begin with what a build log obeys."""
    return escape_terminal(text).replace("::", ": :")


def uid(entry: Deadline, whose: str) -> str:
    """Forever the same for the same entry of the same portfolio."""
    return f"{uuid.uuid5(uuid.NAMESPACE_URL, f'tag:mcheck,2026:calendar/{whose}/{entry.key}')}@mcheck"


def _event(entry: Deadline, catalog: Catalog, whose: str, revised: datetime) -> Event:
    event = Event()
    event.add("uid", uid(entry, whose))
    event.add("dtstamp", revised)
    event.add("last-modified", revised)
    event.add("sequence", int((revised - FIRST_REVISION).total_seconds()))
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", _shown(entry.title))
    event.add("description", _description(entry, catalog))
    sources = [catalog.source(citation["source"]) for citation in entry.citations]
    if address := sources[0]["url"] if sources else catalog.site:
        event.add("url", address)
    event.add("categories", ["License renewal"])
    event.add("transp", "TRANSPARENT")
    for days in entry.remind:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", _shown(entry.title))
        alarm.add("trigger", NINE - timedelta(days=days))
        event.add_component(alarm)
    return event


def _description(entry: Deadline, catalog: Catalog) -> str:
    lines = [_shown(entry.text)]
    if entry.advice:
        lines.append("This day is our advice, not a rule.")
    if entry.question is not None:
        record = catalog.get("questions", entry.question)
        lines.append(f"Open question: {record['title']}. {record['asks']}")
    sources = []
    for citation in entry.citations:
        source = catalog.source(citation["source"])
        line = f"{Cited(source, citation.get('at')).name} ({source['authority'].replace('-', ' ')}): {source['url']}"
        if line not in sources:
            sources.append(line)
    if sources:
        lines += ["", "Sources:" if not entry.advice else "The rule behind it:", *sources]
    return "\n".join([*lines, "", catalog.meta["notice"]])
