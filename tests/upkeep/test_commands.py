"""The commands of upkeep as a contributor types them, on a copy of the catalog."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from helpers import CATALOG, EXAMPLES, edit_record
from mcheck.upkeep import checks  # noqa: F401  (fills the register)
from mcheck.upkeep.registry import CHECKS
from mcheck.upkeep.workspace import from_folder
from upkeep_run import BASE, edit, run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CATALOG, tmp_path / "catalog"))


def test_lint_says_clean_with_edition_and_hash(folder: Path) -> None:
    result = run("catalog", "lint", "--catalog", folder)
    assert result.exit_code == 0
    assert result.stdout.startswith("Clean: ")
    assert "sha256" in result.stdout


def test_lint_notes_what_no_case_shows_yet(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(BASE, tmp_path / "catalog"))
    cases = tmp_path / "tests" / "cases"
    kinds = sorted(path.stem for path in (folder / "activities").glob("*.json"))
    for kind in kinds[1:]:
        (cases / "activities" / kind).mkdir(parents=True)
    for form, note in (("text", "Note: "), ("github", "::notice title=no-case-yet::")):
        result = run("catalog", "lint", "--catalog", folder, "--format", form)
        assert result.exit_code == 0
        assert f"{note}No case in tests/cases/ shows activities/{kinds[0]} yet.\n" in result.stdout
        assert f"activities/{kinds[1]} " not in result.stdout
    assert "no-case-yet" not in run("catalog", "lint", "--catalog", folder, "--format", "json").stdout
    shutil.rmtree(cases)
    assert "No case" not in run("catalog", "lint", "--catalog", folder).stdout


@pytest.mark.slow
def test_lint_prints_findings_in_four_formats(folder: Path) -> None:
    edit(folder / "credentials" / "cot-co-planning.json", '"co-teaching"', '"co-teachng"')
    told = {
        form: run("catalog", "lint", "--catalog", folder, "--format", form)
        for form in ("text", "json", "sarif", "github")
    }
    assert {result.exit_code for result in told.values()} == {1}
    (found,) = json.loads(told["json"].stdout)
    assert (found["code"], found["pointer"], found["fixable"]) == ("C113", "/stack", False)
    assert f"{found['file']}:{found['line']} C113 unknown-reference /stack" in told["text"].stdout
    assert told["github"].stdout.startswith("::error file=")
    assert f",line={found['line']},title=C113 unknown-reference::" in told["github"].stdout
    assert told["github"].stdout.count("\n") == 1
    (ran,) = json.loads(told["sarif"].stdout)["runs"]
    (result,) = ran["results"]
    assert ran["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "C113"
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == found["line"]
    assert {rule["id"] for rule in ran["tool"]["driver"]["rules"]} == set(CHECKS)


def test_a_workflow_command_cannot_be_smuggled_in(folder: Path) -> None:
    edit(folder / "credentials" / "cot-co-planning.json", '"co-teaching"', '"a%0A::b,c:d"')
    said = run("catalog", "lint", "--catalog", folder, "--format", "github").stdout
    assert all(line.startswith("::error file=") for line in said.splitlines())
    assert "%250A::b" in said


def test_lint_needs_a_catalog(tmp_path: Path) -> None:
    result = run("catalog", "lint", "--catalog", tmp_path)
    assert result.exit_code == 2
    assert "J120" in result.stderr


@pytest.mark.slow
def test_format_checks_then_lays_out_and_keeps_every_digit(folder: Path) -> None:
    path = folder / "credentials" / "cot-co-planning.json"
    before = path.read_bytes()
    data = json.loads(before)
    path.write_bytes(json.dumps(dict(reversed(data.items())), indent=4).replace(": 15,", ": 15.50,").encode())
    assert run("catalog", "format", "--check", "--catalog", folder).exit_code == 1
    assert path.read_bytes() != before
    assert run("catalog", "format", "--catalog", folder).exit_code == 0
    assert path.read_bytes() == before.replace(b": 15,", b": 15.50,")
    assert run("catalog", "format", "--check", "--catalog", folder).exit_code == 0


def test_format_leaves_alone_what_is_no_json(folder: Path) -> None:
    path = folder / "credentials" / "cot-co-planning.json"
    path.write_bytes(b"{\n")
    result = run("catalog", "format", "--catalog", folder)
    assert result.exit_code == 2
    assert "cot-co-planning.json" in result.stderr
    assert path.read_bytes() == b"{\n"


@pytest.mark.slow
def test_fix_says_what_it_mended_and_what_is_left(folder: Path) -> None:
    edit(folder / "catalog.json", '"credentials_known": ', '"credentials_known": 1')
    edit(folder / "credentials" / "cot-co-planning.json", '"co-teaching"', '"co-teachng"')
    result = run("catalog", "fix", "--catalog", folder)
    assert result.exit_code == 1
    assert "C143" in result.stdout.splitlines()[0]
    assert "C113" in result.stdout
    edit(folder / "credentials" / "cot-co-planning.json", '"co-teachng"', '"co-teaching"')
    assert run("catalog", "fix", "--catalog", folder).exit_code == 0
    assert from_folder(folder) == from_folder(CATALOG)


@pytest.mark.parametrize("code", sorted(CHECKS))
def test_explain_knows_every_check_of_the_catalog(code: str) -> None:
    said = " ".join(run("explain", code.lower()).stdout.split())
    assert CHECKS[code].what in said
    assert CHECKS[code].todo in said


NEW = {
    "credential": {
        "title": "Co-Assessing",
        "stack": "co-teaching",
        "summary": "Judge student work as a pair.",
        "evidence": "two marked papers",
        "hours": "12.5",
        "area": "teaching",
        "category": "pedagogy",
        "why": "It is about teaching together.",
        "source": "issuer-page",
        "verified-on": "2026-11-20",
    },
    "stack": {
        "name": "Brave Schools",
        "short-name": "Brave",
        "summary": "Courage in class.",
        "count": "4",
        "source": "issuer-page",
    },
    "source": {
        "title": "Badges for Courage",
        "publisher": "Issuer",
        "url": "https://badges.example.org/courage",
        "authority": "association",
        "published": "2026-05",
    },
    "activity": {
        "name": "Webinar",
        "summary": "A talk on the net, with questions.",
        "takes": "hours",
        "points": "0.5",
        "per": "hour",
        "from": "2027-01-01",
        "source": "issuer-page",
    },
    "edition": {
        "from": "2027-07-01",
        "name": "Rules of 1 July 2027",
        "changes": "More in pedagogy.",
        "source": "chapter-44",
        "at": "603 CMR 44.06",
    },
    "question": {
        "title": "Value of a seminar",
        "asks": "Is an hour of a seminar worth half a point or a whole one?",
        "why": "Two pages disagree.",
        "activity": "seminar",
        "cautious-points": "0.5",
        "generous-points": "1",
        "who": "dese",
        "ask": "Good morning. What is an hour of a seminar worth?",
        "source": "issuer-page",
    },
}
PATHS = {
    "credential": "credentials/cot-co-assessing.json",
    "stack": "stacks/brave-schools.json",
    "source": "sources/issuer-badges-for-courage.json",
    "activity": "activities/webinar.json",
    "edition": "renewal/2027-07-01.json",
    "question": "questions/value-of-a-seminar.json",
}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "small"))


def options(kind: str) -> list[str]:
    return [word for name, value in NEW[kind].items() for word in (f"--{name}", value)]


@pytest.mark.parametrize("kind", sorted(NEW))
def test_new_writes_a_record_that_lints(kind: str, small: Path) -> None:
    before = from_folder(small)
    result = run("catalog", "new", kind, "--catalog", small, *options(kind))
    assert result.exit_code == 0, result.stderr
    changed = {path for path, raw in from_folder(small).items() if before.get(path) != raw}
    counted = {"catalog.json"} if kind == "credential" else set()
    assert changed == {PATHS[kind], "ids.json"} | counted
    assert run("catalog", "lint", "--catalog", small).exit_code == 0
    again = run("catalog", "new", kind, "--catalog", small, *options(kind))
    assert again.exit_code == 2
    assert "already" in again.stderr


def test_new_keeps_what_was_answered(small: Path) -> None:
    run("catalog", "new", "credential", "--catalog", small, *options("credential"))
    made = json.loads((small / PATHS["credential"]).read_text())
    assert (made["hours"], made["evidence"], made["verified_on"]) == (12.5, ["two marked papers"], "2026-11-20")
    assert made["citations"] == [{"source": "issuer-page", "supports": ["title", "summary", "evidence", "hours"]}]
    run("catalog", "new", "question", "--catalog", small, *options("question"))
    made = json.loads((small / PATHS["question"]).read_text())
    assert made["number"] == "Q2"
    assert [reading["changes"] for reading in made["readings"]] == [
        [{"activity": "seminar", "points": 0.5}],
        [{"activity": "seminar", "points": 1}],
    ]
    without = {k: v for k, v in NEW["source"].items() if k != "published"}
    run("catalog", "new", "source", "--catalog", small, *(w for n, v in without.items() for w in (f"--{n}", v)))
    assert json.loads((small / PATHS["source"]).read_text())["date_note"] == "No date was noted when it was read"


def test_new_asks_when_it_is_given_nothing(small: Path) -> None:
    answers = [
        "Brave Schools",
        "",
        "",
        "Courage in class.",
        "4",
        "",
        "",
        "offered",
        "issuer-page",
        "",
        "2026-11-20",
        "",
    ]
    result = run("catalog", "new", "stack", "--catalog", small, data="\n".join(answers) + "\n")
    assert result.exit_code == 0, result.stderr
    assert json.loads((small / PATHS["stack"]).read_text())["issuer_count"] == 4
    stopped = run("catalog", "new", "stack", "--catalog", small, data="Shy Schools\n")
    assert stopped.exit_code == 2
    assert "Nothing was written." in stopped.stderr


def test_a_wrong_answer_is_asked_again_and_the_others_are_kept(small: Path) -> None:
    first = ["Brave Schools", "", "", "Utilize courage.", "many", "4", "", "", "", "issuer", "issuer-page", "", "", ""]
    second = ["", "", "", "Courage in class.", "", "", "", "", "", "", "", ""]
    result = run("catalog", "new", "stack", "--catalog", small, data="\n".join(first + second) + "\n")
    assert result.exit_code == 0, result.stderr
    assert "is not a number" in result.output
    assert "Did you mean issuer-page?" in result.output
    assert "officialese" in result.stderr
    made = json.loads((small / PATHS["stack"]).read_text())
    assert (made["name"], made["summary"], made["issuer_count"]) == ("Brave Schools", "Courage in class.", 4)


def test_the_installed_catalog_is_not_written_to(tmp_path: Path) -> None:
    installed = Path(shutil.copytree(BASE, tmp_path / "_data" / "catalog"))
    before = from_folder(installed)
    for words in (["fix"], ["format"], ["new", "source", *options("source")]):
        result = run("catalog", *words, "--catalog", installed)
        assert result.exit_code == 2
        assert "cannot be edited" in result.stderr
    assert from_folder(installed) == before
    assert run("catalog", "lint", "--catalog", installed).exit_code == 0


def test_in_a_clone_its_catalog_is_the_one_at_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = Path(shutil.copytree(BASE, tmp_path / "catalog"))
    edit(mine / "credentials" / "cot-co-planning.json", '"co-teaching"', '"co-teachng"')
    monkeypatch.chdir(tmp_path)
    assert run("catalog", "lint").stdout.startswith("catalog/credentials/cot-co-planning.json:6 C113 ")


@pytest.mark.parametrize(
    ("kind", "option", "value", "words"),
    [
        ("credential", "stack", "co-teachng", "Did you mean co-teaching?"),
        ("credential", "hours", "a few", "is not a number"),
        ("credential", "hours", "NaN", "is not a number"),
        ("credential", "title", "Co-Plannin", "Almost the same"),
        ("credential", "verified-on", "yesterday", "is not a date"),
        ("credential", "verified-on", "2999-01-01", "is in the future"),
        ("source", "url", "localhost", "https://"),
        ("activity", "points", "1.234", "at most two decimals"),
        ("edition", "from", "1990-01-01", "no edition before"),
        ("question", "activity", "seminary", "Did you mean seminar?"),
        ("question", "cautious-points", "3", "worst case"),
    ],
)
def test_new_writes_nothing_that_would_not_lint(kind: str, option: str, value: str, words: str, small: Path) -> None:
    before = from_folder(small)
    given = NEW[kind] | {option: value}
    result = run("catalog", "new", kind, "--catalog", small, *(w for n, v in given.items() for w in (f"--{n}", v)))
    assert result.exit_code == 2
    assert words in result.stderr
    assert from_folder(small) == before


def test_new_names_every_answer_that_is_missing(small: Path) -> None:
    result = run("catalog", "new", "credential", "--catalog", small, "--title", "Alone")
    assert result.exit_code == 2
    assert "--summary, --area, --category, --why, --source" in result.stderr


@pytest.mark.slow
def test_a_new_edition_names_what_it_took_over_and_may_no_longer_say(folder: Path) -> None:
    made = run("catalog", "new", "edition", "--catalog", folder, *options("edition"), "--source", "reg44-06-2018")
    assert made.exit_code == 0, made.stderr
    raw = (folder / PATHS["edition"]).read_text()
    record = json.loads(raw)
    assert "{renewal/2027-07-01#/targets/primary/total}" in raw
    assert "{renewal/2018-07-13#/" not in raw  # what a text mentions is of the new edition
    assert "compare each with the new text" in made.stdout
    for n, text in enumerate(record["not_known"]):
        assert f"  /not_known/{n}: {text}" in made.stdout
    (review,) = (n for n, rule in enumerate(record["plan"]["rules"]) if rule["id"] == "review-every-two-years")
    assert f"  /plan/rules/{review}/says: " in made.stdout
    assert "citations" not in made.stdout
    assert "verified_on" not in made.stdout


@pytest.mark.slow
def test_an_edition_of_the_future_judges_applications_from_its_first_day(folder: Path) -> None:
    made = run("catalog", "new", "edition", "--catalog", folder, *options("edition"), "--source", "reg44-06-2018")
    assert made.exit_code == 0, made.stderr
    edit(folder / PATHS["edition"], '"total": 150', '"total": 200')
    assert "C146" in run("catalog", "lint", "--catalog", folder).stdout  # by the source of the old number

    def cite(record: Any) -> None:
        record["targets"]["primary"]["citations"][0]["at"] = "603 CMR 44.06 as of 2027"

    edit_record(folder, PATHS["edition"].removesuffix(".json"), cite)
    run("catalog", "format", "--catalog", folder)
    assert run("catalog", "lint", "--catalog", folder).exit_code == 0
    portfolio = EXAMPLES / "met.json"
    for day, edition, need in (("2027-06-30", "2018-07-13", 150), ("2027-07-01", "2027-07-01", 200)):
        told = run(portfolio, "--catalog", folder, "--on", day, "--format", "json")
        report = json.loads(told.stdout)
        assert report["licenses"][0]["edition"] == edition
        (total,) = [r for r in report["licenses"][0]["requirements"] if r["id"] == "total"]
        assert total["need"] == need


@pytest.mark.parametrize(
    "words",
    [
        [],
        *([name] for name in ("lint", "format", "fix", "new", "diff", "changelog", "stale", "links")),
        *(["new", k] for k in NEW),
    ],
)
def test_every_help_ends_with_an_example(words: list[str]) -> None:
    result = run("catalog", *words, "--help")
    assert result.exit_code == 0
    assert "Example:" in result.stdout
