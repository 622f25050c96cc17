"""Text that shows the catalog is broken into lines that fit, and nothing in it is lost or torn."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any

import pytest
from click.testing import CliRunner
from helpers import CATALOG, ROOT, catalog, judge_data
from hypothesis import example, given
from hypothesis import strategies as st
from mcheck import compare
from mcheck.cli import main_group
from mcheck.explain import editions as texts
from mcheck.explain.index import explain, names
from mcheck.explain.search import search
from mcheck.rendering.backends.wrapping import shorten, wrap, wrap_with_hanging_indent
from mcheck.rendering.comparison import as_text as as_table
from mcheck.rendering.report import as_text

WIDTHS = [40, 60, 80, 100]


@cache
def shown() -> dict[tuple[str, ...], Sequence[str]]:
    """Lines before they are broken, by their command, for everything that the catalog lets one ask for."""
    editions = catalog().ids("renewal")
    return {
        **{("explain", name): explain(catalog(), name) for name in names(catalog())},
        **{("catalog", "diff", a, b): texts.difference(catalog(), a, b) for a in editions for b in editions},
        **{("search", word): search(catalog(), [word]) for word in ("a", "conflict")},
    }


def run(*args: str, **env: str) -> str:
    result = CliRunner(env=env).invoke(main_group, list(args))
    assert result.exit_code == 0
    return result.stdout


def fits(line: str, width: int) -> bool:
    """Whether it is no wider than that, or is a single word or command."""
    alone = re.sub(r"^- ", "", line.strip())
    return len(line) <= width or " " not in alone or re.fullmatch(r"\(?`?mcheck [^`]+`?\S*", alone) is not None


@pytest.mark.slow
def test_every_line_fits_eighty_columns_and_no_word_is_lost() -> None:
    for command, lines in shown().items():
        text = run(*command)
        assert [line for line in text.splitlines() if not fits(line, 80)] == [], command
        assert text.split() == " ".join(lines).split(), command


@pytest.mark.parametrize("width", WIDTHS)
def test_what_does_not_fit_goes_on_below_its_own_beginning(width: int) -> None:
    for lines in shown().values():
        for line in lines:
            first, *more = wrap_with_hanging_indent(line, width)
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
            assert all(any(each in part for part in wrap_with_hanging_indent(line, width)) for each in whole)


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
    assert wrap_with_hanging_indent(line, 32) == broken


@given(st.text(alphabet="ab -.", max_size=60), st.integers(8, 30), st.sampled_from(["", "  "]))
@example(" aaaaaa", 8, "")
def test_text_of_narrow_letters_is_broken_as_the_standard_library_does(text: str, width: int, after: str) -> None:
    options = {"break_on_hyphens": False, "break_long_words": False}
    assert wrap(text, width, "- ", after) == textwrap.wrap(
        text, width, initial_indent="- ", subsequent_indent=after, **options
    )
    if text == " ".join(text.split()):
        assert shorten(text, width) == textwrap.shorten(text, width, placeholder="...", **options)


CHINESE, KOREAN = "\u5206\u6570\u6559\u5b66\u7814\u4fee\u3002", "\uc218\ud559 \uc5f0\uc218 "


def filled(text: str) -> int:
    """Columns of a terminal, for the signs in these tests."""
    signs = unicodedata.normalize("NFC", text)
    return len(signs) + sum("\u2e80" < c < "\uffe0" for c in signs)


@pytest.mark.parametrize("text", [CHINESE * 20, KOREAN * 30, f"PD {CHINESE}" * 15, "Cafe\u0301 " * 40], ids=ascii)
def test_wide_signs_fill_two_columns_and_accents_none(text: str) -> None:
    for width in WIDTHS:
        lines = wrap(text, width, "- ", "  ")
        assert all(width - 12 < filled(line) <= width for line in lines[:-1])
        assert filled(lines[-1]) <= width
        assert "".join("".join(lines).removeprefix("- ").split()) == "".join(text.split())
        assert not any(line.strip().startswith("\u3002") for line in lines)


def test_a_report_and_a_table_keep_to_their_width_in_any_script() -> None:
    activity = {"kind": "workshop", "completed": "2025-01-01", "hours": 15, "demonstration": True}
    licenses = [{"field": CHINESE * 3, "expires": "2027-06-17"}, {"field": KOREAN * 3, "expires": "2027-06-17"}]
    before: dict[str, Any] = {
        "application_date": "2026-11-24",
        "licenses": licenses,
        "activities": [activity | {"title": CHINESE * 9}, activity | {"title": KOREAN * 9, "categories": ["content"]}],
    }
    after = before | {"activities": [x | {"hours": 20} for x in before["activities"]]}
    reports = [judge_data(data) for data in (before, after)]
    table = as_table(compare(*reports), ("before", "after"), reports[1])
    lines = [*as_text(reports[0], full=True).splitlines(), *table.splitlines()]
    assert [line for line in lines if filled(line) > 80 and "http" not in line] == []
    rows = [line for line in table.splitlines() if re.search(r"\d of \d+$", line)]
    assert len([row for row in rows if row.endswith("20 of 20")]) >= 2
    assert {filled(line) for line in rows} == {80}


def test_a_pipe_gets_the_same_lines_from_every_terminal() -> None:
    assert run("explain", "T01", COLUMNS="50") == run("explain", "T01")


@pytest.mark.parametrize(
    ("command", "columns", "width"),
    [
        (("explain", "Q1"), 20, 40),
        (("explain", "Q1"), 60, 60),
        (("explain", "rules"), 100, 100),
        (("search", "conflict"), 250, 100),
    ],
)
def test_a_terminal_gets_lines_of_its_own_width(command: tuple[str, ...], columns: int, width: int) -> None:
    pty = pytest.importorskip("pty", reason="only Unix has terminals that a program can be")
    ours, theirs = pty.openpty()
    environment = os.environ | {"COLUMNS": str(columns)}
    try:
        words = [sys.executable, "-m", "mcheck", *command, "--catalog", str(CATALOG)]
        with subprocess.Popen(words, cwd=ROOT, env=environment, stdout=theirs):
            os.close(theirs)
            text = read(ours)
    finally:
        os.close(ours)
    assert text.splitlines() == [part for line in shown()[command] for part in wrap_with_hanging_indent(line, width)]


def read(terminal: int) -> str:
    """All that is written to a terminal until the other side is closed, which Linux reports as an error."""
    shown = b""
    try:
        while part := os.read(terminal, 4096):
            shown += part
    except OSError:
        pass
    return shown.decode()
