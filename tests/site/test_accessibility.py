"""axe-core finds nothing on any kind of page, light and dark, phone and desktop."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

KINDS = [
    "",
    "guides/",
    "guides/adding-a-license/",
    "guides/districts/",
    "guides/handout/",
    "guides/professional/",
    "rules/",
    "rules/earning/",
    "rules/converter/",
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
    "reference/commands/",
    "reference/messages/",
    "reference/glossary/",
    "reference/sources/",
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


@pytest.fixture(scope="module", params=[390, 1280])
def sized(request: pytest.FixtureRequest, browser: Any, address: str) -> Iterator[Any]:
    """A tab as wide as a phone or a desktop."""
    context = browser.new_context(viewport={"width": request.param, "height": 900}, base_url=address)
    yield context.new_page()
    context.close()


AXE = 'axe.run({ resultTypes: ["violations"] }).then((results) => results.violations)'
SETTLED = "Promise.allSettled(document.getAnimations().map((fading) => fading.finished)).then(() => null)"


@pytest.mark.parametrize("page", KINDS)
def test_axe_finds_nothing(sized: Any, page: str) -> None:
    """The colors are switched while the page is open: that costs half as much as loading it, and axe-core, again."""
    script = pytest.importorskip("axe_playwright_python.sync_playwright").Axe().axe_script
    sized.emulate_media(color_scheme="light")
    sized.goto(page)
    sized.evaluate(script)
    found = []
    for scheme in ("light", "dark"):
        sized.emulate_media(color_scheme=scheme)
        sized.evaluate(SETTLED)
        for violation in sized.evaluate(AXE):
            places = [node["html"][:120] for node in violation["nodes"][:3]]
            found.append(f"{scheme}: {violation['id']} {places}")
    assert found == []
