"""What the Markdown of a page and the templates may call. Everything here only hands over.

Values are printed as text (see formatting.py), so a template cannot forget to escape; what is markup already stays it.
The functions of `PAGE_MACROS` are called with the build and the page they stand on; the other tables name functions
of other modules by what those take first: the site, its catalog, or nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any

from markupsafe import Markup
from mcheck.catalog import switches
from mcheck.catalog.editions import Edition
from mcheck.core.records import Record
from mcheck.explain import labels, records
from mcheck.importing.asked import TABLE
from mkdocs_macros.plugin import MacrosPlugin

from website import (
    activities,
    asked,
    check_page,
    citations,
    compiled,
    converter,
    credentials,
    deadlines,
    editions,
    editor_links,
    error_reports,
    fact_marks,
    guides,
    news,
    open_points,
    pages,
    qr,
    reference,
    timeline,
    translations,
)
from website.api import overview
from website.context import ROOT, Site
from website.formatting import escape_output, plural, show, text, whole_date


def _site(env: MacrosPlugin) -> Site:
    site: Site = env.conf["extra"]["data"]
    return site


def fact(env: MacrosPlugin, address: str) -> Markup:
    """A fact with its mark: `fact("activities/ceu#/values/now/points")`; questions that it names are linked."""
    return amount(env, address, "")


def rule(env: MacrosPlugin, pointer: str) -> Markup:
    """A fact of the edition in force: `rule("targets/primary/total")`."""
    return fact(env, f"renewal/now#/{pointer}")


def amount(env: MacrosPlugin, address: str, unit: str) -> Markup:
    """A number with its mark and its unit in the right form: `amount("renewal/x#/cycle_years", "year")`."""
    marks = fact_marks.Marks(_site(env).catalog, env.conf["extra"]["disputed"], partial(href, env), _strings(env))
    return fact_marks.mark(marks, address, unit)


def say(env: MacrosPlugin, key: str, **values: Any) -> Markup:
    """A string of the page in its language, with values in its places: `say("plan", years=amount(...))`."""
    return translations.filled(_strings(env)[env.page.meta["strings"]][key], values)


def day(env: MacrosPlugin, when: str) -> Markup:
    """A date (YYYY-MM-DD) in words of the page's language."""
    return translations.day(_strings(env), date.fromisoformat(when))


def other_languages(env: MacrosPlugin) -> Markup:
    """Links to the page in the other languages it is shown in."""
    meta, languages = env.page.meta, env.conf["extra"]["languages"]
    return Markup(" ").join(
        Markup('<span lang="{}">{}</span>').format(
            code, link(env, translations.path(code, meta["strings"]), strings["language"])
        )
        for code, strings in languages.items()
        if code != meta["lang"]
    )


def edit_record(env: MacrosPlugin, path: str) -> str:
    """The address where a record ("credentials/x") can be edited, or nothing."""
    return editor_links.edit(env.conf["extra"]["repository"], path)


def begin_record(env: MacrosPlugin, folder: str, **known: str) -> str:
    """The address where a new record of a folder can be begun, with some fields filled in, or nothing."""
    return editor_links.begin(env.conf["extra"]["repository"], folder, known)


def _strings(env: MacrosPlugin) -> translations.Strings:
    strings: translations.Strings = env.conf["extra"]["languages"][env.page.meta.get("lang", translations.SOURCE)]
    return strings


def record(env: MacrosPlugin, address: str = "") -> Record:
    """A record ("credentials/x"), by default the one the page is about."""
    folder, _, record_id = (address or str(env.page.meta["source"])).partition("/")
    return _site(env).catalog.get(folder, record_id)


def edition(env: MacrosPlugin, edition_id: str = "") -> Edition:
    """An edition of the rules by its id, by default the one in force."""
    site = _site(env)
    return next(e for e in site.rules.editions if e.id == (edition_id or site.in_force.id))


def href(env: MacrosPlugin, target: str) -> str:
    """Relative address of a record ("credentials/x#part") or of a page ("rules/deadlines.md#part")."""
    path, _, anchor = target.partition("#")
    path, _, query = path.partition("?")
    path, _, line = (pages.source_path(_site(env), path) or path).partition("#")
    anchor = anchor or line
    file = env.variables["files"].get_file_from_path(path)
    if file is None:
        raise LookupError(f"{env.page.file.src_uri} links to {target}, which has no page")
    here = file.url_relative_to(env.page.file)
    return f"{here}{'?' if query else ''}{query}{'#' if anchor else ''}{anchor}"


def link(env: MacrosPlugin, target: str, label: str = "") -> Markup:
    """A link to a record or a page; a record's own title when no label is given."""
    shown = text(label or pages.title(_site(env), target))
    return Markup(f'<a href="{href(env, target)}">{shown}</a>')


def error_form(env: MacrosPlugin) -> str:
    """The address of the form for errors, filled in for this page; empty where the project's address is not known."""
    page = env.page
    return error_reports.form(env.conf["extra"]["repository"], _site(env), page.url, page.meta.get("source", ""))


def empty_bar(env: MacrosPlugin, key: str) -> Markup:
    """The renewal bar with nothing in it; `key` sets it apart from other bars of the page."""
    return check_page.empty_bar(_site(env), _strings(env), key)


def cite(env: MacrosPlugin, citations_of: Iterable[Record]) -> Markup:
    """The number beside a sentence that opens its sources, all in one list: `cite(record.citations)`."""
    return _cited(env, citations.sources(_site(env).catalog, citations_of))


def weight(env: MacrosPlugin, citations_of: Iterable[Record]) -> Markup:
    """The same after the kind of the first source, for tables of numbers."""
    found = citations.sources(_site(env).catalog, citations_of)
    chip = citations.chip(found[0], _strings(env))
    return chip + _cited(env, found)


def also_cite(env: MacrosPlugin, citations_of: Iterable[Record]) -> str:
    """Adds sources to the list at the foot of the page, one by one, without a number in the text."""
    for source in citations.sources(_site(env).catalog, citations_of):
        _cited(env, (source,))
    return ""


def _cited(env: MacrosPlugin, found: tuple[citations.Source, ...]) -> Markup:
    return citations.mark(env.page.meta.setdefault("footnotes", {}), found, _strings(env))


def data_block(name: str, table: Any) -> Markup:
    """A table for a script of the page, as JSON that no browser runs."""
    content = json.dumps(table, separators=(",", ":")).replace("<", "\\u003c")
    return Markup(f'<script type="application/json" id="{name}">{content}</script>')


def strong(content: Markup) -> Markup:
    """What stands out in a sentence."""
    return Markup("<strong>{}</strong>").format(content)


PAGE_MACROS: tuple[Callable[..., Any], ...] = (
    fact,
    rule,
    amount,
    say,
    day,
    other_languages,
    record,
    edition,
    href,
    link,
    edit_record,
    begin_record,
    error_form,
    empty_bar,
    cite,
    weight,
    also_cite,
)

SITE_MACROS: Mapping[str, Callable[..., Any]] = {
    "timeline": timeline.picture,
    "kinds": activities.kinds,
    "worths": activities.worths,
    "lately": news.lately,
    "coming": news.coming,
    "converter_table": converter.table,
    "open_questions": open_points.open_questions,
    "open_on": open_points.open_on,
    "open_about_badges": open_points.open_about_badges,
    "endings": open_points.endings,
    "badges_now": activities.badges_now,
    "deadlines_table": deadlines.table,
    "check_table": check_page.table,
    "areas": check_page.areas,
    **reference.SITE_MACROS,
}

CATALOG_MACROS: Mapping[str, Callable[..., Any]] = {
    "is_shared": records.is_shared,
    "sources": citations.sources,
    "said": guides.said,
    "about": guides.about,
    "people_ask": asked.people_ask,
    "asked_label": asked.label,
    "behind": asked.behind,
    "partners": credentials.partners,
    "members": credentials.members,
    "finder_filters": credentials.filters,
    **reference.CATALOG_MACROS,
}

PLAIN_MACROS: Mapping[str, Any] = {
    "asked": TABLE.__getitem__,
    "guides": guides.FOR_ROLES,
    "data_block": data_block,
    "strong": strong,
    "show": show,
    "plural": plural,
    "whole_date": whole_date,
    "words": labels,
    "switches": switches,
    "groups": editions.groups,
    "changes": editions.changes,
    "text_changes": editions.text_changes,
    "filter_values": credentials.values,
    "converter_takes": converter.takes,
    "deadline_words": deadlines.DATES,
    "deadline_notes": deadlines.NOTES,
    "qr_code": qr.picture,
    **reference.PLAIN_MACROS,
}


def define_env(env: MacrosPlugin) -> None:
    """Called by the macros plugin before it reads the first page."""
    site = _site(env)
    env.variables.update({function.__name__: partial(function, env) for function in PAGE_MACROS})
    env.variables.update({name: partial(function, site) for name, function in SITE_MACROS.items()})
    env.variables.update({name: partial(function, site.catalog) for name, function in CATALOG_MACROS.items()})
    env.variables.update(PLAIN_MACROS)
    env.variables.update(
        {
            "site": site,
            "api": overview(site.catalog),
            "meta": site.catalog.meta,
            "records": site.catalog.all,
            "terms": site.catalog.terms,
            "action": guides.action(ROOT / "action.yml"),
        }
    )


def on_pre_page_macros(env: MacrosPlugin) -> None:
    """Called by the macros plugin for each page."""
    if isinstance(env.env.from_string, compiled.PageTemplates):
        return
    compiled.keep(env.env, "pages")
    vars(env.env)["from_string"] = compiled.PageTemplates(env.env)
    env.env.autoescape = True
    env.env.auto_reload = False
    env.env.finalize = escape_output
    env.env.trim_blocks = env.env.lstrip_blocks = True
