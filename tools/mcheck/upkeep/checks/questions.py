"""Open questions, their readings, and the numbers people know them by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from ..registry import Check, Finding, check
from ..snapshot import CatalogSnapshot, Entry

SWITCHES = {
    "accepted-elsewhere": {"no", "yes"},
    "badge-approval": {"needed", "not-needed"},
    "badge-rate": {"void", "stands"},
    "before-expiry": {"lost", "kept"},
    "content-overlap": {"once", "twice"},
    "early-renewal-gap": {"lost", "kept"},
    "edition-selected-by": {"application", "expiry"},
    "invalid-content": {"floor", "none"},
    "invalid-older": {"later-form", "as-additional"},
    "invalid-from": {"anniversary", "calendar-year"},
    "invalid-primary": {"as-primary", "as-any-invalid"},
    "odd-badge": {"none", "half"},
    "related-badges": {"stack", "area"},
    "split-categories": {"whole", "split"},
    "split-courses": {"whole", "split"},
    "split-licenses": {"whole", "split"},
    "topic-floor": {"every-topic", "electives-exempt", "per-category"},
    "transition": {"completion", "application", "start"},
}
"""What the engine understands: a switch and the values it may have."""


@check(
    "C150",
    "readings-out-of-order",
    "Readings of an ordered question go from cautious to generous; those of an unordered one are neutral.",
    "The engine takes the first as the worst case and the last as the best: met under the first is met.",
    "Sort the readings, the one that helps the educator least first; or set `order` to unordered.",
)
def readings_order(book: CatalogSnapshot, me: Check) -> Iterator[Finding]:
    ranks = {"cautious": 0, "middle": 1, "generous": 2}
    for entry in book.records("questions"):
        stances = [reading["stance"] for reading in entry.record["readings"]]
        if entry.record["order"] == "unordered":
            wrong = set(stances) != {"neutral"}
        else:
            wrong = (
                "neutral" in stances
                or (stances[0], stances[-1]) != ("cautious", "generous")
                or stances != sorted(stances, key=lambda stance: ranks[stance])
            )
        if wrong:
            text = f"The question is {entry.record['order']}, its readings are {', '.join(stances)}."
            yield me.found(entry.path, "/readings", text)


@check(
    "C151",
    "reading-changes-nothing",
    "Each reading changes something that the engine knows, and no two change the same.",
    "A misspelt value would silently be read as the other answer.",
    "Use a switch and a value the engine knows, or an activity with dated values.",
)
def changes_nothing(book: CatalogSnapshot, me: Check) -> Iterator[Finding]:
    valued = {e.id for e in book.records("activities") if e.record.get("values")}
    unsound = book.ids["activities"] - {e.id for e in book.everything("activities")}
    for entry in book.records("questions"):
        seen: list[Any] = []
        serving = [_serving(reading) for reading in entry.record["readings"]]
        for index, reading in enumerate(entry.record["readings"]):
            at = f"/readings/{index}/changes"
            for activity in sorted(set[str]().union(*serving) - serving[index]):
                yield me.found(entry.path, at, f"It does not say what {activity} may serve, and another reading does.")
            if not reading["changes"]:
                yield me.found(entry.path, at, "This reading changes nothing.")
            elif reading["changes"] in seen:
                yield me.found(entry.path, at, "This reading changes the same as another one.")
            seen.append(reading["changes"])
            for n, change in enumerate(reading["changes"]):
                text = _unknown(change, valued | unsound | (set() if valued else {change.get("activity")}))
                if text:
                    yield me.found(entry.path, f"{at}/{n}", text)


def _serving(reading: Any) -> set[str]:
    """The activities of which a reading says what they may serve."""
    return {change["activity"] for change in reading["changes"] if "serves" in change and "activity" in change}


def _unknown(change: Any, valued: set[Any]) -> str:
    if "switch" in change:
        known = SWITCHES.get(change["switch"], set())
        if change.get("is") not in known:
            return f'"{change.get("is")}" is no value of {change["switch"]}; known are {", ".join(sorted(known))}.'
    elif "activity" in change:
        if not change.keys() & {"points", "serves"}:
            return "It names an activity, but neither points nor what they may serve."
        if change["activity"] not in valued:
            return f"{change['activity']} has no dated value that this could change."
    elif "record" not in change:
        return "It names neither a switch, nor an activity, nor a record to keep."
    return ""


@check(
    "C152",
    "asked-twice",
    "Only one question sets a switch or the value of an activity.",
    "The engine would follow one of them, and nobody could say which.",
    "Put the readings into one question.",
)
def asked_twice(book: CatalogSnapshot, me: Check) -> Iterator[Finding]:
    owner: dict[tuple[str, str], Entry] = {}
    for entry in book.records("questions"):
        for index, reading in enumerate(entry.record["readings"]):
            for n, change in enumerate(reading["changes"]):
                for key in ("switch", "activity"):
                    other = owner.setdefault((key, change[key]), entry) if key in change else entry
                    if other is not entry:
                        at = f"/readings/{index}/changes/{n}"
                        yield me.found(entry.path, at, f"{change[key]} is asked in {other.path} already.")


@check(
    "C153",
    "number-twice",
    "No two questions, and no two checks, have the same number.",
    "People quote the number in letters to the department.",
    "Take the next free number.",
)
def number_twice(book: CatalogSnapshot, me: Check) -> Iterator[Finding]:
    for folder in ("questions", "checks"):
        counts = Counter(e.record["number"] for e in book.records(folder) if "number" in e.record)
        for entry in book.records(folder):
            number = entry.record.get("number")
            if counts[number] > 1:
                yield me.found(entry.path, "/number", f"{number} stands in {counts[number]} records.")
