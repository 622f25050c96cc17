"""What the tests of the site share: how to build it, and what a built folder holds."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from helpers import ROOT

Build = Callable[..., Path]
"""(catalog folder or nothing) -> folder of the built site."""


def build_into(target: Path, catalog: Path | None = None) -> None:
    """A strict build, of our catalog or of the folder given."""
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "0"}
    if catalog is not None:
        environment["MCHECK_CATALOG"] = str(catalog)
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(target)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a built site by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
