"""JSON-LD in its canonical form as RDF, by pyld (the extra `mcheck[badges]`). No context is fetched.

What no context defines would not be signed, and nodes that are all alike could take forever to be put in order: a
credential with either is not checked.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from functools import cache
from typing import Any

from ...core.pointers import walk

HERE = __file__.rpartition("rdf.py")[0] + "contexts/"
CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
CONTEXTS = {
    CREDENTIALS: "credentials-v2.json",
    "https://w3id.org/security/data-integrity/v2": "data-integrity-v2.json",
    **{f"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.{n}.json": f"ob-3.0.{n}.json" for n in (1, 2, 3)},
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json": "clr-2.0.1.json",
}
"""Contexts that are known, and the file of each."""
MOST_NODES, MOST_ALIKE = 500, 6
"""So many objects are put in order, and so many that look alike on their own."""


def canonical_rdf(data: dict[str, Any]) -> str | None:
    """N-Quads by RDFC-1.0; None where it cannot be said what they would be. Raises ImportError without the extra."""
    jsonld = _jsonld()
    if not _can_be_ordered(data):
        return None
    try:
        plain = json.loads(json.dumps(data, default=float))
        how = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": _load}
        return str(jsonld.normalize(plain, how))
    except (jsonld.JsonLdError, RecursionError, ValueError, TypeError, KeyError, AttributeError):
        return None


@cache
def _jsonld() -> Any:
    """The module of pyld, imported as if its ways to fetch were not installed: one opens a socket when imported."""
    fetching = {name: sys.modules.get(name) for name in ("requests", "aiohttp")}
    try:
        sys.modules.update(dict.fromkeys(fetching))  # type: ignore[arg-type]  # None: not to be found
        from pyld import jsonld
    finally:
        for name, module in fetching.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module
    return jsonld


def _can_be_ordered(data: dict[str, Any]) -> bool:
    """Whether every word is defined by a context that is known, and the work is sure to be small."""
    contexts = data.get("@context")
    if not isinstance(contexts, list) or contexts[:1] != [CREDENTIALS]:
        return False
    if not all(isinstance(each, str) and each in CONTEXTS for each in contexts):
        return False
    known = set().union(*(_terms(CONTEXTS[each]) for each in contexts))
    top, *inner = nodes = [part for _, part in walk(data) if isinstance(part, dict)]
    alike = Counter(map(_alone, nodes))
    return (
        len(nodes) <= MOST_NODES
        and max(alike.values()) <= MOST_ALIKE
        and known.issuperset(({*top} - {"@context"}).union(*inner))
        and not any(isinstance(value, str) and value.startswith("_:") for node in nodes for value in node.values())
    )


def _alone(node: dict[str, Any]) -> str:
    """What of an object shows without a look into those it holds; one with an id is like no other."""
    shown = {key: None if isinstance(value, dict | list) else str(value) for key, value in node.items()}
    return json.dumps(shown, sort_keys=True)


@cache
def _terms(name: str) -> frozenset[str]:
    """All words that a context defines, anywhere in it."""
    words = (word for _, part in walk(_context(name)) if isinstance(part, dict) for word in part)
    return frozenset(word for word in words if not word.startswith("@"))


def _load(url: str, _: dict[str, Any]) -> dict[str, Any]:
    """A context by its address, from the files beside this one; no other address gets this far."""
    return {"contextUrl": None, "documentUrl": url, "document": _context(CONTEXTS[url])}


@cache
def _context(name: str) -> Any:
    with open(HERE + name, encoding="utf-8") as stream:
        return json.load(stream)
