"""The packet as a document: a page to print, and its twin in Markdown for those who keep their records as text."""

from __future__ import annotations

from collections.abc import Iterator

from ..audit.context import NOT_STATED
from ..audit.evidence import PROOFS
from ..audit.log import STATES, Row
from ..audit.record import Packet, role, total
from ..core.wording import count
from .backends import html, markdown
from .document import (
    Block,
    By,
    Heading,
    Inline,
    Item,
    Items,
    Line,
    Only,
    Paragraph,
    Picture,
    Section,
    Sources,
    Span,
    Table,
    cell,
    line,
    own,
    renewal,
    with_code,
)
from .sentences import figures_of

SIGNERS = ("Educator: name", "Supervisor: name and role")


def as_html(packet: Packet) -> str:
    """One page: printable, readable by screen readers, without scripts and without outside requests."""
    return html.render(document(packet), packet.sources)


def as_markdown(packet: Packet) -> str:
    """Headings, tables and lists."""
    return markdown.render(document(packet), packet.sources, markdown.full, most=None)


def document(packet: Packet) -> list[Block]:
    """The whole packet: its title, what it is of, its sections, and how it was made."""
    report = packet.report
    catalog, portfolio = report["catalog"], report["portfolio"]
    name, wrapped = portfolio.get("label") or "my license renewal", By(markdown=" ", html="\n")
    dated = line(f"Application date {report['as_of']}. ", report["edition"]["name"], ".", wrapped, report["notice"])
    made = line(
        own(f"Made by mcheck {report['mcheck']} with catalog {catalog['edition']}"),
        *(wrapped, own("(SHA-256 "), Span(catalog["sha256"], "code"), own(") from "), portfolio["name"]),
        *(wrapped, own("(SHA-256 "), Span(portfolio["sha256"], "code"), own("). "), report["notice"]),
    )
    sections = [
        Section("cover", "Cover sheet for the supervisor", list(_cover(packet))),
        Section("missing", "What is missing from the record", list(_missing(packet))),
        Section("points", "Points", list(_points(packet))),
        Section("log", "Log of activities", list(_log(packet))),
        Section("others", "Not counted, or not done yet", list(_others(packet))),
        Section("evidence", "Index of evidence", list(_evidence(packet))),
        Section("keep", "What to keep, and until when", list(_keep(packet))),
    ]
    return [
        Heading(1, line("License renewal packet: ", name)),
        Paragraph(dated, soft=True),
        *(section for section in sections if section.blocks),
        Only("html", [Section("sources", "Sources", [Sources()])]),
        Paragraph(made),
    ]


def _cover(packet: Packet) -> Iterator[Block]:
    rows = []
    for x in packet.judged:
        expires = cell(x.get("expires", NOT_STATED), "days")
        rows.append([line(x["label"]), cell(role(x)), expires, cell(x["shown"], "verdict"), cell(total(x))])
    yield Table(("License", "Renewed as", "Expires", "Answer", "PDPs"), rows, caption="Licenses to be renewed")
    yield Table(("Fact", "Stated"), [[line(what), line(value)] for what, value in packet.facts], style="facts")
    yield from _lacking(sum(gap.needed for gap in packet.gaps))
    if packet.asks:
        yield Heading(3, line("What the rules say about your approval"))
        yield Items([Item(line(text, cites=cited)) for text, cited in packet.asks])
    yield Paragraph(
        line(
            "This sheet is not a department form. Sign only what you have seen yourself: the completed plan and "
            "the log of activities."
        ),
        soft=True,
    )
    signers = [[cell(who), cell(" "), cell(" ")] for who in SIGNERS]
    yield Table(("Who", "Signature", "Date"), signers, style="signatures")


def _lacking(needed: int) -> Iterator[Block]:
    """How much is missing, with a link where there can be one."""
    words = f"{needed}, see below" if needed else "nothing that the rules ask for"
    page = "Nothing that the rules ask for is missing from the record."
    if needed:
        page = f"{needed} {'thing is' if needed == 1 else 'things are'} "
        page += '<a href="#missing">missing from the record</a>.'
    yield Paragraph(line(By(markdown=f"Missing from the record: {words}.", html=page)))


def _missing(packet: Packet) -> Iterator[Block]:
    if not packet.gaps:
        yield Paragraph(line("Nothing is missing."))
        return
    items = []
    for gap in packet.gaps:
        advice: list[Inline] = [] if gap.needed else [" ", Span("(our advice)", "soft")]
        words = line(Span(f"{gap.what}.", "strong"), *advice, " ", *with_code(gap.todo), cites=gap.citations)
        items.append(Item(words, points=gap.lines))
    yield Items(items)


def _points(packet: Packet) -> Iterator[Block]:
    for license in packet.judged:
        yield Heading(3, line(license["label"]), license["shown"])
        yield Paragraph(line(license["why"]))
        yield renewal(license, packet.judged)
        if hangs := packet.depends_on(license):
            yield Paragraph(line("It depends on one of these:"))
            yield Items([Item(line(words)) for words in hangs])
        if figures := figures_of(license):
            yield Paragraph(line(own(figures)))
        if apart := packet.apart(license):
            yield Paragraph(line(apart))
        rows = [
            [line(r["label"], cites=r["citations"][:2]), cell(r["have"]), cell(r["need"]), cell(r["state"])]
            for r in license["requirements"]
        ]
        heads = ("Requirement", "Have", "Need", "State")
        yield Table(heads, rows, numbers=(1, 2), caption=f"Requirements of {license['label']}")
    flow = packet.flow
    yield Picture("Where the points go", flow.left, flow.right, flow.links, flow.in_words())


def _log(packet: Packet) -> Iterator[Block]:
    if not packet.log:
        yield Paragraph(line("No activity counts yet."))
        return
    rows = []
    for r in packet.log:
        between = By(markdown="; ", html="<br>")
        places = [span for place in r.places for span in (between, place)][1:]
        topic, days = cell(r.topic, "educator"), cell(r.dates, "days")
        rows.append([cell(r.number), _title(r), topic, days, cell(r.points), line(*places), line(r.proof)])
    heads = ("No.", "Activity and type", "Topic", "Dates", "PDPs", "Counted as", "Proof")
    caption = f"{count(len(rows), 'activity', 'activities')}, {count(packet.counted, 'PDP')}"
    yield Only("markdown", [Paragraph(line(own(caption)))])
    yield Table(heads, rows, numbers=(0, 4), caption=caption, style="wide")


def _others(packet: Packet) -> Iterator[Block]:
    rows = []
    for r in packet.others:
        days, state, notes = cell(r.dates, "days"), cell(STATES[r.state]), line(" ".join(r.notes))
        rows.append([cell(r.number), _title(r), days, cell(r.worth), state, notes])
    heads = ("No.", "Activity and type", "Dates", "Worth", "State", "Why")
    if rows:
        yield Table(heads, rows, numbers=(0, 3), caption="Not part of the record", style="wide")


def _title(row: Row) -> Line:
    return line(Span(row.title, "educator"), Span(row.type, "aside"))


def _evidence(packet: Packet) -> Iterator[Block]:
    rows = []
    for p in packet.proofs:
        badge = [own("; "), Span(p.badge, "educator")] if p.badge else []
        state = line(own(PROOFS[p.state]), *badge)
        rows.append([cell(p.path, "file"), cell(p.belongs_to, "educator"), cell(p.sha256 or "none", "code"), state])
    if rows:
        yield Table(("File", "Proves", "SHA-256", "State"), rows, caption="Files", style="wide")
    else:
        none = "The portfolio names no files. Add `files` to list them here with their hashes."
        yield Paragraph(line(*with_code(none)))


def _keep(packet: Packet) -> Iterator[Block]:
    yield Paragraph(line("Keep these and show them when asked:", cites=packet.keep_citations))
    yield Items([Item(line(thing)) for thing in packet.keep])
    rows = [[cell(k.until, "day"), line(k.title), line(k.text, cites=k.citations)] for k in packet.retention]
    if rows:
        yield Table(("Until", "What", "Why"), rows, caption="Until when")
