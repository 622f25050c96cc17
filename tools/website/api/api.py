"""The static JSON API: one file for each answer."""

from __future__ import annotations

from typing import Any

from mcheck import Catalog
from mcheck.catalog.rules import load_rules
from mcheck.upkeep.workspace import FOLDERS

from ..record_kinds import KINDS
from . import changes, ctdl, feeds
from .envelope import API, VERSION, address, data_day, page, published, respond


def answers(catalog: Catalog) -> dict[str, bytes]:
    """Every answer by its path in the site."""
    bodies: dict[str, dict[str, Any]] = {
        f"{API}/index.json": overview(catalog),
        f"{API}/catalog.json": _bundle(catalog),
        f"{API}/editions.json": _editions(catalog),
        f"{API}/changes.json": {"editions": changes.editions(catalog), "values": changes.values(catalog)},
    }
    for folder, kind in KINDS.items():
        bodies[f"{API}/{folder}.json"] = _collection(catalog, folder)
        for record_id in catalog.ids(folder):
            record = published(catalog, catalog.raw(folder, record_id), FOLDERS[folder])
            shown = {"page": page(catalog, folder, record_id)} if kind.page else {}
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
                "says": kind.says,
                "count": len(catalog.all(folder)),
                "url": address(catalog, f"{API}/{folder}.json"),
                "schema": address(catalog, f"schemas/{FOLDERS[folder]}.schema.json"),
            }
            for folder, kind in KINDS.items()
        ],
    }


def _bundle(catalog: Catalog) -> dict[str, Any]:
    """Every record under its folder and id, moved ones included."""
    records = {
        folder: {i: published(catalog, catalog.raw(folder, i), schema) for i in catalog.ids(folder)}
        for folder, schema in FOLDERS.items()
    }
    return {"about": published(catalog, catalog.meta, "catalog"), "records": records}


def _collection(catalog: Catalog, folder: str) -> dict[str, Any]:
    """The records of a folder by id, and where the ids that have moved went."""
    records = [published(catalog, record, FOLDERS[folder]) for record in catalog.all(folder)]
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
