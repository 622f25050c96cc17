"""Schemas are published unchanged, at the address that each gives as its own."""

from __future__ import annotations

import json

from helpers import ROOT
from machine_files import SITE, answer, changed, published
from website.api import files


def test_every_schema_is_published_at_its_id() -> None:
    ours = {path.name: path.read_bytes() for path in (ROOT / "schemas").glob("*.json")}
    found = {path: content for path, content in published().items() if path.startswith("schemas/")}
    assert {path.removeprefix("schemas/"): content for path, content in found.items()} == ours
    for path in found:
        assert answer(path)["$id"] == SITE + path


def test_schemas_are_named_by_where_the_site_stands() -> None:
    """One setting moves the site; a schema says where it is found."""
    there = "https://guide.example.org/mcheck/"
    moved = files(changed("catalog.json", lambda record: record.update(site=there)))
    found = {path: json.loads(content) for path, content in moved.items() if path.startswith("schemas/")}
    assert found
    for path, schema in found.items():
        assert schema["$id"] == there + path
        assert SITE not in json.dumps(schema)
