"""A record of the catalog: JSON data, as it was read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

Record: TypeAlias = Mapping[str, Any]
"""One record of the catalog, as read from its JSON file."""
