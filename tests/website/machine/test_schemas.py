"""Schemas are published unchanged, at the address that each gives as its own."""

from __future__ import annotations

from helpers import ROOT
from machine_files import SITE, answer, published


def test_every_schema_is_published_at_its_id() -> None:
    ours = {path.name: path.read_bytes() for path in (ROOT / "schemas").glob("*.json")}
    found = {path: content for path, content in published().items() if path.startswith("schemas/")}
    assert {path.removeprefix("schemas/"): content for path, content in found.items()} == ours
    for path in found:
        assert answer(path)["$id"] == SITE + path
