"""What every part of the audit packet is made from: portfolio, report, rules, and the labels they share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from ..catalog.editions import Edition
from ..catalog.rules import Rules
from ..core.portfolio import Portfolio
from ..core.records import Record

if TYPE_CHECKING:
    from ..core.reports.report import CitationRow, Report

Citation: TypeAlias = "CitationRow"
"""A source by its id, and where in it, as a report gives it."""

NOT_STATED = "not stated"


@dataclass(frozen=True)
class AuditContext:
    """A portfolio, the report on it, and the rules it was judged by.

    `hashes` maps the path of each evidence file to the SHA-256 of what is there, None where nothing is; it is None when
    nobody looked.
    """

    portfolio: Portfolio
    report: Report
    rules: Rules
    hashes: Mapping[str, str | None] | None
    badges: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """What an evidence file that is a badge shows, by the pointer of what it proves and its path."""

    @cached_property
    def edition(self) -> Edition:
        return next(e for e in self.rules.editions if e.id == self.report["edition"]["id"])

    @property
    def applying(self) -> date:
        """The day of the application."""
        return date.fromisoformat(self.report["as_of"])

    @cached_property
    def checks(self) -> dict[str, Record]:
        """The checks of the catalog by their number."""
        return {record["number"]: record for record in self.rules.catalog.all("checks")}

    @cached_property
    def plan_rules(self) -> dict[str, Record]:
        """What the edition says about the plan, by id."""
        return {rule["id"]: rule for rule in self.edition.record["plan"]["rules"]}

    @cached_property
    def categories(self) -> Mapping[str, str]:
        return self.rules.category_labels(self.edition)

    @cached_property
    def labels(self) -> dict[str, str]:
        """Labels of the licenses that are renewed with points, by their pointer."""
        return {x["pointer"]: x["label"] for x in self.report["licenses"] if x["status"] == "judged"}

    @cached_property
    def kept(self) -> tuple[Citation, ...]:
        """Citations of the rule on which records to keep."""
        return self.cite(self.edition.record["records"]["citations"])

    def cite(self, citations: Sequence[Record]) -> tuple[Citation, ...]:
        return tuple({(c["source"], c.get("at")): self.rules.catalog.cite(c) for c in citations}.values())

    def cite_plan_rule(self, name: str) -> tuple[Citation, ...]:
        return self.cite(self.plan_rules[name]["citations"]) if name in self.plan_rules else ()

    def place(self, license: str, category: str) -> str:
        """Where points go, in words: the category, and of which license where there are several."""
        label = self.categories[category]
        return label if len(self.labels) == 1 else f"{self.labels[license]}: {label}"

    def places(self) -> list[str]:
        """Everywhere points can go, licenses and categories in their order."""
        return [self.place(license, term) for license in self.labels for term in self.categories]
