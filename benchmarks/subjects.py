"""Portfolios of any size for the benchmarks: as random as a seed makes them, the same every time."""

from __future__ import annotations

import random
from typing import Any

CATEGORIES = ["content", "pedagogy", "sei-esl-bilingual", "students-with-disabilities", "elective"]
KINDS = ["workshop", "graduate-course", "undergraduate-course", "audited-course", "peer-coaching", "ceu"]
FIELDS = ["Mathematics 8-12", "Physics 8-12", "Chemistry 8-12", "Biology 8-12"]
EXPIRES = ["2027-06-17", "2027-06-17", "2020-06-17", "2026-08-17"]


def portfolio(
    activities: int, badges: int, licenses: int, credentials: list[str], *, stated: float = 1.0, seed: int = 1
) -> dict[str, Any]:
    """Applying on 2026-11-24; `stated` is how often a fact that may be left out is there.

    Points are few enough that every open question about dividing, pairing, floors and rates can matter.
    """
    dice = random.Random(seed)
    held = [
        {"id": f"l{i}", "field": FIELDS[i % 4], "expires": EXPIRES[i % 4], "type": "professional"}
        for i in range(licenses)
    ]
    names = [x["id"] for x in held]

    def place() -> dict[str, Any]:
        made: dict[str, Any] = {"completed": f"{dice.randint(2022, 2026)}-{dice.randint(1, 10):02}"}
        if dice.random() < stated:
            made["completed"] += f"-{dice.randint(1, 28):02}"
            made["content_of"] = dice.sample(names, dice.randint(1, len(names)))
        return made

    items = [
        {
            "kind": dice.choice(KINDS),
            "title": f"Activity {i}",
            "hours": dice.choice([1, 2, 3, 4.5, 7]),
            "credits": dice.choice([0.1, 0.2, 0.3]),
            "ceus": dice.choice([0.1, 0.3]),
            "categories": dice.sample(CATEGORIES, dice.randint(1, 5)),
            "topic": dice.choice(["Algebra", "Reading", "Data", f"Topic {i}"]),
            "demonstration": True,
            **place(),
        }
        for i in range(activities)
    ]
    earned = [
        {
            "credential": credential,
            "approved": dice.random() < 0.5,
            "categories": dice.sample(CATEGORIES, dice.randint(1, 5)),
            **place(),
        }
        for credential in dice.sample(credentials, badges)
    ]
    return {
        "role": "core-academic-teacher",
        "employer": "public-school",
        "application_date": "2026-11-24",
        "licenses": held,
        "endorsements": [{"id": "sei"}],
        "activities": items,
        "badges": earned,
    }
