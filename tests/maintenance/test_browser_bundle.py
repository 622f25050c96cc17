"""What the engine for the browser is made of: a package of known hash, archives that come out alike, stand-ins."""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
import rpds
from hypothesis import given
from hypothesis import strategies as st
from maintenance.browser_bundle import Unavailable, npm
from maintenance.browser_bundle.archives import files_below, named, stored
from maintenance.browser_bundle.stand_ins import rpds as stand_in


def npm_that_brings(content: bytes | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Puts a package in the place of the one that npm would get, or with None lets npm fail."""

    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        folder = Path(command[command.index("--pack-destination") + 1])
        if content is not None:
            (folder / "pyodide.tgz").write_bytes(content)
        return subprocess.CompletedProcess(command, int(content is None), "", "" if content else "no network")

    monkeypatch.setattr(npm.shutil, "which", lambda name: name)
    monkeypatch.setattr(npm.subprocess, "run", run)


def package() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        entry = tarfile.TarInfo("package/pyodide.mjs")
        entry.size = 1
        archive.addfile(entry, io.BytesIO(b"x"))
    return out.getvalue()


def test_a_package_with_another_hash_is_not_unpacked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    npm_that_brings(package(), monkeypatch)
    with pytest.raises(Unavailable, match="is not the file whose hash is known"):
        npm.unpack_into(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_without_npm_or_a_network_it_is_told_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    npm_that_brings(None, monkeypatch)
    with pytest.raises(Unavailable, match="no network"):
        npm.unpack_into(tmp_path)
    monkeypatch.setattr(npm.shutil, "which", lambda name: None)
    with pytest.raises(Unavailable, match="npm is not installed"):
        npm.unpack_into(tmp_path)


def test_help_writes_nothing_and_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    program = str(Path(npm.__file__).parent)
    told = subprocess.run([sys.executable, program, "--help"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "folder" in told.stdout
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "mine.txt").write_text("mine")
    refused = subprocess.run([sys.executable, program, str(tmp_path)], capture_output=True, text=True)
    assert (refused.returncode, "holds other files" in refused.stderr) == (1, True)
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_an_archive_depends_on_its_content_alone(tmp_path: Path) -> None:
    files = {"b.json": b"{}" * 1000, "a/c.pyc": b"\0"}
    archive = stored(files)
    assert archive == stored(dict(reversed(files.items())))
    assert named("app.zip", archive) == named("app.zip", stored(files)) != named("app.zip", archive + b"x")
    assert len(archive) > 2000, "the server compresses it, so nothing else does"
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        opened.extractall(tmp_path)
    assert files_below(tmp_path) == files


KEYS = st.integers(0, 5)


@given(st.lists(st.tuples(KEYS, KEYS)), st.lists(st.tuples(KEYS, KEYS)))
def test_the_maps_that_stand_in_are_as_those_of_rpds(pairs: list[tuple[int, int]], more: list[tuple[int, int]]) -> None:
    ours, theirs = stand_in.HashTrieMap.convert(dict(pairs)), rpds.HashTrieMap.convert(dict(pairs))
    for change in (lambda m: m.update(dict(more)), lambda m: m.insert(9, 9), lambda m: m.insert(9, 9).remove(9)):
        assert dict(change(ours).items()) == dict(change(theirs).items())
    assert dict(ours) == dict(pairs), "a change leaves the map as it was"
    with pytest.raises(KeyError):
        ours.remove(9)


@given(st.lists(KEYS), st.lists(KEYS))
def test_the_sets_and_lists_that_stand_in_are_as_those_of_rpds(values: list[int], more: list[int]) -> None:
    ours, theirs = stand_in.HashTrieSet(values), rpds.HashTrieSet(values)
    for change in (lambda s: s.update(more), lambda s: s.insert(9), lambda s: s.discard(3)):
        assert set(change(ours)) == set(change(theirs))
    front, behind = stand_in.List(), rpds.List()
    for value in values:
        front, behind = front.push_front(value), behind.push_front(value)
    assert list(front) == list(behind)
