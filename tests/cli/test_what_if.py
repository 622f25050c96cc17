"""What a change would do: readings fixed, things added or left out, another date, edition or Primary license."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli.test_cli import run
from helpers import EXAMPLES, case
from mcheck.loading.privacy import LOOKS_LIKE_ONE

SHORT = str(EXAMPLES / "short-in-one-category.json")
WORKSHOP = '{"kind": "workshop", "title": "More", "hours": %s, "completed": "2026-06-01", "categories": ["%s"]}'


@pytest.mark.parametrize(
    ("hours", "verdict"), [("10", "met"), ("9.99", "depends"), ("5", "depends"), ("4.99", "not-met")]
)
def test_an_activity_more_at_the_threshold(hours: str, verdict: str) -> None:
    """It lacks 5 in one category. Whether the floor of 10 a topic holds everywhere is an open question."""
    result = run("what-if", SHORT, "--add", WORKSHOP % (hours, "sei-esl-bilingual"), "--format", "json")
    found = json.loads(result.stdout)
    assert found["before"]["verdict"] == "not-met"
    assert found["after"]["verdict"] == verdict
    assert result.exit_code == (0 if verdict == "met" else 1)


def test_the_table_stars_what_changed_and_fits() -> None:
    lines = run("what-if", SHORT, "--add", WORKSHOP % ("15", "sei-esl-bilingual")).stdout.splitlines()
    assert any(line.startswith("* Mathematics") and "NOT MET" in line and line.endswith(" MET") for line in lines)
    assert any(line.startswith("    Pedagogy") for line in lines)
    assert max(map(len, lines)) <= 80
    assert lines[-1] == "All in all: NOT MET before, MET after."


def test_leaving_something_out_and_the_file_stays() -> None:
    path = EXAMPLES / "met.json"
    before = path.read_bytes()
    result = run("what-if", str(path), "--drop", "/activities/0", "--drop", "/activities/0", "--format", "json")
    found = json.loads(result.stdout)
    assert len(found["after"]["activities"]) == len(found["before"]["activities"]) - 1
    assert found["after"]["verdict"] == "not-met"
    assert path.read_bytes() == before


def test_several_things_left_out_are_those_that_the_file_numbers() -> None:
    path = EXAMPLES / "met.json"
    titles = [activity["title"] for activity in json.loads(path.read_text())["activities"]]
    found = json.loads(
        run("what-if", str(path), "--drop", "/activities/0", "--drop", "/activities/1", "--format", "json").stdout
    )
    assert [activity["title"] for activity in found["after"]["activities"]] == titles[2:]


def test_only_what_differs_is_said_to_have_changed() -> None:
    more = WORKSHOP % ("15", "sei-esl-bilingual")
    found = json.loads(run("what-if", SHORT, "--add", more, "--format", "json").stdout)["difference"]
    (license,) = found["licenses"]
    assert (found["edition"]["changed"], found["verdict"]["changed"], license["renewed_as"]["changed"]) == (
        False,
        True,
        False,
    )
    assert {r["id"]: r["have"]["changed"] for r in license["requirements"] if not r["need"]["changed"]} == {
        r["id"]: r["have"]["before"] != r["have"]["after"] for r in license["requirements"]
    }


def test_of_activities_without_a_title_only_what_changed_is_shown(tmp_path: Path) -> None:
    data = json.loads((case("met-exactly") / "portfolio.json").read_text())
    for activity in data["activities"]:
        activity.pop("title", None)
    file = tmp_path / "untitled.json"
    file.write_text(json.dumps(data))
    found = json.loads(run("what-if", str(file), "--drop", "/activities/0", "--format", "json").stdout)
    (row,) = found["difference"]["activities"]
    assert row["worth"]["after"] is None


def test_another_day_is_shown_beside_the_one_of_the_file() -> None:
    path = str(EXAMPLES / "met.json")
    rows = [line.split() for line in run("what-if", path, "--on", "2027-01-05").stdout.splitlines()]
    assert ["*", "Application", "date", "2026-11-24", "2027-01-05"] in rows
    assert "Application date" not in run("what-if", path, "--drop", "/activities/0").stdout


def test_another_day_edition_and_primary() -> None:
    late = json.loads(run("what-if", str(EXAMPLES / "met.json"), "--on", "2033-01-01", "--format", "json").stdout)
    assert late["difference"]["verdict"]["changed"]
    old = json.loads(run("what-if", str(EXAMPLES / "met.json"), "--edition", "1999-12-01", "--format", "json").stdout)
    assert old["difference"]["edition"] == {"before": "2018-07-13", "after": "1999-12-01", "changed": True}
    three = json.loads(
        run("what-if", str(EXAMPLES / "three-licenses.json"), "--as-primary", "physics", "--format", "json").stdout
    )
    assert three["after"]["primary"]["pointer"] == "/licenses/1"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--drop", "/activities/99"], "counted from 0"),
        (["--drop", "second"], "must be like /activities/2"),
        (["--add", "no-such-badge"], "neither an activity as JSON nor the id"),
        (["--add", "{"], "not valid JSON"),
        (["--add", "{}"], "needs `kind`"),
        (["--add", '{"kind": "workshop", "horus": 3}'], "horus"),
        (["--add", '{"kind": "workshp"}'], "workshop"),
        (["--add", '{"kind": "workshop", "hours": 1, "hours": 2}'], 'The key "hours" appears twice'),
        (["--add", '{"kind": "workshop", "hours": -1}'], '--add {"kind": "workshop", "hours": -1} error S104'),
        (["--as-primary", "art"], "Known: "),
        (["--reading", "odd-bage=half"], "Did you mean odd-badge?"),
        (["--reading", "odd-badge=most"], "pairs-only, half-a-pair"),
        (["--reading", "odd-badge=most"], "--reading error K132"),
        (["--edition", "2011"], "--edition error K130"),
        (["--reading", "odd-badge=pairs-only", "--reading", "odd-badge=half-a-pair"], "fixed twice: pairs-only and"),
        (["--reading", "cautious", "--reading", "generous"], "fixed twice: cautious and generous"),
        (["--on", "tomorrow"], "YYYY-MM-DD"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: list[str], words: str) -> None:
    result = run("what-if", SHORT, *arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stdout == ""


def test_a_mistake_that_a_change_makes_in_the_rest_is_told_by_its_place(tmp_path: Path) -> None:
    file = tmp_path / "one.json"
    file.write_text('{"licenses": [{"field": "Biology 8-12", "expires": "2027-06-17"}]}')
    result = run("what-if", str(file), "--drop", "/licenses/0")
    assert result.exit_code == 2
    assert f"{file}, changed error S102" in result.stderr


@pytest.mark.parametrize("option", ["--add", "--drop"])
def test_a_number_of_a_person_is_not_repeated(option: str) -> None:
    for text in ("123-45-6789", "123456789", '{"kind": "workshop", "title": "123-45-6789"}'):
        result = run("what-if", SHORT, option, text)
        assert result.exit_code == 2
        assert result.stderr == f"{option}: this {LOOKS_LIKE_ONE}\n"
        assert "6789" not in result.stdout + result.stderr


def test_fixed_readings_are_stated_and_decide() -> None:
    path = str(case("badge-pair") / "portfolio.json")
    for pin, verdict in (
        ("cautious", "not-met"),
        ("generous", "met"),
        ("badge-rate=stands", "met"),
        ("Q3=not-accepted", "not-met"),
    ):
        report = json.loads(run(path, "--reading", pin, "--format", "json").stdout)
        assert report["verdict"] == verdict
        assert "badge-rate" in [r["question"] for r in report["readings"]]
        assert not report["questions"]
    assert "badge-rate = stands" in run(path, "--reading", "Q3=stands").stdout
    # a named question goes before cautious, wherever it stands
    for pins in (("cautious", "Q3=stands"), ("Q3=stands", "cautious")):
        arguments = [word for pin in pins for word in ("--reading", pin)]
        assert json.loads(run(path, *arguments, "--format", "json").stdout)["verdict"] == "met"


@pytest.mark.parametrize(("place", "left", "content"), [(0, "Physics 8-12", 14.99), (1, "Mathematics 8-12", 15)])
def test_content_of_a_license_that_is_dropped_is_content_of_no_other(place: int, left: str, content: float) -> None:
    path = str(case("two-licenses-content-short") / "portfolio.json")
    answer = run("what-if", path, "--drop", f"/licenses/{place}", "--format", "json")
    (license,) = json.loads(answer.stdout)["after"]["licenses"]
    assert license["label"] == left
    assert license["requirements"][0]["have"] == content


def test_what_a_verdict_hangs_on_afterwards_is_said() -> None:
    said = " ".join(run("what-if", str(case("badge-pair") / "portfolio.json"), "--on", "2026-11-25").stdout.split())
    assert said.endswith('Mathematics 8-12 then depends on the question "Do two badges still count for PDPs?".')


def test_what_must_stay_whole_is_told_case_by_case() -> None:
    path = str(case("one-activity-for-two-categories") / "portfolio.json")
    said = " ".join(run(path, "--reading", "cautious").stdout.split())
    start = 'If "Methods of mathematics" counts as'
    assert f"{start} Content: even at best, Pedagogy needs 15 PDPs" in said
    assert f"{start} Pedagogy: even at best, Content of the license needs 15 PDPs" in said


def test_a_placement_that_only_trying_shows_to_be_impossible_says_so() -> None:
    path = str(case("five-activities-for-two-categories") / "portfolio.json")
    report = json.loads(run(path, "--reading", "cautious", "--format", "json").stdout)
    assert report["licenses"][0]["verdict"] == "not-met"
    assert report["licenses"][0]["proof"] == "searched"
    assert "trying every way" in report["licenses"][0]["why"]


def test_what_may_count_twice_is_divided_where_that_is_enough(tmp_path: Path) -> None:
    def workshop(hours: int, category: str, day: str = "2023-01-01", **more: object) -> dict[str, object]:
        return {"kind": "workshop", "completed": day, "hours": hours, "categories": [category], **more}

    data = {
        "application_date": "2026-11-24",
        "licenses": [
            {"id": "math", "field": "Mathematics 8-12", "expires": "2027-06-17", "primary": True},
            {"id": "physics", "field": "Physics 8-12", "expires": "2028-06-17"},
        ],
        "endorsements": [{"id": "sei"}, {"id": "bilingual-education", "expires": "2027-06-17", "renew": True}],
        "activities": [
            workshop(15, "content", content_of=["math"]),
            workshop(15, "pedagogy"),
            workshop(15, "students-with-disabilities"),
            workshop(90, "elective"),
            workshop(15, "content", "2025-01-01", content_of=["physics"]),
            workshop(30, "sei-esl-bilingual", "2025-01-01", toward_endorsement="bilingual-education"),
        ],
    }
    file = tmp_path / "my.json"
    file.write_text(json.dumps(data))
    # half of the last one will do for Physics, the other half for both others
    met, failed = ("met", "ledger"), ("not-met", "cut")
    for reading, verdicts in (("split", [met, met, met]), ("whole", [met, failed, met])):
        answer = run(str(file), "--reading", f"split-over-licenses={reading}", "--format", "json").stdout
        assert [(x["verdict"], x["proof"]) for x in json.loads(answer)["licenses"]] == verdicts


def test_what_a_change_of_rules_does_to_a_person(tmp_path: Path) -> None:
    result = run("catalog", "diff", "1999-12-01", "2018-07-13", "--portfolio", str(EXAMPLES / "met.json"))
    assert result.exit_code == 0
    assert "All in all: NOT MET before, MET after." in result.stdout
    missing = run("catalog", "diff", "1999-12-01", "2018-07-13", "--portfolio", str(tmp_path / "none.json"))
    assert (missing.exit_code, missing.stdout) == (2, "")
    assert "J110" in missing.stderr
