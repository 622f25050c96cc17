"""What the tests of the site share: building it, reading its pages, serving it and opening it in a browser."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from helpers import CATALOG, ROOT

Build = Callable[..., Path]
"""(catalog folder or nothing) -> folder of the built site."""
NewContext = Callable[..., Any]
"""(options of Playwright) -> a context of the browser, which ends with the test."""
SCHEMES = {"light": "default", "dark": "slate"}
"""How the theme calls the colors that the device asks for."""
PATIENCE = 120
"""Seconds that a browser on a busy machine is given before a test fails."""


def build_into(target: Path, catalog: Path | None = None) -> subprocess.CompletedProcess[str]:
    """A strict build, of our catalog or of the folder given."""
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "0"}
    if catalog is not None:
        environment["MCHECK_CATALOG"] = str(catalog)
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(target)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def copy_catalog(folder: Path) -> Path:
    """A copy of our catalog to change."""
    return Path(shutil.copytree(CATALOG, folder / "catalog"))


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a built site by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@dataclass
class Page:
    """A built page as a reader of its HTML sees it."""

    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    """Where a person can go by clicking."""
    loads: list[str] = field(default_factory=list)
    """What the browser fetches by itself."""
    facts: list[tuple[str, str]] = field(default_factory=list)
    """(address, text shown) of every mark."""
    tags: list[str] = field(default_factory=list)
    text: str = ""
    """The words of the article."""
    title: str = ""


class _Reader(HTMLParser):
    VOID = frozenset(
        ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
    )

    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self.open: list[tuple[str, str | None, int]] = []
        self.doubts: list[str] = []
        """What open questions add to the fact that is open ("Or 0: not settled"): it is no part of the fact."""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attributes}
        page = self.page
        page.tags.append(tag)
        if "id" in given:
            page.ids.add(given["id"])
        if tag == "a" and "href" in given:
            page.links.append(given["href"])
        elif tag == "link" and given.get("rel") not in ("canonical", "next", "prev"):
            page.loads.append(given["href"])
        elif "src" in given:
            page.loads.append(given["src"])
        page.loads += [given[key] for key in ("srcset", "poster", "data", "action", "formaction") if key in given]
        if tag not in self.VOID:
            doubt = given.get("class") == "or-less"
            self.open.append((tag, "" if doubt else given.get("data-fact"), len(page.text)))

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            opened, fact, start = self.open.pop()
            if fact == "":
                self.doubts.append(self.page.text[start:])
            elif fact is not None:
                shown = self.page.text[start:]
                for doubt in self.doubts:
                    shown = shown.replace(doubt, "", 1)
                self.doubts.clear()
                self.page.facts.append((fact, " ".join(shown.split())))
            if opened == tag:
                return

    def handle_data(self, data: str) -> None:
        inside = [tag for tag, _, _ in self.open]
        if "title" in inside and "svg" not in inside:
            self.page.title += data
        if "article" in inside and "script" not in inside:
            self.page.text += data


def read_page(html: str) -> Page:
    reader = _Reader()
    reader.feed(html)
    reader.page.text = " ".join(reader.page.text.split())
    return reader.page


def pages(folder: Path) -> dict[str, Page]:
    """Every page of a built site by its address inside the site ("" is the start page)."""
    found = {}
    for path in folder.rglob("*.html"):
        address = path.relative_to(folder).as_posix().removesuffix("index.html")
        found[address] = read_page(path.read_text())
    return found


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which a built site is served while the block runs."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def wait_until(tab: Any, condition: str) -> None:
    """Waits for an expression to come true; Playwright's own way would need a page that may evaluate strings."""
    end = time.monotonic() + PATIENCE
    while not tab.evaluate(condition):
        assert time.monotonic() < end, condition
        tab.wait_for_timeout(20)


def only_worker(tab: Any, *ended: Any) -> Any:
    """The worker of a tab that is none of those, of which the browser may not have told yet that they ended."""
    end = time.monotonic() + PATIENCE
    while len(found := [worker for worker in tab.workers if worker not in ended]) != 1:
        assert time.monotonic() < end, found
        tab.wait_for_timeout(20)
    return found[0]
