"""Which guides a person gets whose license or role is not judged by points, and in which order."""

from __future__ import annotations

from typing import Any

import pytest
from helpers import catalog, judge_data
from mcheck.explain.index import explain
from mcheck.rendering.report import as_markdown as markdown
from mcheck.rendering.report import as_text as text


def report(type_: str, role: str) -> dict[str, Any]:
    license = {"field": "Elementary 1-6", "type": type_}
    return judge_data({"application_date": "2026-11-24", "role": role, "licenses": [license]})


def guides(type_: str, role: str) -> list[tuple[str, bool]]:
    return [(p["id"], p.get("later", False)) for p in report(type_, role)["pathways"]]


def test_what_holds_for_the_license_now_comes_before_what_comes_later() -> None:
    later = ("professional-renewal", True)
    assert guides("provisional", "core-academic-teacher") == [("provisional", False), later]
    assert guides("initial", "other-teacher") == [("initial", False), ("adding-a-license", False), later]


def test_a_guide_for_a_role_is_not_for_later() -> None:
    own = ("paraprofessional", False)
    assert own in guides("initial", "paraprofessional")


def test_points_stand_under_headings_and_none_is_lost() -> None:
    made = report("initial", "other-teacher")
    shown, page = text(made, full=True), markdown(made)
    assert "Later: Renewing a Professional license" in shown
    assert "## Later: Renewing a Professional license" in page
    words = " ".join(shown.split())
    for pathway in made["pathways"]:
        assert all(point["text"] in words for point in pathway["points"])
    first = shown.split("Adding a license")[0]
    headings = ["What applies:", "Routes:", "What badges can do:", "What badges cannot do:"]
    assert [line.strip() for line in first.splitlines() if line.endswith(":")] == headings


def test_a_temporary_license_leads_to_what_holds_for_those_from_other_states() -> None:
    assert guides("temporary", "core-academic-teacher")[0] == ("out-of-state", False)


@pytest.mark.parametrize("word", ["out-of-state", "reciprocity", "NASDTEC", "lapsed", "out of state"])
def test_a_pathway_is_found_by_the_words_people_use(word: str) -> None:
    assert any("(a pathway)" in line for line in explain(catalog(), word))
