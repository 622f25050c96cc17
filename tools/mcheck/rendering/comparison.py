"""A comparison of two reports as text: a before-and-after table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..core.escaping import escape_terminal
from ..core.wording import count
from .report import WORDS, hanging
from .terminal import columns, cut, hang

SIDES = ("before", "after")


def render(difference: Mapping[str, Any], names: tuple[str, str], later: Mapping[str, Any], width: int = 80) -> str:
    """The table; `names` head its two columns. A changed row begins with a star.

    Below it, what the verdicts of the `later` report hang on.
    """
    rows: list[tuple[str, Any, Any]] = [("Edition of the rules", *_both(difference["edition"]))]
    if difference["as_of"]["changed"]:
        rows.insert(0, ("Application date", *_both(difference["as_of"])))
    for license in difference["licenses"]:
        words = [WORDS[v][1] if v is not None else None for v in _both(license["shown"])]
        rows += [("", None, None), (license["label"], *words)]
        if license["renewed_as"]["changed"]:
            rows.append(("  renewed as", *_both(license["renewed_as"])))
        rows += [
            (
                f"  {r['label']}",
                _of(r["have"]["before"], r["need"]["before"]),
                _of(r["have"]["after"], r["need"]["after"]),
            )
            for r in license["requirements"]
        ]
    if difference["activities"]:
        rows += [("", None, None), ("Points counted, of what it is worth", "", "")]
        for a in difference["activities"]:
            before, after = (_of(a["counted"][side], a["worth"][side]) for side in SIDES)
            rows.append((f"  {a['title']}", before, after))
    column = max([18, *(len(str(x)) for row in rows for x in row[1:] if x is not None)])
    first = max(width - 2 * column - 6, 20)
    lines = [f"  {'':{first}}  {names[0]:>{column}}  {names[1]:>{column}}".rstrip()]
    lines += [_line(row, first, column) for row in rows]
    said = [_summary(difference), *_depending(later)]
    return "\n".join([*lines, "", *(line for words in said for line in hang(words, width))]) + "\n"


def _depending(report: Mapping[str, Any]) -> Iterator[str]:
    """What each verdict hangs on."""
    for license in report["licenses"]:
        for first, *more in [license["depends_on"]] if license["depends_on"] else ():
            others = f", or on {count(len(more), 'other set of points', 'other sets of points')}" if more else ""
            points = escape_terminal(hanging(report, first))
            yield f"{escape_terminal(license['label'])} then hangs on {points}{others}."


def _both(pair: Mapping[str, Any]) -> tuple[Any, Any]:
    return pair["before"], pair["after"]


def _of(have: Any, need: Any) -> str | None:
    return None if have is None else f"{have} of {need}"


def _line(row: Sequence[Any], first: int, column: int) -> str:
    label, before, after = cut(escape_terminal(row[0]), first), row[1], row[2]
    if before is None and after is None:
        return ""
    sign = "*" if before != after else " "
    shown = [("-" if x is None else str(x)) for x in (before, after)]
    return f"{sign} {label}{' ' * (first - columns(label))}  {shown[0]:>{column}}  {shown[1]:>{column}}".rstrip()


def _summary(difference: Mapping[str, Any]) -> str:
    before, after = (WORDS[difference["shown"][side]][1] for side in SIDES)
    if difference["shown"]["changed"]:
        return f"All in all: {before} before, {after} after."
    changed = any(
        r["have"]["changed"] or r["need"]["changed"] for x in difference["licenses"] for r in x["requirements"]
    )
    return f"All in all: {before}, before and after." + ("" if changed else " No number differs.")
