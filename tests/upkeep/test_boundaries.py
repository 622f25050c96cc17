"""What upkeep may do that the rest of the package may not stays where it is."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import mcheck

PACKAGE = Path(mcheck.__file__).parent


@cache
def imported() -> dict[str, set[str]]:
    """What each file of the package imports from outside, anywhere in its text."""
    found: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        names = found[path.relative_to(PACKAGE).as_posix()] = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names.add(node.module or "")
    return found


def users(*modules: str) -> set[str]:
    """Files of the package that import one of these modules."""
    return {path for path, names in imported().items() if names.intersection(modules)}


def test_only_links_goes_online() -> None:
    assert users("urllib.request", "http.client", "socket", "ssl", "requests", "httpx") == {"upkeep/links.py"}


def test_only_the_reading_of_revisions_starts_a_program() -> None:
    assert users("subprocess") == {"upkeep/workspace.py"}


def test_only_a_batch_has_workers() -> None:
    assert users("multiprocessing", "concurrent.futures") == {"batch/runner.py", "cli/commands/batch.py"}
