"""Open questions, their readings, the numbers people know them by, and the named checks that have one, too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from ...catalog.switches import SWITCHES
from ...judging.checks import CHECKS as NAMED_CHECKS
from ..registry import Problem, check, record_check
from ..workspace import CatalogSnapshot, Entry


@record_check("C150", "questions")
def readings_out_of_order(entry: Entry, _: CatalogSnapshot) -> Iterator[Problem]:
    """Readings of an ordered question go from cautious to generous; those of an unordered one are neutral.

    Why: The engine takes the first as the worst case and the last as the best: met under the first is met.
    What to do: Sort the readings, the one that helps the educator least first; or set `order` to unordered.
    """
    stances = [reading["stance"] for reading in entry.record["readings"]]
    if entry.record["order"] == "unordered":
        right = set(stances) == {"neutral"}
    else:
        order = ("cautious", "middle", "generous")
        right = [stances[0], stances[-1]] == ["cautious", "generous"] and {*stances} <= {*order}
        right = right and stances == sorted(stances, key=order.index)
    if not right:
        text = f"The question is {entry.record['order']}, its readings are {', '.join(stances)}."
        yield Problem("/readings", text)


@record_check("C151", "questions")
def reading_changes_nothing(entry: Entry, snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """Each reading changes something that the engine knows, and no two change the same.

    Why: A misspelt value would silently be read as the other answer.
    What to do: Use a switch and a value the engine knows, or an activity with dated values.
    """
    valued = {e.id for e in snapshot.records("activities") if e.record.get("values")}
    unsound = snapshot.ids["activities"] - {e.id for e in snapshot.everything("activities")}
    changes = [reading["changes"] for reading in entry.record["readings"]]
    serving = [{change.get("activity") for change in each if "serves" in change} - {None} for each in changes]
    for index, mine in enumerate(changes):
        at = f"/readings/{index}/changes"
        for activity in sorted(set().union(*serving) - serving[index]):
            yield Problem(at, f"It does not say what {activity} may serve, and another reading does.")
        if not mine:
            yield Problem(at, "This reading changes nothing.")
        elif mine in changes[:index]:
            yield Problem(at, "This reading changes the same as another one.")
        for n, change in enumerate(mine):
            text = _unknown(change, valued | unsound | (set() if valued else {change.get("activity")}))
            if text:
                yield Problem(f"{at}/{n}", text)


def _unknown(change: Any, valued: set[Any]) -> str:
    if "switch" in change:
        known = SWITCHES[change["switch"]].values
        if change.get("is") not in known:
            listed = ", ".join(sorted(known))
            return f'"{change.get("is")}" is not a value of {change["switch"]}; known values: {listed}.'
    elif "activity" in change:
        if not change.keys() & {"points", "serves"}:
            return "It names an activity, but neither points nor what they may serve."
        if change["activity"] not in valued:
            return f"{change['activity']} has no dated value that this could change."
    elif "record" not in change:
        return "It names neither a switch, nor an activity, nor a record to keep."
    return ""


@check("C152")
def asked_twice(snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """Only one question sets a switch or the value of an activity.

    Why: The engine would follow one of them, and nobody could say which.
    What to do: Put the readings into one question.
    """
    owner: dict[tuple[str, str], Entry] = {}
    for entry in snapshot.records("questions"):
        for index, reading in enumerate(entry.record["readings"]):
            for n, change in enumerate(reading["changes"]):
                for key in ("switch", "activity"):
                    other = owner.setdefault((key, change[key]), entry) if key in change else entry
                    if other is not entry:
                        at = f"/readings/{index}/changes/{n}"
                        yield Problem(at, f"{change[key]} is already asked in {other.path}.", path=entry.path)


@check("C153")
def number_twice(snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """No two questions, and no two checks, have the same number.

    Why: People quote the number in letters to the department.
    What to do: Take the next free number.
    """
    for folder in ("questions", "checks"):
        counts = Counter(e.record["number"] for e in snapshot.records(folder) if "number" in e.record)
        for entry in snapshot.records(folder):
            number = entry.record.get("number")
            if counts[number] > 1:
                yield Problem("/number", f"{number} appears in {counts[number]} records.", path=entry.path)


@record_check("C158", "checks")
def check_nobody_runs(entry: Entry, _: CatalogSnapshot) -> Iterator[Problem]:
    """Every named check is one that mcheck runs.

    Why: A record without a function behind it promises to find a mistake that nobody looks for.
    What to do: Correct the number, or add the function first (docs/developers/extending.md).
    """
    number = entry.record["number"]
    if number not in NAMED_CHECKS:
        yield Problem("/number", f"mcheck has no check {number}.")
