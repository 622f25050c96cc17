"""What nobody has read again: by record, and by page, so that each page is opened once."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from helpers import CATALOG
from mcheck.upkeep.workspace import from_folder
from upkeep_run import run

LONG_AGO = ("catalog", "stale", "--older-than", "0", "--catalog", CATALOG)


def test_by_source_each_page_stands_once_with_the_records_that_rest_on_it() -> None:
    by_record, by_source = run(*LONG_AGO).stdout, run(*LONG_AGO, "--by", "source").stdout
    pages = re.findall(r"^- (\S+)$", by_source, re.MULTILINE)
    assert len(pages) == len(set(pages)) == len(set(re.findall(r"^    - (http\S+)$", by_record, re.MULTILINE)))
    told = re.findall(r"^- (.+ago\))$", by_record, re.MULTILINE)
    below = re.findall(r"^    - (.+ago\))$", by_source, re.MULTILINE)
    assert set(told) == set(below)
    assert len(below) > len(told), "a record that rests on two pages stands below both"


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
