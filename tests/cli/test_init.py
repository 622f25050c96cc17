"""The questions of `mcheck init`: each can be skipped, each answer is saved, and a run goes on where one stopped."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from helpers import catalog, judge_data
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mcheck.cli import main_group
from mcheck.importing.questions import deciding_questions, open_questions
from mcheck.loading.schema import validate

SKIP = ""
LICENSE = ["Mathematics 8-12", "1", "6/17/2027", SKIP]
SUMS = ["45", "30", "15", "15", "35"]
BADGES = ["2", "yes", "yes"]
CORE = "1"


def run(path: Path, *answers: str) -> Result:
    result = CliRunner().invoke(main_group, ["init", str(path)], input="".join(f"{answer}\n" for answer in answers))
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def saved(path: Path) -> Any:
    return json.loads(path.read_text())


def made(path: Path, *answers: str) -> Any:
    result = run(path, *answers)
    assert result.exit_code == 0, result.output
    data = saved(path)
    assert validate(data, "portfolio") == []
    return data


def test_a_license_sums_badges_and_a_role_are_enough_to_start(tmp_path: Path) -> None:
    data = made(tmp_path / "p.json", *LICENSE, *SUMS, *BADGES, CORE, "4")
    assert data == {
        "schema_version": 1,
        "licenses": [{"field": "Mathematics 8-12", "type": "professional", "expires": "2027-06-17"}],
        "stated": {
            "points": [
                {
                    "content": 45,
                    "pedagogy": 30,
                    "sei-esl-bilingual": 15,
                    "students-with-disabilities": 15,
                    "elective": 35,
                }
            ],
            "badges": {"count": 2, "same_stack": True},
            "topics_of_ten": True,
        },
        "role": "core-academic-teacher",
        "endorsements": [{"id": "sei"}],
    }
    assert judge_data(data)["licenses"][0]["verdict"] == "depends", "sums never give met"


def test_who_needs_no_pdps_is_asked_nothing_about_them(tmp_path: Path) -> None:
    assert made(tmp_path / "a.json", SKIP, "6") == {"schema_version": 1, "role": "paraprofessional"}
    result = run(tmp_path / "b.json", "Biology 8-12", "2", SKIP, CORE)
    assert "PDPs in" not in result.output
    assert saved(tmp_path / "b.json")["licenses"] == [{"field": "Biology 8-12", "type": "initial"}]


def test_each_answer_is_saved_and_the_next_run_asks_what_is_open(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    first = run(path, "Mathematics 8-12", "1")
    assert (first.exit_code, "To go on: mcheck init" in first.output) == (0, True)
    assert saved(path)["licenses"] == [{"field": "Mathematics 8-12", "type": "professional"}]
    second = run(path, "6/17/2027", SKIP, "45")
    assert "field and grades" not in second.output, "what is answered is not asked again"
    assert saved(path)["stated"] == {"points": [{"content": 45}]}


def test_an_existing_file_keeps_everything(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    activity = {"kind": "workshop", "title": "A", "completed": "2025-05-03", "hours": 12.25, "topic": "t"}
    given = {"schema_version": 1, "label": "mine", "licenses": [{"field": "Biology 8-12"}], "activities": [activity]}
    path.write_text(json.dumps(given))
    result = run(path, "6/2027")
    assert "PDPs in" not in result.output, "a file with activities needs no sums"
    data = saved(path)
    assert (data["label"], data["activities"]) == ("mine", [activity])
    assert data["licenses"] == [{"field": "Biology 8-12", "expires": "2027-06"}]
    assert "endorsement" not in result.output, "with so few points it changes nothing"


def test_after_an_import_only_license_and_expiry_are_needed(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    activity = {"kind": "workshop", "title": "A", "completed": "2025-05-03", "hours": 12}
    path.write_text(json.dumps({"schema_version": 1, "activities": [activity], "badges": []}))
    data = made(path, "Mathematics 8-12", "6/17/2027")
    assert data["licenses"] == [{"field": "Mathematics 8-12", "expires": "2027-06-17"}]
    assert data["activities"] == [activity]


def test_back_goes_back_one_question(tmp_path: Path) -> None:
    data = made(tmp_path / "p.json", *LICENSE, "54", "back", "45", SKIP, "back", "30", *SUMS[2:], *BADGES, CORE, "4")
    assert data["stated"]["points"][0]["content"] == 45
    assert data["stated"]["points"][0]["pedagogy"] == 30


def test_at_the_first_question_back_is_an_answer_like_any_other(tmp_path: Path) -> None:
    result = run(tmp_path / "p.json", "back")
    assert "in no list of license fields" in result.output


def test_of_several_licenses_each_has_its_sums_and_one_is_primary(tmp_path: Path) -> None:
    more = ["Physics 8-12", "1", "6/17/2028", SKIP, "1"]
    data = made(tmp_path / "p.json", *LICENSE[:3], *more, *SUMS, "30", SKIP, SKIP, SKIP, SKIP, "0", "yes", CORE, "4")
    assert [x["id"] for x in data["licenses"]] == ["mathematics-8-12", "physics-8-12"]
    assert [x.get("primary") for x in data["licenses"]] == [True, None]
    assert data["stated"]["points"][1] == {"license": "physics-8-12", "content": 30}


@pytest.mark.parametrize("written", ["6/17/2027", "June 17, 2027", "17 Jun 2027", "2027-06-17"])
def test_dates_are_read_as_people_write_them(tmp_path: Path, written: str) -> None:
    run(tmp_path / "p.json", "Mathematics 8-12", "1", written)
    assert saved(tmp_path / "p.json")["licenses"][0]["expires"] == "2027-06-17"


@pytest.mark.parametrize("wrong", ["2027-02-30", "June", "1887-06-17", "2027", "soon", "6/17/27/1"])
def test_an_answer_that_cannot_be_read_is_asked_again(tmp_path: Path, wrong: str) -> None:
    result = run(tmp_path / "p.json", "Mathematics 8-12", "1", wrong, "6/17/2027")
    assert result.output.count("expire?") == 2
    assert saved(tmp_path / "p.json")["licenses"][0]["expires"] == "2027-06-17"


@pytest.mark.parametrize("wrong", ["-3", "nan", "1e9", "many", "45 hours", "99999"])
def test_sums_that_are_none_are_asked_again(tmp_path: Path, wrong: str) -> None:
    run(tmp_path / "p.json", *LICENSE, wrong, "45.5")
    assert saved(tmp_path / "p.json")["stated"]["points"] == [{"content": 45.5}]


def test_a_field_near_to_one_of_the_table_is_offered(tmp_path: Path) -> None:
    run(tmp_path / "a.json", "Chemisty 8-12", "1")
    assert saved(tmp_path / "a.json")["licenses"] == [{"field": "Chemistry 8-12"}]
    run(tmp_path / "b.json", "Chemisty 8-12", SKIP, "1")
    kept = {"field": "Chemisty 8-12", "license_kind": "academic-teacher"}
    assert saved(tmp_path / "b.json")["licenses"] == [kept]


def test_what_check_would_refuse_is_asked_again(tmp_path: Path) -> None:
    result = run(tmp_path / "p.json", "123-45-6789", SKIP, SKIP, *LICENSE)
    assert "enter it again" in result.output
    assert "123-45-6789" not in (tmp_path / "p.json").read_text()


def test_a_condition_of_the_field_is_asked_because_it_decides(tmp_path: Path) -> None:
    nurse = ["School Nurse", "1", "6/17/2027", SKIP, *SUMS[:4], "50", "0", "yes", "5"]
    result = run(tmp_path / "p.json", *nurse, "yes")
    assert "registered nurse license" in result.output
    assert saved(tmp_path / "p.json")["licenses"][0]["conditions"] == {"registered-nurse-license": True}


def test_nothing_answered_writes_nothing(tmp_path: Path) -> None:
    result = run(tmp_path / "p.json", SKIP, SKIP)
    assert (result.exit_code, list(tmp_path.iterdir())) == (2, [])
    stopped = run(tmp_path / "p.json")
    assert (stopped.exit_code, "Nothing was written" in stopped.stderr) == (2, True)


def test_what_is_no_portfolio_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    path.write_text("mine")
    assert (run(path, *LICENSE).exit_code, path.read_text()) == (2, "mine")
    (tmp_path / "link.json").symlink_to(tmp_path / "gone.json")
    assert run(tmp_path / "link.json", *LICENSE).exit_code == 2
    assert not (tmp_path / "gone.json").exists()


ANSWERS = st.sampled_from(
    ["", "1", "2", "yes", "no", "back", "0", "45", "6/17/2027", "never", "x", "Mathematics 8-12", "School Nurse", "1 2"]
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ANSWERS, max_size=40))
def test_whatever_is_answered_the_file_is_a_sound_portfolio(
    tmp_path_factory: pytest.TempPathFactory, answers: list[str]
) -> None:
    path = tmp_path_factory.mktemp("init") / "p.json"
    result = run(path, *answers)
    assert result.exit_code in (0, 2)
    if path.exists():
        data = saved(path)
        keys = [question.key for question in open_questions(data, catalog())]
        assert len(keys) == len(set(keys))
        if data.get("licenses") or data.get("role"):
            assert validate(data, "portfolio") == []
            assert deciding_questions(judge_data(data), data, catalog()) is not None
