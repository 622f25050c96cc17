"""All rules of the catalog in typed form, and the edition that applies on a date."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from ..core.codes import Code
from ..core.messages import InputError, message
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
        latest = None
        for edition in self.editions:
            if edition.start <= day:
                latest = edition
        return latest

    def edition_for(self, day: date) -> Edition:
        """The edition in force on the day of an application; raises InputError before the first one."""
        edition = self.edition_on(day)
        if edition is None:
            first = self.editions[0].start
            text = f"The application date {day} is before {first}, when the first known rules began."
            hint = f"Give a date on or after {first}."
            raise InputError([message(Code.BEFORE_THE_RULES, "/application_date", text, hint)])
        return edition

    def edition(self, name: str) -> Edition:
        """The edition of that id; raises InputError if there is none."""
        for edition in self.editions:
            if edition.id == name:
                return edition
        hint = f"Known editions: {', '.join(e.id for e in self.editions)}."
        raise InputError([message(Code.UNKNOWN_EDITION, "", f'There is no edition "{name}".', hint)])

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
        known: dict[str, str] | None = self.catalog.derived.get(("category labels", edition.id))
        if known is not None:
            return known
        labels = {term: str(record["label"]) for term, record in self.catalog.terms("categories").items()}
        by_category = dict(labels)
        for one in reversed(self.editions[self.editions.index(edition) :]):
            for requirement in one.targets["primary"].requirements:
                (term, *others) = requirement.categories
                newest = self.editions[-1].targets["primary"].requirements
                alike = any(r.id == requirement.id and r.label == labels[term] for r in newest)
                if not others and alike:
                    by_category[term] = requirement.label
        self.catalog.derived["category labels", edition.id] = by_category
        return by_category


def load_rules(catalog: Catalog) -> Rules:
    """The rules of a catalog; computed once for each catalog object."""
    rules = catalog.derived.get("rules")
    if not isinstance(rules, Rules):
        questions = {record["id"]: read_question(record) for record in catalog.all("questions")}
        switches: dict[str, Question] = {}
        activities: dict[str, Question] = {}
        matters: dict[str, Question] = {}
        for question in questions.values():
            for reading in question.readings:
                for change in reading["changes"]:
                    if "switch" in change:
                        switches[change["switch"]] = question
                    if "activity" in change:
                        activities[change["activity"]] = question
                    if "record" in change:
                        matters[change["record"]] = question
        kinds = {record["id"]: read_kind(record) for record in catalog.all("activities")}
        rules = Rules(
            tuple(sorted((read_edition(r) for r in catalog.all("renewal")), key=lambda e: e.start)),
            kinds,
            questions,
            switches,
            activities,
            matters,
            catalog,
            _category_with(catalog, "license-field", "content"),
            _category_with(catalog, "total-only", "elective"),
            next((kind for kind in kinds.values() if "badges" in kind.takes), None),
        )
        catalog.derived["rules"] = rules
    return rules


def _category_with(catalog: Catalog, role: str, usual: str) -> str:
    """The category that has a role; `usual` in a catalog of before categories had roles."""
    return next((term for term, record in catalog.terms("categories").items() if record.get("role") == role), usual)
