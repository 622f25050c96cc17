"""A comparison of two reports as a document: a before-and-after table, and what the later verdicts depend on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..core.wording import count
from .backends import terminal
from .backends.wrapping import LABEL
from .document import VERDICTS, Block, Line, Paragraph, Table, line
from .sentences import dependencies

if TYPE_CHECKING:
    from ..core.reports.report import Report
    from ..reporting.comparison import Change, Comparison, LicenseChange


def as_text(difference: Comparison, names: tuple[str, str], later: Report, width: int = 80) -> str:
    """The table for a terminal; `names` head its two columns, `later` is the report after the change."""
    return terminal.render(document(difference, names, later), width=width)


def document(difference: Comparison, names: tuple[str, str], later: Report) -> list[Block]:
    """The table, the verdict, and below them what the verdicts of the `later` report depend on."""
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


def _license(license: LicenseChange) -> Iterator[tuple[Line, ...]]:
    yield (line(),)
    shown = [VERDICTS[word][1] if word else word for word in _sides(license["shown"])]
    yield _cells(license["label"], shown)
    if license["renewed_as"]["changed"]:
        yield _row("  renewed as", license["renewed_as"])
    for r in license["requirements"]:
        yield _row(f"  {r['label']}", r["have"], r["need"])


def _sides(change: Change[Any]) -> list[Any]:
    return [change["before"], change["after"]]


def _row(label: str, change: Change[Any], of: Change[Any] | None = None) -> tuple[Line, ...]:
    """A label and a value before and after, each out of another one if that is given."""
    outs = [""] * 2 if of is None else [f" of {value}" for value in _sides(of)]
    values = zip(_sides(change), outs, strict=True)
    return _cells(label, [None if value is None else f"{value}{out}" for value, out in values])


def _cells(label: str, values: list[str | None]) -> tuple[Line, ...]:
    """A label and what is before and after; nothing if there is neither."""
    if not any(value is not None for value in values):
        return (line(),)
    return (line(label), *(line("-" if value is None else value) for value in values))


def _depending(report: Report) -> Iterator[str]:
    """What each verdict depends on."""
    for license in report["licenses"]:
        for first, *more in [license["depends_on"]] if license["depends_on"] else ():
            others = f", or on {count(len(more), 'other set of points', 'other sets of points')}" if more else ""
            others = ", or on other points" if license["sets"] in ("first", "stopped") else others
            yield f"{license['label']} then depends on {dependencies(report, first, license.get('alike', ()))}{others}."


def _summary(difference: Comparison) -> str:
    before, after = (VERDICTS[word][1] for word in _sides(difference["shown"]))
    if difference["shown"]["changed"]:
        return f"All in all: {before} before, {after} after."
    changed = any(
        r["have"]["changed"] or r["need"]["changed"] for x in difference["licenses"] for r in x["requirements"]
    )
    return f"All in all: {before}, before and after." + ("" if changed else " No number differs.")
