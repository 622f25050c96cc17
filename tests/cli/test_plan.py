"""`mcheck plan` as a person types it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result
from helpers import EXAMPLES, case
from mcheck.cli import main_group
from mcheck.loading.schema import validate

SHORT = str(EXAMPLES / "short-in-one-category.json")


def run(*args: str, data: str | None = None) -> Result:
    result = CliRunner().invoke(main_group, ["plan", *args], input=data)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def test_every_format_says_the_same() -> None:
    made = json.loads(run(SHORT, "--format", "json").stdout)
    assert validate(made, "plan") == []
    text, markdown = run(SHORT).stdout, run(SHORT, "--format", "markdown").stdout
    for one in made["plans"]:
        assert one["name"] in text.replace("\n", " ")
        assert one["name"] in markdown
    assert "nofficial" in text
    assert "\x1b" not in text
    assert "\x1b" in run(SHORT, "--color", "always").stdout


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (SHORT, 0),
        (str(EXAMPLES / "met.json"), 0),
        (str(EXAMPLES / "initial-holder.json"), 0),
        (str(EXAMPLES / "vocational-license.json"), 1),
        (str(case("sei-a-day-late") / "portfolio.json"), 0),
        (str(EXAMPLES / "no-such-file.json"), 2),
    ],
)
def test_status_is_0_for_a_plan_1_for_none_and_2_for_no_answer(path: str, status: int) -> None:
    assert run(path).exit_code == status


def test_options_change_the_plan() -> None:
    def least(*args: str) -> str:
        return str(json.loads(run(SHORT, *args, "--format", "json").stdout)["plans"][0]["parts"][0]["text"])

    assert "Workshop" in least("--allow", "workshop")
    assert "CEU" in least("--avoid", "workshop", "--avoid", "badges")
    assert "Multilingual Learners" in least("--allow", "badges")
    made = json.loads(run(SHORT, "--objective", "cost", "--on", "2027-01-01", "--format", "json").stdout)
    assert (made["objective"], made["as_of"], made["deadline"]["days_left"]) == ("cost", "2027-01-01", 167)


def test_a_kind_that_is_not_known_is_named_with_those_that_are() -> None:
    result = run(SHORT, "--avoid", "bagdes")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "bagdes" in result.stderr
    assert "badges" in result.stderr


def test_an_edition_that_is_not_known_and_bad_input() -> None:
    assert "K130" in run(SHORT, "--edition", "1998").stderr
    broken = run("-", data="{")
    assert broken.exit_code == 2
    assert "J101" in broken.stderr


def test_standard_input_and_the_same_bytes_again() -> None:
    text = (EXAMPLES / "short-in-one-category.json").read_text()
    assert run("-", data=text).stdout == run("-", data=text).stdout


def test_a_kind_that_is_allowed_and_avoided_is_refused() -> None:
    result = CliRunner().invoke(main_group, ["plan", SHORT, "--allow", "badges", "--avoid", "badges"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--allow and --avoid both name badges." in result.stderr
