"""All rules of the catalog in typed form, and the edition that applies on a date."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import NamedTuple

from ..core.codes import Code
from ..core.messages import refusal
from .activity_kinds import ActivityKind, read_kind
from .editions import Edition, read_edition
from .questions import Question, read_question
from .store import Catalog


class Rules(NamedTuple):
    """Everything the engine reads from the catalog."""

    editions: tuple[Edition, ...]
    kinds: Mapping[str, ActivityKind]
    questions: Mapping[str, Question]
    by_switch: Mapping[str, Question]
    by_activity: Mapping[str, Question]
    """By the kind of activity whose value, or what it may serve, is open."""
    by_matter: Mapping[str, Question]
    """By what is kept or planned, where that is open."""
    catalog: Catalog
    license_field: str
    """The category of what a license is about: what counts in it counts for that license."""
    total_only: str
    """The category that counts toward the total only."""
    badges: ActivityKind | None
    """The kind of activity that badges are valued by."""

    def edition_on(self, day: date) -> Edition | None:
        """The edition in force on a day, None before the first one."""
        return next((edition for edition in reversed(self.editions) if edition.start <= day), None)

    def edition_for(self, day: date) -> Edition:
        """The edition in force on the day of an application; raises InputError before the first one."""
        edition = self.edition_on(day)
        if edition is None:
            first = self.editions[0].start
            text = f"The application date {day} is before {first}, when the first known rules began."
            hint = f"Give a date on or after {first}."
            raise refusal(Code.BEFORE_THE_RULES, text, hint, "/application_date")
        return edition

    def edition(self, name: str) -> Edition:
        """The edition of that id; raises InputError if there is none."""
        for edition in self.editions:
            if edition.id == name:
                return edition
        hint = f"Known editions: {', '.join(e.id for e in self.editions)}."
        raise refusal(Code.UNKNOWN_EDITION, f'There is no edition "{name}".', hint)

    def edition_after(self, edition: Edition) -> Edition | None:
        position = self.editions.index(edition)
        return self.editions[position + 1] if position + 1 < len(self.editions) else None

    def edition_before(self, edition: Edition) -> Edition | None:
        position = self.editions.index(edition)
        return self.editions[position - 1] if position else None

    def category_labels(self, edition: Edition) -> dict[str, str]:
        """What the categories were called under an edition, in their order.

        A category of which the newest edition asks a minimum is called as that minimum was; where an edition asks none,
        as the next one that does.
        """
        return self.catalog.once(("category labels", edition.id), partial(self._category_labels, edition))

    def _category_labels(self, edition: Edition) -> dict[str, str]:
        labels = {term: str(record["label"]) for term, record in self.catalog.terms("categories").items()}
        by_category = dict(labels)
        for one in reversed(self.editions[self.editions.index(edition) :]):
            for requirement in one.targets["primary"].requirements:
                (term, *others) = requirement.categories
                newest = self.editions[-1].targets["primary"].requirements
                alike = any(r.id == requirement.id and r.label == labels[term] for r in newest)
                if not others and alike:
                    by_category[term] = requirement.label
        return by_category


def load_rules(catalog: Catalog) -> Rules:
    """The rules of a catalog; computed once for each catalog object."""
    return catalog.once("rules", partial(_read_rules, catalog))


def _read_rules(catalog: Catalog) -> Rules:
    questions = {record["id"]: read_question(record) for record in catalog.all("questions")}
    kinds = {record["id"]: read_kind(record) for record in catalog.all("activities")}

    def asked_by(key: str) -> dict[str, Question]:
        return {change[key]: q for q in questions.values() for change in q.changes if key in change}

    return Rules(
        tuple(sorted(map(read_edition, catalog.all("renewal")), key=lambda edition: edition.start)),
        kinds,
        questions,
        asked_by("switch"),
        asked_by("activity"),
        asked_by("record"),
        catalog,
        _category_with(catalog, "license-field", "content"),
        _category_with(catalog, "total-only", "elective"),
        next((kind for kind in kinds.values() if "badges" in kind.takes), None),
    )


def _category_with(catalog: Catalog, role: str, usual: str) -> str:
    """The category that has a role; `usual` in a catalog of before categories had roles."""
    return next((term for term, record in catalog.terms("categories").items() if record.get("role") == role), usual)
