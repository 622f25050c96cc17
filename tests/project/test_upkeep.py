"""The weekly issue: the scripts of upkeep.yml, run with stand-ins for `gh` and for commands that go online."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from helpers import ROOT

pytestmark = pytest.mark.skipif(
    sys.platform == "win32" or shutil.which("bash") is None, reason="the workflow runs on Linux"
)
JOBS = yaml.safe_load((ROOT / ".github" / "workflows" / "upkeep.yml").read_text(encoding="utf-8"))["jobs"]


def script(job: str, word: str) -> str:
    """The script of the step that uses a word."""
    return str(next(step["run"] for step in JOBS[job]["steps"] if word in step.get("run", "")))


def run(folder: Path, text: str, programs: dict[str, str]) -> tuple[int, list[str]]:
    """(status, calls of the stand-ins) of a script. A stand-in is given by the shell lines it runs."""
    (folder / "bin").mkdir()
    for name, body in programs.items():
        program = folder / "bin" / name
        program.write_text(f'#!/bin/bash\necho "{name} $*" >> "$CALLS"\n{body}\n')
        program.chmod(0o755)
    variables = {
        "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
        "CALLS": str(folder / "calls"),
        "GITHUB_STEP_SUMMARY": str(folder / "summary"),
        "TITLE": "A title with 'quotes'",
    }
    command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", text]
    ended = subprocess.run(command, cwd=folder, env=variables, capture_output=True, encoding="utf-8")
    calls = folder / "calls"
    return ended.returncode, calls.read_text().splitlines() if calls.exists() else []


def test_findings_are_reported_and_nothing_stops(tmp_path: Path) -> None:
    status, calls = run(tmp_path, script("look", "mcheck catalog"), {"mcheck": 'echo "found by $2"; exit 1'})
    assert status == 0
    assert [call.split()[2] for call in calls] == ["stale", "links"]
    report = (tmp_path / "report.md").read_text()
    assert "found by stale" in report
    assert "found by links" in report
    assert report.count("```") == 4
    assert (tmp_path / "summary").read_text() == report


def test_a_look_that_fails_is_no_report(tmp_path: Path) -> None:
    status, calls = run(tmp_path, script("look", "mcheck catalog"), {"mcheck": "exit 2"})
    assert status != 0
    assert len(calls) == 1


@pytest.mark.parametrize(
    ("open_issue", "expected"),
    [
        ("", "gh issue create --title A title with 'quotes' --label upkeep --body-file report.md"),
        ("12", "gh issue edit 12 --title A title with 'quotes' --body-file report.md"),
    ],
)
def test_one_issue_is_opened_or_the_open_one_is_edited(tmp_path: Path, open_issue: str, expected: str) -> None:
    gh = f'if [ "$2" = list ]; then echo "{open_issue}"; fi'
    status, calls = run(tmp_path, script("tell", "gh issue"), {"gh": gh})
    assert status == 0
    assert [c for c in calls if "issue create" in c or "issue edit" in c] == [expected]
