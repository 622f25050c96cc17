"""JSON data without a type of its own: records of the catalog, and what portfolio files hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

Record: TypeAlias = Mapping[str, Any]
"""One record of the catalog, as read from its JSON file."""
Data: TypeAlias = dict[str, Any]
"""An object of a portfolio file that is being read, written or changed: its shape is what the schema is asked about."""
