"""Blocks of HTML go past Markdown as Markdown would have left them."""

from __future__ import annotations

import pytest
from markdown import markdown
from website.html_blocks import HtmlBlocks

EXTENSIONS = ["attr_list", "fenced_code", "md_in_html", "tables"]


@pytest.mark.parametrize(
    "text",
    [
        "<p>a *b*</p>\n\n## Heading { #x }\n\n<div><div>\n\nc\n</div> d</div>\n\nlast *words*",
        "<ul>\n<li>one</li>\n\n<li>two</li>\n</ul>\nright after",
        'text\n\n<div class="sheet" markdown="1">\n\n## In it\n\n<p>x</p>\n\n</div>\n\n<hr>\n\nafter',
        "```html\n<p>code</p>\n```\n\n    <p>code too</p>\n\n- <p>in a list</p>",
        "<button>inline</button> and <span>words</span>\n\n<details><summary>s</summary>\n<p>t</p></details>",
    ],
)
def test_the_page_is_the_same_with_and_without(text: str) -> None:
    ours, theirs = (markdown(text, extensions=[*EXTENSIONS, *more]) for more in ([HtmlBlocks()], []))
    assert ours.split() == theirs.split()


def test_what_is_not_closed_takes_nothing_with_it() -> None:
    assert "<em>after</em>" in markdown("<p>open\n\n*after*", extensions=[HtmlBlocks()])
