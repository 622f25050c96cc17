"""A catalog as files, from a folder or from git, and parsed for the checks; it may be full of mistakes."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from ..catalog.store import Catalog
from ..core import pointers
from ..core.codes import Code
from ..core.messages import InputError, Message, refusal
from ..core.records import Record
from ..core.wording import count
from ..loading.catalog_folder import folder_of_release, load_schema, own_catalog, refuse_newer
from ..loading.json_text import line_finder, parse_json
from ..loading.schema import validate

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

GIT_TIMEOUT = 60
"""Seconds."""

Fix = Callable[[Any], Any]
"""From the data of a file to the data it should hold."""


def schema_of(path: str) -> str | None:
    """The name of the schema that a file must fit, by its path inside the catalog; None when it has no place there."""
    folder, _, name = path.rpartition("/")
    if not folder:
        return TOP.get(name)
    return FOLDERS.get(folder) if name.endswith(".json") else None


@cache
def fields_marked(folder: str, mark: str) -> frozenset[str]:
    """The fields of the records of a folder that their schema marks: with `x-fact`, what a source says; with
    `x-judged`, that by which portfolios are judged."""
    properties = load_schema(FOLDERS[folder])["properties"]
    return frozenset(name for name, field in properties.items() if field.get(mark))


def from_folder(root: Path) -> dict[str, bytes]:
    """Path inside the catalog -> bytes, of everything in it; raises InputError when it is no catalog."""
    if not (root / "catalog.json").is_file():
        raise refusal(Code.BAD_CATALOG, f"{root} contains no catalog.json.")
    files = {}
    try:
        for path in sorted(root.rglob("*")):
            inside = path.relative_to(root).as_posix()
            if path.is_file() and not any(part.startswith(".") for part in inside.split("/")):
                files[inside] = path.read_bytes()
    except OSError as problem:
        raise refusal(Code.BAD_CATALOG, f"{root} cannot be read: {problem}.") from None
    refuse_newer(files["catalog.json"], str(root))
    return files


def from_revision(revision: str, here: Path) -> dict[str, bytes]:
    """The same of the folder `catalog` at a revision of the git repository around `here`; raises InputError."""
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
        raise refusal(Code.BAD_CATALOG, f"{revision} contains no catalog/catalog.json.")
    refuse_newer(files["catalog.json"], revision)
    return files


def _git(where: Path, *words: str, revision: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(where), *words], capture_output=True, timeout=GIT_TIMEOUT, check=False)
    except (OSError, ValueError, subprocess.TimeoutExpired) as problem:
        raise refusal(Code.BAD_CATALOG, f"git could not read {revision}: {problem}.") from None
    if done.returncode:
        said = (done.stderr.decode("utf-8", "replace").strip().splitlines() or ["git does not know it"])[0]
        hint = "Name a folder that contains catalog.json, or a git revision such as main or HEAD~1."
        text = f"{revision} is neither a catalog folder nor a revision: {said}."
        raise refusal(Code.BAD_CATALOG, text, hint)
    return done.stdout


def read(name: str, here: Path) -> dict[str, bytes]:
    """A folder if there is one of that name (or one with a catalog/ in it), else a git revision."""
    root = folder_of_release(Path(name))
    return from_folder(root) if root.is_dir() else from_revision(name, here)


def for_engine(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Only what `Catalog` takes: catalog.json and the records, so that hashes agree with those of a report."""
    return {path: raw for path, raw in files.items() if path == "catalog.json" or (schema_of(path) and "/" in path)}


def own_folder(chosen: Path | None) -> Path:
    """The catalog folder to work on: the one chosen, else that of the clone around the current folder, else ours."""
    if chosen is not None:
        return folder_of_release(chosen)
    here = Path.cwd() / "catalog"
    return here if (here / "catalog.json").is_file() else own_catalog()


def is_installed(root: Path) -> bool:
    """Whether a catalog is part of an installed package: nobody's to edit."""
    return root.resolve().parent.name == "_data"


@dataclass(frozen=True, slots=True)
class Entry:
    """A record that fits its schema, with the file it came from."""

    path: str
    folder: str
    record: Record

    @property
    def id(self) -> str:
        return str(self.record["id"])

    @property
    def name(self) -> str:
        """Its folder and id, as its file is called: "credentials/co-planning"."""
        return self.path.removesuffix(".json")


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check finds wrong, with the code and name of the check, as people are told it."""

    code: str
    name: str
    path: str
    pointer: str
    text: str
    hint: str
    fix: Fix | None = None
    line: int | None = None


class CatalogSnapshot:
    """`data` holds every file that is sound JSON; `wrong` says what is wrong with the others, or with their shape.

    Checks of truth look at sound records only (`records`), so that nothing is reported that merely follows from a
    mistake of shape; but a file that is there resolves a reference even if its content is not sound yet. `findings` is
    what the checks that have run found.
    """

    def __init__(self, files: Mapping[str, bytes], today: date) -> None:
        self.files = files
        self.today = today
        self.data: dict[str, Any] = {}
        self.syntax_errors: dict[str, list[Message]] = {}
        self.schema_errors: dict[str, list[Message]] = {}
        self.findings: list[Finding] = []
        self._lines: dict[str, Callable[[str], int]] = {}
        for path in sorted(files):
            schema = schema_of(path)
            if schema is None:
                continue
            try:
                self.data[path] = parse_json(files[path])
            except InputError as refused:
                self.syntax_errors[path] = refused.messages
                continue
            if problems := validate(self.data[path], schema):
                self.schema_errors[path] = problems

    @property
    def first_error(self) -> str | None:
        """The first mistake in a file that is no sound JSON or does not fit its schema, and how many more files do so.

        None if all fit.
        """
        wrong = dict(sorted({**self.syntax_errors, **self.schema_errors}.items()))
        if not wrong:
            return None
        path, *others = wrong
        first = wrong[path][0]
        line = first.line if path in self.syntax_errors else self.line(path, first.pointer)
        said = f"{path}{f', line {line}' if line else ''}: {first.text}"
        return said + (f" The same goes for {count(len(others), 'more file')}." if others else "")

    def line(self, path: str, pointer: str) -> int:
        """The line of a JSON Pointer in a file that is sound JSON."""
        if path not in self._lines:
            self._lines[path] = line_finder(self.files[path])
        return self._lines[path](pointer)

    def top(self, path: str) -> Any:
        """The data of catalog.json, ids.json or exceptions.json; empty when it is not there or not sound."""
        return {} if path in self.schema_errors else self.data.get(path, {})

    @cached_property
    def ids(self) -> dict[str, frozenset[str]]:
        """The ids of each folder by file name, moved ones included."""
        inside = [path.removesuffix(".json").split("/") for path in self.files if "/" in path and schema_of(path)]
        return {folder: frozenset(name for holder, name in inside if holder == folder) for folder in FOLDERS}

    @cached_property
    def _entries(self) -> dict[str, list[Entry]]:
        made: dict[str, list[Entry]] = {folder: [] for folder in ("", *FOLDERS)}
        for path, record in self.data.items():
            if ("/" in path or path == "catalog.json") and path not in self.schema_errors:
                folder = path.rpartition("/")[0]
                made[folder].append(Entry(path, folder, record))
        return made

    def everything(self, *folders: str) -> Iterator[Entry]:
        """Sound records of these folders by path, moved ones included; by default all, and catalog.json (folder "")."""
        for folder in folders or ("", *FOLDERS):
            yield from self._entries[folder]

    def records(self, *folders: str) -> Iterator[Entry]:
        """The same without moved ones."""
        return (entry for entry in self.everything(*folders) if entry.record["kind"] != "moved")

    @cached_property
    def catalog(self) -> Catalog:
        """The catalog as the engine reads it, for facts by their address."""
        return Catalog(for_engine(self.files))

    @cached_property
    def by_id(self) -> dict[str, dict[str, Record]]:
        """The records of each folder by id, without moved ones."""
        return {folder: {entry.id: entry.record for entry in self.records(folder)} for folder in FOLDERS}

    def moved(self, folder: str) -> dict[str, str]:
        """Moved id -> the id it moved to."""
        return {e.id: e.record["moved_to"] for e in self.everything(folder) if e.record["kind"] == "moved"}

    def terms(self, vocabulary: str) -> frozenset[str] | None:
        """The words of a vocabulary; None when it is not sound, and nothing can be said of them."""
        words = self.vocabulary(vocabulary)
        return None if words is None else frozenset(term["id"] for term in words.record["terms"])

    def vocabulary(self, name: str) -> Entry | None:
        """A vocabulary; None when it is not sound."""
        return next((entry for entry in self.records("vocabulary") if entry.name == f"vocabulary/{name}"), None)


def texts(value: Any) -> Iterator[tuple[str, str]]:
    """Every text in JSON data with its pointer."""
    return ((pointer, part) for pointer, part in pointers.walk(value) if isinstance(part, str))


def set_at(pointer: str, value: Any) -> Fix:
    """A fix that puts a value in the place of what is at a pointer that exists."""

    def fix(data: Any) -> Any:
        *way, last = pointers.keys_of(pointer)
        target = pointers.resolve(data, pointers.build(way))
        target[int(last) if isinstance(target, list) else last] = value
        return data

    return fix
