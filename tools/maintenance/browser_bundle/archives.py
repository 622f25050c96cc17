"""Archives and names that come out the same for the same content."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path


def files_below(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path inside it; nothing for a folder that is not there."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def stored(files: Mapping[str, bytes]) -> bytes:
    """A zip archive that leaves it to the server to compress: what is compressed twice is larger."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name), files[name])
    return out.getvalue()


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def named(name: str, content: bytes) -> str:
    """A name that changes with the content, so that copies may be kept: "std.zip" -> "std.0123456789ab.zip"."""
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{digest(content)[:12]}.{ending}"
