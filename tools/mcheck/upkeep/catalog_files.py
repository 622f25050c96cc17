"""A catalog as files, from a folder or from a revision of git; it may be full of mistakes, unlike `Catalog`."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Mapping
from pathlib import Path

from ..core.codes import Code
from ..core.messages import InputError, message
from ..loading.catalog_folder import data_root

FOLDERS = {
    "activities": "activity",
    "checks": "check",
    "credentials": "credential",
    "licenses": "license",
    "pathways": "pathway",
    "programs": "program",
    "questions": "question",
    "renewal": "renewal",
    "sources": "source",
    "stacks": "stack",
    "vocabulary": "vocabulary",
}
"""Folder of records and the schema of what it holds."""

TOP = {"catalog.json": "catalog", "ids.json": "ids", "exceptions.json": "exceptions"}
"""Files beside the folders, and their schemas."""

PLAIN = frozenset({"README.md", "CHECKS.md", "LICENSE"})
"""Files of the catalog folder that are no data."""

LONGEST_GIT = 60


def schema_of(path: str) -> str | None:
    """The name of the schema that a file must fit, by its path inside the catalog; None when it has no place there."""
    folder, _, name = path.rpartition("/")
    if not folder:
        return TOP.get(name)
    return FOLDERS.get(folder) if name.endswith(".json") else None


def from_folder(root: Path) -> dict[str, bytes]:
    """Path inside the catalog -> bytes, of everything in it; raises Refused when it is no catalog."""
    if not (root / "catalog.json").is_file():
        raise InputError([message(Code.BAD_CATALOG, "", f"{root} holds no catalog.json.")])
    files = {}
    try:
        for path in sorted(root.rglob("*")):
            inside = path.relative_to(root).as_posix()
            if path.is_file() and not any(part.startswith(".") for part in inside.split("/")):
                files[inside] = path.read_bytes()
    except OSError as problem:
        raise InputError([message(Code.BAD_CATALOG, "", f"{root} cannot be read: {problem}.")]) from None
    return files


def from_revision(revision: str, here: Path) -> dict[str, bytes]:
    """The same of the folder `catalog` at a revision of the git repository around `here`; raises Refused."""
    root = _git(here, "rev-parse", "--show-toplevel", revision=revision).decode().strip()
    # the revision is turned into a plain hash first, so that none can be taken for an option
    name = f"{revision}^{{commit}}"
    commit = _git(here, "rev-parse", "--verify", "--quiet", "--end-of-options", name, revision=revision)
    archive = _git(Path(root), "archive", "--format=tar", commit.decode().strip(), "catalog", revision=revision)
    files = {}
    with tarfile.open(fileobj=io.BytesIO(archive)) as members:
        for member in members:
            content = members.extractfile(member) if member.isfile() else None
            if content is not None:
                files[member.name.removeprefix("catalog/")] = content.read()
    if "catalog.json" not in files:
        raise InputError([message(Code.BAD_CATALOG, "", f"{revision} holds no catalog/catalog.json.")])
    return files


def _git(where: Path, *words: str, revision: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(where), *words], capture_output=True, timeout=LONGEST_GIT, check=False)
    except (OSError, ValueError, subprocess.TimeoutExpired) as problem:
        raise InputError([message(Code.BAD_CATALOG, "", f"git cannot be asked for {revision}: {problem}.")]) from None
    if done.returncode:
        said = (done.stderr.decode("utf-8", "replace").strip().splitlines() or ["git does not know it"])[0]
        hint = "Name a folder that holds catalog.json, or a git revision such as main or HEAD~1."
        raise InputError(
            [message(Code.BAD_CATALOG, "", f"{revision} is neither a catalog folder nor a revision: {said}.", hint)]
        )
    return done.stdout


def read(name: str, here: Path) -> dict[str, bytes]:
    """A folder if there is one of that name (or one with a catalog/ in it), else a git revision."""
    root = Path(name)
    if (root / "catalog" / "catalog.json").is_file():
        root = root / "catalog"
    return from_folder(root) if root.is_dir() else from_revision(name, here)


def for_engine(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Only what `Catalog` takes: catalog.json and the records, so that hashes agree with those of a report."""
    return {path: raw for path, raw in files.items() if path == "catalog.json" or (schema_of(path) and "/" in path)}


def own_folder(chosen: Path | None) -> Path:
    """The catalog folder to work on: the one chosen, else the one of the clone we stand in, else the installed one."""
    if chosen is not None:
        return chosen
    here = Path.cwd() / "catalog"
    return here if (here / "catalog.json").is_file() else data_root() / "catalog"


def is_installed(root: Path) -> bool:
    """Whether a catalog is part of an installed package: nobody's to edit."""
    return root.resolve().parent.name == "_data"
