"""Met, not met or it depends: against every way the open points may turn out, on random portfolios."""

from __future__ import annotations

import copy
import json
import os
import random
import runpy
import subprocess
import sys
from datetime import date
from itertools import chain, combinations, permutations, product
from typing import Any

import pytest
from helpers import CASE_FILES, CATALOG, MORE, ROOT, case, catalog, judge, judge_data
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from mcheck import Catalog, load_portfolio
from mcheck.allocation.solver import Solver
from mcheck.catalog.rules import load_rules
from mcheck.catalog.scenario import Scenario, ScenarioReader
from mcheck.judging.scenarios import evaluation_cache
from mcheck.judging.scenarios.evaluation import evaluate, is_renewed
from mcheck.judging.verdicts import Judge
from mcheck.regulation.application import Application
from mcheck.rendering.report import as_markdown, as_text
from portfolios import portfolios

ON = date(2026, 11, 24)
RANK = {"met": 2, "depends": 1, "not-met": 0}


def readings_of(data: dict[str, Any]) -> Judge:
    portfolio = load_portfolio(json.dumps(data).encode(), catalog(), "x").portfolio
    day = portfolio.application_date or ON
    return Judge(Application(portfolio, load_rules(catalog()), day, day, None, False, 0), Solver(10**9))


def subsets(keys: list[str]) -> list[frozenset[str]]:
    return [frozenset(s) for s in chain.from_iterable(combinations(keys, n) for n in range(len(keys) + 1))]


class Truth:
    """Every way the open points may turn out for one license, each evaluated by itself."""

    def __init__(self, readings: Judge, index: int, points: list[str]) -> None:
        self.questions = [q.id for q in readings.evaluations.unordered]
        sizes = [range(len(q.readings)) for q in readings.evaluations.unordered]
        self.ways = [dict(zip(self.questions, chosen_readings, strict=True)) for chosen_readings in product(*sizes)]
        self.points = points
        self.table = {}
        for chosen in subsets(points):
            for i, way in enumerate(self.ways):
                scenario = Scenario(chosen, way)
                outcome = evaluate(readings.case, ScenarioReader(readings.case.rules, scenario), Solver())
                self.table[chosen, i] = is_renewed(readings.case, outcome, index, scenario)

    def verdict(self) -> str:
        answers = self.table.values()
        return "met" if all(answers) else "depends" if any(answers) else "not-met"

    def decides(self, chosen: frozenset[str]) -> bool:
        """Some reading of the unordered questions in it does, whatever the others and all other points are."""
        names = [q for q in self.questions if f"question:{q}" in chosen]
        firm = chosen - {f"question:{q}" for q in names}
        more = [s for s in subsets(self.points) if firm <= s]
        return any(
            all(
                self.table[s, i]
                for s in more
                for i, way in enumerate(self.ways)
                if all(way[q] == mine[q] for q in names)
            )
            for mine in self.ways
        )

    def smallest(self) -> set[frozenset[str]]:
        keys = [*self.points, *(f"question:{q}" for q in self.questions)]
        true = [s for s in subsets(keys) if self.decides(s)]
        return {s for s in true if not any(other < s for other in true)}


@pytest.mark.slow
@settings(max_examples=70 * MORE)
@given(portfolios(most_activities=5, most_badges=3, most_licenses=2))
def test_the_verdict_is_that_of_all_readings_and_the_sets_are_the_smallest(data: dict[str, Any]) -> None:
    readings = readings_of(data)
    for entry in readings.evaluations.best_case().entries:
        verdict = readings.verdict(entry.index, None)
        unordered = {f"question:{q.id}" for q in readings.evaluations.unordered}
        points = sorted((readings.evaluations.consulted - unordered) | set(entry.unknown_facts))
        assume(len(points) <= 5)
        truth = Truth(readings, entry.index, points)
        assert verdict.word == truth.verdict()
        if verdict.preemptible:
            assert truth.smallest() == set()
            assert verdict.depends_on
        elif verdict.word == "depends":
            found, smallest = {frozenset(s) for s in verdict.depends_on}, truth.smallest()
            assert (found, verdict.sets) == (smallest, "all")
            fewer = readings_of(data).verdict(entry.index)
            assert fewer.sets == ("all" if len(smallest) <= 2 else "first")
            assert {frozenset(s) for s in fewer.depends_on} <= smallest


def test_ten_open_questions_do_not_cost_a_thousand_evaluations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those with an order are tried at their extremes, so that not every combination has to be."""
    random_portfolio = runpy.run_path(str(ROOT / "benchmarks" / "subjects.py"))["portfolio"]
    made: list[Any] = []
    monkeypatch.setattr(
        evaluation_cache, "evaluate", lambda *args, **more: made.append(args) or evaluate(*args, **more)
    )
    asked, dearest = 0, 0
    for seed in (0, 1, 6):
        made.clear()
        readings = readings_of(random_portfolio(20, 12, 1, list(catalog().ids("credentials")), stated=0.8, seed=seed))
        readings.verdict(0)
        asked = max(asked, sum(key.startswith("question:") for key in readings.evaluations.consulted))
        dearest = max(dearest, len(made))
    assert asked >= 10
    assert 0 < dearest < 2**8


@pytest.mark.slow
@settings(max_examples=90 * MORE)
@given(portfolios(), st.data())
def test_a_point_more_in_your_favor_never_hurts(data: dict[str, Any], draw: st.DataObject) -> None:
    """Not what goes first; and of the others one loses only what another, that goes before it, has won."""
    readings = readings_of(data)
    readings.evaluations.best_case()
    points = sorted(readings.evaluations.consulted)
    some = frozenset(draw.draw(st.lists(st.sampled_from(points), unique=True))) if points else frozenset()
    more = some | {draw.draw(st.sampled_from(points))} if points else some
    chosen_readings = {q.id: draw.draw(st.integers(0, len(q.readings) - 1)) for q in readings.evaluations.unordered}
    assert (
        readings.evaluations.evaluation(Scenario(some, chosen_readings)).placement.met
        <= readings.evaluations.evaluation(Scenario(more, chosen_readings)).placement.met
    )


@pytest.mark.slow
@pytest.mark.parametrize("question", [q.id for q in load_rules(catalog()).questions.values() if q.ordered])
def test_each_ordered_question_is_monotone(question: str) -> None:
    """Pinned to a more generous reading, no case that was met stops being met."""
    order = [r["id"] for r in load_rules(catalog()).questions[question].record["readings"]]
    for path in CASE_FILES:
        data = json.loads(path.read_text())
        before = None
        for reading in order:
            report = judge_data(data, readings=[f"{question}={reading}"])
            words = [RANK[x["verdict"]] for x in report["licenses"] if "verdict" in x]
            assert before is None or all(a <= b for a, b in zip(before, words, strict=True)), (
                path.parent.name,
                reading,
            )
            before = words


@pytest.mark.slow
@settings(max_examples=90 * MORE)
@given(portfolios(), st.data())
def test_one_activity_more_never_makes_it_worse(data: dict[str, Any], draw: st.DataObject) -> None:
    """Each license keeps at least its verdict, the Primary being chosen."""
    assume(data["activities"] or data["badges"])
    folder = draw.draw(st.sampled_from([f for f in ("activities", "badges") if data[f]]))
    fewer = copy.deepcopy(data)
    del fewer[folder][draw.draw(st.integers(0, len(data[folder]) - 1))]
    few, many = readings_of(fewer), readings_of(data)
    # one reading is fixed for both: the most cautious and the most generous
    for favorable in (frozenset(), None):
        a, b = (one.evaluations.evaluation(Scenario(favorable)) for one in (few, many))
        assert a.placement.met <= b.placement.met


@pytest.mark.slow
@settings(max_examples=70 * MORE)
@given(portfolios(), st.integers(0, 10**6))
def test_the_order_in_the_file_decides_nothing(data: dict[str, Any], seed: int) -> None:
    """Activities, badges and keys shuffled: the same verdicts, sums and points for each title."""
    shuffled = copy.deepcopy(data)
    dice = random.Random(seed)
    dice.shuffle(shuffled["activities"])
    dice.shuffle(shuffled["badges"])
    shuffled["activities"] = [dict(dice.sample(list(a.items()), len(a))) for a in shuffled["activities"]]
    a, b = judge_data(data), judge_data(shuffled)
    for x, y in zip(a["licenses"], b["licenses"], strict=True):
        assert x["verdict"] == y["verdict"]
        assert [(r["id"], r["have"]) for r in x["requirements"]] == [(r["id"], r["have"]) for r in y["requirements"]]
    points = [{(x["title"], x["worth"], x["counted"]) for x in report["activities"]} for report in (a, b)]
    assert points[0] == points[1]


@pytest.mark.slow
@settings(max_examples=40 * MORE)
@given(portfolios(most_activities=5), st.randoms(use_true_random=False))
def test_the_order_of_additional_licenses_decides_only_what_falls_short(data: dict[str, Any], dice: Any) -> None:
    shuffled = copy.deepcopy(data)
    dice.shuffle(shuffled["licenses"])
    a, b = judge_data(data), judge_data(shuffled)
    if a["verdict"] == "met":
        assert b["verdict"] == "met"
    assert (a["verdict"] == "met") == (b["verdict"] == "met")


@pytest.mark.slow
@settings(max_examples=60 * MORE)
@given(portfolios(most_activities=5, most_badges=3, most_licenses=2))
def test_once_done_is_the_verdict_when_all_that_is_planned_is_done(data: dict[str, Any]) -> None:
    planned = [item for item in data["activities"] if item.get("planned")]
    assume(planned)
    last = max([data["application_date"], *(item["completed"] for item in planned if "completed" in item)])
    done = [item | {"completed": item.get("completed", last), "planned": False} for item in data["activities"]]
    then = judge_data(data | {"activities": done, "application_date": last})
    for before, after in zip(judge_data(data)["licenses"], then["licenses"], strict=True):
        if before["status"] == "judged":
            assert before["once_done"]["verdict"] == after["verdict"]


@pytest.mark.slow
@settings(max_examples=50 * MORE)
@given(portfolios())
def test_what_it_would_take_is_enough(data: dict[str, Any]) -> None:
    """Pinning the questions of a set to the readings the report names leaves only its facts open."""
    report = judge_data(data)
    takes = {q["id"]: q["takes"] for q in report["questions"]}
    for license in report["licenses"]:
        if license.get("verdict") != "depends" or not license["depends_on"]:
            continue
        chosen = license["depends_on"][0]
        questions = [key[9:] for key in chosen if key.startswith("question:")]
        if any(len(takes[q]) > 1 for q in questions):
            continue
        again = judge_data(data, readings=[f"{q}={takes[q][0]['id']}" for q in questions])
        mine = next(x for x in again["licenses"] if x["id"] == license["id"])
        if any(key.startswith("fact:") for key in chosen):
            assert mine["verdict"] != "not-met"
        else:
            assert mine["verdict"] == "met"


def test_each_question_a_case_hangs_on_says_what_it_takes_whom_to_ask_and_what_to_send() -> None:
    people = catalog().terms("authorities-to-ask")
    seen = set()
    for path in CASE_FILES:
        data = json.loads(path.read_text())
        report = judge_data(data)
        told = {q["id"]: q for q in report["questions"]}
        for license in report["licenses"]:
            hangs_on = license.get("depends_on", [])
            for key in {key for chosen in hangs_on for key in chosen if key.startswith("question:")}:
                record = catalog().get("questions", key[9:])
                first, last = record["ask"].split(". ", 1)[0], record["ask"].rsplit(". ", 1)[-1]
                ask = told[key[9:]]["ask"]  # with what may count as what in this case, where the question is about that
                assert ask.startswith(first)
                assert ask.endswith(last)
                assert ask != record["asks"]
                labels = [people[who]["label"] for who in record["who_can_settle"]]
                assert told[key[9:]]["who_can_settle"] == labels != []
            if len(hangs_on) == 1 and all(key.startswith("question:") for key in hangs_on[0]):
                pins = [f"{key[9:]}={told[key[9:]]['takes'][0]['id']}" for key in hangs_on[0]]
                again = judge_data(data, readings=pins)["licenses"]
                assert next(x for x in again if x["id"] == license["id"])["verdict"] == "met", path
                seen |= set(hangs_on[0])
    assert len(seen) > 8


def test_badges_of_several_areas_make_as_many_pairs_as_they_can() -> None:
    """One badge of three areas, and of its possible partners one that has no other; in every order."""
    data = json.loads((case("badges-of-three-areas") / "portfolio.json").read_text())
    technology = {"tps-connecting-primary-sources-technology-for-formative-assessment"}
    technology.add("ethics-responsible-and-ethical-use-of-technology")
    pins = ["related-badges=same-area", "badge-rate=stands"]
    for badges in permutations(data["badges"]):
        report = judge_data(data | {"badges": list(badges)}, readings=pins)
        assert report["verdict"] == "met"
        pairs = [{badges[int(p.rsplit("/", 1)[1])]["credential"] for p in pair["badges"]} for pair in report["pairs"]]
        assert len(pairs) == 2
        assert technology in pairs


def settled(question: str, reading: str) -> Catalog:
    """The catalog with one more piece of JSON: a source has settled a question."""
    files = {str(p.relative_to(CATALOG)): p.read_bytes() for p in CATALOG.rglob("*.json")}
    record = json.loads(files[f"questions/{question}.json"])
    text = {"from": "2010-01-01", "reading": reading, "on": "2010-01-01", "citations": record["citations"][:1]}
    record["settled"] = [text]
    files[f"questions/{question}.json"] = json.dumps(record).encode()
    return Catalog(files)


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("badge-pair", "badge-rate"),
        ("one-activity-for-two-categories", "split-over-categories"),
        ("topics-apart", "topic-floor-scope"),
        ("undergraduate-at-the-graduate-rate", "undergraduate-rate"),
        ("expired-yesterday", "expired-points-before-expiry"),
    ],
)
def test_a_settled_question_turns_depends_into_an_answer_by_json_alone(name: str, question: str) -> None:
    data = json.loads((case(name) / "portfolio.json").read_text())
    before = judge_data(data)
    assert before["verdict"] == "depends"
    assert before["licenses"][0]["depends_on"] == [[f"question:{question}"]]
    order = [r["id"] for r in load_rules(catalog()).questions[question].record["readings"]]
    answers = [judge_data(data, settled(question, reading)) for reading in order]
    assert [answers[0]["verdict"], answers[-1]["verdict"]] == ["not-met", "met"]
    assert not any(answer["questions"] for answer in answers)
    assert "settled" not in before
    for answer, reading in zip(answers, order, strict=True):
        (told,) = answer["settled"]
        assert (told["question"], told["reading"], told["on"]) == (question, reading, "2010-01-01")
        for shown in (as_text(answer, full=True), as_markdown(answer)):
            assert told["title"] in " ".join(shown.split())
            assert "is settled since 2010-01-01" in " ".join(shown.split())
        assert told["citations"]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["badge-odd", "overlapping-content", "graduate-credit-day-before-the-change"])
def test_same_bytes_in_any_locale_time_zone_and_hash_seed(name: str) -> None:
    """Whole processes, so that nothing of the surroundings can leak into a report."""
    path = case(name) / "portfolio.json"
    outputs = set()
    places = [("0", "UTC", "C"), ("1", "Pacific/Kiritimati", "de_DE.UTF-8"), ("77", "America/New_York", "tr_TR")]
    for seed, zone, locale in places:
        env = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "PYTHONUTF8": "1"}
        command = [sys.executable, "-m", "mcheck", str(path), "--format", "json"]
        outputs.add(subprocess.run(command, env=env, capture_output=True, check=False).stdout)
    assert len(outputs) == 1
    assert outputs.pop().startswith(b"{")


def test_points_of_an_additional_license_do_not_count_again_for_the_bilingual_endorsement() -> None:
    """The rule allows it for the Primary only; the Primary has all it needs from elsewhere."""
    data = json.loads((case("bilingual-counts-twice") / "portfolio.json").read_text())
    data["licenses"] = [
        {"id": "math", "field": "Mathematics 8-12", "expires": "2027-06-17", "primary": True},
        {"id": "physics", "field": "Physics 8-12", "expires": "2027-06-17"},
    ]
    for activity in data["activities"]:
        activity["content_of"] = ["math"]
        activity.pop("toward_endorsement", None)
    both = {"kind": "workshop", "completed": "2025-05-10", "categories": ["content"], "content_of": ["physics"]}
    both |= {"topic": "Physics in two languages", "toward_endorsement": "bilingual-education"}
    whole, depends = ["split-over-licenses=whole"], ["question:split-over-licenses"]
    for hours, pins, third in (([30], whole, "not-met"), ([30], [], "depends"), ([30, 15], whole, "met")):
        parts = [both | {"hours": each} for each in hours]
        report = judge_data(data | {"activities": [*data["activities"], *parts]}, readings=pins)
        assert [x["verdict"] for x in report["licenses"]] == ["met", "met", third]
        assert report["licenses"][2]["depends_on"] == ([depends] if third == "depends" else [])


def test_the_ledger_of_what_depends_holds_all_that_counts_beside_it_for_what_is_short() -> None:
    report = judge(case("bilingual-open-beside-a-primary-that-is-short") / "portfolio.json")
    short, depends = report["licenses"]
    assert (short["verdict"], depends["verdict"]) == ("not-met", "depends")
    (shown,) = depends["ledgers"]
    placed = [row["points"] for row in report["ledgers"][shown]["rows"] if row["license"] == "/licenses/0"]
    assert sum(placed) == 150  # enough in all, and still short of pedagogy


def test_what_no_point_can_settle_hangs_on_what_another_license_may_want() -> None:
    """Content counts once, so nothing keeps Physics from the points; it wants them if the course is its content."""
    path = case("endorsement-whose-points-a-license-may-want") / "portfolio.json"
    autism = judge(path, readings=["content-overlap=once"])["licenses"][2]
    assert (autism["verdict"], autism["sets"]) == ("depends", "stopped")
    assert autism["depends_on"] == [["fact:/activities/0/content_of"]]


def test_sets_are_called_all_there_are_only_where_they_are() -> None:
    data = json.loads((case("badge-odd") / "portfolio.json").read_text())
    whole = readings_of(data).verdict(0)
    assert whole.sets == "all"
    called = set()
    for budget in range(1, 4000, 97):
        readings = readings_of(data)
        readings.solver = readings.evaluations.solver = Solver(budget)
        verdict = readings.verdict(0)
        called.add(verdict.sets)
        assert verdict.word == "depends"
        assert verdict.sets != "all" or verdict.depends_on == whole.depends_on
    assert called == {"all", "stopped"}


def test_where_nothing_is_open_no_set_is_named_and_none_is_left_out() -> None:
    readings = readings_of(json.loads((case("met-exactly") / "portfolio.json").read_text()))
    assert readings._minimal_sets(0, None) == ((), "all", ())


def test_a_search_that_is_cut_off_where_nothing_is_left_to_ask_is_open() -> None:
    """Everything is pinned, so no further point can turn: what a search did not finish stays undecided."""
    data = json.loads((ROOT / "tests" / "judging" / "cut_off_and_nothing_open.json").read_text())
    for pins in (["cautious"], ["generous"], []):
        report = judge_data(data, readings=pins)
        assert {x["verdict"] for x in report["licenses"]} <= {"met", "depends", "not-met"}


def test_every_reading_of_an_unordered_question_that_is_enough_is_named() -> None:
    """Of June 2026 two of three: a course that began and ended before the change, applied for after it."""
    data = json.loads((case("graduate-credit-applied-before-the-change") / "portfolio.json").read_text())
    report = judge_data(data, on=date(2026, 6, 30))
    (question,) = [q for q in report["questions"] if q["id"] == "june-2026-transition"]
    enough = [reading["id"] for reading in question["takes"]]
    for reading in question["readings"]:
        pinned = judge_data(data, on=date(2026, 6, 30), readings=[f"june-2026-transition={reading['id']}"])
        assert (pinned["verdict"] == "met") == (reading["id"] in enough)
    assert enough == ["completion", "start"]
