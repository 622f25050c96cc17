"""`mcheck add`: a certificate in four questions, saved at once, with what it changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from mcheck.cli import main_group

START: dict[str, Any] = {
    "schema_version": 1,
    "application_date": "2026-11-24",
    "licenses": [{"field": "Mathematics 8-12", "expires": "2027-06-17"}],
    "role": "core-academic-teacher",
    "endorsements": [{"id": "sei"}],
    "activities": [
        {"kind": "workshop", "title": "Long", "completed": "2025-05-03", "hours": 126, "topic": "long"},
        {"kind": "workshop", "title": "Short", "completed": "2025-05-04", "hours": 4, "topic": "Fractions"},
    ],
}


def run(path: Path, *words: str, answers: tuple[str, ...] = ()) -> Result:
    typed = "".join(f"{answer}\n" for answer in answers)
    result = CliRunner().invoke(main_group, ["add", str(path), *words], input=typed)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "my.json"
    path.write_text(json.dumps(START))
    return path


def test_four_answers_add_a_certificate_and_say_what_it_changes(mine: Path) -> None:
    result = run(mine, answers=("Number talks", "12 hours", "6/17/2026", "2", ""))
    assert "+12: 138 of 150" in result.output
    assert json.loads(mine.read_text())["activities"][-1] == {
        "kind": "workshop",
        "title": "Number talks",
        "completed": "2026-06-17",
        "hours": 12,
        "categories": ["pedagogy"],
    }


def test_a_short_one_is_asked_for_its_topic_which_may_lift_others(mine: Path) -> None:
    result = run(mine, answers=("More fractions", "6 hours", "June 17, 2026", "1", "fractions", ""))
    assert "+10: 136 of 150; the topic has 10" in result.output


def test_each_is_saved_before_the_next_is_asked(mine: Path) -> None:
    result = run(mine, answers=("A", "1.5 CEU", "17 Jun 2026", "", "B", "3 credits", "5", "2025-06-01", ""))
    assert result.exit_code == 0
    added = json.loads(mine.read_text())["activities"][2:]
    assert [(x["kind"], x.get("ceus"), x.get("credits")) for x in added] == [
        ("ceu", 1.5, None),
        ("graduate-course", None, 3),
    ]


def test_a_badge_is_known_by_its_name(mine: Path) -> None:
    result = run(mine, answers=("co-planning", "3/1/2026", "2", ""))
    assert json.loads(mine.read_text())["badges"] == [
        {"credential": "cot-co-planning", "completed": "2026-03-01", "categories": ["pedagogy"]}
    ]
    assert "Co-Planning" in result.output
    again = run(mine, "--badge", "Co-Planning", "--on", "3/1/2026")
    assert (again.exit_code, "in the file already" in again.output) == (2, True)


def test_scripts_use_options(mine: Path) -> None:
    words = ("--title", "Algebra", "--hours", "20", "--on", "6/17/2026", "--category", "content", "--topic", "algebra")
    result = run(mine, *words)
    assert (result.exit_code, result.output) == (0, "+20: 146 of 150; the topic has 20\n")
    assert run(mine, *words).exit_code == 0, "once more is told by check, not refused here"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--title", "A", "--on", "6/17/2026"), "How much was it?"),
        (("--title", "A", "--hours", "3"), "When was it completed?"),
        (("--hours", "many", "--on", "6/17/2026"), ""),
        (("--hours", "3", "--on", "2/30/2026"), ""),
        (("--hours", "3", "--on", "6/17/2026", "--kind", "dance"), "Of which kind"),
        (("--hours", "3", "--on", "6/17/2026", "--category", "fun"), "Which category"),
        (("--badge", "no such badge", "--on", "6/17/2026"), "no micro-credential"),
        (("--hours", "3", "--on", "6/17/2026", "--title", "123-45-6789"), "Social Security"),
    ],
)
def test_what_cannot_be_right_adds_nothing(mine: Path, words: tuple[str, ...], says: str) -> None:
    before = mine.read_bytes()
    result = run(mine, *words)
    assert (result.exit_code, mine.read_bytes()) == (2, before)
    assert says in " ".join(result.stderr.split())
    assert "Nothing was added." in " ".join(result.stderr.split())
    assert "123-45-6789" not in result.output


def test_without_a_license_the_next_line_is_init(tmp_path: Path) -> None:
    path = tmp_path / "my.json"
    path.write_text('{"schema_version": 1}')
    result = run(path, "--hours", "12", "--on", "6/17/2026")
    assert (result.exit_code, "Next: mcheck init" in result.output) == (0, True)


def test_stopping_keeps_what_was_added(mine: Path) -> None:
    assert run(mine, answers=("A", "12 hours", "6/17/2026", "", "B")).exit_code == 0
    assert len(json.loads(mine.read_text())["activities"]) == 3
    before = mine.read_bytes()
    stopped = run(mine, answers=("C", "12 hours"))
    assert (stopped.exit_code, mine.read_bytes()) == (2, before)


def test_the_certificate_before_saves_typing(mine: Path) -> None:
    """Its year and its areas hold for the next one, and an earlier topic goes by its number."""
    run(mine, answers=("A", "12", "6/17/2026", "1 2", "B", "6", "6/18", "", "2", "C", "12", "June 19", "0", ""))
    added = json.loads(mine.read_text())["activities"][2:]
    assert [x["completed"] for x in added] == ["2026-06-17", "2026-06-18", "2026-06-19"]
    assert [x.get("categories") for x in added] == [["content", "pedagogy"]] * 2 + [None]
    assert [x.get("topic") for x in added] == [None, "Fractions", None]


def test_without_a_certificate_before_a_day_needs_its_year(mine: Path) -> None:
    run(mine, answers=("A", "12 hours", "6/17", "6/17/2026", "", ""))
    assert json.loads(mine.read_text())["activities"][-1]["completed"] == "2026-06-17"


def test_all_answers_may_stand_in_one_line(mine: Path) -> None:
    lines = ("Number talks; 12 hours; 6/17/2026; 1 2", "More; 6; 6/18; ; 2", "co-planning; 3/1/2026; 2", "")
    assert run(mine, answers=lines).exit_code == 0
    data = json.loads(mine.read_text())
    assert [
        (x["title"], x["hours"], x["completed"], x["categories"], x.get("topic")) for x in data["activities"][2:]
    ] == [
        ("Number talks", 12, "2026-06-17", ["content", "pedagogy"], None),
        ("More", 6, "2026-06-18", ["content", "pedagogy"], "Fractions"),
    ]
    assert data["badges"][0]["credential"] == "cot-co-planning"


def test_a_title_may_hold_a_semicolon_and_a_part_that_cannot_be_read_is_asked(mine: Path) -> None:
    result = run(mine, answers=("Reading; a start", "12", "6/17/2026", "1", "B; 12; 6/31/2026; 1", "6/30/2026", ""))
    added = json.loads(mine.read_text())["activities"][2:]
    assert [(x["title"], x["completed"]) for x in added] == [("Reading; a start", "2026-06-17"), ("B", "2026-06-30")]
    assert "6/31/2026:" in result.output
