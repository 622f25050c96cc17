"""What one build of the site stands on: the catalog, its typed rules and the day the data was verified."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mcheck import Catalog, load_catalog
from mcheck.catalog.editions import Edition
from mcheck.catalog.rules import Rules, load_rules

ROOT = Path(__file__).resolve().parents[2]
CATALOG_VARIABLE = "MCHECK_CATALOG"
"""Environment variable that names another catalog folder to build from."""


@dataclass(frozen=True, slots=True)
class Site:
    """`today` is the day the data was verified: a build knows no other clock, so two builds are alike."""

    catalog: Catalog
    rules: Rules
    today: date

    @property
    def address(self) -> str:
        """The public address, with a slash at its end."""
        return str(self.catalog.meta["site"]).rstrip("/") + "/"

    @property
    def in_force(self) -> Edition:
        """The newest edition of the rules that has started."""
        edition = self.rules.edition_on(self.today)
        if edition is None:
            raise ValueError(f"The catalog holds no edition of the rules for {self.today}.")
        return edition

    @property
    def coming(self) -> tuple[Edition, ...]:
        """Editions that are known but have not started, earliest first."""
        return tuple(edition for edition in self.rules.editions if edition.start > self.today)


def catalog_folder() -> Path:
    """The folder in MCHECK_CATALOG, or that of our own catalog."""
    return Path(os.environ.get(CATALOG_VARIABLE) or ROOT / "catalog")


def load_site() -> Site:
    """The site of the catalog in `catalog_folder`; raises InputError for a bad folder."""
    catalog = load_catalog(catalog_folder())
    return Site(catalog, load_rules(catalog), date.fromisoformat(catalog.meta["verified_on"]))
