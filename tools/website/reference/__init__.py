"""The reference pages: each lists something that exists anyway (schemas, commands, codes, sources) and adds no word.

`macros(site)` is what those pages may call.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from ..site import Site
from . import catalog_checks, codes, commands, examples, project, shapes, sources
from .blocks import block, code_marks, linked_lists


def macros(site: Site) -> Mapping[str, Any]:
    """Names for the pages and templates; nothing is read before a page asks for it."""
    return {
        "block": block,
        "code_marks": code_marks,
        "linked_lists": linked_lists,
        "shape": shapes.shape,
        "schemas": shapes.schemas,
        "commands": commands.commands,
        "exit_status": commands.exit_status,
        "code_families": codes.families,
        "catalog_checks": catalog_checks.checks,
        "sources_read": partial(sources.by_authority, site.catalog),
        "examples": partial(examples.examples, site),
        "changelog": project.changelog,
        "citation": project.citation,
    }


def pages() -> Iterator[tuple[str, str]]:
    """(Markdown path, Markdown) of a page for each schema that no page is written for."""
    for shown in shapes.schemas():
        if shown.name not in shapes.WHOLE:
            front = {"title": shown.title, "description": shown.says, "schema": shown.name}
            lines = "".join(f"{key}: {json.dumps(value)}\n" for key, value in front.items())
            yield f"reference/{shown.page}", f'---\n{lines}---\n{{% include "schema.md.j2" %}}\n'
