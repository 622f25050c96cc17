"""What differs between two reports on the same person: verdicts, requirements, activities. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from ..core.report import ActivityRow, Report

Comparison: TypeAlias = Mapping[str, Any]


def compare(before: Report, after: Report) -> Comparison:
    """Rows of a before-and-after table; licenses and activities are matched by id and title, for pointers may move.

    Each row has `before` and `after`, None where a side has none.
    """
    return {
        "verdict": _pair(before["verdict"], after["verdict"]),
        "shown": _pair(before["shown"], after["shown"]),
        "as_of": _pair(before["as_of"], after["as_of"]),
        "edition": _pair(_edition(before), _edition(after)),
        "licenses": _licenses(before, after),
        "activities": _activities(before, after),
    }


def _pair(before: Any, after: Any) -> dict[str, Any]:
    return {"before": before, "after": after, "changed": before != after}


def _edition(report: Report) -> str | None:
    return report["edition"]["id"] if "edition" in report else None


def _licenses(before: Report, after: Report) -> list[dict[str, Any]]:
    old = {x["id"]: x for x in before["licenses"]}
    new = {x["id"]: x for x in after["licenses"]}
    rows = []
    for name in dict.fromkeys([*old, *new]):
        a, b = old.get(name), new.get(name)
        needs_a = {} if a is None else {r["id"]: r for r in a["requirements"]}
        needs_b = {} if b is None else {r["id"]: r for r in b["requirements"]}
        ids = sorted(dict.fromkeys([*needs_a, *needs_b]), key=lambda i: i == "total")
        rows.append(
            {
                "id": name,
                "label": (b or old[name])["label"],
                "verdict": _pair(_word(a), _word(b)),
                "shown": _pair(_get(a, "shown"), _get(b, "shown")),
                "renewed_as": _pair(_get(a, "renewed_as"), _get(b, "renewed_as")),
                "requirements": [
                    {
                        "id": i,
                        "label": (needs_b.get(i) or needs_a[i])["label"],
                        "have": _pair(_get(needs_a.get(i), "have"), _get(needs_b.get(i), "have")),
                        "need": _pair(_get(needs_a.get(i), "need"), _get(needs_b.get(i), "need")),
                    }
                    for i in ids
                ],
            }
        )
    return rows


def _word(license: Mapping[str, Any] | None) -> str | None:
    return None if license is None else license.get("verdict", license["status"])


def _get(row: Mapping[str, Any] | None, key: str) -> Any:
    return None if row is None else row.get(key)


def _activities(before: Report, after: Report) -> list[dict[str, Any]]:
    """Those whose worth or counted points differ, in the order of the file.

    Of several with the same title those are matched first that are alike in all that is shown.
    """
    old, new = _by_title(before), _by_title(after)
    rows = []
    for title in dict.fromkeys([*old, *new]):
        left, came = list(old.get(title, ())), []
        for b in new.get(title, ()):
            alike = next((a for a in left if _shown(a) == _shown(b)), None)
            if alike is None:
                came.append(b)
            else:
                left.remove(alike)
        for a, b in zip_longest(left, came):
            worth, counted = _pair(_get(a, "worth"), _get(b, "worth")), _pair(_get(a, "counted"), _get(b, "counted"))
            if worth["changed"] or counted["changed"]:
                rows.append({"title": title, "worth": worth, "counted": counted})
    return rows


def _by_title(report: Report) -> dict[str, list[ActivityRow]]:
    found: dict[str, list[ActivityRow]] = {}
    for activity in report["activities"]:
        found.setdefault(activity["title"], []).append(activity)
    return found


def _shown(activity: ActivityRow) -> tuple[Any, ...]:
    return activity.get("completed"), activity["worth"], activity["counted"]
