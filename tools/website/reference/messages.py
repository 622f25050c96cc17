"""Every message code with its meaning and a file that triggers it: tests/messages/<CODE>/, which the tests run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from mcheck.core.codes import CodeRow, code_table
from mcheck.core.records import json_beside

from ..context import ROOT

EXAMPLES = ROOT / "tests" / "messages"
MOST_LINES = 16
"""A longer example file is not shown, only what comes out."""

FAMILIES: Mapping[str, str] = json_beside(__file__)
"""Families of codes by their letter."""

WITHOUT_EXAMPLE: Mapping[str, str] = json.loads((EXAMPLES / "without-example.json").read_text(encoding="utf-8"))
"""Why no file of ordinary size can trigger a code, for each code without an example."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A code. `file` and `output` are empty without an example; then `why_none` says why."""

    code: str
    about: CodeRow
    file: str
    output: str
    why_none: str


def families() -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """(name of the family, its codes in order)."""
    return tuple(
        (name, tuple(_entry(code) for code in sorted(code_table()) if code[0] == letter))
        for letter, name in FAMILIES.items()
    )


def _entry(code: str) -> Entry:
    expected = EXAMPLES / code / "expected.txt"
    if not expected.is_file():
        return Entry(code, code_table()[code], "", "", WITHOUT_EXAMPLE.get(code, ""))
    file = (EXAMPLES / code / "portfolio.json").read_bytes().decode(errors="replace")
    short = file.count("\n") <= MOST_LINES and len(file) <= 60 * MOST_LINES
    return Entry(code, code_table()[code], file if short else "", expected.read_text(encoding="utf-8"), "")
