"""One sheet about badges for the members of a local, with its name and what its contract says, as a page to print.

Its words are those of the sheet on the site, its facts are the catalog's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from ..catalog.rules import load_rules
from ..catalog.settlements import open_question
from ..catalog.store import Catalog
from ..catalog.switches import BADGE_RATE
from .backends.templates import environment, joined

if TYPE_CHECKING:
    from markupsafe import Markup

PLACE = re.compile(r"\{(\w+)\}")
PROGRAM = "nea"


def as_html(catalog: Catalog, strings: Mapping[str, Any], *, local: str = "", contract: str = "") -> str:
    """The sheet in the words of `strings` (a strings.json of the site), with a box for the local where there is one."""
    return _Sheet(catalog, strings).render(local, contract)


class _Sheet:
    """What the template asks for; it counts what is cited."""

    def __init__(self, catalog: Catalog, strings: Mapping[str, Any]) -> None:
        self.catalog, self.strings = catalog, strings
        self.words = {**strings["handout"], **strings["local"]}
        self.cited: dict[str, None] = {}

    def render(self, local: str, contract: str) -> str:
        edition = self.catalog.get("renewal", self.catalog.fact("renewal/now#/id")[1])
        self.cite(edition["targets"]["primary"]["citations"])
        template = environment().get_template("handout.html.j2")
        needed = [row["id"] for row in edition["targets"]["primary"]["requirements"]]
        given = {"local": local, "contract": contract, "not_settled": self.not_settled(), "requirements": needed}
        asked = {"say": self.say, "fact": self.fact, "about": self.about, "rule": self.rule, "unit": self.unit}
        return template.render(**given, **asked, sources=self.sources)  # the sources come last

    def say(self, key: str, **values: object) -> Markup:
        """Words of the sheet, with values in their places."""
        return joined(values[part] if n % 2 else part for n, part in enumerate(PLACE.split(self.words[key])))

    def fact(self, address: str) -> str:
        """A fact by its address; what it cites is listed."""
        holder, _, key = address.rpartition("/")
        told = self.catalog.fact(holder)[1] if key == "says" else {}
        self.cite(told.get("citations", ()))
        return str(self.catalog.fact(address)[1])

    def about(self, topic: str, which: int) -> str:
        """One of the facts about the program on a topic."""
        facts = [row for row in self.catalog.get("programs", PROGRAM)["facts"] if row["topic"] == topic]
        self.cite(facts[which]["citations"])
        return str(facts[which]["says"])

    def rule(self, pointer: str) -> str:
        return str(self.catalog.fact(f"renewal/now#/{pointer}")[1])

    def unit(self, pointer: str, word: str) -> str:
        """A number of the edition with its unit."""
        number = self.catalog.fact(f"renewal/now#/{pointer}")[1]
        return f"{number} {self.strings['units'][word][number != 1]}"

    def not_settled(self) -> str:
        """What follows the rate of badges while nobody knows whether it still applies."""
        if open_question(load_rules(self.catalog), BADGE_RATE, date.fromisoformat(self.catalog.today)) is None:
            return ""
        doubt = self.strings["doubt"]
        return str(doubt["after"]).format(least="0 PDPs", link=doubt["link"])

    def cite(self, citations: Iterable[Mapping[str, Any]]) -> None:
        self.cited |= dict.fromkeys(citation["source"] for citation in citations)

    def sources(self) -> Markup:
        listed = "; ".join(self.catalog.source(source)["title"] for source in self.cited)
        day = date.fromisoformat(self.catalog.today)
        month = self.strings["months"][day.month - 1]
        dated = str(self.strings["date"]).format(month=month, day=day.day, year=day.year)
        return self.say("sources_local", list=listed, day=dated)
