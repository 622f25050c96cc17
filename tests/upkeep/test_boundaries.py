"""What upkeep may do that the rest of the package may not stays where it is."""

from __future__ import annotations

import ast
from pathlib import Path

import mcheck

PACKAGE = Path(mcheck.__file__).parent


def users(*modules: str) -> set[str]:
    """Files of the package that import one of these modules."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            if set(names) & set(modules):
                found.add(path.relative_to(PACKAGE).as_posix())
    return found


def test_only_links_goes_online() -> None:
    assert users("urllib.request", "http.client", "socket", "ssl", "requests", "httpx") == {"upkeep/links.py"}


def test_only_the_reading_of_revisions_starts_a_program() -> None:
    assert users("subprocess", "multiprocessing") == {"upkeep/workspace.py"}
