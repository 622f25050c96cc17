"""Everything the site publishes for machines: the JSON API, schemas, feeds, CTDL downloads, robots.txt, security.txt.

The modules are pure functions of the catalog. This one hands them to the site:

- `files(catalog)`: every file, bytes by path inside the built site;
- `jsonld(catalog, credential_id)`: schema.org JSON-LD for the head of a micro-credential's page;
- `overview(catalog)`: what the page about the API (docs/reference/api.md) shows, as its variable `api`.

MkDocs leaves files out whose name begins with a dot, unless they are added with InclusionLevel.INCLUDED.
"""

from __future__ import annotations

import json
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

from mcheck import Catalog
from mcheck.loading.catalog_folder import data_root

from . import api, ctdl, feeds, openapi, robots
from .api import overview
from .envelope import address
from .schema_org import jsonld

__all__ = ["files", "jsonld", "overview"]


def files(catalog: Catalog) -> dict[str, bytes]:
    """Every file for machines by its path inside the built site; the same catalog gives the same bytes."""
    entries = feeds.entries(catalog)
    return {
        **api.answers(catalog),
        **ctdl.downloads(catalog),
        openapi.PATH: openapi.document(catalog, _description()),
        **_schemas(catalog),
        feeds.ATOM_PATH: feeds.atom(catalog, entries),
        feeds.JSON_PATH: feeds.json_feed(catalog, entries),
        "robots.txt": robots.robots(catalog),
        robots.SECURITY_PATH: robots.security(catalog),
    }


def _description() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((resources.files(__name__) / "openapi.json").read_bytes())
    return found


def _schemas(catalog: Catalog) -> dict[str, bytes]:
    """The schemas at the place that each names as its `$id`, which is moved to where the site stands."""
    found = {}
    for file in sorted((data_root() / "schemas").glob("*.schema.json")):
        content = file.read_bytes()
        named = str(json.loads(content)["$id"])
        path = urlsplit(named).path.lstrip("/")
        found[path] = content.replace(named.removesuffix(path).encode(), address(catalog).encode())
    return found
