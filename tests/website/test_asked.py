"""Questions people ask: each answer follows the facts that it mentions, and has their sources."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from helpers import CATALOG, catalog, edit_record
from mcheck import Catalog, load_catalog
from site_helpers import copy_catalog
from website.asked import AT, behind, people_ask


def answer(known: Catalog, question: str) -> str:
    return str(known.fact(f"{AT}/{question}/sentence")[1])


def sources(question: str) -> list[str]:
    return [citation["source"] for citation in behind(catalog(), f"{AT}/{question}/sentence")]


def test_an_answer_follows_a_change_of_the_rules(tmp_path: Path) -> None:
    folder = copy_catalog(tmp_path)

    def other_rate(record: Any) -> None:
        record["values"][-1]["points"] = 12

    def other_minimum(record: Any) -> None:
        record["targets"]["primary"]["requirements"][3]["minimum"] = 20

    def other_words(record: Any) -> None:
        record["summary"] = "One PDP is enough."

    edit_record(folder, "activities/ceu", other_rate)
    edit_record(folder, "renewal/2018-07-13", other_minimum)
    edit_record(folder, "pathways/initial", other_words)
    changed = load_catalog(folder)
    assert "gives 10 PDPs" in answer(catalog(), "do-ceus-count")
    assert "gives 12 PDPs" in answer(changed, "do-ceus-count")
    assert "You need 20 about" in answer(changed, "which-points-must-be-about-special-education")
    assert "One PDP is enough." in answer(changed, "does-my-initial-license-need-pdps")


def test_an_answer_has_the_sources_of_the_facts_it_mentions() -> None:
    assert sources("do-i-pass") == []
    assert sources("which-points-must-be-about-special-education") == ["reg44-06-2018"]
    assert sources("who-signs-my-plan"), "a sentence in a list has sources of its own"
    assert len(set(sources("how-long-does-a-badge-take"))) > 3, "a conflict has the sources of both sides"


def test_answers_hold_no_figure_of_their_own() -> None:
    written = json.loads((CATALOG / "vocabulary" / "asked.json").read_text())
    for term in written["terms"]:
        words = " ".join(word for word in term["sentence"].split() if "#/" not in word)
        assert not any(sign.isdigit() for sign in words), term["id"]


def test_there_are_about_sixty_questions() -> None:
    assert 55 <= len(list(people_ask(catalog()))) <= 70
