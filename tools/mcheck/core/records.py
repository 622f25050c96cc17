"""JSON data without a type of its own: records of the catalog, and what portfolio files hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

Record: TypeAlias = Mapping[str, Any]
"""One record of the catalog, as read from its JSON file."""
Data: TypeAlias = dict[str, Any]
"""An object of a portfolio file that is being read, written or changed: its shape is what the schema is asked about."""


def json_beside(module: str) -> Any:
    """What the JSON file beside a module holds, given the `__file__` of the module: tables that are data."""
    with open(f"{module.rpartition('.')[0]}.json", encoding="utf-8") as stream:
        return json.load(stream)


def with_texts(value: Any, change: Callable[[str], str]) -> Any:
    """The same JSON data with each of its texts, keys left aside, as `change` makes it."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: with_texts(part, change) for key, part in value.items()}
    return [with_texts(part, change) for part in value] if isinstance(value, list) else value
