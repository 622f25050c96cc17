"""exceptions.json: an exception that silences nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..registry import Problem, check
from ..workspace import CatalogSnapshot, Finding, Fix

EXCEPTIONS = "exceptions.json"


def covers(exception: Any, finding: Finding) -> bool:
    """Whether an exception names a finding."""
    place = (exception["code"], exception["file"], exception["pointer"])
    return place == (finding.code, finding.path, finding.pointer)


def exceptions_of(snapshot: CatalogSnapshot) -> list[Any]:
    """The exceptions of a catalog."""
    exceptions: list[Any] = snapshot.top(EXCEPTIONS).get("exceptions", [])
    return exceptions


@check("C190", fixable=True)
def unneeded_exception(snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """Every exception in exceptions.json silences something.

    Why: An exception that outlives its reason would hide the next mistake.
    What to do: Take the exception out.
    """
    if snapshot.syntax_errors or snapshot.schema_errors:
        return  # what would be found in a file that is skipped, or beside it, nobody knows
    # Comes last: by now `snapshot.findings` holds what all other checks found.
    for index, exception in enumerate(exceptions_of(snapshot)):
        if not any(covers(exception, finding) for finding in snapshot.findings):
            text = f"{exception['code']} says nothing about {exception['file']}{exception['pointer']}."
            yield Problem(f"/exceptions/{index}", text, fix=_without(exception), path=EXCEPTIONS)


def _without(exception: Any) -> Fix:
    def fix(data: Any) -> Any:
        data["exceptions"].remove(exception)
        return data

    return fix
