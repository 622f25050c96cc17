"""The part of a report that tells people what stands out: messages of readers, traps and the judging. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..core.codes import CODES
from ..core.messages import Message
from ..core.pointers import in_place_order
from ..judging.assessment import Judgment
from ..judging.check_context import Scene
from ..judging.checks import run_traps
from ..judging.notices import notices_of


def messages_of(judgment: Judgment, given: Sequence[Message]) -> list[dict[str, Any]]:
    """What the readers said, the traps and what the judging itself has to say, by what it is about."""
    cautious = judgment.readings.cautious()
    planned = judgment.planned if any(item.planned for item in judgment.portfolio.items) else None
    once_done = None if planned is None else Scene(planned.case, planned.cautious())
    found = [*given, *run_traps(Scene(judgment.case, cautious, once_done)), *notices_of(judgment)]
    site = str(judgment.catalog.meta["site"]).rstrip("/")
    names = {record["number"]: record["id"][4:] for record in judgment.catalog.all("checks")}
    told = []
    for m in sorted(
        {(m.code, m.pointer, m.text): m for m in found}.values(), key=lambda m: (in_place_order(m.pointer), m.code)
    ):
        name = names.get(m.code) or CODES[m.code].name
        ground = judgment.catalog.terms("messages").get(name, {})
        told.append(
            {
                "code": m.code,
                "name": name,
                "severity": m.severity,
                "pointer": m.pointer,
                "text": m.text,
                "hint": m.hint,
                "citations": judgment.cite(m.citations or ground.get("citations", ())),
                **({"authority": ground["authority"]} if "authority" in ground else {}),
                "url": f"{site}/reference/messages/#{m.code.lower()}",
            }
        )
    return told
