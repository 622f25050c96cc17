"""A newcomer makes three changes in a clone, with an editor for JSON and the commands of CONTRIBUTING.md only.

Each is followed to its end: what lint and diff say, what the checker answers, and what the built site shows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from clone import Clone, make_clone

pytestmark = pytest.mark.slow

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


def diff(clone: Clone, *options: str) -> str:
    """What the change does, in the words that a reviewer reads."""
    done = clone.run("mcheck", "catalog", "diff", "HEAD", ".", *options)
    assert done.status == 0, done
    return done.out


def new(clone: Clone, kind: str, **options: str) -> None:
    """`mcheck catalog new`, which writes nothing that lint would find fault with."""
    words = [word for key, value in options.items() for word in (f"--{key.strip('_').replace('_', '-')}", value)]
    done = clone.run("mcheck", "catalog", "new", kind, *words)
    assert done.status == 0, done


def check(clone: Clone, portfolio: Any, *options: str) -> Any:
    """The report on a portfolio."""
    write(clone, "my.json", portfolio)
    done = clone.run("mcheck", "check", "my.json", "--format", "json", *options)
    assert done.status in (0, 1), done
    return json.loads(done.out)


class Marks(HTMLParser):
    """What a page shows for a fact, wherever it does: the address of the fact -> the texts under its marks."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.shown: dict[str, set[str]] = {}
        self.at: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.at = dict(attrs).get("data-fact")

    def handle_data(self, data: str) -> None:
        if self.at:
            self.shown.setdefault(self.at, set()).add(data)

    def handle_endtag(self, tag: str) -> None:
        self.at = None


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
    told = diff(clone)
    assert "credentials/cot-co-planning changed: Co-Planning" in told
    assert "hours: 15 -> 10" in told
    assert "Change verdict: none." in told
    assert clone.run("python", "tools/maintenance/generate_docs.py", "--check").status == 0
    assert Marks(site("credentials/cot-co-planning")).shown["credentials/cot-co-planning#/hours"] == {"10"}


def portfolio(day: str, elective: int, badges: Sequence[str] = ()) -> dict[str, Any]:
    """Applied for on a day: 15 PDPs in each of the four categories that have a minimum, some more, and badges."""
    usual = {
        "kind": "workshop",
        "completed": "2028-05-10",
        "provider": "district",
        "demonstration": True,
        "evidence": ["certificate"],
    }
    hours = dict.fromkeys(("content", "pedagogy", "sei-esl-bilingual", "students-with-disabilities"), 15)
    return {
        "schema_version": 1,
        "application_date": day,
        "role": "core-academic-teacher",
        "employer": "public-school",
        "endorsements": [{"id": "sei"}],
        "licenses": [{"field": "Mathematics 8-12", "expires": "2030-06-17", "primary": True}],
        "activities": [
            {**usual, "title": f"On {name}", "hours": number, "categories": [name]}
            for name, number in (hours | {"elective": elective}).items()
        ],
        "badges": [{"credential": badge, "completed": "2028-05-10", "evidence": ["badge-file"]} for badge in badges],
        "plan": {"ipdp_approved": "2025-10-01", "final_endorsement": "2029-11-01"},
    }


PAIR = portfolio("2029-12-31", 80, ["cot-co-planning", "cot-shared-grading"])
"""Ten PDPs short without its badges, so that the verdict hangs on what a pair of them is worth."""


def hangs_on_the_pair(report: Any) -> bool:
    return report["verdict"] == "depends" and "question:badge-rate" in str(report["licenses"][0]["depends_on"])


def test_a_micro_credential_is_added(clone: Clone, site: Callable[[str], str]) -> None:
    write(clone, "my.json", PAIR)
    before = clone.run("mcheck", "my.json")
    assert before.status == 2
    assert "K101 unknown-credential" in before.err

    def copied(record: Any) -> None:
        record.update(
            id="cot-shared-grading",
            title="Shared Grading",
            summary="Grade the work of one class together with a partner teacher, and settle what counts as good.",
            evidence=["samples graded by both teachers"],
            number_in_stack=4,
            verified_on=TODAY,
        )
        record["our_reading"]["why"] = "Two teachers who grade together settle what good work is."
        del record["portal_code"]

    name = "catalog/credentials/cot-shared-grading.json"
    write(clone, name, read(clone, "catalog/credentials/cot-co-planning.json"))
    edit(clone, name, copied)
    # the tools lead on: what is left over from the neighbor, the count, the ledger
    left = [finding for finding in lint(clone) if finding[0] != "C106"]
    assert left == [
        ("C143", "catalog/catalog.json", "/coverage/credentials_known"),
        ("C122", name, "/citations/0/supports/3"),
        ("C111", "catalog/ids.json", "/credentials"),
    ]
    edit(clone, name, lambda record: record["citations"][0]["supports"].remove("portal_code"))
    assert clone.run("mcheck", "catalog", "fix").status == 0
    clean(clone)
    clone.git("add", "-A", "catalog")
    assert clone.git("diff", "--cached", "--name-only").split() == ["catalog/catalog.json", name, "catalog/ids.json"]
    told = diff(clone)
    assert "credentials/cot-shared-grading added: Shared Grading" in told
    assert "Change verdict: none." in told
    assert hangs_on_the_pair(check(clone, PAIR))
    assert check(clone, portfolio("2029-12-31", 80, ["cot-co-planning"]))["verdict"] == "not-met"
    assert "Shared Grading" in words(site("credentials/cot-shared-grading"))
    assert "Shared Grading" in words(site("stacks/co-teaching"))


def test_a_command_writes_the_same_record(clone: Clone) -> None:
    new(
        clone,
        "credential",
        title="Shared Grading",
        stack="co-teaching",
        number="4",
        hours="15",
        status="offered",
        summary="Grade the work of one class together with a partner teacher, and settle what counts as good.",
        evidence="samples graded by both teachers",
        area="co-teaching",
        category="pedagogy",
        confidence="high",
        why="Two teachers who grade together settle what good work is.",
        source="portal-cot",
        verified_on=TODAY,
    )
    assert lint(clone) == []
    assert read(clone, "catalog/credentials/cot-shared-grading.json")["title"] == "Shared Grading"
    assert hangs_on_the_pair(check(clone, PAIR))


def test_an_edition_of_the_rules_is_entered_before_it_holds(clone: Clone, site: Callable[[str], str]) -> None:
    name = "catalog/renewal/2030-01-01.json"
    new(
        clone,
        "source",
        title="Vote on renewal",
        publisher="MA BESE",
        url="https://example.org/vote",
        authority="regulation",
        read_on=TODAY,
        id="vote-2029",
    )
    new(
        clone,
        "edition",
        from_="2030-01-01",
        name="Rules of January 1, 2030",
        source="vote-2029",
        at="Section 2",
        changes="The Primary license needs fewer PDPs in all.",
        verified_on=TODAY,
    )
    assert lint(clone) == []

    def changed(record: Any) -> None:
        primary = record["targets"]["primary"]
        primary["total"] = 120
        primary["citations"] = [{"source": "vote-2029", "at": "Section 2", "supports": ["total", "requirements"]}]

    edit(clone, name, changed)
    clean(clone)
    # the day before, the old rules; on the day, the new ones
    before, after = check(clone, portfolio("2029-12-31", 60)), check(clone, portfolio("2030-01-01", 60))
    assert (before["licenses"][0]["edition"], before["verdict"]) == ("2018-07-13", "not-met")
    assert (after["licenses"][0]["edition"], after["verdict"]) == ("2030-01-01", "met")
    assert check(clone, portfolio("2029-12-31", 60), "--on", "2030-02-01")["verdict"] == "met"
    write(clone, "my.json", portfolio("2030-02-01", 60))
    told = diff(clone, "--portfolio", "my.json")
    assert "renewal/2030-01-01 added: Rules of January 1, 2030" in told
    assert "targets primary total: 150 -> 120" in told
    assert "**my.json**, applied on 2030-02-01: not-met -> met" in told
    page = site("rules/editions/2030-01-01")
    assert Marks(page).shown["renewal/2030-01-01#/targets/primary/total"] == {"120"}
    assert "Coming. These rules start on" in words(page)
    assert "Rules of January 1, 2030 Coming" in words(site("rules/editions"))
