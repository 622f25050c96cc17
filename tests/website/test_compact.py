"""Pages and styles lose white space that nobody sees, and nothing else."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from website.compact import page, styles

KEPT = "<pre>\n  a\n\n  b</pre>"
SCRIPT = '<script type="application/json">\n {"a":\n  1}\n</script>'


def test_what_shows_its_white_space_or_is_hashed_stays() -> None:
    html = f"<p>\n   one\n\n   two  three\n</p>\n\n{KEPT}\n  {SCRIPT}\n   <b>x</b>\n"
    assert page(html) == f"<p>\none\ntwo  three\n</p>\n{KEPT}\n{SCRIPT}\n<b>x</b>\n"


@given(st.text("<>pre/ script\nab", max_size=200))
def test_the_words_stay_and_twice_is_once(html: str) -> None:
    once = page(html)
    assert page(once) == once
    assert re.sub(r"\s+", " ", once) == re.sub(r"\s+", " ", html)


def test_styles_lose_comments_and_indentation() -> None:
    assert styles("/* a\n b */\na {\n  b: c; /* d */\n}\n\n") == "a {\nb: c;\n}\n"
