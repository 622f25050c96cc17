"""One of something is never told in the plural, wherever an amount is printed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from helpers import EXAMPLES
from mcheck.cli import main_group
from mcheck.core.wording import count

PLURAL = re.compile(
    r"(?<![\d.,-])1(?:\u00a0| )(?:more )?(?:PDPs|hours|credits|CEUs|years|days|activities|dates|files)\b"
)
LICENSE = {"field": "Mathematics 8-12", "expires": "2027-06-17", "primary": True}


def run(*args: str, data: Any) -> str:
    result = CliRunner().invoke(main_group, list(args), input=json.dumps(data))
    assert result.exit_code in (0, 1), result.output
    return " ".join(result.stdout.split())


def portfolio(*activities: dict[str, Any]) -> dict[str, Any]:
    common = {"completed": "2025-05-10", "categories": ["content"], "provider": "district", "demonstration": True}
    made = [{**common, "title": f"Number {n}", **activity} for n, activity in enumerate(activities)]
    return {"application_date": "2026-11-24", "licenses": [LICENSE], "activities": made}


ONES = portfolio(
    {"kind": "workshop", "hours": 1},
    {"kind": "workshop", "hours": 2, "awarded": 1},
    {"kind": "workshop", "hours": 1, "awarded": 2},
    {"kind": "graduate-course", "credits": 1, "awarded": 1},
    {"kind": "graduate-course", "awarded": 1},
    {"kind": "ceu", "ceus": 1},
    {"kind": "mentoring", "awarded": 1},
    {"kind": "conference-presentation", "hours": 1, "awarded": 1},
)


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_of_one_thing_nothing_is_said_in_the_plural(form: str) -> None:
    text = run("check", "--format", form, "-", data=ONES)
    assert PLURAL.findall(text) == []
    assert re.search(r"\b1 (PDP|hour|credit|CEU)\b", text)


def test_a_plan_for_one_hour_says_one_hour() -> None:
    amounts = {"content": 15, "pedagogy": 15, "sei-esl-bilingual": 15, "students-with-disabilities": 15, "elective": 89}
    data = portfolio(
        *({"kind": "workshop", "hours": n, "topic": key, "categories": [key]} for key, n in amounts.items())
    )
    data["endorsements"], data["role"] = [{"id": "sei"}], "core-academic-teacher"
    for form in ("text", "markdown", "json"):
        text = run("plan", "--format", form, "-", data=data)
        assert "1 hour of this kind: Workshop" in text
        assert "1 PDP." in text
        assert PLURAL.findall(text) == []


def test_a_report_says_one_hour_one_credit_one_ceu() -> None:
    text = run("check", "-", data=ONES)
    for words in ("Its topic adds up to 1 PDP;", "1 credit x 22.5", "The certificate awards 1 PDP,"):
        assert words in text


def test_the_packet_and_the_calendar_count_one_as_one(tmp_path: Path) -> None:
    data = portfolio({"kind": "workshop", "hours": 1, "topic": "a"}, {"kind": "workshop", "hours": 9, "topic": "a"})
    alone = portfolio({"kind": "workshop", "hours": 150})
    for name, each in (("two", data), ("one", alone)):
        run("packet", "-", "--markdown", "-o", str(tmp_path / name), data=each)
        for form in ("html", "md"):
            assert PLURAL.findall((tmp_path / name / f"packet.{form}").read_text()) == []
    assert "1 activity, 150 PDPs" in (tmp_path / "one" / "packet.md").read_text()


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_no_example_is_answered_in_a_wrong_plural(path: Path) -> None:
    for words in (["check", str(path)], ["plan", str(path)]):
        assert PLURAL.findall(CliRunner().invoke(main_group, words).stdout) == []


@pytest.mark.parametrize(
    ("amount", "words", "said"),
    [
        (1, ("hour",), "1 hour"),
        ("1", ("PDP",), "1 PDP"),
        ("1.5", ("credit",), "1.5 credits"),
        (0, ("PDP",), "0 PDPs"),
        (2, ("activity", "activities"), "2 activities"),
        ("1 to 2", ("hour",), "1 to 2 hours"),
    ],
)
def test_amounts_in_words(amount: object, words: tuple[str, ...], said: str) -> None:
    assert count(amount, *words) == said
