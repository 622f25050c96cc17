"""A newcomer makes three changes in a clone, with an editor for JSON and the commands of CONTRIBUTING.md only.

Each is followed to its end: what lint and diff say, what the checker answers, and what the built site shows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from clone import Clone, make_clone

TODAY = date.today().isoformat()


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return make_clone(tmp_path)


def read(clone: Clone, name: str) -> Any:
    return json.loads((clone.folder / name).read_text(encoding="utf-8"), parse_float=Decimal)


def write(clone: Clone, name: str, record: Any) -> None:
    (clone.folder / name).write_text(json.dumps(record, indent=2, default=float) + "\n", encoding="utf-8")


def edit(clone: Clone, name: str, change: Callable[[Any], None]) -> None:
    """What somebody does in an editor."""
    record = read(clone, name)
    change(record)
    write(clone, name, record)


def lint(clone: Clone) -> list[tuple[str, str, str]]:
    """(code, file, pointer) of everything that lint finds."""
    done = clone.run("mcheck", "catalog", "lint", "--format", "json")
    findings = json.loads(done.out)
    assert done.status == (1 if findings else 0), done
    return [(f["code"], f["file"], f["pointer"]) for f in findings]


def clean(clone: Clone) -> None:
    """The two commands with which every change ends."""
    assert clone.run("mcheck", "catalog", "format").status == 0
    done = clone.run("mcheck", "catalog", "lint")
    assert done.status == 0, done


def check(clone: Clone, portfolio: Any, *options: str) -> Any:
    """The report on a portfolio."""
    write(clone, "my.json", portfolio)
    done = clone.run("mcheck", "check", "my.json", "--format", "json", *options)
    assert done.status in (0, 1), done
    return json.loads(done.out)


class Marks(HTMLParser):
    """The text under each mark of a page: the address of a fact -> what the page shows for it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.shown: dict[str, str] = {}
        self.at = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.at = dict(attrs).get("data-fact") or ""

    def handle_data(self, data: str) -> None:
        if self.at:
            self.shown[self.at] = self.shown.get(self.at, "") + data

    def handle_endtag(self, tag: str) -> None:
        self.at = ""


@pytest.fixture
def site(clone: Clone) -> Callable[[str], str]:
    """Builds the site of the clone strictly, once asked, and reads pages of it."""

    def page(address: str) -> str:
        if not (clone.folder / "site").exists():
            variables = {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "0"}
            done = clone.run("mkdocs", "build", "--strict", "--quiet", **variables)
            assert done.status == 0, done
        return (clone.folder / "site" / address / "index.html").read_text(encoding="utf-8")

    return page


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_hours_of_a_micro_credential_are_corrected(clone: Clone, site: Callable[[str], str]) -> None:
    name = "catalog/credentials/cot-co-planning.json"

    def correct(record: Any) -> None:
        assert record["hours"] == 15
        record["hours"] = 10
        record["verified_on"] = TODAY

    edit(clone, name, correct)
    clean(clone)
    told = clone.run("mcheck", "catalog", "diff", "HEAD", ".").out
    assert "cot-co-planning" in told
    assert re.search(r"hours\D+15\D+10\b", told), told
    assert clone.run("python", "tools/manual.py", "--check").status == 0
    assert Marks(site("credentials/cot-co-planning")).shown["credentials/cot-co-planning#/hours"] == "10"
