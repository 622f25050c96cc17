"""License fields: what a name stands for, what it may stand for, and what a verdict hangs on while nobody knows."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from helpers import CATALOG, case, catalog, judge, judge_data
from hypothesis import given, settings
from hypothesis import strategies as st
from mcheck import Catalog, load_portfolio, verify
from mcheck.catalog.fields import field_named, fold, kind_answers, kind_named, names, offers
from mcheck.explain.index import explain
from mcheck.loading.json_text import parse_json
from mcheck.loading.parsing.portfolio import parse
from mcheck.loading.schema import validate
from mcheck.rendering.backends.json_text import render

MET = json.loads((case("met-exactly") / "portfolio.json").read_text())
"""One license with just enough, of a teacher whose role needs no SEI endorsement."""
MINE = ["fact:/licenses/0/field"]
ROWS = list(catalog().terms("license-fields").values())
EVERY = [name for row in ROWS for name in (row["label"], *row.get("aliases", ()))]
TRADES = [name for row in ROWS if row["kind"] == "career-technical" for name in (row["label"], *row.get("aliases", ()))]
FRONT = ("", "Vocational ", "CTE ", "Career Technical ", "career-technical: ", "VTE ")


def one(**more: Any) -> dict[str, Any]:
    """The report on that portfolio with other keys in its license; None takes a key out."""
    data = copy.deepcopy(MET)
    data["licenses"][0] = {k: v for k, v in (data["licenses"][0] | more).items() if v is not None}
    return judge_data(data)


def license_of(report: dict[str, Any]) -> dict[str, Any]:
    (found,) = report["licenses"]
    return dict(found)


@pytest.mark.parametrize("name", EVERY)
def test_every_name_of_the_table_is_known_however_it_is_written(name: str) -> None:
    meant = field_named(catalog(), name)
    assert meant is not None
    for written in (name.upper(), name.lower(), name.replace("-", " "), f" {name} ", "-".join(fold(name).split())):
        found = field_named(catalog(), written)
        assert found is not None
        assert found.id == meant.id


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_its_grades_are_known_however_they_are_written(row: dict[str, Any]) -> None:
    for grades in {g for levels in row.get("levels", ()) for g in levels["grades"]}:
        forms = ["", f" {grades}", f" ({grades})", f", grades {grades}", f" {grades.replace('-', chr(0x2013))}"]
        if grades != "All":
            forms += [f" {grades.replace('-', ' to ')}", f" {grades.replace('PreK', 'PK')}"]
        for form in forms:
            found = field_named(catalog(), row["label"] + form)
            assert found is not None
            assert (found.id, found.other_grades) == (row["id"], False)


def test_the_names_that_are_offered_are_names_of_the_table() -> None:
    assert all(field_named(catalog(), name) is not None for name in names(catalog()))


@pytest.mark.parametrize("front", FRONT)
@pytest.mark.parametrize("name", TRADES)
def test_a_career_technical_field_is_not_judged(name: str, front: str) -> None:
    assert kind_named(catalog(), front + name) == "career-technical"


@pytest.mark.parametrize("field", ["Carpentry", "CTE Carpentry", "Vocational Plumbing", "VTE", "Plumbing (Chapter 74)"])
@pytest.mark.parametrize("type_", [None, "professional"])
def test_and_its_report_says_by_which_regulation_it_goes(field: str, type_: str | None) -> None:
    report = one(field=field, type=type_)
    assert (report["verdict"], license_of(report)["status"]) == ("not-covered", "not-covered")
    assert license_of(report)["other_regulation"]["name"] == "603 CMR 4.12"
    assert license_of(report)["field"]["kind"] == "career-technical"


@pytest.mark.parametrize("front", ["Vocational ", "CTE "])
def test_only_a_career_technical_field_may_have_that_in_front(front: str) -> None:
    assert field_named(catalog(), f"{front}Biology 8-12") is None


UNKNOWN = (
    *("Basket Weaving 5-12", "Shcool Nurse", "School Nurse (Professional)", "Mathematcs 8-12", "x", "Carpentri"),
    *("Biology Teacher", "Spanish 5-12", "???", "8-12", "All", "Professional"),
)


@pytest.mark.parametrize("field", [*UNKNOWN, None])
def test_a_field_in_no_list_is_never_met(field: str | None) -> None:
    found = license_of(one(field=field))
    assert (found["verdict"], found["if_academic"], found["depends_on"]) == ("depends", "met", [MINE])
    assert (found["field"]["known"], found["field"].get("given")) == (False, field)
    assert "kind" not in found["field"]


@pytest.mark.parametrize("field", [*UNKNOWN, None])
def test_nor_is_it_not_met_where_points_are_short(field: str | None) -> None:
    data = copy.deepcopy(MET)
    data["licenses"][0]["field"] = field
    if field is None:
        del data["licenses"][0]["field"]
    data["activities"][4]["hours"] = 89.5
    report = judge_data(data)
    found = license_of(report)
    assert (report["verdict"], found["verdict"], found["if_academic"]) == ("depends", "depends", "not-met")
    assert found["depends_on"] == [MINE]
    assert found["requirements"][-1]["short"] == 0.5
    assert "If it is an academic license: PDPs are missing: 0.5 more in all." in found["why"]
    assert any("if it is an academic license, 0.5 more PDPs in all" in s["text"] for s in report["next_steps"])


def test_points_that_hang_on_something_else_hang_on_the_field_too() -> None:
    data = copy.deepcopy(MET)
    data["licenses"][0]["field"] = "Basket Weaving"
    data["role"] = "core-academic-teacher"
    del data["endorsements"]
    found = license_of(judge_data(data))
    assert found["if_academic"] == "depends"
    assert found["depends_on"][0][:1] == ["fact:/endorsements"]
    assert all(MINE[0] in chosen for chosen in found["depends_on"])


@pytest.mark.parametrize("type_", ["initial", "provisional", "temporary", "emergency", "military-spouse", "vocational"])
@pytest.mark.parametrize("field", ["Basket Weaving", "Shcool Nurse", None])
def test_types_that_are_not_renewed_with_pdps_ask_nothing(type_: str, field: str | None) -> None:
    report = one(field=field, type=type_)
    assert report["verdict"] == ("not-covered" if type_ == "vocational" else "not-required")
    assert report["facts"] == []
    assert [m["code"] for m in report["messages"] if m["code"] in ("P132", "P161")] == []


@pytest.mark.parametrize("kind", ["academic-teacher", "specialist", "support-personnel", "administrator"])
@pytest.mark.parametrize("field", ["Oceanography 8-12", "Basket Weaving", "x", None])
def test_the_kind_of_license_answers_for_a_field_in_no_list(kind: str, field: str | None) -> None:
    found = license_of(one(field=field, license_kind=kind))
    assert (found["verdict"], found["depends_on"]) == ("met", [])
    assert (found["field"]["known"], found["field"]["kind"]) == (False, kind)
    assert "special_conditions" not in found["field"]


@pytest.mark.parametrize("field", ["Basket Weaving", "Shcool Nurse", "Carpentri"])
def test_a_career_technical_license_by_its_kind_is_not_judged(field: str) -> None:
    expected = "depends" if field == "Shcool Nurse" else "not-covered"
    for type_ in ("professional", None):
        assert one(field=field, license_kind="career-technical", type=type_)["verdict"] == expected


SPECIAL = (
    *(
        "Shcool Nurse",
        "School Nurse (Professional)",
        "Registered Nurse",
        "Elementry 1-6",
        "Moderate Disabilites PreK-8",
    ),
    *(
        "Regstered Nurs",
        "School Nursing",
        "Speech Pathologist",
        "Severe Disability",
        "Visualy Impaired",
        "Deaf",
        "Disabilities",
    ),
)


@pytest.mark.parametrize("field", SPECIAL)
@pytest.mark.parametrize("kind", ["academic-teacher", "support-personnel"])
def test_but_not_near_to_one_with_conditions_of_its_own(field: str, kind: str) -> None:
    report = one(field=field, license_kind=kind)
    found = license_of(report)
    assert (found["verdict"], found["depends_on"]) == ("depends", [MINE])
    assert found["field"]["answers"] == ["field"]
    assert [m["pointer"] for m in report["messages"] if m["code"] == "P132"] == ["/licenses/0/field"]


@pytest.mark.parametrize(
    ("field", "kind"),
    [("Chemistry 8-12", "specialist"), ("Carpentry", "academic-teacher"), ("Principal", "career-technical")],
)
def test_another_kind_than_that_of_the_table_is_an_error_of_the_file(field: str, kind: str) -> None:
    _, messages = parse({"licenses": [{"field": field, "license_kind": kind}]}, catalog())
    assert [(m.code, m.severity, m.pointer) for m in messages] == [("P160", "error", "/licenses/0/license_kind")]


def test_the_same_kind_as_that_of_the_table_is_none() -> None:
    assert one(license_kind="academic-teacher")["verdict"] == "met"


@pytest.mark.parametrize(
    ("field", "offered", "kind"),
    [
        ("Chemisty 8-12", "Chemistry 8-12", "academic-teacher"),
        ("Chemisty 5-8", "Chemistry", "academic-teacher"),
        ("Physiks 8-12", "Physics 8-12", "academic-teacher"),
        ("Carpentri", "Carpentry", "career-technical"),
        ("Schol Nurse", "School Nurse", "support-personnel"),
        ("Pricipal", "Principal", "administrator"),
    ],
)
def test_a_near_name_is_offered_with_its_kind(field: str, offered: str, kind: str) -> None:
    report = one(field=field)
    assert license_of(report)["field"]["offered"][0] == {"name": offered, "kind": kind}
    (fact,) = report["facts"]
    assert f'"{offered}" ({kind.replace("-", " ")})' in fact["takes"]


def test_a_field_with_conditions_is_among_the_near_ones_that_are_offered() -> None:
    assert any(offer.field.special for offer in offers(catalog(), "School"))
    assert not kind_answers(catalog(), "School")


@pytest.mark.parametrize(
    "field", ["Chemistry 8-12", "Chemistry", "History/Social Science 5-12", "History 1-6", "Music"]
)
def test_a_field_without_conditions_is_said_to_have_none(field: str) -> None:
    found = license_of(one(field=field))
    assert (found["verdict"], found["field"]["known"], found["field"]["special_conditions"]) == ("met", True, False)


@pytest.mark.parametrize(
    ("field", "condition"),
    [("School Nurse", "registered-nurse-license"), ("Nurse 5-12", "registered-nurse-license")],
)
def test_a_field_with_conditions_asks_for_them_whatever_its_grades(field: str, condition: str) -> None:
    found = license_of(one(field=field))
    assert found["depends_on"] == [[f"fact:/licenses/0/conditions/{condition}"]]
    assert found["field"]["special_conditions"] is True


def test_other_grades_are_known_by_the_name_and_a_message_names_those_there_are() -> None:
    report = one(field="Moderate Disabilities 9-12", issued="2010-05-01")
    found = license_of(report)
    assert found["depends_on"] == [["fact:/licenses/0/conditions/math-score-240"]]
    (message,) = [m for m in report["messages"] if m["code"] == "P161"]
    assert message["pointer"] == "/licenses/0/field"
    assert all(grades in message["text"] for grades in ("PreK-2", "PreK-8", "5-12"))


@pytest.mark.parametrize(
    ("field", "records"),
    [
        ("General Science 1-6", ["general-science-1-6"]),
        ("General Science 5-8", []),
        ("General Science 8-12", []),
        ("History 1-6", ["history-1-6"]),
        ("History 5-12", []),
        ("DLCS 5-12", ["digital-literacy-computer-science-5-12"]),
        ("Moderate Disabilities 5-12", ["moderate-disabilities"]),
        ("Moderate Disabilities 9-12", []),
    ],
)
def test_what_is_special_is_only_that_of_its_own_grades(field: str, records: list[str]) -> None:
    found = field_named(catalog(), field)
    assert found is not None
    assert [record["id"] for record in found.records] == records


TWO = json.loads((case("two-licenses") / "portfolio.json").read_text())


def test_an_unknown_additional_license_is_judged_last_and_leaves_the_others_alone() -> None:
    first, second = TWO["licenses"]
    data = TWO | {
        "licenses": [{**first, "primary": True}, {"id": "odd", "field": "x", "expires": "2027-06-17"}, second]
    }
    report = judge_data(data)
    known, odd, other = report["licenses"]
    assert (known["verdict"], other["verdict"]) == ("met", "met")
    assert (odd["verdict"], odd["depends_on"]) == ("depends", [["fact:/licenses/1/field"]])


def test_an_additional_license_hangs_on_the_field_of_its_primary() -> None:
    first, second = TWO["licenses"]
    report = judge_data(TWO | {"licenses": [{**first, "field": "x", "primary": True}, second]})
    assert [x["depends_on"] for x in report["licenses"]] == [[MINE], [MINE]]
    short = copy.deepcopy(TWO) | {"licenses": [{**first, "field": "x", "primary": True}, second]}
    short["activities"] = [a for a in short["activities"] if a.get("categories") != ["pedagogy"]]
    both = judge_data(short)["licenses"]
    assert [(x["verdict"], x["depends_on"], x["if_academic"]) for x in both] == [("depends", [MINE], "not-met")] * 2


def test_mcheck_takes_a_known_field_as_primary_before_an_unknown_one() -> None:
    first, second = TWO["licenses"]
    licenses = [{**first, "field": "x"}, second]
    licenses[0].pop("primary", None)
    report = judge_data(TWO | {"licenses": licenses, "activities": []})
    assert report["primary"]["pointer"] == "/licenses/1"


WORDS = st.lists(
    st.sampled_from(["school", "nurse", "math", "cte", "art", "8-12", "teacher", "of", "x", "(all)"]), max_size=4
)


@pytest.mark.slow
@settings(max_examples=200)
@given(
    st.text(min_size=1, max_size=30) | WORDS.map(" ".join), st.sampled_from([None, "academic-teacher", "specialist"])
)
def test_no_name_whatever_is_met_in_silence(name: str, kind: str | None) -> None:
    license = {"field": name, "expires": "2027-06-17", **({"license_kind": kind} if kind else {})}
    if validate(data := MET | {"licenses": [license]}, "portfolio"):
        return
    if any(m.severity == "error" for m in parse(data, catalog())[1]):
        return  # a number of a person, or another kind than the table's
    found = license_of(judge_data(data))
    if found.get("verdict") == "met":
        assert field_named(catalog(), name) is not None or (kind is not None and kind_answers(catalog(), name))


def test_verify_notices_an_open_field_that_is_called_settled() -> None:
    path = case("field-in-no-list-and-short") / "portfolio.json"
    loaded = load_portfolio(path.read_bytes(), catalog(), path.name)
    report = parse_json(render(judge(path)).encode())
    assert [f.state for f in verify(report, loaded, catalog())] == ["confirmed"]
    for word in ("met", "not-met"):
        changed = copy.deepcopy(report)
        changed["verdict"] = changed["licenses"][0]["verdict"] = word
        assert "wrong" in {f.state for f in verify(changed, loaded, catalog())}


@pytest.mark.parametrize("name", EVERY)
def test_every_name_of_the_table_can_be_explained(name: str) -> None:
    found = field_named(catalog(), name)
    assert found is not None
    assert f"{found.name} (license field; " in explain(catalog(), name)[0]


def test_what_is_special_of_other_grades_is_not_told() -> None:
    lines = explain(catalog(), "General Science 5-8")
    assert not any("general-science-1-6" in line or "ompetency review" in line for line in lines)
    assert any("general-science-1-6" in line for line in explain(catalog(), "General Science"))


@pytest.mark.parametrize("field", ["Chemistry 8-12", "x", "Vocational Carpentry"])
def test_a_catalog_of_before_the_table_judges_as_it_did(field: str) -> None:
    files = {
        path.relative_to(CATALOG).as_posix(): path.read_bytes()
        for path in CATALOG.rglob("*.json")
        if path.stem not in ("license-fields", "license-kinds", "ids", "exceptions")
    }
    before = judge_data(MET | {"licenses": [{"field": field, "expires": "2027-06-17"}]}, Catalog(files))
    assert before["verdict"] == ("not-covered" if field.startswith("Vocational") else "met")
