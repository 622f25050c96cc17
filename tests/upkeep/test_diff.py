"""What changed and what it does to people, between folders and between revisions."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from helpers import CATALOG, EXAMPLES, catalog, edit_record
from mcheck import Catalog, check, load_portfolio
from mcheck.upkeep.changes import impact
from mcheck.upkeep.changes.impact import later
from mcheck.upkeep.changes.people import people
from upkeep_run import edit, run

OURS = CATALOG
PEOPLE = len(list(EXAMPLES.glob("*.json"))) + len(list(people(catalog())))


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    return Path(shutil.copytree(OURS, tmp_path / "changed"))


@pytest.fixture(autouse=True, scope="module")
def judged_once() -> Iterator[None]:
    """What a portfolio comes to on a day under the same catalog is worked out once, whichever tests compare it."""
    judged, known = impact._judged, dict[Any, impact.Outcome]()

    def once(raw: bytes, catalog: Catalog, name: str, day: date) -> impact.Outcome:
        key = (raw, catalog.sha256, name, day)
        if key not in known:
            known[key] = judged(raw, catalog, name, day)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(impact, "_judged", once)
        yield


def as_data(*args: str | Path) -> Any:
    result = run("catalog", "diff", *args, "--format", "json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_two_equal_catalogs() -> None:
    assert "No record differs." in run("catalog", "diff", OURS, OURS).stdout
    data = as_data(OURS, OURS)
    assert (data["changes"], data["people"], data["size"]) == ([], {"judged": PEOPLE, "effects": []}, "patch")


def test_a_corrected_field_is_minor_and_exact(changed: Path) -> None:
    edit(changed / "credentials" / "cot-co-planning.json", '"hours": 15', '"hours": 10.5')
    data = as_data(OURS, changed)
    assert [(c["folder"], c["id"], c["how"], c["size"], c["fields"]) for c in data["changes"]] == [
        ("credentials", "cot-co-planning", "changed", "minor", [{"field": ["hours"], "before": 15, "after": 10.5}])
    ]
    assert data["people"]["effects"] == []
    said = run("catalog", "diff", OURS, changed).stdout
    assert "    - hours: 15 -> 10.5\n" in said
    assert f"Portfolios judged: {PEOPLE}. Change verdict: none." in said


def test_words_and_sources_are_a_patch(changed: Path) -> None:
    edit(changed / "credentials" / "cot-co-planning.json", '"verified_on": "2026-11-23"', '"verified_on": "2026-11-24"')
    edit(changed / "activities" / "workshop.json", '"summary": "', '"summary": "In short: ')
    assert as_data(OURS, changed)["size"] == "patch"


def test_a_field_that_comes_or_goes_has_one_side_only(changed: Path) -> None:
    edit(changed / "credentials" / "cot-co-planning.json", '  "hours": 15,\n', "")
    edit(changed / "stacks" / "lgbtq.json", '  "summary"', '  "issuer_count": 9,\n  "summary"')
    gone, come = as_data(OURS, changed)["changes"]
    assert gone["fields"] == [{"field": ["hours"], "before": 15}]
    assert come["fields"] == [{"field": ["issuer_count"], "after": 9}]
    said = run("catalog", "diff", OURS, changed).stdout
    assert "hours: no longer 15" in said
    assert "issuer count: now 9" in said


def test_a_value_is_found_by_its_date_not_by_its_place(changed: Path) -> None:
    path = changed / "activities" / "graduate-credit-non-degree.json"
    record = json.loads(path.read_text())
    record["values"].insert(1, {**record["values"][1], "from": "2025-01-01", "points": 15})
    record["values"][2]["points"] = 5
    path.write_text(json.dumps(record))
    (change,) = as_data(OURS, changed)["changes"]
    assert change["size"] == "major"
    assert [field["field"] for field in change["fields"]] == [
        ["values", "2026-06-08", "points"],
        ["values", "2025-01-01"],
    ]


def test_people_whose_verdict_changes_are_named_with_before_and_after(changed: Path) -> None:
    edit(changed / "renewal" / "2018-07-13.json", '"total": 150', '"total": 160')
    data = as_data(OURS, changed)
    assert data["size"] == "major"
    (met,) = [e for e in data["people"]["effects"] if e["portfolio"] == "met.json"]
    assert met["verdict_changes"]
    assert (met["before"]["verdict"], met["after"]["verdict"]) == ("met", "not-met")
    assert [r["Mathematics 8-12"]["PDPs in all"] for r in (met["before"]["licenses"], met["after"]["licenses"])] == [
        "150 of 150",
        "150 of 160",
    ]
    said = run("catalog", "diff", OURS, changed).stdout
    assert "- **met.json**, applied on 2026-11-24: met -> not-met" in said
    assert "PDPs in all 150 of 150 -> 150 of 160" in said


def test_a_portfolio_given_is_judged_too(changed: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.json"
    mine.write_text((EXAMPLES / "met.json").read_text())
    edit(changed / "renewal" / "2018-07-13.json", '"total": 150', '"total": 160')
    data = as_data(OURS, changed, "--portfolio", mine)
    assert data["people"]["judged"] == PEOPLE + 1
    assert str(mine) in {effect["portfolio"] for effect in data["people"]["effects"]}
    missing = run("catalog", "diff", OURS, changed, "--portfolio", tmp_path / "none.json")
    assert missing.exit_code == 2
    assert "J110" in missing.stderr


@pytest.mark.slow
def test_a_future_edition_is_tried_on_the_people_of_today_some_years_later(changed: Path) -> None:
    options = {"from": "2027-01-01", "name": "Rules of 2027", "changes": "More in all.", "source": "notice2017"}
    made = run(
        "catalog", "new", "edition", "--catalog", changed, *(w for n, v in options.items() for w in (f"--{n}", v))
    )
    assert made.exit_code == 0, made.stderr
    edit(changed / "renewal" / "2027-01-01.json", '"total": 150', '"total": 160')
    data = as_data(OURS, changed)
    (change,) = data["changes"]
    assert (change["how"], change["size"]) == ("added", "major")
    assert change["fields"] == [{"field": ["targets", "primary", "total"], "before": 150, "after": 160}]
    assert {effect["years_later"] for effect in data["people"]["effects"]} - {12} == {1}
    (met,) = [effect for effect in data["people"]["effects"] if effect["portfolio"] == "met.json"]
    assert (met["on"], met["before"]["verdict"], met["after"]["verdict"]) == ("2027-11-24", "met", "not-met")
    assert (
        "- **met.json**, a year later, applied on 2027-11-24: met -> not-met"
        in run("catalog", "diff", OURS, changed).stdout
    )


@pytest.mark.parametrize(
    ("text", "years", "expected"),
    [
        (
            b'{"expires": "2027-06-17", "completed": "2024-02-29"}',
            1,
            b'{"expires": "2028-06-17", "completed": "2025-02-28"}',
        ),
        (b'["2024-02-29", "2024-02", "2024"]', 4, b'["2028-02-29", "2028-02", "2028"]'),
        (b'{"title": "The rules of 2024", "hours": 2024}', 1, b'{"title": "The rules of 2024", "hours": 2024}'),
    ],
)
def test_a_portfolio_some_years_later(text: bytes, years: int, expected: bytes) -> None:
    assert later(text, years) == expected


def test_a_portfolio_that_can_no_longer_be_checked_says_why(changed: Path) -> None:
    (changed / "activities" / "graduate-course.json").unlink()
    verdict_changes = as_data(OURS, changed)["people"]["effects"]
    assert {effect["after"]["verdict"] for effect in verdict_changes} == {"cannot be checked"}
    assert "graduate-course" in run("catalog", "diff", OURS, changed).stdout


def test_added_removed_and_moved(changed: Path) -> None:
    (changed / "sources" / "zz-new.json").write_text(
        json.dumps(json.loads((OURS / "sources" / "pm-mc.json").read_text()) | {"id": "zz-new"})
    )
    (changed / "sources" / "weymouth.json").unlink()
    moved = changed / "credentials" / "cot-co-planning.json"
    moved.write_text(
        json.dumps(
            {
                "$schema": "../../schemas/credential.schema.json",
                "id": "cot-co-planning",
                "kind": "moved",
                "moved_to": "cot-co-instructing",
            }
        )
    )
    data = as_data(OURS, changed)
    assert [(c["id"], c["how"], c["size"]) for c in data["changes"]] == [
        ("cot-co-planning", "moved", "minor"),
        ("weymouth", "removed", "major"),
        ("zz-new", "added", "minor"),
    ]
    assert "cot-co-planning moved to cot-co-instructing" in run("catalog", "diff", OURS, changed).stdout


def test_what_does_not_fit_its_schema_is_not_compared(changed: Path) -> None:
    edit(changed / "credentials" / "cot-co-planning.json", '"hours"', '"hour"')
    result = run("catalog", "diff", OURS, changed)
    assert result.exit_code == 2
    assert "credentials/cot-co-planning.json" in result.stderr


@pytest.mark.parametrize("old", ["a field that is not known", "a vocabulary that is not there"])
def test_of_a_catalog_from_before_the_present_schemas_records_are_compared(old: str, changed: Path) -> None:
    if old.startswith("a field"):
        edit(changed / "credentials" / "cot-co-planning.json", '"hours"', '"hour"')
    else:
        (changed / "vocabulary" / "license-kinds.json").unlink()
    data = as_data(changed, OURS)
    names = {"cot-co-planning"} if old.startswith("a field") else {"license-kinds"}
    assert {change["id"] for change in data["changes"]} == names
    assert names.pop() in data["people"]["not_judged"]
    assert (data["people"]["judged"], data["people"]["effects"]) == (0, [])
    said = run("catalog", "diff", changed, OURS).stdout
    assert "Nobody was judged" in said
    assert "not older than the last change of schemas/" in said


def test_changelog_drafts_rules_and_catalog(changed: Path) -> None:
    edit(changed / "renewal" / "2018-07-13.json", '"total": 150', '"total": 160')
    edit(changed / "credentials" / "cot-co-planning.json", '"hours": 15', '"hours": 10')
    edit(changed / "credentials" / "cot-co-instructing.json", '"summary": "', '"summary": "In short: ')
    edit(changed / "catalog.json", '"edition": "2026.11.1"', '"edition": "2027.1.1"')
    said = run("catalog", "changelog", OURS, changed).stdout
    assert said.startswith("## 2027.1.1 (major)\n\n### Rules\n")
    rules, _, entries = said.partition("### Catalog\n")
    assert "- Edition Rules of July 13, 2018: targets primary total: 150 -> 160." in rules
    assert "- The example met.json, applied on 2026-11-24: met -> not-met." in rules
    assert entries == "- Micro-credential Co-Planning: hours: 15 -> 10.\n"


def git(folder: Path, *words: str) -> None:
    identity = ("-c", "user.name=A Teacher", "-c", "user.email=teacher@example.org")
    subprocess.run(["git", "-C", str(folder), *identity, *words], check=True, capture_output=True)


@pytest.mark.slow
def test_revisions_of_git(changed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = tmp_path / "repository"
    repository.mkdir()
    shutil.copytree(OURS, repository / "catalog")
    git(repository, "init", "-q")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "First")
    git(repository, "tag", "one")
    edit(repository / "catalog" / "credentials" / "cot-co-planning.json", '"hours": 15', '"hours": 10')
    monkeypatch.chdir(repository / "catalog" / "credentials")
    for old, new in (("one", repository), ("HEAD", repository / "catalog")):
        (change,) = as_data(old, new)["changes"]
        assert change["id"] == "cot-co-planning"
    assert as_data("one", "HEAD")["changes"] == []
    for wrong in ("no-such-revision", "HEAD:catalog"):
        result = run("catalog", "diff", wrong, "HEAD")
        assert result.exit_code == 2
        assert "neither a catalog folder nor a revision" in result.stderr


def test_stale_lists_what_was_read_long_ago_oldest_first(changed: Path) -> None:
    for name, day in (("pm-mc", "2020-01-02"), ("pdfaq", "2019-01-02")):
        path = changed / "sources" / f"{name}.json"
        path.write_text(re.sub(r'("(?:read_on|verified_on)": )"[^"]+"', rf'\1"{day}"', path.read_text()))
    result = run("catalog", "stale", "--older-than", "1000", "--catalog", changed)
    assert result.exit_code == 1
    items = [line for line in result.stdout.splitlines() if line.startswith("- ")]
    assert [item.split(",")[0].rpartition("/")[2] for item in items] == ["pdfaq.json", "pm-mc.json"]
    assert "    - http" in result.stdout
    assert run("catalog", "stale", "--older-than", "100000", "--catalog", changed).exit_code == 0
    assert run("catalog", "stale", "--catalog", changed).exit_code == 2


def test_there_is_somebody_for_each_edition_and_kind_of_license() -> None:
    known = list(people(catalog()))
    kinds = {term for term, record in catalog().terms("license-kinds").items() if record["status"] == "judged"}
    assert len(known) == len(catalog().ids("renewal")) * (len(kinds) + 1)
    for person in known:
        report = check(load_portfolio(person.raw, catalog(), person.name), catalog())
        assert report["verdict"] == "met", person.name
        assert report["edition"]["name"] in person.name
        for license in report["licenses"]:
            (total,) = (r for r in license["requirements"] if r["id"] == "total")
            assert total["have"] == total["need"], person.name


def test_a_change_that_no_example_shows_is_seen_by_somebody(changed: Path) -> None:
    edit(changed / "renewal" / "2017-07-28.json", '"total": 150', '"total": 151')
    flipped = [e["portfolio"] for e in as_data(OURS, changed)["people"]["effects"] if e["verdict_changes"]]
    assert [name for name in flipped if name.startswith("Administrator")] != []
    assert not [name for name in flipped if name.endswith(".json")]


def test_a_second_citation_is_no_removal_of_the_first(changed: Path) -> None:
    more = {"source": "pm-mc", "supports": ["summary"]}
    edit_record(changed, "renewal/2018-07-13", lambda record: record["topic_floor"]["citations"].append(more))
    ((field,),) = (c["fields"] for c in as_data(OURS, changed)["changes"])
    assert (field["field"], "before" in field) == (["topic_floor", "citations", "pm-mc"], False)


def test_what_is_to_come_is_told_as_such(changed: Path) -> None:
    cited = [{"source": "pm-mc", "supports": ["points"]}]
    value = {"from": "2099-07-01", "points": 12, "per": "pair", "citations": cited}
    edit_record(changed, "activities/nea-micro-credential", lambda record: record["values"].append(value))
    said = run("catalog", "diff", OURS, changed).stdout
    assert "values 2099-07-01: from 2099-07-01 on: points 12, per pair" in said


def test_a_number_that_people_have_relied_on_is_called_out(changed: Path) -> None:
    edit(changed / "renewal" / "2016-07-01.json", '"total": 150', '"total": 151')
    edit(changed / "credentials" / "cot-co-planning.json", '"hours": 15', '"hours": 10')
    said = run("catalog", "diff", OURS, changed).stdout
    assert said.count("Look twice: ") == 1
    assert "has been in force since 2016-07-01" in said


def test_what_a_catalog_lacks_is_a_sentence(changed: Path) -> None:
    (changed / "activities" / "graduate-course.json").unlink()
    said = run("catalog", "diff", OURS, changed).stdout
    assert "lacks there is" not in said
    assert "graduate-course" in said
