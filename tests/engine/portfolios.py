"""Random portfolios that fit the schema and touch what a real one touches."""

from __future__ import annotations

from typing import Any

from helpers import catalog
from hypothesis import strategies as st

CATEGORIES = ["content", "pedagogy", "sei-esl-bilingual", "students-with-disabilities", "elective"]
KINDS = ["workshop", "graduate-course", "undergraduate-course", "audited-course", "ceu", "peer-coaching", "mentoring"]
FIELDS = [("math", "Mathematics 8-12"), ("physics", "Physics 8-12"), ("history", "History 8-12")]
DAYS = ["2022-03-05", "2023-08-01", "2024-10-15", "2025-07", "2026-06-07", "2026-06-08", "2026-09-30"]
EXPIRES = ["2027-06-17", "2026-12-01", "2026-08-17", "2020-06-17"]


@st.composite
def activities(draw: st.DrawFn, licenses: list[str]) -> dict[str, Any]:
    """One activity, with some of the facts that may be left out left out."""
    made: dict[str, Any] = {
        "kind": draw(st.sampled_from(KINDS)),
        "completed": draw(st.sampled_from(DAYS)),
        "hours": draw(st.sampled_from([5, 10, 15, 30, 60])),
        "credits": draw(st.sampled_from([1, 2, 3, 6])),
        "ceus": draw(st.sampled_from([1, 1.5, 3])),
        "awarded": draw(st.sampled_from([10, 15, 22.5, 30, 67.5])),
        "demonstration": True,
    }
    if draw(st.integers(0, 9)):
        made["categories"] = draw(st.lists(st.sampled_from(CATEGORIES), min_size=1, max_size=3, unique=True))
    if draw(st.integers(0, 2)):
        made["content_of"] = draw(st.lists(st.sampled_from(licenses), min_size=1, max_size=2, unique=True))
    if draw(st.integers(0, 2)) == 0:
        made["topic"] = draw(st.sampled_from(["Algebra", "Reading"]))
    if draw(st.booleans()):
        made["degree_eligible"] = draw(st.booleans())
    return made


@st.composite
def portfolios(
    draw: st.DrawFn, most_activities: int = 7, most_badges: int = 4, most_licenses: int = 3
) -> dict[str, Any]:
    """A whole portfolio; applying on 2026-11-24."""
    fields = FIELDS[: draw(st.integers(1, most_licenses))]
    licenses = []
    for name, field in fields:
        licenses.append({"id": name, "field": field, "type": "professional", "expires": draw(st.sampled_from(EXPIRES))})
    licenses[0] |= {"expires": "2027-06-17", "primary": True}
    names = [name for name, _ in fields]
    items = [draw(activities(names)) for _ in range(draw(st.integers(0, most_activities)))]
    for i, item in enumerate(items):
        item["title"] = f"Activity {i}"
    chosen = draw(st.lists(st.sampled_from(catalog().ids("credentials")[:12]), max_size=most_badges, unique=True))
    badges = []
    for credential in chosen:
        badge: dict[str, Any] = {"credential": credential, "completed": draw(st.sampled_from(DAYS))}
        if draw(st.booleans()):
            badge["approved"] = True
        if draw(st.booleans()):
            badge["categories"] = draw(st.lists(st.sampled_from(CATEGORIES), min_size=1, max_size=3, unique=True))
        badges.append(badge)
    endorsements: list[dict[str, Any]] = [{"id": "sei"}]
    if draw(st.booleans()):
        endorsements.append({"id": "autism", "expires": "2027-06-17", "renew": True})
        for item in items[:3]:
            item["toward_endorsement"] = "autism"
    return {
        "schema_version": 1,
        "application_date": "2026-11-24",
        "role": "core-academic-teacher",
        "employer": draw(st.sampled_from(["public-school", "not-employed"])),
        "licenses": licenses,
        "endorsements": endorsements,
        "activities": items,
        "badges": badges,
    }
