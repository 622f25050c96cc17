"""What MkDocs calls while it builds: it adds the pages of records and finishes every page. Nothing is decided here."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that `website` is found from any folder

from website import csp, outputs, pages, reference
from website.context import Site, load_site
from website.formatting import whole_date
from website.reference import terms


@event_priority(100)  # before the macros, which read the site from here
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    site = load_site()
    config.site_url = site.address
    config.extra["data"] = site
    config.extra["terms"] = terms.terms(site.catalog)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    site: Site = config.extra["data"]
    for path, markdown in (*pages.generated(site), *reference.pages()):
        files.append(File.generated(config, path, content=markdown))
    for name, content in outputs.files(site.catalog).items():
        files.append(File.generated(config, name, content=content, inclusion=InclusionLevel.INCLUDED))
    return files


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    env.globals["guide"] = config.extra["data"]
    env.filters["whole_date"] = lambda day: whole_date(date.fromisoformat(day))
    return env


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    glossary = files.get_file_from_path(terms.GLOSSARY)
    assert glossary is not None
    if page.file is glossary:
        return html
    return terms.explained(html, config.extra["terms"], glossary.url_relative_to(page.file))


def on_page_context(context: dict[str, object], page: Page, config: MkDocsConfig, nav: object) -> dict[str, object]:
    site: Site = config.extra["data"]
    folder, _, record_id = str(page.meta.get("source", "")).partition("/")
    maker = outputs.HEAD.get(folder)
    context["head"] = maker(site.catalog, site.catalog.raw(folder, record_id)) if maker else ""
    return context


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    return csp.with_policy(output)


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    return csp.with_policy(output_content) if template_name.endswith(".html") else output_content
