"""The search as readers use it: everyday queries lead to the right page first, and nothing is loaded before."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

QUERIES = json.loads(Path(__file__).with_name("everyday_queries.json").read_text())
"""Query -> the pages that are right."""
RIGHT_AT_LEAST = 48
INDEX_BYTES = 250_000

pytestmark = pytest.mark.slow


def first(tab: Any, query: str) -> str:
    """The page of the first hit, below the site."""
    tab.fill("[data-search=query]", query)
    tab.wait_for_function("asked => document.querySelector('[data-search=result]').dataset.asked === asked", arg=query)
    hits = tab.eval_on_selector_all("[data-search=result] a", "links => links.map(a => a.pathname)")
    return str(hits[0]).lstrip("/") if hits else ""


def test_everyday_queries_lead_to_the_right_page_first(tab: Any) -> None:
    tab.goto("/")
    tab.click("[data-search=open]")
    wrong = {query: hit for query, right in QUERIES.items() if (hit := first(tab, query)) not in right}
    assert len(QUERIES) - len(wrong) >= RIGHT_AT_LEAST, wrong


def test_nothing_of_the_search_is_loaded_before_it_is_used(tab: Any, site: Path) -> None:
    loaded: list[str] = []
    tab.on("request", lambda request: loaded.append(request.url.rsplit("/", 1)[-1]))
    tab.goto("/guides/professional/", wait_until="networkidle")
    assert not {"search_index.json", "lunr.js", "search.js"} & set(loaded)
    tab.click("[data-search=open]")
    assert first(tab, "audit letter") == "guides/audit/"
    assert {"search_index.json", "lunr.js", "search.js"} <= set(loaded)
    assert (site / "search" / "search_index.json").stat().st_size <= INDEX_BYTES


def test_a_query_without_a_hit_says_so_and_empty_words_find_nothing(tab: Any) -> None:
    tab.goto("/")
    tab.click("[data-search=open]")
    assert first(tab, "xyzzy") == ""
    assert "Nothing found" in tab.inner_text("[data-search=result]")
    assert first(tab, " ") == ""


def test_the_keyboard_opens_walks_and_closes_the_search(tab: Any) -> None:
    tab.goto("/")
    tab.keyboard.press("/")
    first(tab, "mentoring")
    tab.keyboard.press("ArrowDown")
    assert tab.evaluate("document.activeElement.matches('[data-search=result] a')")
    tab.keyboard.press("Escape")
    assert not tab.is_checked("#__search")
