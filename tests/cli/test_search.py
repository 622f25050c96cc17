"""`mcheck search`: micro-credentials by words, stack, category, hours, and by what a portfolio lacks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from changed_catalog import with_badge_rate_settled
from click.testing import CliRunner, Result
from helpers import EXAMPLES, catalog
from mcheck.cli import main_group


def run(*words: str) -> Result:
    return CliRunner().invoke(main_group, ["search", *words])


def found(*words: str) -> list[str]:
    """The ids that a search finds, in its order."""
    known = set(catalog().ids("credentials"))
    return [word for line in run(*words).stdout.splitlines() for word in line.split()[:1] if word in known]


def records(**fits: Any) -> set[str]:
    return {r["id"] for r in catalog().all("credentials") if all(r.get(key) == value for key, value in fits.items())}


def test_a_stack_goes_by_its_id_and_by_part_of_its_name() -> None:
    assert set(found("--stack", "co-teaching")) == records(stack="co-teaching")
    assert set(found("--stack", "restorative")) == records(stack="restorative-practices")


def test_options_narrow_the_words_down() -> None:
    pedagogy = set(found("--category", "pedagogy"))
    fits = [r["id"] for r in catalog().all("credentials") if "pedagogy" in r["our_reading"]["categories"]]
    assert pedagogy == set(fits)
    assert set(found("co-planning", "--category", "pedagogy")) < pedagogy
    assert all(catalog().get("credentials", name)["hours"] <= 15 for name in found("--hours", "15"))


def test_a_gap_leaves_out_what_is_held_and_begins_with_partners() -> None:
    path = str(EXAMPLES / "five-lines.json")
    held = {badge["credential"] for badge in json.loads(Path(path).read_text())["badges"]}
    ids = found("--gap", path)
    assert held == {"cot-co-planning"}
    assert not held & {*ids}
    assert set(ids[:2]) == records(stack="co-teaching") - held
    said = " ".join(run("--gap", path).stdout.split())
    assert 'may make a pair with "Co-Planning"' in said
    assert "mcheck explain badge-rate" in said


def test_whether_a_pair_counts_is_an_open_question_until_a_text_settles_it(tmp_path: Path) -> None:
    settled = with_badge_rate_settled(tmp_path / "catalog")
    said = run("--gap", str(EXAMPLES / "five-lines.json"), "--catalog", settled).stdout
    assert "A badge counts only in a pair" in said
    assert "open question" not in said


def test_who_is_short_of_nothing_is_told_so() -> None:
    result = run("--gap", str(EXAMPLES / "met.json"))
    assert result.exit_code == 0
    assert "is short of no points" in result.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Give words, or one of"),
        (("--category", "pedagogi"), "Did you mean pedagogy?"),
        (("--stack", "zzz"), "There is no stack zzz"),
        (("--gap", "nowhere.json"), "J110"),
        (("--hours", "0"), "--hours"),
    ],
)
def test_what_cannot_be_looked_for_is_said(words: tuple[str, ...], said: str) -> None:
    result = run(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


@pytest.mark.parametrize("words", [["rules"], ["rules", "list"], ["credentials", "search", "ell"]])
def test_the_old_commands_are_gone(words: list[str]) -> None:
    assert CliRunner().invoke(main_group, words).exit_code == 2


def test_two_editions_are_compared_as_text_and_only_with_each_other() -> None:
    for words in (["2018-07-13", "main"], ["2017-07-28", "2018-07-13", "--format", "json"], ["2018-07-13"]):
        result = CliRunner().invoke(main_group, ["catalog", "diff", *words])
        assert (result.exit_code, result.stdout) == (2, ""), words
