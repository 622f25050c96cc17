"""The catalog and the schemas, from the folder or the wheel they are in."""

from __future__ import annotations

import json
import os
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from ..catalog.store import Catalog
from ..core.codes import Code
from ..core.messages import refusal

SCHEMA_VERSION = 1
"""The newest version of the schemas that this checker can read; a catalog names its own in catalog.json."""

_PACKAGE = Path(__file__).resolve().parents[1]


def data_root() -> Path:
    """The folder that holds catalog/ and schemas/: inside the wheel, else the checkout."""
    inside = _PACKAGE / "_data"
    return inside if inside.is_dir() else _PACKAGE.parents[1]


def strings() -> dict[str, Any]:
    """The words of the sheet to hand out, which the site has, too (tools/website/strings/)."""
    inside = data_root() / "strings"
    folder = inside if inside.is_dir() else data_root() / "tools" / "website" / "strings"
    return dict(json.loads((folder / "en" / "strings.json").read_text(encoding="utf-8")))


def own_catalog() -> Path:
    """The folder that the environment variable MCHECK_CATALOG names, or that of our own catalog.

    Tests and builds of the site name one there, so that the processes they start open the same.
    """
    return Path(os.environ.get("MCHECK_CATALOG") or data_root() / "catalog")


def refuse_newer(raw: bytes, name: str) -> None:
    """Raises InputError if a catalog.json names newer schemas than we know: nothing in it is to be fixed."""
    try:
        version = json.loads(raw)["schema_version"]
    except (ValueError, KeyError, TypeError):
        return  # of before there were versions, or broken, which is told where it is read
    if isinstance(version, int) and version > SCHEMA_VERSION:
        text = f"{name} is written in version {version} of the schemas; this mcheck knows version {SCHEMA_VERSION}."
        raise refusal(Code.BAD_CATALOG, text, "Update mcheck: pip install --upgrade mcheck")


def folder_of_release(root: Path) -> Path:
    """The folder of the catalog in a folder that holds a release or a clone, or the folder itself."""
    inside = root / "catalog"
    return inside if (inside / "catalog.json").is_file() else root


def load_catalog(chosen: Path | None = None) -> Catalog:
    """The catalog of a folder, by default our own; raises InputError when it is not one."""
    root = folder_of_release(chosen) if chosen is not None else own_catalog()
    if not (root / "catalog.json").is_file():
        raise refusal(Code.BAD_CATALOG, f"{root} contains no catalog.json.")
    try:
        files = {}
        for folder in os.scandir(root):  # much faster than pathlib for some hundred small files
            if folder.is_dir():
                for entry in os.scandir(folder.path):
                    if entry.name.endswith(".json") and entry.is_file():
                        with open(entry.path, "rb", buffering=0) as stream:
                            files[f"{folder.name}/{entry.name}"] = stream.read()
        files["catalog.json"] = (root / "catalog.json").read_bytes()
        refuse_newer(files["catalog.json"], str(root))
        catalog = Catalog(files)
        catalog.meta["edition"]
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise refusal(Code.BAD_CATALOG, f"The catalog in {root} cannot be read: {problem}.") from None
    return catalog


@cache
def load_schema(name: str) -> Any:
    """A schema as data, numbers exact; nobody may change it."""
    return json.loads((data_root() / "schemas" / f"{name}.schema.json").read_bytes(), parse_float=Decimal)


def whole_schema(name: str) -> Any:
    """A self-contained schema: what it takes from others is among its own definitions."""
    taken: dict[str, Any] = {}

    def by_itself(value: Any, home: str) -> Any:
        """A part of the schema `home` with each reference pointing into this one."""
        if isinstance(value, list):
            return [by_itself(part, home) for part in value]
        if not isinstance(value, dict):
            return value
        made = {key: by_itself(part, home) for key, part in value.items()}
        if "$ref" in value:
            file, _, word = value["$ref"].partition("#/$defs/")
            file = file.removesuffix(".schema.json") or home
            if file != name:
                known = word if file == "common" else f"{file}-{word}".strip("-")
                made["$ref"] = f"#/$defs/{known}"
                if known not in taken:
                    taken[known] = by_itself(_part(load_schema(file), word), file)
        return made

    schema = by_itself(load_schema(name), name)
    return {**schema, "$defs": {**schema.get("$defs", {}), **taken}}


def _part(schema: Any, word: str) -> Any:
    """A definition of a schema, or with no word all of it but what only a file of its own needs."""
    return schema["$defs"][word] if word else {k: v for k, v in schema.items() if k not in ("$schema", "$id", "$defs")}
