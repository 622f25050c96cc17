"""Text that shows the catalog is broken into lines that fit, and nothing in it is lost or torn."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from functools import cache

import pytest
from click.testing import CliRunner
from helpers import ROOT, catalog
from mcheck import texts
from mcheck.cli import main_group
from mcheck.explained import explain, names
from mcheck.wrap import hang

WIDTHS = [40, 60, 80, 100]


@cache
def shown() -> dict[tuple[str, ...], Sequence[str]]:
    """Lines before they are broken, by their command, for everything that the catalog lets one ask for."""
    editions = catalog().ids("renewal")
    return {
        **{("explain", name): explain(catalog(), name) for name in names(catalog())},
        ("rules", "list"): texts.rules(catalog()),
        **{("rules", "show", a): texts.rule(catalog(), a) for a in editions},
        **{("rules", "diff", a, b): texts.difference(catalog(), a, b) for a in editions for b in editions},
        **{("credentials", "search", word): texts.search(catalog(), word) for word in ("a", "conflict")},
    }


def run(*args: str, **env: str) -> str:
    result = CliRunner(env=env).invoke(main_group, list(args))
    assert result.exit_code == 0
    return result.stdout


def fits(line: str, width: int) -> bool:
    """Whether it is no wider than that, or is a single word or command."""
    alone = re.sub(r"^- ", "", line.strip())
    return len(line) <= width or " " not in alone or re.fullmatch(r"\(?`?mcheck [^`]+`?\S*", alone) is not None


def test_every_line_fits_eighty_columns_and_no_word_is_lost() -> None:
    for command, lines in shown().items():
        text = run(*command)
        assert [line for line in text.splitlines() if not fits(line, 80)] == [], command
        assert text.split() == " ".join(lines).split(), command


@pytest.mark.parametrize("width", WIDTHS)
def test_what_does_not_fit_goes_on_below_its_own_beginning(width: int) -> None:
    for lines in shown().values():
        for line in lines:
            first, *more = hang(line, width)
            assert all(fits(part, width) for part in (first, *more))
            indent = len(line) - len(line.lstrip())
            mark = re.match(r" *- ", line)
            depths = {len(part) - len(part.lstrip()) for part in more}
            assert len(depths) <= 1
            assert depths <= {mark.end()} if mark else all(depth > indent or indent == 0 for depth in depths)


@pytest.mark.parametrize("width", WIDTHS)
def test_commands_and_addresses_stay_whole(width: int) -> None:
    for lines in shown().values():
        for line in lines:
            whole = re.findall(r"https?://\S+|`mcheck [^`]+`|mcheck explain \S+", line)
            assert all(any(each in part for part in hang(line, width)) for each in whole)


@pytest.mark.parametrize(
    ("line", "broken"),
    [
        ("", [""]),
        ("Short: stays.", ["Short: stays."]),
        ("A plain sentence goes on at the margin again.", ["A plain sentence goes on at the", "margin again."]),
        ("Why: what has a label goes on below it.", ["Why: what has a label goes on", "    below it."]),
        ("  seen: and so does what is indented.", ["  seen: and so does what is", "      indented."]),
        ("  - A point of a list hangs below its text.", ["  - A point of a list hangs", "    below its text."]),
        ("2018-07-13  A date stands beside its text.", ["2018-07-13  A date stands beside", "            its text."]),
        ("a-long-first-column  Its text is below.", ["a-long-first-column", "  Its text is below."]),
        ("Its page: https://example.org/a-long-one", ["Its page:", "    https://example.org/a-long-one"]),
        ("  - Title https://example.org/long-one", ["  - Title", "    https://example.org/long-one"]),
        ("  - https://example.org/one-that-is-long", ["  - https://example.org/one-that-is-long"]),
        ("Then it may help to say `mcheck init`.", ["Then it may help to say", "`mcheck init`."]),
    ],
)
def test_a_line_breaks_at_its_joints(line: str, broken: list[str]) -> None:
    assert hang(line, 32) == broken


def test_a_pipe_gets_the_same_lines_from_every_terminal() -> None:
    assert run("explain", "T01", COLUMNS="50") == run("explain", "T01")


@pytest.mark.parametrize(("columns", "width"), [(20, 40), (60, 60), (100, 100), (250, 100)])
@pytest.mark.parametrize("command", [("explain", "Q1"), ("rules", "list"), ("credentials", "search", "conflict")])
def test_a_terminal_gets_lines_of_its_own_width(command: tuple[str, ...], columns: int, width: int) -> None:
    pty = pytest.importorskip("pty", reason="only Unix has terminals that a program can be")
    ours, theirs = pty.openpty()
    environment = os.environ | {"COLUMNS": str(columns)}
    try:
        with subprocess.Popen([sys.executable, "-m", "mcheck", *command], cwd=ROOT, env=environment, stdout=theirs):
            os.close(theirs)
            text = read(ours)
    finally:
        os.close(ours)
    assert text.splitlines() == [part for line in shown()[command] for part in hang(line, width)]


def read(terminal: int) -> str:
    """All that is written to a terminal until the other side is closed, which Linux reports as an error."""
    shown = b""
    try:
        while part := os.read(terminal, 4096):
            shown += part
    except OSError:
        pass
    return shown.decode()
