"""Every fact says where it was read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...core import pointers
from ...core.pointers import walk
from ..registry import Problem, record_check
from ..workspace import CatalogSnapshot, Entry, fields_marked

STATING = ("activities", "checks", "credentials", "licenses", "pathways", "programs", "questions", "renewal", "stacks")
"""Folders of records that state facts."""


@record_check("C120", *STATING)
def fact_without_source(entry: Entry, _: CatalogSnapshot) -> Iterator[Problem]:
    """Every record that states facts cites at least one source.

    Why: A fact nobody can look up cannot be trusted, nor corrected when it changes.
    What to do: Add a citation: {source, at, supports}; `mcheck catalog new source` adds a source.
    """
    for pointer, value in walk(entry.record):
        if isinstance(value, dict) and value.get("citations") == []:
            yield Problem(f"{pointer}/citations", "The list of citations is empty.")


@record_check("C121")
def citation_without_section(entry: Entry, snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """A citation of a regulation says which section.

    Why: A chapter is long; the reader must find the sentence.
    What to do: Add `at`, for example 603 CMR 44.06.
    """
    for pointer, _, citation in _citations(entry.record):
        source = snapshot.by_id["sources"].get(citation["source"])
        if source is not None and source["authority"] == "regulation" and "at" not in citation:
            yield Problem(pointer, f"{citation['source']} is a regulation; the section is not given.")


@record_check("C122")
def supports_nothing(entry: Entry, _: CatalogSnapshot) -> Iterator[Problem]:
    """`supports` names fields that are next to the citation.

    Why: After a field is renamed or taken out, a citation may vouch for nothing, or hide that a fact has no source.
    What to do: Name the fields the source speaks of, as they are spelled here.
    """
    for pointer, holder, citation in _citations(entry.record):
        for index, field in enumerate(citation["supports"]):
            if field not in holder:
                yield Problem(f"{pointer}/supports/{index}", f'There is no field "{field}" next to this citation.')


@record_check("C123", *STATING)
def field_without_source(entry: Entry, _: CatalogSnapshot) -> Iterator[Problem]:
    """Each field that states a fact is named in some `supports`, or its parts cite for themselves.

    Why: One cited field must not lend its source to another that nobody looked up.
    What to do: Add the field to `supports` of the citation that says it; if none does, leave the field out.
    """
    record = entry.record
    if not record["citations"]:
        return  # C120 says it
    covered = {field for citation in record["citations"] for field in citation["supports"]}
    for field in fields_marked(entry.folder, "x-fact"):
        value = record.get(field)
        if value is not None and value != [] and field not in covered and not _cites_itself(value):
            yield Problem(f"/{field}", f'No citation supports "{field}".')


@record_check("C124")
def denied_by_its_sources(entry: Entry, _: CatalogSnapshot) -> Iterator[Problem]:
    """A field is not cited only to sources that deny it.

    Why: The reader is shown the source as the ground of a sentence that it contradicts.
    What to do: Cite the source that states it, or say in the sentence who says what.
    """
    stances: dict[str, set[str]] = {}
    for pointer, holder, citation in _citations(entry.record):
        place = pointers.parent(pointers.parent(pointer))
        for field in holder.keys() & citation["supports"]:
            stances.setdefault(f"{place}/{field}", set()).add(citation.get("stance", "states"))
    for pointer, stated in stances.items():
        if stated == {"denies"}:
            yield Problem(pointer, f'Every source cited for "{pointers.last_key(pointer)}" denies it.')


def _citations(record: Any) -> Iterator[tuple[str, Any, Any]]:
    """(pointer, the object that cites, citation) of every citation of a record."""
    for pointer, holder in walk(record):
        if isinstance(holder, dict):
            for index, citation in enumerate(holder.get("citations", ())):
                yield f"{pointer}/citations/{index}", holder, citation


def _cites_itself(value: Any) -> bool:
    """Whether an object, or everything in a list or object of objects, holds citations of its own.

    What was looked for and not found has no source.
    """
    if isinstance(value, list):
        return all(_cites_itself(item) for item in value)
    if not isinstance(value, dict):
        return False
    return (
        bool(value.get("citations"))
        or value.get("confidence") == "not-found"
        or all(_cites_itself(item) for item in value.values())
    )
