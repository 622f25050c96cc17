"""What `mcheck import` found, as text: row by row what is taken, asked and refused, with the cell's address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..core.escaping import escape_terminal
from ..core.wording import count
from ..importing.result import Ask, FileResult, Place, Taken, shown_path
from .backends.wrapping import wrap

UNITS = {"hours": "hour", "credits": "credit", "ceus": "CEU", "awarded": "PDP"}
"""The key of each amount, and what it counts."""


def render(files: Sequence[FileResult], width: int, color: bool = False) -> str:
    """What came of files, as lines of at most `width` columns."""
    lines: list[str] = []
    for file in files:
        lines += [*_file(file, width, color), ""]
    return "\n".join(lines)


def _file(file: FileResult, width: int, color: bool) -> Iterator[str]:
    head = f"{shown_path(file.file)}: {_KINDS[file.kind]}, {_OUTCOMES[file.outcome]}"
    yield f"\x1b[1m{escape_terminal(head)}\x1b[0m" if color else escape_terminal(head)
    yield from _wrapped(_how(file), width, "  ")
    parts = (
        (f"Taken: {_number(file)}", [_taken(each) for each in sorted(file.taken, key=lambda each: each.is_badge)]),
        (f"Asked: {len(file.asks)}", [_asked(each) for each in file.asks]),
        (f"Refused: {len(file.refused)}", [f"{_where(each.place)}{each.why}" for each in file.refused]),
    )
    for title, rows in parts:
        if rows:
            yield f"  {title}"
            for row in rows:
                yield from _wrapped(row, width, "    ")
    for each in file.messages:
        yield from _wrapped(f"{each.severity} {each.code}: {each.text}", width, "  ")


_KINDS = {"table": "a table", "badge": "a badge", "portfolio": "a portfolio", "unknown": "not known"}
_OUTCOMES = {"imported": "imported", "ask": "with questions", "refused": "refused"}


def _wrapped(text: str, width: int, indent: str) -> list[str]:
    return wrap(escape_terminal(text), width, indent, indent + "  ") if text else []


def _number(file: FileResult) -> str:
    badges = sum(each.is_badge for each in file.taken)
    some = ((len(file.taken) - badges, "activity", "activities"), (badges, "badge", "badges"))
    return " and ".join(count(number, one, more) for number, one, more in some if number)


def _how(file: FileResult) -> str:
    """How a file was read."""
    facts = file.facts
    if file.kind == "table" and "table" in facts:
        table = facts["table"]
        read = [f"{name} as {field}" for name, field in table.get("columns", {}).items() if field]
        row = f"header in row {table['header_row']}; " if "header_row" in table else ""
        return f"{row}read: {', '.join(read) or 'nothing'}"
    if file.kind == "badge" and "signature" in facts:
        named = filter(None, (facts.get("name"), facts.get("issuer"), facts.get("awarded")))
        return f"{'; '.join(named)}; signature: {facts['signature']}"
    return ""


def _where(place: Place) -> str:
    row, column = (f"row {place.row}" if place.row else ""), (f"column {place.column}" if place.column else "")
    parts = [part for part in (place.sheet, place.cell or row or column) if part]
    return f"{', '.join(parts)}: " if parts else ""


def _taken(taken: Taken) -> str:
    item = taken.item
    when = item.get("completed") or " to ".join(item[key] for key in ("from", "to") if key in item) or "no date"
    if "from" in item and "completed" in item:
        when = f"{item['from']} to {when}"
    amounts = [count(item[key], word) for key, word in UNITS.items() if key in item]
    named = item.get("title") or item.get("credential") or "(no title)"
    facts = [named, when, *amounts, *([item["kind"]] if "kind" in item else []), *item.get("categories", ())]
    state = ["planned"] * bool(item.get("planned")) + ["asked about"] * taken.asked
    return _where(Place(taken.place.sheet, taken.place.row)) + "; ".join([*facts, *state])


def _asked(ask: Ask) -> str:
    answer = f" --answer '{ask.pointer}=...'" if ask.pointer else ""
    return f"{_where(ask.place)}{ask.about}{answer}"
