"""Lines as flat rows with the same columns throughout, for tables: CSV, workbooks, text and pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import TYPE_CHECKING, Any, TypeAlias

from ..catalog.store import Catalog
from ..core.wording import count
from ..reporting.rows import NO_LICENSE, STATES, UNREADABLE

if TYPE_CHECKING:
    from ..core.reports.batch_line import BatchLine, LicenseSummary
    from ..core.reports.unreadable import RefusalRow

TableRow: TypeAlias = dict[str, Any]
"""A row of a table by its columns (`columns_of`); what is not known has no key."""
ALL_STATES = (*STATES.values(), NO_LICENSE, UNREADABLE)
FIRST = ("number", "file", "person", "field", "state", "verdict", "expires", "days_left")
FIGURES = ("have", "need", "short_low", "short_high")
LAST = ("depends_on", "next_step", "messages", "as_of", "catalog")


def parts_of(catalog: Catalog) -> dict[str, str]:
    """Every requirement beside the total that any edition of the rules knows, by its id: what it is called."""
    labels: dict[str, str] = {}
    for edition in catalog.all("renewal"):
        for target in edition["targets"].values():
            for each in target.get("requirements", ()):
                labels.setdefault(each["id"], each["label"])
    return labels


def columns_of(parts: Mapping[str, str]) -> list[str]:
    """The names of the columns, which are the same for every batch under one catalog."""
    return [*FIRST, *FIGURES, *(f"{part}_{figure}" for part in parts for figure in FIGURES), *LAST]


def rows_of_line(line: BatchLine) -> Iterator[TableRow]:
    """A row for each license of a line; one for a line without any."""
    keys = ("number", "file", "person", "as_of", "catalog")
    shared: TableRow = {key: value for key, value in line.items() if key in keys}
    if line.get("status") == UNREADABLE:
        yield shared | {"state": UNREADABLE, **_why_unreadable(line["messages"])}
    elif not line["licenses"]:
        state = STATES[line["shown"]] if "shown" in line else NO_LICENSE
        yield shared | {"state": state} | ({"verdict": line["verdict"]} if "verdict" in line else {})
    of_table = ((line.get("rows_asked", 0), "asked about"), (line.get("rows_refused", 0), "not read"))
    notes = [f"{count(rows, 'row')} {fate}" for rows, fate in of_table if rows]
    for license in line.get("licenses", ()):
        row = shared | _flat(license)
        row["messages"] = ", ".join(filter(None, (row["messages"], *notes)))
        yield row


def _flat(license: LicenseSummary) -> TableRow:
    keys = ("field", "state", "verdict", "expires", "days_left", "have", "need", "next_step")
    row: TableRow = {key: value for key, value in license.items() if key in keys}
    if "short" in license:
        row |= {"short_low": license["short"]["low"], "short_high": license["short"]["high"]}
    for part in license.get("requirements", ()):
        name = part["id"]
        row |= {f"{name}_have": part["have"], f"{name}_need": part["need"]}
        row |= {f"{name}_short_low": part["short"]["low"], f"{name}_short_high": part["short"]["high"]}
    row["depends_on"] = "; ".join(license["depends_on"])
    row["messages"] = ", ".join(_often(code, often) for code, often in license["messages"].items())
    return row


def _often(code: str, often: int) -> str:
    return code if often == 1 else f"{code} ({count(often, 'time')})"


def _why_unreadable(messages: Sequence[RefusalRow]) -> dict[str, str]:
    """Which messages there are, and the first in words."""
    first = messages[0]
    line = f"Line {first['line']}: " if "line" in first else ""
    words = " ".join(first[key] for key in ("text", "hint") if first.get(key)) or first["name"]
    return {"next_step": f"{line}{words}", "messages": ", ".join(dict.fromkeys(m["code"] for m in messages))}


def of_states(line: BatchLine, states: Set[str]) -> BatchLine | None:
    """A line with only those of its licenses that are in one of these states; None where none is."""
    licenses = [each for each in line.get("licenses", ()) if each["state"] in states]
    if licenses:
        return {**line, "licenses": licenses}
    alone = not line.get("licenses") and any(row["state"] in states for row in rows_of_line(line))
    return line if alone else None
