"""The part of a report that tells people what stands out: messages of readers, traps and the judging. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from ..core.codes import code_table
from ..core.messages import Message
from ..core.pointers import in_place_order
from ..core.portfolio_file import PortfolioFile
from ..judging.assessment import Assessment
from ..judging.check_context import CheckContext
from ..judging.checks import run_checks
from ..judging.notices import notices_of


def messages_of(assessment: Assessment, given: Sequence[Message]) -> list[dict[str, Any]]:
    """What the readers said, the traps and what the judging itself has to say, by what it is about."""
    cautious = assessment.evaluations.cautious()
    planned = assessment.planned if any(item.planned for item in assessment.portfolio.items) else None
    once_done = None if planned is None else CheckContext(planned.case, planned.evaluations.cautious())
    found = [*given, *run_checks(CheckContext(assessment.case, cautious, once_done)), *notices_of(assessment)]
    site = str(assessment.catalog.meta["site"]).rstrip("/")
    names = {record["number"]: record["id"][4:] for record in assessment.catalog.all("checks")}
    told = []
    for m in sorted(
        {(m.code, m.pointer, m.text): m for m in found}.values(), key=lambda m: (in_place_order(m.pointer), m.code)
    ):
        name = names.get(m.code) or code_table()[m.code].name
        ground = assessment.catalog.terms("messages").get(name, {})
        told.append(
            {
                "code": m.code,
                "name": name,
                "severity": m.severity,
                "pointer": m.pointer,
                "text": m.text,
                "hint": m.hint,
                "citations": assessment.cite(m.citations or ground.get("citations", ())),
                **({"authority": ground["authority"]} if "authority" in ground else {}),
                "url": f"{site}/reference/messages/#{m.code.lower()}",
            }
        )
    return told


def add_lines(messages: list[dict[str, Any]], file: PortfolioFile) -> None:
    """Says of each message the line it is about, and puts them in the order of the file, if there is one."""
    if file.line is not None:
        for told in messages:
            told["line"] = file.line(told["pointer"])
        messages.sort(key=itemgetter("line"))
