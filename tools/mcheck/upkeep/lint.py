"""Everything that is wrong with a catalog, at once and in order, less the exceptions that are named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from . import checks  # noqa: F401  (fills the register)
from .checks.exceptions import covers, named
from .registry import CHECKS, Finding
from .snapshot import CatalogSnapshot


def lint(files: Mapping[str, bytes], today: date) -> list[Finding]:
    """Findings by file, line and code. `files` maps a path inside the catalog to bytes; `today` bounds dates."""
    book = CatalogSnapshot(files, today)
    for code in sorted(CHECKS):
        book.found += CHECKS[code].look(book)
    excepted = named(book)
    kept = [_with_line(book, f) for f in book.found if not any(covers(exception, f) for exception in excepted)]
    return sorted(kept, key=lambda f: (f.path, f.line or 0, f.pointer, f.code, f.text))


def _with_line(book: CatalogSnapshot, finding: Finding) -> Finding:
    if finding.line is not None:
        return finding
    line = book.line(finding.path, finding.pointer) if finding.path in book.data else 1
    return replace(finding, line=line)
