"""Who is at risk as one page: by days left, the soonest first, sortable by a script in the page and by nothing else."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from importlib.resources import files
from typing import Any

from ..core.escaping import html as escape
from ..core.wording import count
from .overview import GROUPS, SIZES, Overview, group_of
from .table import rows_of_line
from .text import missing
from .writers import Spool, sort_key

_HEADS = ("File", "License ends", "License", "PDPs", "Answer", "What is missing, and what to do next")
_ORDER = list(GROUPS)
PASSED = ("met", "no PDPs needed", "not now")


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
            '<a class="skip" href="#main">Skip to the answer</a>\n<main id="main">\n<h1>Who is at risk</h1>\n'
        )
        self._emit("".join(_lead(self._overview)))
        group = None
        for (number, _), text in self._spool:
            if number != group:
                self._emit("</tbody></table></div>\n" if group is not None else "")
                self._emit(_group(_ORDER[number], self._overview))
                group = number
            self._emit(text)
        self._emit("</tbody></table></div>\n" if group is not None else "")
        self._emit(
            "<footer><p>Made on your own computer; nothing was sent. "
            f"A check is not a decision: the department decides. {escape(self._notice)}</p></footer>\n"
            f"</main>\n<script>{script}</script>\n</body>\n</html>\n"
        )


def _lead(overview: Overview) -> Iterator[str]:
    risk, soon = overview.at_risk()
    sure = "is" if risk == 1 else "are"
    yield f'<p class="lede">{risk} of {count(soon, "license")} that end within a year {sure} not sure to be renewed. '
    yield f"{count(overview.people, 'file')} checked, {overview.unreadable} of them could not be read.</p>\n"
    states = [state for state, often in overview.states.items() if often]
    if not states:
        return
    groups = [
        (label, [overview.by_group[key, state] for state in states])
        for key, label in GROUPS.items()
        if any(overview.by_group[key, state] for state in states)
    ]
    yield _numbers("Licenses by days left", ["Ends", *map(_first_upper, states)], groups)
    if gaps := overview.commonest_gaps():
        yield _numbers("Commonest gaps", ["Lacking", "Licenses"], [(label, [often]) for label, often in gaps])
    if workshops := overview.workshops():
        heads = ["A workshop on", *(f"of {size} PDPs" for size in SIZES), "of enough PDPs"]
        yield _numbers("How many people a workshop would bring to met", heads, workshops)


def _numbers(caption: str, heads: list[str], rows: list[tuple[str, list[int]]]) -> str:
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in heads)
    body = ""
    for label, numbers in rows:
        cells = "".join(f'<td class="n">{number:,}</td>' for number in numbers)
        body += f'<tr><th scope="row">{escape(label)}</th>{cells}</tr>\n'
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table class="counts">'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table></div>\n"
    )


def _group(key: str, overview: Overview) -> str:
    """The head of a group and of its table."""
    rows = sum(often for (group, _), often in overview.by_group.items() if group == key)
    heads = "".join(f'<th scope="col">{each}</th>' for each in _HEADS)
    return (
        f'<h2 id="{key}">{GROUPS[key]} <span class="soft">{count(f"{rows:,}", "row")}</span></h2>\n'
        f'<div class="scroll" tabindex="0" role="region" aria-labelledby="{key}"><table class="people">'
        f"<thead><tr>{heads}</tr></thead><tbody>\n"
    )


def _row(row: Mapping[str, Any], parts: Mapping[str, str]) -> str:
    who = str(row.get("person") or row["file"])
    days = row.get("days_left")
    ends = "" if days is None else f"<b>{_when(days)}</b><br><time>{row['expires']}</time>"
    what = [missing(row, parts), row.get("next_step", "")]
    state = row["state"]
    kind = "met" if state in PASSED else "not-met" if state == "not met" else "other"
    return (
        f'<tr><th scope="row">{escape(who)}</th><td data-key="{"" if days is None else days}">{ends}</td>'
        f'<td>{escape(row.get("field", ""))}</td><td data-key="{row.get("have", "")}">{_bar(row)}</td>'
        f'<td><span class="tag {kind}">{escape(_first_upper(state))}</span></td>'
        f"<td>{'<br>'.join(escape(_first_upper(text)) for text in what if text)}</td></tr>\n"
    )


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _when(days: int) -> str:
    return count(f"{days:,}", "day") if days >= 0 else f"{count(f'{-days:,}', 'day')} ago"


def _bar(row: Mapping[str, Any]) -> str:
    """What counts, what is not settled and what is missing as one length, with its numbers in words."""
    if not row.get("need"):
        return ""
    need = float(row["need"])
    sure = max(0.0, need - float(row["short_high"]))
    maybe = max(0.0, min(float(row["have"]), need) - sure)
    first, second = (f"{100 * part / need:.1f}" for part in (sure, maybe))
    said = f"{row['have']} of {row['need']}"
    return (
        '<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="gap" width="100" height="10"/><rect class="sure" width="{first}" height="10"/>'
        f'<rect class="maybe" x="{first}" width="{second}" height="10"/></svg><span>{said}</span>'
    )
