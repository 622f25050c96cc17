"""Rows and the overview for people who read text: a line for each license as it comes, then what it adds up to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ..core.escaping import escape_terminal
from ..core.wording import count
from ..reporting.requirements import figure
from .overview import SIZES, Overview, Row
from .table import TableRow
from .writers import Writer


class Text(Writer):
    """A line for each license."""

    def __init__(self, emit: Callable[[str], object], parts: Mapping[str, str], overview: Overview) -> None:
        self._emit, self._parts, self._overview = emit, parts, overview

    def row(self, row: TableRow) -> None:
        who = row.get("person") or row["file"]
        days = count(row["days_left"], "day") if "days_left" in row else ""
        figures = f"{row['have']} of {row['need']}" if "need" in row else ""
        lacks = missing(row, self._parts)
        details = "; ".join(filter(None, (row.get("field"), lacks and f"missing: {lacks}")))
        if "field" not in row and "next_step" in row:
            details = f"{row['messages']} {row['next_step']}"
        text = f"{row['state'].upper():14} {days:>10}  {figures:14} {who}  {details}"
        self._emit(escape_terminal(text.rstrip()) + "\n")

    def close(self) -> None:
        self._emit("\n" + "".join(f"{each}\n" for each in overview_lines(self._overview)))


def missing(row: TableRow, parts: Mapping[str, str]) -> str:
    """What a license lacks: "15 in Pedagogy, 15 to 20 in all"; "" if nothing."""
    named = [(f"{part}_", f"in {label}") for part, label in parts.items()] + [("", "in all")]
    return ", ".join(
        f"{figure({'low': row[f'{name}short_low'], 'high': row[f'{name}short_high']})} {where}"
        for name, where in named
        if row.get(f"{name}short_high")
    )


def overview_lines(overview: Overview) -> Iterator[str]:
    """The overview: a table of days left and states, the commonest gaps, and workshops."""
    yield f"{count(overview.people, 'person', 'people')} checked, {overview.unreadable} of them not readable."
    risk, soon = overview.at_risk()
    are = "is" if risk == 1 else "are"
    yield f"{risk} of {count(soon, 'license')} that end within a year {are} not sure to be renewed."
    yield ""
    states = [state for state, often in overview.states.items() if often]
    if states:
        yield from _grid("Licenses by days left", states, overview.by_days_left(states))
    if gaps := overview.commonest_gaps():
        yield from _grid("Commonest gaps", ["licenses"], gaps)
    if workshops := overview.workshops():
        heads = [*(f"{size} PDPs" for size in SIZES), "enough PDPs"]
        yield from _grid("People a workshop would bring to met", heads, workshops)


def _grid(title: str, heads: list[str], rows: list[Row]) -> Iterator[str]:
    first = max(len(title), *(len(label) for label, _ in rows))
    yield f"{title:{first}}" + "".join(f"  {head:>{max(len(head), 6)}}" for head in heads)
    for label, numbers in rows:
        cells = (f"  {number:>{max(len(head), 6)}}" for head, number in zip(heads, numbers, strict=True))
        yield f"{label:{first}}" + "".join(cells)
    yield ""
