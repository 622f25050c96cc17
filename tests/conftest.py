"""How the tests run, and what several folders of tests need that takes seconds to make: the site and a browser."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from helpers import CATALOG, catalog
from hypothesis import HealthCheck, settings
from mcheck import Catalog
from mcheck.cli import options
from mcheck.loading.catalog_folder import load_catalog, own_catalog
from site_helpers import PATIENCE, Build, NewContext, build_into

IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ
"""Whether this process is one of several that share a run."""

SLOW_FIXTURES = frozenset(["build", "site", "browser", "engine_site"])


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-expected", action="store_true", help="write expected.json of the cases anew")


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads its options
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Folders of tests are spread over the cores. A file starts at once: most take less time than workers to start."""
    if IS_WORKER or not config.pluginmanager.hasplugin("xdist"):
        return
    if config.option.numprocesses is None and all(Path(argument).is_dir() for argument in config.args):
        config.option.numprocesses = "auto"
        config.option.dist = "worksteal"  # keeps neighbors together, and so what they share


@pytest.hookimpl(tryfirst=True)  # before those marked slow are left out
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever needs the built site, the engine for it or a browser is slow."""
    for item in items:
        if isinstance(item, pytest.Function) and SLOW_FIXTURES & set(item.fixturenames):
            item.add_marker(pytest.mark.slow)


# commands and the site open the copy of the catalog that tests know, unless they name another one
os.environ["MCHECK_CATALOG"] = str(CATALOG)

# what tests share lives until they end: a garbage collection finds little, and looks at all of it each time
gc.set_threshold(100_000, 20, 20)

# a machine that is busy makes no test fail
settings.register_profile("any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# the same random cases each time: a change is never blamed for what it did not break; new ones are tried elsewhere
settings.register_profile("same-cases", settings.get_profile("any-machine"), derandomize=True)
settings.load_profile("same-cases" if os.environ.get("CI") else "any-machine")


@pytest.fixture(scope="session", autouse=True)
def catalog_is_read_once() -> Iterator[None]:
    """Commands that run in the process of the tests are given the copy that tests have in memory already."""

    def opened(chosen: Path | None = None) -> Catalog:
        return catalog() if chosen is None and own_catalog() == CATALOG else load_catalog(chosen)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(options, "load_catalog", opened)
        yield


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
def site(build: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site of our own catalog. The first worker that needs it builds it for all."""
    folder = tmp_path_factory.getbasetemp()
    if IS_WORKER:
        folder = folder.parent  # of the whole run; each worker has a folder of its own in it
    shared = folder / "site"
    with FileLock(folder / "site.lock"):
        if not shared.exists():
            build().rename(shared)
    return shared


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
def new_context(browser: Any) -> Iterator[NewContext]:
    """Opens a context of the browser with the options given, which ends with the test."""
    opened = []

    def run(**options: Any) -> Any:
        opened.append(context := browser.new_context(**options))
        context.set_default_timeout(PATIENCE * 1000)
        return context

    yield run
    for context in opened:
        context.close()
