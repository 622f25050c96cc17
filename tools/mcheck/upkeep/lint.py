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
    kept = []
    for finding in snapshot.findings:
        if not any(covers(exception, finding) for exception in exceptions):
            line = snapshot.line(finding.path, finding.pointer) if finding.path in snapshot.data else 1
            kept.append(replace(finding, line=finding.line or line))
    return sorted(kept, key=lambda f: (f.path, f.line, f.pointer, f.code, f.text))
