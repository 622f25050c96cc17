"""A document for a terminal, with bars, colors and numbered sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ...core.escaping import escape_terminal
from .. import document as d
from ..document import VERDICTS, By, Item, Line, SourceList, Span
from .wrapping import columns, cut, shorten, wrap

if TYPE_CHECKING:
    from ...core.reports.report import SourceRow

ASCII = {"✔": "+", "✘": "x", "○": "o", "█": "#", "▒": "~", "░": "-", "→": "->"}
"""What stands for a sign where a terminal shows ASCII only."""
AUTHORITY = {"agency-page": "agency page"}
TITLE = 50
"""Columns of a title in a short list of sources."""
BAR = 15
"""Signs of a whole bar."""


def render(
    blocks: Iterable[d.Block],
    sources: Iterable[SourceRow] = (),
    *,
    color: bool = False,
    width: int = 80,
    unicode: bool = True,
) -> str:
    """The blocks as text; `color` only adds to words and signs, `unicode` off keeps to ASCII signs."""
    terminal = _Terminal(SourceList(sources), color, width)
    terminal.blocks(blocks)
    out = "\n".join(terminal.lines).rstrip() + "\n"
    for sign, instead in () if unicode else ASCII.items():
        out = out.replace(sign, instead)
    return out


class _Terminal:
    """Lines for a terminal, and the sources they cite."""

    def __init__(self, sources: SourceList, color: bool, width: int) -> None:
        self.listed, self.color, self.width = sources, color, width
        self.lines: list[str] = []

    def blocks(self, blocks: Iterable[d.Block]) -> None:
        for block in blocks:
            getattr(self, type(block).__name__.lower())(block)

    def only(self, block: d.Only) -> None:
        if block.backend == "terminal":
            self.blocks(block.blocks)

    def heading(self, block: d.Heading) -> None:
        words = escape_terminal(self.spans(block.line))
        if block.shown is not None:
            room = self.width - columns("  ".join(VERDICTS[block.shown][:2]))
            first, *more = wrap(f"{words}{block.detail}", room)
            self.lines += ["", f"{self.verdict(block.shown)}  {first}", *(f"    {each}" for each in more)]
        elif block.level < 3:
            self.lines += [""] * (block.level > 1) + [self.paint(words, "1")]
        else:
            self.say(f"{words}:", 2)

    def paragraph(self, block: d.Paragraph) -> None:
        if block.apart:
            self.lines.append("")
        self.say(self.spans(block.line) + self.marks(block.line.citations), block.indent, block.hanging_indent)

    def sentences(self, block: d.Sentences) -> None:
        for sentence in block.sentences:
            self.say(sentence, 2)

    def items(self, block: d.Items) -> None:
        for entry in block.entries:
            if not isinstance(entry, Item):
                self.blocks([entry])
                continue
            text = block.mark * entry.marked + self.spans(entry.line) + self.marks(entry.line.citations)
            self.say(text, block.indent, block.hanging_indent)
            for more in entry.more:
                self.say(more, block.indent + 2)

    def table(self, block: d.Table) -> None:
        """A first column, and columns of values beside it; a row of one cell heads those below it, and a star is
        where the values of a row differ.
        """
        rows = [[escape_terminal(self.spans(cell)) for cell in row] for row in block.rows]
        column = max([18, *(columns(cell) for row in rows for cell in row[1:])])
        first = max(self.width - (len(block.heads) - 1) * (column + 2) - 2, 20)
        for label, *values in [list(block.heads), *rows]:
            star = "*" if label and len({*values}) > 1 else " "
            shown = cut(label, first)
            cells = "".join(f"  {value:>{column}}" for value in values)
            self.lines.append(f"{star} {shown}{' ' * (first - columns(shown))}{cells}".rstrip())

    def verdictline(self, block: d.VerdictLine) -> None:
        self.lines.append(f"{block.before}{self.verdict(block.shown)}{escape_terminal(block.after)}")

    def requirement(self, block: d.Requirement) -> None:
        sure, best = (int(BAR * each / block.bar.need) for each in (block.bar.sure, block.bar.best))
        bar = "█" * sure + "▒" * (best - sure) + "░" * (BAR - best)
        sign = {"met": "✔", "short": "✘", "depends": "?"}[block.bar.state]
        beside = block.beside + self.marks(block.citations)
        label = shorten(escape_terminal(block.label), max(self.width - BAR - block.columns - 7 - len(beside), 12))
        self.lines.append(f"  {sign} {bar} {block.bar.counts:>{block.columns}}  {label}{beside}")

    def sources(self, block: d.Sources) -> None:
        """Every source that a mark leads to; its address is never broken, so that it can be clicked."""
        if self.listed.cited:
            self.lines += ["", self.paint("Sources", "1")]
        if block.short:
            self.say("; ".join(f"[{n}] {_brief(cited)}" for n, cited in enumerate(self.listed.cited, 1)), 2)
            return
        for n, cited in enumerate(self.listed.cited, 1):
            source = cited.source
            dated = f", {source['dated']}" if "dated" in source else ""
            kind = AUTHORITY.get(source["authority"], source["authority"])
            self.say(f"[{n}] {cited.name} ({kind}{dated})", 2, 4)
            self.lines.append(f"      {escape_terminal(source['url'])}")

    # -- parts of lines

    def say(self, text: str, indent: int = 0, hanging_indent: int = 0) -> None:
        self.lines += wrap(escape_terminal(text), self.width, " " * indent, " " * (indent + hanging_indent)) or [""]

    def spans(self, line: d.Line) -> str:
        return "".join(map(self.span, line.spans))

    def span(self, span: d.Inline) -> str:
        if isinstance(span, str):
            return span
        if isinstance(span, Line):
            return self.spans(span) + self.marks(span.citations)
        return span.text if isinstance(span, Span) else span.terminal if isinstance(span, By) else ""

    def paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.color else text

    def verdict(self, shown: str) -> str:
        sign, word, code = VERDICTS[shown]
        return self.paint(f"{sign} {word}", f"1;{code}")

    def marks(self, citations: Sequence[d.Citation]) -> str:
        """Footnote marks for the first three citations: more would hide the text, and the JSON has them all."""
        numbers = sorted({self.listed.number(citation) for citation in citations[:3]})
        return " " + "".join(f"[{n}]" for n in numbers) if numbers else ""


def _brief(cited: d.Cited) -> str:
    """A source without its address: a regulation by its section, another by the beginning of its title."""
    if cited.source["authority"] == "regulation" and cited.at:
        return cited.at
    whose = AUTHORITY.get(cited.source["authority"], cited.source["authority"])
    return f"{shorten(cited.source['title'], TITLE)} ({whose})"
