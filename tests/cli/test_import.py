"""`mcheck import` at its edges: what is written and what is not, answers, mappings, and the line to type next."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from mcheck.cli import main_group

LOG = "Date Completed,Course Title,Contact Hours\n3/9/2024,Counting birds,10\nFall 2024,Counting trees,12\n"


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("log.csv").write_text(LOG)


def run(*args: str) -> Result:
    return CliRunner().invoke(main_group, ["import", *args])


def answer(*args: str) -> Any:
    return json.loads(run(*args, "--format", "json").stdout)


def activities(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(Path(name).read_text())["activities"]
    return found


def test_without_a_target_nothing_is_written() -> None:
    result = run("log.csv")
    assert result.exit_code == 1
    assert "mcheck import log.csv -o my.json" in result.stdout
    assert [path.name for path in Path().iterdir()] == ["log.csv"]


def test_a_new_file_holds_what_was_shown_and_names_the_next_step() -> None:
    shown = answer("log.csv")["portfolio"]
    result = run("log.csv", "-o", "my.json")
    assert json.loads(Path("my.json").read_text()) == shown
    assert "mcheck init my.json" in result.stdout
    again = run("log.csv", "-o", "my.json")
    assert again.exit_code == 2
    assert "exists already" in again.stderr


def test_an_answer_settles_its_question() -> None:
    (question,) = answer("log.csv")["files"][0]["ask"]
    result = run("log.csv", "--answer", f"{question['pointer']}=11/2/2024", "-o", "my.json")
    assert result.exit_code == 0
    assert activities("my.json")[1]["completed"] == "2024-11-02"


def test_an_answer_without_a_question_is_told() -> None:
    result = run("log.csv", "--answer", "/rows/99/completed=2024")
    assert "/rows/99/completed" in result.stderr


def test_merging_keeps_everything_and_doubles_nothing() -> None:
    mine = {
        "licenses": [{"field": "Mathematics 8-12", "expires": "2027-06-17"}],
        "activities": [
            {
                "kind": "peer-coaching",
                "title": "counting BIRDS",
                "completed": "2024-03-09",
                "hours": 10,
                "topic": "birds",
            }
        ],
        "plan": {"educator_plan": True},
    }
    Path("my.json").write_text(json.dumps(mine))
    result = run("log.csv", "--into", "my.json")
    assert result.exit_code == 1
    made = json.loads(Path("my.json").read_text())
    assert {**made, "activities": made["activities"][:1]} == mine
    assert [each["title"] for each in made["activities"]] == ["counting BIRDS", "Counting trees"]
    before = Path("my.json").read_bytes()
    run("log.csv", "--into", "my.json")
    assert Path("my.json").read_bytes() == before


def test_a_file_that_is_no_portfolio_is_not_merged_into() -> None:
    Path("my.json").write_text('{"licenses": [{"feild": "Mathematics 8-12"}]}')
    result = run("log.csv", "--into", "my.json")
    assert result.exit_code == 2
    assert "feild" in result.stderr


def test_another_portfolio_brings_activities_and_badges_once() -> None:
    other = {
        "licenses": [{"id": "art", "field": "Visual Art 5-12"}],
        "activities": [{"kind": "workshop", "title": "Counting birds", "hours": 10, "content_of": ["art"]}],
        "badges": [{"credential": "cot-co-planning", "completed": "2024-05-21"}],
    }
    Path("other.json").write_text(json.dumps(other))
    assert run("other.json", "other.json", "-o", "my.json").exit_code == 0
    made = json.loads(Path("my.json").read_text())
    assert made["activities"] == [{"kind": "workshop", "title": "Counting birds", "hours": 10}]
    assert made["badges"] == other["badges"]


def test_a_mapping_is_written_once_and_holds_for_the_next_export() -> None:
    Path("odd.csv").write_text("Wann,Was,Hours\n9/3/2024,Counting birds,10\n25/3/2024,Counting trees,12\n")
    told = ["--answer", "/columns/Wann=completed", "--answer", "/columns/Was=title"]
    run("odd.csv", *told, "--mapping", "map.json")
    mapping = json.loads(Path("map.json").read_text())
    assert mapping["columns"] == {"Wann": "completed", "Was": "title"}
    found = answer("odd.csv", "--mapping", "map.json")
    assert [each["completed"] for each in found["portfolio"]["activities"]] == ["2024-03-09", "2024-03-25"]
    assert found["files"][0]["ask"] == []


def test_a_mapping_never_makes_a_column_of_persons_be_read() -> None:
    Path("names.csv").write_text("Last Name,Date,Hours\nInvented,3/9/2024,10\n")
    Path("map.json").write_text('{"schema_version": 1, "columns": {"Last Name": "title"}}')
    result = run("names.csv", "--mapping", "map.json", "--format", "json")
    assert "Invented" not in result.output


@pytest.mark.parametrize(
    "data", ["[]", '{"schema_version": 1, "colums": {}}', '{"schema_version": 1, "columns": {"A": "x"}}']
)
def test_a_mapping_that_cannot_be_is_told(data: str) -> None:
    Path("map.json").write_text(data)
    result = run("log.csv", "--mapping", "map.json")
    assert result.exit_code == 2
    assert "map.json" in result.stderr


def test_of_several_files_the_highest_status_counts_and_the_others_come_in() -> None:
    Path("paper.pdf").write_bytes(b"%PDF-1.4")
    result = run("log.csv", "paper.pdf", "--format", "json")
    found = json.loads(result.stdout)
    assert result.exit_code == 2
    assert [each["outcome"] for each in found["files"]] == ["ask", "refused"]
    assert len(found["portfolio"]["activities"]) == 2
    assert found["files"][0]["ask"][0]["pointer"].startswith("/files/0/")


def test_a_check_of_a_table_names_the_line_to_type_next() -> None:
    Path("my log.csv").write_text(LOG)
    result = CliRunner().invoke(main_group, ["my log.csv"])
    assert result.exit_code == 2
    assert "mcheck import 'my log.csv' -o 'my log.json'" in result.stderr


def test_a_file_that_is_not_there_is_refused_in_the_same_form() -> None:
    result = run("log.csv", "none.csv", "--format", "json")
    found = json.loads(result.stdout)
    assert result.exit_code == 2
    assert [each["outcome"] for each in found["files"]] == ["ask", "refused"]
    assert found["files"][1]["messages"][0]["code"] == "J110"


def test_a_refused_file_writes_nothing() -> None:
    Path("paper.pdf").write_bytes(b"%PDF-1.4")
    assert run("paper.pdf", "-o", "my.json").exit_code == 2
    assert not Path("my.json").exists()


@pytest.mark.parametrize("option", ["--into", "--mapping"])
@pytest.mark.parametrize("content", ["{", "[]", '{"schema_version": 1, "colums": {}}', None])
def test_a_file_that_an_option_names_is_refused_in_the_same_form(option: str, content: str | None) -> None:
    if content is None and option == "--mapping":
        return  # it is written then
    if content is not None:
        Path("other.json").write_text(content)
    before = sorted((path.name, path.read_bytes()) for path in Path().iterdir())
    result = run("log.csv", option, "other.json", "--format", "json")
    found = json.loads(result.stdout)
    assert result.exit_code == 2
    assert [(each["file"], each["outcome"]) for each in found["files"]] == [("other.json", "refused")]
    assert found["files"][0]["messages"][0]["text"]
    assert found["portfolio"] == {"schema_version": 1}
    assert sorted((path.name, path.read_bytes()) for path in Path().iterdir()) == before


def test_a_header_may_hold_the_sign_that_ends_a_pointer() -> None:
    Path("odd.csv").write_text("Date,x=y,x=y=z,Hours\n3/9/2024,Counting birds,10,12\n")
    pointers = [each.get("pointer") for each in answer("odd.csv")["files"][0]["ask"]]
    assert "/columns/x=y" in pointers
    result = run("odd.csv", "--answer", "/columns/x=y=title", "--answer", "/columns/x=y=z=null", "-o", "my.json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert [each["title"] for each in activities("my.json")] == ["Counting birds"]
    assert "no question" in run("odd.csv", "--answer", "/columns/a=b=title").stderr
