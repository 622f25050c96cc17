"""The action for other repositories: its shell step, taken out of action.yml and run as a runner would."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import CATALOG, EXAMPLES, ROOT

pytestmark = pytest.mark.skipif(
    sys.platform == "win32" or shutil.which("bash") is None, reason="the action is for Linux and macOS"
)
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEP = next(step for step in ACTION["runs"]["steps"] if step.get("id") == "check")


class Runner:
    """A folder with portfolios, and the files in which a step leaves its summary and its outputs."""

    def __init__(self, folder: Path) -> None:
        self.work, self.temp = folder / "work", folder / "temp"
        (self.work / "portfolios").mkdir(parents=True)
        # what the install step makes: a place with mcheck in it
        (self.temp / "mcheck" / "bin").mkdir(parents=True)
        program = self.temp / "mcheck" / "bin" / "mcheck"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mcheck "$@"\n')
        program.chmod(0o755)

    def run(self, **inputs: str) -> tuple[int, str, str, str]:
        """(status, what it printed, summary, outputs) of the step."""
        given = {name: spec.get("default", "") for name, spec in ACTION["inputs"].items()} | inputs
        variables = {k: given[v.removeprefix("${{ inputs.").removesuffix(" }}")] for k, v in STEP["env"].items()}
        summary, output = self.temp / "summary", self.temp / "output"
        summary.write_text("")
        output.write_text("")
        ended = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", STEP["run"]],
            cwd=self.work,
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(ROOT / "tools"),
                "RUNNER_TEMP": str(self.temp),
                "GITHUB_STEP_SUMMARY": str(summary),
                "GITHUB_OUTPUT": str(output),
                **variables,
            },
            capture_output=True,
            encoding="utf-8",
        )
        return ended.returncode, ended.stdout + ended.stderr, summary.read_text(), output.read_text()


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    made = Runner(tmp_path)
    shutil.copy(EXAMPLES / "met.json", made.work / "portfolios" / "a teacher.json")
    return made


def example(runner: Runner, name: str) -> None:
    shutil.copy(EXAMPLES / f"{name}.json", runner.work / "portfolios" / f"{name}.json")


def label(name: str) -> str:
    return str(json.loads((EXAMPLES / f"{name}.json").read_text())["label"])


def test_it_writes_reports_into_the_summary(runner: Runner) -> None:
    status, _, summary, output = runner.run(portfolios="portfolios/*.json")
    assert (status, output) == (0, "status=0\n")
    assert summary.startswith(f"# {label('met')}\n")
    assert ": MET\n" in summary


def test_it_fails_unless_every_license_is_met(runner: Runner) -> None:
    example(runner, "short-in-one-category")
    status, _, summary, output = runner.run(portfolios="portfolios/a teacher.json\nportfolios/short*.json\n")
    assert (status, output) == (1, "status=1\n")
    assert [line for line in summary.splitlines() if line.startswith("# ")] == [
        rf"# {label('met')} \(portfolios/a teacher.json\)",
        rf"# {label('short-in-one-category')} \(portfolios/short-in-one-category.json\)",
    ]


def test_it_can_be_content_with_files_that_can_be_read(runner: Runner) -> None:
    example(runner, "short-in-one-category")
    assert runner.run(portfolios="portfolios/*.json", require="readable")[0] == 0
    (runner.work / "portfolios" / "broken.json").write_text("{")
    status, said, _, output = runner.run(portfolios="portfolios/*.json", require="readable")
    assert (status, output) == (2, "status=2\n")
    assert "broken.json" in said


@pytest.mark.parametrize("portfolios", ["portfolios/*.jsn", "", "\n"])
def test_it_says_when_nothing_matches(runner: Runner, portfolios: str) -> None:
    status, said, summary, _ = runner.run(portfolios=portfolios)
    assert (status, summary) == (2, "")
    assert said.startswith("::error::No file matches")


def test_a_file_that_is_missing_is_named(runner: Runner) -> None:
    status, said, _, _ = runner.run(portfolios="portfolios/nobody.json")
    assert status == 2
    assert "nobody.json" in said


def test_a_wrong_requirement_is_refused(runner: Runner) -> None:
    status, said, _, _ = runner.run(portfolios="portfolios/*.json", require="passed")
    assert status == 2
    assert '"passed"' in said


@pytest.mark.slow
def test_nothing_that_a_runner_obeys_comes_from_an_input_or_a_file(runner: Runner) -> None:
    for bad in ("x\n::warning::seen", "##[error]seen", "x\r\n::set-output name=a::seen"):
        data = json.loads((EXAMPLES / "met.json").read_text()) | {"label": bad.replace("\r\n", " " * 70)[:100]}
        (runner.work / "portfolios" / "b.json").write_text(json.dumps(data))
        (runner.work / "portfolios" / f"{bad}.json".replace("/", "")).write_text("{")
        for inputs in ({"require": bad}, {"date": bad}, {"catalog": bad}, {}):
            _, said, summary, _ = runner.run(**{"portfolios": "portfolios/*.json", **inputs})
            for line in (said + summary).splitlines():
                told = line.removeprefix("::error::The input require is ")
                assert not told.lstrip().startswith("::"), line
                assert "##[" not in told, line


@pytest.mark.slow
def test_inputs_are_words_and_never_commands(runner: Runner) -> None:
    for bad in ("$(touch hacked)", "`touch hacked`", "; touch hacked", "--help"):
        runner.run(portfolios=bad)
        runner.run(portfolios="portfolios/*.json", date=bad)
        runner.run(portfolios="portfolios/*.json", catalog=bad)
    assert not (runner.work / "hacked").exists()


def test_the_day_and_the_catalog_are_handed_on(runner: Runner) -> None:
    late = runner.run(portfolios="portfolios/*.json", date="2040-01-01")
    assert "2040-01-01" in late[2]
    own = shutil.copytree(CATALOG, runner.work / "catalog")
    meta: Any = json.loads((own / "catalog.json").read_text())
    (own / "catalog.json").write_text(json.dumps(meta | {"edition": "2031.1.7"}))
    assert "2031.1.7" in runner.run(portfolios="portfolios/*.json", catalog="catalog")[2]
