"""What badges are worth together: pairs, and a third one beside a pair, against trying every way to put them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest
from helpers import MORE, catalog, judge_data

CATEGORIES = ("content", "pedagogy", "sei-esl-bilingual", "students-with-disabilities", "elective")
CREDENTIALS = {i: catalog().get("credentials", i) for i in sorted(catalog().ids("credentials"))}
RP = [i for i in CREDENTIALS if i.startswith("rp-")]
UNRELATED = ["tps-inquiry-with-primary-sources", "cot-co-planning"]
HUB = ["ct-equity-literacy", "tli-continuing-education-and-learning", "sel-social-awareness"]
"""By areas the first is related to each of the others, which are not related to each other; none by stack."""

READINGS = ("same-stack", "same-area")

Badge = tuple[str, frozenset[str]]
Lot = tuple[int, str, frozenset[str]]
"""(points, topic, categories)"""


def related(a: Badge, b: Badge, reading: str) -> set[str]:
    one, other = CREDENTIALS[a[0]], CREDENTIALS[b[0]]
    if reading == "same-stack":
        return {one["stack"]} & {other["stack"]} if "stack" in one and "stack" in other else set()
    return set(one["our_reading"]["areas"]) & set(other["our_reading"]["areas"])


def ways(left: list[Badge], reading: str, halves: bool) -> Iterator[list[Lot]]:
    """Every way to put badges into pairs, each with at most one other badge beside it."""
    yield []
    for a, b in combinations(left, 2):
        common = a[1] & b[1]
        for topic in related(a, b, reading) if common else ():
            for single in [None, *(c for c in left if halves and c not in (a, b))]:
                beside = [""] if single is None else related(single, a, reading) | related(single, b, reading)
                rest = [c for c in left if c not in (a, b, single)]
                for own in beside:
                    made = [(10, topic, common), *([(5, own, single[1])] if single is not None else [])]
                    yield from ([*made, *more] for more in ways(rest, reading, halves))


def enough(lots: list[Lot], lacking: dict[str, int], total: int) -> bool:
    """Whether these lots, each as one category, fill what is lacking; topics below 10 count for nothing."""
    sums: dict[str, int] = {}
    for points, topic, _ in lots:
        sums[topic] = sums.get(topic, 0) + points
    states = {(0,) * len(CATEGORIES)}
    for points, topic, categories in lots:
        if sums[topic] >= 10:
            states = {
                tuple(have + points * (name == chosen) for name, have in zip(CATEGORIES, state, strict=True))
                for state in states
                for chosen in categories
            }
    return any(
        sum(state) >= total and all(state[CATEGORIES.index(name)] >= need for name, need in lacking.items())
        for state in states
    )


def portfolio(badges: list[Badge], lacking: dict[str, int], total: int) -> dict[str, Any]:
    """A license for which badges have to fill what is lacking in a category, and in all."""
    hours = {name: 15 - lacking.get(name, 0) for name in CATEGORIES[:-1]}
    hours["elective"] = 150 - total - sum(hours.values())
    return {
        "application_date": "2026-11-24",
        "role": "other-teacher",
        "licenses": [{"id": "math", "field": "Mathematics 8-12", "expires": "2027-06-17"}],
        "activities": [
            {
                "kind": "workshop",
                "title": name,
                "completed": "2025-05-10",
                "hours": most,
                "categories": [name],
                "demonstration": True,
            }
            for name, most in hours.items()
        ],
        "badges": [
            {
                "credential": credential,
                "completed": "2025-03-01",
                "approved": True,
                "categories": [c for c in CATEGORIES if c in categories],
            }
            for credential, categories in badges
        ],
    }


def verdict(data: dict[str, Any], reading: str, halves: bool) -> str:
    odd = "half-a-pair" if halves else "pairs-only"
    pins = ["cautious", "badge-rate=stands", f"related-badges={reading}", f"odd-badge={odd}"]
    return str(judge_data(data, readings=pins)["verdict"])


@pytest.mark.parametrize(
    ("credentials", "by_stack", "by_area"),
    [
        (RP[:1], (0, 0), (0, 0)),
        (RP[:2], (10, 10), (10, 10)),
        (UNRELATED, (0, 0), (0, 0)),
        (RP[:3], (10, 15), (10, 15)),
        ([*RP[:2], UNRELATED[0]], (10, 10), (10, 10)),
        ([*UNRELATED, HUB[2]], (0, 0), (0, 0)),
        (RP[:4], (20, 20), (20, 20)),
        (RP[:5], (20, 25), (20, 25)),
        (HUB[:2], (0, 0), (10, 10)),
    ],
)
def test_what_badges_are_worth(credentials: list[str], by_stack: tuple[int, int], by_area: tuple[int, int]) -> None:
    """At the most, with pairs only and with the halves of trios: so much can be lacking, and no more."""
    badges = [(credential, frozenset({"elective"})) for credential in credentials]
    for reading, both in (("same-stack", by_stack), ("same-area", by_area)):
        for halves, worth in zip((False, True), both, strict=True):
            data = portfolio(badges, {}, worth)
            assert verdict(data, reading, halves) == "met"
            data["activities"][-1]["hours"] -= 0.01
            assert verdict(data, reading, halves) == "not-met"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(60 * MORE))
def test_every_way_to_put_badges_together_is_tried(seed: int) -> None:
    dice = random.Random(seed)
    first = dice.choice(list(CREDENTIALS))
    kin = [i for i in CREDENTIALS if any(related((first, frozenset()), (i, frozenset()), r) for r in READINGS)]
    chosen = dict.fromkeys(dice.sample(kin, min(len(kin), dice.randint(1, 4))))
    chosen |= dict.fromkeys(dice.sample(list(CREDENTIALS), dice.randint(1, 2)))
    badges = [(i, frozenset(dice.sample(CATEGORIES, dice.choice([1, 2, 5])))) for i in chosen]
    lacking = {name: 5 for name in CATEGORIES[:-1] if dice.random() < 0.2}
    total = max(5 * len(badges) - dice.choice([0, 5, 10]), sum(lacking.values()), 5)
    data = portfolio(badges, lacking, total)
    for reading in READINGS:
        for halves in (False, True):
            met = any(enough(lots, lacking, total) for lots in ways(badges, reading, halves))
            assert verdict(data, reading, halves) == ("met" if met else "not-met")
