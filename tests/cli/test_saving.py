"""Where a command may write: over no input, no device, no pipe and no folder, and through a link.

Every node that is tried is made in the folder of the test.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from helpers import CATALOG, EXAMPLES, ROOT
from mcheck.cli import main_group
from mcheck.loading.save import Occupied, write_atomically

MET = EXAMPLES / "met.json"
ONE_FILE = {
    "check": ["check", "my.json"],
    "check-json": ["check", "my.json", "--format", "json"],
    "check-markdown": ["my.json", "--format", "markdown"],
    "calendar": ["calendar", "my.json"],
}
"""Commands that write one file, as they stand before -o."""


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with a portfolio `my.json`."""
    shutil.copy(MET, tmp_path / "my.json")
    return tmp_path


def run(here: Path, *words: str) -> Result:
    with chdir(here):
        return CliRunner().invoke(main_group, list(words))


def refused(result: Result, said: str) -> None:
    assert result.exit_code == 2
    assert result.stdout == ""
    assert f"{said}; nothing was written." in result.stderr
    assert len(result.stderr.splitlines()) == 2


@pytest.mark.parametrize("command", sorted(ONE_FILE))
def test_a_file_is_replaced_only_when_told(command: str, here: Path) -> None:
    target = here / "out"
    words = [*ONE_FILE[command], "-o", "out"]
    assert run(here, *words).exit_code == 0
    first = target.read_bytes()
    target.write_text("mine")
    refused(run(here, *words), "out exists already")
    assert target.read_text() == "mine"
    target.chmod(0o640)
    assert run(here, *words, "--force").exit_code == 0
    assert (target.read_bytes(), stat.S_IMODE(target.stat().st_mode)) == (first, 0o640)
    assert sorted(os.listdir(here)) == ["my.json", "out"]


def test_a_file_holds_what_is_printed(here: Path) -> None:
    for form in ("text", "json", "markdown"):
        printed = run(here, "my.json", "--format", form).stdout
        assert run(here, "my.json", "--format", form, "-o", form).stdout == f"Wrote 1 report to {form}.\n"
        assert (here / form).read_text() == printed


def pipe(path: Path) -> None:
    os.mkfifo(path)


def listening(path: Path) -> None:
    with chdir(path.parent), socket.socket(socket.AF_UNIX) as made:
        made.bind(path.name)


def device(path: Path) -> None:
    try:
        os.mknod(path, stat.S_IFCHR | 0o600, os.makedev(1, 3))  # one of our own that forgets, as /dev/null does
    except OSError:
        pytest.skip("only root may make a device")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such nodes on this system")
@pytest.mark.parametrize(
    ("make", "kind"), [(pipe, "a named pipe"), (listening, "a socket"), (device, "a device"), (Path.mkdir, "a folder")]
)
@pytest.mark.parametrize("by_link", [False, True])
@pytest.mark.parametrize("command", sorted(ONE_FILE))
def test_what_is_no_file_is_never_written_over(
    command: str, by_link: bool, make: Callable[[Path], None], kind: str, here: Path
) -> None:
    node = here / "node"
    make(node)
    before = node.lstat()
    if by_link:
        (here / "link").symlink_to("node")
    name = "link" if by_link else "node"
    refused(run(here, *ONE_FILE[command], "--force", "-o", name), f"{name} is {kind}")
    assert (node.lstat().st_ino, node.lstat().st_mode) == (before.st_ino, before.st_mode)


@pytest.mark.parametrize("how", ["itself", "symbolic link", "hard link", "another way"])
@pytest.mark.parametrize("command", sorted(ONE_FILE))
def test_what_is_read_is_never_written_over(command: str, how: str, here: Path) -> None:
    path, name = here / "my.json", "out"
    if how == "symbolic link":
        (here / name).symlink_to(path)
    elif how == "hard link":
        (here / name).hardlink_to(path)
    else:
        name = "my.json" if how == "itself" else f"../{here.name}/my.json"
    before = path.read_bytes()
    refused(run(here, *ONE_FILE[command], "--force", "-o", name), f"{name} is being read by this command")
    refused(run(here, *ONE_FILE[command], "-o", name), f"{name} is being read by this command")
    assert path.read_bytes() == before


def test_nor_is_standard_input_another_of_several_files_the_catalog_or_evidence(here: Path) -> None:
    path = here / "my.json"
    before = path.read_bytes()
    with path.open("rb") as stream:
        words = [sys.executable, "-m", "mcheck", "check", "-", "--force", "-o", str(path)]
        done = subprocess.run(words, stdin=stream, capture_output=True, text=True, check=False)
    assert (done.returncode, "is being read by this command" in done.stderr) == (2, True)
    (here / "bad.json").write_text("{")
    assert (
        "is being read by" in run(here, "my.json", "bad.json", "--format", "json", "--force", "-o", "bad.json").stderr
    )
    shutil.copytree(CATALOG, here / "catalog")
    record = here / "catalog" / "activities" / "workshop.json"
    words = ["calendar", "my.json", "--catalog", "catalog", "--force", "-o", str(record)]
    refused(run(here, *words), f"{record} is being read by this command")
    data = json.loads(path.read_text())
    data["activities"][0]["files"] = [{"path": "packet/packet.md"}]
    (here / "packet").mkdir()
    (here / "packet" / "packet.md").write_text("my certificate")
    path.write_text(json.dumps(data))
    refused(run(here, "packet", "my.json", "--markdown", "--force"), "packet/packet.md is being read by this command")
    assert sorted(os.listdir(here / "packet")) == ["packet.md"]
    assert before != path.read_bytes()


@pytest.mark.parametrize("command", sorted(ONE_FILE))
def test_a_link_is_followed_and_stays(command: str, here: Path) -> None:
    (here / "deep").mkdir()
    (here / "deep" / "target").write_text("old")
    (here / "link").symlink_to("deep/target")
    words = [*ONE_FILE[command], "-o", "link"]
    refused(run(here, *words), "link exists already")
    assert run(here, *words, "--force").exit_code == 0
    assert (here / "link").is_symlink()
    assert (here / "deep" / "target").read_text() != "old"
    assert os.listdir(here / "deep") == ["target"]
    (here / "deep" / "target").unlink()  # now the link leads nowhere
    refused(run(here, *words), "link exists already")
    assert run(here, *words, "--force").exit_code == 0
    assert (here / "deep" / "target").is_file()


def test_two_files_that_are_one_are_not_written(here: Path) -> None:
    (here / "packet").mkdir()
    (here / "packet" / "packet.md").symlink_to("packet.html")
    assert "is the same file as another one" in run(here, "packet", "my.json", "--markdown", "--force").stderr
    assert sorted(os.listdir(here / "packet")) == ["packet.md"]


@pytest.mark.parametrize("name", [".", "..", "", "/", "new/"])
@pytest.mark.parametrize("command", sorted(ONE_FILE))
def test_a_name_that_is_no_file_s_is_told_without_words_of_a_programmer(command: str, name: str, here: Path) -> None:
    result = run(here, *ONE_FILE[command], "--force", "-o", name)
    assert (result.exit_code, "folder" in result.stderr, "Path" in result.stderr) == (2, True, False)
    assert os.listdir(here) == ["my.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="names are limited in another way")
def test_names_as_long_as_may_be_and_longer(here: Path) -> None:
    for length, status in ((254, 0), (255, 0), (256, 2), (5000, 2)):
        result = run(here, "calendar", "my.json", "-o", "n" * length)
        assert (result.exit_code, "Traceback" in result.output) == (status, False)
        assert (here / "my.json").exists()
        assert run(here, "check", "n" * length).exit_code == 2
    loop = here / "loop"
    loop.symlink_to("loop")
    assert "cannot be written" in run(here, "calendar", "my.json", "--force", "-o", "loop").stderr


def test_the_catalog_is_written_in_the_same_way(tmp_path: Path) -> None:
    shutil.copytree(CATALOG, tmp_path / "catalog")
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas")
    record = tmp_path / "catalog" / "activities" / "workshop.json"
    right = record.read_text()
    kept = tmp_path / "kept.json"
    kept.write_text(right.replace("  ", "\t"))
    record.unlink()
    record.symlink_to(kept)
    assert run(tmp_path, "catalog", "format").exit_code == 0
    assert (record.is_symlink(), kept.read_text()) == (True, right)


def test_the_caller_names_what_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("mine")
    with pytest.raises(Occupied):
        write_atomically({path: b"x"}, make_folders=False, replace=True, inputs=[tmp_path / "gone", path])
    assert path.read_text() == "mine"
