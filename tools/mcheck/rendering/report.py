"""A report as a document: a verdict for each license, a bar for each requirement, what counted and what did not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ..core.wording import count, headed
from .document import (
    VERDICTS,
    Block,
    By,
    Heading,
    Inline,
    Item,
    Items,
    Only,
    Paragraph,
    Section,
    Sentences,
    Sources,
    Span,
    Table,
    cell,
    line,
    own,
    renewal,
    section,
)
from .sentences import (
    BEYOND,
    DATED_BY,
    assumptions,
    bars_of,
    counted_badges,
    dates_of,
    dependencies,
    field_told,
    figures_of,
    group_similar,
    may_matter,
    not_checked,
    pathway_parts,
    pathway_title,
    primary_of,
    reasons_why_not,
    role_of,
    shown_rows,
    uncounted_activities,
    where,
)

if TYPE_CHECKING:
    from ..core.reports.report import ActivityRow, LicenseRow, MessageRow, PairRow, PathwayRow, QuestionRow, Report

NOT_CHECKED = "Not checked, because you gave sums"


def as_text(report: Report, *, full: bool = False, color: bool = False, width: int = 80, unicode: bool = True) -> str:
    """The report for a terminal: in brief, or the whole of it."""
    from .backends import terminal  # only the backend that is asked for is loaded
    from .brief import report as brief

    blocks = document(report) if full else brief.document(report)
    return terminal.render(blocks, report["sources"], color=color, width=width, unicode=unicode)


def as_markdown(report: Report) -> str:
    """Headings, a table for each license, lists."""
    from .backends import markdown

    return markdown.render(document(report), report["sources"])


def as_html(report: Report) -> str:
    """A page to print or keep: what the Markdown says, with the renewal bar of each license."""
    from .backends import html

    lead: list[Block] = []
    sections: list[tuple[Heading, list[Block]]] = []
    for block in _flat(document(report)):
        if isinstance(block, Heading) and block.level == 2:
            sections.append((block, []))
        else:
            (sections[-1][1] if sections else lead).append(block)
    ends = sections[-1][1]
    foot = [ends.pop()]
    parts = [Section(f"part-{n}", *_titled(heading, blocks)) for n, (heading, blocks) in enumerate(sections)]
    return html.render([*lead, *parts, *foot], report["sources"])


def _flat(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks of a page: those of its own and those of Markdown, which has the tables."""
    for block in blocks:
        if isinstance(block, Only):
            yield from _flat(block.blocks if block.backend != "terminal" else ())
        elif isinstance(block, Items):
            yield block._replace(entries=[entry for entry in block.entries if not isinstance(entry, Only)])
        elif isinstance(block, Sources):
            yield from (Heading(2, line("Sources")), block)
        else:
            yield block


def _titled(heading: Heading, blocks: list[Block]) -> tuple[str, list[Block]]:
    """The title of a section, and its blocks; the verdict of a license is below its name."""
    title = "".join(span for span in heading.line.spans if isinstance(span, str))
    return title, [Paragraph(line(Span(heading.shown, "verdict"))), *blocks] if heading.shown else blocks


def document(report: Report) -> list[Block]:
    """The whole report. A terminal shows what became of each activity, Markdown a table of all of them."""
    pathways = [block for pathway in report["pathways"] for block in _pathway(pathway)]
    return [
        *_lead(report),
        *(block for license in report["licenses"] for block in _license(license, report)),
        Only("terminal", pathways),
        *section("Badge pairs", map(_pair, report["pairs"]), only="terminal"),
        *_activities(report["activities"]),
        *_not_checked(report),
        Only(
            "terminal",
            [block for title, told in uncounted_activities(report) for block in section(title, map(_fate, told))],
        ),
        Only("markdown", pathways),
        *_questions(report),
        *_messages(report),
        *section("What to do next", (Item(line(s["text"], cites=s["citations"])) for s in report["next_steps"])),
        Sources(),
        Paragraph(line(report["notice"]), indent=0, apart=True),
    ]


def _lead(report: Report) -> Iterator[Block]:
    yield Heading(1, line(report["portfolio"].get("label") or report["portfolio"]["name"]))
    came = By(terminal=f" ({DATED_BY[report['as_of_from']]})")
    yield Paragraph(
        line(f"Applying on {report['as_of']}", came, f". Catalog {report['catalog']['edition']}."), indent=0
    )
    if "edition" in report:
        edition = report["edition"]
        named = line(edition["name"], ": ", edition["chosen_because"], cites=edition["citations"])
        yield Paragraph(named, indent=0)
    for words, citations in assumptions(report):
        yield Paragraph(line(words, cites=citations), indent=0)
    if primary := primary_of(report):
        yield Paragraph(line(primary), indent=0)


def _license(license: LicenseRow, report: Report) -> Iterator[Block]:
    yield Heading(2, line(license["label"]), license["shown"], f" ({role_of(license)})")
    yield Paragraph(line(license["why"], cites=license["citations"]))
    yield renewal(license, report["licenses"])
    if "other_regulation" in license:
        other = license["other_regulation"]
        says = line(f"{other['name']}: {other['says']}")
        yield Only("terminal", [Paragraph(says), Paragraph(line(other["url"]))])
    if dates := dates_of(license):
        yield Sentences(dates)
    if told := field_told(license):
        yield Paragraph(line(told[0], cites=told[1]))
    if figures := figures_of(license):
        yield Paragraph(line(own(figures)))
    yield from _requirements(license, report)
    yield Items(list(_holding(license, report)), mark="")


def _requirements(license: LicenseRow, report: Report) -> Iterator[Block]:
    """Each requirement, and what was placed in it: below its bar, or below the table of all of them."""
    if not license["requirements"]:
        return
    valued = {a["pointer"]: f" ({a['how']})" for a in report["activities"] if a["pointer"].startswith("/activities")}
    for (_, rows), bar in zip(shown_rows(license), bars_of(license), strict=True):
        placed = [Item(line(f"{r['points']}  {r['title']}{valued.get(r['pointer'], '')}")) for r in rows]
        listed = Items(placed, mark="", indent=6, hanging_indent=4)
        yield Only("terminal", [bar, listed])
    table = Table(
        ("Requirement", "Have", "Need", "State", "Source"),
        [
            [line(r["label"]), cell(r["have"]), cell(r["need"]), cell(r["state"]), line(cites=r["citations"])]
            for r in license["requirements"]
        ],
        numbers=(1, 2),
    )
    entries = [
        Item(line(r["label"], ": ", row["title"], f", {row['points']}"))
        for r, rows in shown_rows(license)
        for row in rows
    ]
    yield Only("markdown", [table, Items(entries)])


def _holding(license: LicenseRow, report: Report) -> Iterator[Item | Paragraph | Only]:
    """What stands in the way of a license, and what its verdict depends on."""
    for gate in license["gates"]:
        state = By(gate["state"].upper(), gate["state"], gate["state"])
        yield Item(line(state, ": ", gate["label"], ". ", gate["text"], cites=gate["citations"]))
    for text in reasons_why_not(license):
        yield Paragraph(line(text))
    if "points_alone" in license:
        alone = VERDICTS[license["points_alone"]][1].lower()
        yield Only("terminal", [Paragraph(line(f"Its own points alone: {alone}."))])
    for n, chosen in enumerate(license["depends_on"]):
        words = dependencies(report, chosen, license.get("alike", ()))
        start = By("Or on" if n else "It depends on", "It depends on", "It depends on")
        yield Item(line(start, " ", words, "."))
    if license.get("sets") in BEYOND:
        yield Only("terminal", [Paragraph(line(BEYOND[license["sets"]]))])
    if others := may_matter(license):
        yield Item(line("May matter too: " if license["depends_on"] else "What is open: ", others, "."))
    if "once_done" in license:
        done = license["once_done"]
        told = f"Once the planned activities are done: {VERDICTS[done['shown']][1]}. {done['why']}"
        yield Only("terminal", [Paragraph(line(told), hanging_indent=2)])


def _pathway(pathway: PathwayRow) -> Iterator[Block]:
    yield Heading(2, line(pathway_title(pathway)))
    summary = Paragraph(line(pathway["summary"], cites=pathway["citations"]), indent=0)
    yield Only("terminal", [summary])
    yield Only("markdown", [Paragraph(line(pathway["summary"]))])
    for heading, points in pathway_parts(pathway):
        yield Heading(3, line(heading))
        yield Items([Item(line(p["text"], cites=p["citations"])) for p in points], indent=4)


def _pair(p: PairRow) -> Item:
    """A pair of badges, and below it what a third one beside it is worth."""
    said = f"{' + '.join(p['titles'])}: {count(p['points'], 'PDP')} ({p['related_by']})"
    if "third" not in p:
        return Item(line(said))
    third = p["third"]
    more = f"Beside it {third['title']}: {count(third['points'], 'PDP')}, half a pair ({third['related_by']})"
    return Item(line(said), (more,))


def _activities(activities: Sequence[ActivityRow]) -> Iterator[Block]:
    """The table of all activities and badges."""
    rows = []
    for a in activities:
        # each reason is text of its own, as if it began a line
        reasons = [span for r in a["reasons"] for span in ("; ", r["text"])][1:] or [a["how"]]
        rows.append([line(a["title"]), cell(a["worth"]), cell(a["counted"]), line(*reasons)])
    if rows:
        table = Table(("Title", "Worth", "Counted", "Why"), rows, numbers=(1, 2))
        yield Only("markdown", [Heading(2, line("Activities and badges")), table])


def _not_checked(report: Report) -> Iterator[Block]:
    told = [Item(line(text, cites=citations)) for text, citations in not_checked(report)]
    yield from section(NOT_CHECKED, told)
    if counted := counted_badges(report):
        shown = Paragraph(line(counted))
        yield shown if told else Only("terminal", [shown])


def _fate(a: ActivityRow) -> Item:
    """What became of an activity or badge, and why."""
    worth = f"{a['counted']} of {count(a['worth'], 'PDP')}" if a["worth"] else "no PDPs"
    told: list[Inline] = [line(r["text"], cites=r["citations"]) for r in a["reasons"]] or [a["how"]]
    spaced = [span for one in told for span in (" ", one)]
    return Item(line(f"{a['title']} ({worth}):", *spaced))


def _questions(report: Report) -> Iterator[Block]:
    """What is open; a terminal adds the answer it would take, and where to go with it."""
    names = {x["pointer"]: x["label"] for x in report["licenses"]}
    full, brief = [], []
    for q in report["questions"]:
        case = [f"Your case: {q['case']}"] if "case" in q else []
        takes = f"It would take: {' or '.join(_takes(q, names))}."
        ask = f"Ask {' or '.join(q['who_can_settle'])}. More: mcheck explain {q['id']}"
        full.append(Item(line(q["title"], cites=q["citations"]), (q["asks"], *case, takes, ask)))
        brief.append(Item(line(headed(q["title"], f"{q['asks']} {q.get('case', '')}"), cites=q["citations"])))
    yield from section("Open questions", full, only="terminal")
    yield from section("Open questions", brief, only="markdown")


def _takes(q: QuestionRow, names: Mapping[str, str]) -> list[str]:
    """The readings that a question would take; where they are not enough for the same licenses, for which they are."""
    differ = len({tuple(reading["licenses"]) for reading in q["takes"]}) > 1
    return [
        reading["label"] + (f" (for {' and '.join(names[x] for x in reading['licenses'])})" if differ else "")
        for reading in q["takes"]
    ]


def _messages(report: Report) -> Iterator[Block]:
    """Each with what it is about; in a terminal, what to do is given once, below those that call for the same."""
    messages = report["messages"]
    grouped: list[Block] = [Heading(2, line("Messages"))] if messages else []
    for group in group_similar(messages):
        grouped.append(Items([Item(line(where(m, report), f"{m['severity']} {_code(m)}", m["text"])) for m in group]))
        todo = Item(line(group[-1]["hint"], cites=group[-1]["citations"]))
        grouped.append(Items([todo], mark="→ ", indent=4))
    yield Only("terminal", grouped)
    listed = (Item(line(own(_code(m)), m["text"], cites=m["citations"]), (m["hint"],)) for m in messages)
    yield from section("Messages", listed, only="markdown")


def _code(message: MessageRow) -> str:
    return f"{message['code']} {message['name']}: "
