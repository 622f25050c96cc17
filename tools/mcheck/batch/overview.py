"""Who is at risk, counted as lines come: by days left and state, the commonest gaps, what a workshop would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from ..reporting.rows import UNREADABLE
from .table import TableRow, rows_of_line

if TYPE_CHECKING:
    from ..core.reports.batch_line import BatchLine, LicenseSummary

GROUPS = {
    "expired": "Expired",
    "90-days": "Within 90 days",
    "365-days": "91 to 365 days",
    "later": "Later",
    "no-day": "No expiry known",
    "unreadable": "Could not be read",
}
"""By how many days are left until a license expires, the most urgent first."""
SOON = ("90-days", "365-days")
"""The groups of those that end within a year from now."""
SIZES = (10, 15, 30)
"""PDPs of the workshops whose effect is told."""
MOST_GAPS = 5
SURE = ("met", "no PDPs needed", "not now", "not covered")
"""States of licenses that are at no risk."""
IN_ALL = "total"

Row: TypeAlias = tuple[str, list[int]]
"""A row of a table: what it counts, and its numbers."""


def group_of(row: TableRow) -> str:
    """The key of the group in which a row is."""
    if row["state"] == UNREADABLE:
        return "unreadable"
    days = row.get("days_left")
    if days is None:
        return "no-day"
    return "expired" if days < 0 else "90-days" if days <= 90 else "365-days" if days <= 365 else "later"


class Overview:
    """Counts over a batch; it grows with the number of groups and requirements, not with that of people."""

    def __init__(self) -> None:
        self.people = self.unreadable = 0
        self.days: set[str] = set()
        """The days of the applications; of several different ones only two."""
        self.states: Counter[str] = Counter()
        """Rows by state."""
        self.by_group: Counter[tuple[str, str]] = Counter()
        """Rows by group and state."""
        self.gaps: Counter[str] = Counter()
        """Licenses that lack points in a requirement or, for IN_ALL, in all, whatever open points turn out to be."""
        self.labels: dict[str, str] = {IN_ALL: "PDPs in all"}
        self._helped: dict[str, Counter[float]] = {}
        """People whom a workshop would bring to met: by the only requirement they lack, by the PDPs it takes."""

    def add(self, line: BatchLine) -> None:
        """Counts one line."""
        self.people += 1
        self.unreadable += line.get("status") == UNREADABLE
        if "as_of" in line and len(self.days) < 2:
            self.days.add(line["as_of"])
        for row in rows_of_line(line):
            self.states[row["state"]] += 1
            self.by_group[group_of(row), row["state"]] += 1
        licenses = line.get("licenses", ())
        for license in licenses:
            self._count_gaps(license)
        short = [each for each in licenses if each.get("verdict") == "not-met"]
        if short and not any(each.get("verdict") == "depends" for each in licenses):
            self._count_helped(short)

    def _count_gaps(self, license: LicenseSummary) -> None:
        for part in license.get("requirements", ()):
            self.labels.setdefault(part["id"], part["label"])
            self.gaps[part["id"]] += part["short"]["low"] > 0
        self.gaps[IN_ALL] += license.get("short", {"low": 0})["low"] > 0

    def _count_helped(self, short: Sequence[LicenseSummary]) -> None:
        """Counts a person who lacks points in one requirement only, or in all only, and nothing but points."""
        lacking = {part["id"] for each in short for part in each["requirements"] if part["short"]["high"]}
        if len(lacking) > 1 or any("failed_conditions" in each or not each["short"]["low"] for each in short):
            return
        needed = float(sum(each["short"]["high"] for each in short))
        self._helped.setdefault(next(iter(lacking), IN_ALL), Counter())[needed] += 1

    def rows_in(self, group: str) -> int:
        """How many rows a group has."""
        return sum(often for (key, _), often in self.by_group.items() if key == group)

    def within_a_year(self, state: str) -> int:
        """How many rows in a state end within a year from now."""
        return sum(self.by_group[group, state] for group in SOON)

    def by_days_left(self, states: Sequence[str]) -> list[Row]:
        """(group, how many rows are in each of these states), without groups that have none."""
        rows = [(label, [self.by_group[key, state] for state in states]) for key, label in GROUPS.items()]
        return [(label, numbers) for label, numbers in rows if any(numbers)]

    def commonest_gaps(self) -> list[Row]:
        """(what is lacking, how many licenses lack it), the commonest first."""
        gaps = sorted(self.gaps.items(), key=lambda one: (-one[1], one[0]))
        return [(self.labels[key], [often]) for key, often in gaps if often][:MOST_GAPS]

    def workshops(self) -> list[Row]:
        """(what a workshop is on, how many people it brings to met: by each of SIZES, then by one that is long enough).

        Of a workshop on no requirement in particular those are told who lack points in all only.
        """
        rows = []
        for key, needed in self._helped.items():
            counts = [sum(often for points, often in needed.items() if points <= size) for size in SIZES]
            rows.append((self.labels[key] if key != IN_ALL else "Any topic", [*counts, needed.total()]))
        return sorted(rows, key=lambda one: (-one[1][-1], one[0]))

    def at_risk(self) -> tuple[int, int]:
        """(licenses that end within a year and are not sure to be renewed, all that end within a year)."""
        soon = {state: self.within_a_year(state) for state in self.states}
        return sum(often for state, often in soon.items() if state not in SURE), sum(soon.values())
