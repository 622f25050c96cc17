"""What differs between two reports on the same person: verdicts, requirements, activities."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Generic, TypedDict, TypeVar

if TYPE_CHECKING:
    from ..core.reports.report import ActivityRow, LicenseRow, Number, Report

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
        "shown": _change(_get(old, "shown"), _get(new, "shown")),
        "renewed_as": _change(_get(old, "renewed_as"), _get(new, "renewed_as")),
        "requirements": [
            {
                "id": i,
                "label": (needs_new.get(i) or needs_old[i])["label"],
                "have": _change(_get(needs_old.get(i), "have"), _get(needs_new.get(i), "have")),
                "need": _change(_get(needs_old.get(i), "need"), _get(needs_new.get(i), "need")),
            }
            for i in ids
        ],
    }


def _word(license: LicenseRow | None) -> str | None:
    return None if license is None else license.get("verdict", license["status"])


def _get(row: Mapping[str, object] | None, key: str) -> Any:
    return None if row is None else row.get(key)


def _activities(before: Report, after: Report) -> list[ActivityChange]:
    """Those whose worth or counted points differ, in the order of the file.

    Of several with the same title those are matched first that are alike in all that is shown.
    """
    old, new = _by_title(before), _by_title(after)
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
            worth: Change[Number] = _change(_get(a, "worth"), _get(b, "worth"))
            counted: Change[Number] = _change(_get(a, "counted"), _get(b, "counted"))
            if worth["changed"] or counted["changed"]:
                rows.append({"title": title, "worth": worth, "counted": counted})
    return rows


def _by_title(report: Report) -> dict[str, list[ActivityRow]]:
    by_title: dict[str, list[ActivityRow]] = {}
    for activity in report["activities"]:
        by_title.setdefault(activity["title"], []).append(activity)
    return by_title


def _shown(activity: ActivityRow) -> tuple[object, ...]:
    return activity.get("completed"), activity["worth"], activity["counted"]
