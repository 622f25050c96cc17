"""axe-core finds nothing on any kind of page, light and dark, phone and desktop."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from site_helpers import SCHEMES

KINDS = [
    "",
    "ask/",
    "guides/adding-a-license/",
    "guides/districts/",
    "guides/audit/",
    "guides/handout/",
    "guides/professional/",
    "rules/",
    "rules/earning/",
    "rules/deadlines/",
    "rules/records/",
    "rules/editions/",
    "rules/editions/2016-07-01/",
    "credentials/",
    "credentials/cot-co-instructing/",
    "stacks/",
    "stacks/co-teaching/",
    "questions/",
    "questions/odd-badge/",
    "mistakes/",
    "coverage/",
    "reference/",
    "reference/portfolio/",
    "reference/examples/",
    "reference/import/",
    "reference/commands/",
    "reference/messages/",
    "reference/glossary/",
    "reference/license-fields/",
    "reference/sources/association/",
    "reference/states/",
    "reference/data/",
    "reference/api/",
    "reference/schemas/",
    "reference/schemas/credential/",
    "reference/catalog-checks/",
    "reference/changelog/",
    "privacy/",
    "accessibility/",
    "cite/",
    "404.html",
]


@pytest.fixture(scope="module")
def still(browser: Any, address: str) -> Iterator[Any]:
    """A tab in which no color fades into another: axe-core would judge one on its way."""
    context = browser.new_context(base_url=address, reduced_motion="reduce")
    yield context.new_page()
    context.close()


ALL_RULES = 'axe.run({ resultTypes: ["violations"], preload: false })'
OF_COLORS = (
    'axe.run({ resultTypes: ["violations"], preload: false, runOnly: ["color-contrast", "link-in-text-block"] })'
)
"""The rules of axe-core that look at colors. To the others a page is the same, light or dark."""


@pytest.mark.parametrize("page", KINDS)
def test_axe_finds_nothing(still: Any, page: str) -> None:
    """Size and colors are changed while the page is open: loading it and axe-core again would cost twice as much."""
    script = pytest.importorskip("axe_playwright_python.sync_playwright").Axe().axe_script
    still.emulate_media(color_scheme="dark")
    still.goto(page)
    still.evaluate(script)
    found = []
    for width in (390, 1280):
        still.set_viewport_size({"width": width, "height": 900})
        for scheme, rules in (("light", ALL_RULES), ("dark", OF_COLORS)):
            still.emulate_media(color_scheme=scheme)
            still.locator(f"body[data-md-color-scheme={SCHEMES[scheme]}]").wait_for()
            for violation in still.evaluate(f"{rules}.then((results) => results.violations)"):
                places = [node["html"][:120] for node in violation["nodes"][:3]]
                found.append(f"{scheme}, {width} pixels wide: {violation['id']} {places}")
    assert found == []
