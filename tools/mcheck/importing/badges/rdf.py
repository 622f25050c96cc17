"""JSON-LD in its canonical form as RDF, by pyld (the extra `mcheck[badges]`). No context is fetched."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

HERE = __file__.rpartition("rdf.py")[0] + "contexts/"
CONTEXTS = {
    "https://www.w3.org/ns/credentials/v2": "credentials-v2.json",
    "https://www.w3.org/2018/credentials/v1": "credentials-v1.json",
    "https://w3id.org/security/data-integrity/v2": "data-integrity-v2.json",
    **{f"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.{n}.json": f"ob-3.0.{n}.json" for n in (1, 2, 3)},
    **{f"https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.{n}.json": f"clr-2.0.{n}.json" for n in (1,)},
}
"""Contexts that are known, and the file of each."""
MOST_STEPS = 20_000


class _Unknown(Exception):
    """A context that is not known here."""


def canonical_rdf(data: dict[str, Any]) -> bytes | None:
    """N-Quads by RDFC-1.0; None where a context is not known or the data is no sound JSON-LD. Raises ImportError."""
    from pyld import jsonld

    try:
        return str(
            jsonld.normalize(
                json.loads(json.dumps(data, default=float)),
                {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": _load},
            )
        ).encode()
    except (_Unknown, jsonld.JsonLdError, RecursionError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _load(url: str, _: dict[str, Any]) -> dict[str, Any]:
    """A context by its address, from the files beside this one."""
    if url not in CONTEXTS:
        raise _Unknown(url)
    return {"contextUrl": None, "documentUrl": url, "document": _context(CONTEXTS[url])}


@cache
def _context(name: str) -> Any:
    with open(HERE + name, encoding="utf-8") as stream:
        return json.load(stream)
