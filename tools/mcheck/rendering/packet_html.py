"""The packet as one HTML page: printable, readable by screen readers, without scripts and without outside requests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..audit.record import NOT_STATED, PROOFS, STATES, Cited, Packet, Row, place, role, total
from ..core.escaping import html as e
from ..core.wording import count
from .report import WORDS, figures_of
from .svg import bar, flow

SIGN = ("Educator: name", "Signature", "Date"), ("Supervisor: name and role", "Signature", "Date")

STYLE = """
:root{color-scheme:light dark;--ink:#1b1b1f;--soft:#4d4f57;--page:#fff;--line:#8a8d96;--tint:#f1f2f6;--link:#1a4f9c;
--met:#2e7d4f;--short:#b3372f;--depends:#a86a00;--c0:#3d6fb6;--c1:#2f8a6b;--c2:#b4702a;--c3:#8a57a8;--c4:#77797f}
@media (prefers-color-scheme:dark){:root{--ink:#ececf1;--soft:#b9bbc4;--page:#16171b;--line:#7d808a;--tint:#24262c;
--link:#9dc1ff;--met:#63c48c;--short:#ff8a80;--depends:#f0b452;--c0:#7fabec;--c1:#6cc9a6;--c2:#e7a765;--c3:#c497e0;
--c4:#b4b6bd}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:1rem/1.5 system-ui,sans-serif;overflow-wrap:break-word}
main,header,footer{max-width:60rem;margin:0 auto;padding:0 1rem}
h1{font-size:1.7rem;line-height:1.2;margin:1.5rem 0 .25rem}
h2{font-size:1.3rem;margin:2.2rem 0 .5rem;border-bottom:2px solid var(--line)}
h3{font-size:1.05rem;margin:1.4rem 0 .3rem}
p,ul,ol{margin:.4rem 0 .8rem;max-width:46rem}
a{color:var(--link)}
a:focus-visible,[tabindex]:focus-visible,summary:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--page);padding:.5rem}
nav ul{padding:0;list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1rem}
nav a{display:inline-block;padding:.2rem 0}
.soft{color:var(--soft);font-weight:400}
.verdict{font-weight:700}
.scroll{overflow-x:auto;margin:.6rem 0 1rem}
table{border-collapse:collapse;width:100%;font-size:.94rem}
caption{text-align:left;font-weight:600;padding:.2rem 0 .4rem}
th,td{text-align:left;vertical-align:top;padding:.4rem .6rem .4rem 0;border-bottom:1px solid var(--line)}
.wide{min-width:48rem}
.num{text-align:right;padding-right:1.2rem;white-space:nowrap;font-variant-numeric:tabular-nums}
time{white-space:nowrap}
code{font-family:ui-monospace,monospace;font-size:.85em;overflow-wrap:anywhere}
dl.facts{display:grid;grid-template-columns:minmax(9rem,16rem) 1fr;gap:.15rem 1rem;margin:.6rem 0}
dl.facts dt{color:var(--soft)}dl.facts dd{margin:0}
.sign{display:grid;grid-template-columns:2fr 2fr 1fr;gap:2.4rem 1.5rem;margin:2.6rem 0 1rem}
.sign div{border-top:1px solid var(--ink);padding-top:.2rem;font-size:.9rem}
.bar{vertical-align:middle;max-width:100%}
.bar .frame{fill:var(--tint);stroke:var(--line)}
.met{fill:var(--met)}.short{fill:var(--short)}.depends{fill:var(--depends)}
.flow{display:block;width:100%;min-width:40rem;height:auto;font:13px system-ui,sans-serif}
.flow text{fill:var(--ink)}.flow .sum{font-weight:700}.flow .node{fill:var(--ink)}
.flow .link{fill:none;opacity:.55}
.c0{stroke:var(--c0)}.c1{stroke:var(--c1)}.c2{stroke:var(--c2)}.c3{stroke:var(--c3)}.c4{stroke:var(--c4)}
figure{margin:.6rem 0}
footer{margin-top:2.5rem;padding-bottom:2rem;border-top:2px solid var(--line)}
@media (max-width:30rem){th,td{padding-right:.4rem}.num{padding-right:.5rem}}
@page{margin:15mm;@bottom-right{content:counter(page) " / " counter(pages);font:9pt sans-serif}}
@media print{:root{color-scheme:light;--ink:#000;--soft:#333;--page:#fff;--line:#777;--tint:#eee;--link:#000;
--met:#2e7d4f;--short:#b3372f;--depends:#a86a00;--c0:#3d6fb6;--c1:#2f8a6b;--c2:#b4702a;--c3:#8a57a8;--c4:#77797f}
body{font-size:10pt;line-height:1.35}h1{font-size:15pt;margin-top:0}h2{font-size:12.5pt;margin-top:1.2rem}
h3{margin-top:.8rem}.sign{margin:2rem 0 0;gap:1.9rem 1.5rem}
main,header,footer{max-width:none;padding:0}nav,.skip,summary{display:none}
.wide,.flow{min-width:0}.scroll{overflow:visible}.cover{break-after:page}
h1,h2,h3,caption{break-after:avoid}tr,figure,.sign{break-inside:avoid}thead{display:table-header-group}
table{font-size:8.5pt}.bar,.node,.link{print-color-adjust:exact}a{text-decoration:none}}
"""


def render(packet: Packet) -> str:
    """The whole page. Everything from the portfolio is escaped."""
    return _Page(packet).text()


class _Page:
    def __init__(self, packet: Packet) -> None:
        self.packet = packet
        self.report = packet.report
        self.sources: list[Cited] = []

    def text(self) -> str:
        name = self.report["portfolio"].get("label") or "my license renewal"
        parts = [
            ("cover", "Cover sheet for the supervisor", self.cover()),
            ("missing", "What is missing from the record", self.missing()),
            ("points", "Points", self.points()),
            ("log", "Log of activities", self.log()),
            ("others", "Not counted, or not done yet", self.others()),
            ("evidence", "Index of evidence", self.evidence()),
            ("keep", "What to keep, and until when", self.keep()),
        ]
        parts = [part for part in parts if part[2]]
        parts.append(("sources", "Sources", self.source_list()))  # last: every mark has been set by now
        links = "".join(f'<li><a href="#{i}">{e(title)}</a></li>' for i, title, _ in parts)
        sections = "\n".join(
            f'<section class="{i}" aria-labelledby="{i}"><h2 id="{i}" tabindex="-1">{e(title)}</h2>\n{body}</section>'
            for i, title, body in parts
        )
        return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>License renewal packet: {e(name)}</title>
<style>{STYLE}</style>
</head>
<body>
<a class="skip" href="#cover">Skip to the cover sheet</a>
<header>
<h1>License renewal packet: {e(name)}</h1>
<p class="soft">Application date {e(self.report["as_of"])}. {e(self.report["edition"]["name"])}.
{e(self.report["notice"])}</p>
<nav aria-label="Contents"><ul>{links}</ul></nav>
</header>
<main>
{sections}
</main>
<footer><p>Made by mcheck {e(self.report["mcheck"])} with catalog {e(self.report["catalog"]["edition"])}
(SHA-256 <code>{e(self.report["catalog"]["sha256"])}</code>) from {e(self.report["portfolio"]["name"])}
(SHA-256 <code>{e(self.report["portfolio"]["sha256"])}</code>). {e(self.report["notice"])}</p></footer>
</body>
</html>
"""

    def marks(self, citations: Iterable[Cited]) -> str:
        """Links to the list of sources."""
        made = ""
        for citation in citations:
            key = {k: citation[k] for k in ("title", "authority", "url", "at") if k in citation}
            if key not in self.sources:
                self.sources.append(key)
            number = self.sources.index(key) + 1
            made += f' <a href="#source-{number}">[{number}]</a>'
        return made

    # -- sections

    def cover(self) -> str:
        packet = self.packet
        rows = [
            [e(x["label"]), e(role(x)), _days(x.get("expires", NOT_STATED)), _verdict(x), e(total(x))]
            for x in packet.judged
        ]
        facts = "".join(f"<dt>{e(what)}</dt><dd>{e(value)}</dd>" for what, value in packet.facts)
        asks = "".join(f"<li>{e(text)}{self.marks(cited)}</li>" for text, cited in packet.asks)
        lines = "".join(f"<div>{e(label)}</div>" for line in SIGN for label in line)
        needed = sum(gap.needed for gap in packet.gaps)
        lacking = "Nothing that the rules ask for is missing from the record."
        if needed:
            lacking = f"{needed} {'thing is' if needed == 1 else 'things are'}"
            lacking += ' <a href="#missing">missing from the record</a>.'
        return (
            self.table("Licenses to be renewed", ["License", "Renewed as", "Expires", "Answer", "PDPs"], rows)
            + f'<dl class="facts">{facts}</dl><p>{lacking}</p>'
            + (f"<h3>What the rules say about your approval</h3><ul>{asks}</ul>" if asks else "")
            + '<p class="soft">This sheet is no form of the department. Sign only what you have seen yourself: the '
            "completed plan and the log of activities.</p>" + f'<div class="sign">{lines}</div>'
        )

    def missing(self) -> str:
        if not self.packet.gaps:
            return "<p>Nothing is missing.</p>"
        items = []
        for gap in self.packet.gaps:
            lines = "".join(f"<li>{e(line)}</li>" for line in gap.lines)
            kind = "" if gap.needed else ' <span class="soft">(our advice)</span>'
            items.append(
                f"<li><strong>{e(gap.what)}.</strong>{kind} {_code(gap.todo)}{self.marks(gap.citations)}"
                + (f"<ul>{lines}</ul></li>" if lines else "</li>")
            )
        return f"<ul>{''.join(items)}</ul>"

    def points(self) -> str:
        made = []
        for license in self.packet.judged:
            made.append(f"<h3>{e(license['label'])}: {_verdict(license)}</h3><p>{e(license['why'])}</p>")
            hangs = "".join(f"<li>{e(line)}</li>" for line in self.packet.hangs_on(license))
            made.append(f"<p>It hangs on one of these:</p><ul>{hangs}</ul>" if hangs else "")
            favorable = figures_of(license)
            made.append(f"<p>{e(favorable)}</p>" if favorable else "")
            apart = self.packet.apart(license)
            made.append(f"<p>{e(apart)}</p>" if apart else "")
            rows = [
                [
                    e(r["label"]) + self.marks(r["citations"][:2]),
                    bar(r["have"], r["need"], r["state"]),
                    e(r["have"]),
                    e(r["need"]),
                    e(r["state"]),
                ]
                for r in license["requirements"]
            ]
            heads = ["Requirement", "Share", "Have", "Need", "State"]
            made.append(self.table(f"Requirements of {license['label']}", heads, rows, numbers=(2, 3)))
        picture = flow(self.packet.flow)
        if picture:
            words = "".join(f"<li>{e(line)}</li>" for line in self.packet.flow.in_words())
            made.append(
                "<h3>Where the points go</h3><figure>"
                f'<div class="scroll" tabindex="0" role="region" aria-label="Picture of the points">{picture}</div>'
                f"<details><summary>The picture in words</summary><ul>{words}</ul></details></figure>"
            )
        return "".join(made)

    def log(self) -> str:
        if not self.packet.log:
            return "<p>No activity counts yet.</p>"
        rows = [
            [
                e(r.number),
                _title(r),
                _own(r.topic),
                _days(r.dates),
                e(r.points),
                "<br>".join(e(place) for place in r.places),
                e(r.proof),
            ]
            for r in self.packet.log
        ]
        heads = ["No.", "Activity and type", "Topic", "Dates", "PDPs", "Counted as", "Proof"]
        return self.table(
            f"{count(len(rows), 'activity', 'activities')}, {count(self.packet.counted, 'PDP')}",
            heads,
            rows,
            numbers=(4,),
            wide=True,
        )

    def others(self) -> str:
        rows = [
            [e(r.number), _title(r), _days(r.dates), e(r.worth), e(STATES[r.state]), e(" ".join(r.notes))]
            for r in self.packet.others
        ]
        heads = ["No.", "Activity and type", "Dates", "Worth", "State", "Why"]
        return self.table("Not part of the record", heads, rows, numbers=(3,), wide=True) if rows else ""

    def evidence(self) -> str:
        rows = [
            [
                f"<code>{e(p.path)}</code>",
                _own(p.belongs_to),
                f"<code>{e(p.sha256 or 'none')}</code>",
                e(PROOFS[p.state]),
            ]
            for p in self.packet.proofs
        ]
        if not rows:
            return "<p>The portfolio names no files. Add <code>files</code> to list them here with their hashes.</p>"
        return self.table("Files", ["File", "Proves", "SHA-256", "State"], rows, wide=True)

    def keep(self) -> str:
        things = "".join(f"<li>{e(thing)}</li>" for thing in self.packet.keep)
        rows = [
            [f'<time datetime="{k.until}">{k.until}</time>', e(k.title), e(k.text) + self.marks(k.citations)]
            for k in self.packet.retention
        ]
        return (
            f"<p>Keep these and show them when asked:{self.marks(self.packet.keep_citations)}</p><ul>{things}</ul>"
        ) + (self.table("Until when", ["Until", "What", "Why"], rows) if rows else "")

    def source_list(self) -> str:
        rows = "".join(
            f'<li id="source-{n}">{e(s["title"])}{e(place(s))} ({e(s["authority"].replace("-", " "))}):<br>'
            f'<a href="{e(s["url"])}">{e(s["url"])}</a></li>'
            for n, s in enumerate(self.sources, 1)
        )
        return f"<ol>{rows}</ol>"

    def table(
        self,
        caption: str,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        numbers: Sequence[int] = (),
        wide: bool = False,
    ) -> str:
        """Cells are HTML already. The first cell of a row, or the second beside a number, names the row."""
        named = 1 if heads[0] == "No." else 0
        head = "".join(
            f'<th scope="col"{_class("num" if i in numbers else "")}>{e(name)}</th>' for i, name in enumerate(heads)
        )
        body = "".join(
            "<tr>"
            + "".join(
                f'<th scope="row">{cell}</th>'
                if i == named
                else f"<td{_class('num' if i in numbers else '')}>{cell}</td>"
                for i, cell in enumerate(row)
            )
            + "</tr>"
            for row in rows
        )
        table = (
            f"<table{' class=' + chr(34) + 'wide' + chr(34) if wide else ''}><caption>{e(caption)}</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )
        return f'<div class="scroll" tabindex="0" role="region" aria-label="{e(caption)}">{table}</div>'


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""


def _days(text: str) -> str:
    """No day is broken at its hyphens."""
    return " ".join(f"<time>{e(word)}</time>" if word[:1].isdigit() else e(word) for word in text.split(" "))


def _code(text: str) -> str:
    """Words in backticks, which are keys of the portfolio, set as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", e(text))


def _verdict(license: Cited) -> str:
    sign, word, _ = WORDS[license["shown"]]
    return f'<span class="verdict"><span aria-hidden="true">{sign}</span> {word}</span>'


def _title(row: Row) -> str:
    return f'{_own(row.title)}<br><span class="soft">{e(row.type)}</span>'


def _own(text: str) -> str:
    """The educator's own words. A word longer than a column, such as a web address, may be broken, lest it push the
    columns beside it off the sheet."""
    return re.sub(r"((?:&[^;]+;|[^\s&]){20})(?=\S)", r"\1<wbr>", e(text))
