"""What `mcheck import` found, as text: row by row what is taken, asked and refused, with the cell's address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..core.escaping import escape_terminal
from ..core.wording import count
from .backends.wrapping import wrap

UNITS = {"hours": "hour", "credits": "credit", "ceus": "CEU", "awarded": "PDP"}
"""The key of each amount, and what it counts."""


def render(answer: Mapping[str, Any], width: int, color: bool = False) -> str:
    """The answer of an import as lines of at most `width` columns."""
    lines: list[str] = []
    for file in answer["files"]:
        lines += [*_file(file, width, color), ""]
    return "\n".join(lines)


def _file(found: Mapping[str, Any], width: int, color: bool) -> Iterator[str]:
    head = f"{found['file']}: {_KINDS[found['kind']]}, {_OUTCOMES[found['outcome']]}"
    yield f"\x1b[1m{escape_terminal(head)}\x1b[0m" if color else escape_terminal(head)
    yield from _wrapped(_how(found), width, "  ")
    parts = (
        (f"Taken: {_number(found)}", [_taken(each) for each in (*found["activities"], *found["badges"])]),
        (f"Asked: {len(found['ask'])}", [_asked(each) for each in found["ask"]]),
        (f"Refused: {len(found['refused'])}", [f"{_where(each)}{each['why']}" for each in found["refused"]]),
    )
    for title, rows in parts:
        if rows:
            yield f"  {title}"
            for row in rows:
                yield from _wrapped(row, width, "    ")
    for each in found["messages"]:
        yield from _wrapped(f"{each['severity']} {each['code']}: {each['text']}", width, "  ")


_KINDS = {"table": "a table", "badge": "a badge", "portfolio": "a portfolio", "unknown": "not known"}
_OUTCOMES = {"imported": "imported", "ask": "with questions", "refused": "refused"}


def _wrapped(text: str, width: int, indent: str) -> list[str]:
    return wrap(escape_terminal(text), width, indent, indent + "  ") if text else []


def _number(found: Mapping[str, Any]) -> str:
    some = ((len(found["activities"]), "activity", "activities"), (len(found["badges"]), "badge", "badges"))
    return " and ".join(count(number, one, more) for number, one, more in some if number)


def _how(found: Mapping[str, Any]) -> str:
    """How a file was read."""
    if found["kind"] == "table" and "table" in found:
        table = found["table"]
        read = [f"{name} as {field}" for name, field in table.get("columns", {}).items() if field]
        row = f"header in row {table['header_row']}; " if "header_row" in table else ""
        return f"{row}read: {', '.join(read) or 'nothing'}"
    if found["kind"] == "badge" and "signature" in found:
        named = [str(found.get(key)) for key in ("name", "issuer", "awarded") if found.get(key)]
        return f"{'; '.join(named)}; signature: {found['signature']}"
    return ""


def _where(each: Mapping[str, Any]) -> str:
    sheet = f"{each['sheet']}, " if "sheet" in each else ""
    if "cell" in each:
        return f"{sheet}{each['cell']}: "
    if "row" in each:
        return f"{sheet}row {each['row']}: "
    if "column" in each:
        return f"{sheet}column {each['column']}: "
    return f"{each['sheet']}: " if "sheet" in each else ""


def _taken(each: Mapping[str, Any]) -> str:
    when = each.get("completed") or " to ".join(each[key] for key in ("from", "to") if key in each) or "no date"
    if "from" in each and "completed" in each:
        when = f"{each['from']} to {when}"
    amounts = [count(each[key], word) for key, word in UNITS.items() if key in each]
    named = each.get("title") or each.get("credential") or "(no title)"
    facts = [named, when, *amounts, *([each["kind"]] if "kind" in each else []), *each.get("categories", ())]
    state = [word for key, word in (("planned", "planned"), ("asked", "asked about")) if each.get(key)]
    return _where(each) + "; ".join([*facts, *state])


def _asked(each: Mapping[str, Any]) -> str:
    answer = f" --answer '{each['pointer']}=...'" if "pointer" in each else ""
    return f"{_where(each)}{each['about']}{answer}"
