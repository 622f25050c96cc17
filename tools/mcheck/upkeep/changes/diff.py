"""What changed between two catalogs, record by record and field by field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from ...core.records import Record
from ..workspace import FOLDERS, fields_marked

ABSENT = object()
"""Stands for a field that is not there, which is not the same as one that holds nothing."""

KEYS = ("id", "from", "source", "fact", "topic", "title")
"""What tells the items of a list apart, the first of these that they have. A value without `from` is the first one."""

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
LONG = timedelta(days=365)
"""On what has been in force longer people have relied."""

SIZES = ("patch", "minor", "major")


PROSE = (
    "$schema summary notes note name label says why ask asks what mend fires_when citations verified_on read_on "
    "changes not_known sentence status_note date_note last_seen where_to_look"
)
"""Fields that only a person reads."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field before and after; `steps` lead to it, with ids and dates in the place of list positions."""

    steps: tuple[str, ...]
    before: Any
    after: Any

    @property
    def first_day(self) -> str:
        """The first day of the dated value that it is, or is in; "" for what has none."""
        return next((step for step in self.steps if DAY.fullmatch(step)), "")

    @property
    def is_number(self) -> bool:
        """Whether a number is another one now."""
        sides = self.before, self.after
        return all(isinstance(side, int | Decimal) and not isinstance(side, bool) for side in sides)

    @property
    def words_only(self) -> bool:
        return not {*PROSE.split()}.isdisjoint(self.steps)


@dataclass(frozen=True, slots=True)
class Change:
    """A record that was added, removed, moved or changed."""

    folder: str
    id: str
    how: str
    record: Record
    """As it is now; as it was, if it was removed."""
    fields: tuple[FieldChange, ...] = ()
    """What differs; of an edition that was added, against the edition before it."""

    @property
    def title(self) -> str:
        """What people call it."""
        return str(self.record.get("title") or self.record.get("name") or self.id)

    def long_in_force(self, today: date) -> str:
        """Since when numbers hold that it changes, where that is long ago, so that people have relied on them."""
        judged = fields_marked(self.folder, "x-judged")
        numbers = (field for field in self.fields if field.is_number and field.steps[0] in judged)
        starts = (field.first_day or str(self.record.get("effective_from", "")) for field in numbers)
        long = [start for start in starts if start and date.fromisoformat(start) <= today - LONG]
        return min(long, default="") if self.how == "changed" else ""

    def to_come(self, today: date) -> str:
        """The first day of an edition that was added, where that is still to come."""
        start = str(self.record.get("effective_from", ""))
        return start if self.how == "added" and start > today.isoformat() else ""

    @property
    def size(self) -> str:
        """How far it may reach: major may change a verdict or break a reader, patch is words only."""
        judged = fields_marked(self.folder, "x-judged")
        if self.how == "removed" or any(f.steps[0] in judged and not f.words_only for f in self.fields):
            return "major"
        if self.how == "added" and self.folder in ("renewal", "questions"):
            return "major"
        if self.how == "changed" and all(f.words_only for f in self.fields):
            return "patch"
        return "minor"


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Changes by folder and id. Both map a path inside the catalog to the data of that file."""
    changed = []
    for path in sorted(old.keys() | new.keys()):
        folder, _, name = path.partition("/")
        if folder not in FOLDERS:
            continue
        before, after = old.get(path), new.get(path)
        record_id = name.removesuffix(".json")
        if before is None:
            changed.append(Change(folder, record_id, "added", new[path], tuple(_against_the_one_before(path, new))))
        elif after is None:
            changed.append(Change(folder, record_id, "removed", before))
        elif after["kind"] == "moved" and before.get("kind") != "moved":
            changed.append(Change(folder, record_id, "moved", after))
        elif fields := tuple(_compare(before, after, ())):
            changed.append(Change(folder, record_id, "changed", after, fields))
    return changed


def _against_the_one_before(path: str, data: Mapping[str, Any]) -> Iterator[FieldChange]:
    """What a new edition changes: editions are whole, and nobody could see it among all that stays."""
    earlier = max((p for p in data if p.startswith("renewal/") and p < path), default=None)
    if path.startswith("renewal/") and earlier is not None:
        fields = _compare(data[earlier], data[path], ())
        yield from (f for f in fields if f.steps[0] not in ("id", "effective_from") and not f.words_only)


def size(changes: Sequence[Change], verdicts_change: bool) -> str:
    """The size of a whole set of changes: that of the farthest reaching one."""
    if verdicts_change:
        return "major"
    return max((change.size for change in changes), key=SIZES.index, default="patch")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a report says in short: the verdict, and for each license its own, with what is held of what is needed.

    `why` is filled when the portfolio cannot be checked.
    """

    verdict: str
    licenses: Mapping[str, Mapping[str, str]]
    why: str = ""


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """A portfolio judged before and after the change; so many years later than it says, for an application on a day."""

    portfolio: str
    years_later: int
    on: str
    before: Outcome
    after: Outcome
    by: str = ""
    """What changes the verdict, by folder and id, where that changes."""

    @property
    def flips(self) -> bool:
        return self.before.verdict != self.after.verdict


@dataclass(frozen=True, slots=True)
class Difference:
    """All that is known of a change: from and to are (name, edition, hash)."""

    old: tuple[str, str, str]
    new: tuple[str, str, str]
    changes: Sequence[Change]
    verdict_changes: Sequence[VerdictChange]
    judged: int
    """How many portfolios were judged."""
    today: date
    not_judged: str = ""
    """Where nobody was judged, as a catalog is from before the present schemas: the first thing that does not fit."""

    @property
    def flips(self) -> list[VerdictChange]:
        return [effect for effect in self.verdict_changes if effect.flips]

    @property
    def size(self) -> str:
        return size(self.changes, bool(self.flips))


def _compare(before: Any, after: Any, steps: tuple[str, ...]) -> Iterator[FieldChange]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*before, *(k for k in after if k not in before)]:
            yield from _compare(before.get(key, ABSENT), after.get(key, ABSENT), (*steps, key))
        return
    key = _key_of(before, after)
    if key is None:
        yield FieldChange(steps, before, after)
    else:
        yield from _compare(_keyed(before, key), _keyed(after, key), steps)


def _key_of(before: Any, after: Any) -> str | None:
    """The key by which the objects of both lists are told apart; None when none does for both."""
    sides = before, after
    if not all(isinstance(side, list) and all(isinstance(item, dict) for item in side) for side in sides):
        return None
    for key in KEYS:
        named = any(key in item for side in sides for item in side)
        if named and all(len(_keyed(side, key)) == len(side) for side in sides):
            return key
    return None


def _keyed(items: Sequence[Any], key: str) -> dict[str, Any]:
    return {str(item.get(key, "the first")): item for item in items}


def new_starts(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Days from which an edition or a value holds that the old catalog did not know, sorted."""
    return sorted(_starts(new) - _starts(old))


def _starts(data: Mapping[str, Any]) -> set[str]:
    days = {record["effective_from"] for path, record in data.items() if path.startswith("renewal/")}
    for path, record in data.items():
        if path.startswith("activities/"):
            days |= {value["from"] for value in record.get("values", ()) if "from" in value}
        if path.startswith("questions/"):
            days |= {text["from"] for text in record.get("settled", ())}
    return days
