"""What the tests of the files for machines share: catalogs with a change in them, and the files they give."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any

from helpers import CATALOG
from mcheck import Catalog
from mcheck.upkeep.workspace import for_engine
from website.api import files

SITE = "https://mcheck.example/"


@cache
def sources() -> dict[str, bytes]:
    """The files of our catalog by their path in it."""
    folder = CATALOG
    return for_engine(
        {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.json"))}
    )


@cache
def published() -> dict[str, bytes]:
    """What our catalog publishes."""
    return files(Catalog(sources()))


def answer(path: str, among: dict[str, bytes] | None = None) -> Any:
    """A JSON file of those published, as data."""
    return json.loads((published() if among is None else among)[path])


def changed(path: str, change: Callable[[dict[str, Any]], None], like: str | None = None) -> Catalog:
    """Our catalog with one record changed, or with a new one at `path` that begins as a copy of `like`."""
    record = json.loads(sources()[like or path])
    change(record)
    return Catalog({**sources(), path: json.dumps(record).encode()})
