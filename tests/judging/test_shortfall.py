"""What a license lacks: the figures are enough, and a hundredth less is not.

The law is tried on portfolios like those that people bring: one license or up to three, with an endorsement to renew,
badges, short topics, ceilings and facts left out.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from helpers import case, catalog, judge_data
from mcheck.allocation.solver import Solver
from mcheck.catalog.rules import load_rules
from mcheck.catalog.scenario import Scenario
from mcheck.core.dates import Span
from mcheck.core.points import Points
from mcheck.core.portfolio import Activity
from mcheck.judging.assessment import Assessment
from mcheck.judging.scenarios.evaluation import is_renewed
from mcheck.judging.scenarios.evaluation_cache import EvaluationCache
from mcheck.judging.shortfall import Shortfalls
from mcheck.loading.parsing.portfolio import parse
from mcheck.regulation.conditions import FAILED, UNKNOWN
from mcheck.regulation.lots import pointers_of
from mcheck.reporting.requirements import figure, more

ON = date(2026, 11, 24)
FIELDS = [("math", "Mathematics 8-12"), ("physics", "Physics 8-12"), ("history", "History 8-12")]
CATEGORIES = ["content", "pedagogy", "sei-esl-bilingual", "students-with-disabilities", "elective"]
KINDS = ["workshop", "workshop", "workshop", "graduate-course", "ceu", "mentoring", "conference-presentation"]
EXPIRES = ["2027-06-17", "2027-06-17", "2027-06-17", "2026-12-01", "2026-08-17", "2020-06-17"]


def portfolio(seed: int) -> dict[str, Any]:
    """A portfolio; each third one has several licenses, each fourth one badges, each fifth an endorsement to renew."""
    dice = Random(seed)
    several = seed % 3 == 0
    fields = FIELDS[: dice.choice([2, 2, 3]) if several else 1]
    licenses = [{"id": name, "field": field, "expires": dice.choice(EXPIRES)} for name, field in fields]
    licenses[0]["expires"] = "2027-06-17"
    if dice.random() < 0.8:
        licenses[0]["primary"] = True  # type: ignore[assignment]
    renewed = dice.choice([("autism", "2027-06-17"), ("bilingual-education", "2027-06-17")]) if seed % 5 == 0 else None
    activities: list[dict[str, Any]] = []
    for n in range(dice.randint(0, 14)):
        made: dict[str, Any] = {
            "kind": dice.choice(KINDS),
            "title": f"Activity {n}",
            "completed": dice.choice(["2022-08-05", "2023-08-01", "2024-10-15", "2025-07-01", "2026-09-30"]),
            "hours": dice.choice([4, 6, 10, 15, 20, 30, 60]),
            "credits": 3,
            "ceus": 1.5,
            "awarded": 15,
            "degree_eligible": True,
            "demonstration": True,
        }
        if dice.random() < 0.9:
            made["categories"] = dice.sample(CATEGORIES, dice.choice([1, 1, 1, 2]))
        if several and dice.random() < 0.9:
            made["content_of"] = [dice.choice(fields)[0]]
        if dice.random() < 0.5:
            made["topic"] = dice.choice(["Algebra", "Reading", "Writing"])
        if dice.random() < 0.1:
            made["completed"] = made["completed"][:4]
        if dice.random() < 0.05:
            del made["hours"]
        if dice.random() < 0.1:
            made["planned"] = True
        if renewed is not None and dice.random() < 0.4:
            made["toward_endorsement"] = renewed[0]
        activities.append(made)
    badges = [
        {"credential": credential, "completed": "2025-01-10", "categories": dice.sample(CATEGORIES, 2)}
        for credential in (dice.sample(catalog().ids("credentials")[:12], dice.randint(1, 5)) if seed % 4 == 0 else ())
    ]
    endorsements: list[dict[str, Any]] = [{"id": "sei"}]
    if renewed is not None:
        endorsements.append({"id": renewed[0], "expires": renewed[1], "renew": True})
    return {
        "schema_version": 1,
        "application_date": ON.isoformat(),
        "role": "core-academic-teacher",
        "employer": "public-school",
        "licenses": licenses,
        "endorsements": endorsements,
        "activities": activities,
        "badges": badges,
    }


@dataclass(frozen=True)
class Row:
    """So many further points for one requirement of one entry, in a category that serves it."""

    index: int
    name: str
    category: str
    amount: Points


class Law:
    """One portfolio and its figures, and whether a license is met with further points."""

    def __init__(self, data: dict[str, Any]) -> None:
        found, _ = parse(json.loads(json.dumps(data), parse_float=lambda text: Decimal(text)), catalog())
        self.portfolio = found
        self.assessment = Assessment(found, load_rules(catalog()), ON, None)
        self.figures = Shortfalls(self.assessment.evaluations)
        self.best = self.figures.best[1].outcome
        facts = frozenset(key for entry in self.best.entries for key in entry.unknown_facts)
        self.hangs = facts.union(*(one.depends_on for one in self.assessment.shortfalls if one))
        self.rows = list(self._rows())
        case = self.assessment.case
        self.met = [e.index for e in self.best.entries if is_renewed(case, self.best, e.index, Scenario.ALL_FAVORABLE)]
        """What is renewed already if all falls well; it is not to lose its points."""

    def _rows(self) -> Iterator[Row]:
        for entry, lacking in zip(self.best.entries, self.assessment.shortfalls, strict=True):
            closed = any(gate.state in (FAILED, UNKNOWN) for gate in entry.gates)
            if lacking is None or closed or not entry.window.begun:
                continue
            for part in lacking.parts:
                if part.low:
                    inside = next(r.categories for r in entry.target.requirements if r.id == part.id)
                    yield Row(entry.index, part.id, max(inside - {"content"} or inside), part.low)
            rest = lacking.in_all.low - sum(part.low for part in lacking.parts)
            assert rest >= 0
            if rest:
                yield Row(entry.index, "total", "elective", rest)

    def topic(self, row: Row) -> str | None:
        """A topic of the file, in the category, that has enough without these points."""
        sums, fitting = Counter[str](), dict[str, None]()
        for lot in self.best.formulation.problem.lots:
            pointer = pointers_of(lot.id)[0]
            mine = [category for target, category in lot.options if target == row.index]
            if mine and pointer.startswith("/activities") and not lot.same_points_as:
                sums[lot.group] += lot.amount
                if row.name == "total" or row.category in mine:
                    fitting[lot.group] = None
        return next((topic for topic in fitting if sums[topic] >= 1000), None)

    def renewed(self, rows: Sequence[Row], favorable: frozenset[str] | None) -> list[bool]:
        """What is renewed with these points, each row an activity on a new topic or on one that has enough."""
        base, made = list(self.portfolio.activities), []
        for n, row in enumerate(rows):
            entry, topic = self.best.entries[row.index], f"new {n}"
            if row.amount < 1000:
                topic = self.topic(row) or "none"
                if topic.startswith("/activities"):  # a topic of its own: now they share it
                    place = int(topic.rsplit("/", 1)[1])
                    base[place] = base[place]._replace(topic=f"topic of {place}")
                    topic = f"topic of {place}"
            endorsement = entry.is_endorsement
            made.append(
                Activity(
                    f"/activities/{len(base) + n}",
                    "workshop",
                    f"New {n}",
                    Span(ON, ON),
                    hours=row.amount if topic != "none" else max(row.amount, 1000),
                    topic=topic,
                    categories=(row.category,),
                    content_of=(entry.name,) if row.category == "content" and not endorsement else (),
                    demonstration=True,
                    toward_endorsement=entry.name if endorsement else None,
                )
            )
        case = self.assessment.case._replace(portfolio=self.portfolio._replace(activities=(*base, *made)))
        readings = EvaluationCache(case, Solver())
        scenario = Scenario(favorable, self.figures.best[0].chosen_readings)
        return [readings.is_renewed(index, scenario) for index in range(len(readings.evaluation(scenario).entries))]

    def broken(self) -> Iterator[str]:
        """How the figures break the law."""
        wanted = {row.index for row in self.rows} | set(self.met)
        for favorable, whom in ((self.hangs, {row.index for row in self.rows}), (None, wanted)):
            found = self.renewed(self.rows, favorable)
            if not all(found[index] for index in whom):
                yield f"{self.rows} are not enough: {found}"
        for row in self.rows:
            if row.amount < 1000 and self.topic(row) is None:
                continue  # a topic of 10 was added
            less = [replace(one, amount=one.amount - 1) if one is row else one for one in self.rows]
            less = [one for one in less if one.amount and one.index <= row.index]
            if any(one.amount < 1000 and self.topic(one) is None for one in less):
                continue
            for favorable in (self.hangs, None):
                found = self.renewed(less, favorable)
                if all(found[index] for index in {row.index, *self.met}):
                    yield f"less than {row} of {self.rows} would do"


def hold(seeds: range) -> None:
    held = 0
    for seed in seeds:
        law = Law(portfolio(seed))
        held += bool(law.rows)
        assert list(law.broken()) == [], seed
    assert held > len(seeds) / 2


SEI = {"id": "sei", "issued": "2015-12-01"}


def workshop(title: str, hours: float, *categories: str, **more_: Any) -> dict[str, Any]:
    return {
        "kind": "workshop",
        "title": title,
        "topic": title,
        "completed": "2025-02-14",
        "hours": hours,
        "categories": list(categories),
        "demonstration": True,
        **more_,
    }


def file(activities: list[dict[str, Any]], *fields: str, **more_: Any) -> dict[str, Any]:
    """A portfolio of a teacher with the SEI endorsement, the first license being the Primary."""
    licenses = [{"id": field.split()[0].lower(), "field": field, "expires": "2027-04-30"} for field in fields]
    licenses[0]["primary"] = True  # type: ignore[assignment]
    return {
        "schema_version": 1,
        "application_date": ON.isoformat(),
        "role": "core-academic-teacher",
        "employer": "public-school",
        "english_learner_assigned": "2015-09-01",
        "endorsements": [SEI],
        "licenses": licenses,
        "activities": activities,
        **more_,
    }


def lacking(data: dict[str, Any], place: int = 0) -> dict[str, str]:
    """What a license of a report lacks, by requirement and in all; nothing where it lacks nothing."""
    license = judge_data(data)["licenses"][place]
    if "shortfall" not in license:
        return {}
    rows = {row["id"]: figure(row) for row in license["shortfall"]["requirements"]}
    return rows | {"all": figure(license["shortfall"]["in_all"])}


def test_points_of_the_primary_are_not_parked_under_another_license() -> None:
    activities = [
        workshop("Linear functions", 100, "content", content_of=["mathematics"]),
        workshop("Waves", 15, "content", content_of=["physics"]),
        workshop("Exit tickets", 30, "pedagogy"),
        workshop("Accessible labs", 15, "students-with-disabilities"),
        workshop("Council", 30, "elective"),
    ]
    data = file(activities, "Mathematics 8-12", "Physics 8-12")
    assert lacking(data) == {"sei-esl-bilingual": "15", "all": "15"}
    assert lacking(data, 1) == {}
    states = [row["state"] for row in judge_data(data)["licenses"][0]["requirements"]]
    assert states == ["met", "met", "short", "met", "short"]
    del activities[-1]  # now 20 are missing for both together, and the Primary has the points first
    assert lacking(data) == {"sei-esl-bilingual": "15", "all": "15"}
    assert lacking(data, 1) == {"all": "5 to 15"}  # 5, if an activity may be divided


def test_what_is_missing_in_all_is_never_less_than_its_parts() -> None:
    minimums = ["content", "pedagogy", "sei-esl-bilingual", "students-with-disabilities"]
    data = file([workshop("Council", 130, "elective")], "Chemistry 8-12")
    assert lacking(data) == dict.fromkeys(minimums, "15") | {"all": "60"}
    data["activities"].append(workshop("Rates", 15, "content"))
    assert lacking(data) == dict.fromkeys(minimums[1:], "15") | {"all": "45"}
    total = judge_data(data)["licenses"][0]["requirements"][-1]
    assert (total["have"], total["short"], total["state"]) == (145, 45, "short")


def test_badges_make_a_range_that_says_what_it_hangs_on() -> None:
    badges = [{"credential": name, "categories": ["content"]} for name in ("cot-co-planning", "cot-co-instructing")]
    badges = [badge | {"completed": "2025-01-10"} for badge in badges]
    data = file([workshop("Exit tickets", 60, "pedagogy")], "Chemistry 8-12", badges=badges)
    found = judge_data(data)["licenses"][0]
    assert lacking(data)["content"] == "5 to 15"
    assert lacking(data)["all"] == "80 to 90"
    assert found["shortfall"]["depends_on"] == ["question:badge-approval", "question:badge-rate"]
    assert '"Do two badges still count for PDPs?"' in found["why"]
    assert found["shortfall"]["text"] in found["why"]


def test_a_figure_below_a_topic_says_what_it_takes_by_itself() -> None:
    rest = [workshop(c, 15, c) for c in CATEGORIES[1:4]] + [workshop("Council", 90, "elective")]
    data = file([*rest, workshop("Rates", 10, "content")], "Chemistry 8-12")
    (row,) = judge_data(data)["licenses"][0]["shortfall"]["requirements"]
    assert row == {"id": "content", "label": "Content of the license", "low": 5, "high": 5}
    data["activities"][-1] |= {"categories": ["pedagogy"]}
    data["activities"][0]["hours"] = 5  # nothing of the file is content, and 15 make a topic of their own
    assert "topic" not in judge_data(data)["licenses"][0]["shortfall"]["requirements"][0]
    data["badges"] = [
        {"credential": name, "categories": ["content"], "approved": True, "completed": "2025-01-10"}
        for name in ("cot-co-planning", "cot-co-instructing")
    ]
    found = judge_data(data)
    assert found["licenses"][0]["shortfall"]["requirements"][0]["topic"] == 10
    assert any("which by itself takes a topic of 10" in step["text"] for step in found["next_steps"])


def test_what_depends_says_what_is_missing_if_it_falls_badly() -> None:
    found = judge_data(json.loads((case("badge-pair") / "portfolio.json").read_text()))["licenses"][0]
    assert found["verdict"] == "depends"
    assert found["shortfall"]["in_all"]["low"] == 0 < found["shortfall"]["in_all"]["high"]
    assert "If nothing that is open falls your way, PDPs are missing" in found["why"]


def test_what_no_points_could_make_good_has_no_figure() -> None:
    data = file([], "Chemistry 8-12")
    data["licenses"][0] |= {"expires": "2031-12-31", "cycle_start": "2027-01-01"}
    assert lacking(data) == {}


def test_figures_in_words() -> None:
    assert [figure({"low": low, "high": high}) for low, high in ((5, 5), (5, 15), (0, 15))] == [
        "5",
        "5 to 15",
        "up to 15",
    ]
    assert more({"low": 1, "high": 1}) == "1 more PDP"


def test_figures_are_the_least_that_is_enough() -> None:
    hold(range(30))


@pytest.mark.parametrize("seed", [5259, 5325])
def test_figures_hold_together_where_points_count_again(seed: int) -> None:
    """Found by trying many: a figure that only holds if something falls well, and one whose search is long."""
    assert list(Law(portfolio(seed)).broken()) == []


@pytest.mark.slow
def test_figures_are_the_least_that_is_enough_in_many_portfolios() -> None:
    hold(range(1000, 1300))
