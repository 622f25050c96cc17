"""The packet as Markdown: the twin of the HTML page, for those who keep their records as text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..audit.record import NOT_STATED, PROOFS, STATES, Cited, Packet, Row, place, role, total
from ..core.escaping import markdown as m
from ..core.wording import count
from .report import WORDS, figures_of


def render(packet: Packet) -> str:
    """Headings, tables and lists; everything from the portfolio escaped."""
    report = packet.report
    name = report["portfolio"].get("label") or "my license renewal"
    lines = [
        f"# License renewal packet: {m(name)}",
        "",
        f"Application date {report['as_of']}. {m(report['edition']['name'])}. {m(report['notice'])}",
        "",
        *_cover(packet),
        *_missing(packet),
        *_points(packet),
        *_log(packet),
        *_evidence(packet),
        *_keep(packet),
        f"Made by mcheck {report['mcheck']} with catalog {report['catalog']['edition']} "
        f"(SHA-256 `{report['catalog']['sha256']}`) from {m(report['portfolio']['name'])} "
        f"(SHA-256 `{report['portfolio']['sha256']}`). {m(report['notice'])}",
    ]
    return "\n".join(lines) + "\n"


def _cover(packet: Packet) -> list[str]:
    licenses = [
        [m(x["label"]), role(x), x.get("expires", NOT_STATED), WORDS[x["shown"]][1], total(x)] for x in packet.judged
    ]
    needed = sum(gap.needed for gap in packet.gaps)
    lines = [
        "## Cover sheet for the supervisor",
        "",
        *_table(["License", "Renewed as", "Expires", "Answer", "PDPs"], licenses),
        *_table(["Fact", "Stated"], [[m(what), m(value)] for what, value in packet.facts]),
        f"Missing from the record: {f'{needed}, see below' if needed else 'nothing that the rules ask for'}.",
        "",
    ]
    if packet.asks:
        lines += ["### What the rules say about your approval", ""]
        lines += [f"- {m(text)} {_cites(cited)}" for text, cited in packet.asks] + [""]
    return [
        *lines,
        "This sheet is no form of the department. Sign only what you have seen yourself: the completed plan and the "
        "log of activities.",
        "",
        *_table(["Who", "Signature", "Date"], [["Educator: name", " ", " "], ["Supervisor: name and role", " ", " "]]),
    ]


def _missing(packet: Packet) -> list[str]:
    lines = ["## What is missing from the record", ""]
    for gap in packet.gaps:
        kind = "" if gap.needed else " (our advice)"
        lines.append(f"- **{m(gap.what)}.**{kind} {_code(gap.todo)} {_cites(gap.citations)}".rstrip())
        lines += [f"    - {m(line)}" for line in gap.lines]
    return [*(lines if packet.gaps else [*lines, "Nothing is missing."]), ""]


def _points(packet: Packet) -> list[str]:
    lines = ["## Points", ""]
    for license in packet.judged:
        lines += [f"### {m(license['label'])}: {WORDS[license['shown']][1]}", "", m(license["why"]), ""]
        hangs = packet.hangs_on(license)
        if hangs:
            lines += ["It hangs on one of these:", "", *(f"- {m(line)}" for line in hangs), ""]
        favorable = figures_of(license)
        lines += [favorable, ""] if favorable else []
        apart = packet.apart(license)
        lines += [m(apart), ""] if apart else []
        rows = [
            [f"{m(r['label'])} {_cites(r['citations'][:2])}", str(r["have"]), str(r["need"]), r["state"]]
            for r in license["requirements"]
        ]
        lines += _table(["Requirement", "Have", "Need", "State"], rows, numbers=(1, 2))
    flows = packet.flow.in_words()
    return [*lines, *(["### Where the points go", "", *(f"- {m(line)}" for line in flows), ""] if flows else [])]


def _log(packet: Packet) -> list[str]:
    lines = ["## Log of activities", ""]
    rows = [
        [
            str(r.number),
            _title(r),
            m(r.topic),
            r.dates,
            r.points,
            "; ".join(m(place) for place in r.places),
            m(r.proof),
        ]
        for r in packet.log
    ]
    heads = ["No.", "Activity and type", "Topic", "Dates", "PDPs", "Counted as", "Proof"]
    if rows:
        lines += [f"{count(len(rows), 'activity', 'activities')}, {count(packet.counted, 'PDP')}", ""]
        lines += _table(heads, rows, numbers=(0, 4))
    else:
        lines += ["No activity counts yet.", ""]
    if packet.others:
        rows = [
            [str(r.number), _title(r), r.dates, str(r.worth), STATES[r.state], m(" ".join(r.notes))]
            for r in packet.others
        ]
        heads = ["No.", "Activity and type", "Dates", "Worth", "State", "Why"]
        lines += ["## Not counted, or not done yet", "", *_table(heads, rows, numbers=(0, 3))]
    return lines


def _evidence(packet: Packet) -> list[str]:
    lines = ["## Index of evidence", ""]
    rows = [[m(p.path), m(p.belongs_to), f"`{p.sha256 or 'none'}`", PROOFS[p.state]] for p in packet.proofs]
    if not rows:
        return [*lines, "The portfolio names no files. Add `files` to list them here with their hashes.", ""]
    return [*lines, *_table(["File", "Proves", "SHA-256", "State"], rows)]


def _keep(packet: Packet) -> list[str]:
    lines = ["## What to keep, and until when", ""]
    lines += [f"Keep these and show them when asked: {_cites(packet.keep_citations)}", ""]
    lines += [*(f"- {m(thing)}" for thing in packet.keep), ""]
    rows = [[str(k.until), m(k.title), f"{m(k.text)} {_cites(k.citations)}"] for k in packet.retention]
    return [*lines, *(_table(["Until", "What", "Why"], rows) if rows else [])]


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: Sequence[int] = ()) -> list[str]:
    """Cells are Markdown already."""
    marks = ["---:" if i in numbers else "---" for i in range(len(heads))]
    return [f"| {' | '.join(cells)} |" for cells in (heads, marks, *rows)] + [""]


def _title(row: Row) -> str:
    return f"{m(row.title)} ({m(row.type)})"


def _code(text: str) -> str:
    """Words in backticks, which are keys of the portfolio, stay code."""
    return "`".join(part if n % 2 else m(part) for n, part in enumerate(text.split("`")))


def _cites(citations: Iterable[Cited]) -> str:
    return " ".join(f"[{m(c['title'] + place(c))}](<{c['url']}>)" for c in citations)
