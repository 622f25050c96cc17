"""The description of the API in OpenAPI 3.1: openapi.json in this folder, filled in with what the catalog says."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from mcheck import Catalog

from ..record_kinds import KINDS
from .ctdl import FOLDER, licenses
from .envelope import API, address, generated_from, render

PATH = f"{API}/openapi.json"


def document(catalog: Catalog, description: Mapping[str, Any]) -> bytes:
    """openapi.json; it lies beside the answers and points at the published schemas of the records."""
    filled = copy.deepcopy(dict(description))
    license_ = catalog.meta["license"]
    filled["info"] |= {
        "description": catalog.meta["notice"],
        "license": {"name": license_, "identifier": license_},
    }
    filled["x-generated_from"] = generated_from(catalog)
    filled["externalDocs"]["url"] = address(catalog, "reference/api/")
    filled["servers"] = [{"url": address(catalog).rstrip("/")}]
    for path, ids in _ids_by_path(catalog).items():
        if ids:
            (parameter,) = filled["paths"][path]["parameters"]
            parameter["example"] = ids[0]
    return render(filled)


def _ids_by_path(catalog: Catalog) -> dict[str, Sequence[str]]:
    """Path of the answers about one record -> the ids it takes."""
    ids: dict[str, Sequence[str]] = {f"/{API}/{folder}/{{id}}.json": catalog.ids(folder) for folder in KINDS}
    for folder, records in (("credentials", catalog.all("credentials")), ("licenses", licenses(catalog))):
        ids[f"/{FOLDER}/{folder}/{{id}}.jsonld"] = [record["id"] for record in records]
    return ids
