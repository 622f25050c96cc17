"""Dates: in order, not in the future, not later than the day they were verified."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from ..registry import Problem, check, record_check
from ..workspace import CatalogSnapshot, Entry, set_at, texts

PAST = frozenset({"published", "read_on", "dated", "on"})
"""Keys whose day is over when somebody reads of it. A rule, by contrast, may begin in the future."""


@record_check("C130", "activities", fixable=True)
def values_out_of_order(entry: Entry, _: CatalogSnapshot) -> Iterator[Problem]:
    """Dated values are ordered from the oldest to the newest; one without a date comes first.

    Why: A value holds until the next one: in the wrong order a person reads the wrong one.
    What to do: Sort the values by `from`.
    """
    values = entry.record.get("values", [])
    right = sorted(values, key=_start)
    if values != right:
        yield Problem("/values", "The values are not in the order of `from`.", fix=_sort_values)


def _start(value: Any) -> str:
    return str(value.get("from", ""))


def _sort_values(data: Any) -> Any:
    data["values"].sort(key=_start)
    return data


@check("C131")
def same_date(snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """No two values of an activity, and no two editions, begin on the same day.

    Why: Nobody could say which of them holds.
    What to do: Take one out, or correct its date.
    """
    for entry in snapshot.records("activities"):
        starts = [_start(value) for value in entry.record.get("values", ())]
        for index, start in enumerate(starts):
            if start in starts[:index]:
                what = f"begins on {start}, as another does" if start else "has no `from`, like another one"
                yield Problem(f"/values/{index}", f"This value {what}.", path=entry.path)
    days = Counter(entry.record["effective_from"] for entry in snapshot.records("renewal"))
    for entry in snapshot.records("renewal"):
        day = entry.record["effective_from"]
        if days[day] > 1:
            yield Problem("/effective_from", f"More than one edition begins on {day}.", path=entry.path)


@record_check("C132", "renewal")
def edition_name(entry: Entry, _: CatalogSnapshot) -> Iterator[Problem]:
    """An edition of the rules is named by its first day.

    Why: The list of files then is the history of the rules.
    What to do: Let `id` and `effective_from` agree.
    """
    day = entry.record["effective_from"]
    if entry.id != day:
        yield Problem("/effective_from", f'The edition is called "{entry.id}" but begins on {day}.')


@record_check("C133")
def dated_after_verified(entry: Entry, snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """Nothing was published, read or settled after `verified_on`; and that day is not in the future.

    Why: `verified_on` says when a person last compared the record with its sources.
    What to do: Read the source again and set `verified_on` to today, or correct the date.
    """
    today, record = snapshot.today.isoformat(), entry.record
    key = next((key for key in ("verified_on", "read_on") if key in record), None)
    if key is None:
        return
    last = record[key]
    if last > today:
        text = f"{last} is in the future; today is {today}."
        yield Problem(f"/{key}", text, "Give the day on which somebody actually read the source.")
    for pointer, day in texts(record):
        if pointer.rpartition("/")[2] in PAST and day > last[: len(day)]:
            yield Problem(pointer, f"{day} is after {last}, when this was last read.")


@check("C134", fixable=True)
def edition_of_the_data(snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """`edition` is year, month and number of the release in that month, and fits `released`.

    Why: A report names the edition; a person must be able to tell how old it is.
    What to do: Let `edition` begin with the year and month of `released`, without leading zeros.
    """
    meta = snapshot.top("catalog.json")
    if meta:
        year, month, _ = meta["released"].split("-")
        right = f"{year}.{int(month)}."
        if not meta["edition"].startswith(right):
            text, fix = f"Released on {meta['released']}, it begins {right}", set_at("/edition", f"{right}1")
            yield Problem("/edition", text, fix=fix, path="catalog.json")


@record_check("C135", "licenses")
def end_before_start(entry: Entry, _: CatalogSnapshot) -> Iterator[Problem]:
    """A condition for licenses issued between two days names the earlier day first.

    Why: With the days turned round it would hold for nobody.
    What to do: Exchange the days, or correct the wrong one.
    """
    for index, condition in enumerate(entry.record.get("conditions", ())):
        first, last = condition.get("issued_from"), condition.get("issued_to")
        if first is not None and last is not None and first > last:
            yield Problem(f"/conditions/{index}/issued_to", f"{last} is before {first}.")
