"""What `mcheck check` prints without --full: short, in the words of a teacher, and the same as the report."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner
from helpers import CASE_FILES, EXAMPLES, catalog, judge, judge_data
from mcheck import check, load_portfolio, render
from mcheck.cli import main_group
from mcheck.core.reports.report import Report

NAMES = sorted(path.stem for path in EXAMPLES.glob("*.json"))
MOST_LINES = 45
ENGINE = r"\breadings?\b(?<!our reading)|favou?red|\bcut\b|ledger|tight set|\blots?\b|\bline 1:"
WORKSHOP = {"kind": "workshop", "completed": "2025-05-10", "hours": 15, "demonstration": True, "provider": "district"}
CATEGORIES = ("content", "pedagogy", "sei-esl-bilingual", "students-with-disabilities")


def example(name: str) -> Report:
    return check(load_portfolio(EXAMPLES / f"{name}.json", catalog()), catalog(), today=date(2026, 11, 24))


def shown(report: Any, **look: Any) -> str:
    return render(report, "text", **look)


def words(report: Any) -> str:
    return " ".join(shown(report).split())


def mathematics(**more: Any) -> Report:
    """A teacher of mathematics in 2026, with what is added."""
    license = {"field": "Mathematics 8-12", "expires": "2027-06-17"}
    base = {"application_date": "2026-11-24", "role": "core-academic-teacher", "licenses": [license]}
    return judge_data({**base, "endorsements": [{"id": "sei"}], **more})


def work(title: str, category: str, hours: int = 15, **more: Any) -> dict[str, Any]:
    return WORKSHOP | {"title": title, "categories": [category], "hours": hours, **more}


def badges(amount: int) -> list[dict[str, Any]]:
    names = [name for name in catalog().ids("credentials") if catalog().get("credentials", name).get("stack")]
    return [{"credential": name, "completed": "2025-03-01"} for name in names[:amount]]


@pytest.mark.parametrize("name", NAMES)
def test_an_ordinary_report_fits_on_a_screen(name: str) -> None:
    report = example(name)
    lines = shown(report).splitlines()
    assert len(lines) <= MOST_LINES
    assert all(len(line) <= 80 or "http" in line for line in lines)
    assert len(shown(report, full=True).splitlines()) >= len(lines)


@pytest.mark.parametrize("name", NAMES)
def test_the_order_is_verdict_steps_points_and_the_rest(name: str) -> None:
    text = shown(example(name))
    heads = ["What to do next", "Your PDPs", "What it depends on", "What did not count", "Messages", "Sources"]
    places = [text.index(f"\n{head}\n") for head in heads if f"\n{head}\n" in text]
    assert places == sorted(places)
    if found := re.search(r"\n. (MET|NOT MET|NOT YET|DEPENDS|NOT REQUIRED|NOT COVERED) ", text):
        assert found.start() < min(places)


@pytest.mark.parametrize("path", CASE_FILES[::9], ids=lambda path: path.parent.name)
def test_no_word_of_the_engine_and_no_bar_beyond_its_need(path: Any) -> None:
    text = shown(judge(path))
    assert re.findall(ENGINE, text) == []
    for sure, best, need in re.findall(r" ([\d.]+)(?: to ([\d.]+))? of ([\d.]+)  ", text):
        assert float(sure) <= float(best or sure) <= float(need)


def test_what_is_more_than_a_requirement_needs_is_said_beside_its_bar() -> None:
    text = shown(mathematics(activities=[work("Algebra", "content", 90)]))
    assert "15 of 15  Content of the license (you have 90)" in text


def test_what_may_not_count_is_drawn_apart_from_what_does() -> None:
    line = next(line for line in shown(example("odd-badge")).splitlines() if "PDPs in all" in line)
    assert line.split() == ["?", "█" * 13 + "▒" * 2, "135", "to", "150", "of", "150", "PDPs", "in", "all"]


def test_many_badges_that_do_not_count_are_one_sentence() -> None:
    report = mathematics(badges=[one | {"completed": "2017-01-10"} for one in badges(17)])
    part = shown(report).partition("What did not count\n")[2].partition("\n\n")[0]
    assert part.count("\n  - ") + part.startswith("  - ") <= 2
    assert re.search(r"1[67] badges, such as", part)


@pytest.mark.parametrize("amount", [0, 1, 40])
def test_any_number_of_badges_has_a_short_report(amount: int) -> None:
    assert len(shown(mathematics(badges=badges(amount))).splitlines()) <= MOST_LINES + 20


def test_questions_to_the_same_people_are_one_step_with_every_text_to_send() -> None:
    said = words(example("odd-badge"))
    assert '"Do two badges still count for PDPs?" and "Does a third badge beside a pair count?"' in said
    assert "`mcheck explain badge-rate` and `mcheck explain odd-badge` have the text to send" in said
    assert "It is met if this is so: - Do two badges still count for PDPs? The rate stands." in said


def test_licenses_of_which_the_same_is_to_be_said_are_told_together() -> None:
    fields = ("Mathematics 8-12", "Physics 8-12", "Chemistry 8-12", "Biology 8-12")
    licenses = [{"field": field, "expires": "2027-06-17", "primary": n == 0} for n, field in enumerate(fields)]
    text = shown(mathematics(licenses=licenses))
    assert text.count("NOT MET") == 2
    assert "NOT MET  Physics 8-12, Chemistry 8-12, Biology 8-12 (additional)" in text


def test_of_a_message_about_several_activities_the_text_comes_once() -> None:
    report = mathematics(activities=[WORKSHOP | {"title": f"Day {n}"} for n in range(6)])
    said = words(report)
    assert said.count("does not say which categories it may count as") == 1
    assert 'The same of "Day 2", "Day 3" and 2 more.' in said


def test_sums_say_what_was_not_checked_in_one_sentence() -> None:
    said = words(example("sums"))
    assert "Not checked, because you gave sums Days, topics, kinds of activity, course rates" in said
    assert "Your certificates hold." in said


def test_a_step_has_the_last_day_and_leads_to_the_plan() -> None:
    assert "Earn 150 more PDPs by 2027-06-17: `mcheck plan` shows ways to do it." in words(mathematics())


def test_full_is_an_option_of_check_and_has_the_addresses() -> None:
    path = str(EXAMPLES / "met.json")
    brief, full = (CliRunner().invoke(main_group, ["check", path, *more]) for more in ([], ["--full"]))
    assert (brief.exit_code, full.exit_code) == (0, 0)
    assert "http" not in brief.stdout
    assert "mcheck check --full" in brief.stdout
    assert full.stdout.count("http") > 3


@pytest.mark.parametrize(
    ("amount", "indent", "said"),
    [
        (1, 1, None),
        (3, 1, "The same in lines 12 and 15."),
        (20, 1, "The same in lines 12, 15, 18, 21, 24, 27, 30, 33 and 11 more."),
        (3, None, "The same in 2 more places."),
    ],
)
def test_a_refused_file_says_each_mistake_once(
    tmp_path: Any, amount: int, indent: int | None, said: str | None
) -> None:
    path = tmp_path / "my.json"
    data = {"licenses": [{"field": "Mathematics 8-12"}], "badges": [{"earned": "2025-01-01"}] * amount}
    path.write_text(json.dumps(data, indent=indent))
    result = CliRunner().invoke(main_group, ["check", str(path)])
    assert (result.exit_code, result.stdout) == (2, "")
    words = " ".join(result.stderr.split())
    assert words.count('There is no key "earned" here.') == 1
    assert ("The same in" in words) is (said is not None)
    assert (said or "") in words
