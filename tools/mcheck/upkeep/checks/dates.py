"""Days in their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from ..registry import Check, Finding, check
from ..snapshot import CatalogSnapshot, set_at, walk

PAST = frozenset({"published", "read_on", "dated", "on"})
"""Keys whose day is over when somebody reads of it. A rule, by contrast, may begin in the future."""


@check(
    "C130",
    "values-out-of-order",
    "Dated values stand from the oldest to the newest; one without a date comes first.",
    "A value holds until the next one: in the wrong order a person reads the wrong one.",
    "Sort the values by `from`.",
    mends=True,
)
def out_of_order(book: CatalogSnapshot, me: Check) -> Iterator[Finding]:
    for entry in book.records("activities"):
        values = entry.record.get("values", [])
        right = sorted(values, key=_start)
        if values != right:
            yield me.found(entry.path, "/values", "The values are not in the order of `from`.", fix=_sort_values)


def _start(value: Any) -> str:
    return str(value.get("from", ""))


def _sort_values(data: Any) -> Any:
    data["values"].sort(key=_start)
    return data


@check(
    "C131",
    "same-date",
    "No two values of an activity, and no two editions, begin on the same day.",
    "Nobody could say which of them holds.",
    "Take one out, or correct its date.",
)
def same_date(book: CatalogSnapshot, me: Check) -> Iterator[Finding]:
    for entry in book.records("activities"):
        seen: set[str] = set()
        for index, value in enumerate(entry.record.get("values", ())):
            start = _start(value)
            if start in seen:
                what = f"begins on {start}, as another does" if start else "has no `from`, like another one"
                yield me.found(entry.path, f"/values/{index}", f"This value {what}.")
            seen.add(start)
    days = Counter(entry.record["effective_from"] for entry in book.records("renewal"))
    for entry in book.records("renewal"):
        day = entry.record["effective_from"]
        if days[day] > 1:
            yield me.found(entry.path, "/effective_from", f"More than one edition begins on {day}.")


@check(
    "C132",
    "edition-name",
    "An edition of the rules is named by its first day.",
    "The list of files then is the history of the rules.",
    "Let `id` and `effective_from` agree.",
)
def edition_name(book: CatalogSnapshot, me: Check) -> Iterator[Finding]:
    for entry in book.records("renewal"):
        day = entry.record["effective_from"]
        if entry.id != day:
            yield me.found(entry.path, "/effective_from", f'The edition is called "{entry.id}" but begins on {day}.')


@check(
    "C133",
    "dated-after-verified",
    "Nothing was published, read or settled after `verified_on`; and that day is not in the future.",
    "`verified_on` says when a person last compared the record with its sources.",
    "Read the source again and set `verified_on` to today, or correct the date.",
)
def after_verified(book: CatalogSnapshot, me: Check) -> Iterator[Finding]:
    today = book.today.isoformat()
    for entry in book.records():
        record = entry.record
        last = record.get("verified_on") or record.get("read_on")
        if last is None:
            continue
        if last > today:
            key = "verified_on" if "verified_on" in record else "read_on"
            text = f"{last} is in the future; today is {today}."
            yield me.found(entry.path, f"/{key}", text, "Give the day somebody really read the source.")
        for pointer, value in walk(record):
            if pointer.rpartition("/")[2] in PAST and isinstance(value, str) and value > last[: len(value)]:
                yield me.found(entry.path, pointer, f"{value} lies after {last}, when this was last read.")


@check(
    "C134",
    "edition-of-the-data",
    "`edition` is year, month and number of the release in that month, and fits `released`.",
    "A report names the edition; a person must be able to tell how old it is.",
    "Let `edition` begin with the year and month of `released`, without leading zeros.",
    mends=True,
)
def edition_of_the_data(book: CatalogSnapshot, me: Check) -> Iterator[Finding]:
    meta = book.top("catalog.json")
    if meta:
        year, month, _ = meta["released"].split("-")
        right = f"{year}.{int(month)}."
        if not meta["edition"].startswith(right):
            fix = set_at("/edition", f"{right}1")
            yield me.found("catalog.json", "/edition", f"Released on {meta['released']}, it begins {right}", fix=fix)


@check(
    "C135",
    "end-before-start",
    "A condition for licenses issued between two days names the earlier day first.",
    "With the days turned round it would hold for nobody.",
    "Exchange the days, or correct the wrong one.",
)
def end_before_start(book: CatalogSnapshot, me: Check) -> Iterator[Finding]:
    for entry in book.records("licenses"):
        for index, condition in enumerate(entry.record.get("conditions", ())):
            first, last = condition.get("issued_from"), condition.get("issued_to")
            if first is not None and last is not None and first > last:
                yield me.found(entry.path, f"/conditions/{index}/issued_to", f"{last} lies before {first}.")
