"""Where a reader reports an error: the issue form of the project, filled in with what was read, and in which edition.

The one setting is the address of the repository, `extra.repository` of mkdocs.yml, which takes it from the environment
variable MCHECK_REPOSITORY: a forge knows its own address. Without it a build for release stops; on a computer at home
the page "Report an error" says what is missing.
"""

from __future__ import annotations

import os
from urllib.parse import urlencode

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort

from .context import Site

FORM = "1-correct-a-fact.yml"
"""The form below .github/ISSUE_TEMPLATE/; its fields are known by their ids."""
RELEASE = "MCHECK_RELEASE"
"""Environment variable that is set where the site is built for everybody."""


def require_repository(config: MkDocsConfig) -> None:
    """Raises Abort where a site for everybody would have no place for the errors its readers find."""
    if os.environ.get(RELEASE) and not config.extra["repository"]:
        raise Abort("MCHECK_REPOSITORY is not set: readers could not report an error. Set it to the project's address.")


def form(repository: str, site: Site, page: str = "", record: str = "") -> str:
    """The address of the form, with the page (its path below the site) and the record ("credentials/x") filled in.

    Empty without a repository.
    """
    if not repository:
        return ""
    place = site.address + page if page else ""
    where = ", ".join(filter(None, (place, f"catalog/{record}.json" if record else "", f"data {site.catalog.edition}")))
    return f"{repository.rstrip('/')}/issues/new?{urlencode({'template': FORM, 'where': where})}"
