"""What blocks a renewal beside points stands in the catalog alone: of a field, a type, an edition, an endorsement."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from changed_catalog import TODAY, confirmed
from helpers import CATALOG, ROOT, edit_record, judge_data
from mcheck import Catalog, load_catalog, load_portfolio, plan
from mcheck.upkeep.lint import lint
from mcheck.upkeep.workspace import from_folder

CITED = [{"source": "reg44-03-2018", "at": "603 CMR 44.03", "supports": ["label"]}]
SAFETY = {"id": "safety-course", "label": "A safety course", "ask": "Have you done it?", "citations": CITED}
BLOCK = {
    "from": "2026-01-01",
    "roles": ["core-academic-teacher"],
    "says": "No renewal without it.",
    "citations": [{"source": "reg44-03-2018", "at": "603 CMR 44.03", "supports": ["from", "roles", "says"]}],
}
ONCE = {
    "once": "a student with autism is assigned to you",
    "ask": "When was a student with autism first assigned to you?",
    "began": "A student with autism was assigned to you",
    "never": "No student with autism was ever assigned to you.",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CATALOG, tmp_path / "catalog"))


def met() -> dict[str, Any]:
    """A portfolio with enough points, of a core academic teacher with the SEI endorsement."""
    data: dict[str, Any] = json.loads((ROOT / "examples" / "met.json").read_text())
    return data | {"role": "core-academic-teacher", "endorsements": [{"id": "sei"}]}


def judged(data: dict[str, Any], catalog: Catalog) -> tuple[str, dict[str, str], dict[str, Any]]:
    """The verdict, the states of special conditions by id, and the report, which `verify` confirms."""
    report = confirmed(data, catalog)
    gates = report["licenses"][0]["gates"]
    return report["verdict"], {gate["id"]: gate["state"] for gate in gates}, report


@pytest.mark.parametrize("record", ["licenses/professional", "renewal/2018-07-13"])
def test_a_condition_of_a_type_or_an_edition_blocks_every_license(folder: Path, record: str) -> None:
    edit_record(folder, record, lambda data: data.update(conditions=[SAFETY]))
    catalog = load_catalog(folder)
    data = met()
    verdict, gates, report = judged(data, catalog)
    assert (verdict, gates["safety-course"]) == ("depends", "unknown")
    assert report["licenses"][0]["depends_on"] == [["fact:/licenses/0/conditions/safety-course"]]
    for answer, word, state in ((True, "met", "passed"), (False, "not-met", "failed")):
        data["licenses"][0]["conditions"] = {"safety-course": answer}
        verdict, gates, _ = judged(data, catalog)
        assert (verdict, gates["safety-course"]) == (word, state)
    found = plan(load_portfolio(json.dumps(data).encode(), catalog, "test.json"), catalog, today=TODAY)
    assert "A safety course" in json.dumps(found)


def test_a_second_endorsement_is_not_passed_by_the_fact_of_the_first(folder: Path) -> None:
    edit_record(folder, "licenses/autism", lambda data: data.update(blocks_renewal=BLOCK))
    catalog = load_catalog(folder)
    data = met() | {"english_learner_assigned": "never", "endorsements": []}
    verdict, gates, report = judged(data, catalog)
    assert (verdict, gates["sei-endorsement"], gates["autism-endorsement"]) == ("not-met", "passed", "failed")
    assert "Autism endorsement, and you do not hold it" in json.dumps(report["licenses"][0]["gates"])
    verdict, gates, _ = judged(data | {"endorsements": [{"id": "autism"}]}, catalog)
    assert (verdict, gates["autism-endorsement"]) == ("met", "passed")
    verdict, gates, _ = judged(data | {"role": "support-specialist"}, catalog)
    assert (verdict, "autism-endorsement" in gates) == ("met", False)


@pytest.mark.parametrize(
    ("since", "verdict", "state"),
    [
        (None, "depends", "unknown"),
        ("never", "met", "passed"),
        ("2026-06-01", "met", "passed"),
        ("2024-06-01", "not-met", "failed"),
        ("2021-06-01", "not-met", "failed"),
    ],
)
def test_an_endorsement_names_its_own_fact_grace_and_words(
    folder: Path, since: str | None, verdict: str, state: str
) -> None:
    block = BLOCK | {"grace_years": 2, "grace_from": "2022-01-01"}
    edit_record(folder, "licenses/autism", lambda data: data.update(blocks_renewal=block, needed_once=ONCE))
    catalog = load_catalog(folder)
    data = met() | ({} if since is None else {"needed_since": {"autism": since}})
    word, gates, report = judged(data, catalog)
    assert (word, gates["autism-endorsement"]) == (verdict, state)
    (gate,) = (g for g in report["licenses"][0]["gates"] if g["id"] == "autism-endorsement")
    told = {
        None: "once a student with autism is assigned to you",
        "never": ONCE["never"],
        "2026-06-01": "You have until 2028-06-01",
        "2024-06-01": "was due by 2026-06-01",
        "2021-06-01": "A student with autism was assigned to you on 2021-06-01",
    }
    assert told[since] in gate["text"]
    assert gate["fact"] == "/needed_since/autism"


def test_lint_accepts_what_a_check_applies(folder: Path) -> None:
    edit_record(folder, "licenses/professional", lambda data: data.update(conditions=[SAFETY]))
    edit_record(folder, "licenses/autism", lambda data: data.update(blocks_renewal=BLOCK, needed_once=ONCE))
    codes = {finding.code for finding in lint(from_folder(folder), TODAY)}
    assert codes <= {"C106", "C123"}, codes  # the order of keys, and the citation of the record


def test_a_day_for_an_endorsement_that_blocks_nothing_is_refused() -> None:
    from mcheck import InputError

    data = met() | {"needed_since": {"autism": "2024-06-01"}}
    with pytest.raises(InputError):
        judge_data(data, None)
