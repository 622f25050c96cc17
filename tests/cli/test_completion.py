"""Pressing Tab, in the shells themselves: the script is loaded, keys are typed, and the completed line is read."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from helpers import catalog
from mcheck.cli import main_group

pty = pytest.importorskip("pty", reason="shells at a terminal are started by means that only Unix has")

SHELLS = ["bash", "zsh", "fish"]
START = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
}
LOAD = {
    "bash": "bind 'set bell-style none'; source ./script; echo re''ady",
    "zsh": "autoload -Uz compinit; compinit -u -D; source ./script; echo re''ady",
}
SECONDS = 120


def shell(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    if name == "bash":
        asked = [found, "-c", "(( BASH_VERSINFO[0] * 10 + BASH_VERSINFO[1] >= 44 ))"]
        if subprocess.run(asked, check=False).returncode:
            pytest.skip("this bash cannot be told how to complete files: it takes 4.4")
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder to type in: portfolios, another file, a folder, and the scripts."""
    for name in ("my.json", "my other.json", "plain.json", "pl.txt"):
        (tmp_path / name).touch()
    (tmp_path / "mydir").mkdir()
    for each in SHELLS:
        (tmp_path / f"{each}.script").write_text(CliRunner().invoke(main_group, ["completion", each]).stdout)
    return tmp_path


def environment() -> dict[str, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {"PATH": path, "HOME": "/nonexistent", "TERM": "dumb", "PS1": "$ ", "LC_ALL": "C.UTF-8"}


def bash(folder: Path, *words: str) -> list[str]:
    """What bash offers for the last word, as it would have cut the line."""
    shell("bash")
    line = f"COMP_WORDS=(mcheck {' '.join(words)}); COMP_CWORD={len(words)}"
    told = "compopt() { printf 'compopt %s\\n' \"$2\"; }; source ./bash.script"
    done = subprocess.run(
        ["bash", "--norc", "-c", f"{told}; {line}; _mcheck_completion mcheck; printf '%s\\n' \"${{COMPREPLY[@]}}\""],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert done.stderr == ""
    return done.stdout.split("\n")[:-1]


def fish(folder: Path, line: str) -> list[str]:
    """What fish offers at the end of a line."""
    done = subprocess.run(
        [shell("fish"), "--no-config", "-c", f"source ./fish.script; complete -C '{line}'"],
        cwd=folder,
        env=environment() | {"HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert done.stderr == ""
    return [offered.partition("\t")[0] for offered in done.stdout.splitlines()]


def typed(name: str, folder: Path, line: str) -> str:
    """The line after Tab was pressed at its end, in a shell at a terminal: it is run as the words of an `echo`."""
    shell(name)
    (folder / "script").write_text((folder / f"{name}.script").read_text())
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(folder)
        os.execvpe(START[name][0], START[name], environment() | {"ZDOTDIR": str(folder)})
    try:
        os.write(terminal, f"{LOAD[name]}\n".encode())
        until(terminal, "\nready")
        os.write(terminal, f"{line}\t\x01echo '<'\x05 '>'\r".encode())
        shown = until(terminal, ">\r\n")
    finally:
        os.close(terminal)
        os.waitpid(process, 0)
    return shown[shown.rindex("\n<") + 2 : shown.rindex(">")].strip()


def until(terminal: int, words: str) -> str:
    """What is shown until these words are."""
    shown, end = "", time.monotonic() + SECONDS
    while words not in shown.replace("\r\r", "\r"):
        ready, _, _ = select.select([terminal], [], [], max(0.0, end - time.monotonic()))
        assert ready, shown
        shown += os.read(terminal, 4096).decode(errors="replace")
    return shown


LINES = {
    "mcheck my.": "mcheck my.json",
    "mcheck my\\ ": "mcheck my other.json",
    "mcheck verif": "mcheck verify",
    "mcheck check pla": "mcheck check plain.json",
    "mcheck packet my.json -o my": "mcheck packet my.json -o mydir",
    "mcheck check --catalog my": "mcheck check --catalog mydir",
    "mcheck search --stack clim": "mcheck search --stack climate-change-and-environmental-justice",
    "mcheck explain t18": "mcheck explain t18-outside-license",
    "mcheck nothing-like-it": "mcheck nothing-like-it",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["bash", "zsh"])
@pytest.mark.parametrize("line", LINES)
def test_tab_completes_a_line(name: str, line: str, folder: Path) -> None:
    assert typed(name, folder, line).rstrip("/") == LINES[line]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("mcheck my", {"my.json", "my other.json", "mydir/"}),
        ("mcheck pl", {"plan", "plain.json", "pl.txt"}),
        ("mcheck packet my.json -o my", {"mydir/"}),
        ("mcheck explain 2018", {"2018-07-13"}),
        ("mcheck check --reading odd-badge=h", {"odd-badge=half-a-pair"}),
    ],
)
def test_fish_offers(line: str, offered: set[str], folder: Path) -> None:
    assert set(fish(folder, line)) == offered


@pytest.mark.parametrize(
    "words",
    [
        ["my"],
        *(["check", "my"], ["verify", "my"], ["verify", "report.json", "my"], ["packet", "my"], ["plan", "my"]),
        *(["what-if", "my"], ["calendar", "my"], ["calendar", "my.json", "-o", "my"], ["init", "my"]),
        *(["catalog", "diff", "2016-07-01", "2017-07-28", "--portfolio", "my"], ["search", "--gap", "my"]),
    ],
)
def test_bash_completes_files_wherever_a_file_may_stand(words: list[str], folder: Path) -> None:
    assert bash(folder, *words) == ["compopt default", ""]


@pytest.mark.parametrize("words", [["packet", "my.json", "-o", "my"], ["my.json", "--catalog", "my"]])
def test_bash_completes_folders_where_a_folder_must_stand(words: list[str], folder: Path) -> None:
    assert bash(folder, *words) == ["compopt dirnames", ""]


def test_bash_offers_commands_where_one_may_stand(folder: Path) -> None:
    assert {"check", "explain", "verify"} <= set(bash(folder, "''"))


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["explain", "cot-co-p"], ["cot-co-planning"]),
        (["explain", "t1"], [f"t1{n}" for n in range(9)]),
        (["--edition", "20"], ["2016-07-01", "2017-07-28", "2018-07-13"]),
        (["my.json", "--reading", "c"], ["cautious"]),
        (["plan", "my.json", "--avoid", "b"], ["badges"]),
        (["what-if", "my.json", "--add", "cot-co-p"], ["cot-co-planning"]),
        (["schema", "p"], ["portfolio", "plan"]),
        (["--ver"], ["--version"]),
        (["--version", "''"], []),
        (["my.json", "--catalog", "nowhere", "--edition", "''"], [""]),
    ],
)
def test_bash_offers(words: list[str], offered: list[str], folder: Path) -> None:
    found = bash(folder, *words)
    assert [o[: len(e)] for o, e in zip(found, offered, strict=False)] == offered
    assert "" not in offered or found == offered


def test_every_name_that_can_be_explained_is_offered(folder: Path) -> None:
    found = set(bash(folder, "explain", "''"))
    for kind in ("checks", "questions", "activities", "credentials", "sources", "renewal"):
        assert set(catalog().ids(kind)) <= found


def test_files_are_completed_without_the_catalog(monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(*_: object) -> None:
        raise AssertionError("the catalog was opened")

    monkeypatch.setattr("mcheck.cli.completion.load_catalog", opened)
    for words in ("my", "check my", "plan my", "packet my.json -o my"):
        asked = {"COMP_WORDS": f"mcheck {words}", "COMP_CWORD": str(len(words.split()))}
        result = CliRunner().invoke(
            main_group, prog_name="mcheck", env={"_MCHECK_COMPLETE": "bash_complete", **asked}, catch_exceptions=False
        )
        assert result.stdout.strip() in ("file,my", "dir,my")


@pytest.mark.parametrize("asked", [{}, {"COMP_WORDS": "mcheck '", "COMP_CWORD": "x"}, {"COMP_WORDS": "mcheck explain"}])
@pytest.mark.slow
def test_whatever_a_shell_asks_nothing_is_written_into_its_line(asked: dict[str, str]) -> None:
    for name in SHELLS:
        done = subprocess.run(
            [sys.executable, "-m", "mcheck"],
            env=environment() | asked | {"_MCHECK_COMPLETE": f"{name}_complete"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stderr == ""
        assert "Traceback" not in done.stdout
