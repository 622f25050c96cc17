"""The site, built once for all tests of this folder, and a browser that has it open."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from site_helpers import Build, Page, build_into, pages, served


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Builds the site strictly, of our catalog or of the folder given, and returns the built folder."""
    pytest.importorskip("mkdocs_macros", reason="the site tools are not installed: pip install -e '.[site]'")

    def run(catalog: Path | None = None) -> Path:
        target = tmp_path_factory.mktemp("site")
        done = build_into(target, catalog)
        assert done.returncode == 0, done.stdout + done.stderr
        return target

    return run


@pytest.fixture(scope="session")
def site(build: Build) -> Path:
    """The built site of our own catalog."""
    return build()


@pytest.fixture(scope="session")
def built_pages(site: Path) -> dict[str, Page]:
    return pages(site)


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the built site is served."""
    with served(site) as base:
        yield base


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The system's Chromium or Playwright's own, headless; without one the tests that need it are skipped."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: pip install -e '.[dev]'")
    with sync_api.sync_playwright() as playwright:
        installed = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
        program = next(filter(None, installed), playwright.chromium.executable_path)
        if not Path(program).exists():
            pytest.skip("browser tests need Chromium: install your system's, or run `playwright install chromium`")
        opened = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield opened
        opened.close()


@pytest.fixture
def tab(browser: Any, address: str) -> Iterator[Any]:
    """A phone-sized tab that fails the test on any message of the console and any request to another host."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=address, accept_downloads=True)
    tab = context.new_page()
    problems: list[str] = []
    tab.on("console", lambda message: problems.append(message.text) if message.type in ("error", "warning") else None)
    tab.on("pageerror", lambda error: problems.append(str(error)))
    tab.on("request", lambda r: problems.append(r.url) if not r.url.startswith((address, "blob:", "data:")) else None)
    yield tab
    context.close()
    assert problems == []
