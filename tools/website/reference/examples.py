"""The example portfolios, each with the report that the checker of this build gives on it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mcheck import check, load_portfolio, render
from mcheck.rendering.document import VERDICTS

from ..context import ROOT, Site

FOLDER = ROOT / "examples"
_ROW = re.compile(r"^\| `([\w-]+)\.json` \| (.+) \|$", re.MULTILINE)
WIDTH = 60
"""Characters in a line of a report, few enough for a phone held upright in small type."""


@dataclass(frozen=True, slots=True)
class Example:
    """An example. `says` is what it shows, `sign` and `verdict` the answer in short."""

    name: str
    says: str
    file: str
    as_of: date
    sign: str
    verdict: str
    report: str


def examples(site: Site) -> tuple[Example, ...]:
    """The examples in the order of examples/README.md."""
    return tuple(_example(site, m[1], m[2]) for m in _ROW.finditer((FOLDER / "README.md").read_text(encoding="utf-8")))


def _example(site: Site, name: str, says: str) -> Example:
    path = FOLDER / f"{name}.json"
    report = check(load_portfolio(path, site.catalog), site.catalog, today=site.today)
    as_of = date.fromisoformat(report["as_of"])
    sign, word, _ = VERDICTS[report["shown"]]
    text = render(report, "text", width=WIDTH)
    return Example(name, says, path.read_text(encoding="utf-8"), as_of, sign, word.capitalize(), text)


def files() -> Mapping[str, bytes]:
    """The example files by their path inside the built site."""
    return {f"examples/{path.name}": path.read_bytes() for path in sorted(FOLDER.glob("*.json"))}
