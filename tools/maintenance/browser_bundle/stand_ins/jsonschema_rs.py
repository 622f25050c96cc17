"""Stands in for the fast validator, which is native code: it never says yes, so jsonschema, the authority, decides."""

from __future__ import annotations

from typing import Any


class Registry:
    def __init__(self, resources: Any) -> None:
        pass


class Draft202012Validator:
    def __init__(self, schema: Any, **options: Any) -> None:
        pass

    def is_valid(self, data: Any) -> bool:
        return False
