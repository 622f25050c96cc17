"""The static JSON API: one file for each answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mcheck import Catalog
from mcheck.catalog.rules import load_rules

from . import changes, ctdl, feeds
from .envelope import API, PAGES, VERSION, address, data_day, page, published, respond


@dataclass(frozen=True, slots=True)
class Collection:
    """A folder of the catalog as the API shows it."""

    schema: str
    """The name of the schema of its records."""
    nouns: str
    """What its records are, in a sentence."""
    says: str


COLLECTIONS = {
    "activities": Collection("activity", "ways to earn PDPs", "Ways to earn PDPs, with their dated values."),
    "checks": Collection("check", "checks", "Common mistakes: what, why and how to mend it."),
    "credentials": Collection("credential", "micro-credentials", "Micro-credentials (badges)."),
    "licenses": Collection("license", "licenses and endorsements", "Fields, types and endorsements: what is special."),
    "pathways": Collection("pathway", "pathways", "What badges can and cannot do for each kind of educator."),
    "programs": Collection("program", "programs", "Facts about issuers' programs and other states' rates."),
    "questions": Collection("question", "open questions", "Open questions, their readings, who can settle them."),
    "renewal": Collection("renewal", "editions of the rules", "Editions of the renewal requirements, each complete."),
    "sources": Collection("source", "sources", "Pages and regulations that were read."),
    "stacks": Collection("stack", "stacks", "Stacks: groups of micro-credentials that their issuer made."),
    "vocabulary": Collection("vocabulary", "vocabularies", "The closed lists of words that records use."),
}


def answers(catalog: Catalog) -> dict[str, bytes]:
    """Every answer by its path in the site."""
    bodies: dict[str, dict[str, Any]] = {
        f"{API}/index.json": overview(catalog),
        f"{API}/catalog.json": _bundle(catalog),
        f"{API}/editions.json": _editions(catalog),
        f"{API}/changes.json": {"editions": changes.editions(catalog), "values": changes.values(catalog)},
    }
    for folder, collection in COLLECTIONS.items():
        bodies[f"{API}/{folder}.json"] = _collection(catalog, folder)
        for record_id in catalog.ids(folder):
            record = published(catalog, catalog.raw(folder, record_id), collection.schema)
            shown = {"page": page(catalog, folder, record_id)} if folder in PAGES else {}
            bodies[f"{API}/{folder}/{record_id}.json"] = {**shown, "record": record}
    return {path: respond(catalog, path, body) for path, body in bodies.items()}


def overview(catalog: Catalog) -> dict[str, Any]:
    """Where everything is: the body of the API's index, and what its page for people is made from."""
    return {
        "version": VERSION,
        "released": catalog.meta["released"],
        "verified_on": catalog.meta["verified_on"],
        "documentation": address(catalog, "reference/api/"),
        "openapi": address(catalog, f"{API}/openapi.json"),
        "catalog": address(catalog, f"{API}/catalog.json"),
        "editions": address(catalog, f"{API}/editions.json"),
        "changes": address(catalog, f"{API}/changes.json"),
        "feeds": {"atom": address(catalog, feeds.ATOM_PATH), "json": address(catalog, feeds.JSON_PATH)},
        "ctdl": address(catalog, f"{ctdl.FOLDER}/"),
        "collections": [
            {
                "name": folder,
                "says": collection.says,
                "count": len(catalog.all(folder)),
                "url": address(catalog, f"{API}/{folder}.json"),
                "schema": address(catalog, f"schemas/{collection.schema}.schema.json"),
            }
            for folder, collection in COLLECTIONS.items()
        ],
    }


def _bundle(catalog: Catalog) -> dict[str, Any]:
    """Every record under its folder and id, moved ones included."""
    records = {
        folder: {i: published(catalog, catalog.raw(folder, i), collection.schema) for i in catalog.ids(folder)}
        for folder, collection in COLLECTIONS.items()
    }
    return {"about": published(catalog, catalog.meta, "catalog"), "records": records}


def _collection(catalog: Catalog, folder: str) -> dict[str, Any]:
    """The records of a folder by id, and where the ids that have moved went."""
    records = [published(catalog, record, COLLECTIONS[folder].schema) for record in catalog.all(folder)]
    live = {record["id"] for record in records}
    moved = {i: catalog.get(folder, i)["id"] for i in catalog.ids(folder) if i not in live}
    return {"collection": folder, "count": len(records), "records": records, "moved": moved}


def _editions(catalog: Catalog) -> dict[str, Any]:
    """The editions of the rules, oldest first, each with the day the next one replaces it."""
    rules = load_rules(catalog)
    day = data_day(catalog)
    listed = []
    for edition in rules.editions:
        entry = {"id": edition.id, "name": edition.name, "effective_from": edition.start.isoformat()}
        later = rules.edition_after(edition)
        if later is not None:
            entry["replaced_on"] = later.start.isoformat()
        entry["record"] = address(catalog, f"{API}/renewal/{edition.id}.json")
        entry["page"] = page(catalog, "renewal", edition.id)
        listed.append(entry)
    current = rules.edition_on(day)
    found: dict[str, Any] = {"editions": listed}
    if current is not None:
        found["in_force"] = {"edition": current.id, "on": day.isoformat()}
    return found
