"""What must hold of the files for GitHub and editors beyond what zizmor, jactionlint and their schemas see."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import ROOT
from mcheck.cli import COMMANDS
from mcheck.upkeep.workspace import FOLDERS, fields_marked

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[0-9]*.yml"))
SHAPES = {
    "vendor.github-workflows": WORKFLOWS,
    "custom.github-workflows-require-timeout": WORKFLOWS,
    "vendor.github-actions": [ROOT / "action.yml"],
    "vendor.github-issue-forms": FORMS,
    "vendor.github-issue-config": [ROOT / ".github" / "ISSUE_TEMPLATE" / "config.yml"],
    "vendor.dependabot": [ROOT / ".github" / "dependabot.yml"],
    "vendor.citation-file-format": [ROOT / "CITATION.cff"],
}


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def project() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return found


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.slow
def test_files_have_the_shape_that_github_expects(shape: str) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", shape, *map(str, SHAPES[shape])]
    ended = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert ended.returncode == 0, ended.stdout


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda p: p.stem)
def test_permissions_start_empty_and_runs_do_not_pile_up(path: Path) -> None:
    workflow = read(path)
    assert workflow["permissions"] == {}
    assert "group" in workflow["concurrency"]
    assert "pull_request_target" not in workflow[True]  # YAML reads the key `on` as true
    assert "secrets." not in path.read_text(encoding="utf-8")


def test_an_action_is_pinned_alike_everywhere() -> None:
    pins: dict[str, set[str]] = {}
    for path in [*WORKFLOWS, ROOT / "action.yml"]:
        for name, pin in re.findall(r"uses: (\S+?)@(.+)", path.read_text(encoding="utf-8")):
            assert re.fullmatch(r"[0-9a-f]{40} # v\d+\.\d+\.\d+", pin), f"{path.name}: {name}"
            pins.setdefault(name, set()).add(pin)
    assert {name: pin for name, pin in pins.items() if len(pin) > 1} == {}


def test_every_supported_python_is_tested_on_every_system() -> None:
    matrix = read(ROOT / ".github" / "workflows" / "check.yml")["jobs"]["tests"]["strategy"]["matrix"]
    supported = [c.rsplit(" ", 1)[1] for c in project()["classifiers"] if re.search(r"Python :: 3\.\d+$", c)]
    assert matrix["python"] == supported
    assert project()["requires-python"] == f">={supported[0]}"
    assert {system.split("-")[0] for system in matrix["system"]} == {"ubuntu", "macos", "windows"}


def test_only_the_job_that_needs_it_may_write() -> None:
    writing = {
        (path.stem, name, scope)
        for path in WORKFLOWS
        for name, job in read(path)["jobs"].items()
        for scope, level in job["permissions"].items()
        if level == "write"
    }
    assert writing == {
        ("site", "deploy", "pages"),
        ("site", "deploy", "id-token"),
        ("release", "attest", "id-token"),
        ("release", "attest", "attestations"),
        ("release", "publish", "id-token"),
        ("release", "release", "contents"),
        ("upkeep", "tell", "issues"),
    }


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda p: p.stem)
def test_a_job_that_may_write_runs_none_of_our_code(path: Path) -> None:
    for name, job in read(path)["jobs"].items():
        if "write" in job["permissions"].values():
            used = [str(step.get("uses", "")) for step in job["steps"]]
            assert not any("checkout" in action for action in used), name


def test_every_label_of_a_form_is_its_own() -> None:
    labels = [label for path in FORMS for label in read(path)["labels"]]
    assert len(labels) == len(set(labels)) == len(FORMS) == 5


def test_editors_know_the_schema_of_every_record() -> None:
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    schema_of: dict[Path, str] = {}
    for entry in settings["json.schemas"]:
        assert (ROOT / entry["url"]).is_file()
        for pattern in entry["fileMatch"]:
            found = list(ROOT.glob(pattern.lstrip("/")))
            assert found, pattern
            schema_of.update(dict.fromkeys(found, entry["url"]))
    for path in ROOT.glob("catalog/**/*.json"):
        said = json.loads(path.read_text(encoding="utf-8"))["$schema"]
        assert (path.parent / said).resolve() == (ROOT / schema_of[path]).resolve(), path.name


@pytest.mark.parametrize("name", [".pre-commit-hooks.yaml", ".pre-commit-config.yaml"])
def test_hooks_run_what_there_is(name: str) -> None:
    loaded = read(ROOT / name)
    hooks = loaded if isinstance(loaded, list) else [hook for repo in loaded["repos"] for hook in repo["hooks"]]
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, encoding="utf-8").stdout.splitlines()
    for hook in hooks:
        command, *words = hook["entry"].split()
        if command == "mcheck":
            assert words[0] in COMMANDS
            help_of = [sys.executable, "-m", "mcheck", *words, "--help"]
            assert subprocess.run(help_of, capture_output=True).returncode == 0, hook["entry"]
        if command == "python":
            assert (ROOT / words[0]).is_file()
        if "files" in hook and hook["id"] != "mcheck":
            assert any(re.search(hook["files"], path) for path in tracked), hook["id"]


def owned() -> list[str]:
    lines = (ROOT / ".github" / "CODEOWNERS").read_text(encoding="utf-8").splitlines()
    return [line.split()[0].removeprefix("/") for line in lines if line and not line.startswith("#")]


def test_whatever_decides_a_verdict_or_runs_with_a_token_has_an_owner() -> None:
    decides = {f"catalog/{folder}/" for folder in FOLDERS if fields_marked(folder, "x-judged")}
    runs = {".github/", ".ci/", "action.yml", ".pre-commit-hooks.yaml"}
    installs = {"pyproject.toml", *(path.name for path in ROOT.glob("requirements*.lock"))}
    assert {*owned()} == decides | runs | installs | {"schemas/", "catalog/exceptions.json"}
    assert all((ROOT / path).exists() for path in owned())


def test_every_label_that_is_set_is_in_the_list_and_every_one_of_the_list_is_set() -> None:
    rows = [line.split("\t") for line in (ROOT / ".github" / "labels.tsv").read_text(encoding="utf-8").splitlines()]
    assert all(re.fullmatch("[0-9a-f]{6}", color) and text for _, color, text in rows)
    of_forms = {label for path in FORMS for label in read(path)["labels"]}
    updates = read(ROOT / ".github" / "dependabot.yml")["updates"]
    of_updates = {label for update in updates for label in update["labels"]}
    said = " ".join(path.read_text(encoding="utf-8") for path in WORKFLOWS)
    of_workflows = {*re.findall(r"(?:--label|gh label create) (\S+)", said)}
    assert {name for name, _, _ in rows} == of_forms | of_updates | of_workflows
    for name, color, text in rows:
        if name in of_workflows:
            assert f'gh label create {name} --color {color} --description "{text}" --force' in said
