"""A document as Markdown: everything that comes from outside is escaped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from ...core.escaping import markdown as escape
from .. import document as d
from ..document import VERDICTS, By, Cited, Line, Only, Paragraph, SourceList, Span

if TYPE_CHECKING:
    from ...core.reports.report import SourceRow

STYLES: dict[str, Callable[[str], str]] = {
    "own": str,
    "strong": lambda text: f"**{escape(text)}**",
    "code": lambda text: f"`{text}`",
    "soft": str,
    "aside": lambda text: f" ({escape(text)})",
    "days": str,
    "day": str,
    "verdict": lambda shown: VERDICTS[shown][1],
}
"""How a span of each style is written; those of the others are escaped."""


def brief(cited: Cited) -> str:
    """Where it is, and whose word it is."""
    return f"{escape(cited.at or cited.source['title'])} ({cited.source['authority']})"


def full(cited: Cited) -> str:
    """Its title and where it is."""
    return escape(cited.name)


def render(
    blocks: Iterable[d.Block],
    sources: Iterable[SourceRow],
    cite: Callable[[Cited], str] = brief,
    most: int | None = 3,
) -> str:
    """The blocks as text. `cite` gives the words of a citation, of which a line shows the first `most`."""
    return "\n".join(_Markdown(SourceList(sources), cite, most).blocks(blocks))


class _Markdown:
    def __init__(self, sources: SourceList, cite: Callable[[Cited], str], most: int | None) -> None:
        self.listed, self.cite, self.most = sources, cite, most

    def blocks(self, blocks: Iterable[d.Block]) -> Iterator[str]:
        for block in blocks:
            yield from getattr(self, type(block).__name__.lower())(block)

    def only(self, block: d.Only) -> Iterator[str]:
        if block.backend == "markdown":
            yield from self.blocks(block.blocks)

    def section(self, block: d.Section) -> Iterator[str]:
        yield from (f"## {block.title}", "", *self.blocks(block.blocks))

    def heading(self, block: d.Heading) -> Iterator[str]:
        verdict = f": {VERDICTS[block.shown][1]}" if block.shown else ""
        yield from (f"{'#' * block.level} {self.line(block.line)}{verdict}", "")

    def paragraph(self, block: d.Paragraph) -> Iterator[str]:
        yield from (self.line(block.line), "")

    def sentences(self, block: d.Sentences) -> Iterator[str]:
        yield from (escape(" ".join(block.sentences)), "")

    def items(self, block: d.Items) -> Iterator[str]:
        for entry in block.entries:
            if isinstance(entry, Paragraph):
                yield from ("", self.line(entry.line))
            elif not isinstance(entry, Only):
                yield from getattr(self, type(entry).__name__.lower())(entry)
        yield ""

    def item(self, item: d.Item) -> Iterator[str]:
        words = " ".join([self.spans(item.line), *map(escape, item.more), self.citations(item.line)])
        yield f"- {words}".rstrip()
        yield from (f"    - {_span(point)}" for point in item.points)

    def table(self, block: d.Table) -> Iterator[str]:
        rows = [list(block.heads), ["---:" if n in block.numbers else "---" for n in range(len(block.heads))]]
        rows += [[self.line(cell) for cell in row] for row in block.rows]
        yield from (*(f"| {' | '.join(row)} |" for row in rows), "")

    def picture(self, block: d.Picture) -> Iterator[str]:
        if block.in_words:
            yield from (f"### {block.title}", "", *(f"- {escape(words)}" for words in block.in_words), "")

    def sources(self, block: d.Sources) -> Iterator[str]:
        """Each citation is a link where it is."""
        yield from ()

    def line(self, line: Line) -> str:
        return " ".join(filter(None, (self.spans(line), self.citations(line))))

    def spans(self, line: Line) -> str:
        return "".join(map(_span, line.spans))

    def citations(self, line: Line) -> str:
        cited = map(self.listed.look_up, line.citations[: self.most])
        return " ".join(f"[{self.cite(one)}](<{one.source['url']}>)" for one in cited)


def _span(span: d.Inline) -> str:
    if isinstance(span, By):
        return span.markdown
    if isinstance(span, Span):
        return STYLES.get(span.style, escape)(span.text)
    return escape(span) if isinstance(span, str) else ""
