"""The packet as a person gets it: two files of the same content, safe to print, to show and to keep."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from helpers import CASE_FILES, EXAMPLES, ROOT, catalog
from mcheck.cli import main_group

GOLDEN = sorted((ROOT / "tests" / "packets").iterdir())
READY = EXAMPLES / "audit-ready.json"
VOID = {"meta", "br", "wbr", "rect", "path"}


def run(*args: str, data: Any = None) -> Result:
    result = CliRunner().invoke(main_group, ["packet", *args], input=None if data is None else json.dumps(data))
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def written(source: Path | dict[str, Any], folder: Path) -> tuple[str, str]:
    """The HTML and the Markdown of the packet of a portfolio."""
    result = (
        run(str(source), "-o", str(folder), "--markdown")
        if isinstance(source, Path)
        else run("-", "-o", str(folder), "--markdown", data=source)
    )
    assert result.exit_code == 0, result.output
    return (folder / "packet.html").read_text(), (folder / "packet.md").read_text()


def test_a_badge_among_the_evidence_says_what_it_shows(tmp_path: Path) -> None:
    assertion = {
        "type": "Assertion",
        "issuedOn": "2025-04-04T00:00:00Z",
        "verification": {"type": "hosted"},
        "badge": {"name": "Co-Planning", "issuer": {"name": "National Education Association"}},
    }
    (tmp_path / "badge.json").write_text(json.dumps(assertion))
    data = json.loads((EXAMPLES / "met.json").read_text())
    data["badges"] = [
        {"credential": "cot-co-planning", "completed": "2025-04-04", "files": [{"path": "badge.json"}]},
        {"credential": "sel-self-awareness", "completed": "2025-04-04", "files": [{"path": "badge.json"}]},
    ]
    (tmp_path / "my.json").write_text(json.dumps(data))
    _, text = written(tmp_path / "my.json", tmp_path / "packet")
    assert 'a badge "Co-Planning", awarded on 2025-04-04; it has no signature' in text
    assert text.count('it is not recognized as "Self-Awareness"') == 1


def test_a_packet_is_not_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(str(READY), "-o", "-")
    assert (result.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert 'A packet is a folder, and "-" is none.' in result.stderr


class Page(HTMLParser):
    """Elements with their attributes, the text, and whether every element is closed where it should be."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.words.append(data)

    def attributes(self, name: str) -> list[str]:
        return [value or "" for _, attrs in self.elements for key, value in attrs.items() if key == name]


@pytest.mark.parametrize("folder", GOLDEN, ids=lambda folder: folder.name)
def test_golden(folder: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """The Markdown, but for versions and hashes that any change of the catalog moves."""
    _, text = written(folder / "portfolio.json", tmp_path / "out")
    text = text.replace(catalog().sha256, "CATALOG").replace(catalog().edition, "EDITION")
    text = re.sub(r"Made by mcheck \S+", "Made by mcheck VERSION", text)
    golden = folder / "packet.md"
    if request.config.getoption("--update-expected"):
        golden.write_text(text)
    assert text == golden.read_text()


EVERY = [*(folder / "portfolio.json" for folder in GOLDEN), *CASE_FILES]


@pytest.mark.slow
@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.parent.name)
def test_page_and_text_are_sound_and_asking_nobody(path: Path, tmp_path: Path) -> None:
    result = run(str(path), "-o", str(tmp_path / "out"), "--markdown")
    if result.exit_code == 2:
        assert "renewed with PDPs" in result.stderr
        assert not (tmp_path / "out").exists()
        return
    html, text = ((tmp_path / "out" / name).read_text() for name in ("packet.html", "packet.md"))
    page = Page(html)
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "link", "img", "iframe", "object", "form", "base", "use", "image"}
    assert not [key for _, attrs in page.elements for key in attrs if key.startswith("on") or key in ("src", "style")]
    assert "url(" not in html.replace("url(#", "")  # a pattern of the page itself
    assert "@import" not in html
    ids = page.attributes("id")
    assert len(ids) == len(set(ids))
    known = {source["url"] for source in catalog().all("sources")}
    for href in page.attributes("href"):
        assert href[1:] in ids if href.startswith("#") else href in known
    for row in table_rows(text):
        assert len(row) > 1
    assert "nofficial" in html
    assert "nofficial" in text


def table_rows(text: str) -> Iterator[list[str]]:
    """Cells of each table row; each row of a table must have as many as the first."""
    width = 0
    for line in text.splitlines():
        cells = re.split(r"(?<!\\)\|", line)[1:-1] if line.startswith("|") else []
        if cells and width:
            assert len(cells) == width, line
        width = len(cells)
        if cells:
            yield cells


def test_both_files_say_the_same(tmp_path: Path) -> None:
    html, text = written(READY, tmp_path / "out")
    shown = " ".join(" ".join(Page(html).words).split())
    for cells in table_rows(re.sub(r"\[[^]]*\]\(<[^>]*>\)", "", text)):
        for cell in cells:
            for part in re.split(r" \(|\)|; ", re.sub(r"\\(.)", r"\1", cell).replace("`", "")):
                if part.strip(" -:") and part.strip() not in ("Fact", "Stated", "Who"):  # a list on the page
                    assert part.strip() in shown, part
    heads = len(re.findall(r"^#+ ", text, re.MULTILINE))
    assert heads + 1 == len(re.findall(r"<h[1-3]", html))  # the text names its sources in place, the page at its end


HOSTILE = "</title><script>alert(1)</script>\"'><img src=x onerror=alert(1)> | `x` [a](javascript:alert(1)) & <!-- *"


def test_nothing_from_a_portfolio_becomes_markup(tmp_path: Path) -> None:
    data = json.loads(READY.read_text())
    data["label"] = HOSTILE[:200]
    data["licenses"][0]["field"] = HOSTILE
    for item in data["activities"]:
        item["title"], item["topic"] = HOSTILE, HOSTILE
        item["files"] = [{"path": HOSTILE.replace(":", "").replace("\\", "")}]
    html, text = written(data, tmp_path / "out")
    page = Page(html)
    assert not {"script", "img"} & {tag for tag, _ in page.elements}
    assert all(href.startswith(("#", "http")) for href in page.attributes("href"))
    assert "".join(page.words).count(HOSTILE[:60]) > 8
    assert list(table_rows(text))
    assert not re.search(r"(?<!\\)<(?!https?://)", text)
    assert "](javascript" not in text


def test_same_bytes_for_the_same_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    once = written(READY, tmp_path / "a")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert written(READY, tmp_path / "b") == once


def test_it_overwrites_only_when_told_and_leaves_other_files_alone(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "packet"
    html, _ = written(READY, folder)
    (folder / "notes.txt").write_text("mine")
    (folder / "packet.html").unlink()
    (folder / "packet.md").write_text("mine")
    refused = run(str(READY), "-o", str(folder), "--markdown")
    assert (refused.exit_code, "--force" in refused.stderr) == (2, True)
    assert sorted(p.name for p in folder.iterdir()) == ["notes.txt", "packet.md"]
    assert run(str(READY), "-o", str(folder), "--markdown", "--force").exit_code == 0
    assert (folder / "packet.html").read_text() == html
    assert {p.name: p.read_text() == "mine" for p in folder.iterdir()} == {
        "notes.txt": True,
        "packet.html": False,
        "packet.md": False,
    }


def test_evidence_in_the_place_of_the_second_file_is_not_replaced_either(tmp_path: Path) -> None:
    folder = tmp_path / "packet"
    assert run(str(READY), "-o", str(folder)).exit_code == 0, "packet.html is there"
    data = json.loads(READY.read_text())
    data["activities"][0]["files"] = [{"path": "packet/packet.md"}]
    (tmp_path / "my.json").write_text(json.dumps(data))
    (folder / "packet.md").write_text("a certificate")
    refused = run(str(tmp_path / "my.json"), "-o", str(folder), "--markdown", "--force")
    assert (refused.exit_code, "is being read by this command" in refused.stderr) == (2, True)
    assert (folder / "packet.md").read_text() == "a certificate"


def test_a_place_that_is_no_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    for target in (tmp_path / "file", tmp_path / "file" / "below"):
        result = run(str(READY), "-o", str(target), "--force")
        assert (result.exit_code, str(target) in result.stderr) == (2, True)
    assert (tmp_path / "file").read_text() == "mine"


def test_evidence_is_looked_for_beside_the_portfolio_and_not_for_standard_input(tmp_path: Path) -> None:
    html, _ = written(READY, tmp_path / "a")
    assert "matches the recorded hash" in html
    copy = tmp_path / "portfolio.json"
    copy.write_text(READY.read_text())
    html, _ = written(copy, tmp_path / "b")
    assert "not found" in html
    html, _ = written(json.loads(READY.read_text()), tmp_path / "c")
    assert "not looked for" in html


@pytest.mark.parametrize("path", ["/etc/passwd", "../secret.txt", "a/../../b", "C:/x", "a\\b", "..", "file:x"])
def test_files_outside_the_folder_are_refused(path: str) -> None:
    data = json.loads(READY.read_text())
    data["activities"][0]["files"] = [{"path": path}]
    result = run("-", data=data)
    assert result.exit_code == 2
    assert "below the folder of the portfolio" in result.stderr


def test_a_hash_may_hold_nine_digits_but_a_path_may_not(tmp_path: Path) -> None:
    data = json.loads(READY.read_text())
    data["activities"][0]["files"] = [{"path": "a..b/x.pdf", "sha256": "a123456789" + "b" * 54}]
    written(data, tmp_path / "out")
    data["activities"][0]["files"][0]["path"] = "scan (123456789).pdf"
    assert "P105" in run("-", data=data).stderr


def test_it_says_how_much_is_missing(tmp_path: Path) -> None:
    assert "Nothing that the rules ask for is missing." in run(str(READY), "-o", str(tmp_path / "a")).stdout
    gaps = ROOT / "tests" / "packets" / "with-gaps" / "portfolio.json"
    assert re.search(r"[2-9] things are missing", run(str(gaps), "-o", str(tmp_path / "b")).stdout)


def test_on_edition_and_bad_input_as_elsewhere(tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    assert "K130" in run(str(READY), "-o", out, "--edition", "1900-01-01").stderr
    assert "J110" in run("nowhere.json", "-o", out).stderr
    assert not Path(out).exists()
    assert run(str(READY), "-o", out, "--markdown", "--on", "2027-01-05", "--edition", "2017-07-28").exit_code == 0
    text = (tmp_path / "out" / "packet.md").read_text()
    assert "Application date 2027-01-05. Rules of July 28, 2017" in text
    assert "2032-01-05" in text


@pytest.mark.parametrize(("folder", "scheme"), [(f, ("light", "dark")[n % 2]) for n, f in enumerate(GOLDEN)])
def test_in_a_browser_it_is_accessible_fits_a_phone_and_asks_nobody(
    folder: Path, scheme: str, tmp_path: Path, browser: Any
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    written(folder / "portfolio.json", tmp_path / "out")
    page = browser.new_page(viewport={"width": 320, "height": 700}, color_scheme=scheme)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto((tmp_path / "out" / "packet.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert [x for x in asked if not x.startswith("file:")] == []
    assert said == []
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = axe.run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
    assert [(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in found.response["violations"]] == []
    page.emulate_media(media="print")
    assert page.locator("nav").is_hidden()
    assert page.locator("h2#log").is_visible()
    page.close()


def test_on_paper_a_long_web_address_pushes_no_column_off_the_sheet(tmp_path: Path, browser: Any) -> None:
    data = json.loads(READY.read_text())
    address = "https://example.org/courses?a=1&b=2/" + "reading_and_writing_in_every_subject_" * 4
    data["activities"][0] |= {"title": address, "topic": "reading_and_writing_" * 4}
    path = tmp_path / "long.json"
    path.write_text(json.dumps(data))
    html, _ = written(path, tmp_path / "out")
    assert address in "".join(Page(html).words)
    page = browser.new_page(viewport={"width": 680, "height": 900})
    page.goto((tmp_path / "out" / "packet.html").as_uri())
    page.emulate_media(media="print")
    wide = "[...document.querySelectorAll('table')].filter(t => t.scrollWidth > t.parentElement.clientWidth).length"
    assert page.evaluate(wide) == 0
    page.close()


def test_the_text_comes_only_where_it_is_asked_for(tmp_path: Path) -> None:
    result = run(str(READY), "-o", str(tmp_path / "packet"))
    assert result.exit_code == 0
    assert "packet.md" not in result.output
    assert [path.name for path in (tmp_path / "packet").iterdir()] == ["packet.html"]
