"""Badges among the files of evidence: what a file holds and shows, as a sentence beside it in the packet."""

from __future__ import annotations

from datetime import date

from ..catalog.store import Catalog
from ..core.portfolio import Badge
from .bring import bring
from .result import FileFacts

SHOWN = {
    "good": "it is whole, by a key of an issuer that we do not know",
    "bad": "it was changed after it was signed",
    "none": "it has no signature",
    "not checked": "whether it is genuine cannot be known offline",
}
"""What the signature of a badge shows, as the end of a sentence."""


def sentence_on(raw: bytes, item: Badge | None, catalog: Catalog, today: date) -> str:
    """What a file of evidence is, if it is a badge; "" if it is none. `item` is the badge whose proof it should be."""
    file = bring([("badge", raw)], catalog, today).files[0]
    if file.kind != "badge":
        return ""
    if "name" not in file.facts:
        return "a badge that cannot be read"
    return "; ".join(_parts(file.facts, item))


def _parts(facts: FileFacts, item: Badge | None) -> list[str]:
    name = f'"{facts["name"]}"' if facts["name"] else "without a name"
    dated = f", awarded on {facts['awarded']}" if facts["awarded"] else ""
    parts = [f"a badge {name}{dated}", SHOWN[facts["signature"]]]
    parts += ["it has expired"] if facts["expired"] else []
    parts += ["it was revoked"] if facts["revoked"] is True else []
    if item is not None and facts["match"] != item.credential:
        parts.append(f'it is not recognized as "{item.title}"')
    elif item is not None and item.done is not None and facts["awarded"] and facts["awarded"][:7] != str(item.done)[:7]:
        parts.append(f"the portfolio says {item.done}")
    return parts
