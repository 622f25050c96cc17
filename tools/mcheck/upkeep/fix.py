"""`mcheck catalog fix` and `format`: applies the fixes that hints promise, and rewrites files in the one layout."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from ..core.messages import InputError
from ..loading.json_text import parse_json
from ..loading.save import write_atomically
from .layout import file_of
from .lint import lint
from .workspace import Finding, schema_of

MOST_ROUNDS = 10
"""Fixing one thing may bring up another; no chain of ours is longer than three."""


def fixed(files: Mapping[str, bytes], today: date) -> tuple[dict[str, bytes], list[Finding]]:
    """The files after every fix that lint offers, and what was fixed."""
    now, done = dict(files), []
    for _ in range(MOST_ROUNDS):
        todo = [finding for finding in lint(now, today) if finding.fix]
        if not todo:
            break
        # from the last line to the first: a fix may change what comes after it, never the pointers before it
        for finding in reversed(todo):
            assert finding.fix is not None
            now[finding.path] = file_of(finding.path, finding.fix(parse_json(now.get(finding.path, b"{}"))))
        done += todo
    return now, done


def laid_out(files: Mapping[str, bytes]) -> tuple[dict[str, bytes], dict[str, str]]:
    """The files whose layout is not the usual one, as they should be; and path -> why of those that are no JSON."""
    changed, unreadable = {}, {}
    for path, raw in files.items():
        try:
            if schema_of(path) and (right := file_of(path, parse_json(raw))) != raw:
                changed[path] = right
        except InputError as refused:
            told = refused.messages[0]
            unreadable[path] = (f"Line {told.line}: " if told.line else "") + told.text
    return changed, unreadable


def write(root: Path, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[str]:
    """Writes what differs, all or nothing; returns the paths."""
    paths = sorted(path for path in after if before.get(path) != after[path])
    write_atomically({root / path: after[path] for path in paths}, make_folders=True, replace=True)
    return paths
