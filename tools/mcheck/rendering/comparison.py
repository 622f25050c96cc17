"""A comparison of two reports as a document: a before-and-after table, and what the later verdicts depend on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..core.wording import count
from .backends import terminal
from .backends.wrapping import LABEL
from .document import VERDICTS, Block, Line, Paragraph, Table, line
from .sentences import dependencies

SIDES = ("before", "after")

Data = Mapping[str, Any]


def as_text(difference: Data, names: tuple[str, str], later: Data, width: int = 80) -> str:
    """The table for a terminal; `names` head its two columns, `later` is the report after the change."""
    return terminal.render(document(difference, names, later), width=width)


def document(difference: Data, names: tuple[str, str], later: Data) -> list[Block]:
    """The table, the verdict, and below them what the verdicts of the `later` report hang on."""
    rows = [
        _row("Edition of the rules", difference["edition"]),
        *(row for license in difference["licenses"] for row in _license(license)),
    ]
    if difference["as_of"]["changed"]:
        rows.insert(0, _row("Application date", difference["as_of"]))
    if difference["activities"]:
        rows += [(line(),), (line("Points counted, of what it is worth"),)]
        rows += [_row(f"  {a['title']}", a["counted"], a["worth"]) for a in difference["activities"]]
    said = [_summary(difference), *_depending(later)]
    sentences = [
        Paragraph(line(words), indent=0, hanging_indent=4 if LABEL.match(words) else 0, apart=n == 0)
        for n, words in enumerate(said)
    ]
    return [Table(("", *names), rows, style="changes"), *sentences]


def _license(license: Data) -> Iterator[tuple[Line, ...]]:
    yield (line(),)
    shown = license["shown"]
    yield _row(license["label"], {side: shown[side] and VERDICTS[shown[side]][1] for side in SIDES})
    if license["renewed_as"]["changed"]:
        yield _row("  renewed as", license["renewed_as"])
    for r in license["requirements"]:
        yield _row(f"  {r['label']}", r["have"], r["need"])


def _row(label: str, values: Data, of: Data | None = None) -> tuple[Line, ...]:
    """A label and a value before and after, each out of another one if that is given; nothing if there is neither."""
    if all(values[side] is None for side in SIDES):
        return (line(),)
    cells = [
        "-" if values[side] is None else f"{values[side]}" + (f" of {of[side]}" if of is not None else "")
        for side in SIDES
    ]
    return (line(label), *map(line, cells))


def _depending(report: Data) -> Iterator[str]:
    """What each verdict hangs on."""
    for license in report["licenses"]:
        for first, *more in [license["depends_on"]] if license["depends_on"] else ():
            others = f", or on {count(len(more), 'other set of points', 'other sets of points')}" if more else ""
            others = ", or on other points" if license["sets"] in ("first", "stopped") else others
            yield f"{license['label']} then depends on {dependencies(report, first, license.get('alike', ()))}{others}."


def _summary(difference: Data) -> str:
    before, after = (VERDICTS[difference["shown"][side]][1] for side in SIDES)
    if difference["shown"]["changed"]:
        return f"All in all: {before} before, {after} after."
    changed = any(
        r["have"]["changed"] or r["need"]["changed"] for x in difference["licenses"] for r in x["requirements"]
    )
    return f"All in all: {before}, before and after." + ("" if changed else " No number differs.")
