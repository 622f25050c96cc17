"""Each schema accepts its valid examples and refuses the invalid ones in the words that stand beside them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from helpers import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from mcheck.core.pointers import build, resolve
from mcheck.loading.acceptance import fits
from mcheck.loading.json_text import parse_json
from mcheck.loading.schema import _authority, validate
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
    st.none()
    | st.booleans()
    | st.integers(-5, 20_000)
    | st.sampled_from([Decimal("0.5"), Decimal("7.505"), Decimal("-1"), Decimal("2.0")])
    | st.text(max_size=8)
    | st.sampled_from(["2025-02-30", "2025-02-28", "20250228", "2025-W01-1", "math", "moved", "never", "/a", "A"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every value inside a value."""
    for key, part in value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ()):
        yield (*path, key)
        yield from places(part, (*path, key))


@pytest.mark.parametrize("path", VALID + INVALID, ids=lambda path: f"{path.parents[1].name}-{path.stem}")
def test_what_is_accepted_quickly_is_what_the_authority_accepts(path: Path) -> None:
    data = parse_json(path.read_bytes())
    assert fits(data, path.parents[1].name) == (path in VALID)


@pytest.mark.slow
@settings(max_examples=1000)
@given(data=st.data())
def test_the_quick_check_agrees_with_the_authority(data: st.DataObject) -> None:
    """Whatever is put in any place of a file of any kind, taken out of it, or moved there from another place."""
    path = data.draw(st.sampled_from([path for path in VALID if path.stem != "none"]))
    name, whole = path.parents[1].name, parse_json(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 2))):
        *way, key = data.draw(st.sampled_from([*places(whole)]))
        holder: Any = resolve(whole, build(way))
        change = data.draw(st.sampled_from(["put", "move", "add", "repeat"]))
        if isinstance(holder, list) and change == "repeat":
            holder.append(deepcopy(holder[key]))
        elif isinstance(holder, dict) and change == "add":
            holder[data.draw(st.text(max_size=5))] = data.draw(VALUES)
        elif change == "move":
            holder[key] = deepcopy(resolve(whole, build(data.draw(st.sampled_from([*places(whole)])))))
        else:
            holder[key] = data.draw(VALUES)
    if isinstance(holder, dict) and data.draw(st.booleans()):
        del holder[key]
    assert fits(whole, name) == _authority(name).is_valid(whole)


@pytest.mark.parametrize("number", ["123456789012345678901234567890.5", "12345678901234567890123456789012345e9"])
def test_a_number_with_more_digits_than_arithmetic_keeps_is_told_like_any_other(number: str) -> None:
    data = parse_json(b'{"licenses": [{"field": "Art"}], "stated": {"badges": {"count": %s}}}' % number.encode())
    assert {m.pointer for m in validate(data, "portfolio")} == {"/stated/badges/count"}
