"""What nobody has read again: by record, and by page, so that each page is opened once."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path

from helpers import CATALOG
from mcheck.upkeep.stale import stale, text, text_by_source
from mcheck.upkeep.workspace import from_folder
from upkeep_run import run

FILES = {path: raw for path, raw in from_folder(CATALOG).items() if b'"watch"' not in raw}
LONG_AGO = ("catalog", "stale", "--older-than", "0", "--catalog", CATALOG)


def test_by_source_each_page_stands_once_with_the_records_that_rest_on_it() -> None:
    by_record, by_source = run(*LONG_AGO).stdout, run(*LONG_AGO, "--by", "source").stdout
    pages = re.findall(r"^- (\S+)$", by_source, re.MULTILINE)
    assert len(pages) == len(set(pages)) == len(set(re.findall(r"^    - (http\S+)$", by_record, re.MULTILINE)))
    told = re.findall(r"^- (.+ago\))$", by_record, re.MULTILINE)
    below = re.findall(r"^    - (.+ago\))$", by_source, re.MULTILINE)
    assert set(told) == set(below)
    assert len(below) > len(told), "a record that rests on two pages stands below both"


def test_a_watched_source_is_first_with_its_reason_and_due_each_month(tmp_path: Path) -> None:
    def read_on(day: str, **more: str) -> dict[str, bytes]:
        record = json.loads((CATALOG / "sources" / "pdfaq.json").read_bytes()) | {"verified_on": day} | more
        return {**FILES, "sources/pdfaq.json": json.dumps(record).encode()}

    today, watch = date(2026, 12, 31), {"watch": "New guidelines would stand here."}
    for day, plain, watched in (("2026-11-30", False, True), ("2026-12-01", False, False), ("2026-06-01", True, True)):
        assert ("sources/pdfaq.json" in {s.path for s in stale(read_on(day), 183, today)}) == plain
        assert ("sources/pdfaq.json" in {s.path for s in stale(read_on(day, **watch), 183, today)}) == watched
    found = stale(read_on("2026-11-30", **watch), 10, today)
    url = json.loads(FILES["sources/pdfaq.json"])["url"]
    first = text(found, "catalog/").splitlines()[:3]
    assert first == [
        "- catalog/sources/pdfaq.json, last read on 2026-11-30 (31 days ago)",
        "    - Watched: New guidelines would stand here.",
        f"    - {url}",
    ]
    assert text_by_source(found, "catalog/").splitlines()[:2] == [f"- {url}", first[1]]


def test_the_catalog_watches_the_guidelines_the_literacy_law_and_the_chapter_on_adding_a_license() -> None:
    told = {source.path for source in stale(from_folder(CATALOG), 183, date(2027, 1, 1)) if source.watch}
    assert {f"sources/{name}.json" for name in ("forms", "literacy-signed", "reg7-15")} <= told


def test_what_was_read_lately_is_no_news_either_way() -> None:
    told = run("catalog", "stale", "--older-than", "100000", "--by", "source", "--catalog", CATALOG)
    assert (told.exit_code, told.stdout) == (0, "Everything was read in the last 100000 days.\n")


def test_the_day_of_a_reading_is_set_in_all_records_named_or_in_none(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(CATALOG, tmp_path / "catalog"))
    before = from_folder(folder)
    for words, said in (
        (("ceu", "no-such-record", "--on", "2026-11-29"), "No record that fits its schema has the id no-such-record."),
        (("ceu", "--on", "2020-01-01"), "activities/ceu.json was read later already"),
        (("ceu", "--on", "2999-01-01"), "2999-01-01 is still to come."),
    ):
        refused = run("catalog", "verified", *words, "--catalog", folder)
        assert refused.exit_code == 2
        assert said in " ".join(refused.stderr.split())
        assert from_folder(folder) == before
    done = run("catalog", "verified", "ceu", "sources/pdfaq", "--on", "2026-11-29", "--catalog", folder)
    assert done.exit_code == 0, done.stderr
    after = from_folder(folder)
    changed = {path for path in after if after[path] != before[path]}
    assert changed <= {"activities/ceu.json", "sources/pdfaq.json"}
    assert json.loads(after["activities/ceu.json"])["verified_on"] == "2026-11-29"
    assert json.loads(after["sources/pdfaq.json"])["read_on"] == "2026-11-29"
