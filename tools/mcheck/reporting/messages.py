"""The messages of a report, and what replaces a report on a file that could not be checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, cast

from ..catalog.store import Catalog
from ..core.codes import code_table
from ..core.escaping import unicode_only
from ..core.messages import Message
from ..core.pointers import in_place_order
from ..core.portfolio_file import PortfolioFile
from ..judging.assessment import Assessment

if TYPE_CHECKING:
    from ..core.reports.report import MessageRow
    from ..core.reports.unreadable import RefusalRow, Unreadable


def messages_of(assessment: Assessment, found: Iterable[Message]) -> list[MessageRow]:
    """What the readers said, the checks and the judging itself, by what it is about."""
    different = {(m.code, m.pointer, m.text): m for m in found}.values()
    in_order = sorted(different, key=lambda m: (in_place_order(m.pointer), m.code))
    if assessment.brief:
        rows = [{"code": m.code, "pointer": m.pointer, "hint": m.hint, "citations": []} for m in in_order]
        return cast("list[MessageRow]", rows)
    names = {record["number"]: record["id"][4:] for record in assessment.catalog.all("checks")}
    worded: list[MessageRow] = []
    for m in in_order:
        name = names.get(m.code) or code_table()[m.code].name
        ground = assessment.catalog.terms("messages").get(name, {})
        row = {
            "code": m.code,
            "name": name,
            "severity": m.severity,
            "pointer": m.pointer,
            "text": m.text,
            "hint": m.hint,
            "citations": assessment.cite(m.citations or ground.get("citations", ())),
            **({"authority": ground["authority"]} if "authority" in ground else {}),
            **_address(m.code, assessment.catalog),
        }
        worded.append(cast("MessageRow", row))
    return worded


def add_lines(messages: list[MessageRow], file: PortfolioFile) -> None:
    """Says of each message the line it is about, and puts them in the order of the file, if there is one."""
    if file.line is not None:
        for row in messages:
            row["line"] = file.line(row["pointer"])
        messages.sort(key=itemgetter("line"))


def unreadable(name: str, messages: Sequence[Message], catalog: Catalog) -> Unreadable:
    """The name of the file as it was given, and why it could not be checked (schemas/reports.schema.json)."""
    rows = [
        {
            "code": m.code,
            "name": code_table()[m.code].name,
            "severity": m.severity,
            "pointer": m.pointer,
            **({} if m.line is None else {"line": m.line}),
            "text": unicode_only(m.text),
            "hint": unicode_only(m.hint),
            **_address(m.code, catalog),
        }
        for m in messages
    ]
    return {"name": unicode_only(name), "status": "unreadable", "messages": cast("list[RefusalRow]", rows)}


def address_of(code: str, catalog: Catalog) -> str:
    """The page that explains a code; "" while the site has no address."""
    return f"{catalog.site}/reference/messages/#{code.lower()}" if catalog.site else ""


def _address(code: str, catalog: Catalog) -> dict[str, str]:
    """The same as a row has it."""
    address = address_of(code, catalog)
    return {"url": address} if address else {}
