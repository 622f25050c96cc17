"""The one way to write files: all or none, each beside its place, then moved there. A full disk leaves nothing behind.

What is there is replaced only when that is asked for, only if it is a regular file, and never if it is read as input.
A symbolic link is followed: what it leads to is written, and the link stays.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

KINDS = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a named pipe", stat.S_IFSOCK: "a socket"}
"""What may be at a place and is no file; all else is a device."""


SAY_FORCE = "Use another name, or add --force."


class Occupied(OSError):
    """What is at a place may not be replaced; `strerror` goes on after the name of the file, `hint` says what to do."""

    def __init__(self, place: Path, what: str, hint: str = "Use another name.") -> None:
        super().__init__(0, what, str(place))
        self.hint = hint


def write_atomically(
    files: Mapping[Path, bytes], *, make_folders: bool, replace: bool = False, inputs: Iterable[str | Path] = ()
) -> None:
    """Writes every file, or none; raises OSError, which names the one that failed.

    `inputs` are what the command reads ("-" is standard input); asked for only when something would be replaced.
    """
    drafts: dict[Path, Path] = {}
    made: list[Path] = []
    try:
        for name, raw in files.items():
            try:
                place = free_place(name, replace, inputs)
                if place in drafts.values():
                    raise Occupied(name, "is the same file as another one that is to be written")
                if make_folders:
                    made += _make(place.parent)
                draft = place.with_name(f".mcheck-{os.urandom(8).hex()}.draft")  # short, however long the name is
                drafts[draft] = place
                with draft.open("xb") as stream:
                    stream.write(raw)
                with suppress(OSError):  # there is nothing yet whose permissions are to be kept, or no such thing
                    draft.chmod(stat.S_IMODE(place.stat().st_mode))
            except OSError as problem:
                problem.filename = str(name)
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


def free_place(name: Path, replace: bool, inputs: Iterable[str | Path]) -> Path:
    """Where a file of that name is to be written, links followed; raises Occupied if it may not."""
    place = Path(os.path.realpath(name))
    try:
        there = name.stat()
    except FileNotFoundError:
        if name.is_symlink() and not replace:
            raise Occupied(name, "exists already", SAY_FORCE) from None
        return place
    if not stat.S_ISREG(there.st_mode):
        kind = KINDS.get(stat.S_IFMT(there.st_mode), "a device")
        raise Occupied(name, f"is {kind}", "Name a file in it." if kind == "a folder" else "Name a file.")
    if any(_is_at(there, each) for each in inputs):
        raise Occupied(name, "is being read by this command")
    if not replace:
        raise Occupied(name, "exists already", SAY_FORCE)
    return place


def _is_at(there: os.stat_result, name: str | Path) -> bool:
    """Whether a file is the one of that name, be it by another link to it."""
    try:
        return os.path.samestat(there, os.fstat(sys.stdin.fileno()) if name == "-" else os.stat(name))
    except (OSError, ValueError):  # what is not there, or cannot be looked at, was not read either
        return False


def _make(folder: Path) -> list[Path]:
    """Makes a folder with those it lies in; returns the ones that were not there."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing[::-1]
