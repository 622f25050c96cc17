"""Which catalog folder the upkeep commands work on, and how its paths are shown."""

from __future__ import annotations

from pathlib import Path

from ..upkeep.workspace import from_folder, is_installed, own_folder
from .output import fail, refusal_told


def open_files(folder: Path | None, to_write: bool = False) -> tuple[Path, dict[str, bytes]]:
    """The folder to work on and its files; says why and exits with 2 when there is none, or none to write to."""
    root = own_folder(folder)
    if to_write and is_installed(root):
        fail(
            "The catalog of an installed mcheck cannot be edited.", "Go to a clone of the repository, or use --catalog."
        )
    with refusal_told(str(root), None):
        return root, from_folder(root)


def prefix(root: Path) -> str:
    """What stands before a path inside the catalog, seen from where the person is."""
    try:
        return f"{root.resolve().relative_to(Path.cwd()).as_posix()}/"
    except ValueError:
        return f"{root.as_posix()}/"
