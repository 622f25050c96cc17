"""Words for the short codes that records use."""

from __future__ import annotations

from collections.abc import Mapping

UNITS: Mapping[str, str] = {
    "hour": "for each clock hour",
    "semester-hour": "for each semester hour",
    "ceu": "for each CEU",
    "pair": "for each pair of badges",
    "once": "once",
    "calendar-year": "in a calendar year",
}
PERIODS: Mapping[str, str] = {"calendar-year": "in a calendar year", "cycle": "in a cycle", "once": "in all"}
STATUS: Mapping[str, str] = {
    "offered": "Offered",
    "retired": "No longer offered",
    "unknown": "Not known whether it is still offered",
    "named-only": "Only its name was seen",
}
STATUS_SHORT: Mapping[str, str] = {
    "offered": "Offered",
    "retired": "No longer offered",
    "unknown": "Not known if offered",
    "named-only": "Name only",
}
CONFIDENCE: Mapping[str, str] = {
    "high": "High: read on the issuer's own page, or in several places",
    "medium": "Medium: read in one place, or in an older copy",
    "low": "Low: a trace only",
}
STANCES: Mapping[str, str] = {
    "cautious": "Cautious",
    "middle": "In between",
    "generous": "Generous",
    "neutral": "One reading",
}
NO_SOURCE = "No source that was read says so."
AFFECTS: Mapping[str, str] = {
    "verdict": "It can decide whether a license is renewed.",
    "plan": "It changes a plan, never a verdict.",
    "records": "It changes which records you keep.",
}
SELECTED_BY: Mapping[str, str] = {
    "application-date": "The day you apply decides that it holds for you.",
    "expiry-date": "The expiry date of your license decides that it holds for you.",
}
SEVERITY: Mapping[str, str] = {"error": "Can block a renewal", "warning": "May cost points", "info": "Good to know"}
EXTENT: Mapping[str, str] = {
    "whole": ", whole",
    "part": ", in part",
    "contents-only": ", its table of contents only",
    "opening-only": ", its opening only",
}
MESSAGE_SEVERITY: Mapping[str, str] = {
    "error": "Stops the check",
    "warning": "Look at this",
    "info": "Good to know",
}
TARGETS: Mapping[str, str] = {
    "primary": "Primary license",
    "additional": "Each additional license",
    "invalid_as_additional": "An additional license that is invalid",
}
