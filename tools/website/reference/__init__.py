"""The reference pages: each lists something that exists anyway (schemas, commands, codes, sources) and adds no word.

The tables name what those pages may call, by what it takes first; nothing is read before a page asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from mcheck import Catalog

from ..pages import stub
from . import catalog_checks, commands, examples, markup, messages, project, schemas, sources

SITE_MACROS: Mapping[str, Callable[..., Any]] = {"examples": examples.examples}
CATALOG_MACROS: Mapping[str, Callable[..., Any]] = {"sources_read": sources.read, "count_sources": sources.count}
PLAIN_MACROS: Mapping[str, Callable[..., Any]] = {
    "block": markup.block,
    "code_marks": markup.code_marks,
    "linked_lists": markup.linked_lists,
    "shape": schemas.shape,
    "schemas": schemas.schemas,
    "commands": commands.commands,
    "exit_status": commands.exit_status,
    "code_families": messages.families,
    "catalog_checks": catalog_checks.checks,
    "changelog": project.changelog,
    "citation": project.citation,
}


def pages(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """(Markdown path, Markdown) of a page for each schema that no page is written for, and for each kind of source."""
    for shown in schemas.schemas():
        if shown.name not in schemas.WHOLE:
            front = {"title": shown.title, "description": shown.says, "schema": shown.name}
            yield f"reference/{shown.page}", stub(front, "schema.md.j2")
    for term in sources.authorities(catalog):
        front = {"title": f"Sources: {term['label']}", "description": term["sentence"], "authority": term["id"]}
        yield f"reference/sources/{term['id']}.md", stub(front, "sources.md.j2")
