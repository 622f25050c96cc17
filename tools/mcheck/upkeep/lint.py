"""Everything that is wrong with a catalog, at once and in order, less the exceptions that are named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from . import checks  # noqa: F401  (fills the register)
from .checks.exceptions import covers, exceptions_of
from .registry import CHECKS
from .workspace import CatalogSnapshot, Finding


def lint(files: Mapping[str, bytes], today: date) -> list[Finding]:
    """Findings by file, line and code. `files` maps a path inside the catalog to bytes; `today` bounds dates."""
    snapshot = CatalogSnapshot(files, today)
    for check in CHECKS.values():
        snapshot.findings += check.run(snapshot)
    exceptions = exceptions_of(snapshot)
    kept = [_with_line(snapshot, f) for f in snapshot.findings if not any(covers(e, f) for e in exceptions)]
    return sorted(kept, key=lambda f: (f.path, f.line or 0, f.pointer, f.code, f.text))


def _with_line(snapshot: CatalogSnapshot, finding: Finding) -> Finding:
    if finding.line is not None:
        return finding
    line = snapshot.line(finding.path, finding.pointer) if finding.path in snapshot.data else 1
    return replace(finding, line=line)
