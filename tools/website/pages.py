"""Pages that come from records: one stub each, whose template does the rest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from mcheck.core.records import Record

from .context import Site
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


def source_path(site: Site, target: str) -> str | None:
    """The Markdown path of the page of a record ("credentials/x"), moves followed; None for anything else."""
    folder, _, record_id = target.partition("/")
    pages = RECORD_PAGES.get(folder)
    if pages is None or (folder, record_id) not in site.catalog:
        return None
    return f"{pages.under}/{site.catalog.get(folder, record_id)['id']}.md"


def generated(site: Site) -> Iterator[tuple[str, str]]:
    """(Markdown path, Markdown) of every page made from a record; moved records keep a page that leads on."""
    for folder, pages in RECORD_PAGES.items():
        for record_id in site.catalog.ids(folder):
            record = site.catalog.raw(folder, record_id)
            path = f"{pages.under}/{record_id}.md"
            if record["kind"] == "moved":
                target = site.catalog.get(folder, record_id)
                yield path, _stub(f"{folder}/{record_id}", target[pages.title], "moved.md.j2", "This page has moved.")
            else:
                yield path, _stub(f"{folder}/{record_id}", record[pages.title], pages.template, describe(record))


def describe(record: Record) -> str:
    """One or two sentences for search engines and link previews."""
    return str(record.get("summary") or record.get("asks") or record.get("changes"))


def _stub(record: str, title: str, template: str, description: str) -> str:
    # JSON is YAML, so no value can leave its place in the front matter
    front = {"title": text(title), "description": text(description), "source": record}
    lines = "".join(f"{key}: {json.dumps(value)}\n" for key, value in front.items())
    return f"---\n{lines}---\n{{% include {json.dumps(template)} %}}\n"


def title(site: Site, target: str) -> str:
    """The title of the record a link leads to."""
    folder, _, record_id = target.partition("#")[0].partition("/")
    return str(site.catalog.get(folder, record_id)[RECORD_PAGES[folder].title])
