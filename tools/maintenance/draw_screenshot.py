"""Draws docs/assets/check.svg: a real check in a terminal, for the README. Run it after the output has changed."""

from __future__ import annotations

import os
import subprocess
import sys
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = "examples/odd-badge.json"
TARGET = ROOT / "docs" / "assets" / "check.svg"


def drawing() -> str:
    """The picture, as SVG. The catalog is that of the tests, so that a change of the live one leaves it as it is."""
    command = [sys.executable, "-m", "mcheck", EXAMPLE]
    env = os.environ | {"MCHECK_CATALOG": str(ROOT / "tests" / "catalog-frozen")}
    out = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, check=False, encoding="utf-8").stdout
    lines = [f"$ mcheck {EXAMPLE}", *out.split("\nSources\n")[0].splitlines()]
    height = 18 * len(lines) + 28
    rows = "".join(
        f'<text x="16" y="{30 + 18 * i}" xml:space="preserve">{escape(line)}</text>' for i, line in enumerate(lines)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 {height}" width="720" height="{height}" role="img" '
        'aria-label="A check in a terminal: the verdict per license, a bar per requirement, and what it depends on">'
        f'<rect width="720" height="{height}" rx="8" fill="#12222b"/>'
        f'<g font-family="ui-monospace, Menlo, Consolas, monospace" font-size="13" fill="#e8f1f2">{rows}</g></svg>\n'
    )


if __name__ == "__main__":
    TARGET.write_text(drawing(), encoding="utf-8", newline="\n")
