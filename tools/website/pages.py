"""Pages that come from records: one stub each, whose template does the rest."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mcheck.catalog.store import Catalog
from mcheck.core.records import Record

from .context import Site
from .credentials import members
from .formatting import text


@dataclass(frozen=True, slots=True)
class RecordPages:
    """Where the pages of a folder of the catalog go and which template draws them."""

    folder: str
    under: str
    template: str
    title: str
    """The key of the record that names the page."""
    section: str
    """The page that lists them."""


RECORD_PAGES = {
    pages.folder: pages
    for pages in (
        RecordPages("credentials", "credentials", "credential.md.j2", "title", "credentials/index.md"),
        RecordPages("stacks", "stacks", "stack.md.j2", "name", "stacks/index.md"),
        RecordPages("questions", "questions", "question.md.j2", "title", "questions/index.md"),
        RecordPages("renewal", "rules/editions", "edition.md.j2", "name", "rules/editions/index.md"),
    )
}


STACK_LIST = "stacks/index.md"
"""The list of stacks. A stack of which no title is known has its line there and no page."""


def has_page(catalog: Catalog, folder: str, record_id: str) -> bool:
    """Whether a record of the catalog is shown on a page of its own."""
    if folder not in RECORD_PAGES or (folder, record_id) not in catalog:
        return False
    record = catalog.get(folder, record_id)
    return folder != "stacks" or bool(members(catalog, record))


def source_path(site: Site, target: str) -> str | None:
    """Where a record ("credentials/x") is shown: the Markdown path of its page, moves followed, with the anchor of its
    line where it has no page; None for anything else."""
    folder, _, record_id = target.partition("/")
    pages = RECORD_PAGES.get(folder)
    if pages is None or (folder, record_id) not in site.catalog:
        return None
    current = str(site.catalog.get(folder, record_id)["id"])
    return f"{pages.under}/{current}.md" if has_page(site.catalog, folder, current) else f"{STACK_LIST}#{current}"


def generated(site: Site) -> Iterator[tuple[str, str]]:
    """(Markdown path, Markdown) of every page made from a record; moved records keep a page that leads on."""
    for folder, record_id, path in record_paths(site):
        pages, record = RECORD_PAGES[folder], site.catalog.raw(folder, record_id)
        if record["kind"] == "moved":
            target = site.catalog.get(folder, record_id)
            told, template, title = "This page has moved.", "moved.md.j2", target[pages.title]
        else:
            told, template, title = describe(record), pages.template, record[pages.title]
        front = {"title": text(title), "description": text(told), "source": f"{folder}/{record_id}"}
        yield path, stub(front, template)


def record_paths(site: Site) -> Iterator[tuple[str, str, str]]:
    """(folder, id, Markdown path) of every page that is made from a record."""
    for folder, pages in RECORD_PAGES.items():
        for record_id in site.catalog.ids(folder):
            if has_page(site.catalog, folder, record_id):
                yield folder, record_id, f"{pages.under}/{record_id}.md"


def describe(record: Record) -> str:
    """One or two sentences for search engines and link previews."""
    return str(record.get("summary") or record.get("asks") or record.get("changes"))


def stub(front: Mapping[str, Any], template: str) -> str:
    """The Markdown of a page that a template draws from what its front matter names."""
    # JSON is YAML, so no value can leave its place in the front matter
    lines = "".join(f"{key}: {json.dumps(value)}\n" for key, value in front.items())
    return f"---\n{lines}---\n{{% include {json.dumps(template)} %}}\n"


def title(site: Site, target: str) -> str:
    """The title of the record a link leads to."""
    folder, _, record_id = target.partition("#")[0].partition("/")
    return str(site.catalog.get(folder, record_id)[RECORD_PAGES[folder].title])
