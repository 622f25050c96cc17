"""Words for the short codes that records use: most are beside the codes in the schemas, as `x-labels` and `title`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..loading.catalog_folder import load_schema


def field(schema: str, place: str) -> Any:
    """What a schema says of the field at a place such as "window/opens_years_before_expiry" or "values/per"."""
    node = load_schema(schema)
    for key in place.split("/"):
        node = node.get("items", node)["properties"][key]
    return node


def _labels(schema: str, place: str) -> Mapping[str, str]:
    labels: Mapping[str, str] = field(schema, place)["x-labels"]
    return labels


UNITS = _labels("activity", "values/per")
PERIODS = _labels("activity", "caps/period")
STATUS = _labels("stack", "status")
CONFIDENCE = _labels("credential", "confidence")
STANCES = _labels("question", "readings/stance")
AFFECTS = _labels("question", "affects")
SELECTED_BY = _labels("renewal", "selected_by")
SEVERITY = _labels("check", "severity")
EXTENT = _labels("source", "extent")
RENEWAL = _labels("license", "renewal")
TARGETS: Mapping[str, str] = {
    name: target["title"] for name, target in field("renewal", "targets")["properties"].items()
}
NO_SOURCE = "None of our sources says so."
STATUS_SHORT: Mapping[str, str] = {
    "offered": "Offered",
    "retired": "No longer offered",
    "unknown": "Not known if offered",
    "named-only": "Name only",
}
MESSAGE_SEVERITY: Mapping[str, str] = {
    "error": "Stops the check",
    "warning": "Look at this",
    "question": "Asks for a fact",
    "info": "Good to know",
}
VERDICTS: Mapping[str, tuple[str, ...]] = {
    "met": (
        "MET (a verdict)",
        "Every requirement is met, however the open questions turn out.",
        "What to do: the end of the report says what to settle before you apply, from when you can, and how long to "
        "keep the records.",
        "Exit status: 0",
    ),
    "not-met": (
        "NOT MET (a verdict)",
        "It is not enough even if every open question falls your way, or there is something that no number of "
        "points can replace, such as a license of another agency. The report says what is missing.",
        "What to do: `mcheck plan my.json` shows the least that would close the gap.",
        "Exit status: 1",
    ),
    "not-yet": (
        "NOT YET (how a verdict is shown)",
        "The license is short and cannot be renewed yet, so there is time. Its verdict, in JSON too, is `not-met`.",
        "What to do: keep collecting points; `mcheck plan my.json` shows what is still missing.",
        "Exit status: 1",
    ),
    "depends": (
        "DEPENDS (a verdict)",
        "It is met if an open question is settled one way and not if another; or with one answer to something that "
        "the file leaves out. Where a search hits its limit (P127) the answer stays open, too.",
        "What to do: add the facts that the report names, and ask the people it names about the questions. If "
        "everything after `It depends on` falls in your favor, it is met; `Or on` starts another way.",
        "Exit status: 1",
    ),
    "once-done": (
        "Once the planned activities are done (a second verdict)",
        "What the verdict would be with everything that the file marks as `planned` done, for an application on the "
        "day when all of it is, but not after the license expires. It does not change the verdict itself.",
        "What to do: remove `planned` from what is done.",
    ),
    "stated": (
        "STATED (sums in place of a list)",
        "Points by category, and a number of badges, as your certificates add up: `stated` in the file. Nothing about "
        "them is checked, so they never make a license met. What is short with them is not met; else it depends, and "
        "reads: met, if your certificates hold. Badges that are only counted do not pair with one that is listed.",
        "What to do: add your certificates, each under `activities` or `badges`, and take them out of the sums.",
    ),
    "not-required": (
        "NOT REQUIRED (in place of a verdict)",
        "A license of this type is not renewed with PDPs, or the file names no license.",
        "Exit status: 0",
    ),
    "not-covered": (
        "NOT COVERED (in place of a verdict)",
        "Another regulation governs this license, and mcheck does not judge it.",
        "What to do: read what that regulation asks for; the report names it where we know it.",
        "Exit status: 1",
    ),
    "not-now": (
        "NOT NOW (in place of a verdict)",
        "The file says that this is not to be renewed now: `renew` is false.",
        "Exit status: 0",
    ),
}
"""What the words mean that a report begins with."""
