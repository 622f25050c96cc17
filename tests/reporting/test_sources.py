"""Sources in reports and plans: each is told once, and every citation leads to one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from helpers import EXAMPLES, ROOT, catalog
from mcheck import check, load_portfolio, plan, render
from mcheck.core import REPORT_VERSION

NAMES = sorted(path.stem for path in EXAMPLES.glob("*.json"))
TODAY = date(2026, 11, 24)


def cited(part: Any) -> Iterator[dict[str, str]]:
    if isinstance(part, dict):
        for key, inner in part.items():
            yield from inner if key == "citations" else cited(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from cited(inner)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("make", [check, plan])
def test_each_source_stands_once_and_every_citation_leads_to_it(make: Any, name: str) -> None:
    made = make(load_portfolio(EXAMPLES / f"{name}.json", catalog()), catalog(), today=TODAY)
    citations = list(cited({key: part for key, part in made.items() if key != "sources"}))
    assert [source["id"] for source in made["sources"]] == sorted({citation["source"] for citation in citations})
    assert {key for citation in citations for key in citation} <= {"source", "at"}
    data = json.loads(render(made, "json"))
    text = json.dumps({key: part for key, part in data.items() if key != "sources"})
    assert not [source["title"] for source in data["sources"] if f'"title": "{source["title"]}"' in text]


@pytest.mark.parametrize("name", ["report", "plan"])
def test_the_version_is_that_of_the_schema(name: str) -> None:
    schema = json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text("utf-8"))
    assert schema["properties"]["schema_version"]["const"] == REPORT_VERSION
