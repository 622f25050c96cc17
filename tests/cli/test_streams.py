"""Streams that are closed, and what only a mistake in the catalog can bring about."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import EXAMPLES, ROOT

MET = str(EXAMPLES / "met.json")


def shell(line: str) -> subprocess.CompletedProcess[str]:
    words = ["sh", "-c", f'"$0" -m mcheck {line}', sys.executable, MET]
    return subprocess.run(words, capture_output=True, text=True, check=False)


@pytest.mark.skipif(sys.platform == "win32", reason="the lines are for a POSIX shell")
def test_a_closed_stream_is_no_failure() -> None:
    assert shell('"$1" >&-').returncode == 0
    assert shell("missing.json 2>&-").returncode == 2
    done = shell("- <&-")
    assert (done.returncode, done.stdout) == (2, "")
    assert "J113" in done.stderr


def test_who_edited_the_catalog_is_sent_to_what_finds_the_mistake(tmp_path: Path) -> None:
    folder = tmp_path / "catalog"
    shutil.copytree(ROOT / "catalog", folder)
    (folder / "activities" / "workshop.json").write_text("{")
    words = [sys.executable, "-m", "mcheck", MET, "--catalog", str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "mcheck catalog lint" in done.stderr
    assert "Traceback" not in done.stderr
