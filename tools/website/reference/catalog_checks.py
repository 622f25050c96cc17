"""The checks of the catalog, as CHECKS.md tells them: that file is generated from the checks and their tests."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..context import ROOT

_SECTION = re.compile(r"^## (C\d+) (\S+)\n\n(.*?)```text\n(.*?)```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class CatalogCheck:
    """A check: what must hold, why, what to do, and what `mcheck catalog lint` prints when it does not."""

    code: str
    name: str
    what: str
    why: str
    todo: str
    output: str


def checks() -> tuple[CatalogCheck, ...]:
    """Every check, by code."""
    text = (ROOT / "catalog" / "CHECKS.md").read_text(encoding="utf-8")
    return tuple(_read(match) for match in _SECTION.finditer(text))


def _read(match: re.Match[str]) -> CatalogCheck:
    what, why, todo = match[3].strip().split("\n\n")
    return CatalogCheck(match[1], match[2], what, why, todo, match[4])
