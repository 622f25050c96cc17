"""Who is at risk as one page: by days left, the soonest first; a script in the page filters and sorts, nothing else."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any

from markupsafe import Markup

from ..core.wording import count
from ..rendering.backends.renewal_bar import Bay, small_bar, with_rest
from ..rendering.backends.templates import environment
from .overview import GROUPS, SIZES, SURE, Overview, group_of
from .table import ALL_STATES, TableRow
from .text import missing
from .writers import Spool, Writer, sort_key

_HERE = Path(__file__).parent
_ORDER = list(GROUPS)
_URGENT = ("not met", "unreadable", "depends", "not yet", "met")
"""The states in the order of their tiles; the others come after these."""


class Page(Writer):
    """Keeps the rows until all are there, then writes the page; within a group they are in the order of a column."""

    def __init__(
        self, emit: Callable[[str], object], parts: Mapping[str, str], overview: Overview, notice: str, column: str
    ) -> None:
        self._emit, self._parts, self._overview = emit, parts, overview
        self._notice, self._column = notice, column
        self._spool = Spool()
        self._environment = environment(_HERE)
        self._environment.filters |= {
            "counted": count,
            "day": _day,
            "days_left": _days_left,
            "first_upper": _first_upper,
            "thousands": "{:,}".format,
        }
        self._environment.globals["urgency"] = _urgency
        self._row: Any = self._environment.get_template("page_row.html.j2").module.row  # type: ignore[attr-defined]

    def row(self, row: TableRow) -> None:
        key = (_ORDER.index(group_of(row)), sort_key(row, self._column))
        bar = small_bar(_bays(row, self._parts))
        self._spool.add(key, self._row(row, row.get("days_left", ""), bar, _what(row, self._parts)))

    def close(self) -> None:
        style, script = (_HERE.joinpath(name).read_text("utf-8") for name in ("page.css", "page.js"))
        page = self._environment.get_template("page.html.j2").stream(
            style=Markup(style),
            script=Markup(script),
            digest=b64encode(sha256(script.encode()).digest()).decode(),
            overview=self._overview,
            states=sorted((s for s, often in self._overview.states.items() if often), key=_place),
            groups=GROUPS,
            sizes=SIZES,
            sure=SURE,
            rows_by_group=groupby(self._spool, key=lambda each: _ORDER[each[0][0]]),
            notice=self._notice,
        )
        page.enable_buffering(100)
        for part in page:
            self._emit(part)


def _urgency(state: str) -> int:
    return _URGENT.index(state) if state in _URGENT else len(_URGENT)


def _place(state: str) -> tuple[int, int]:
    return _urgency(state), ALL_STATES.index(state)


def _what(row: TableRow, parts: Mapping[str, str]) -> str:
    """What is missing, or what comes next where nothing counts what that is."""
    what = missing(row, parts)
    if not what or row["state"] in ("depends", "unreadable"):
        what = _first_upper(row.get("next_step", "")) or what
    return "Nothing is missing" if row["state"] == "met" else what


def _bays(row: TableRow, parts: Mapping[str, str]) -> list[Bay]:
    """What is needed, as the renewal bar shows it."""
    if not row.get("need"):
        return []
    minimums = [
        Bay(part, label, *(Decimal(str(row[f"{part}_{figure}"])) for figure in ("need", "short_low", "short_high")))
        for part, label in parts.items()
        if f"{part}_need" in row
    ]
    return with_rest(minimums, *(Decimal(str(row[key])) for key in ("need", "short_low", "short_high")))


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _days_left(days: int) -> str:
    return count(f"{days:,}", "day") if days >= 0 else f"{count(f'{-days:,}', 'day')} ago"


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day:%b} {day.day}, {day.year}"
