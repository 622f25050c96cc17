"""What the page for districts tells scripts: one command prints the verdict, which the exit status does not tell."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import EXAMPLES, ROOT

PAGE = (ROOT / "docs" / "guides" / "districts.md").read_text(encoding="utf-8")
COMMANDS = [line for line in PAGE.splitlines() if line.startswith("mcheck") and "| jq " in line]
STATUS = {
    verdict: int(row[2])
    for row in re.finditer(r'<th role="rowheader" scope="row">(<code>.*?)</th><td role="cell">(\d)</td>', PAGE)
    for verdict in re.findall(r"<code>([\w-]+)</code>", row[1])
}
"""The table of verdicts with the exit status of each."""


def test_the_table_has_every_verdict() -> None:
    schema = json.loads((ROOT / "schemas" / "report.schema.json").read_text(encoding="utf-8"))
    assert set(STATUS) == set(schema["properties"]["verdict"]["enum"])


@pytest.mark.skipif(sys.platform == "win32" or shutil.which("jq") is None, reason="the command is for a shell with jq")
@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("met", "met"),
        ("odd-badge", "depends"),
        ("five-lines", "not-met"),
        ("paraprofessional", "not-required"),
        ("vocational-license", "not-covered"),
    ],
)
def test_the_command_prints_the_verdict_and_the_table_its_status(tmp_path: Path, name: str, verdict: str) -> None:
    (command,) = COMMANDS
    shutil.copy(EXAMPLES / f"{name}.json", tmp_path / "my.json")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["sh", "-c", html.unescape(command)],
        cwd=tmp_path,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == f"{verdict}\n"
    alone = subprocess.run([sys.executable, "-m", "mcheck", "my.json"], cwd=tmp_path, capture_output=True, check=False)
    assert alone.returncode == STATUS[verdict]


def test_of_several_files_it_is_a_line_for_each() -> None:
    assert "`jq -r '.[].verdict // \"unreadable\"'`" in PAGE
