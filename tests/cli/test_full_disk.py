"""A disk that has no room left: one message, status 2, and nothing half-written."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from helpers import CATALOG, EXAMPLES, ROOT
from mcheck.cli import main_group

MET = str(EXAMPLES / "met.json")
FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("words", [[MET], ["explain", "T01"], ["--help"], ["plan", MET], ["calendar", MET, "-o", "-"]])
def test_an_answer_that_finds_no_room_is_told_in_one_message(words: list[str]) -> None:
    with FULL.open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "mcheck", *words], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 2
    first, hint = done.stderr.splitlines()
    assert first == f"The answer cannot be written: {os.strerror(errno.ENOSPC)}."
    assert "Free some disk space" in hint


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("file", [MET, "missing.json"])
def test_the_status_tells_it_where_no_message_can(file: str, unbuffered: str) -> None:
    buffers = os.environ | {"PYTHONUNBUFFERED": unbuffered}
    with FULL.open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "mcheck", file], stdout=full, stderr=full, check=False, env=buffers
        )
    assert done.returncode == 2


class Disk:
    """Has room for so many files; of the next one it takes half."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, room: int) -> None:
        self.room, self.open = room, Path.open
        monkeypatch.setattr(Path, "open", lambda path, mode="r", **more: self.opened(path, mode, **more))

    def opened(self, path: Path, mode: str, **more: Any) -> Any:
        stream = self.open(path, mode, **more)
        if mode == "xb":
            self.room -= 1
            if self.room < 0:
                return Half(stream)
        return stream


class Half:
    def __init__(self, stream: Any) -> None:
        self.stream = stream

    def __enter__(self) -> Half:
        return self

    def __exit__(self, *_: object) -> None:
        self.stream.close()

    def write(self, raw: bytes) -> int:
        self.stream.write(raw[: len(raw) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def run(*words: str, data: str | None = None) -> Result:
    return CliRunner().invoke(main_group, list(words), input=data)


@pytest.mark.parametrize(
    ("words", "data", "room"),
    [
        (["calendar", MET, "-o", "renewal.ics"], None, 0),
        (["packet", MET, "-o", "new/packet"], None, 0),
        (["packet", MET, "-o", "new/packet", "--markdown"], None, 1),
        (["init", "my.json"], "6\n\n\n", 0),
    ],
)
def test_nothing_is_left_of_what_found_no_room(
    words: list[str], data: str | None, room: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Disk(monkeypatch, room)
    result = run(*words, data=data)
    assert result.exit_code == 2
    assert f"cannot be written: {os.strerror(errno.ENOSPC)}.\nFree some disk space" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_was_there_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "renewal.ics"
    kept.write_text("mine")
    Disk(monkeypatch, 0)
    assert run("calendar", MET, "-o", str(kept), "--force").exit_code == 2
    assert (list(tmp_path.iterdir()), kept.read_text()) == ([kept], "mine")


def test_no_record_of_the_catalog_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "catalog"
    shutil.copytree(CATALOG, folder)
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas")
    for name in ("ceu", "workshop"):
        path = folder / "activities" / f"{name}.json"
        path.write_text(path.read_text().replace("  ", "\t"))
    before = {path: path.read_bytes() for path in folder.rglob("*.json")}
    Disk(monkeypatch, 1)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)) as raised:
        CliRunner().invoke(main_group, ["catalog", "format", "--catalog", str(folder)], catch_exceptions=False)
    assert str(raised.value.filename).endswith("workshop.json")
    assert {path: path.read_bytes() for path in folder.rglob("*.json")} == before
