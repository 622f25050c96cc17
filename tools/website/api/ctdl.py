"""Downloads in CTDL, the Credential Transparency Description Language (https://credreg.net/ctdl/terms).

We describe credentials of others, so no CTID is claimed: a CTID is given by who registers a credential. What no source
states is absent, the issuer of the license among it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from mcheck import Catalog
from mcheck.catalog.editions import Edition, Target
from mcheck.catalog.rules import load_rules
from mcheck.core.points import number, show
from mcheck.core.records import Record
from mcheck.explain.labels import TARGETS

from .envelope import API, address, data_day, generated_from, page, render
from .schema_org import duration, issuer

FOLDER = f"{API}/ctdl"
CONTEXT = "https://credreg.net/ctdl/schema/context/json"
LANGUAGE = "en-US"
STATUS = {"offered": ("credentialStat:Active", "Active"), "retired": ("credentialStat:Deprecated", "Deprecated")}
"""Our word for a credential's status -> the concept of the CTDL vocabulary CredentialStatus and its label."""


def downloads(catalog: Catalog) -> dict[str, bytes]:
    """One file for each micro-credential, and one for each type of license that is renewed with PDPs."""
    graphs = {f"credentials/{record['id']}": _credential(catalog, record) for record in catalog.all("credentials")}
    graphs |= {f"licenses/{record['id']}": _license(catalog, record) for record in licenses(catalog)}
    return {f"{FOLDER}/{path}.jsonld": render(_document(catalog, graph)) for path, graph in graphs.items()}


def licenses(catalog: Catalog) -> list[Record]:
    """The types of license that are renewed with PDPs."""
    return [record for record in catalog.all("licenses") if record["kind"] == "type" and record["renewal"] == "pdps"]


def _document(catalog: Catalog, graph: list[dict[str, Any]]) -> dict[str, Any]:
    # generated_from is ours, not a term of CTDL, so the context says that it means nothing there
    return {
        "@context": [CONTEXT, {"generated_from": None}],
        "generated_from": generated_from(catalog),
        "@graph": graph,
    }


def _credential(catalog: Catalog, record: Record) -> list[dict[str, Any]]:
    node: dict[str, Any] = {
        "@id": f"{page(catalog, 'credentials', record['id'])}#credential",
        "@type": "ceterms:MicroCredential",
        "ceterms:name": _text(record["title"]),
        "ceterms:description": _text(record["summary"]),
    }
    node |= _webpage(catalog, record, "title")
    if "alternate_titles" in record:
        node["ceterms:alternateName"] = _texts(other["title"] for other in record["alternate_titles"])
    if "portal_code" in record:
        code = {
            "@type": "ceterms:IdentifierValue",
            "ceterms:identifierTypeName": _text("Portal code"),
            "ceterms:identifierValueCode": record["portal_code"],
        }
        node["ceterms:identifier"] = [code]
    if record["status"] in STATUS:
        concept, label = STATUS[record["status"]]
        node["ceterms:credentialStatusType"] = {
            "@type": "ceterms:CredentialAlignmentObject",
            "ceterms:frameworkName": _text("CredentialStatus"),
            "ceterms:targetNode": concept,
            "ceterms:targetNodeName": _text(label),
        }
    if "hours" in record:
        time = {"@type": "ceterms:DurationProfile", "ceterms:timeRequired": duration(record["hours"])}
        node["ceterms:estimatedDuration"] = [time]
    if record["evidence"]:
        node["ceterms:requires"] = [
            {"@type": "ceterms:ConditionProfile", "ceterms:submissionOfDescription": _texts(record["evidence"])}
        ]
    if "stack" not in record:
        return [node]
    name = issuer(catalog, catalog.get("stacks", record["stack"]))
    node["ceterms:offeredBy"] = ["_:issuer"]
    return [node, {"@id": "_:issuer", "@type": "ceterms:CredentialOrganization", "ceterms:name": _text(name)}]


def _license(catalog: Catalog, record: Record) -> list[dict[str, Any]]:
    rules = load_rules(catalog)
    current = rules.edition_on(data_day(catalog))
    editions = [edition for edition in rules.editions if edition == current or edition.start > data_day(catalog)]
    node: dict[str, Any] = {
        "@id": address(catalog, f"{API}/licenses/{record['id']}.json#license"),
        "@type": "ceterms:License",
        "ceterms:name": _text(record["name"]),
        "ceterms:alternateName": _texts(record.get("aliases", ())),
        "ceterms:description": _text(record["summary"]),
        "ceterms:jurisdiction": [
            {
                "@type": "ceterms:JurisdictionProfile",
                "ceterms:mainJurisdiction": {
                    "@type": "ceterms:Place",
                    "ceterms:addressRegion": _text("Massachusetts"),
                },
            }
        ],
        "ceterms:renewal": [_renewal(catalog, edition) for edition in editions],
    }
    node |= _webpage(catalog, record, "renewal")
    if current is not None:
        node["ceterms:renewalFrequency"] = f"P{current.cycle_years}Y"
    return [node]


def _renewal(catalog: Catalog, edition: Edition) -> dict[str, Any]:
    """The rules of one edition: what holds for every renewal, then one alternative for each way a license renews."""
    return {
        "@type": "ceterms:ConditionProfile",
        "ceterms:name": _text(edition.name),
        "ceterms:description": _text("What a renewal takes. What only some license fields must have is not listed."),
        "ceterms:dateEffective": edition.start.isoformat(),
        "ceterms:subjectWebpage": page(catalog, "renewal", edition.id),
        "ceterms:condition": _texts(
            [
                f"Fewer than {show(edition.floor)} PDPs in a topic count for nothing.",
                f"Renewal opens {_years(edition.opens_years)} before the license expires.",
                f"PDPs may be at most {_years(edition.oldest_years)} old.",
            ]
        ),
        "ceterms:alternativeCondition": [_target(name, target) for name, target in edition.targets.items()],
    }


def _target(name: str, target: Target) -> dict[str, Any]:
    needs = (f"At least {show(need.minimum)} PDPs: {need.label}" for need in target.requirements)
    return {
        "@type": "ceterms:ConditionProfile",
        "ceterms:name": _text(TARGETS.get(name, name)),
        "ceterms:description": _text(f"{show(target.total)} professional development points (PDPs) in all."),
        "ceterms:condition": _texts(needs),
        "ceterms:creditValue": [
            {
                "@type": "ceterms:ValueProfile",
                "schema:value": number(target.total),
                "schema:description": _text("Professional development points (PDPs)"),
            }
        ],
    }


def _years(count: int) -> str:
    return f"{count} year" if count == 1 else f"{count} years"


def _webpage(catalog: Catalog, record: Record, supports: str) -> Mapping[str, str]:
    """The page that the fact named in `supports` was read on."""
    for citation in record["citations"]:
        if supports in citation["supports"]:
            return {"ceterms:subjectWebpage": catalog.get("sources", citation["source"])["url"]}
    return {}


def _text(text: str) -> dict[str, str]:
    return {LANGUAGE: text}


def _texts(texts: Iterable[str]) -> dict[str, list[str]]:
    return {LANGUAGE: list(texts)}
