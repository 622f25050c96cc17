"""The pages of the built site, and a tab of the browser that has it open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from site_helpers import NewContext, Page, pages, served


@pytest.fixture(scope="session")
def built_pages(site: Path) -> dict[str, Page]:
    return pages(site)


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the built site is served."""
    with served(site) as base:
        yield base


@pytest.fixture
def tab(new_context: NewContext, address: str) -> Iterator[Any]:
    """A phone-sized tab that fails the test on any message of the console and any request to another host."""
    context = new_context(viewport={"width": 390, "height": 844}, base_url=address, accept_downloads=True)
    tab = context.new_page()
    problems: list[str] = []
    tab.on("console", lambda message: problems.append(message.text) if message.type in ("error", "warning") else None)
    tab.on("pageerror", lambda error: problems.append(str(error)))
    tab.on("request", lambda r: problems.append(r.url) if not r.url.startswith((address, "blob:", "data:")) else None)
    yield tab
    context.close()  # so that whatever there is to say has been said
    assert problems == []
