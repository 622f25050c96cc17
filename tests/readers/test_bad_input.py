"""Input that cannot be checked: one clear message with its place, status 2, empty standard output, no traceback."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from mcheck.cli import main_group

GOOD = {"licenses": [{"field": "Biology 8-12", "expires": "2027-06-17"}]}


def run(*args: str, data: bytes | None = None) -> Result:
    return CliRunner().invoke(main_group, list(args), input=data)


def with_activity(**values: object) -> bytes:
    activity = {"kind": "workshop", "title": "Fractions", **values}
    return json.dumps({**GOOD, "activities": [activity]}, indent=2).encode()


BAD = {
    "not-json": (b'{"licenses": [,]}', "J101", "line 1"),
    # Python 3.13 points to the comma, older ones to the brace after it
    "trailing-comma": (b'{\n"role": "other-teacher",\n}', "J101", "comma"),
    "wrong-encoding": ('{\n"label": "é"}'.encode("latin-1"), "J102", "Line 2"),
    "byte-order-mark": (b"\xef\xbb\xbf{}", "J103", "line 1"),
    "utf-16": ('{"role": "x"}'.encode("utf-16"), "J103", "line 1"),
    "duplicate-key": (b'{"role": "other-teacher",\n"role": "paraprofessional"}', "J104", "line 2"),
    "nan": (b'{\n"licenses": NaN}', "J105", "line 2"),
    "brackets": (b"[" * 100_000, "J106", "line 1"),
    "long-number": (b'{"x":\n' + b"9" * 5000 + b"}", "J107", "Line 2"),
    "huge-exponent": (b'{"x": 1e999999999}', "J107", "Line 1"),
    "lone-surrogate": (b'{"label": "\\ud800"}', "J112", "Line 1"),
    "empty": (b" \n", "J113", "empty"),
    "list": (b"[]", "S103", "an object"),
    "unknown-key": (b'{"role": "other-teacher",\n"licences": []}', "S101", 'Did you mean "licenses"'),
    "nothing-in-it": (b"{}", "S102", "licenses"),
    "terminal-escape": (with_activity(title="\x1b[2Jgone"), "S105", "title"),
    "bidi-mark": (with_activity(title="abc\u202edef"), "S105", "title"),
    "workflow-command": (with_activity(title="::error::x"), "S105", "::"),
    "unknown-kind": (with_activity(kind="workshp"), "K102", 'Did you mean "workshop"'),
    "impossible-date": (with_activity(completed="2024-02-30"), "P102", "2024-02-30"),
    "american-date": (with_activity(completed="6/17/2024"), "S106", "2024-06-17"),
    "end-before-start": (with_activity(**{"from": "2025-05-01", "to": "2025-04-30"}), "P101", "2025-04-30"),
    "negative-points": (with_activity(awarded=-1), "S104", "0 or more"),
    "three-decimals": (with_activity(hours=1.005), "S104", "two decimals"),
    "looks-like-ssn": (with_activity(title="ID 123-45-6789"), "P105", "Social Security"),
    "unknown-badge": (
        json.dumps({**GOOD, "badges": [{"credential": "cot-co-plannin"}]}).encode(),
        "K101",
        'Did you mean "cot-co-planning"',
    ),
    "unknown-category": (with_activity(categories=["pedagogie"]), "K103", 'Did you mean "pedagogy"'),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_bad_input_gets_a_clear_message(name: str) -> None:
    data, code, words = BAD[name]
    result = run("-", data=data)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert code in result.stderr
    assert words in result.stderr
    assert "Traceback" not in result.stderr
    assert "\x1b" not in result.stderr
    assert "123-45-6789" not in result.stderr


def test_messages_name_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "my.json"
    path.write_bytes(with_activity(completed="2024-02-30"))
    result = run(str(path))
    line = path.read_text().splitlines().index('      "completed": "2024-02-30"') + 1
    assert f"my.json:{line} error P102" in result.stderr


def test_all_problems_at_once() -> None:
    result = run("-", data=with_activity(kind="workshp", completed="2024-02-30", categories=["x"]))
    assert [c in result.stderr for c in ("K102", "P102", "K103")] == [True] * 3


def test_folder_missing_file_and_large_file(tmp_path: Path) -> None:
    (tmp_path / "mine.json").write_text("{}")
    assert "J109" in run(str(tmp_path)).stderr
    missing = run(str(tmp_path / "mien.json"))
    assert "J110" in missing.stderr
    assert "mine.json" in missing.stderr
    with (tmp_path / "big.json").open("wb") as stream:
        stream.truncate(200_000_000)
    assert "J108" in run(str(tmp_path / "big.json")).stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_named_pipe_is_refused_and_what_a_shell_pipes_is_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    refused = run(str(pipe))
    assert (refused.exit_code, "J111" in refused.stderr, "named pipe" in refused.stderr) == (2, True, True)
    source, end = os.pipe()  # what `<(...)` hands over
    try:
        with open(end, "wb") as stream:
            stream.write(json.dumps(GOOD | {"application_date": "2026-11-24"}).encode())
        assert "Biology 8-12" in run(f"/dev/fd/{source}").stdout
    finally:
        os.close(source)


def test_one_refused_file_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "good.json").write_text(json.dumps({"role": "paraprofessional", "application_date": "2026-11-24"}))
    (tmp_path / "bad.json").write_text("{")
    result = run(str(tmp_path / "bad.json"), str(tmp_path / "good.json"))
    assert result.exit_code == 2
    assert "NOT REQUIRED" in result.stdout or "Paraprofessional" in result.stdout
    assert "J101" in result.stderr


def test_before_the_first_rules_is_refused() -> None:
    assert "P120" in run("-", "--on", "1999-11-30", data=json.dumps(GOOD).encode()).stderr
    assert run("-", "--on", "1999-12-01", data=json.dumps(GOOD).encode()).exit_code == 1
