"""The files for machines inside the built guide: published, linked, and leading to pages that exist."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

from machine_files import SITE, answer, published, sources
from mcheck import Catalog
from mcheck.catalog.rules import load_rules
from website import editions
from website.api import jsonld


class Page(HTMLParser):
    """The ids, data blocks and feeds of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.blocks: list[str] = []
        self.feeds: list[str] = []
        self._inside = False
        self.feed(path.read_text())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids.add(found.get("id") or "")
        self._inside = tag == "script" and found.get("type") == "application/ld+json"
        if tag == "link" and "alternate" in (found.get("rel") or "").split():
            self.feeds.append(str(found["href"]))

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.blocks.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._inside = False


def test_every_file_is_published_as_it_is(site: Path) -> None:
    for path, content in published().items():
        assert (site / path).read_bytes() == content, path


def test_every_address_of_a_page_leads_to_a_page_and_a_place_on_it(site: Path) -> None:
    records = [path for path in published() if path.startswith("api/v1/") and path.endswith(".json")]
    addresses = {record["page"] for record in map(answer, records) if "page" in record}
    addresses |= {item["url"] for item in answer("feed.json")["items"]}
    addresses |= {entry["page"] for entry in answer("api/v1/editions.json")["editions"]}
    addresses |= {answer("api/v1/index.json")["documentation"]}
    pages: dict[Path, Page] = {}
    for address in sorted(addresses):
        path, _, anchor = address.removeprefix(SITE).partition("#")
        file = site / path / "index.html" if (site / path).is_dir() else site / path
        assert file.is_file(), address
        if anchor:
            pages.setdefault(file, Page(file))
            assert anchor in pages[file].ids, address


def test_every_credential_page_carries_its_json_ld_once(site: Path) -> None:
    catalog = Catalog(sources())
    for record in catalog.all("credentials"):
        page = Page(site / "credentials" / record["id"] / "index.html")
        assert [json.loads(block) for block in page.blocks] == [json.loads(jsonld(catalog, record["id"]))]


def test_every_credential_page_offers_its_downloads(site: Path) -> None:
    for record in Catalog(sources()).all("credentials"):
        html = (site / "credentials" / record["id"] / "index.html").read_text()
        for path in (f"credentials/{record['id']}.json", f"ctdl/credentials/{record['id']}.jsonld"):
            assert f'href="../../api/v1/{path}"' in html


def test_the_home_page_names_both_feeds(site: Path) -> None:
    assert Page(site / "index.html").feeds == ["feed.xml", "feed.json"]
    assert Page(site / "reference" / "api" / "index.html").feeds == []


def test_the_section_for_reports_that_security_txt_names_is_there(site: Path) -> None:
    assert "report-a-weakness" in Page(site / "reference" / "api" / "index.html").ids


def test_the_site_map_that_robots_txt_names_is_there(site: Path) -> None:
    assert b"<urlset" in (site / "sitemap.xml").read_bytes()


def test_the_pages_and_the_api_tell_of_the_same_changed_numbers() -> None:
    rules = load_rules(Catalog(sources()))
    for told, (before, after) in zip(answer("api/v1/changes.json")["editions"], pairwise(rules.editions), strict=True):
        shown = set()
        for change in editions.changes(before, after):
            place = (change.after or change.before).partition("#/")[2]
            shown.add(place.removesuffix("/minimum").removesuffix("/label"))
        assert {difference["at"] for difference in told["differences"]} - {"records/keep", "selected_by"} == shown
