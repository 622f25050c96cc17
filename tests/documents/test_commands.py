"""Commands shown in documents are run, in a clone, in the order in which a reader meets them.

Conventions: blocks of commands are fenced as `sh`. The comment `<!-- not run: REASON -->` above a block says why it is
not run (it installs, asks, or needs the network). A line that ends in `# status N` is meant to end with that status;
every other line with 0. The file `my.json` is the reader's own portfolio; here it is examples/met.json.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from clone import Clone, make_clone
from helpers import ROOT
from jinja2 import Template
from mcheck.cli import main_group
from website.context import load_site

DOCUMENTS = sorted(
    p
    for p in [*ROOT.glob("*.md"), *ROOT.glob("catalog/*.md"), *ROOT.glob("examples/*.md"), *ROOT.glob("docs/**/*.md")]
    if p.name != "CHANGELOG.md"
)
BLOCK = re.compile(
    r"^(?:<!-- not run: (?P<why>.+?) -->\n)?(?P<indent> *)```sh\n(?P<text>.*?)^(?P=indent)```$",
    re.MULTILINE | re.DOTALL,
)
FENCE = re.compile(r"^ *```(\S+)", re.MULTILINE)
INLINE = re.compile(r"`(mcheck [^`\n]+)`")


@dataclass(frozen=True, slots=True)
class Line:
    """A command and the status with which it is meant to end."""

    text: str
    status: int


def blocks(text: str) -> list[tuple[str | None, list[Line]]]:
    """(why it is not run or None, its lines) of every block of commands. Lines that end in a backslash are joined."""
    found = []
    for match in BLOCK.finditer(text):
        lines = []
        for line in match["text"].replace("\\\n", "").splitlines():
            command, _, status = line.strip().partition("# status ")
            if command and not command.startswith("#"):
                lines.append(Line(command.strip(), int(status or 0)))
        found.append((match["why"], lines))
    return found


WITH_COMMANDS = [p for p in DOCUMENTS if any(why is None for why, _ in blocks(p.read_text(encoding="utf-8")))]


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    made = make_clone(tmp_path)
    shutil.copy(ROOT / "examples" / "met.json", tmp_path / "my.json")
    return made


@pytest.mark.skipif(sys.platform == "win32" or shutil.which("bash") is None, reason="the blocks are for a POSIX shell")
@pytest.mark.slow
@pytest.mark.parametrize("document", WITH_COMMANDS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_commands_do_what_the_document_says(document: Path, clone: Clone) -> None:
    for why, lines in blocks(document.read_text(encoding="utf-8")):
        for line in lines if why is None else []:
            # a page of the site may take a date from the catalog
            done = clone.run("bash", "-c", Template(line.text).render(site=load_site()))
            assert done.status == line.status, f"{line.text}\n{done}"
            assert "Traceback" not in done.err, done


def test_the_front_pages_show_commands() -> None:
    assert {"CONTRIBUTING.md", "catalog/README.md"} <= {p.relative_to(ROOT).as_posix() for p in WITH_COMMANDS}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_no_commands_hide_in_another_kind_of_block(document: Path) -> None:
    kinds = set(FENCE.findall(document.read_text(encoding="utf-8")))
    assert not kinds & {"bash", "shell", "console", "zsh", "powershell"}


def unknown_words(command: str) -> list[str]:
    """Commands and options in an `mcheck ...` command that mcheck does not have."""
    group: click.Command = main_group
    unknown = []
    words = shlex.split(command)[1:]
    if words and words[0] not in main_group.list_commands(click.Context(main_group)) and "." in words[0]:
        words = ["check", *words]  # a file comes first
    for word in words:
        if word.startswith("-"):
            options = {o for p in group.params for o in (*p.opts, *p.secondary_opts)} | {"--help", "-h"}
            if word.split("=")[0] not in options:
                unknown.append(word)
        elif isinstance(group, click.Group):
            found = group.get_command(click.Context(group), word)
            if found is None:
                return [*unknown, word]
            group = found
    return unknown


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_commands_named_in_a_sentence_exist(document: Path) -> None:
    wrong = {}
    for command in INLINE.findall(document.read_text(encoding="utf-8")):
        # `mcheck --on DATE` stands for any check with that option
        if unknown := unknown_words(command.replace("mcheck --on", "mcheck check --on").replace("...", "")):
            wrong[command] = unknown
    assert wrong == {}


def test_a_wrong_command_would_be_noticed() -> None:
    assert unknown_words("mcheck check my.json --onn 2027-01-01") == ["--onn"]
    assert unknown_words("mcheck chek") == ["chek"]
    assert unknown_words("mcheck my.json --on 2027-01-01") == []
    text = "<!-- not run: installs -->\n```sh\npip x\n```\n\n```sh\na \\\n  b # status 1\n# only said\n```\n"
    assert blocks(text) == [("installs", [Line("pip x", 0)]), (None, [Line("a   b", 1)])]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_python_shown_runs(document: Path, tmp_path: Path) -> None:
    shown = re.findall(r"^```python\n(.*?)^```$", document.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    if not shown:
        return
    shutil.copy(ROOT / "examples" / "met.json", tmp_path / "my.json")
    here = {**os.environ, "PYTHONPATH": str(ROOT / "tools")}
    for program in shown:
        done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, env=here, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, ""), done
