"""A document as a page, by the template page.html.j2."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from ..document import VERDICTS, Block, Only, Renewal, Section, SourceList
from . import svg
from .renewal_bar import CSS, bays_of, renewal_bar
from .templates import environment

if TYPE_CHECKING:
    from ...core.reports.report import SourceRow


def render(blocks: Sequence[Block], sources: Iterable[SourceRow]) -> str:
    """The page of a document that has a title, paragraphs, sections, and paragraphs below them."""
    flat = [inner for block in blocks for inner in (block.blocks if isinstance(block, Only) else (block,))]
    sections = [n for n, block in enumerate(flat) if isinstance(block, Section)]
    first, end = sections[0], sections[-1] + 1
    title, *lead = flat[:first]
    return (
        environment()
        .get_template("page.html.j2")
        .render(
            title=title,
            lead=lead,
            sections=flat[first:end],
            foot=flat[end:],
            sources=SourceList(sources),
            verdicts=VERDICTS,
            flow=svg.flow,
            renewal_bar=_bar,
            renewal_bar_css=CSS,
        )
    )


def _bar(block: Renewal) -> str:
    key = block.license["pointer"].strip("/").replace("/", "-")
    return renewal_bar(bays_of(block.license), key, longest=Decimal(block.longest))
