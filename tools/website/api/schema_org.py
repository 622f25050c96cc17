"""JSON-LD for the page of a micro-credential, in the terms of schema.org."""

from __future__ import annotations

import json
from typing import Any

from mcheck import Catalog
from mcheck.core.records import Record

from .envelope import page


def jsonld(catalog: Catalog, credential_id: str) -> str:
    """A schema.org EducationalOccupationalCredential, safe inside <script type="application/ld+json">.

    It holds what sources state and nothing of our own readings; what is unknown is absent. The text has one line.
    Raises mcheck.catalog.store.UnknownRecord.
    """
    text = json.dumps(describe(catalog, catalog.get("credentials", credential_id)), ensure_ascii=False, default=float)
    # inside a script only "<" could end it; the others are escaped so that no parser of any page can be misled
    for mark in "<>&\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return text


def describe(catalog: Catalog, record: Record) -> dict[str, Any]:
    """The same as data."""
    url = page(catalog, "credentials", record["id"])
    node: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "EducationalOccupationalCredential",
        "@id": f"{url}#credential",
        "name": record["title"],
        "description": record["summary"],
        "credentialCategory": "Micro-credential",
    }
    if "alternate_titles" in record:
        node["alternateName"] = [other["title"] for other in record["alternate_titles"]]
    if "portal_code" in record:
        node["identifier"] = {"@type": "PropertyValue", "name": "Portal code", "value": record["portal_code"]}
    if "hours" in record:
        node["timeRequired"] = duration(record["hours"])
    if "audience" in record:
        node["audience"] = {"@type": "Audience", "audienceType": record["audience"]}
    if record["status"] != "unknown":
        node["creativeWorkStatus"] = record["status"]
    if "stack" in record:
        stack = catalog.get("stacks", record["stack"])
        series = {"@type": "CreativeWork", "name": stack["name"], "url": page(catalog, "stacks", stack["id"])}
        node["isPartOf"] = series
        node["provider"] = {"@type": "Organization", "name": issuer(catalog, stack)}
    node["subjectOf"] = {
        "@type": "WebPage",
        "url": url,
        "lastReviewed": record["verified_on"],
        "license": f"https://spdx.org/licenses/{catalog.meta['license']}.html",
        "citation": [
            {"@type": "WebPage", "name": source["title"], "url": source["url"]}
            for source in (catalog.get("sources", citation["source"]) for citation in record["citations"])
        ],
    }
    return node


def issuer(catalog: Catalog, stack: Record) -> str:
    """The name of who issues the badges of a stack: the publisher of the page that its program record was read in."""
    program = catalog.get("programs", stack["issuer"])
    return str(catalog.get("sources", program["citations"][0]["source"])["publisher"])


def duration(hours: Any) -> str:
    """Hours as an ISO 8601 duration, whole minutes kept: 1.5 -> PT1H30M."""
    whole, minutes = divmod(round(hours * 60), 60)
    return "PT" + (f"{whole}H" if whole else "") + (f"{minutes}M" if minutes else "")
