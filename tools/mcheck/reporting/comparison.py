"""What differs between two reports on the same person: verdicts, requirements, activities."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Generic, TypedDict, TypeVar

from ..core.grouping import grouped

if TYPE_CHECKING:
    from ..core.reports.report import ActivityRow, LicenseRow, Number, Report, RequirementRow

T = TypeVar("T")


class Change(TypedDict, Generic[T]):
    """A value on both sides, None where a side has none."""

    before: T | None
    after: T | None
    changed: bool


class RequirementChange(TypedDict):
    """What a license has and needs for one of its requirements."""

    id: str
    label: str
    have: Change[Number]
    need: Change[Number]


class LicenseChange(TypedDict):
    """One license or endorsement, by its id."""

    id: str
    label: str
    verdict: Change[str]
    shown: Change[str]
    renewed_as: Change[str]
    requirements: list[RequirementChange]


class ActivityChange(TypedDict):
    """An activity or badge whose worth or counted points differ."""

    title: str
    worth: Change[Number]
    counted: Change[Number]


class Comparison(TypedDict):
    """What differs between two reports."""

    verdict: Change[str]
    shown: Change[str]
    as_of: Change[str]
    edition: Change[str]
    licenses: list[LicenseChange]
    activities: list[ActivityChange]


def compare(before: Report, after: Report) -> Comparison:
    """Rows of a before-and-after table; licenses and activities are matched by id and title, for pointers may move."""
    return {
        "verdict": _change(before["verdict"], after["verdict"]),
        "shown": _change(before["shown"], after["shown"]),
        "as_of": _change(before["as_of"], after["as_of"]),
        "edition": _change(_edition(before), _edition(after)),
        "licenses": _licenses(before, after),
        "activities": _activities(before, after),
    }


def _change(before: T | None, after: T | None) -> Change[T]:
    return {"before": before, "after": after, "changed": before != after}


def _edition(report: Report) -> str | None:
    return report["edition"]["id"] if "edition" in report else None


def _licenses(before: Report, after: Report) -> list[LicenseChange]:
    old = {x["id"]: x for x in before["licenses"]}
    new = {x["id"]: x for x in after["licenses"]}
    return [_license(name, old.get(name), new.get(name)) for name in dict.fromkeys([*old, *new])]


def _license(name: str, old: LicenseRow | None, new: LicenseRow | None) -> LicenseChange:
    needs_old, needs_new = ({} if x is None else {r["id"]: r for r in x["requirements"]} for x in (old, new))
    ids = sorted(dict.fromkeys([*needs_old, *needs_new]), key=lambda i: i == "total")
    return {
        "id": name,
        "label": next(x["label"] for x in (new, old) if x is not None),
        "verdict": _change(_word(old), _word(new)),
        "shown": _of("shown", old, new),
        "renewed_as": _of("renewed_as", old, new),
        "requirements": [_requirement(i, needs_old.get(i), needs_new.get(i)) for i in ids],
    }


def _requirement(name: str, old: RequirementRow | None, new: RequirementRow | None) -> RequirementChange:
    label = next(x["label"] for x in (new, old) if x is not None)
    return {"id": name, "label": label, "have": _of("have", old, new), "need": _of("need", old, new)}


def _word(license: LicenseRow | None) -> str | None:
    return None if license is None else license.get("verdict", license["status"])


def _of(key: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> Change[Any]:
    """What a row has under a key, on both sides."""
    return _change(*(None if row is None else row.get(key) for row in (old, new)))


def _activities(before: Report, after: Report) -> list[ActivityChange]:
    """Those whose worth or counted points differ, in the order of the file.

    Of several with the same title those are matched first that are alike in all that is shown.
    """
    old, new = (grouped(report["activities"], lambda a: a["title"]) for report in (before, after))
    rows: list[ActivityChange] = []
    for title in dict.fromkeys([*old, *new]):
        left, came = list(old.get(title, ())), []
        for b in new.get(title, ()):
            alike = next((a for a in left if _shown(a) == _shown(b)), None)
            if alike is None:
                came.append(b)
            else:
                left.remove(alike)
        for a, b in zip_longest(left, came):
            row: ActivityChange = {"title": title, "worth": _of("worth", a, b), "counted": _of("counted", a, b)}
            if row["worth"]["changed"] or row["counted"]["changed"]:
                rows.append(row)
    return rows


def _shown(activity: ActivityRow) -> tuple[object, ...]:
    return activity.get("completed"), activity["worth"], activity["counted"]
