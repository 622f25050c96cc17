"""The one layout of a file: keys in the order of its schema, two spaces, LF, a final newline, numbers as written."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from ..loading.catalog_folder import load_schema
from .workspace import schema_of


def ordered(data: Any, schema: str) -> Any:
    """The same data with the keys of every object in the order of its schema; keys it does not know come last."""
    return _ordered(data, load_schema(schema))


def _ordered(data: Any, node: Any) -> Any:
    if "$ref" in node:
        node = load_schema("common")["$defs"][node["$ref"].rpartition("/")[2]]
    if isinstance(data, dict):
        known = node.get("properties", {})
        keys = [*(key for key in known if key in data), *(key for key in data if key not in known)]
        return {key: _ordered(data[key], known.get(key, {})) for key in keys}
    if isinstance(data, list):
        return [_ordered(item, node.get("items", {})) for item in data]
    return data


def file_of(path: str, data: Any) -> bytes:
    """The bytes of a file of the catalog; raises KeyError for a path at which none may be."""
    schema = schema_of(path)
    if schema is None:
        raise KeyError(path)
    return serialize(data, schema)


def serialize(data: Any, schema: str) -> bytes:
    """The bytes of data that fit a schema."""
    return (_text(ordered(data, schema), "") + "\n").encode()


def _text(value: Any, indent: str) -> str:
    """As json.dumps(indent=2) would, but a Decimal keeps its digits: 22.50 stays 22.50."""
    inner = indent + "  "
    if isinstance(value, dict) and value:
        items = [f"{inner}{_string(key)}: {_text(item, inner)}" for key, item in value.items()]
        return "{\n" + ",\n".join(items) + f"\n{indent}}}"
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(inner + _text(item, inner) for item in value) + f"\n{indent}]"
    return str(value) if isinstance(value, Decimal) else _string(value)


def _string(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
