"""A portfolio as the activity log that people submit: the columns are those that import reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ..catalog.store import Catalog
from ..core.records import Data, Record
from .answers.names import Unknown, categories_named

Cell = str | int | Decimal | date | None

AMOUNTS = {"Hours": "hours", "Credits": "credits", "CEUs": "ceus", "PDPs": "awarded"}
NEA = "National Education Association"
PLANNED, COMPLETED = "planned", "completed"
HELP = "What to write"
_COLUMNS = {
    "Title": "What you did, as its certificate says. No names of people.",
    "Micro-credential": "Only for a badge: its title. Then leave Title and Kind empty.",
    "Issuer": "Only for a badge: NEA.",
    "Kind": "What kind of activity it was. Choose from the list.",
    "Start date": "Only if it went over several days: the first day.",
    "End date": "And then the last day.",
    "Date completed": "The day you finished. A month or a year will do if you know no more.",
    "Hours": "Clock hours. Fill in the unit that your certificate shows; one is enough.",
    "Credits": "Semester hours of a college course.",
    "CEUs": "Continuing education units.",
    "PDPs": "Points printed on the certificate.",
    "Category": "What it may count as. Several: put a semicolon between them.",
    "Provider": "Who gave it. Choose from the list.",
    "Evidence": "What you keep as proof. Several: put a semicolon between them.",
    "Status": "completed or planned. Empty means completed.",
}
HEADER = tuple(_COLUMNS)
_OF_ACTIVITY = {"kind", "title", "completed", "from", "to", *AMOUNTS.values(), "categories", "provider", "evidence"}
_OF_BADGE = {"credential", "completed", "evidence", "categories"}
_BOTH = {"planned"}


@dataclass(frozen=True, slots=True)
class Log:
    """Rows under `HEADER`, and the keys of the portfolio's activities and badges for which a log has no column."""

    rows: tuple[tuple[Cell, ...], ...]
    left_out: tuple[str, ...]


def log_of(portfolio: Data, catalog: Catalog) -> Log:
    """The log of a portfolio that passed its checks."""
    rows, left = [], set[str]()
    for activity in portfolio.get("activities", ()):
        row = _shared(activity, catalog)
        row["Title"] = activity.get("title")
        row["Kind"] = catalog.get("activities", activity["kind"])["name"]
        row["Start date"] = _day(activity.get("from"))
        row["End date"] = _day(activity.get("to"))
        row["Provider"] = _label(catalog.terms("provider-kinds"), activity.get("provider"))
        row |= {header: activity.get(key) for header, key in AMOUNTS.items()}
        left |= activity.keys() - _OF_ACTIVITY - _BOTH
        rows.append(row)
    for badge in portfolio.get("badges", ()):
        row = _shared(badge, catalog)
        row["Micro-credential"] = catalog.get("credentials", badge["credential"])["title"]
        row["Issuer"] = NEA
        left |= badge.keys() - _OF_BADGE - _BOTH
        rows.append(row)
    return Log(tuple(tuple(row.get(name) for name in HEADER) for row in rows), tuple(sorted(left)))


def choices(catalog: Catalog) -> Mapping[str, Sequence[str]]:
    """What each column may hold that knows only some words, for the drop-downs of an empty log."""
    taken = (record for record in catalog.all("activities") if "badges" not in record["takes"])
    return {
        "Micro-credential": sorted(record["title"] for record in catalog.all("credentials")),
        "Issuer": [NEA],
        "Kind": sorted(record["name"] for record in taken),
        "Category": [category_word(key, catalog) for key in catalog.terms("categories")],
        "Provider": [term["label"] for term in catalog.terms("provider-kinds").values()],
        "Evidence": list(catalog.terms("evidence-kinds")),
        "Status": [COMPLETED, PLANNED],
    }


def help_rows() -> tuple[tuple[str], ...]:
    """What each column is for, a sentence a row."""
    told = (f"{name}: {says}" for name, says in _COLUMNS.items())
    return tuple((line,) for line in (*told, "Then: mcheck import this-file.xlsx -o my.json", "Words to choose from:"))


def _shared(item: Data, catalog: Catalog) -> dict[str, Cell]:
    return {
        "Date completed": _day(item.get("completed")),
        "Category": "; ".join(category_word(key, catalog) for key in item.get("categories", ())) or None,
        "Evidence": "; ".join(item.get("evidence", ())) or None,
        "Status": PLANNED if item.get("planned") else None,
    }


def category_word(key: str, catalog: Catalog) -> str:
    """How a log calls a category: by its label, or by its id where the label would be read as several."""
    label = str(catalog.terms("categories")[key]["label"])
    with suppress(Unknown):
        if categories_named(f"{label}; {key}", catalog) == [key]:
            return label
    return key


def _label(terms: Mapping[str, Record], key: str | None) -> str | None:
    return None if key is None else str(terms[key]["label"])


def _day(written: str | None) -> date | str | None:
    """A whole day as a date; a month or a year as it is written."""
    return date.fromisoformat(written) if written is not None and len(written) == len("YYYY-MM-DD") else written
