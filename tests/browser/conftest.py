"""A page with nothing but the engine, and a tab of the browser that has it open."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers import CATALOG, ROOT
from site_helpers import NewContext, served

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Engine</title>
<script type="module" src="boot.js"></script></head><body></body></html>"""
BOOT = """import { createEngine } from "./engine.js";
window.told = [];
const patience = Number(new URLSearchParams(location.search).get("patience") ?? 1e6); // none of ours is refused
window.engine = createEngine({ base: location, onProgress: (told) => window.told.push(told), patience });
"""


@pytest.fixture(scope="session")
def engine_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder to serve: check/ holds the page, and what the site puts beside it."""
    pytest.importorskip("packaging", reason="packaging is not installed: pip install -e '.[dev]'")
    from maintenance import browser_bundle
    from website.csp import with_policy

    folder = tmp_path_factory.mktemp("engine")
    check = Path(shutil.copytree(ROOT / "docs" / "check", folder / "check", ignore=shutil.ignore_patterns("*.md")))
    try:
        browser_bundle.write(check / "engine", CATALOG)
    except browser_bundle.Unavailable as problem:
        pytest.skip(f"the engine cannot be made here: {problem}")
    (check / "index.html").write_text(with_policy(PAGE, runs_engine=True))
    (check / "boot.js").write_text(BOOT)
    return folder


@pytest.fixture(scope="session")
def engine_address(engine_site: Path) -> Iterator[str]:
    with served(engine_site) as base:
        yield base


@pytest.fixture
def tab(new_context: NewContext, engine_address: str) -> Iterator[Any]:
    """A tab with the page open and nothing loaded; the test fails on any request to another host."""
    context = new_context()
    strangers: list[str] = []
    own = (engine_address, "blob:", "data:")
    context.on("request", lambda r: strangers.append(r.url) if not r.url.startswith(own) else None)
    tab = context.new_page()
    tab.goto(f"{engine_address}check/")
    yield tab
    context.close()
    assert strangers == []
