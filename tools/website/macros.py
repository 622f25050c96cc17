"""What the Markdown of a page and the templates may call. Everything here only hands over.

Values are printed as text (see text.py), so a template cannot forget to escape; what is markup already stays it.
"""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from mcheck.model import Record
from mkdocs_macros.plugin import MacrosPlugin

from website import cites, facts, pages
from website.site import Site
from website.text import escape_output, show, text


def define_env(env: MacrosPlugin) -> None:
    site: Site = env.conf["extra"]["data"]
    catalog = site.catalog
    env.variables.update({"site": site, "meta": catalog.meta})

    def fact(address: str) -> Markup:
        """A fact with its mark: `fact("activities/ceu#/values/now/points")`."""
        return facts.fact(site, address)

    def rule(pointer: str) -> Markup:
        """A fact of the edition in force: `rule("targets/primary/total")`."""
        return facts.fact(site, f"renewal/{site.in_force.id}#/{pointer}")

    def record(address: str = "") -> Record:
        """A record ("credentials/x"), by default the one the page is about."""
        folder, _, record_id = (address or str(env.page.meta["source"])).partition("/")
        return catalog.get(folder, record_id)

    def records(folder: str) -> tuple[Record, ...]:
        """Every record of a folder that has not moved."""
        return catalog.all(folder)

    def terms(vocabulary: str) -> dict[str, Record]:
        """The words of a closed vocabulary by id."""
        return catalog.terms(vocabulary)

    def href(target: str) -> str:
        """Relative address of a record ("credentials/x#part") or of a page ("rules/deadlines.md#part")."""
        path, _, anchor = target.partition("#")
        file = env.variables["files"].get_file_from_path(pages.source_path(site, path) or path)
        if file is None:
            raise LookupError(f"{env.page.file.src_uri} links to {target}, which has no page")
        here = file.url_relative_to(env.page.file)
        return f"{here}#{anchor}" if anchor else here

    def link(target: str, label: str = "") -> Markup:
        """A link to a record or a page; a record's own title when no label is given."""
        shown = text(label) if label else text(pages.title(site, target))
        return Markup('<a href="{}">{}</a>').format(Markup(href(target)), shown)

    def sources(*citations: Any) -> tuple[cites.Source, ...]:
        """Lists of citations as the sources behind them, each once."""
        return cites.sources(catalog, *citations)

    for function in (fact, rule, record, records, terms, href, link, sources, show):
        env.variables[function.__name__] = function


def on_pre_page_macros(env: MacrosPlugin) -> None:
    env.env.autoescape = True
    env.env.finalize = escape_output
