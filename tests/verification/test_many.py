"""`mcheck verify` of several reports: a list or a folder of them, with the folder of the portfolios."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from helpers import EXAMPLES
from mcheck.cli import main_group

NAMES = ("met", "odd-badge", "three-licenses")


def run(*words: object) -> Result:
    return CliRunner().invoke(main_group, [str(word) for word in words])


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    (tmp_path / "staff" / "b").mkdir(parents=True)
    paths = [tmp_path / "staff" / ("b" if n == 1 else "") / f"{name}.json" for n, name in enumerate(NAMES)]
    for name, path in zip(NAMES, paths, strict=True):
        path.write_bytes((EXAMPLES / f"{name}.json").read_bytes())
    (tmp_path / "all.json").write_text(run("check", *paths, "--on", "2026-11-24", "--format", "json").stdout)
    return tmp_path


def test_a_list_is_confirmed_one_by_one(reports: Path) -> None:
    said = run("verify", reports / "all.json", reports / "staff")
    assert (said.exit_code, said.stdout.count("confirmed: ")) == (0, 3)
    assert "3 of 3 reports confirmed" in said.stdout
    answers = json.loads(run("verify", reports / "all.json", reports / "staff", "--format", "json").stdout)
    assert [(each["name"], each["verification"]["confirmed"]) for each in answers] == [
        (f"{n}.json", True) for n in NAMES
    ]


def test_a_folder_of_reports_says_which_one_is_wrong(reports: Path) -> None:
    made = json.loads((reports / "all.json").read_text())
    made[0]["licenses"][0]["verdict"] = made[0]["licenses"][0]["shown"] = "not-met"
    made.append({"name": "gone.json", "status": "unreadable", "messages": []})
    (reports / "reports").mkdir()
    for number, one in enumerate(made):
        (reports / "reports" / f"{number}.json").write_text(json.dumps(one))
    said = run("verify", reports / "reports", reports / "staff")
    assert said.exit_code == 1
    assert "not confirmed: met.json" in said.stdout
    assert "not confirmed: gone.json" in said.stdout
    assert "2 of 4 reports confirmed" in said.stdout


@pytest.mark.parametrize(
    ("version", "by"), [(1, "made by an older mcheck"), (3, "made by a newer mcheck"), ("2", "made by another mcheck")]
)
def test_a_report_of_another_version_is_to_be_made_again(reports: Path, version: object, by: str) -> None:
    made = json.loads((reports / "all.json").read_text())[0] | {"schema_version": version}
    (reports / "old.json").write_text(json.dumps(made))
    said = run("verify", reports / "old.json", EXAMPLES / "met.json")
    assert (said.exit_code, said.stdout) == (2, "")
    assert by in said.stderr
    assert "Check the portfolio again" in said.stderr


def test_several_reports_need_a_folder(reports: Path) -> None:
    said = run("verify", reports / "all.json", EXAMPLES / "met.json")
    assert said.exit_code == 2
    assert "is not a folder" in said.stderr
