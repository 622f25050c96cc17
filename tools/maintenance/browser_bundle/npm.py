"""Pyodide's files from the npm package, in the one version whose hash is written here."""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "pyodide"
VERSION = "314.0.7"
INTEGRITY = "sha512-0YvXxEhfEdpLfb/XkM2BFAeMROq0iMUX2bzzH9pOttyMcWkwq+HbE5uyuGD82LN7y2q+SNvi/6V5JEsOlD2R1A=="


class Unavailable(Exception):
    """The bundle cannot be made here; the text says why."""


def unpack_into(folder: Path) -> None:
    """Writes the package's files into a folder; raises Unavailable when it cannot be had, or is not the one we know.

    Where the package comes from is the business of the machine's npm: its registry, and its cache.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise Unavailable("npm is not installed")
    with tempfile.TemporaryDirectory() as work:
        command = [npm, "pack", f"{PACKAGE}@{VERSION}", "--pack-destination", work, "--prefer-offline"]
        done = subprocess.run(
            [*command, "--fetch-retries=1", "--silent"], cwd=work, capture_output=True, text=True, timeout=600
        )
        packed = next(Path(work).glob("*.tgz"), None)
        if done.returncode or packed is None:
            raise Unavailable(f"npm cannot get {PACKAGE} {VERSION}: {done.stderr.strip() or done.stdout.strip()}")
        digest = base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()
        if f"sha512-{digest}" != INTEGRITY:
            raise Unavailable(f"{PACKAGE} {VERSION} is not the file whose hash is known: sha512-{digest}")
        with tarfile.open(packed) as archive:
            for member in archive:
                name = member.name.removeprefix("package/")
                content = archive.extractfile(member) if member.isfile() and "/" not in name else None
                if content is not None:
                    (folder / name).write_bytes(content.read())
