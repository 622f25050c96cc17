"""A report as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..core.escaping import markdown as m
from .report import (
    NOT_CHECKED,
    WORDS,
    counted_badges,
    dates_of,
    field_told,
    figures_of,
    hanging,
    not_checked,
    pathway_parts,
    pathway_title,
    pinned_readings,
    primary_of,
    reasons_why_not,
    settled_questions,
    shown_rows,
)


def render(report: dict[str, Any]) -> str:
    """Headings, a table per license, lists; everything from the portfolio escaped."""
    name = report["portfolio"].get("label") or report["portfolio"]["name"]
    lines = [f"# {m(name)}", "", f"Applying on {report['as_of']}. Catalog {report['catalog']['edition']}.", ""]
    if "edition" in report:
        edition = report["edition"]
        lines += [f"{m(edition['name'])}: {m(edition['chosen_because'])} {_cites(edition['citations'])}", ""]
    if "readings" in report:
        lines += [m(pinned_readings(report)), ""]
    for words, citations in settled_questions(report):
        lines += [f"{m(words)} {_cites(citations)}", ""]
    if primary := primary_of(report):
        lines += [m(primary), ""]
    for license in report["licenses"]:
        word = WORDS[license["shown"]][1]
        lines += [f"## {m(license['label'])}: {word}", "", f"{m(license['why'])} {_cites(license['citations'])}", ""]
        if dates := dates_of(license):
            lines += [m(" ".join(dates)), ""]
        if about := field_told(license):
            lines += [f"{m(about[0])} {_cites(about[1])}".strip(), ""]
        if favorable := figures_of(license):
            lines += [favorable, ""]
        if license["requirements"]:
            lines += ["| Requirement | Have | Need | State | Source |", "| --- | ---: | ---: | --- | --- |"]
            lines += [
                f"| {m(r['label'])} | {r['have']} | {r['need']} | {r['state']} | {_cites(r['citations'])} |"
                for r in license["requirements"]
            ]
            lines.append("")
        for r, rows in shown_rows(license):
            lines += [f"- {m(r['label'])}: {m(row['title'])}, {row['points']}" for row in rows]
        if license["requirements"]:
            lines.append("")
        for gate in license["gates"]:
            lines.append(f"- {gate['state']}: {m(gate['label'])}. {m(gate['text'])} {_cites(gate['citations'])}")
        lines += [line for text in reasons_why_not(license) for line in ("", m(text))]
        for chosen in license["depends_on"]:
            lines.append(f"- It hangs on {m(hanging(report, chosen))}.")
        lines.append("")
    if report["activities"]:
        lines += ["## Activities and badges", "", "| Title | Worth | Counted | Why |", "| --- | ---: | ---: | --- |"]
        for a in report["activities"]:
            why = "; ".join(m(r["text"]) for r in a["reasons"]) or m(a["how"])
            lines.append(f"| {m(a['title'])} | {a['worth']} | {a['counted']} | {why} |")
        lines.append("")
    if sums := [f"- {m(text)} {_cites(citations)}".rstrip() for text, citations in not_checked(report)]:
        counted = counted_badges(report)
        lines += [f"## {NOT_CHECKED}", "", *sums, "", *([m(counted), ""] if counted else ())]
    for pathway in report["pathways"]:
        lines += [f"## {m(pathway_title(pathway))}", "", m(pathway["summary"]), ""]
        for heading, points in pathway_parts(pathway):
            lines += [f"### {heading}", "", *(f"- {m(p['text'])} {_cites(p['citations'])}" for p in points), ""]
    for title, told in (
        (
            "Open questions",
            [
                f"{m(q['title'])}: {m(' '.join([q['asks'], q.get('case', '')]))} {_cites(q['citations'])}"
                for q in report["questions"]
            ],
        ),
        (
            "Messages",
            [
                f"{x['code']} {x['name']}: {m(x['text'])} {m(x['hint'])} {_cites(x['citations'])}"
                for x in report["messages"]
            ],
        ),
        ("What to do next", [f"{m(s['text'])} {_cites(s['citations'])}" for s in report["next_steps"]]),
    ):
        if told:
            lines += [f"## {title}", "", *(f"- {row.strip()}" for row in told), ""]
    return "\n".join([*lines, m(report["notice"])]) + "\n"


def _cites(citations: Sequence[dict[str, Any]]) -> str:
    return " ".join(f"[{m(c.get('at') or c['title'])} ({c['authority']})](<{c['url']}>)" for c in citations[:3])
