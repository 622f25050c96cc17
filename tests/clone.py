"""A copy of the repository in which a test may do what a contributor does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from helpers import CATALOG, ROOT


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended."""

    status: int
    out: str
    err: str

    def __str__(self) -> str:
        return f"status {self.status}\n{self.out}\n{self.err}"


@dataclass(frozen=True, slots=True)
class Clone:
    """The folder, with one commit in it. Commands run with its own code and the packages of this test run."""

    folder: Path

    def run(self, *command: str, **variables: str) -> Done:
        """Runs a command in the clone, with an empty standard input."""
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "MCHECK_"))}
        environment = {**kept, "PATH": path, "PYTHONPATH": str(self.folder / "tools"), **variables}
        ended = subprocess.run(
            command, cwd=self.folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8"
        )
        return Done(ended.returncode, ended.stdout, ended.stderr)

    def git(self, *words: str) -> str:
        names = ("-c", "user.name=A Newcomer", "-c", "user.email=newcomer@example.com")
        done = self.run("git", *names, "-c", "commit.gpgsign=false", *words)
        assert done.status == 0, done
        return done.out


def make_clone(folder: Path) -> Clone:
    """Every file of the repository that git does not ignore, as it is now, committed in a new repository.

    The records are those of the copy that tests know: what documents show is right whatever becomes of the facts.
    """
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True, encoding="utf-8").stdout.split("\0")
    for name in names:
        is_record = name.startswith("catalog/") and name.endswith(".json")
        if name and not is_record and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    shutil.copytree(CATALOG, folder / "catalog", dirs_exist_ok=True)
    clone = Clone(folder)
    clone.git("init", "-q", "-b", "main")
    clone.git("add", "-A")
    clone.git("commit", "-q", "-m", "Before the change")
    return clone
