"""axe-core finds nothing on any kind of page, light and dark, phone and desktop."""

from __future__ import annotations

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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(browser: Any, address: str, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    tab = context.new_page()
    found = []
    for page in KINDS:
        tab.goto(address + page)
        for violation in axe.run(tab).response["violations"]:
            places = [node["html"][:120] for node in violation["nodes"][:3]]
            found.append(f"{page or 'start'}: {violation['id']} {places}")
    context.close()
    assert found == []
