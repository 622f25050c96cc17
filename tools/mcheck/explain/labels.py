"""Words for the short codes that records use: most are beside the codes in the schemas, as `x-labels` and `title`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
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
TARGETS = {name: str(target["title"]) for name, target in field("renewal", "targets")["properties"].items()}
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
VERDICTS: Mapping[str, list[str]] = json.loads(Path(__file__).with_name("verdicts.json").read_text(encoding="utf-8"))
"""What the words mean that a report begins with."""
