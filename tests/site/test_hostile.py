"""Text of the catalog is data: whatever it holds comes out as the very same characters."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from site_helpers import Build, Page, copy_catalog, pages

HOSTILE = [
    '<script>alert(1)</script> & <img src=x onerror="alert(2)">',
    "</title><h1>{{ 7 * 7 }} {% raw %} {# x #} ${x}</h1>",
    '--8<-- "mkdocs.yml" ;--8<-- [x](https://evil.invalid) ![y](z.png)',
    "*em* **strong** `code` ~~del~~ ==mark== ^^ins^^ :smile: [^1] *[PDP]: abbr",
    "1. a list # a heading > a quote | a | table { .class #id } \\ &lt; &#42; $x$",
    "- dash ' quote \" double --- rule <!-- comment --> http://evil.invalid/auto <a@b.c>",
]


@pytest.fixture(scope="module")
def hostile(build: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose records carry hostile titles and texts."""
    catalog = copy_catalog(tmp_path_factory.mktemp("hostile"))
    for path, text in zip(sorted((catalog / "credentials").iterdir()), HOSTILE, strict=False):
        record = json.loads(path.read_text())
        record |= {"title": text, "summary": f"S {text}", "evidence": [text], "notes": [text], "audience": text}
        path.write_text(json.dumps(record))
    for folder, key in (("stacks", "name"), ("questions", "title"), ("checks", "name"), ("activities", "name")):
        for path, text in zip(sorted((catalog / folder).iterdir()), HOSTILE, strict=False):
            record = json.loads(path.read_text())
            path.write_text(json.dumps(record | {key: text}))
    newest = max((catalog / "renewal").iterdir())
    record = json.loads(newest.read_text())
    newest.write_text(json.dumps(record | {"name": HOSTILE[1], "changes": HOSTILE[0]}))
    source = catalog / "sources" / "portal-cot.json"
    source.write_text(json.dumps(json.loads(source.read_text()) | {"title": HOSTILE[0]}))
    return build(catalog)


@pytest.fixture(scope="module")
def hostile_pages(hostile: Path) -> dict[str, Page]:
    return pages(hostile)


def test_hostile_text_comes_out_as_text(hostile_pages: dict[str, Page]) -> None:
    finder = hostile_pages["credentials/"].text
    names = sorted(p.stem for p in (Path(__file__).parents[2] / "tests" / "catalog-frozen" / "credentials").iterdir())
    for name, text in zip(names, HOSTILE, strict=False):
        page = hostile_pages[f"credentials/{name}/"]
        assert page.text.count(text) >= 4, name
        assert page.title.startswith(text), name
        assert text in finder


def test_hostile_text_adds_no_element_and_no_link(hostile_pages: dict[str, Page], built_pages: dict[str, Page]) -> None:
    known = {tag for page in built_pages.values() for tag in page.tags}
    for address, page in hostile_pages.items():
        assert set(page.tags) <= known, address
        assert page.tags.count("script") == built_pages[address].tags.count("script"), address
        targets = [urlsplit(target) for target in (*page.links, *page.loads)]
        assert "evil.invalid" not in {target.netloc for target in targets}, address
        assert not {"x", "z.png"} & {target.path for target in targets}, address


def test_the_search_shows_what_is_in_its_index_as_text(hostile: Path) -> None:
    assert "<script" in (hostile / "search" / "search_index.json").read_text(), "plain text, as it was written"
    shows = (hostile / "assets" / "js" / "search.js").read_text()
    assert "textContent = hit.text" in shows
    assert "innerHTML" not in shows
