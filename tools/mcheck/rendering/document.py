"""What a document says, apart from how it is shown: blocks made of lines, lines made of spans.

The backends `terminal`, `markdown` and `html` each have one method or macro for each kind of block, called like it in
small letters, and one entry for each style of span. Nothing here is escaped: that is a backend's work.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from ..core.reports.report import CitationRow, LicenseRow, Number, SourceRow

Backend: TypeAlias = Literal["terminal", "markdown", "html"]
Citation: TypeAlias = "CitationRow"
"""A source by its id, and where in it, as a report gives it; the backends are given the sources."""

Style: TypeAlias = Literal["own", "strong", "code", "file", "soft", "aside", "days", "day", "educator", "verdict"]
"""own: words of ours in which nothing is escaped. aside: what is below the words before it, or after them in
parentheses. educator: words of the educator, which may be long. missing: leads to what is missing."""

VERDICTS = {
    "met": ("✔", "MET", "32"),
    "not-met": ("✘", "NOT MET", "31"),
    "not-yet": ("○", "NOT YET", "33"),
    "depends": ("?", "DEPENDS", "33"),
    "not-required": ("-", "NOT REQUIRED", "36"),
    "not-covered": ("-", "NOT COVERED", "35"),
    "not-now": ("-", "NOT NOW", "36"),
}
"""Sign, word and color of a terminal for each verdict as it is shown."""


class Span(NamedTuple):
    """Words in a style."""

    text: str
    style: Style


class By(NamedTuple):
    """Words that differ by backend."""

    terminal: str = ""
    markdown: str = ""
    html: str = ""


class Bar(NamedTuple):
    """How much of a need is there: for sure, and if what is open falls well; neither is more than the need."""

    sure: "Number"
    best: "Number"
    need: "Number"
    state: str

    @property
    def counts(self) -> str:
        """Its numbers in words: "15 of 15", "135 to 150 of 150"."""
        some = f"{self.sure}" if self.sure == self.best else f"{self.sure} to {self.best}"
        return f"{some} of {self.need}"


class Line(NamedTuple):
    """Spans of text, lines with citations of their own among them, and what is cited for them."""

    spans: tuple["Inline", ...]
    citations: Sequence[Citation] = ()


Inline: TypeAlias = str | Span | By | Line


class Heading(NamedTuple):
    """Level 1 is the title of the document. `shown` is the verdict that the heading gives, `detail` what a terminal
    adds."""

    level: int
    line: Line
    shown: str | None = None
    detail: str = ""


class Paragraph(NamedTuple):
    """In a terminal it has an indent, all lines but the first hang further, and what is apart has a blank line before
    it. On a page it may be soft: in a lighter color."""

    line: Line
    indent: int = 2
    hanging_indent: int = 0
    apart: bool = False
    soft: bool = False


class Sentences(NamedTuple):
    """A paragraph, of which a terminal shows each sentence on a line of its own."""

    sentences: Sequence[str]


class Item(NamedTuple):
    """A point of a list: further sentences about it, and points below it; not `marked` as a point in a terminal."""

    line: Line
    more: tuple[str, ...] = ()
    points: Sequence[Inline] = ()
    marked: bool = True


class Items(NamedTuple):
    """A list, in which paragraphs are allowed; `mark`, `indent` and `hanging_indent` are of a terminal."""

    entries: "Sequence[Item | Paragraph | Only | VerdictLine]"
    mark: str = "- "
    indent: int = 2
    hanging_indent: int = 2


class VerdictLine(NamedTuple):
    """A verdict in a line of its own, between other words."""

    before: str
    shown: str
    after: str = ""


class Requirement(NamedTuple):
    """A requirement as a bar with its numbers, which take so many columns; `beside` is said after its label."""

    label: str
    bar: Bar
    columns: int
    citations: Sequence[Citation] = ()
    beside: str = ""


class Table(NamedTuple):
    """`numbers` are the columns of numbers."""

    heads: Sequence[str]
    rows: Sequence[Sequence[Line]]
    numbers: tuple[int, ...] = ()
    caption: str = ""
    style: Literal["", "wide", "facts", "signatures", "changes"] = ""


class Picture(NamedTuple):
    """Points that flow from activities into categories: names with sums, and (left, right, points)."""

    title: str
    left: Sequence[tuple[str, "Number"]]
    right: Sequence[tuple[str, "Number"]]
    links: Sequence[tuple[int, int, "Number"]]
    in_words: Sequence[str]


class Renewal(NamedTuple):
    """The renewal bar of a license as the report gives it, for backends that can draw; `longest` as `renewal_bar`."""

    license: "LicenseRow"
    longest: "Number"


class Sources(NamedTuple):
    """Every source that the document cites with a number; if `short`, a line each, without its address."""

    short: bool = False


class Section(NamedTuple):
    """A part of a page that can be linked to by its key."""

    key: str
    title: str
    blocks: Sequence["Block"]


class Only(NamedTuple):
    """Blocks for one backend."""

    backend: Backend
    blocks: Sequence["Block"]


Block: TypeAlias = (
    Heading
    | Paragraph
    | Sentences
    | Item
    | Items
    | VerdictLine
    | Requirement
    | Table
    | Picture
    | Renewal
    | Sources
    | Section
    | Only
)


def line(*spans: Inline, cites: Sequence[Citation] = ()) -> Line:
    """A line of these spans."""
    return Line(spans, cites)


def cell(value: object, style: Style = "own") -> Line:
    """A cell of a table that is in one style."""
    return Line((Span(str(value), style),))


def own(text: str) -> Span:
    """Words of ours, in which nothing is to be escaped."""
    return Span(text, "own")


def with_code(text: str) -> tuple[Inline, ...]:
    """Words, of which those in backticks are code."""
    return tuple(Span(part, "code") if n % 2 else part for n, part in enumerate(text.split("`")))


def renewal(license: "LicenseRow", licenses: Sequence["LicenseRow"]) -> Only:
    """The renewal bar of a license, on one scale with those of the others; for pages only."""
    totals = [r["need"] for x in licenses for r in x["requirements"] if r["id"] == "total"]
    return Only("html", [Renewal(license, max(totals, default=0))])


def section(title: str, entries: Iterable[Item], *, only: Backend | None = None) -> list[Block]:
    """A heading and a list; nothing where there is nothing to list."""
    listed = tuple(entries)
    blocks: list[Block] = [Heading(2, line(title)), Items(listed)] if listed else []
    return [Only(only, blocks)] if blocks and only else blocks


class Cited(NamedTuple):
    """A source with a place in it, as it is shown."""

    source: "SourceRow"
    at: str | None

    @property
    def name(self) -> str:
        """Its title, and the place unless the title says it."""
        title = self.source["title"]
        return title if self.at is None or self.at in title else f"{title}, {self.at}"


class SourceList:
    """The sources of a document, and those that were cited of them, in the order of their numbers."""

    def __init__(self, sources: Iterable["SourceRow"]) -> None:
        self.by_id = {source["id"]: source for source in sources}
        self.cited: list[Cited] = []

    def look_up(self, citation: Citation) -> Cited:
        """What a citation cites."""
        return Cited(self.by_id[citation["source"]], citation.get("at"))

    def number(self, citation: Citation) -> int:
        """The number of what a citation cites; it is the same wherever that is cited."""
        cited = self.look_up(citation)
        if cited not in self.cited:
            self.cited.append(cited)
        return self.cited.index(cited) + 1
