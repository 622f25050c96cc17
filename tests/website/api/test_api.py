"""The JSON API: complete, described, tied to its data, and changed by nothing but the data."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from helpers import CATALOG, ROOT
from jsonschema import Draft202012Validator, FormatChecker
from machine_files import SITE, answer, changed, published, sources
from mcheck import Catalog
from referencing import Registry, Resource
from website.api import files

OPENAPI = "api/v1/openapi.json"
FOLDERS = sorted(path.name for path in CATALOG.iterdir() if path.is_dir())


def answers() -> list[str]:
    return [path for path in published() if path.startswith("api/v1/") and path != OPENAPI]


@cache
def described() -> dict[str, Any]:
    """Path with {id} -> JSON Schema of its answer."""
    found = {}
    for path, item in answer(OPENAPI)["paths"].items():
        (media,) = item["get"]["responses"]["200"]["content"].values()
        found[path.lstrip("/")] = media["schema"]
    return found


def matching(path: str) -> list[str]:
    return [form for form in described() if re.fullmatch(re.escape(form).replace(r"\{id\}", "[^/]+"), path)]


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    registry: Any = Registry().with_resource(
        SITE + OPENAPI,
        Resource.from_contents(
            answer(OPENAPI) | {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SITE + OPENAPI}
        ),
    )
    for path, raw in published().items():
        if path.startswith("schemas/"):
            registry = registry.with_resource(SITE + path, Resource.from_contents(json.loads(raw)))
    # references in a part of the document are relative to the document
    rooted = {"$id": SITE + "api/v1/one-answer.json", **rebased(schema)}
    return Draft202012Validator(rooted, registry=registry, format_checker=FormatChecker())


def rebased(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {k: f"openapi.json{v}" if k == "$ref" and v.startswith("#") else rebased(v) for k, v in schema.items()}
    return [rebased(item) for item in schema] if isinstance(schema, list) else schema


@pytest.mark.slow
def test_every_answer_has_the_form_that_openapi_describes() -> None:
    validators = {form: validator(schema) for form, schema in described().items()}
    used = set()
    for path in answers():
        (form,) = matching(path)
        used.add(form)
        problems = [
            f"{path}: {error.json_path} {error.message}" for error in validators[form].iter_errors(answer(path))
        ]
        assert problems == []
    assert used == set(validators), "OpenAPI describes an answer that does not exist"


def test_the_form_is_strict() -> None:
    path = "api/v1/credentials/cot-co-planning.json"
    check = validator(described()[matching(path)[0]])
    good = answer(path)
    assert check.is_valid(good)
    assert not check.is_valid(good | {"surprise": 1})
    assert not check.is_valid({key: value for key, value in good.items() if key != "generated_from"})
    assert not check.is_valid(good | {"record": good["record"] | {"hours": "fifteen"}})


@pytest.mark.slow
def test_openapi_is_sound_by_the_standard_validator(tmp_path: Path) -> None:
    standard = pytest.importorskip("openapi_spec_validator", reason="openapi-spec-validator is not installed")
    for path, raw in published().items():
        if path == OPENAPI or path.startswith("schemas/"):
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_bytes(raw)
    standard.validate(answer(OPENAPI), base_uri=(tmp_path / OPENAPI).as_uri())


def test_openapi_says_what_a_client_needs() -> None:
    document = answer(OPENAPI)
    assert document["openapi"] == "3.1.0"
    assert document["servers"] == [{"url": SITE.rstrip("/")}]
    names = [item["get"]["operationId"] for item in document["paths"].values()]
    assert len(names) == len(set(names))
    for path, item in document["paths"].items():
        wanted = {"id"} if "{id}" in path else set()
        assert {parameter["name"] for parameter in item.get("parameters", ())} == wanted
        for parameter in item.get("parameters", ()):
            assert path.lstrip("/").replace("{id}", parameter["example"]) in published()


def test_every_answer_says_what_it_was_generated_from() -> None:
    catalog = Catalog(sources())
    for path in answers():
        assert answer(path)["generated_from"] == {"edition": catalog.edition, "sha256": catalog.sha256}, path
        if path.endswith(".json"):
            assert answer(path)["self"] == SITE + path
            assert answer(path)["notice"] == catalog.meta["notice"]


def test_every_address_of_our_site_in_the_index_exists() -> None:
    index = answer("api/v1/index.json")
    addresses = [index[key] for key in ("openapi", "catalog", "editions", "changes")] + [*index["feeds"].values()]
    addresses += [entry[key] for entry in index["collections"] for key in ("url", "schema")]
    for url in addresses:
        assert url.removeprefix(SITE) in published(), url


def exact(raw: bytes) -> Any:
    return json.loads(raw, parse_float=Decimal)


def without_schema(record: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key != "$schema"}


def test_the_bundle_collections_and_records_hold_the_whole_catalog_exactly() -> None:
    catalog = Catalog(sources())
    bundle = exact(published()["api/v1/catalog.json"])
    assert sorted(bundle["records"]) == FOLDERS
    for path, raw in sources().items():
        record = without_schema(exact(raw))
        folder, _, name = path.partition("/")
        if not name:
            assert without_schema(bundle["about"]) == without_schema(dict(catalog.meta))
            continue
        record_id = name.removesuffix(".json")
        if b"#/" in raw:  # a text that mentions a fact of another record by its address is told with the fact
            record = without_schema(dict(catalog.raw(folder, record_id)))
        assert without_schema(bundle["records"][folder][record_id]) == record
        assert without_schema(exact(published()[f"api/v1/{path}"])["record"]) == record
        listed = exact(published()[f"api/v1/{folder}.json"])["records"]
        assert record in map(without_schema, listed)
    assert sum(len(records) for records in bundle["records"].values()) == len(sources()) - 1


def test_no_answer_shows_the_address_of_a_fact_in_place_of_the_fact() -> None:
    assert [path for path in published() if not path.startswith("schemas/") and b"#/" in mentions(path)] == []


def mentions(path: str) -> bytes:
    """What stands in braces that hold no JSON."""
    return b" ".join(re.findall(rb"\{[^{}\s]+\}", published()[path]))


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_records_schema_is_the_published_one(folder: str) -> None:
    for address in {record["$schema"] for record in answer(f"api/v1/{folder}.json")["records"]}:
        schema = answer(address.removeprefix(SITE))
        assert Draft202012Validator.check_schema(schema) is None
        assert schema["$id"] == address


@pytest.mark.slow
def test_a_moved_record_leads_on() -> None:
    def move(record: dict[str, Any]) -> None:
        record.clear()
        record.update(id="old-name", kind="moved", moved_to="cot-co-planning")

    catalog = changed("credentials/old-name.json", move, like="credentials/cot-co-planning.json")
    now = files(catalog)
    assert answer("api/v1/credentials/old-name.json", now)["record"]["moved_to"] == "cot-co-planning"
    collection = answer("api/v1/credentials.json", now)
    assert collection["moved"] == {"old-name": "cot-co-planning"}
    assert collection["count"] == len(collection["records"]) == answer("api/v1/credentials.json")["count"]
    assert "api/v1/ctdl/credentials/old-name.jsonld" not in now
    for path in ("api/v1/credentials/old-name.json", "api/v1/credentials.json", "api/v1/catalog.json"):
        assert validator(described()[matching(path)[0]]).is_valid(answer(path, now))


def test_a_new_record_is_everywhere_it_belongs() -> None:
    def rename(record: dict[str, Any]) -> None:
        record.update(id="a-new-one", title="A New One")

    now = files(changed("credentials/a-new-one.json", rename, like="credentials/cot-co-planning.json"))
    added = set(now) - set(published())
    assert added == {"api/v1/credentials/a-new-one.json", "api/v1/ctdl/credentials/a-new-one.jsonld"}
    for path in ("api/v1/credentials.json", "api/v1/catalog.json", *added):
        assert b"A New One" in now[path]
    counts = {entry["name"]: entry["count"] for entry in answer("api/v1/index.json", now)["collections"]}
    assert counts["credentials"] == answer("api/v1/credentials.json")["count"] + 1


def test_a_changed_rate_changes_every_answer_that_tells_of_it() -> None:
    def raise_rate(record: dict[str, Any]) -> None:
        record["values"].append({**record["values"][0], "from": "2027-02-01", "points": 12.5})

    now = files(changed("activities/nea-micro-credential.json", raise_rate))
    change = answer("api/v1/changes.json", now)["values"][-1]
    assert change["from"] == "2027-02-01"
    assert change["before"] == {"points": 10, "per": "pair", "up_to": False}
    assert change["after"] == {"points": 12.5, "per": "pair", "up_to": False}
    differing = {path for path in now if now[path] != published()[path]}
    same = {path for path in now if path.startswith(("schemas/", "robots", ".well-known"))}
    assert differing == set(now) - same, "every answer names the SHA-256 of the catalog it was made from"
    for path in ("feed.xml", "feed.json"):
        assert b"12.5 PDPs for each pair of badges" in now[path]
        assert b"12.5" not in published()[path]


def test_a_new_edition_is_listed_compared_and_announced() -> None:
    def tighten(record: dict[str, Any]) -> None:
        record.update(
            id="2027-03-01", name="Rules of 1 March 2027", effective_from="2027-03-01", changes="Less pedagogy."
        )
        record["targets"]["primary"]["total"] = 120
        record["targets"]["primary"]["requirements"] = [
            need for need in record["targets"]["primary"]["requirements"] if need["id"] != "pedagogy"
        ]

    now = files(changed("renewal/2027-03-01.json", tighten, like="renewal/2018-07-13.json"))
    listed = {entry["id"]: entry for entry in answer("api/v1/editions.json", now)["editions"]}
    assert listed["2018-07-13"]["replaced_on"] == "2027-03-01"
    assert "replaced_on" not in listed["2027-03-01"]
    assert answer("api/v1/editions.json", now)["in_force"]["edition"] == "2018-07-13", "it has not started"
    last = answer("api/v1/changes.json", now)["editions"][-1]
    assert (last["from"], last["to"], last["statements"]) == ("2018-07-13", "2027-03-01", [])
    found = {difference["at"]: difference for difference in last["differences"]}
    assert set(found) == {"targets/primary/total", "targets/primary/requirements/pedagogy"}
    assert (found["targets/primary/total"]["before"], found["targets/primary/total"]["after"]) == (150, 120)
    assert "after" not in found["targets/primary/requirements/pedagogy"]
    assert "120; before, 150" in now["feed.json"].decode()


def test_neighbouring_editions_differ_as_their_records_do() -> None:
    for change in answer("api/v1/changes.json")["editions"]:
        records = {side: answer(f"api/v1/renewal/{change[side]}.json")["record"] for side in ("from", "to")}
        for difference in change["differences"]:
            for side, key in (("from", "before"), ("to", "after")):
                value: Any = records[side]
                for step in difference["at"].split("/"):
                    value = (
                        next((entry for entry in value if entry["id"] == step), None)
                        if isinstance(value, list)
                        else value[step]
                    )
                if isinstance(value, dict):
                    value = {name: value[name] for name in ("label", "categories", "minimum")}
                assert difference.get(key) == value
    totals = [d["at"] for c in answer("api/v1/changes.json")["editions"] for d in c["differences"]]
    assert totals, "the editions of our catalog differ"


@pytest.mark.slow
def test_the_same_catalog_gives_the_same_bytes_in_any_process() -> None:
    code = (
        "import hashlib; from pathlib import Path; from mcheck import load_catalog; from website.api import files\n"
        f"made = files(load_catalog(Path({str(CATALOG)!r}))); digest = hashlib.sha256()\n"
        "for path, content in made.items(): digest.update(path.encode() + b'\\0' + content)\n"
        "print(digest.hexdigest())"
    )
    seen = set()
    for seed in ("1", "2"):
        environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "tools"), "TZ": f"UTC+{seed}"}
        run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        seen.add(run.stdout.strip())
    ours = hashlib.sha256(b"".join(path.encode() + b"\0" + content for path, content in published().items()))
    assert seen == {ours.hexdigest()}


def test_the_order_in_which_files_were_read_does_not_matter() -> None:
    backwards = Catalog(dict(reversed(sources().items())))
    assert list(files(backwards).items()) == list(published().items())


def test_no_path_leaves_the_site() -> None:
    for path in published():
        assert re.fullmatch(r"(\.well-known/)?[a-z0-9][a-z0-9./_-]*", path), path
        assert ".." not in path
