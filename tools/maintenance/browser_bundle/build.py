"""The files of the engine for the browser: what does not depend on the catalog is made once and kept."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import subprocess
import tempfile
import time
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from mcheck import __version__, load_catalog

from . import npm
from .archives import digest, files_below, named, stored

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
KEPT = ROOT / ".cache" / "browser"
"""Where the parts are kept that do not depend on the catalog, one folder for each state of the sources."""
PYTHON = {"python_version": "3.14", "python_full_version": "3.14.2", "sys_platform": "emscripten", "extra": ""}
"""What the interpreter in the browser says of itself, for the conditions of requirements."""
AN_HOUR = 3600
PARTS = ("engine.mjs", "python.wasm", "std.zip", "app.zip")
ON_TAP = ("packet.zip", "calendar.zip", "import.zip", "workbook.zip")
DATA = "data.zip"


def files(catalog_folder: Path) -> dict[str, bytes]:
    """Every file of the engine's folder by its name, manifest.json among them; raises npm.Unavailable."""
    parts = _parts()
    content = {name: (parts / name).read_bytes() for name in (*PARTS, *ON_TAP)}
    content[DATA] = _data(catalog_folder, json.loads((parts / "schemas.json").read_text()))
    catalog = load_catalog(catalog_folder)
    listed = {
        name.partition(".")[0]: {"name": named(name, held), "bytes": len(held), "sha256": digest(held)}
        for name, held in content.items()
    }
    manifest = {
        "version": digest(json.dumps(listed).encode())[:12],
        "catalog": {"edition": catalog.edition, "mcheck": __version__, "as_of": catalog.meta["verified_on"]},
        "files": listed,
    }
    return {
        "manifest.json": json.dumps(manifest, indent=2).encode(),
        "LICENSES.txt": (parts / "LICENSES.txt").read_bytes(),
        **{named(name, held): held for name, held in content.items()},
    }


def _data(catalog_folder: Path, schemas: Iterable[str]) -> bytes:
    """The catalog and the schemas that are read, where the package looks for its data."""
    held = {f"mcheck/_data/catalog/{name}": content for name, content in files_below(catalog_folder).items()}
    held |= {f"mcheck/_data/schemas/{name}": (ROOT / "schemas" / name).read_bytes() for name in schemas}
    return stored({name: content for name, content in held.items() if name.endswith(".json")})


def _parts() -> Path:
    """The folder of what does not depend on the catalog, made if need be. Two builds at once do not disturb another."""
    folder = KEPT / _state()
    if not folder.is_dir():
        node = shutil.which("node")
        if node is None:
            raise npm.Unavailable("Node.js is not installed")
        KEPT.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=KEPT) as work:
            made = _make(Path(work), node)
            earlier = [other for other in KEPT.iterdir() if other != Path(work) and _age(other) > AN_HOUR]
            try:
                made.rename(folder)
            except OSError:  # another build was faster
                if not folder.is_dir():
                    raise
        for other in earlier:  # nobody works with these any more
            shutil.rmtree(other, ignore_errors=True)
    return folder


def _age(folder: Path) -> float:
    """Seconds since a folder was made."""
    return time.time() - folder.stat().st_mtime


def _state() -> str:
    """A hash of everything that the parts are made from."""
    told = hashlib.sha256(npm.INTEGRITY.encode())
    for name in _distributions():
        told.update(f"{name} {metadata.version(name)}\n".encode())
    for folder in (HERE, ROOT / "tools" / "mcheck"):
        for name, content in sorted(files_below(folder).items()):
            if "__pycache__" not in name:
                told.update(f"{name} {digest(content)}\n".encode())
    return told.hexdigest()[:16]


@cache
def _distributions() -> tuple[str, ...]:
    """The packages that mcheck needs in the browser, and what those need, as far as they are installed."""
    from packaging.requirements import Requirement

    found: set[str] = set()

    def follow(requirements: Iterable[str]) -> None:
        for text in requirements:
            wanted = Requirement(text)
            name = re.sub(r"[-_.]+", "-", wanted.name).lower()
            if name in found or (wanted.marker and not wanted.marker.evaluate(PYTHON)):
                continue
            try:
                follow_next = metadata.requires(name) or []
            except metadata.PackageNotFoundError:
                continue
            found.add(name)
            follow(follow_next)

    follow(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"])
    return tuple(sorted(found))


def _make(work: Path, node: str) -> Path:
    """Runs the trial and packs what it wrote; the finished folder."""
    package, out, made = work / "package", work / "out", work / "made"
    for folder in (package, out, made):
        folder.mkdir()
    npm.unpack_into(package)
    _try(node, package, out)
    for name in ("std.zip", "app.zip", *ON_TAP):
        (made / name).write_bytes(stored(files_below(out / name.removesuffix(".zip"))))
    shutil.copy(out / "schemas.json", made)
    shutil.copy(package / "pyodide.asm.wasm", made / "python.wasm")
    (made / "engine.mjs").write_text(_engine(package))
    (made / "LICENSES.txt").write_text("\n\n".join(_licenses()))
    return made


def _try(node: str, package: Path, out: Path) -> None:
    """The trial, in Pyodide under Node: writes compiled modules below `out`, one folder for each archive."""
    folders = {
        "/bundle": HERE,
        "/repository": ROOT,
        "/packages": Path(str(metadata.distribution("jsonschema").locate_file(""))),
    }
    needed = set(_distributions())
    absent = {
        name
        for name, owners in metadata.packages_distributions().items()
        if not any(re.sub(r"[-_.]+", "-", owner).lower() in needed for owner in owners)
    }
    given = {
        "roots": ["/bundle/in_page", "/bundle/stand_ins", "/repository/tools", "/packages"],
        "absent": sorted(absent - {"mcheck"}),
        "schemas": "/repository/schemas",
        "examples": [*_texts("examples/*.json")],
        "refused": [*_texts("tests/messages/*/portfolio.json")],
        "brought": [*_texts("tests/importing/cases/*/*.*")],
        "workbook": _workbook(),
    }
    (out / "trial.json").write_text(json.dumps(given))
    mounts = json.dumps({place: str(folder) for place, folder in folders.items()})
    done = subprocess.run(
        [node, str(HERE / "trial.mjs"), str(package), str(out), mounts], capture_output=True, text=True, timeout=900
    )
    if done.returncode:
        raise RuntimeError(f"The engine does not run in Pyodide under Node:\n{done.stderr[-3000:]}")


def _texts(pattern: str) -> Iterator[str]:
    """Files as text that stands for their bytes one by one."""
    for path in sorted(ROOT.glob(pattern)):
        yield path.read_bytes().decode("latin-1")


def _workbook() -> str:
    """A small table as a workbook."""
    from openpyxl import Workbook

    book, out = Workbook(), io.BytesIO()
    for row in (["Title", "Date", "Hours"], ["Number talks", date(2025, 3, 1), 12]):
        book.active.append(row)
    book.save(out)
    return out.getvalue().decode("latin-1")


def _engine(package: Path) -> str:
    """One module that imports nothing: Pyodide's two, whose names would clash, and the worker."""
    made = (package / "pyodide.asm.mjs").read_text()
    loader = (package / "pyodide.mjs").read_text()
    lock: dict[str, Any] = json.loads((package / "pyodide-lock.json").read_text())["info"]
    exported = re.compile(r"export\s*\{(\w+) as loadPyodide,[^}]*\};?")
    local = exported.search(loader)
    assert local is not None, "pyodide.mjs exports loadPyodide"
    loader = re.sub(r"//# sourceMappingURL.*", "", exported.sub(f"return {local[1]};", loader))
    return "\n".join(
        [
            made.replace("export default _createPyodideModule;", "const createPyodideModule = _createPyodideModule;"),
            f"const loadPyodide = (() => {{\n{loader}\n}})();",
            f"const LOCK = {json.dumps(lock)};",
            (HERE / "worker.mjs").read_text(),
        ]
    )


def _licenses() -> Iterator[str]:
    """What is passed on here, and on which terms."""
    yield (
        f"Pyodide {npm.VERSION} (https://pyodide.org), under the Mozilla Public License 2.0 "
        "(https://mozilla.org/MPL/2.0/). It holds CPython, under the PSF license (https://docs.python.org/3/license.html)."
    )
    for name in _distributions():
        about = metadata.distribution(name)
        texts = [path for path in about.files or [] if re.match(r"(LICEN[CS]E|COPYING|NOTICE)", path.name, re.I)]
        said = next((about.metadata[key] for key in ("License-Expression", "License") if key in about.metadata), "")
        yield "\n\n".join(
            [f"{about.metadata['Name']} {about.version} {said}".strip(), *(path.read_text() for path in texts)]
        )


def write(target: Path, catalog_folder: Path) -> int:
    """Writes the engine's folder and returns how many bytes; what an earlier build left there goes.

    Raises Unavailable for a folder that holds anything else.
    """
    if target.exists() and any(target.iterdir()) and not (target / "manifest.json").exists():
        raise npm.Unavailable(f"{target} holds other files; name a new folder")
    made = files(catalog_folder)
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for name, content in made.items():
        (target / name).write_bytes(content)
    return sum(map(len, made.values()))
