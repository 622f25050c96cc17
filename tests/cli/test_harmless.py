"""Nothing that is printed is obeyed by a build log, whatever a file or an argument holds; nothing becomes a mention."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import chdir
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from helpers import EXAMPLES, ROOT
from hypothesis import given
from hypothesis import strategies as st
from mcheck.cli import main_group
from mcheck.core.escaping import escape_terminal, harmless, in_json, markdown

COMMAND = re.compile(r"^(?:\s|\x1b\[[0-9;]*m)*::|##\w*\[", re.MULTILINE)
"""What GitHub and Azure Pipelines take for a command."""
ATTACKS = (
    "##[error]seen",
    "##vso[task.setvariable variable=x]seen",
    "x" * 40 + " ::error::seen" * 8,
    "y" * 58 + " ::set-output name=a::seen",
    "a ::stop-commands::seen " * 9,
)


def run(*words: str, data: str | None = None) -> Result:
    return CliRunner().invoke(main_group, list(words), input=data)


def attacked(text: str) -> str:
    """A portfolio with a text in every place that takes any."""
    data = json.loads((EXAMPLES / "three-licenses.json").read_text())
    data["label"] = text[:150]
    for license in data["licenses"]:
        license["field"] = text[:150]
    for activity in data["activities"]:
        activity["title"] = activity["topic"] = text[:150]
    return json.dumps(data)


@pytest.mark.slow
@pytest.mark.parametrize("text", ATTACKS)
@pytest.mark.parametrize(
    "words",
    [
        ["check"],
        ["check", "--color", "always"],
        ["check", "--format", "json"],
        ["check", "--format", "markdown"],
        ["plan"],
        ["plan", "--format", "json"],
        ["plan", "--format", "markdown"],
        ["calendar", "-o", "-"],
        ["what-if", "--drop", "/activities/0"],
        ["what-if", "--drop", "/activities/0", "--format", "json"],
        ["catalog", "diff", "2016-07-01", "2017-07-28", "--portfolio"],
    ],
    ids=" ".join,
)
def test_no_line_is_a_command(words: list[str], text: str) -> None:
    result = run(*words, "-", data=attacked(text))
    assert "failed" not in result.stderr
    assert result.stdout
    assert COMMAND.findall(result.output) == []


@pytest.mark.slow
@pytest.mark.parametrize("text", ATTACKS)
def test_nor_is_one_of_what_is_written(text: str, tmp_path: Path) -> None:
    path = tmp_path / "my.json"
    path.write_text(attacked(text))
    for form in ("text", "json", "markdown"):
        run("check", str(path), "--format", form, "-o", str(tmp_path / form))
        assert COMMAND.findall((tmp_path / form).read_text()) == []
    report = json.loads((tmp_path / "json").read_text())
    assert report["portfolio"]["label"] == text[:150]
    assert run("verify", str(tmp_path / "json"), str(path)).exit_code == 0
    run("packet", str(path), "--markdown", "-o", str(tmp_path / "packet"))
    assert COMMAND.findall((tmp_path / "packet" / "packet.md").read_text()) == []


@pytest.mark.parametrize(
    "words",
    [
        ["##[error]x.json"],
        ["a\n::error::b.json"],
        ["check", "--bad\n::error::x"],
        ["check", "x.json", "--format", "a\n::error::b"],
        ["check", "x.json", "--on", "##[error]"],
        ["explain", "##[error]"],
        ["rules", "show", "::error::"],
        ["catalog", "##[error]"],
        ["check", str(EXAMPLES / "met.json"), "-o", "##[error]/x"],
        ["check", str(EXAMPLES / "met.json"), "--reading", "##[error]=x"],
        ["what-if", str(EXAMPLES / "met.json"), "--add", "##[error]"],
        ["plan", str(EXAMPLES / "met.json"), "--allow", "##vso[x]"],
        ["check", str(EXAMPLES / "met.json"), "--catalog", "##[error]"],
    ],
    ids=repr,
)
def test_nor_is_one_of_what_is_complained_about(words: list[str]) -> None:
    result = run(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert COMMAND.findall(result.stderr) == []
    assert "Traceback" not in result.stderr


def test_the_annotations_of_the_linter_are_commands_on_purpose(tmp_path: Path) -> None:
    (tmp_path / "catalog").mkdir()
    (tmp_path / "catalog" / "catalog.json").write_text("{}")
    assert run("catalog", "lint", "--format", "github", "--catalog", str(tmp_path / "catalog")).stdout.startswith("::")


SIGNS = st.text(alphabet=":#[]ab \n\t\u2003\x1b", max_size=30)


@given(SIGNS)
def test_whatever_the_text_no_command_is_left_and_nothing_is_lost(text: str) -> None:
    made = harmless(text)
    assert COMMAND.search(made) is None
    assert made.replace("\\", "") == text
    assert harmless(made) == made
    assert COMMAND.search(escape_terminal(text)) is None
    assert escape_terminal(escape_terminal(text)) == escape_terminal(text)


@given(SIGNS)
def test_json_means_what_it_meant(text: str) -> None:
    whole = in_json(json.dumps([text]))
    assert COMMAND.search(whole) is None
    assert json.loads(whole) == [text]


@pytest.mark.parametrize(
    "text",
    ["Ask @octocat", "@octo-org/team", "https://example.org/a", "see http://example.org", "WWW.example.org", "a@b.org"],
)
def test_in_markdown_there_are_no_mentions_and_no_bare_links(text: str) -> None:
    made = markdown(text)
    assert not re.search(r"@\w|https?://|(?i:www)\.", made)
    assert made.replace("<!-- -->", "").replace("\\", "") == text
    report = run("check", "-", "--format", "markdown", data=attacked(text)).stdout
    own = re.sub(r"\]\(<[^>]*>\)", "", report)  # where what we cite is found
    assert not re.search(rf"(?<!\\){re.escape(text)}", own)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the name of a file is text")
def test_a_name_that_is_no_text_breaks_nothing(tmp_path: Path) -> None:
    name = b"bad\xff.json"
    path = os.path.join(os.fsencode(tmp_path), name)
    with open(path, "wb") as stream:
        stream.write((EXAMPLES / "met.json").read_bytes())

    def said(*words: str | bytes) -> subprocess.CompletedProcess[bytes]:
        done = subprocess.run([sys.executable, "-m", "mcheck", *words], capture_output=True, check=False, cwd=tmp_path)
        assert b"Please report" not in done.stderr + done.stdout
        done.stdout.decode("utf-8")
        return done

    for form in ("text", "json", "markdown"):
        assert said("check", name, "--format", form).returncode == 0
        both = said("check", name, b"no\xff.json", "--format", form)
        assert (both.returncode, b"J110" in both.stderr) == (2, True)
    report = said("check", name, "--format", "json").stdout
    assert json.loads(report)["portfolio"]["name"] == "bad\\udcff.json"
    assert json.loads(said("check", name, b"no\xff.json", "--format", "json").stdout)[1]["name"] == "no\\udcff.json"
    (tmp_path / "report.json").write_bytes(report)
    assert said("verify", "report.json", name).returncode == 0
    for command in ("plan", "what-if"):
        assert said(command, name, "--format", "json").returncode in (0, 1)
    assert said("calendar", name, "-o", b"out\xff.ics").returncode == 0
    assert said("check", name, "--force", "-o", name).returncode == 2
    assert said("explain", b"\xff").returncode == 2
    assert said("check", name, b"--\xff").returncode == 2


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent in another way")
def test_ctrl_c_is_no_traceback_while_mcheck_is_loaded() -> None:
    """What Python itself loads before is not ours: so the signal is sent from inside, at the imports from then on."""
    code = (
        "import builtins, os, signal, sys; n, real, seen = int(sys.argv.pop(1)), builtins.__import__, [0]\n"
        "def one(name, *more):\n"
        "    seen[0] += bool(seen[0]) or signal.getsignal(signal.SIGINT) is not signal.default_int_handler\n"
        "    if seen[0] == n: os.kill(os.getpid(), signal.SIGINT)\n"
        "    return real(name, *more)\n"
        "builtins.__import__ = one\n"
        "from mcheck.__main__ import main; main()"
    )
    for n in (1, 2, 3, 10, 30, 100, 300, 500):
        words = [sys.executable, "-c", code, str(n), str(EXAMPLES / "met.json")]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        assert "Traceback" not in done.stderr, n
        assert done.returncode in (0, 130, -signal.SIGINT), n


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere a pipe does not say what is left in it")
def test_who_stops_mcheck_while_it_reads_is_told_in_a_word() -> None:
    from fcntl import ioctl
    from termios import FIONREAD

    words = [sys.executable, "-m", "mcheck", "check", "-"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        os.write(running.stdin.fileno(), b"{")
        while any(ioctl(running.stdin, FIONREAD, bytes(4))):
            time.sleep(0.01)  # what it reads first is still to be read
        running.send_signal(signal.SIGINT)
        out, err = running.communicate()
    assert (running.returncode, out, err.decode()) == (130, b"", "\nStopped.\n")


def test_only_two_functions_print() -> None:
    """Each of them makes it harmless; the questions of an interview and the linter's annotations are for click."""
    folder = ROOT / "tools" / "mcheck" / "cli"
    found = [
        f"{path.name}: {line.strip()}"
        for path in sorted(folder.rglob("*.py"))
        for line in path.read_text().splitlines()
        if re.search(r"click\.s?echo|\bprint\(|std(out|err)\.write", line)
    ]
    assert [line.partition(":")[0] for line in found] == ["catalog.py", "output.py", "output.py"]


def test_several_files_in_json_keep_their_places(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("{")
    (tmp_path / "no.json").write_text('{"role": 3}')
    good = str(EXAMPLES / "met.json")
    with chdir(tmp_path):
        result = run("check", "bad.json", good, "gone.json", "no.json", "--format", "json")
        alone = run("check", "no.json", "--format", "json")
    assert (result.exit_code, alone.exit_code) == (2, 2)
    found = json.loads(result.stdout)
    assert [each.get("status", each.get("verdict")) for each in found] == [
        "unreadable",
        "met",
        "unreadable",
        "unreadable",
    ]
    assert [each["name"] for each in found if "status" in each] == ["bad.json", "gone.json", "no.json"]
    assert json.loads(alone.stdout) == found[3]
    assert [(m["code"], m["line"], m["pointer"]) for m in found[3]["messages"]] == [("S103", 1, "/role")]
    for code in ("J101", "J110", "S103"):
        assert code in result.stderr
