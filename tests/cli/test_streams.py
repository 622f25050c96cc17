"""Streams that are closed or have another encoding, and what only a mistake in the catalog can bring about."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import CATALOG, EXAMPLES

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
    shutil.copytree(CATALOG, folder)
    (folder / "activities" / "workshop.json").write_text("{")
    words = [sys.executable, "-m", "mcheck", MET, "--catalog", str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "mcheck catalog lint" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "encoding", ["cp1252", *(pytest.param(name, marks=pytest.mark.slow) for name in ("cp437", "latin-1", "ascii"))]
)
def test_whatever_the_encoding_data_is_utf_8_and_text_is_shown(encoding: str, tmp_path: Path) -> None:
    data = json.loads(Path(MET).read_text())
    data["activities"][0]["title"] = "Caf\u00e9 \u6f22\u5b57 \u0645"
    path = tmp_path / "my.json"
    path.write_text(json.dumps(data))

    def said(*words: str) -> bytes:
        done = subprocess.run(
            [sys.executable, "-m", "mcheck", *words],
            capture_output=True,
            check=False,
            env={**os.environ, "PYTHONIOENCODING": encoding},
        )
        assert (done.returncode, done.stderr) == (0, b"")
        return done.stdout

    assert b"MET" in said(str(path))
    assert data["activities"][0]["title"] in said("check", str(path), "--format", "markdown").decode()
    report = tmp_path / "report.json"
    report.write_bytes(said("check", str(path), "--format", "json"))
    assert b"Every verdict is confirmed" in said("verify", str(report), str(path))
    assert b"\xe6\xbc\xa2" in said("what-if", str(path), "--format", "json")
