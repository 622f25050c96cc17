"""The evidence files that a portfolio names: their hashes, and what is in them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from ..core.portfolio import EvidenceFile


def hash_files(name: str, files: Iterable[EvidenceFile]) -> dict[str, str | None] | None:
    """SHA-256 of each evidence file by its path, None for one that is not there or cannot be read.

    Paths are seen from the folder of the portfolio file `name`; standard input ("-") has none, so the answer is None.
    """
    return None if name == "-" else {file.path: _hash(Path(name).parent / file.path) for file in files}


def small_files(name: str, files: Iterable[EvidenceFile], most: int) -> dict[str, bytes]:
    """What is in each evidence file of at most so many bytes, by its path; those that cannot be read are left out."""
    found = {}
    for file in files if name != "-" else ():
        path = Path(name).parent / file.path
        try:
            if path.is_file() and path.stat().st_size <= most:
                found[file.path] = path.read_bytes()
        except (OSError, ValueError):
            continue
    return found


def _hash(path: Path) -> str | None:
    try:
        if not path.is_file():  # nothing but a plain file is opened: a pipe or a device could go on forever
            return None
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, ValueError):
        return None
