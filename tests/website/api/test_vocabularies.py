"""JSON-LD and CTDL: only terms that the vocabularies have, where they belong; nothing of our own making in them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis.strategies import text
from machine_files import SITE, answer, changed, published, sources
from mcheck.catalog.store import Catalog, UnknownRecord
from website.api import files, jsonld

LISTS = Path(__file__).parent / "vocabulary"
SCHEMA_ORG = json.loads((LISTS / "schema_org.json").read_text())
CTDL = json.loads((LISTS / "ctdl.json").read_text())
OURS = Catalog(sources())
DOWNLOADS = [path for path in published() if path.endswith(".jsonld")]
DURATION = re.compile(r"P(\d+Y)?(T(\d+H)?(\d+M)?)?")


def credential(credential_id: str, catalog: Catalog = OURS) -> Any:
    return json.loads(jsonld(catalog, credential_id))


def schema_org_problems(node: dict[str, Any], where: str) -> Iterator[str]:
    kind = node["@type"]
    known = SCHEMA_ORG["classes"].get(kind)
    if known is None:
        yield f"{where}: {kind} is not a class of the list"
        return
    for name, values in node.items():
        if name.startswith("@"):
            continue
        if name not in known:
            yield f"{where}: {kind} has no {name}"
            continue
        for value in values if isinstance(values, list) else [values]:
            if not any(schema_org_fits(value, wanted) for wanted in known[name]):
                yield f"{where}/{name}: {value!r} is none of {known[name]}"
            if isinstance(value, dict):
                yield from schema_org_problems(value, f"{where}/{name}")


def schema_org_fits(value: Any, wanted: str) -> bool:
    if isinstance(value, dict):
        return wanted in (value["@type"], SCHEMA_ORG["subclass_of"].get(value["@type"]))
    if not isinstance(value, str):
        return False
    return {
        "Text": True,
        "URL": re.fullmatch(r"https?://\S+", value) is not None,
        "Date": re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) is not None,
        "Duration": DURATION.fullmatch(value) is not None,
    }.get(wanted, False)


@pytest.mark.parametrize("record", OURS.all("credentials"), ids=lambda record: record["id"])
def test_json_ld_uses_only_terms_of_schema_org_and_facts_of_the_record(record: dict[str, Any]) -> None:
    node = credential(record["id"])
    assert list(schema_org_problems(node, "")) == []
    assert node["@context"] == "https://schema.org"
    assert node["@type"] == "EducationalOccupationalCredential"
    assert node["name"] == record["title"]
    assert node["subjectOf"]["lastReviewed"] == record["verified_on"]
    optional = {
        "timeRequired": "hours" in record,
        "identifier": "portal_code" in record,
        "audience": "audience" in record,
        "isPartOf": "stack" in record,
        "provider": "stack" in record,
        "alternateName": "alternate_titles" in record,
        "creativeWorkStatus": record["status"] != "unknown",
    }
    assert {name: name in node for name in optional} == optional


def test_our_readings_are_not_given_as_facts() -> None:
    for record in OURS.all("credentials"):
        assert record["our_reading"]["why"] not in jsonld(OURS, record["id"])
        assert "our_reading" not in jsonld(OURS, record["id"])


def test_hours_become_a_duration() -> None:
    for hours, duration in ((15, "PT15H"), (1.5, "PT1H30M"), (0.5, "PT30M")):

        def set_hours(record: dict[str, Any], hours: float = hours) -> None:
            record["hours"] = hours

        catalog = changed("credentials/cot-co-planning.json", set_hours)
        assert credential("cot-co-planning", catalog)["timeRequired"] == duration


class Scripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.data = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.data += data


@pytest.mark.parametrize("hostile", ["</script><img src=x>", "<!--<script>", "]]>", "a\u2028b", '"\\', "{{ 7 * 7 }}"])
def test_a_hostile_title_stays_inside_the_script(hostile: str) -> None:
    def rename(record: dict[str, Any]) -> None:
        record["title"] = hostile

    text = jsonld(changed("credentials/cot-co-planning.json", rename), "cot-co-planning")
    page = Scripts()
    page.feed(f'<script type="application/ld+json">{text}</script>')
    assert page.tags == ["script"]
    assert json.loads(page.data)["name"] == hostile
    assert not set(text) & set("<>&\u2028\u2029\n")


def test_an_unknown_credential_is_refused() -> None:
    with pytest.raises(UnknownRecord):
        jsonld(OURS, "no-such-badge")


def ctdl_problems(node: dict[str, Any], where: str, types: dict[str, str]) -> Iterator[str]:
    kind = node["@type"]
    known = CTDL["classes"].get(kind)
    if known is None:
        yield f"{where}: {kind} is not a class of the list"
        return
    for name, values in node.items():
        if name.startswith("@"):
            continue
        if name not in known:
            yield f"{where}: {kind} has no {name}"
            continue
        for value in values if isinstance(values, list) else [values]:
            if not any(ctdl_fits(value, wanted, types) for wanted in known[name]):
                yield f"{where}/{name}: {value!r} is none of {known[name]}"
            if isinstance(value, dict) and "@type" in value:
                yield from ctdl_problems(value, f"{where}/{name}", types)


def ctdl_fits(value: Any, wanted: str, types: dict[str, str]) -> bool:
    if isinstance(value, dict):
        words = [w for text in value.values() for w in (text if isinstance(text, list) else [text])]
        return value.get("@type", "") == wanted or (
            wanted == "rdf:langString" and set(value) == {"en-US"} and all(isinstance(w, str) and w for w in words)
        )
    if not isinstance(value, str):
        return wanted == "xsd:float" and isinstance(value, int | float)
    return {
        "xsd:string": True,
        "xsd:anyURI": value in CTDL["concepts"] or re.fullmatch(r"https?://\S+", value) is not None,
        "xsd:date": re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) is not None,
        "schema:Duration": DURATION.fullmatch(value) is not None,
    }.get(wanted, types.get(value) == wanted)


@pytest.mark.parametrize("path", DOWNLOADS)
def test_ctdl_uses_only_terms_of_ctdl(path: str) -> None:
    document = answer(path)
    assert document["@context"] == ["https://credreg.net/ctdl/schema/context/json", {"generated_from": None}]
    types = {node["@id"]: node["@type"] for node in document["@graph"]}
    assert [problem for node in document["@graph"] for problem in ctdl_problems(node, path, types)] == []


@pytest.mark.parametrize(
    "broken",
    [
        {"@type": "ceterms:MicroCredential", "ceterms:codedNotation": "NEA_COT2"},
        {"@type": "ceterms:Badges"},
        {"@type": "ceterms:MicroCredential", "ceterms:name": "no language"},
        {"@type": "ceterms:MicroCredential", "ceterms:offeredBy": ["_:nobody"]},
        {"@type": "ceterms:ConditionProfile", "ceterms:dateEffective": "July 2018"},
        {"@type": "ceterms:License", "ceterms:renewalFrequency": "five years"},
    ],
)
def test_the_lists_notice_what_ctdl_does_not_have(broken: dict[str, Any]) -> None:
    assert list(ctdl_problems(broken, "", {}))


def test_nothing_claims_a_ctid_or_an_issuer_that_no_source_names() -> None:
    for path in DOWNLOADS:
        assert b"ctid" not in published()[path].lower()
        assert re.search(rb"\bce-[0-9a-f]{8}-", published()[path]) is None
        assert b"ownedBy" not in published()[path]
    for record in OURS.all("credentials"):
        graph = answer(f"api/v1/ctdl/credentials/{record['id']}.jsonld")["@graph"]
        assert ("ceterms:offeredBy" in graph[0]) == ("stack" in record)


def test_there_is_a_download_for_every_credential_and_the_license_renewed_with_points() -> None:
    wanted = {f"api/v1/ctdl/credentials/{record['id']}.jsonld" for record in OURS.all("credentials")}
    assert set(DOWNLOADS) == wanted | {"api/v1/ctdl/licenses/professional.jsonld"}


def test_the_license_carries_the_renewal_conditions_in_force() -> None:
    (node,) = answer("api/v1/ctdl/licenses/professional.jsonld")["@graph"]
    assert node["@type"] == "ceterms:License"
    (renewal,) = node["ceterms:renewal"]
    edition = json.loads(sources()[f"renewal/{renewal['ceterms:dateEffective']}.json"])
    assert edition["id"] == answer("api/v1/editions.json")["in_force"]["edition"]
    assert node["ceterms:renewalFrequency"] == f"P{edition['cycle_years']}Y"
    for target, profile in zip(edition["targets"].values(), renewal["ceterms:alternativeCondition"], strict=True):
        assert profile["ceterms:creditValue"][0]["schema:value"] == target["total"]
        conditions = profile["ceterms:condition"]["en-US"]
        for need, condition in zip(target["requirements"], conditions, strict=True):
            assert str(need["minimum"]) in condition
            assert need["label"] in condition


def test_a_coming_edition_is_told_beside_the_one_in_force() -> None:
    def later(record: dict[str, Any]) -> None:
        record.update(id="2027-03-01", name="Rules of 1 March 2027", effective_from="2027-03-01")

    now = files(changed("renewal/2027-03-01.json", later, like="renewal/2018-07-13.json"))
    (node,) = answer("api/v1/ctdl/licenses/professional.jsonld", now)["@graph"]
    assert [r["ceterms:dateEffective"] for r in node["ceterms:renewal"]] == ["2018-07-13", "2027-03-01"]


def test_both_descriptions_speak_of_the_same_thing() -> None:
    for record in OURS.all("credentials"):
        node = answer(f"api/v1/ctdl/credentials/{record['id']}.jsonld")["@graph"][0]
        assert node["@id"] == credential(record["id"])["@id"]
        assert node["@id"].startswith(SITE)


@given(title=text())
def test_any_title_comes_out_of_the_script_as_it_went_in(title: str) -> None:
    def rename(record: dict[str, Any]) -> None:
        record["title"] = title

    written = jsonld(changed("credentials/cot-co-planning.json", rename), "cot-co-planning")
    assert json.loads(written)["name"] == title
    assert not set(written) & set("<>&\u2028\u2029\n")
