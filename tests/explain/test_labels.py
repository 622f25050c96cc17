"""The schemas hold the words under which people are shown fields and codes; none is missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from mcheck.explain.labels import field
from mcheck.explain.records import SHOWN
from mcheck.loading.catalog_folder import load_schema
from mcheck.upkeep.record_templates import TEMPLATES
from mcheck.upkeep.workspace import FOLDERS


def labelled(node: Any) -> Iterator[Any]:
    """Every part of a schema that has labels."""
    if isinstance(node, dict):
        if "x-labels" in node:
            yield node
        for part in node.values():
            yield from labelled(part)
    elif isinstance(node, list):
        for part in node:
            yield from labelled(part)


@pytest.mark.parametrize("folder", SHOWN)
def test_every_field_that_is_shown_has_a_title(folder: str) -> None:
    assert all(field(FOLDERS[folder], key)["title"] for key in SHOWN[folder].fields.split())


@pytest.mark.parametrize("kind", TEMPLATES)
def test_every_prompt_has_words(kind: str) -> None:
    assert all(prompt.ask for prompt in TEMPLATES[kind].prompts)


@pytest.mark.parametrize("schema", FOLDERS.values())
def test_labels_are_those_of_the_codes_that_may_be_used(schema: str) -> None:
    for node in labelled(load_schema(schema)):
        assert node["x-labels"].keys() == set(node["enum"])
