"""Writing files, all or none: each beside its place, then moved into it. A full disk leaves nothing behind."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path


def save(files: Mapping[Path, bytes], *, make_folders: bool) -> None:
    """Writes every file, or none; raises OSError, which names the one that failed, or ValueError for an odd name."""
    drafts: dict[Path, Path] = {}
    made: list[Path] = []
    try:
        for place, raw in files.items():
            try:
                if make_folders:
                    made += _make(place.parent)
                draft = place.with_name(f".{place.name}.{os.getpid()}.draft")
                drafts[draft] = place
                with draft.open("xb") as stream:
                    stream.write(raw)
            except OSError as problem:
                problem.filename = str(place)
                raise
        for draft, place in drafts.items():
            draft.replace(place)
    except BaseException:
        for draft in drafts:
            draft.unlink(missing_ok=True)
        for folder in reversed(made):
            with suppress(OSError):  # somebody may have put something into it
                folder.rmdir()
        raise


def _make(folder: Path) -> list[Path]:
    """Makes a folder with those it lies in; returns the ones that were not there."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing[::-1]
