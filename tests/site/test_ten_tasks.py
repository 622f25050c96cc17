"""Ten everyday tasks on a phone, each from Home in at most two taps, with the answer on the first two screens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from helpers import catalog

pytestmark = pytest.mark.slow
SCREEN = 844
"""Pixels of a phone's screen; `tab` is 390 wide."""


@dataclass(frozen=True)
class Task:
    """What is asked, the texts that are tapped one after the other, and what the answer says."""

    asks: str
    taps: tuple[str, ...]
    answers: str


TASKS = (
    Task(
        "I have 140 PDPs and two badges: do I pass?", ("Check my PDPs",), "What kind of license do you want to renew?"
    ),
    Task("I am a paraprofessional: does this help me?", ("Paraprofessional or support staff",), "You do not need PDPs"),
    Task("What changed on June 8, 2026?", ("what changed",), "June 8, 2026"),
    Task("Can badges serve SEI?", ("endorsements",), "Badges may not be used toward any endorsement, the SEI"),
    Task("How do I start?", ("Your first badge",), "Pick a micro-credential in NEA's portal"),
    Task("What do I file if I am audited?", ("a letter came",), "You need your approved plan, proof of each activity"),
    Task("Does my Initial license need PDPs?", ("Provisional or Initial license",), "You do not need PDPs"),
    Task("A hand-out to print, for a district", ("Union local",), "What a badge gives you"),
    Task("Report an error", ("report an error",), "Something is wrong, out of date or hard to understand?"),
)


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.asks)
def test_a_task_takes_two_taps_and_two_screens(tab: Any, task: Task) -> None:
    tab.goto("")
    assert len(task.taps) <= 2
    for name in task.taps:
        door = tab.locator("article").get_by_role("link", name=name, exact=True)
        assert door.bounding_box()["y"] < 2 * SCREEN, "it is on the first two screens of its page"
        door.click()
    answer = tab.locator("article").get_by_text(task.answers).first
    answer.wait_for()
    assert answer.bounding_box()["y"] < 2 * SCREEN


def test_a_badge_about_classroom_management(tab: Any) -> None:
    """Nothing of that name is known: the finder shows what is near it."""
    tab.goto("")
    tab.locator("article").get_by_role("link", name="Find a badge", exact=True).click()
    tab.locator("#find").fill("classroom management")
    tab.wait_for_url("**/credentials/?q=classroom+management")
    shown = tab.locator("#results > li:visible a")
    shown.first.wait_for()
    assert shown.first.bounding_box()["y"] < 2 * SCREEN
    titles = {record["title"] for record in catalog().all("credentials")}
    assert {shown.nth(i).inner_text() for i in range(shown.count())} <= titles
    assert "classroom" in tab.locator("#results > li:visible").first.inner_text().lower()


def test_the_way_to_report_an_error_is_at_the_foot_of_every_page(tab: Any) -> None:
    for page in ("", "guides/handout/", "credentials/cot-co-planning/"):
        tab.goto(page)
        link = tab.locator("footer").get_by_role("link", name="Report an error")
        assert link.count() == 1, page
