"""Random portfolios that fit the schema and touch what a real one touches."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from helpers import catalog
from hypothesis import strategies as st

CATEGORIES = ["content", "pedagogy", "sei-esl-bilingual", "students-with-disabilities", "elective"]
KINDS = ["workshop", "graduate-course", "undergraduate-course", "audited-course", "ceu", "peer-coaching", "mentoring"]
FIELDS = [("math", "Mathematics 8-12"), ("physics", "Physics 8-12"), ("history", "History 8-12")]
DAYS = ["2022-03-05", "2023-08-01", "2024-10-15", "2025-07", "2026-06-07", "2026-06-08", "2026-09-30"]
EXPIRES = ["2027-06-17", "2026-12-01", "2026-08-17", "2021-09-30", "2020-06-17"]
"""Active, active, expired, invalid by one of two readings, invalid."""
ENDORSEMENTS = ["autism", "bilingual-education"]
APPLYING = ["2026-11-24", "2018-12-01", "2017-09-01", "2016-09-30", "2016-05-01", "2014-05-01"]
"""Under each edition; where sources dispute which one holds, too. All other days move by as many years."""


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


def _years_before(day: str, years: int) -> str:
    return f"{int(day[:4]) - years}{day[4:]}"


@st.composite
def portfolios(
    draw: st.DrawFn, most_activities: int = 7, most_badges: int = 4, most_licenses: int = 3
) -> dict[str, Any]:
    """A whole portfolio; half of them apply on 2026-11-24, the others under any edition."""
    applying = draw(st.sampled_from([APPLYING[0]] * len(APPLYING) + APPLYING))
    years = int(APPLYING[0][:4]) - int(applying[:4])
    licenses = [
        {"id": name, "field": field, "type": "professional", "expires": draw(st.sampled_from(EXPIRES))}
        for name, field in FIELDS[: draw(st.integers(1, most_licenses))]
    ]
    if draw(st.integers(0, 3)):
        licenses[0]["expires"] = EXPIRES[0]
    renewed = draw(st.sampled_from([[], [], ENDORSEMENTS[:1], ENDORSEMENTS[1:], ENDORSEMENTS]))
    items = [
        draw(activities([x["id"] for x in licenses])) | {"title": f"Activity {i}"}
        for i in range(draw(st.integers(0, most_activities)))
    ]
    for item in items:
        if renewed and not draw(st.integers(0, 2)):
            item["toward_endorsement"] = draw(st.sampled_from(renewed))
    chosen = draw(st.lists(st.sampled_from(catalog().ids("credentials")[:12]), max_size=most_badges, unique=True))
    badges = []
    for credential in chosen:
        badge: dict[str, Any] = {"credential": credential, "completed": draw(st.sampled_from(DAYS))}
        if draw(st.booleans()):
            badge["approved"] = True
        if draw(st.booleans()):
            badge["categories"] = draw(st.lists(st.sampled_from(CATEGORIES), min_size=1, max_size=3, unique=True))
        badges.append(badge)
    for x in (*items, *badges):
        x["completed"] = _years_before(x["completed"], years)
    for item in items:
        if not draw(st.integers(0, 7)):  # done before any license expires
            item |= {"planned": True, "completed": str(date.fromisoformat(applying) + timedelta(days=4))}
            if draw(st.booleans()):
                del item["completed"]
    for x in licenses:
        x["expires"] = _years_before(x["expires"], years)
    endorsements: list[dict[str, Any]] = [{"id": "sei"}]
    endorsements += [{"id": x, "expires": _years_before(EXPIRES[0], years), "renew": True} for x in renewed]
    return {
        "schema_version": 1,
        "application_date": applying,
        "role": "core-academic-teacher",
        "employer": draw(st.sampled_from(["public-school", "not-employed"])),
        "licenses": [x | {"primary": True} if x is licenses[0] else x for x in licenses],
        "endorsements": endorsements,
        "activities": items,
        "badges": badges,
    }
