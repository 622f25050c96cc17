"""Micro-credentials found by words, stack, category, hours, or by what a portfolio is short of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ..catalog.rules import load_rules
from ..catalog.settlements import open_question
from ..catalog.store import Catalog
from ..catalog.switches import BADGE_RATE
from ..core.records import Record
from ..core.wording import count, series
from .labels import STATUS_SHORT

if TYPE_CHECKING:
    from ..core.portfolio import Portfolio
    from ..core.reports.report import Report

MOST = 2
"""Badges named as partners."""


class Gap(NamedTuple):
    """What a portfolio is short of: categories, none where any will do; and the badges that it has already."""

    categories: frozenset[str]
    held: frozenset[str]
    single: frozenset[str]
    """Those of them that are in no pair."""


def gap_of(portfolio: Portfolio, report: Report) -> Gap | None:
    """What is missing by a report on a portfolio; None where nothing is."""
    short = [x["shortfall"] for x in report["licenses"] if "shortfall" in x]
    if not short:
        return None
    used = {pointer for pair in report["pairs"] for pointer in pair["badges"]}
    return Gap(
        frozenset(row["id"] for one in short for row in one["requirements"]),
        frozenset(badge.credential for badge in portfolio.badges),
        frozenset(badge.credential for badge in portfolio.badges if badge.pointer not in used),
    )


def search(
    catalog: Catalog,
    words: Sequence[str] = (),
    *,
    stack: str | None = None,
    category: str | None = None,
    hours: int | None = None,
    gap: Gap | None = None,
) -> list[str]:
    """A line for each that contains every word, in that stack, for that category, of at most so many hours as far as
    known, and not held yet where a gap is to be filled: those that make a pair with what is held come first.
    """
    matching = [
        record
        for record in catalog.all("credentials")
        if all(word.casefold() in _words(catalog, record) for word in words)
        and stack in (None, record.get("stack"))
        and (category is None or category in record["our_reading"]["categories"])
        and (hours is None or record.get("hours", hours + 1) <= hours)
        and (gap is None or _fills(gap, record))
    ]
    single = [catalog.get("credentials", name) for name in sorted(gap.single)] if gap is not None else []
    partners = {record["id"]: _partners(single, record) for record in matching}
    matching.sort(key=lambda record: not partners[record["id"]])
    return [_line(catalog, record, partners[record["id"]]) for record in matching]


def about_pairs(catalog: Catalog) -> str:
    """That badges count in pairs, and where to read on while it is open whether they do."""
    question = open_question(load_rules(catalog), BADGE_RATE, date.fromisoformat(catalog.today))
    whether = f", and whether a pair does is an open question: mcheck explain {question.id}" if question else ""
    return f"A badge counts only in a pair{whether}"


def stacks_named(catalog: Catalog, name: str) -> list[str]:
    """The ids of the stacks of that id, or else of those whose name contains it."""
    if name in catalog.ids("stacks"):
        return [name]
    return [record["id"] for record in catalog.all("stacks") if name.casefold() in record["name"].casefold()]


def _words(catalog: Catalog, record: Record) -> str:
    said = [record["id"], record["title"], record["summary"], _stack(catalog, record), *record["our_reading"]["areas"]]
    return " ".join(said).casefold()


def _stack(catalog: Catalog, record: Record) -> str:
    return str(catalog.get("stacks", record["stack"])["name"]) if "stack" in record else ""


def _fills(gap: Gap, record: Record) -> bool:
    return record["id"] not in gap.held and (
        not gap.categories or bool(gap.categories & {*record["our_reading"]["categories"]})
    )


def _partners(single: Sequence[Record], record: Record) -> list[str]:
    """Titles of those badges in no pair that are in the same stack."""
    return [other["title"] for other in single if "stack" in other and other["stack"] == record.get("stack")]


def _line(catalog: Catalog, record: Record, partners: Sequence[str]) -> str:
    stack = _stack(catalog, record)
    known = [count(record["hours"], "hour")] if "hours" in record else []
    known += [STATUS_SHORT[record["status"]].lower(), *(["low confidence"] if record["confidence"] == "low" else [])]
    titles = [f'"{title}"' for title in partners[:MOST]] + [f"{len(partners) - MOST} more"] * (len(partners) > MOST)
    pair = f"; may make a pair with {series(titles, 'or')}" if partners else ""
    return f"{record['id']}  {record['title']}{f' ({stack})' if stack else ''} [{', '.join(known)}]{pair}"
