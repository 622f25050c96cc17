"""What stands in place of a report on a file that could not be checked (schemas/reports.schema.json). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..catalog.store import Catalog
from ..core.codes import code_table
from ..core.escaping import unicode_only
from ..core.messages import Message


def unreadable(name: str, messages: Sequence[Message], catalog: Catalog) -> dict[str, Any]:
    """The name of the file as it was given, and why it could not be checked."""
    told = [
        {
            "code": m.code,
            "name": code_table()[m.code].name,
            "severity": m.severity,
            "pointer": m.pointer,
            **({} if m.line is None else {"line": m.line}),
            "text": unicode_only(m.text),
            "hint": unicode_only(m.hint),
            "url": address_of(m.code, catalog),
        }
        for m in messages
    ]
    return {"name": unicode_only(name), "status": "unreadable", "messages": told}


def address_of(code: str, catalog: Catalog) -> str:
    """The page that explains a code."""
    return f"{str(catalog.meta['site']).rstrip('/')}/reference/messages/#{code.lower()}"
