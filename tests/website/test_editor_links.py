"""Where a record is edited, or a new one begun."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from mcheck.loading.catalog_folder import load_schema
from mcheck.upkeep.workspace import FOLDERS
from website.editor_links import begin, edit

HERE = "https://forge.example/us/guide/"


@pytest.mark.parametrize("folder", sorted(FOLDERS))
def test_a_new_record_has_every_field_that_it_must_have_and_no_answer(folder: str) -> None:
    address = urlsplit(begin(HERE, folder))
    assert address.path == f"/us/guide/new/main/catalog/{folder}"
    fields = parse_qs(address.query)
    record = json.loads(fields["value"][0])
    assert fields["filename"] == [f"{record['id']}.json"]
    schema = load_schema(FOLDERS[folder])
    assert {*schema["required"], *schema.get("else", {}).get("required", ())} <= {*record} <= {*schema["properties"]}
    assert len(address.geturl()) < 4000, "browsers and forges cut off what is much longer"


def test_what_is_known_is_filled_in() -> None:
    (value,) = parse_qs(urlsplit(begin(HERE, "credentials", {"stack": "co-teaching"})).query)["value"]
    record = json.loads(value)
    assert (record["kind"], record["stack"], record["title"]) == ("credential", "co-teaching", "")


def test_a_record_is_edited_where_it_is_kept_and_nowhere_without_a_repository() -> None:
    assert (
        edit(HERE, "stacks/co-teaching") == "https://forge.example/us/guide/edit/main/catalog/stacks/co-teaching.json"
    )
    assert (edit("", "stacks/co-teaching"), begin("", "stacks")) == ("", "")
