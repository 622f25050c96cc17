"""The description of the API in OpenAPI 3.1, made from the same tables as the answers."""

from __future__ import annotations

from typing import Any

from mcheck.catalog.store import Catalog

from .api import COLLECTIONS
from .ctdl import FOLDER, licenses
from .response import API, PAGES, VERSION, address, generated_from, render

PATH = f"{API}/openapi.json"
_DATE = {"type": "string", "format": "date"}
_TEXT = {"type": "string"}
_URL = {"type": "string", "format": "uri"}


def document(catalog: Catalog) -> bytes:
    """openapi.json; it lies beside the answers and points at the published schemas of the records."""
    paths = {
        f"/{API}/index.json": _get("getIndex", "Where everything is", _named("Index")),
        f"/{API}/catalog.json": _get("getCatalog", "The whole catalog in one file", _named("Bundle")),
        f"/{API}/editions.json": _get("listEditions", "Editions of the rules and when each holds", _named("Editions")),
        f"/{API}/changes.json": _get("listChanges", "What changed, computed from the records", _named("Changes")),
    }
    for folder, collection in COLLECTIONS.items():
        noun = collection.schema.capitalize()
        record = {"$ref": f"../../schemas/{collection.schema}.schema.json"}
        everything = _get(f"list{noun}Records", collection.says, _answer(_list_of(folder, record)))
        paths[f"/{API}/{folder}.json"] = everything
        shown = {"page": {**_URL, "description": "Where people can read it."}} if folder in PAGES else {}
        one = _get(f"get{noun}", f"One record: {noun}", _answer({**shown, "record": record}))
        paths[f"/{API}/{folder}/{{id}}.json"] = _by_id(one, catalog.ids(folder))
    ctdl = _get("getCredentialCtdl", "A micro-credential in CTDL", _named("Ctdl"), "application/ld+json")
    ids = tuple(record["id"] for record in catalog.all("credentials"))
    paths[f"/{FOLDER}/credentials/{{id}}.jsonld"] = _by_id(ctdl, ids)
    ctdl = _get("getLicenseCtdl", "A license with its renewal in CTDL", _named("Ctdl"), "application/ld+json")
    paths[f"/{FOLDER}/licenses/{{id}}.jsonld"] = _by_id(ctdl, tuple(record["id"] for record in licenses(catalog)))
    return render(
        {
            "openapi": "3.1.0",
            "info": {
                "title": "Massachusetts license renewal and NEA micro-credentials",
                "version": VERSION,
                "summary": "A read-only API of static files: dated and cited facts as JSON.",
                "description": str(catalog.meta["notice"]),
                "license": {"name": catalog.meta["license"], "identifier": catalog.meta["license"]},
            },
            "x-generated_from": generated_from(catalog),
            "externalDocs": {"url": address(catalog, "reference/api/"), "description": "The page for people"},
            "servers": [{"url": address(catalog).rstrip("/")}],
            "paths": paths,
            "components": {"schemas": _schemas()},
        }
    )


def _get(operation: str, summary: str, schema: dict[str, Any], media: str = "application/json") -> dict[str, Any]:
    responses = {
        "200": {"description": summary, "content": {media: {"schema": schema}}},
        "404": {"description": "There is no such file; the body is a page for people."},
    }
    return {"get": {"operationId": operation, "summary": summary, "responses": responses}}


def _by_id(path: dict[str, Any], ids: tuple[str, ...]) -> dict[str, Any]:
    parameter = {"name": "id", "in": "path", "required": True, "schema": _TEXT}
    if ids:
        parameter["example"] = ids[0]
    return {"parameters": [parameter], **path}


def _named(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _answer(properties: dict[str, Any], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    """An answer: what all have, and these properties."""
    return {
        "allOf": [_named("Answer")],
        "type": "object",
        "required": [name for name in properties if name not in optional],
        "properties": properties,
        "unevaluatedProperties": False,
    }


def _object(properties: dict[str, Any], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "type": "object",
        "required": [name for name in properties if name not in optional],
        "properties": properties,
        "additionalProperties": False,
    }


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _list_of(folder: str, record: dict[str, Any]) -> dict[str, Any]:
    return {
        "collection": {"const": folder},
        "count": {"type": "integer", "minimum": 0},
        "records": _list(record),
        "moved": {
            "type": "object",
            "description": "Ids that have moved, each with the id that replaces it.",
            "additionalProperties": _TEXT,
        },
    }


def _schemas() -> dict[str, Any]:
    worth = _object({"points": {"type": "number"}, "per": _TEXT, "up_to": {"type": "boolean"}})
    cited = _object(
        {"source": _TEXT, "title": _TEXT, "authority": _TEXT, "url": _URL, "at": _TEXT, "dated": _TEXT},
        optional=("at", "dated"),
    )
    records = {
        folder: {
            "type": "object",
            "additionalProperties": {"$ref": f"../../schemas/{collection.schema}.schema.json"},
        }
        for folder, collection in COLLECTIONS.items()
    }
    listed = _object({"name": _TEXT, "says": _TEXT, "count": {"type": "integer"}, "url": _URL, "schema": _URL})
    edition = _object(
        {"id": _TEXT, "name": _TEXT, "effective_from": _DATE, "replaced_on": _DATE, "record": _URL, "page": _URL},
        optional=("replaced_on",),
    )
    between = _object(
        {
            "from": _TEXT,
            "to": _TEXT,
            "effective_from": _DATE,
            "summary": _TEXT,
            "differences": _list(_named("Difference")),
            "statements": _list(_named("Difference")),
        }
    )
    value = _object(
        {
            "activity": _TEXT,
            "name": _TEXT,
            "from": _DATE,
            "after": worth,
            "before": worth,
            "question": _TEXT,
            "citations": _list(cited),
        },
        optional=("before", "question"),
    )
    return {
        "GeneratedFrom": _object(
            {
                "edition": {"type": "string", "description": "The edition of the data."},
                "sha256": {
                    "type": "string",
                    "pattern": "^[0-9a-f]{64}$",
                    "description": "Over the path and bytes of every file of the catalog.",
                },
            }
        ),
        "Answer": {
            "type": "object",
            "description": "What every answer has.",
            "required": ["self", "generated_from", "notice", "license"],
            "properties": {
                "self": {**_URL, "description": "The address of this answer."},
                "generated_from": _named("GeneratedFrom"),
                "notice": {"type": "string", "description": "Please show it where you show the data."},
                "license": {"type": "string", "description": "License of the data (SPDX)."},
            },
        },
        "Index": _answer(
            {
                "version": {"type": "string", "description": "Of the form of the answers."},
                "released": _DATE,
                "verified_on": _DATE,
                "documentation": _URL,
                "openapi": _URL,
                "catalog": _URL,
                "editions": _URL,
                "changes": _URL,
                "feeds": _object({"atom": _URL, "json": _URL}),
                "ctdl": _URL,
                "collections": _list(listed),
            }
        ),
        "Bundle": _answer({"about": {"$ref": "../../schemas/catalog.schema.json"}, "records": _object(records)}),
        "Editions": _answer(
            {
                "editions": _list(edition),
                "in_force": {
                    **_object({"edition": _TEXT, "on": _DATE}),
                    "description": "The edition in force on the day the data was last verified.",
                },
            },
            optional=("in_force",),
        ),
        "Changes": _answer({"editions": _list(between), "values": _list(value)}),
        "Difference": {
            **_object({"at": _TEXT, "about": _TEXT, "before": {}, "after": {}}, optional=("before", "after")),
            "description": "`before` or `after` is absent where the edition holds nothing.",
        },
        "Ctdl": {
            "type": "object",
            "required": ["@context", "generated_from", "@graph"],
            "properties": {
                "@context": {"type": "array"},
                "generated_from": _named("GeneratedFrom"),
                "@graph": _list({"type": "object", "required": ["@id", "@type"]}),
            },
        },
    }
