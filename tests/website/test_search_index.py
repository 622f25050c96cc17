"""What goes into the search index."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from website.context import load_site
from website.search_index import TEXT_LENGTH, entries, plain, sections, shortened, weight, write

PAGE = """<h1 id="top">Dates</h1>
<p>What is <strong>due</strong>.<button data-search-exclude>1</button></p>
<h2 id="early">Too early?<a class="headerlink" href="#early">#</a></h2>
<ul><li>One</li><li>Two</li></ul><script>let no = "<p>";</script>
<h2 id="not-known">What we do not know</h2><p>All else.</p>"""


def test_a_page_has_an_entry_for_each_section() -> None:
    found = entries(load_site(), "rules/deadlines.md", "rules/deadlines/", "Dates", PAGE)
    assert [(entry["location"], entry["title"], entry["text"], entry["boost"]) for entry in found] == [
        ("rules/deadlines/", "Dates", "What is due.", 2),
        ("rules/deadlines/#early", "Too early?", "One Two", 2),
    ]


def test_what_comes_before_the_first_heading_belongs_to_the_page() -> None:
    first, second = sections('<p>Start</p><h1 id="paper">On paper</h1><p>Add up.</p>')
    assert (first, second) == (("", "", "Start"), ("paper", "On paper", "Add up."))


def test_texts_are_plain_and_end_at_a_word() -> None:
    assert plain("<p>Two &amp;<br>three</p>") == "Two & three"
    assert shortened("x" * TEXT_LENGTH) == "x" * TEXT_LENGTH
    assert shortened("word " * 100).endswith("word …")


def test_a_record_is_one_entry_of_its_summary() -> None:
    (entry,) = entries(load_site(), "credentials/cot-co-planning.md", "credentials/cot-co-planning/", "Co-P", PAGE)
    assert entry["title"] == "Co-P"
    assert "due" not in entry["text"]


def test_a_question_is_an_entry_that_leads_to_its_page_and_knows_other_words() -> None:
    site = load_site()
    asked = "".join(f'<h2 id="{q["id"]}">Q</h2><p>Answer</p>' for q in site.catalog.terms("asked").values())
    page, *questions = entries(site, "ask.md", "ask/", "Questions", asked)
    assert page["location"] == "ask/"
    found = {entry["title"]: entry for entry in questions}
    assert found["Do I pass?"]["location"] == "check/"
    assert "can i renew" in found["Do I pass?"]["also"].split(" | ")
    assert "What changed on June 8, 2026?" in found, "a day is written as readers write it"


@pytest.mark.parametrize(
    ("path", "sought"),
    [
        ("guides/professional.md", True),
        ("reference/glossary.md", True),
        ("reference/messages.md", False),
        ("developers/index.md", False),
        ("rules/editions/1999-12-01.md", False),
        ("rules/editions/index.md", True),
        ("stacks/co-teaching.md", True),
    ],
)
def test_pages_for_programmers_and_earlier_editions_are_not_found(path: str, sought: bool) -> None:
    assert (weight(load_site(), path) is not None) is sought


def test_the_index_is_written_as_it_is_sent(tmp_path: Path) -> None:
    write([{"location": "a/", "title": "<b>", "text": "é"}], tmp_path)
    assert json.loads((tmp_path / "search" / "search_index.json").read_text())["docs"][0]["text"] == "é"
