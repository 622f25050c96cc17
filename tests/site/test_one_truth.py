"""A number that an open question may lower is nowhere shown alone."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from website.context import load_site
from website.converter import disputed
from website.deadlines import DATES, NOTES

pytestmark = pytest.mark.slow

PAIR = re.compile(r"pair[^.]{0,60}?\b10\s+PDPs\b|\b10\s+PDPs\b[^.]{0,40}pair", re.IGNORECASE)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", html, flags=re.DOTALL)))


def test_every_disputed_number_carries_its_mark(site: Path) -> None:
    addresses = disputed(load_site())
    assert "activities/nea-micro-credential" in {address.split("#")[0] for address in addresses}
    seen = set()
    for page in site.rglob("index.html"):
        html = page.read_text()
        for address, worth in addresses.items():
            for match in re.finditer(rf'<span data-fact="{re.escape(address)}">[^<]*</span>', html):
                after = words(html[match.end() : match.end() + 600])
                assert re.match(r" ?(PDPs?)? ?, or [\d.]+ \( ?not settled", after), (page, address, after)
                assert worth.least < worth.most
                seen.add(address)
    assert seen == addresses.keys()


def test_no_sentence_promises_the_points_of_a_pair(site: Path) -> None:
    alone = []
    for page in site.rglob("index.html"):
        if page.parent.parent.name in ("questions", "reference") or "reference" in page.parts:
            continue  # a question says itself what is open
        text = words(page.read_text())
        alone += [
            (str(page.relative_to(site)), text[match.start() - 40 : match.end() + 60])
            for match in PAIR.finditer(text)
            if not re.search(
                r"or 0|not settled|may count|Does the rate", text[match.start() - 80 : match.end() + 80], re.IGNORECASE
            )
        ]
    assert alone == []


def test_disputed_days_say_so(site: Path) -> None:
    assert NOTES.keys() <= DATES.keys()
    html = (site / "rules" / "deadlines" / "index.html").read_text()
    for note in NOTES.values():
        assert note in html
