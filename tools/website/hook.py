"""What MkDocs calls while it builds: it adds the pages of records and finishes every page. Nothing is decided here."""

from __future__ import annotations

import gc
import logging
import sys
from datetime import date
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that `website` is found from any folder

from maintenance import browser_bundle

from website import (
    check_page,
    citations,
    compact,
    compiled,
    converter,
    csp,
    error_reports,
    outputs,
    pages,
    reference,
    search_index,
    translations,
)
from website.context import Site, catalog_folder, load_site
from website.formatting import whole_date
from website.html_blocks import HtmlBlocks
from website.reference import terms


def on_startup(*, command: str, dirty: bool) -> None:
    if command == "build":
        gc.disable()  # a build is over before it would have to clean up


@event_priority(100)  # before the macros, which read the site from here
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    error_reports.require_repository(config)
    site = load_site()
    config.site_url = site.address
    config.markdown_extensions.append(HtmlBlocks())
    config.extra["data"] = site
    config.extra["search"] = []
    config.extra["disputed"] = converter.disputed(site)
    config.extra["languages"] = translations.languages()
    config.extra["terms"] = terms.terms(site.catalog)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    site: Site = config.extra["data"]
    for path, markdown in (
        *pages.generated(site),
        *reference.pages(site.catalog),
        *translations.pages(config.extra["languages"]),
    ):
        files.append(File.generated(config, path, content=markdown))
    files.append(File.generated(config, "assets/js/lunr.js", abs_src_path=str(search_index.LIBRARY)))
    for name, content in {**outputs.files(site.catalog), **check_page.files(site)}.items():
        files.append(File.generated(config, name, content=content, inclusion=InclusionLevel.INCLUDED))
    return files


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    env.auto_reload = False  # a build takes its templates as it found them
    env.globals["guide"] = config.extra["data"]
    compiled.keep(env, "theme")
    env.globals["menus"] = {}
    theme = PrefixLoader({"theme": FileSystemLoader(config.theme.dirs[1:])})  # what one of ours has the name of
    env.loader = ChoiceLoader([FileSystemLoader(config.theme.dirs), theme])
    env.filters["whole_date"] = lambda day: whole_date(date.fromisoformat(day))
    return env


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    glossary = files.get_file_from_path(terms.GLOSSARY)
    assert glossary is not None
    strings = config.extra["languages"][page.meta.get("lang", translations.SOURCE)]
    if "facts" in strings:  # the glossary is in English
        html = html.replace(config.mdx_configs["toc"]["permalink_title"], strings["section_link"])
    elif page.file is not glossary:
        html = terms.explained(html, config.extra["terms"], glossary.url_relative_to(page.file))
    return html + str(citations.foot(page.meta.get("footnotes", {}), strings, unfolded="source" in page.meta))


def on_page_context(context: dict[str, object], page: Page, config: MkDocsConfig, nav: object) -> dict[str, object]:
    site: Site = config.extra["data"]
    if "moved_to" not in page.meta:
        config.extra["search"] += search_index.entries(
            site, page.file.src_uri, page.url, str(page.title), page.content or ""
        )
    if "toc" in page.meta.get("hide", ()):
        page.toc = TableOfContents([])  # the theme would send it twice and hide it
    folder, _, record_id = str(page.meta.get("source", "")).partition("/")
    maker = outputs.HEAD.get(folder)
    repository = config.extra["repository"]
    context["error_form"] = error_reports.form(repository, site, page.url, page.meta.get("source", ""))
    context["head"] = maker(site.catalog, site.catalog.raw(folder, record_id)) if maker else ""
    return context


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    return csp.with_policy(compact.page(output), runs_engine=bool(page.meta.get("engine")))


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    return csp.with_policy(compact.page(output_content)) if template_name.endswith(".html") else output_content


def on_post_build(config: MkDocsConfig) -> None:
    for sheet in Path(config.site_dir, "assets", "css").glob("*.css"):
        sheet.write_text(compact.styles(sheet.read_text("utf-8")), "utf-8")
    search_index.write(config.extra["search"], Path(config.site_dir))
    try:
        browser_bundle.write(Path(config.site_dir, "check", "engine"), catalog_folder())
    except browser_bundle.Unavailable as problem:
        logging.getLogger("mkdocs.hooks").info("The check page shows how to add up on paper only: %s", problem)
