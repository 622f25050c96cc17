"""What goes into the search index."""

from __future__ import annotations

import pytest
from website.context import load_site
from website.search_index import TEXT_LENGTH, for_readers, plain, questions, shortened, weight

ASKED = """# Questions

## Am I done?
{# also: enough points; can i renew #}
See {{ link("guides/x.md#need", "what you need") }} and {{ link("check.md", "the check") }}.

## Who signs? { #signs }
{{ link("guides/x.md", "Your supervisor") }}.
"""


def test_a_question_leads_to_its_last_link_and_knows_other_words() -> None:
    done, signs = questions(ASKED)
    assert (done.question, done.also, done.target) == ("Am I done?", ("enough points", "can i renew"), "check.md")
    assert (signs.question, signs.also, signs.target) == ("Who signs?", (), "guides/x.md")


def test_a_question_without_an_answer_is_refused() -> None:
    with pytest.raises(ValueError, match="'Why\\?' links to no page"):
        questions("## Why?\nBecause.\n")


def test_texts_are_plain_and_end_at_a_word() -> None:
    assert plain("<p>Two &amp;<br>three</p>") == "Two & three"
    assert shortened("x" * TEXT_LENGTH) == "x" * TEXT_LENGTH
    assert shortened("word " * 100).endswith("word …")


def test_a_record_is_one_entry_and_a_question_is_an_entry_of_its_answer() -> None:
    docs = [
        {"location": "ask/#am-i-done", "title": "Am I done?", "text": "<p>See what you need.</p>"},
        {"location": "ask/#who-signs", "title": "Who signs?", "text": "Your supervisor."},
        {"location": "credentials/a/", "title": "A", "text": "<p>long</p>"},
        {"location": "credentials/a/#sources", "title": "Sources", "text": "x"},
        {"location": "guides/x/", "title": "X", "text": "x", "boost": 2},
        {"location": "guides/x/#not-known", "title": "What we do not know", "text": "x"},
    ]
    index = for_readers({"docs": docs}, questions(ASKED), {"credentials/a/": "short"})
    assert [(entry["location"], entry["title"], entry["text"]) for entry in index["docs"]] == [
        ("credentials/a/", "A", "short"),
        ("guides/x/", "X", "x"),
        ("check/", "Am I done?", "See what you need."),
        ("guides/x/", "Who signs?", "Your supervisor."),
    ]


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
    assert weight(load_site(), path).get("exclude", False) is not sought
