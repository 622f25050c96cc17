"""Each check has a folder of its own, found by its code and name: what is changed, and the words a person then sees.

A case lays the files of `change` over the small catalog in `base`. `expected.txt` is what lint prints; `fixed` holds
the files that `mcheck catalog fix` changes, as they are afterwards.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from helpers import ROOT
from mcheck.explain import catalog_checks as manual
from mcheck.rendering import findings as findings_as
from mcheck.upkeep import checks  # noqa: F401  (checks fills the register)
from mcheck.upkeep.fix import fixed
from mcheck.upkeep.layout import serialize
from mcheck.upkeep.lint import lint
from mcheck.upkeep.registry import CHECKS
from mcheck.upkeep.workspace import from_folder

HERE = Path(__file__).parent
BASE = from_folder(HERE / "base")
CASES = sorted((HERE / "lint").glob("*/*"))
TODAY = date(2026, 11, 24)


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def catalog_of(case: Path) -> dict[str, bytes]:
    return BASE | files(case / "change")


def name(case: Path) -> str:
    return f"{case.parent.name}-{case.name}"


def test_the_small_catalog_is_clean() -> None:
    assert lint(BASE, TODAY) == []


def test_every_check_has_a_folder_and_every_folder_a_check() -> None:
    assert {case.parent.name for case in CASES} == {f"{check.code}-{check.name}" for check in CHECKS.values()}


@pytest.mark.parametrize("case", CASES, ids=name)
def test_lint_says_what_stands_beside_the_wrong_file(case: Path, request: pytest.FixtureRequest) -> None:
    findings = lint(catalog_of(case), TODAY)
    said = findings_as.as_text(findings, "catalog/")
    if request.config.getoption("--update-expected"):
        (case / "expected.txt").write_bytes(said.encode())
    assert case.parent.name[:4] in {finding.code for finding in findings}
    assert said == (case / "expected.txt").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=name)
def test_fix_does_what_hints_promise_and_nothing_else(case: Path, request: pytest.FixtureRequest) -> None:
    before = catalog_of(case)
    promised = [finding for finding in lint(before, TODAY) if finding.fix]
    after, done = fixed(before, TODAY)
    changed = {path: raw for path, raw in after.items() if before.get(path) != raw}
    if request.config.getoption("--update-expected"):
        for path, raw in changed.items():
            (case / "fixed" / path).parent.mkdir(parents=True, exist_ok=True)
            (case / "fixed" / path).write_bytes(raw)
    assert changed == files(case / "fixed")
    assert {finding.path for finding in promised} <= set(changed)
    assert [finding.code for finding in done][: len(promised)] == [finding.code for finding in promised]
    kept = {(f.code, f.path, f.pointer) for f in lint(after, TODAY)}
    assert not kept & {(f.code, f.path, f.pointer) for f in promised}


@pytest.mark.slow
def test_every_check_that_may_promise_a_fix_has_a_case_that_keeps_it() -> None:
    kept = {f.code for case in CASES for f in lint(catalog_of(case), TODAY) if f.fix}
    assert kept == {code for code, check in CHECKS.items() if check.fixable}


def test_line_ends_and_spaces_of_other_systems_are_found_and_mended() -> None:
    path = "credentials/cot-co-planning.json"
    for raw in (BASE[path].replace(b"\n", b"\r\n"), BASE[path].rstrip(), BASE[path].replace(b"  ", b"\t")):
        assert [finding.code for finding in lint(BASE | {path: raw}, TODAY)] == ["C106"]
        assert fixed(BASE | {path: raw}, TODAY)[0] == BASE


def test_a_catalog_without_a_ledger_is_given_one() -> None:
    files = {path: raw for path, raw in BASE.items() if path != "ids.json"}
    assert [(finding.code, finding.path) for finding in lint(files, TODAY)] == [("C111", "ids.json")]
    assert fixed(files, TODAY)[0] == BASE


def test_an_exception_silences_its_finding_and_no_other() -> None:
    case = HERE / "lint" / "C163-titles-alike" / "cut-title"
    (finding,) = lint(catalog_of(case), TODAY)
    entry = {"code": "C163", "file": finding.path, "pointer": "/title", "why": "Both exist."}
    data = json.loads(BASE["exceptions.json"]) | {"exceptions": [entry]}
    exceptions = serialize(data, "exceptions")
    assert lint(catalog_of(case) | {"exceptions.json": exceptions}, TODAY) == []
    another = exceptions.replace(b"/title", b"/summary")
    assert {f.code for f in lint(catalog_of(case) | {"exceptions.json": another}, TODAY)} == {"C163", "C190"}


def test_the_manual_of_the_checks_is_up_to_date(request: pytest.FixtureRequest) -> None:
    examples = {case.parent.name[:4]: (case / "expected.txt").read_text(encoding="utf-8") for case in reversed(CASES)}
    page = manual.page({code: text.partition("\n\n")[0] + "\n" for code, text in examples.items()})
    path = ROOT / "catalog" / "CHECKS.md"
    if request.config.getoption("--update-expected"):
        path.write_bytes(page.encode())
    assert path.read_text(encoding="utf-8") == page


def test_no_exception_is_unneeded_while_a_file_is_skipped() -> None:
    case = HERE / "lint" / "C163-titles-alike" / "cut-title"
    (finding,) = lint(catalog_of(case), TODAY)
    entry = {"code": "C163", "file": finding.path, "pointer": "/title", "why": "Both exist."}
    data = json.loads(BASE["exceptions.json"]) | {"exceptions": [entry]}
    files = catalog_of(case) | {"exceptions.json": serialize(data, "exceptions")}
    for path in (finding.path, "activities/workshop.json"):
        broken = files | {path: files[path].replace(b'"kind"', b'"kin"', 1)}
        assert {f.code for f in lint(broken, TODAY)} == {"C102"}
        assert fixed(broken, TODAY)[0]["exceptions.json"] == files["exceptions.json"]
