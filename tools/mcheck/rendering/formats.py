"""Every document in every format that it has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from ..audit.record import Packet
    from ..core.reports.plan_report import PlanReport
    from ..core.reports.report import Report
    from ..regulation.dates.deadlines import Deadline
    from ..reporting.comparison import Comparison

    Document: TypeAlias = Report | PlanReport | Comparison | Packet | Iterable[Deadline]

Format: TypeAlias = Literal["text", "markdown", "html", "json", "ics"]

FORMATS: Mapping[str, tuple[str, ...]] = {
    "report": ("text", "json", "markdown", "html"),
    "plan": ("text", "json", "markdown"),
    "comparison": ("text", "json"),
    "packet": ("html", "markdown"),
    "deadlines": ("ics",),
}
"""The formats of each kind of document: `as_...` in the module of that name, or a module for the format itself."""

FILES = ("html", "ics")
"""Formats that are a file by themselves; `--format` prints none of them."""


def printed(kind: str) -> list[str]:
    """What `--format` offers for a kind of document."""
    return [name for name in FORMATS[kind] if name not in FILES]


def render(document: Document, format: Format, **look: Any) -> str:
    """A document as `mcheck` prints or writes it.

    Reports have text, markdown, html and json, plans all but html; comparisons text and json; packets html and
    markdown; deadlines ics.
    `look` is what the format takes beside the document: for text of reports `full` (no: what fits on a screen), of
    reports and plans `color` (no), `width` (80 characters) and `unicode` (yes); of a comparison `names` of both sides,
    the `later` report and `width`; for ics `catalog`, `label`, `saved` and `whose` (see `ics.render`). Raises
    ValueError for a format that a document lacks.
    """
    kind = _kind(document)
    if format not in FORMATS[kind]:
        raise ValueError(f"This cannot be shown as {format}; its formats: {', '.join(FORMATS[kind])}.")
    alone = {"json": "backends.json_text", "ics": "backends.ics"}
    module, function = (alone[format], "render") if format in alone else (kind, f"as_{format}")
    text: str = getattr(import_module(f".{module}", __package__), function)(document, **look)
    return text


def _kind(document: Document) -> str:
    """Which kind of document it is: report, plan, comparison, packet or deadlines."""
    if isinstance(document, Mapping):
        return "report" if "ledgers" in document else "plan" if "plans" in document else "comparison"
    return "deadlines" if isinstance(document, Iterable) else "packet"
