"""Words for the short codes that records use: most are beside the codes in the schemas, as `x-labels` and `title`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..core.records import json_beside
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
_WORDS = json_beside(__file__)
STATUS_SHORT: Mapping[str, str] = _WORDS["status_short"]
MESSAGE_SEVERITY: Mapping[str, str] = _WORDS["message_severity"]
VERDICTS: Mapping[str, list[str]] = _WORDS["verdicts"]
"""What the words mean that a report begins with."""
