"""The questions of `mcheck init`: each can be skipped, and only a whole and sound portfolio is ever written."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from helpers import catalog, judge_data
from hypothesis import given, settings
from hypothesis import strategies as st
from mcheck.cli import main_group
from mcheck.loading.parse import parse
from mcheck.loading.schema import validate

SKIP = ""
NO_MORE = ""


def run(path: Path, *answers: str) -> Result:
    result = CliRunner().invoke(main_group, ["init", str(path)], input="\n".join([*answers, ""]))
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def made(path: Path, *answers: str) -> Any:
    result = run(path, *answers)
    assert result.exit_code == 0, result.output
    data = json.loads(path.read_text())
    assert validate(data, "portfolio") == []
    return data


ROLE, LICENSE = ["1", "1"], ["Mathematics 8-12", "1", "2022-06-18", "2027-06-17"]
REST = ["4", NO_MORE, NO_MORE]  # SEI is held, no activities, no badges


def test_the_shortest_way_is_a_role(tmp_path: Path) -> None:
    data = made(tmp_path / "p.json", "6", SKIP, NO_MORE)
    assert data == {"schema_version": 1, "role": "paraprofessional"}


def test_a_license_alone_will_do(tmp_path: Path) -> None:
    data = made(tmp_path / "p.json", SKIP, SKIP, "Biology 8-12", SKIP, SKIP, SKIP, NO_MORE, SKIP, NO_MORE, NO_MORE)
    assert data == {"schema_version": 1, "licenses": [{"field": "Biology 8-12"}], "activities": [], "badges": []}
    assert judge_data(data)["licenses"][0]["status"] == "judged"


def of_field(tmp_path: Path, *answers: str) -> Any:
    return made(tmp_path / "p.json", SKIP, SKIP, *answers, SKIP, SKIP, SKIP, NO_MORE, SKIP, NO_MORE, NO_MORE)[
        "licenses"
    ]


def test_a_field_near_to_one_of_the_table_is_offered(tmp_path: Path) -> None:
    assert of_field(tmp_path, "Chemisty 8-12", "1") == [{"field": "Chemistry 8-12"}]


def test_or_kept_as_it_was_written(tmp_path: Path) -> None:
    kept = {"field": "Chemisty 8-12", "license_kind": "academic-teacher"}
    assert of_field(tmp_path, "Chemisty 8-12", SKIP, "1") == [kept]


def test_the_kind_of_license_is_asked_where_no_field_is_near_and_none_has_conditions(tmp_path: Path) -> None:
    assert of_field(tmp_path, "Basket Weaving", "4") == [{"field": "Basket Weaving", "license_kind": "administrator"}]
    kept = made(tmp_path / "q.json", SKIP, SKIP, "Shcool Nurse", *[SKIP] * 4, NO_MORE, SKIP, NO_MORE, NO_MORE)
    assert kept["licenses"] == [{"field": "Shcool Nurse"}]


def test_a_month_will_do_for_the_expiry(tmp_path: Path) -> None:
    data = made(tmp_path / "p.json", *ROLE, "Mathematics 8-12", SKIP, SKIP, "2027-06", NO_MORE, *REST)
    assert data["licenses"] == [{"field": "Mathematics 8-12", "expires": "2027-06"}]


def test_everything_answered(tmp_path: Path) -> None:
    physics = ["Physics 8-12", SKIP, SKIP, "2028-06-17"]
    workshop = ["workshop", "Questioning", "2025-05", "20", "questioning", "2", "2, 5", "yes"]
    badges = ["restorative circles", "2025-03-01", "2", "co-planning", "planned", SKIP]
    data = made(
        tmp_path / "p.json",
        *[*ROLE, *LICENSE, *physics, NO_MORE, "1", "1 4", "yes", *workshop, NO_MORE, *badges, NO_MORE],
    )
    assert data == {
        "schema_version": 1,
        "role": "core-academic-teacher",
        "employer": "public-school",
        "licenses": [
            {
                "id": "mathematics-8-12",
                "field": "Mathematics 8-12",
                "type": "professional",
                "issued": "2022-06-18",
                "expires": "2027-06-17",
                "primary": True,
            },
            {"id": "physics-8-12", "field": "Physics 8-12", "expires": "2028-06-17"},
        ],
        "endorsements": [{"id": "autism", "conditions": {"prerequisite-license": True}}, {"id": "sei"}],
        "activities": [
            {
                "kind": "workshop",
                "title": "Questioning",
                "completed": "2025-05",
                "hours": 20,
                "topic": "questioning",
                "provider": "district",
                "categories": ["pedagogy", "elective"],
                "demonstration": True,
            }
        ],
        "badges": [
            {
                "credential": "rp-restorative-circles-building-relationships-in-the-classroom",
                "completed": "2025-03-01",
                "categories": ["pedagogy"],
            },
            {"credential": "cot-co-planning", "planned": True},
        ],
    }


def test_content_names_its_license_when_there_are_several(tmp_path: Path) -> None:
    twins = ["Physics 8-12", SKIP, SKIP, SKIP] * 2  # the same field twice still gives two ids
    workshop = ["workshop", SKIP, SKIP, SKIP, SKIP, SKIP, SKIP, "1", "2", SKIP]
    data = made(
        tmp_path / "p.json", *ROLE, *twins, NO_MORE, SKIP, "4", *workshop, NO_MORE, "co-planning", SKIP, "2", *REST
    )
    assert [x["id"] for x in data["licenses"]] == ["physics-8-12", "physics-8-12-2"]
    assert data["activities"] == [{"kind": "workshop", "categories": ["content"], "content_of": ["physics-8-12-2"]}]
    assert data["badges"] == [{"credential": "cot-co-planning", "categories": ["pedagogy"]}]


def test_only_those_it_may_concern_are_asked_about_english_learners(tmp_path: Path) -> None:
    none_held = [*ROLE, *LICENSE, NO_MORE, "0", "never", NO_MORE, NO_MORE]
    data = made(tmp_path / "a.json", *none_held)
    assert (data["endorsements"], data["english_learner_assigned"]) == ([], "never")
    assert "english_learner_assigned" not in made(tmp_path / "b.json", *ROLE, *LICENSE, NO_MORE, *REST)


def test_special_conditions_of_a_field_are_asked(tmp_path: Path) -> None:
    data = made(tmp_path / "p.json", "5", SKIP, "School Nurse", SKIP, SKIP, SKIP, "yes", NO_MORE, *REST)
    assert data["licenses"][0]["conditions"] == {"registered-nurse-license": True}


@pytest.mark.parametrize(
    ("answer", "conditions", "state"),
    [
        ("no", {"prerequisite-license": False}, "failed"),
        ("yes", {"prerequisite-license": True}, "passed"),
        (SKIP, None, "unknown"),
    ],
)
def test_the_license_that_an_endorsement_needs_is_asked(
    tmp_path: Path, answer: str, conditions: dict[str, bool] | None, state: str
) -> None:
    data = made(tmp_path / "p.json", "2", "1", *LICENSE, NO_MORE, "1", answer, NO_MORE, NO_MORE)
    (held,) = data["endorsements"]
    assert held.get("conditions") == conditions
    data["endorsements"][0]["renew"] = True
    judged = next(x for x in judge_data(data)["licenses"] if x["id"] == "autism")
    assert [g["state"] for g in judged["gates"] if g["id"] == "prerequisite-license"] == [state]


def test_it_is_not_asked_of_those_whose_license_shows_it(tmp_path: Path) -> None:
    special = ["Moderate Disabilities 5-12", "1", "2022-06-18", "2027-06-17", SKIP]
    data = made(tmp_path / "p.json", "2", "1", *special, NO_MORE, "1", NO_MORE, NO_MORE)
    assert data["endorsements"] == [{"id": "autism"}]


def test_a_course_is_asked_in_credits_and_then_for_what_was_awarded(tmp_path: Path) -> None:
    tail = [SKIP, SKIP, SKIP, SKIP, NO_MORE, NO_MORE]
    start = [*ROLE, *LICENSE, NO_MORE, "4", "graduate-course", SKIP, SKIP]
    assert made(tmp_path / "a.json", *start, "1.5", *tail)["activities"] == [
        {"kind": "graduate-course", "credits": 1.5}
    ]
    assert made(tmp_path / "b.json", *start, SKIP, "15", *tail)["activities"] == [
        {"kind": "graduate-course", "awarded": 15}
    ]


@pytest.mark.parametrize(
    ("wrong", "right", "says"),
    [
        (["17 June 2027"], "2027-06-17", "YYYY-MM-DD"),
        (["2027-02-30", "June"], "2027-06-17", "YYYY-MM-DD"),
        (["1887-06-17"], "2027-06-17", "from 1950 to 2100"),
    ],
)
def test_an_answer_that_cannot_be_read_is_asked_again(tmp_path: Path, wrong: list[str], right: str, says: str) -> None:
    result = run(tmp_path / "p.json", *ROLE, "Mathematics 8-12", SKIP, SKIP, *wrong, right, NO_MORE, *REST)
    assert (result.exit_code, says in result.stdout) == (0, True)
    assert json.loads((tmp_path / "p.json").read_text())["licenses"][0]["expires"] == right


@pytest.mark.parametrize("answer", ["0", "99", "teacher", "-1", "1.5", "9" * 5000, "\u00b2"])
def test_a_choice_that_is_none_is_asked_again(tmp_path: Path, answer: str) -> None:
    assert made(tmp_path / "p.json", answer, "6", SKIP, NO_MORE)["role"] == "paraprofessional"


@pytest.mark.parametrize("answer", ["0", "-3", "nan", "inf", "1e999999", "1.234", "many"])
def test_numbers_are_asked_again(tmp_path: Path, answer: str) -> None:
    start = [*ROLE, *LICENSE, NO_MORE, "4", "workshop", SKIP, SKIP]
    data = made(tmp_path / "p.json", *start, answer, "12.5", SKIP, SKIP, SKIP, SKIP, NO_MORE, NO_MORE)
    assert data["activities"] == [{"kind": "workshop", "hours": 12.5}]


@pytest.mark.parametrize(
    "first",
    [
        ["Mathematics 8-12", SKIP, "2027-06-18", "2027-06-17"],  # expires before it was issued
        ["123-45-6789", SKIP, SKIP, SKIP, SKIP],  # in no list, so its kind is asked for
        ["x" * 201, SKIP, SKIP, SKIP, SKIP],
    ],
)
def test_a_license_that_cannot_be_right_is_asked_again_as_a_whole(tmp_path: Path, first: list[str]) -> None:
    result = run(tmp_path / "p.json", *ROLE, *first, *LICENSE, NO_MORE, *REST)
    assert (result.exit_code, "enter it again" in result.stdout) == (0, True)
    assert len(json.loads((tmp_path / "p.json").read_text())["licenses"]) == 1


def test_a_search_with_too_many_or_no_results_asks_for_other_words(tmp_path: Path) -> None:
    words = ["e", "no such badge", "restorative", "99", "2", SKIP, SKIP]
    result = run(tmp_path / "p.json", *ROLE, *LICENSE, NO_MORE, "4", NO_MORE, *words, NO_MORE)
    assert "add another word" in result.stdout
    assert "Nothing matches all these words" in result.stdout
    badges = json.loads((tmp_path / "p.json").read_text())["badges"]
    assert badges == [{"credential": "rp-exploring-restorative-practices"}]


def test_nothing_answered_is_no_portfolio(tmp_path: Path) -> None:
    result = run(tmp_path / "p.json", SKIP, SKIP, NO_MORE)
    assert (result.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert "Nothing was written" in result.stderr


def test_it_never_overwrites_not_even_a_broken_link(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    path.write_text("mine")
    (tmp_path / "link.json").symlink_to(tmp_path / "gone.json")
    for taken in (path, tmp_path / "link.json"):
        result = run(taken, "6", SKIP, NO_MORE)
        assert (result.exit_code, "exists already" in result.stderr, "Your role" in result.stdout) == (2, True, False)
    assert path.read_text() == "mine"
    assert not (tmp_path / "gone.json").exists()


def test_a_folder_that_is_not_there_is_told_before_the_questions(tmp_path: Path) -> None:
    result = run(tmp_path / "none" / "p.json", "6", SKIP, NO_MORE)
    assert (result.exit_code, "Your role" in result.stdout) == (2, False)


WHOLE = [*ROLE, *LICENSE, NO_MORE, "4", "workshop", "A", "2025", "20", SKIP, SKIP, "2", "y", NO_MORE, NO_MORE]


@pytest.mark.parametrize("given_answers", range(len(WHOLE)))
def test_the_end_of_input_leaves_nothing_behind(tmp_path: Path, given_answers: int) -> None:
    result = run(tmp_path / "p.json", *WHOLE[:given_answers])
    assert (result.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert result.stderr == "\nStopped. Nothing was written.\n"


def test_ctrl_c_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def prompt(text: str, **_: Any) -> str:
        asked.append(text)
        if len(asked) == 4:
            raise click.Abort  # what click makes of Ctrl-C
        return "1"

    monkeypatch.setattr(click, "prompt", prompt)
    result = run(tmp_path / "p.json")
    assert (result.exit_code, list(tmp_path.iterdir())) == (2, [])


ANSWERS = st.sampled_from(
    ["", "", "1", "2", "0", "3 1", "yes", "planned", "never", "2025-05-20", "2025", "workshop", "restorative", "e"]
) | st.text(max_size=12).filter(lambda text: "\n" not in text and "\r" not in text)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.lists(ANSWERS, max_size=40))
def test_whatever_is_answered_a_file_is_sound_or_is_not_there(answers: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "p.json"
        result = run(path, *answers)
        assert result.exit_code in (0, 2)
        assert path.exists() == (result.exit_code == 0)
        if path.exists():
            data = json.loads(path.read_text())
            assert validate(data, "portfolio") == []
            assert not [m for m in parse(data, catalog())[1] if m.severity == "error"]
