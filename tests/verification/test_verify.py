"""`verify` confirms what the checker says, and `mcheck verify` notices every value that was changed afterwards."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from helpers import CASE_FILES, CASES, CATALOG, EXAMPLES, MORE, ROOT, calls_of, catalog, judge, judge_data
from hypothesis import given, settings
from hypothesis import strategies as st
from mcheck import load_catalog, load_portfolio
from mcheck.cli import main_group
from mcheck.cli.commands.verify import BY_PROOF, BY_REPLAY
from mcheck.core.portfolio_file import PortfolioFile
from mcheck.core.reports.confirmation import ASKED_FOR, CONFIRMED, OPEN, WRONG, Finding
from mcheck.loading.json_text import parse_json
from mcheck.loading.schema import validate
from mcheck.rendering.backends.json_text import render
from mcheck.reporting.replay import differences
from mcheck.verification.ledgers import fills
from mcheck.verification.restated.model import Lot, Need
from mcheck.verification.shortfalls import _give
from mcheck.verification.verify import _Verifier, verify
from verification.tampering import changed, changes, leaves, pattern

FILES = [*CASE_FILES, *sorted(EXAMPLES.glob("*.json"))]
NAMES = [path.parent.name if CASES in path.parents else path.stem for path in FILES]
BY_NAME = dict(zip(NAMES, FILES, strict=True))

EVERY_VALUE = (
    "badge-pair",  # depends, with a pair of badges
    "two-licenses-content-short",  # not met, with a tight set
    "bilingual-counts-twice",  # points that count twice
    "performance-assessment",  # an activity of two parts
    "stated-two-badges",  # sums, and badges that are only counted
    "stated-two-badges-short",  # not met even so
    "vocational",  # nothing judged
    "nurse-license-missing",  # a condition that failed
)
"""Reports of which every value is changed; of the others some values are, chosen at random."""


@cache
def made(path: Path) -> tuple[dict[str, Any], PortfolioFile]:
    """The report on a file as it is read again from its JSON, lines of the messages included."""
    loaded = load_portfolio(path.read_bytes(), catalog(), path.name)
    return parse_json(render(judge(path)).encode()), loaded


def findings(data: dict[str, Any]) -> list[Finding]:
    """What `verify` finds in the report on this portfolio."""
    loaded = load_portfolio(json.dumps(data).encode(), catalog(), "test.json")
    return verify(parse_json(render(judge_data(data)).encode()), loaded, catalog())


def is_noticed(report: dict[str, Any], loaded: PortfolioFile) -> bool:
    return bool(validate(report, "report") or differences(report, loaded, catalog())) or is_disproved(report, loaded)


def is_disproved(report: dict[str, Any], loaded: PortfolioFile) -> bool:
    """Noticed without making the report anew."""
    if validate(report, "report"):
        return True
    return any(found.state != CONFIRMED for found in verify(report, loaded, catalog()))


def data_of(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(BY_NAME[name].read_text())
    return data


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_every_report_is_confirmed(path: Path) -> None:
    report, loaded = made(path)
    found = verify(report, loaded, catalog())
    judged = [x for x in report["licenses"] if x["status"] == "judged"]
    assert len(found) == len(judged)
    assert {f.state for f in found} <= {CONFIRMED, OPEN}
    assert [f.place for f in found if f.state == OPEN] == [
        f"/licenses/{i}" for i, x in enumerate(report["licenses"]) if x.get("proof") == "searched"
    ]
    assert differences(report, loaded, catalog()) == []


ELSEWHERE = sorted(path for name in ("traps", "packets") for path in (ROOT / "tests" / name).rglob("portfolio.json"))


@pytest.mark.slow
def test_reports_on_portfolios_of_other_tests_are_confirmed() -> None:
    assert len(ELSEWHERE) > 70
    for path in ELSEWHERE:
        report, loaded = made(path)
        assert {f.state for f in verify(report, loaded, catalog())} <= {CONFIRMED}, path
        assert differences(report, loaded, catalog()) == [], path


def test_no_case_or_example_is_shown_by_a_search_only() -> None:
    proofs = [x["proof"] for path in FILES for x in made(path)[0]["licenses"] if x["status"] == "judged"]
    assert len(proofs) > 100
    assert "searched" not in proofs


@pytest.mark.slow
@pytest.mark.parametrize("name", EVERY_VALUE)
def test_every_changed_value_is_noticed(name: str) -> None:
    report, loaded = made(BY_NAME[name])
    each = dict(changes(report))
    assert len(each) > 100
    for path, value in each.items():
        assert is_noticed(changed(report, path, value), loaded), (pattern(path), value)


PROOF = ("need", "have", "short", "points", "give", "category", "lot", "license", "requirement", "verdict", "fact")
"""Keys of what the proofs of a report are made of."""


def proof_changes(report: dict[str, Any]) -> list[tuple[tuple[Any, ...], Any]]:
    """Changes of one value of a proof: a number, a verdict, where points went, what a tight set counts."""

    def proves(path: tuple[Any, ...]) -> bool:
        if path[0] == "ledgers":
            return path[-1] in PROOF
        if path[0] != "licenses" or "citations" in path:
            return False
        shown = path[2] in ("requirements", "tight_sets", "gates") and path[-1] in PROOF
        return shown or path[2:] in (("verdict",), ("renewed_as",)) or path[2:5:2] == ("tight_sets", "activities")

    return [(path, value) for path, value in changes(report) if proves(path)]


def proves_nothing(report: dict[str, Any], loaded: PortfolioFile, path: tuple[Any, ...]) -> bool:
    """Whether a place is a row for a license that its ledger does not fill, or that no proof by this ledger is about.

    Those are the licenses that come after all that have it in their proof. With fewer points there the ledger is as
    true as before, and proves the same.
    """
    if path[0] != "ledgers" or path[2] != "rows":
        return False
    ledger = report["ledgers"][path[1]]
    users = [x for x in report["licenses"] if path[1] in x.get("ledgers", ())]
    pointer = ledger["rows"][path[3]]["license"]
    if any(x["pointer"] == pointer and x["ledgers"][0] == path[1] for x in users):  # it is shown, too
        return False
    verifier = _Verifier(report, loaded, catalog())
    entries = verifier.statement(frozenset(ledger["favored"]), next(verifier.ways())).judged
    place = {entry.pointer: entry.index for entry in entries}
    (mine,) = (entry for entry in entries if entry.pointer == pointer)
    return mine.index > max(place[x["pointer"]] for x in users) or not fills(ledger, mine)


def without_the_engine(each: int) -> dict[str, list[Any]]:
    """What a process that cannot import the engine confirms of all reports, and of each so many forged ones."""
    given = []
    for path in FILES:
        report, loaded = made(path)
        if any(x.get("proof") == "searched" for x in report["licenses"]):
            continue
        forged = [(("portfolio", "name"), "another.json")]
        forged += [one for one in proof_changes(report)[::each] if not proves_nothing(report, loaded, one[0])]
        given.append({"portfolio": str(path), "report": render(report), "forged": forged})
    asked = render(given).encode()
    done = subprocess.run([sys.executable, Path(__file__).with_name("unaided.py")], input=asked, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)  # type: ignore[no-any-return]


@pytest.mark.slow
def test_reports_are_confirmed_and_forged_ones_refused_where_the_engine_cannot_be_imported() -> None:
    assert without_the_engine(each=200) == {"unconfirmed": [], "missed": []}


@pytest.mark.slow
def test_every_forged_proof_is_refused_where_the_engine_cannot_be_imported() -> None:
    """Every number and id that a ledger, a requirement or a tight set proves with.

    Each fourth of them, of some 34,000; all with MCHECK_CASES.
    """
    assert without_the_engine(each=4 if MORE == 1 else 1) == {"unconfirmed": [], "missed": []}


@pytest.mark.slow
@settings(max_examples=200)
@given(st.data())
def test_a_changed_value_of_any_report_is_noticed(data: st.DataObject) -> None:
    report, loaded = made(data.draw(st.sampled_from(FILES)))
    path, value = data.draw(st.sampled_from(list(changes(report))))
    assert is_noticed(changed(report, path, value), loaded)


@pytest.mark.slow
@settings(max_examples=100)
@given(st.data())
def test_parts_left_out_or_doubled_are_noticed(data: st.DataObject) -> None:
    """Whole objects, too: a requirement, a row, a license, a message of the file, a source, a step."""
    report, loaded = made(data.draw(st.sampled_from(FILES)))
    lists = {path[:-2] for path, _ in leaves(report) if len(path) > 1 and isinstance(path[-2], int)}
    path = data.draw(st.sampled_from(sorted(lists, key=str)))
    held: Any = report
    for part in path:
        held = held[part]
    place = data.draw(st.integers(0, len(held) - 1))
    fewer, more = held[:place] + held[place + 1 :], [*held, held[place]]
    assert is_noticed(changed(report, path, data.draw(st.sampled_from([fewer, more]))), loaded)


def test_something_added_that_other_reports_have_is_noticed() -> None:
    report, loaded = made(BY_NAME["met-exactly"])
    for key, value in (("points_alone", "met"), ("can_apply_from", "2026-06-17")):
        assert key not in report["licenses"][0]
        more = changed(report, ("licenses", 0), report["licenses"][0] | {key: value})
        assert validate(more, "report") == []
        assert [f.place for f in differences(more, loaded, catalog())] == [f"/licenses/0/{key}"]


def test_another_portfolio_or_catalog_is_noticed(tmp_path: Path) -> None:
    report, loaded = made(BY_NAME["met"])
    other = load_portfolio(BY_NAME["met"].read_bytes() + b" ", catalog(), "met.json")
    assert [f.place for f in verify(report, other, catalog())] == ["/portfolio/sha256"]
    assert [f.place for f in verify(report, loaded, settled(tmp_path, "odd-badge", "half-a-pair"))] == [
        "/catalog/sha256"
    ]


# -- portfolios nobody thought of

CATEGORIES = ("content", "pedagogy", "sei-esl-bilingual", "students-with-disabilities", "elective")
KINDS = ("workshop", "graduate-course", "supervising-practitioner", "performance-assessment", "conference-presentation")


def some(rng: random.Random) -> dict[str, Any]:
    """A portfolio of one to three licenses, perhaps an endorsement, with facts left out here and there."""
    count = rng.choice([1, 1, 2, 3])
    fields = rng.sample(["Mathematics 8-12", "Physics 8-12", "Elementary 1-6", "English as a Second Language"], count)
    years = (2020, 2025, 2026, 2027, 2027, 2027)
    licenses = [{"id": f"l{i}", "field": f, "expires": f"{rng.choice(years)}-06-17"} for i, f in enumerate(fields)]
    days = ("2023-05-01", "2024-05-01", "2024-05", "2025", "2026-05-01", "2026-07-01", "2021-11-20")
    activities: list[dict[str, Any]] = []
    for i in range(rng.choice([3, 6, 10])):
        kind = rng.choice(KINDS + KINDS[:2] * 4)
        takes = catalog().get("activities", kind)["takes"]
        made = {"kind": kind, "title": f"Activity {i}", "completed": rng.choice(days)}
        made |= {q: rng.choice([1, 2, 5, 10, 20, 45]) for q in ("hours", "credits", "awarded") if q in takes}
        made |= {"categories": rng.sample(CATEGORIES, rng.choice([1, 1, 2, 3]))} if rng.random() < 0.8 else {}
        made |= {"content_of": [rng.choice(licenses)["id"]]} if rng.random() < 0.5 else {}
        made |= {"topic": rng.choice("ab")} if rng.random() < 0.3 else {}
        made |= {"toward_endorsement": "bilingual-education"} if rng.random() < 0.2 else {}
        activities.append(made)
    credentials = rng.sample([record["id"] for record in catalog().all("credentials")][:12], rng.choice([0, 2, 4]))
    badges = [{"credential": c, "completed": rng.choice(days[:2]), "approved": True} for c in credentials]
    renewed = [{"id": "bilingual-education", "expires": "2027-06-17", "renew": True}] if rng.random() < 0.3 else []
    portfolio = {"schema_version": 1, "application_date": "2026-11-24", "licenses": licenses, "activities": activities}
    portfolio |= {"badges": badges, "endorsements": renewed, "role": "core-academic-teacher"}
    return portfolio | ({"english_learner_assigned": "never"} if rng.random() < 0.8 else {})


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(25))
def test_reports_on_random_portfolios_hold_nothing_wrong(seed: int) -> None:
    assert [f for f in findings(some(random.Random(seed))) if f.state == WRONG] == []


# -- reports that add up but break a rule


def moved_to_another_category(report: dict[str, Any]) -> None:
    row = report["licenses"][0]["requirements"][0]["ledger"][0]
    pointer, points = row["pointer"], row["points"]
    license = report["licenses"][0]
    for requirement in license["requirements"]:
        requirement["ledger"] = [r for r in requirement["ledger"] if r["pointer"] != pointer]
    license["requirements"][-1]["ledger"].append(row | {"category": "pedagogy"})
    for requirement in license["requirements"]:
        if requirement["id"] == "pedagogy":
            requirement["ledger"].append(row | {"category": "pedagogy"})
            requirement["have"] += points
        if requirement["id"] == "content":
            requirement["have"] -= points
    for row in report["ledgers"][0]["rows"]:
        if row["lot"] == pointer:
            row["category"] = "pedagogy"


def test_points_in_a_category_they_may_not_count_as_are_noticed() -> None:
    report, loaded = made(BY_NAME["met"])
    report = json.loads(render(report))
    moved_to_another_category(report)
    found = verify(parse_json(json.dumps(report).encode()), loaded, catalog())
    assert any(f.state == WRONG and "may not count as pedagogy" in f.text for f in found)


def test_a_verdict_turned_around_with_all_its_words_is_noticed() -> None:
    """Met where points are missing, however consistently it is said."""
    report, loaded = made(BY_NAME["total-a-hundredth-short"])
    report = json.loads(render(report))
    license = report["licenses"][0]
    license |= {"verdict": "met", "proof": "ledger", "why": "Every requirement is met."}
    del license["tight_sets"], license["shortfall"]
    for requirement in license["requirements"]:
        requirement["short"] = 0
    report["verdict"] = "met"
    found = verify(parse_json(json.dumps(report).encode()), loaded, catalog())
    assert any(f.state == WRONG and "do not make it met" in f.text for f in found)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (lambda license: license["shortfall"]["in_all"].update(low=0), "less is missing in all"),
        (lambda license: license["shortfall"]["in_all"].update(low=99), "a lower figure is above the higher one"),
        (lambda license: license["requirements"][0].update(short=99), "is short by something other"),
    ],
)
def test_figures_that_cannot_be_are_noticed(change: Callable[[dict[str, Any]], None], text: str) -> None:
    report, loaded = made(BY_NAME["category-a-hundredth-short"])
    report = json.loads(render(report))
    change(report["licenses"][0])
    found = verify(parse_json(json.dumps(report).encode()), loaded, catalog())
    assert any(f.state == WRONG and text in f.text for f in found)


def test_a_tight_set_that_leaves_something_out_is_noticed() -> None:
    report, loaded = made(BY_NAME["total-a-hundredth-short"])
    report = json.loads(render(report))
    tight = report["licenses"][0]["tight_sets"][0]
    gone = tight["activities"].pop()
    item = next(a for a in report["activities"] if a["pointer"] == gone)
    tight["give"] -= item["worth"]
    tight["others"].append({"pointer": gone, "title": item["title"], "why": "It does not help."})
    tight["others"].sort(key=lambda o: [a["pointer"] for a in report["activities"]].index(o["pointer"]))
    found = verify(parse_json(json.dumps(report).encode()), loaded, catalog())
    assert any(f.state == WRONG and "no tight set holds" in f.text for f in found)


# -- reports that were forged whole


def plainly(report: dict[str, Any]) -> dict[str, Any]:
    """A copy to change at will."""
    return json.loads(render(report))  # type: ignore[no-any-return]


def wrongs(report: dict[str, Any], loaded: PortfolioFile) -> list[str]:
    """The places that are wrong in a report that fits its schema."""
    told = parse_json(json.dumps(report).encode())
    assert validate(told, "report") == []
    return [f.place for f in verify(told, loaded, catalog()) if f.state == WRONG]


def test_a_report_without_the_primary_is_noticed() -> None:
    """As an additional license without a Primary it would not be renewed."""
    report, loaded = made(BY_NAME["met"])
    forged = plainly(report)
    del forged["primary"]
    assert "/primary" in wrongs(forged, loaded)


def test_a_reading_left_out_of_what_a_question_takes_is_noticed_by_the_rules_alone() -> None:
    for name, left in (
        ("floor-between-two-readings", "per-category"),
        ("graduate-credit-day-before-the-change", "start"),
    ):
        report, loaded = made(BY_NAME[name])
        told = json.loads(render(report))
        told["questions"][0]["takes"] = [r for r in told["questions"][0]["takes"] if r["id"] == left]
        found = [f for f in verify(parse_json(json.dumps(told).encode()), loaded, catalog()) if f.state == WRONG]
        assert [f.place for f in found] == ["/questions/0/takes"]


def test_a_license_shown_twice_is_noticed() -> None:
    report, loaded = made(BY_NAME["met"])
    forged = plainly(report)
    forged["licenses"].insert(0, forged["licenses"][0] | {"verdict": "not-met", "proof": "cut"})
    assert "/licenses" in wrongs(forged, loaded)


@pytest.mark.parametrize(("key", "value"), [("label", "Physics 8-12"), ("proof", "gate"), ("proof", "cut")])
def test_another_name_or_kind_of_proof_is_noticed(key: str, value: str) -> None:
    report, loaded = made(BY_NAME["met"])
    forged = plainly(report)
    forged["licenses"][0][key] = value
    assert wrongs(forged, loaded) == ["/licenses/0"]


def test_another_verdict_over_all_is_noticed() -> None:
    report, loaded = made(BY_NAME["total-a-hundredth-short"])
    assert wrongs(plainly(report) | {"verdict": "met"}, loaded) == ["/verdict"]


def workshop(title: str, hours: int, category: str, *content_of: str) -> dict[str, Any]:
    made = {"kind": "workshop", "title": title, "completed": "2025-05-01", "hours": hours, "categories": [category]}
    return made | ({"content_of": list(content_of)} if content_of else {})


THREE = {
    "application_date": "2026-11-24",
    "role": "core-academic-teacher",
    "english_learner_assigned": "never",
    "endorsements": [],
    "licenses": [
        {"id": "m", "field": "Mathematics 8-12", "primary": True, "expires": "2027-06-17"},
        {"id": "p", "field": "Physics 8-12", "expires": "2027-06-17"},
        {"id": "h", "field": "History 8-12", "expires": "2027-06-17"},
    ],
    "activities": [
        *(workshop(c, 15, c, *(["m"] if c == "content" else [])) for c in CATEGORIES[:4]),
        workshop("Rest", 90, "elective"),
        workshop("For one of two", 15, "content", "p", "h"),
        workshop("More", 15, "elective"),
    ],
}
"""The points are enough for the Primary and one more license."""


@pytest.mark.parametrize("by", ["tight sets", "further"])
def test_points_taken_from_a_license_that_is_met_are_noticed(by: str) -> None:
    """Met by a ledger in which a license before it is short, though the report itself has it that it is met."""
    loaded = load_portfolio(json.dumps(THREE).encode(), catalog(), "test.json")
    report = plainly(judge_data(THREE, readings=["content-overlap=once"]))
    assert [x["verdict"] for x in report["licenses"]] == ["met", "met", "not-met"]
    forged = plainly(report)
    _, second, third = forged["licenses"]
    ledger = json.loads(json.dumps(forged["ledgers"][second["ledgers"][0]]).replace("/licenses/1", "/licenses/2"))
    third |= {"verdict": "met", "proof": "ledger", "ledgers": [len(forged["ledgers"])]}
    third["requirements"] = second["requirements"]
    forged["ledgers"].append(ledger)
    tight = third.pop("tight_sets")
    if by == "tight sets":
        second["tight_sets"] = tight
    else:
        third["further"] = [{"favored": [], "readings": [], "sets": []}]
    assert wrongs(forged | {"verdict": "met"}, loaded) == ["/licenses/2"]


# -- what is no report, though it fits the schema


@pytest.mark.parametrize(
    "told",
    [
        {"as_of": "1900-01-01"},
        {"as_of": "0001-01-01"},
        {"as_of": "9999-12-31"},
        {"readings": [{"question": "none", "reading": "x"}]},
        {"readings": [{"question": "odd-badge", "reading": "x"}]},
        {"primary": {"pointer": "/licenses/9", "chosen_by": "mcheck", "why": "."}},
    ],
)
def test_what_cannot_be_is_wrong_and_no_crash(told: dict[str, Any]) -> None:
    report, loaded = made(BY_NAME["met"])
    assert wrongs(plainly(report) | told, loaded)


def test_an_edition_that_is_none_is_wrong_and_no_crash() -> None:
    report, loaded = made(BY_NAME["met"])
    forged = plainly(report)
    forged["edition"] |= {"id": "none", "chosen_because": ASKED_FOR}
    assert wrongs(forged, loaded) == [""]


def test_work_grows_no_faster_than_the_report() -> None:
    report, loaded = made(BY_NAME["met"])
    forged = plainly(report)
    row = forged["ledgers"][0]["rows"][0]
    forged["ledgers"][0]["rows"] += [row | {"lot": f"/{i}"} for i in range(20_000)]
    told = parse_json(json.dumps(forged).encode())
    found = []
    calls = calls_of(lambda: found.extend(verify(told, loaded, catalog())))
    assert found[0].state == WRONG
    assert calls < 100 * 20_000
    forged = plainly(report)
    forged["licenses"][0]["ledgers"] *= 10_000
    told = parse_json(json.dumps(forged).encode())
    assert [f.state for f in verify(told, loaded, catalog())] == [OPEN]


def test_points_that_more_hangs_on_are_followed_once_each() -> None:
    """Every order in which eight points may come, each with a ledger: 109,601 of them, but 256 sets."""
    report, loaded = made(BY_NAME["met"])
    verifier = _Verifier(report, loaded, catalog())
    asked, labels = list[frozenset[str]](), frozenset("abcdefgh")

    def once(entry: Any, x: Any, favorable: frozenset[str], way: Any) -> bool:
        asked.append(favorable)
        return all(verifier.lasts(entry, x, favorable | {one}, way) for one in labels - favorable)

    verifier.lasts_by = once  # type: ignore[method-assign]
    entry = verifier.statement(frozenset(), {}).judged[0]
    assert verifier.lasts(entry, report["licenses"][0], frozenset(), next(verifier.ways()))
    assert len(asked) == len(set(asked)) == 2 ** len(labels)


# -- what cannot be confirmed


def settled(folder: Path, question: str, reading: str) -> Any:
    """Our catalog with one question settled."""
    root = folder / "catalog"
    shutil.copytree(CATALOG, root)
    file = root / "questions" / f"{question}.json"
    record = json.loads(file.read_text())
    text = {"from": "2010-01-01", "reading": reading, "on": "2010-01-01", "citations": record["citations"][:1]}
    record["settled"] = [text]
    file.write_text(json.dumps(record))
    return load_catalog(root)


def test_what_only_a_search_shows_is_called_so(tmp_path: Path) -> None:
    """Five whole activities for two categories: too many cases to list."""
    data = data_of("five-activities-for-two-categories")
    strict = settled(tmp_path, "split-over-categories", "whole")
    report = judge_data(data, strict)
    assert (report["verdict"], report["licenses"][0]["proof"]) == ("not-met", "searched")
    found = verify(report, load_portfolio(json.dumps(data).encode(), strict, "test.json"), strict)
    assert [f.state for f in found] == [OPEN]
    assert "searched" in found[0].text


def test_what_a_proof_takes_from_the_report_is_said() -> None:
    """The endorsement has ledgers for the Primary met and not met; that nothing else could happen is not proved."""
    first, second = verify(*made(BY_NAME["bilingual-beside-an-open-primary"]), catalog())
    assert {first.state, second.state} == {CONFIRMED}
    assert "taking from the report" not in first.text
    assert second.text.endswith("met, by ledger, taking from the report what Mathematics 8-12 may depend on.")


# -- case by case


def test_what_must_stay_whole_is_proved_case_by_case(tmp_path: Path) -> None:
    data = data_of("one-activity-for-two-categories")
    strict = settled(tmp_path, "split-over-categories", "whole")
    loaded = load_portfolio(json.dumps(data).encode(), strict, "test.json")
    report = parse_json(render(judge_data(data, strict)).encode())
    assert validate(report, "report") == []
    assert [f.state for f in verify(report, loaded, strict)] == [CONFIRMED]
    tight_sets = report["licenses"][0]["tight_sets"]
    cases = {one["categories"][0]: one["lot"] for tight in tight_sets for one in tight["case"]}
    assert set(cases) == {"content", "pedagogy"}
    assert len(set(cases.values())) == 1

    def texts(tights: list[dict[str, Any]], *, split: bool = False) -> list[str]:
        other = settled(tmp_path / "split", "split-over-categories", "split") if split else strict
        told = changed(report, ("licenses", 0, "tight_sets"), tights)
        told = changed(told, ("catalog", "sha256"), other.sha256)
        return [f.text for f in verify(told, loaded, other) if f.state == WRONG]

    for place in range(len(tight_sets)):
        without = tight_sets[:place] + tight_sets[place + 1 :]
        assert "its cases are not all the cases there are" in texts(without)[0]
        for key, value in (("lot", "/activities/1"), ("categories", ["elective"])):
            assert texts(changed(tight_sets, (place, "case", 0, key), value))
        assert texts(changed(tight_sets, (place, "case"), []))
        two = [
            *tight_sets[place]["case"],
            {"lot": "/activities/1", "license": "/licenses/0", "categories": ["content"]},
        ]
        assert texts(changed(tight_sets, (place, "case"), two))
    # where it may be divided there are no such cases
    assert texts(tight_sets, split=True)


def test_copies_of_different_size_give_no_more_than_they_have() -> None:
    """As a badge has them when it counts again in one of its pairs only."""
    badge = Lot("/badges/0", 2, ((0, "a"),))
    again = Lot("/badges/0", 1, ((1, "a"),), same_points_as="/badges/0", counts_again_as=((0, "a"),))
    needs = [Need("total", target, 5, None) for target in (0, 1)]
    assert _give([badge, again], needs, {}) == 3


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_reports_hold_nothing_wrong_where_activities_stay_whole(seed: int, whole: Any) -> None:
    data = some(random.Random(1000 + seed))
    report = parse_json(render(judge_data(data, whole)).encode())
    loaded = load_portfolio(json.dumps(data).encode(), whole, "test.json")
    assert [f for f in verify(report, loaded, whole) if f.state == WRONG] == []


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Our catalog with all questions of dividing settled the strict way."""
    root = tmp_path_factory.mktemp("whole")
    shutil.copytree(CATALOG, root / "catalog")
    for question in ("split-over-categories", "split-over-licenses", "course-divided"):
        file = root / "catalog" / "questions" / f"{question}.json"
        record = json.loads(file.read_text())
        text = {"from": "2010-01-01", "reading": "whole", "on": "2010-01-01", "citations": record["citations"][:1]}
        record["settled"] = [text]
        file.write_text(json.dumps(record))
    return load_catalog(root / "catalog")


# -- the command


def run(*args: str) -> Result:
    return CliRunner().invoke(main_group, args)


@pytest.fixture
def report_file(tmp_path: Path) -> Path:
    file = tmp_path / "report.json"
    file.write_text(run("check", str(BY_NAME["met"]), "--format", "json").stdout)
    return file


def test_the_command_confirms(report_file: Path) -> None:
    result = run("verify", str(report_file), str(BY_NAME["met"]))
    assert result.exit_code == 0
    assert "confirmed: Mathematics 8-12: met, by ledger." in result.stdout


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_the_command_confirms_every_example(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.json"  # some cite a page whose address holds nine digits in a row
    file.write_text(run("check", str(path), "--format", "json").stdout)
    result = run("verify", str(file), str(path))
    assert (result.exit_code, result.stderr) == (0, "")


def test_the_command_says_which_of_the_two_confirmed_what(report_file: Path) -> None:
    def told() -> list[tuple[str, str, str]]:
        result = run("verify", str(report_file), str(BY_NAME["met"]), "--format", "json")
        data = json.loads(result.stdout)
        assert validate(data, "verification") == []
        return [(found["by"], found["state"], found["place"]) for found in data["findings"]]

    assert told() == [("proof", "confirmed", "/licenses/0"), ("replay", "confirmed", "")]
    said = " ".join(run("verify", str(report_file), str(BY_NAME["met"])).stdout.split())
    assert said.index(BY_PROOF) < said.index("by ledger.") < said.index(BY_REPLAY) < said.index("every word")
    report = json.loads(report_file.read_text())
    report_file.write_text(json.dumps(report | {"portfolio": report["portfolio"] | {"name": "another.json"}}))
    assert told()[0] == ("proof", "wrong", "/portfolio/name")
    report["licenses"][0]["why"] = "Other words."
    report_file.write_text(json.dumps(report))
    assert told() == [("proof", "confirmed", "/licenses/0"), ("replay", "wrong", "/licenses/0/why")]


def test_a_file_that_came_without_a_name_is_confirmed_under_any(report_file: Path) -> None:
    text = BY_NAME["met"].read_text()
    piped = CliRunner().invoke(main_group, ["verify", str(report_file), "-"], input=text)
    assert piped.exit_code == 0


def test_a_number_of_a_person_in_a_report_is_refused(tmp_path: Path) -> None:
    file, path = tmp_path / "report.json", BY_NAME["met"]
    file.write_text(run("check", str(path), "--format", "json").stdout.replace('"Questioning"', '"078-05-1120"'))
    assert "P105" in run("verify", str(file), str(path)).stderr


def test_the_command_says_what_is_wrong(report_file: Path) -> None:
    report_file.write_text(report_file.read_text().replace('"have": 150', '"have": 151'))
    result = run("verify", str(report_file), str(BY_NAME["met"]))
    assert result.exit_code == 1
    said = " ".join(result.stdout.split())
    assert "wrong: Mathematics 8-12: total does not show what its ledger adds up to. (/licenses/0)" in said
    assert "wrong: 151 should be 150. (/licenses/0/requirements/4/have)" in said
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert run("verify", str(report_file), str(BY_NAME["odd-badge"])).exit_code == 1


def test_the_command_confirms_other_dates_and_editions(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    for options in (["--on", "2026-12-01"], ["--edition", "2017-07-28"], ["--on", "2033-01-01"]):
        file.write_text(run("check", str(BY_NAME["met"]), "--format", "json", *options).stdout)
        assert run("verify", str(file), str(BY_NAME["met"])).exit_code == 0, options


def trusted(path: Path, folder: Path, *options: str) -> dict[str, list[str]]:
    """What `verify` takes on trust of a report made with these options: in JSON, in words and in the report alike."""
    file = folder / "report.json"
    file.write_text(run("check", str(path), "--format", "json", *options).stdout)
    told = json.loads(run("verify", str(file), str(path), "--format", "json").stdout)
    assert validate(told, "verification") == []
    assert told["confirmed"]
    assert told["taken_on_trust"] == json.loads(file.read_text()).get("taken_on_trust", [])
    said = " ".join(run("verify", str(file), str(path)).stdout.split())
    assert said.count("taken on trust:") == len(told["taken_on_trust"])
    assert all(f"taken on trust: {one['text']}." in said for one in told["taken_on_trust"])
    return {one["what"]: one["values"] for one in told["taken_on_trust"]}


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ([], {}),
        (["--on", "2026-11-24"], {}),  # the day that the file gives
        (["--on", "2026-11-25"], {"application-date": ["2026-11-25"]}),
        (["--edition", "2017-07-28"], {"edition": ["2017-07-28"]}),
        (["--reading", "odd-badge=half-a-pair"], {"readings": ["odd-badge=half-a-pair"]}),
    ],
)
def test_what_is_taken_on_trust_is_named(options: list[str], found: dict[str, list[str]], tmp_path: Path) -> None:
    assert trusted(BY_NAME["met"], tmp_path, *options) == found


def test_a_date_and_a_primary_that_the_file_leaves_out_are_taken_on_trust(tmp_path: Path) -> None:
    data = json.loads(BY_NAME["two-licenses-content-short"].read_text())
    file = tmp_path / "my.json"
    del data["application_date"]
    file.write_text(json.dumps(data))
    assert trusted(file, tmp_path, "--on", "2026-11-24") == {"application-date": ["2026-11-24"]}
    for license in data["licenses"]:
        license.pop("primary", None)
    file.write_text(json.dumps(data | {"application_date": "2026-11-24"}))
    assert list(trusted(file, tmp_path)) == ["primary"]
    only = json.loads(BY_NAME["met"].read_text())
    only["licenses"][0].pop("primary", None)
    file.write_text(json.dumps(only))
    assert trusted(file, tmp_path) == {}


def test_what_is_taken_on_trust_cannot_be_left_out_of_a_report(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    report = json.loads(run("check", str(BY_NAME["met"]), "--format", "json", "--on", "2026-12-01").stdout)
    del report["taken_on_trust"]
    file.write_text(json.dumps(report))
    result = run("verify", str(file), str(BY_NAME["met"]))
    assert (result.exit_code, "(/taken_on_trust)" in result.stdout) == (1, True)
    assert "taken on trust: the application date, 2026-12-01" in result.stdout


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "J113"),
        ("{", "J101"),
        ("{}", "is not an mcheck report"),
        ("[]", "contains several reports, and"),
        ('{"licenses": 1}', "is not an mcheck report"),
    ],
)
def test_the_command_refuses_what_is_no_report(text: str, says: str, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_text(text)
    result = run("verify", str(file), str(BY_NAME["met"]))
    assert result.exit_code == 2
    assert says in result.stderr
    assert run("verify", str(tmp_path / "none.json"), str(BY_NAME["met"])).exit_code == 2


def test_a_report_may_be_many_times_as_long_as_its_portfolio(tmp_path: Path) -> None:
    workshop = {"kind": "workshop", "completed": "2025-05-10", "hours": 1}
    workshops = [workshop | {"title": f"Questions that make a class think {n}"} for n in range(500)]
    license = {"field": "Mathematics 8-12", "expires": "2027-06-17"}
    data = {"application_date": "2026-11-24", "licenses": [license], "activities": workshops}
    portfolio, report = tmp_path / "my.json", tmp_path / "report.json"
    portfolio.write_text(json.dumps(data))
    runner = CliRunner()
    report.write_text(runner.invoke(main_group, ["check", str(portfolio), "--format", "json"]).stdout)
    assert report.stat().st_size > 750_000 > portfolio.stat().st_size
    result = runner.invoke(main_group, ["verify", str(report), str(portfolio)])
    assert "J108" not in result.stderr
    assert "confirmed" in result.stdout
    with report.open("wb") as stream:
        stream.truncate(17_000_000)
    result = runner.invoke(main_group, ["verify", str(report), str(portfolio)])
    assert (result.exit_code, "larger than 16 MB" in result.stderr) == (2, True)
