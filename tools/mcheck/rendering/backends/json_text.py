"""A report as JSON text."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from ...core.escaping import in_json


def render(report: Any) -> str:
    """Two spaces, keys in the report's own order, final newline; harmless in a build log."""
    return in_json(json.dumps(report, indent=2, ensure_ascii=False, default=_number)) + "\n"


def render_line(data: Any) -> str:
    """The same on one line, for a file of JSON Lines."""
    return in_json(json.dumps(data, ensure_ascii=False, default=_number)) + "\n"


def _number(value: object) -> float:
    # At most two decimals, so the shortest text of the float is exactly the decimal's own.
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{value!r} does not belong in a report")
