"""Links that open the editor of the place where the project is kept, on a record or on the beginning of a new one.

The address of the project is that of `error_reports`. Without it there is no link.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from mcheck.loading.catalog_folder import load_schema
from mcheck.upkeep.workspace import FOLDERS

BRANCH = "main"
NAMELESS = "name-it"
"""What the file of a new record is called until somebody names it."""


def edit(repository: str, record: str) -> str:
    """The editor on the file of a record ("credentials/x"); empty without a repository."""
    return f"{repository.rstrip('/')}/edit/{BRANCH}/catalog/{record}.json" if repository else ""


def begin(repository: str, folder: str, known: Mapping[str, str] | None = None) -> str:
    """The editor on a new file of a folder, with the fields that a record must have, and those `known` filled in.

    Empty without a repository.
    """
    if not repository:
        return ""
    value = json.dumps(blank(folder, known or {}), indent=2, ensure_ascii=False) + "\n"
    query = urlencode({"filename": f"{NAMELESS}.json", "value": value})
    return f"{repository.rstrip('/')}/new/{BRANCH}/catalog/{folder}?{query}"


def blank(folder: str, known: Mapping[str, str]) -> dict[str, Any]:
    """A record of a folder with nothing but what it must have; what is to be written is an empty text or list."""
    schema = load_schema(FOLDERS[folder])
    must = {*schema["required"], *schema.get("else", {}).get("required", ()), *known, "citations", "verified_on"}
    if folder == "sources":
        must = {*must, "published"} - {"citations"}
    head = {"$schema": f"../../schemas/{FOLDERS[folder]}.schema.json", "id": NAMELESS}
    properties = schema["properties"]
    made = {key: _blank(properties[key]) for key in properties if key in must}
    kind = next(kind for kind in properties["kind"]["enum"] if kind != "moved")
    return made | head | {"kind": kind} | dict(known)


def _blank(field: Any) -> Any:
    if "$ref" in field:
        field = {**load_schema("common")["$defs"][field["$ref"].rpartition("/")[2]], **field}
    properties = field.get("properties", {})
    if field.get("type") == "object":
        return {key: _blank(properties[key]) for key in properties if key in field.get("required", ())}
    if field.get("type") == "array":
        inside = _blank(field["items"])
        return [inside] if isinstance(inside, dict) else []
    return 0 if field.get("type") in ("number", "integer") else ""
