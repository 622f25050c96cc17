"""What the Markdown of a page and the templates may call. Everything here only hands over.

Values are printed as text (see text.py), so a template cannot forget to escape; what is markup already stays it.
"""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from markupsafe import Markup
from mcheck.catalog.editions import Edition
from mcheck.core.records import Record
from mcheck.explain import labels as words
from mkdocs_macros.plugin import MacrosPlugin

from website import (
    activities,
    cites,
    converter,
    credentials,
    deadlines,
    editions,
    facts,
    guides,
    news,
    pages,
    timeline,
)
from website.machine import overview
from website.reference import macros as reference_macros
from website.site import ROOT, Site
from website.text import escape_output, plural, show, text, whole_date


def define_env(env: MacrosPlugin) -> None:
    site: Site = env.conf["extra"]["data"]
    catalog = site.catalog

    def fact(address: str) -> Markup:
        """A fact with its mark: `fact("activities/ceu#/values/now/points")`; questions that it names are linked."""
        return facts.mark(catalog, address, href)

    def rule(pointer: str) -> Markup:
        """A fact of the edition in force: `rule("targets/primary/total")`."""
        return facts.mark(catalog, f"renewal/now#/{pointer}", href)

    def amount(address: str, unit: str) -> Markup:
        """A number with its mark and its unit in the right form: `amount("renewal/x#/cycle_years", "year")`."""
        return facts.amount(catalog, address, unit, href)

    def record(address: str = "") -> Record:
        """A record ("credentials/x"), by default the one the page is about."""
        folder, _, record_id = (address or str(env.page.meta["source"])).partition("/")
        return catalog.get(folder, record_id)

    def edition(edition_id: str = "") -> Edition:
        """An edition of the rules by its id, by default the one in force."""
        return next(e for e in site.rules.editions if e.id == (edition_id or site.in_force.id))

    def href(target: str) -> str:
        """Relative address of a record ("credentials/x#part") or of a page ("rules/deadlines.md#part")."""
        path, _, anchor = target.partition("#")
        path, _, query = path.partition("?")
        file = env.variables["files"].get_file_from_path(pages.source_path(site, path) or path)
        if file is None:
            raise LookupError(f"{env.page.file.src_uri} links to {target}, which has no page")
        here = file.url_relative_to(env.page.file)
        return f"{here}{'?' if query else ''}{query}{'#' if anchor else ''}{anchor}"

    def link(target: str, label: str = "") -> Markup:
        """A link to a record or a page; a record's own title when no label is given."""
        return Markup('<a href="{}">{}</a>').format(Markup(href(target)), text(label or pages.title(site, target)))

    def data_block(name: str, table: Any) -> Markup:
        """A table for a script of the page, as JSON that no browser runs."""
        content = json.dumps(table, separators=(",", ":")).replace("<", "\\u003c")
        return Markup(f'<script type="application/json" id="{name}">{content}</script>')

    for function in (fact, rule, amount, record, edition, href, link, data_block, show, plural, whole_date):
        env.variables[function.__name__] = function
    for name, value in {
        "site": site,
        "api": overview(catalog),
        "meta": catalog.meta,
        "words": words,
        "records": catalog.all,
        "terms": catalog.terms,
        "repository": env.conf["extra"].get("repository", ""),
        "sources": partial(cites.sources, catalog),
        "groups": editions.groups,
        "changes": editions.changes,
        "text_changes": editions.text_changes,
        "timeline": partial(timeline.picture, site),
        "kinds": partial(activities.kinds, site),
        "worths": partial(activities.worths, site),
        "said": partial(guides.said, catalog),
        "about": partial(guides.about, catalog),
        "action": guides.action(ROOT / "action.yml"),
        "partners": partial(credentials.partners, catalog),
        "members": partial(credentials.members, catalog),
        "finder_filters": partial(credentials.filters, catalog),
        "filter_values": credentials.values,
        "lately": partial(news.lately, site),
        "coming": partial(news.coming, site),
        "converter_table": partial(converter.table, site),
        "converter_takes": converter.takes,
        "deadlines_table": partial(deadlines.table, site),
        "deadline_words": deadlines.DATES,
        **reference_macros(site),
    }.items():
        env.variables[name] = value


def on_pre_page_macros(env: MacrosPlugin) -> None:
    env.env.autoescape = True
    env.env.finalize = escape_output
    env.env.trim_blocks = env.env.lstrip_blocks = True
