"""Every document in every format that it has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from ..audit.record import Packet
    from ..core.report import Report
    from ..planning.planner import PlanReport
    from ..regulation.deadlines import Deadline
    from ..reporting.comparison import Comparison

    Document: TypeAlias = Report | PlanReport | Comparison | Packet | Iterable[Deadline]

_RENDERERS = {
    ("report", "text"): ("report", "render"),
    ("report", "markdown"): ("report_markdown", "render"),
    ("report", "json"): ("json_text", "render"),
    ("plan", "text"): ("plan", "render_text"),
    ("plan", "markdown"): ("plan", "render_markdown"),
    ("plan", "json"): ("json_text", "render"),
    ("comparison", "text"): ("comparison", "render"),
    ("comparison", "json"): ("json_text", "render"),
    ("packet", "html"): ("packet_html", "render"),
    ("packet", "markdown"): ("packet_markdown", "render"),
    ("deadlines", "ics"): ("ics", "render"),
}
"""By the kind of document and the format, the module and its function."""


def render(document: Document, format: Literal["text", "markdown", "html", "json", "ics"], **look: Any) -> str:
    """A document as `mcheck` prints or writes it.

    Reports and plans have text, markdown and json; comparisons text and json; packets html and markdown; deadlines ics.
    `look` is what the format takes beside the document: for text of reports and plans `color` (no), `width` (80
    characters) and `unicode` (yes); of a comparison `names` of both sides, the `later` report and `width`; for ics
    `catalog`, `label`, `saved` and `whose` (see `ics.render`). Raises ValueError for a format that a document lacks.
    """
    kind = _kind(document)
    if (kind, format) not in _RENDERERS:
        known = ", ".join(form for each, form in _RENDERERS if each == kind)
        raise ValueError(f"There is no {format} of this; its formats: {known}.")
    module, function = _RENDERERS[kind, format]
    text: str = getattr(import_module(f".{module}", __package__), function)(document, **look)
    return text


def _kind(document: Document) -> str:
    """Which kind of document it is: report, plan, comparison, packet or deadlines."""
    if isinstance(document, Mapping):
        return "report" if "ledgers" in document else "plan" if "plans" in document else "comparison"
    return "deadlines" if isinstance(document, Iterable) else "packet"
