"""Templates compiled once: what Jinja makes of them is kept from one build to the next, as Python keeps its modules.

Whatever may change it has a part in the name of the folder: our code, Jinja, and by Jinja itself Python and the source.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import suppress
from pathlib import Path

import jinja2
from jinja2 import BaseLoader, ChoiceLoader, DictLoader, Environment, FileSystemBytecodeCache, Template

from .context import ROOT

FOLDER = ROOT / ".cache" / "templates"


def keep(env: Environment, name: str) -> None:
    """Keeps what the environment compiles; `name` sets environments apart that compile in other ways."""
    ours = b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.rglob("*.py")))
    folder = FOLDER / f"{name}-{jinja2.__version__}-{hashlib.sha256(ours).hexdigest()[:16]}"
    for old in {*FOLDER.glob(f"{name}-*")} - {folder}:
        shutil.rmtree(old, ignore_errors=True)
    with suppress(OSError):  # where nothing can be written nothing is kept
        folder.mkdir(parents=True, exist_ok=True)
    if os.access(folder, os.W_OK):
        env.bytecode_cache = FileSystemBytecodeCache(str(folder))


class PageTemplates:
    """Stands in for `Environment.from_string`, which keeps nothing: pages of the same text are compiled once."""

    def __init__(self, env: Environment) -> None:
        self._env = env
        self._texts: dict[str, str] = {}
        loaders = [env.loader, DictLoader(self._texts)]
        env.loader = ChoiceLoader([loader for loader in loaders if isinstance(loader, BaseLoader)])

    def __call__(self, source: str) -> Template:
        name = hashlib.sha256(source.encode()).hexdigest()
        self._texts[name] = source
        return self._env.get_template(name)
