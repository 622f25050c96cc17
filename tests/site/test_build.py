"""The built site: the same bytes twice, every link leads somewhere, nothing comes from another host."""

from __future__ import annotations

import gzip
import html
import json
import re
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, unquote, urldefrag, urljoin, urlsplit

import pytest
from helpers import catalog
from mcheck.catalog.store import MENTION
from mcheck.upkeep.move import move
from mcheck.upkeep.workspace import from_folder
from site_helpers import Build, Page, copy_catalog, files
from website.credentials import members

BASE = "http://site.invalid/"
ADDRESS = "https://guide.invalid/"


def test_two_builds_have_the_same_bytes(build: Build, site: Path) -> None:
    first, second = files(site), files(build())
    assert first.keys() == second.keys()
    assert [path for path in first if first[path] != second[path]] == []


def test_every_record_has_its_page(built_pages: dict[str, Page]) -> None:
    for folder, under in (("credentials", "credentials"), ("stacks", "stacks"), ("questions", "questions")):
        shown = {i for i in catalog().ids(folder) if folder != "stacks" or members(catalog(), {"id": i})}
        assert {f"{under}/{i}/" for i in shown} <= built_pages.keys()
        for without_a_title in set(catalog().ids(folder)) - shown:
            assert f"{under}/{without_a_title}/" not in built_pages
            assert without_a_title in built_pages[f"{under}/"].ids, "it has its line in the list"
    assert {f"rules/editions/{i}/" for i in catalog().ids("renewal")} <= built_pages.keys()


@pytest.fixture(scope="module")
def moved(build: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with an address, records of which have taken other ids."""
    folder = copy_catalog(tmp_path_factory.mktemp("moved"))
    kept = from_folder(folder)
    names = ("credentials/cot-co-planning", "questions/odd-badge", "activities/ceu", "pathways/initial", "licenses/sei")
    for name in names:
        kept |= move(kept, name, f"new-{name.partition('/')[2]}", date(2026, 11, 29))[0]
    for path, raw in kept.items():
        (folder / path).write_bytes(raw)
    about = json.loads((folder / "catalog.json").read_text())
    (folder / "catalog.json").write_text(json.dumps(about | {"site": ADDRESS}))
    return build(folder)


def test_the_sheet_to_hand_out_leads_to_the_site_only_where_it_has_an_address(site: Path, moved: Path) -> None:
    without, with_one = (
        (built / "guides" / "handout" / "index.html").read_text(encoding="utf-8").partition('class="sheet"')[2]
        for built in (site, moved)
    )
    assert "mcheck.example" not in without.partition("</article>")[0]
    assert 'class="qr"' not in without
    assert 'aria-label="QR code of the address"' in with_one
    assert f"{ADDRESS}check/" in with_one


def test_records_that_pages_name_may_take_another_id(moved: Path) -> None:
    for name, under in (("cot-co-planning", "credentials"), ("odd-badge", "questions")):
        assert (moved / under / f"new-{name}" / "index.html").is_file()
        assert f"new-{name}" in (moved / under / name / "index.html").read_text(encoding="utf-8")
    assert "guides/early-career/" in (moved / "reference" / "sources" / "agency-page" / "index.html").read_text()


def test_every_internal_link_and_anchor_resolves(site: Path, built_pages: dict[str, Page]) -> None:
    broken = []
    for address, page in built_pages.items():
        if address == "404.html":
            continue  # it is shown at any depth, so its links start from the root of the site
        for link in (*page.links, *page.loads):
            whole, anchor = urldefrag(urljoin(BASE + address, link))
            if not whole.startswith(BASE):
                continue
            path = unquote(urlsplit(whole).path).removeprefix("/")
            found = built_pages.get(path)
            if found is None and not (site / path).is_file():
                broken.append(f"{address}: {link}")
            elif found is not None and anchor and unquote(anchor) not in found.ids:
                broken.append(f"{address}: {link} (no such anchor)")
    assert broken == []


def test_the_page_of_a_missing_address_links_from_the_root(built_pages: dict[str, Page]) -> None:
    links = [link for link in built_pages["404.html"].links if not link.startswith("#")]
    assert links
    assert all(link.startswith("/") for link in links)


def test_every_link_to_a_source_shows_the_title_of_one(site: Path) -> None:
    """Letters that Markdown might read as its own are written otherwise; none of them gets lost on the way."""
    titles = {source["title"] for source in catalog().all("sources")}
    found = [
        (page.relative_to(site), html.unescape(text))
        for page in site.rglob("*.html")
        for text in re.findall(r'<a class="source"[^>]*>([^<]*)</a>', page.read_text(encoding="utf-8"))
    ]
    assert len(found) > 1000
    assert [one for one in found if one[1] not in titles] == []


def test_no_page_loads_anything_from_another_host(built_pages: dict[str, Page]) -> None:
    for address, page in built_pages.items():
        assert [load for load in page.loads if urlsplit(load).netloc] == [], address


def test_our_styles_and_scripts_name_no_host(site: Path) -> None:
    """Those of the theme are watched in the browser: see `tab` in conftest.py."""
    own = [path for folder in ("css", "js") for path in (site / "assets" / folder).rglob("*.*")]
    assert len(own) >= 5
    for path in own:
        code = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)  # a library names its home there
        assert not re.search(r"""https?:|["'(]//\w""", code), path


def test_every_page_has_a_policy_that_allows_only_its_own_scripts(site: Path) -> None:
    for path in site.rglob("*.html"):
        html = path.read_text()
        policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', html)
        assert policy, path
        assert "unsafe" not in policy[1].replace("'wasm-unsafe-eval'", "" if path.parent.name == "check" else "unsafe")
        assert "default-src 'none'" in policy[1]
        assert html.index(policy[0]) < html.index("<script"), "the policy stands before the first script"
        assert not re.search(r"<[^>]+\son\w+=", html), "no handlers in attributes, which the policy would block"


def test_every_page_tells_the_edition_of_the_data_and_no_build_time(site: Path) -> None:
    for path in site.rglob("index.html"):
        assert f"Data edition {catalog().edition}, checked against its sources on" in path.read_text(), path


def test_every_page_says_it_is_unofficial(site: Path) -> None:
    for path in site.rglob("*.html"):
        assert "Unofficial: information, not legal advice." in path.read_text(), path


def test_a_question_can_be_sent_as_it_stands(built_pages: dict[str, Page]) -> None:
    for question in catalog().all("questions"):
        page = built_pages[f"questions/{question['id']}/"]
        mail = [urlsplit(link) for link in page.links if link.startswith("mailto:")]
        assert [parse_qs(link.query)["body"] for link in mail] == [[question["ask"]]]


def test_no_page_is_heavy(site: Path, built_pages: dict[str, Page]) -> None:
    """With all that it fetches by itself, the theme's share included; what the search fetches comes when it is used."""
    heavy = {}
    for address, page in built_pages.items():
        whole = {urlsplit(urljoin(BASE + address, load)).path.removeprefix("/") for load in page.loads}
        files = [page_file(site, address), *(page_file(site, path) for path in whole if (site / path).is_file())]
        plain, packed = sum(map(len, files)), sum(len(gzip.compress(file)) for file in files)
        if plain > (400_000 if address == "check/" else 340_000) or packed > 100_000:
            heavy[address] = (plain, packed)
    assert heavy == {}


def page_file(site: Path, address: str) -> bytes:
    return (site / address if (site / address).is_file() else site / address / "index.html").read_bytes()


def test_every_mark_names_a_fact_of_the_catalog_and_shows_it(built_pages: dict[str, Page]) -> None:
    seen = 0
    titles = {question["id"]: f"“{question['title']}”" for question in catalog().all("questions")}
    for page in built_pages.values():
        for address, shown in page.facts:
            value = fact(address)
            seen += 1
            if isinstance(value, int | float) and not isinstance(value, bool):
                assert shown == f"{value:,g}", address
            elif not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
                told = MENTION.sub(lambda mention: str(catalog().fact(mention[1])[1]), value)
                told = re.sub(r"[a-z]+(?:-[a-z]+)+", lambda word: titles.get(word[0], word[0]), told)
                assert shown == " ".join(told.split()), address
    assert seen > 1000


def fact(address: str) -> object:
    """The value at an address, read from the file itself by plain JSON Pointer."""
    path, pointer = address.split("#")
    value = json.loads((Path(__file__).parents[2] / "tests" / "catalog-frozen" / f"{path}.json").read_bytes())
    for step in pointer.split("/")[1:]:
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value
