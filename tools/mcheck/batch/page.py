"""Who is at risk as one page: by days left, the soonest first; a script in the page filters and sorts, nothing else."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from hashlib import sha256
from importlib.resources import files
from typing import Any

from ..core.escaping import html as escape
from ..core.wording import count
from ..rendering.backends.renewal_bar import Bay, small_bar, with_rest
from .overview import GROUPS, SIZES, SURE, Overview, group_of
from .table import ALL_STATES, rows_of_line
from .text import missing
from .writers import Spool, sort_key

_HEADS = ("File", "License ends", "PDPs", "Answer", "What is missing")
_ORDER = list(GROUPS)
_WHEN = {
    "expired": "already expired",
    "90-days": "within 90 days",
    "365-days": "in 91 to 365 days",
    "later": "later",
    "no-day": "on no known day",
    "unreadable": "in files that could not be read",
}
"""The groups as ends of "Show licenses that end"."""
_CROSS = (
    '<rect class="f" x="2" y="2" width="44" height="44" rx="5"/><path class="g" d="M15 15l18 18M33 15L15 33"/>',
    "not-met",
)
_ASK = (
    '<path class="f" d="M24 0l24 24-24 24L0 24z"/><path class="g" d="M18 19c0-8 12-8 12-1 0 5-6 5-6 10"/>'
    '<circle class="d" cx="24" cy="34.5" r="2.9"/>',
    "open",
)
_TICK = ('<circle class="f" cx="24" cy="24" r="23"/><path class="g" d="M13 25l8 8 15-17"/>', "met")
_DASH = ('<circle class="f" cx="24" cy="24" r="23"/><path class="g" d="M13 24h22"/>', "else")
_SHAPES = {"met": _TICK, "no PDPs needed": _TICK, "not met": _CROSS, "depends": _ASK, "not yet": _ASK}
"""The shape and the color of a state; the rest have a dash."""
_URGENT = ("not met", "unreadable", "depends", "not yet", "met")
"""The states in the order of their tiles; the others come after these."""


class Page:
    """Keeps the rows until all are there, then writes the page; within a group they are in the order of a column."""

    def __init__(
        self, emit: Callable[[str], object], parts: Mapping[str, str], overview: Overview, notice: str, column: str
    ) -> None:
        self._emit, self._parts, self._overview = emit, parts, overview
        self._notice, self._column = notice, column
        self._spool = Spool()

    def line(self, line: Mapping[str, Any]) -> None:
        for row in rows_of_line(line):
            key = (_ORDER.index(group_of(row)), sort_key(row, self._column))
            self._spool.add(key, _row(row, self._parts))

    def close(self) -> None:
        style, script = (files(__package__).joinpath(name).read_text() for name in ("page.css", "page.js"))
        digest = b64encode(sha256(script.encode()).digest()).decode()
        policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
        self._emit(
            f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="robots" content="noindex">\n'
            f"<title>Who is at risk</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
            f'<a class="skip" href="#people">Skip to the list</a>\n{_HATCH}<main>\n<h1>Who is at risk</h1>\n'
        )
        self._emit("".join(_lead(self._overview)))
        group = None
        for (number, _), text in self._spool:
            if number != group:
                self._emit(_TABLE if group is None else "</tbody>\n")
                self._emit(_group(_ORDER[number], self._overview))
                group = number
            self._emit(text)
        self._emit("</tbody></table>\n" if group is not None else "")
        self._emit(
            "<footer><p>Made on your own computer; nothing was sent. A check is not a decision: the department "
            f"decides. Ask the educator before you check.</p><p>{escape(self._notice)}</p></footer>\n"
            f"</main>\n<script>{script}</script>\n</body>\n</html>\n"
        )


_HATCH = (
    '<svg id="hatches" aria-hidden="true"><defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="6" height="6"/><path d="M1.5 0v6"/></pattern></defs></svg>\n'
)
_TABLE = (
    '<table class="people" id="people"><caption>Soonest first. The codes are yours; no names are needed.'
    '<ul><li><svg class="key" aria-hidden="true"><rect class="sure" width="22" height="14"/></svg>counts</li>'
    '<li><svg class="key" aria-hidden="true"><rect class="maybe" width="22" height="14"/></svg>not settled</li>'
    '<li><svg class="key" aria-hidden="true"><path class="gap" d="M0 1h22M0 13h22"/></svg>missing</li></ul></caption>\n'
    "<thead><tr>"
    + "".join(f'<th scope="col"{" data-groups" if n == 1 else ""}>{head}</th>' for n, head in enumerate(_HEADS))
    + "</tr></thead>\n"
)


def _lead(overview: Overview) -> Iterator[str]:
    risk, soon = overview.at_risk()
    is_ = "is" if risk == 1 else "are"
    days = f" for an application on {_day(min(overview.days))}" if len(overview.days) == 1 else ""
    yield f'<p class="lede">{risk:,} of {count(f"{soon:,}", "license")} that end within a year {is_} not sure to be '
    yield f"renewed. {count(f'{overview.people:,}', 'person', 'people')} checked{days}, "
    yield f"{overview.unreadable:,} of them could not be read.</p>\n"
    states = sorted((s for s, often in overview.states.items() if often), key=_place)
    if not states:
        return
    yield f'<ul class="tiles">{"".join(_tile(state, overview) for state in states)}</ul>\n'
    yield '<details class="counts" open><summary>By days left, commonest gaps, whom a workshop would help</summary>'
    yield '<div class="sums">\n'
    groups = [
        (label, [overview.by_group[key, state] for state in states])
        for key, label in GROUPS.items()
        if any(overview.by_group[key, state] for state in states)
    ]
    yield _numbers("Licenses by days left", ["Ends", *map(_first_upper, states)], groups)
    if gaps := overview.commonest_gaps():
        yield _numbers("Commonest gaps", ["Lacking", "Licenses"], [(label, [often]) for label, often in gaps])
    if workshops := overview.workshops():
        heads = ["A workshop on", *(f"{size} PDPs" for size in SIZES), "Enough"]
        yield _numbers("People whom a workshop would bring to met", heads, workshops)
    yield "</div></details>\n"
    yield from _days(overview)


def _place(state: str) -> tuple[int, int]:
    return (_URGENT.index(state) if state in _URGENT else len(_URGENT)), ALL_STATES.index(state)


def _tile(state: str, overview: Overview) -> str:
    soon = sum(overview.by_group[group, state] for group in ("90-days", "365-days"))
    within = "" if state in SURE[1:] or state == "unreadable" else f"<small>{soon:,} within a year</small>"
    figure = f"<b>{overview.states[state]:,}</b>"
    return f'<li data-state="{escape(state)}"><div>{figure}{_tag(state)}{within}</div></li>'


def _tag(state: str) -> str:
    shape, kind = _SHAPES.get(state, _DASH)
    drawn = f'<svg viewBox="0 0 48 48" aria-hidden="true">{shape}</svg>'
    return f'<span class="tag {kind}">{drawn}{escape(_first_upper(state))}</span>'


def _days(overview: Overview) -> Iterator[str]:
    """The choice of days; the script shows it, as nothing else could act on it."""
    there = {group for (group, _), often in overview.by_group.items() if often}
    chips = [("", "at any time"), *((key, _WHEN[key]) for key in GROUPS if key in there)]
    yield '<fieldset class="days noprint" hidden><legend>Show licenses that end</legend><div class="chips">'
    for key, label in chips:
        checked = "" if key else " checked"
        yield f'<label><input type="radio" name="days" value="{key}"{checked}>{label}</label>'
    yield '</div><p class="soft" role="status"></p></fieldset>\n'


def _numbers(caption: str, heads: Sequence[str], rows: Sequence[tuple[str, list[int]]]) -> str:
    first, *others = heads
    head = f'<th scope="col">{escape(first)}</th>' + "".join(
        f'<th scope="col" class="n">{escape(x)}</th>' for x in others
    )
    body = ""
    for label, numbers in rows:
        cells = "".join(f'<td class="n">{number:,}</td>' for number in numbers)
        body += f'<tr><th scope="row">{escape(label)}</th>{cells}</tr>\n'
    wide = " wide" if len(heads) > 6 else ""
    return (
        f'<div class="scroll{wide}" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table></div>\n"
    )


def _group(key: str, overview: Overview) -> str:
    """The head of a group."""
    rows = sum(often for (group, _), often in overview.by_group.items() if group == key)
    number = count(f"{rows:,}", "row")
    return (
        f'<tbody id="{key}"><tr class="group"><th colspan="{len(_HEADS)}" scope="rowgroup">{GROUPS[key]} '
        f'<span class="soft">{number}</span></th></tr>\n'
    )


def _row(row: Mapping[str, Any], parts: Mapping[str, str]) -> str:
    who = escape(str(row.get("person") or row["file"].removesuffix(".json")))
    field = f"<small>{escape(row['field'])}</small>" if "field" in row else ""
    state, days = row["state"], row.get("days_left")
    when = "" if days is None else f'<b>{_when(days)}</b> <span class="soft">{_day(row["expires"])}</span>'
    far = " far" if days is not None and days > 365 else ""
    bays = _bays(row, parts)
    have = f'<span class="soft">{row["have"]} of {row["need"]}</span>' if "need" in row else ""
    what = missing(row, parts).removeprefix("missing: ")
    if not what or state in ("depends", "unreadable"):
        what = _first_upper(row.get("next_step", "")) or what
    if state == "met":
        what = "Nothing is missing"
    return (
        f'<tr data-state="{escape(state)}"><th scope="row" class="who">{who}{field}</th>'
        f'<td class="when{far}" data-key="{"" if days is None else days}">{when}</td>'
        f'<td class="bar" data-key="{row.get("have", "")}">{small_bar(bays)}</td>'
        f'<td class="said" data-key="{_place(state)[0]}">{_tag(state)} {have}</td>'
        f'<td class="what">{escape(what)}</td></tr>\n'
    )


def _bays(row: Mapping[str, Any], parts: Mapping[str, str]) -> list[Bay]:
    """What is needed, as the renewal bar shows it."""
    if not row.get("need"):
        return []
    minimums = [
        Bay(part, label, *(Decimal(str(row[f"{part}_{figure}"])) for figure in ("need", "short_low", "short_high")))
        for part, label in parts.items()
        if f"{part}_need" in row
    ]
    total = Decimal(str(row["need"]))
    return with_rest(minimums, total, {"low": row["short_low"], "high": row["short_high"]})


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _when(days: int) -> str:
    return count(f"{days:,}", "day") if days >= 0 else f"{count(f'{-days:,}', 'day')} ago"


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day:%b} {day.day}, {day.year}"
