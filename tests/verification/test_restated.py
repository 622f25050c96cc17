"""The two statements of the rules, the engine's formulation and the verifier's own, held to each other."""

from __future__ import annotations

import json
import random
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from helpers import CASE_FILES, CATALOG, EXAMPLES, MORE, catalog, edit_record
from hypothesis import given, settings
from hypothesis import strategies as st
from mcheck import Catalog, load_catalog
from mcheck.allocation.problem import Problem
from mcheck.catalog.rules import load_rules
from mcheck.catalog.scenario import Scenario, ScenarioReader, with_months
from mcheck.core.messages import InputError
from mcheck.core.portfolio import Portfolio
from mcheck.loading.load import load_portfolio
from mcheck.regulation.application import Application
from mcheck.regulation.formulation import Formulation, formulate
from mcheck.verification.restated.model import STATED, Case, Statement
from mcheck.verification.restated.statement import state
from portfolios import CATEGORIES, portfolios

FILES = [*CASE_FILES, *sorted(EXAMPLES.glob("*.json"))]
PROVIDERS, ROLES, EMPLOYERS = (list(catalog().terms(name)) for name in ("provider-kinds", "roles", "employers"))
QUESTIONS = load_rules(catalog()).questions.values()


def primaries(portfolio: Portfolio, nobody: Application) -> list[int | None]:
    """The licenses that may be renewed as Primary; none beside one that is kept for later."""
    judged = [i for i, x in enumerate(portfolio.licenses) if x.renew and nobody.status(x) == "judged"]
    named = [i for i in judged if portfolio.licenses[i].primary]
    held = any(x.primary and not x.renew for x in portfolio.licenses)
    return [None] if held else [*named[:1]] or [*judged] or [None]


def agree(
    raw: bytes, favorable: frozenset[str] | None, chosen_readings: dict[str, int], records: Catalog | None = None
) -> None:
    """Both statements of a portfolio in one scenario say the same, whichever license is the Primary."""
    scenario, records = Scenario(favorable, chosen_readings), records or catalog()
    portfolio = load_portfolio(raw, records, "x").portfolio
    rules, as_of = with_months(load_rules(records), portfolio.licenses), portfolio.application_date
    assert as_of is not None
    nobody = Application(portfolio, rules, as_of, as_of, None, False, None)
    for primary in primaries(portfolio, nobody):
        case = Application(portfolio, rules, as_of, as_of, None, False, primary)
        pointer = None if primary is None else portfolio.licenses[primary].pointer
        theirs = formulate(case, ScenarioReader(rules, scenario))
        own = state(Case(portfolio, rules, as_of, None, pointer), ScenarioReader(rules, scenario))
        same_targets(theirs, own)
        same_problem(theirs.problem, own)


def same_targets(theirs: Formulation, own: Statement) -> None:
    for entry, x in zip(theirs.entries, own.judged, strict=True):
        window = entry.window
        assert (entry.pointer, entry.name, entry.label, entry.license) == (x.pointer, x.license.id, x.label, x.license)
        assert (entry.index, entry.role, entry.edition) == (x.index, x.renewed_as, x.edition)
        assert (window.state, window.first, window.last) == (x.state, x.first, x.last)
        assert (entry.target.total, entry.counts_also_for_primary) == (x.target.total, x.counts_also_for_primary)
        asked = [[(r.id, r.categories, r.minimum) for r in one.target.requirements] for one in (entry, x)]
        assert asked[0] == asked[1]
        assert [(g.id, g.state, g.fact) for g in entry.gates] == [(c.id, c.state, c.fact) for c in x.conditions]
        assert entry.open_field == x.open_field


def same_problem(theirs: Problem, own: Statement) -> None:
    needs = [[(n.id, n.target, n.demand, n.categories) for n in one.needs] for one in (theirs, own)]
    assert needs[0] == needs[1]
    assert sorted(map(plainly, theirs.lots)) == sorted(map(plainly, own.lots))
    assert sorted(map(chosen, theirs.choices)) == sorted(map(chosen, own.choices))
    lots = [*own.lots, *(lot for choice in own.choices for lot in choice.lots)]
    used = {cap for lot in lots for cap in lot.caps}
    assert {cap: theirs.caps[cap] for cap in used} == {cap: own.caps[cap] for cap in used}
    if any(theirs.floors) or any(lot.amount < max(own.floors) for lot in lots if lot.group) or used:
        assert (tuple(theirs.floors), theirs.floor_keeps_total) == (own.floors, own.floor_keeps_total)


def plainly(lot: Any) -> tuple[Any, ...]:
    """A lot of either statement, whatever the order of its options."""
    copy = lot.same_points_as, sorted(lot.counts_again_as)
    whole = lot.one_category, lot.one_target
    return lot.id, lot.amount, sorted(lot.options), lot.caps, whole, lot.group, lot.of, copy


def chosen(choice: Any) -> tuple[Any, ...]:
    """A choice of either statement."""
    return choice.uses if hasattr(choice, "uses") else choice.badges, [plainly(lot) for lot in choice.lots]


@pytest.mark.slow
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name + "/" + path.stem)
@pytest.mark.parametrize("favorable", [frozenset[str](), None], ids=["cautious", "generous"])
def test_cases_and_examples(path: Any, favorable: frozenset[str] | None) -> None:
    for pick in (0, 1, 2):
        agree(path.read_bytes(), favorable, {q.id: pick % len(q.readings) for q in QUESTIONS if not q.ordered})


@pytest.mark.slow
@settings(max_examples=150 * MORE)
@given(portfolios(), st.integers(0, 2), st.sets(st.sampled_from([q.id for q in QUESTIONS])))
def test_portfolios_nobody_thought_of(data: dict[str, Any], pick: int, questions: set[str]) -> None:
    chosen_readings = {q.id: pick % len(q.readings) for q in QUESTIONS if not q.ordered}
    agree(json.dumps(data).encode(), frozenset(f"question:{q}" for q in questions), chosen_readings)


FIELDS = [
    *("Mathematics 8-12", "Physics 8-12", "Elementary 1-6", "School Nurse", "Speech, Language, and Hearing Disorders"),
    *(
        "English as a Second Language",
        "Moderate Disabilities PreK-8",
        "Basket Weaving",
        "Library",
        "Bilingual Education",
    ),
]
ASKED = ("degree_eligible", "accepted_elsewhere", "upper_level_new_content", "audited", "letter_of_equal_work")


def anything(rng: random.Random) -> dict[str, Any]:
    """A portfolio with everything that a rule asks about, each here and there, around any day of application."""
    applying = date(rng.choice([2005, 2014, 2016, 2017, 2018, 2026, 2026, 2026, 2027]), rng.randint(1, 12), 24)

    def day(since: int, until: int) -> str:
        return str(applying + timedelta(rng.randint(since * 365, until * 365)))

    def perhaps(**facts: Any) -> dict[str, Any]:
        return {key: value for key, value in facts.items() if rng.random() < 0.35}

    def done() -> str:
        return day(-7, 0)[: rng.choice([4, 7, 10, 10, 10])]

    def numbers(*choice: float) -> dict[str, Any]:
        return perhaps(**{key: rng.choice(choice) for key in ("hours", "credits", "ceus", "awarded")})

    licenses: list[dict[str, Any]] = []
    for i, field in enumerate(rng.sample(FIELDS, rng.choice([1, 1, 2, 3]))):
        facts = perhaps(issued=day(-25, -1), cycle_start=day(-6, -4), renewed_on=day(-7, -4))
        facts |= {"expires": day(-7, 4)[: rng.choice([7, 10, 10, 10])]} if rng.random() < 0.85 else {}
        licenses.append({"id": f"l{i}", "field": field, **facts, **({"renew": False} if rng.random() < 0.15 else {})})
    if rng.random() < 0.4:
        rng.choice(licenses)["primary"] = True
    names, slugs = [x["id"] for x in licenses], ("autism", "bilingual-education")

    def common() -> dict[str, Any]:
        found = {"completed": done()} | perhaps(content_of=rng.sample(names, rng.randint(1, len(names))))
        found |= {"categories": rng.sample(CATEGORIES, rng.randint(1, 3))} if rng.random() < 0.7 else {}
        return found | {key: True for key in ("used_in_earlier_cycle", "planned") if rng.random() < 0.08}

    activities = []
    for i in range(rng.randint(0, 8)):
        kind = rng.choice([x["id"] for x in catalog().all("activities") if x["id"] != "nea-micro-credential"])
        takes = catalog().get("activities", kind)["takes"]
        amounts = {key: value for key, value in numbers(1, 2, 5, 10, 15, 40, 120).items() if key in takes}
        facts = perhaps(**{fact: rng.random() < 0.5 for fact in ASKED}, demonstration=True, topic=rng.choice("ab"))
        facts |= perhaps(toward_endorsement=rng.choice(slugs), sei_course=True, provider=rng.choice(PROVIDERS))
        began = {"from": day(-8, -1)} if rng.random() < 0.3 else {}
        activities.append({"kind": kind, "title": f"Activity {i // 2}", **common(), **amounts, **facts, **began})
        if "from" in began and began["from"] > activities[-1]["completed"]:
            del activities[-1]["from"]
    badges = [
        {"credential": rng.choice(catalog().ids("credentials")[:8]), **common(), **perhaps(approved=True)}
        for _ in range(rng.choice([0, 2, 3, 5]))
    ]
    held = [{"id": slug} | perhaps(expires=day(-6, 4), issued=day(-6, -1), renew=True) for slug in slugs]
    sums = {"license": names[0], "content": rng.randint(1, 90), "elective": rng.randint(1, 90)}
    stated = {"points": [sums], "badges": {"count": rng.randint(1, 6)} | perhaps(same_stack=rng.random() < 0.5)}
    return (
        {"application_date": str(applying), "licenses": licenses, "activities": activities, "badges": badges}
        | perhaps(role=rng.choice(ROLES), employer=rng.choice(EMPLOYERS), stated=stated)
        | perhaps(endorsements=[*held, *([{"id": "sei"}] if rng.random() < 0.5 else [])])
        | perhaps(english_learner_assigned=rng.choice(["never", day(-20, 0)]))
        | perhaps(needed_since={"autism": rng.choice(["never", day(-9, 0)])})
    )


def later_catalog(folder: Path) -> Catalog:
    """A catalog in which everything that may change in time has changed: values, units, questions, conditions."""
    shutil.copytree(CATALOG, folder / "catalog")
    folder /= "catalog"
    cites: list[Any] = []

    def value(start: str, points: int, per: str, **settles: str) -> dict[str, Any]:
        rows = [{"question": name.replace("_", "-"), "reading": reading} for name, reading in settles.items()]
        return {"from": start, "points": points, "per": per, "settles": rows, "citations": cites}

    values = [
        value("2022-03-01", 12, "pair", badge_rate="stands", odd_badge="half-a-pair"),
        value("2024-01-01", 8, "pair", badge_approval="not-needed", related_badges="same-area"),
        value("2025-06-01", 6, "badge", badge_rate="stands"),
    ]
    edit_record(folder, "activities/nea-micro-credential", lambda record: record["values"].extend(values))
    for name, reading, start in (
        ("undergraduate-rate", -1, "2024-01-01"),
        ("graduate-credit-elsewhere", 0, "2025-01-01"),
        ("expired-points-before-expiry", -1, "2026-06-01"),
        ("split-over-categories", -1, "2017-01-01"),
        ("content-overlap", -1, "2026-03-01"),
    ):

        def settle(record: Any, reading: int = reading, start: str = start) -> None:
            text = {"from": start, "reading": record["readings"][reading]["id"], "on": start, "citations": cites}
            record["settled"] = [text]

        edit_record(folder, f"questions/{name}", settle)
    course = {"id": "safety-course", "label": "A course", "ask": "Done?", "from": "2017-01-01", "citations": cites}
    edit_record(folder, "licenses/professional", lambda record: record.update(conditions=[course]))
    block = {"from": "2015-01-01", "roles": ROLES[:2], "grace_years": 2, "grace_from": "2016-01-01", "says": "x"}
    once = {"once": "x", "ask": "When?", "began": "It began", "never": "Never."}
    for name, more in (("autism", {"needed_once": once}), ("bilingual-education", {})):
        mine = block | {"citations": cites}
        edit_record(
            folder, f"licenses/{name}", lambda record, mine=mine, more=more: record.update(blocks_renewal=mine, **more)
        )

    def newest(record: Any) -> None:
        record["settles"] = [{"question": "topic-floor-scope", "reading": "every-topic"}]
        del record["targets"]["invalid_as_additional"]

    edit_record(folder, f"renewal/{catalog().ids('renewal')[-1]}", newest)
    return load_catalog(folder)


@pytest.mark.slow
@pytest.mark.parametrize("later", [False, True], ids=["now", "later"])
def test_every_rule_is_stated_alike(tmp_path: Path, *, later: bool) -> None:
    records = later_catalog(tmp_path) if later else catalog()
    rng, read = random.Random(17), 0
    for _ in range(400 * MORE):
        try:
            data = anything(rng)
            if not later:  # today no endorsement but SEI blocks a renewal
                data.pop("needed_since", None)
            raw = json.dumps(data).encode()
            load_portfolio(raw, records)
        except InputError:
            continue
        read += 1
        picks = {q.id: rng.randrange(len(q.readings)) for q in QUESTIONS if not q.ordered}
        keys = [f"question:{q.id}" for q in QUESTIONS] + [f"fact:{pointer}" for pointer in pointers(raw)]
        for some in (rng.sample(keys, len(keys) // 2), rng.sample(keys, len(keys) // 4)):
            agree(raw, frozenset(some), picks, records)
    assert read > 300 * MORE


def pointers(raw: bytes) -> list[str]:
    """Where a fact of this portfolio may be missing."""
    data = json.loads(raw)
    facts = ("completed", "content_of", "hours", "credits", "ceus", "awarded", "from", "expires", *ASKED)
    lists = ("licenses", "activities", "badges")
    found = [f"/{name}/{i}/{fact}" for name in lists for i in range(len(data[name])) for fact in facts]
    return [*found, STATED, f"{STATED}/badges/same_stack"]
