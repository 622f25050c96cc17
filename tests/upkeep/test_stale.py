"""What nobody has read again: by record, and by page, so that each page is opened once."""

from __future__ import annotations

import re

from helpers import CATALOG
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
