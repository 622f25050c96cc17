"""robots.txt and security.txt."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from helpers import ROOT
from machine_files import SITE, changed, published, sources
from mcheck import Catalog
from website.api import files

SECURITY = ".well-known/security.txt"


def fields(content: bytes) -> list[tuple[str, str]]:
    lines = [line for line in content.decode().splitlines() if line and not line.startswith("#")]
    return [(name, value) for name, _, value in (line.partition(": ") for line in lines)]


def test_robots_may_read_everything_and_find_the_site_map() -> None:
    found = fields(published()["robots.txt"])
    assert ("User-agent", "*") in found
    assert not [value for name, value in found if name == "Disallow"]
    assert ("Sitemap", SITE + "sitemap.xml") in found


def test_security_txt_holds_what_rfc_9116_asks_for_and_no_invented_address() -> None:
    found = dict(fields(published()[SECURITY]))
    assert found["Contact"].startswith(SITE)
    assert found["Canonical"] == SITE + SECURITY
    assert "mailto:" not in published()[SECURITY].decode()
    assert "@" not in published()[SECURITY].decode()
    verified = datetime.fromisoformat(Catalog(sources()).meta["verified_on"] + "T12:00:00+00:00")
    expires = datetime.fromisoformat(found["Expires"])
    assert timedelta(0) < expires - verified < timedelta(days=365)


def test_the_page_that_the_contact_leads_to_has_that_section() -> None:
    page, _, anchor = dict(fields(published()[SECURITY]))["Contact"].removeprefix(SITE).partition("#")
    text = (ROOT / "docs" / (page.rstrip("/") + ".md")).read_text()
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    assert anchor in [heading.lower().replace(" ", "-") for heading in headings]


@pytest.mark.slow
def test_a_moved_site_moves_every_address() -> None:
    def move(record: dict[str, Any]) -> None:
        record["site"] = "https://elsewhere.example/guide"

    now = files(changed("catalog.json", move))
    for path in ("robots.txt", SECURITY):
        assert "https://elsewhere.example/guide/" in now[path].decode()
        assert SITE not in now[path].decode()
