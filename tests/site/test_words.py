"""Short codes of the schemas all have words, and prose written by hand holds no rule numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from helpers import ROOT
from mcheck.explain import labels as words


def enums(schema: Any, key: str) -> Iterator[str]:
    """Every value that a property of that name may have, anywhere in a schema."""
    if isinstance(schema, dict):
        found = schema.get("properties", {}).get(key, {})
        yield from found.get("enum", ())
        for value in schema.values():
            yield from enums(value, key)
    elif isinstance(schema, list):
        for value in schema:
            yield from enums(value, key)


@pytest.mark.parametrize(
    ("schema", "key", "table"),
    [
        ("activity", "per", words.UNITS),
        ("activity", "period", words.PERIODS),
        ("credential", "status", words.STATUS),
        ("stack", "status", words.STATUS_SHORT),
        ("credential", "confidence", words.CONFIDENCE),
        ("question", "stance", words.STANCES),
        ("question", "affects", words.AFFECTS),
        ("check", "severity", words.SEVERITY),
        ("renewal", "selected_by", words.SELECTED_BY),
    ],
)
def test_every_code_has_words(schema: str, key: str, table: dict[str, str]) -> None:
    codes = set(enums(json.loads((ROOT / "schemas" / f"{schema}.schema.json").read_text()), key))
    assert codes
    assert codes <= table.keys()


RULE_NUMBER = re.compile(
    r"\b(\d+(?:\.\d+)?|two|three|four|five|six|ten|fifteen|thirty)[ -]"
    r"(PDPs?|points?|hours?|years?|months?|days|credits?|CEUs|percent|badges?)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize(
    "path",
    sorted([*(ROOT / "docs").rglob("*.md"), *(ROOT / "tools/website/templates").rglob("*.j2")]),
    ids=lambda path: path.name,
)
def test_hand_written_prose_holds_no_rule_numbers(path: Any) -> None:
    prose = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|`[^`]*`|```.*?```", " ", path.read_text(), flags=re.DOTALL)
    assert [match[0] for match in RULE_NUMBER.finditer(prose)] == []
