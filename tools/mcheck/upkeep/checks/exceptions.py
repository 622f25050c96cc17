"""The exceptions themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..registry import Check, Finding, Mend, check
from ..snapshot import CatalogSnapshot

EXCEPTIONS = "exceptions.json"


def covers(exception: Any, finding: Finding) -> bool:
    """Whether an exception names a finding."""
    place = (exception["code"], exception["file"], exception["pointer"])
    return place == (finding.code, finding.path, finding.pointer)


def named(book: CatalogSnapshot) -> list[Any]:
    """The exceptions of a catalog."""
    found: list[Any] = book.top(EXCEPTIONS).get("exceptions", [])
    return found


@check(
    "C190",
    "unneeded-exception",
    "Every exception in exceptions.json silences something.",
    "An exception that outlives its reason would hide the next mistake.",
    "Take the exception out.",
    mends=True,
)
def unneeded(book: CatalogSnapshot, me: Check) -> Iterator[Finding]:
    """Comes last: by now `book.found` holds what all other checks found."""
    for index, exception in enumerate(named(book)):
        if not any(covers(exception, finding) for finding in book.found):
            text = f"{exception['code']} says nothing of {exception['file']}{exception['pointer']}."
            yield me.found(EXCEPTIONS, f"/exceptions/{index}", text, fix=_without(exception))


def _without(exception: Any) -> Mend:
    def mend(data: Any) -> Any:
        data["exceptions"].remove(exception)
        return data

    return mend
