"""Each schema accepts its valid examples and refuses the invalid ones in the words that stand beside them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from helpers import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from mcheck.loading.json_text import parse_json
from mcheck.loading.schema import _authority, _fast, validate
from referencing import Registry, Resource

HERE = Path(__file__).parent
VALID = sorted(HERE.glob("*/valid/*.json"))
INVALID = sorted(HERE.glob("*/invalid/*.json"))


def test_every_schema_has_examples_of_both_kinds() -> None:
    names = {path.name.split(".")[0] for path in (ROOT / "schemas").glob("*.json")} - {"common"}
    assert {path.parents[1].name for path in VALID} == names
    assert {path.parents[1].name for path in INVALID} == names


@pytest.mark.parametrize("path", VALID, ids=lambda path: f"{path.parents[1].name}-{path.stem}")
def test_valid(path: Path) -> None:
    assert validate(parse_json(path.read_bytes()), path.parents[1].name) == []


@pytest.mark.parametrize("path", INVALID, ids=lambda path: f"{path.parents[1].name}-{path.stem}")
def test_invalid_in_these_words(path: Path) -> None:
    found = validate(parse_json(path.read_bytes()), path.parents[1].name)
    words = [f"{m.code} {m.pointer or '/'}: {m.text} {m.hint}".rstrip() for m in found]
    assert words == path.with_suffix(".errors.txt").read_text().splitlines()


@pytest.mark.parametrize("path", sorted((ROOT / "schemas").glob("*.json")), ids=lambda path: path.stem)
def test_every_property_is_described_with_an_example(path: Path) -> None:
    schema = json.loads(path.read_text())
    assert schema["$id"] == f"https://mcheck.example/schemas/{path.name}"

    def look(node: object, at: str) -> None:
        if isinstance(node, dict):
            for name, part in node.get("properties", {}).items() if isinstance(node.get("properties"), dict) else ():
                if at.endswith("/if"):
                    continue
                assert part.get("description"), f"{at}/{name}"
                assert "examples" in part, f"{at}/{name}"
            for key, part in node.items():
                look(part, f"{at}/{key}")
        elif isinstance(node, list):
            for part in node:
                look(part, at)

    look(schema, "")


@pytest.mark.parametrize("path", sorted((ROOT / "schemas").glob("*.json")), ids=lambda path: path.stem)
def test_every_example_fits_what_it_is_an_example_of(path: Path) -> None:
    """So that whoever copies one has something that is accepted."""
    schemas = [json.loads(each.read_text()) for each in path.parent.glob("*.json")]
    registry: Registry[Any] = Registry().with_resources([(s["$id"], Resource.from_contents(s)) for s in schemas])
    whole = json.loads(path.read_text())

    def look(node: Any, at: str) -> None:
        for key, part in node.items() if isinstance(node, dict) else enumerate(node if isinstance(node, list) else ()):
            if key == "examples" and isinstance(part, list):
                there = {"$ref": f"{whole['$id']}#{at}"}
                fits = Draft202012Validator(there, registry=registry, format_checker=FormatChecker())
                assert [example for example in part if not fits.is_valid(example)] == [], at
            else:
                look(part, f"{at}/{str(key).replace('~', '~0').replace('/', '~1')}")

    look(whole, "")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 20_000) | st.text(max_size=8) | st.sampled_from(["2025-02-30", "math"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_the_fast_checker_agrees_with_the_authority(data: st.DataObject) -> None:
    portfolio = json.loads((ROOT / "examples" / "odd-badge.json").read_text())
    target = data.draw(st.sampled_from([portfolio, portfolio["licenses"][0], *portfolio["activities"]]))
    target[data.draw(st.sampled_from(["hours", "expires", "completed", "title", "categories", "primary", "zzz"]))] = (
        data.draw(VALUES)
    )
    assert _fast("portfolio").is_valid(portfolio) == _authority("portfolio").is_valid(portfolio)
