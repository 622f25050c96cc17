"""Rows of a table: each becomes an activity or a badge, a question, or is refused, with the reason."""

from __future__ import annotations

import re

from ...core.escaping import unguarded
from ...core.records import Data
from ...core.wording import folded
from ...loading.privacy import is_number_of_person
from ..answers import names
from ..result import Taken
from .row import Context, Refused, Row
from .row_amounts import amounts_of
from .row_days import is_ahead, when
from .words import is_total, status_meaning

MOST_TITLE = 300
_ESCAPES = re.compile(r"\x1b\[[0-9;]*[a-zA-Z]")
_INVISIBLE = re.compile(r"[\0-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\ud800-\udfff]")


def read_row(context: Context, number: int) -> Taken | None:
    """What a row becomes; None where it does not come in, which is noted in the context with the reason."""
    row = Row(context, number)
    try:
        item = _item(row)
    except Refused as why:
        context.reading.told.refuse(str(why), row.place())
        return None
    if context.reading.answers.leaves(row.pointer("")):
        context.reading.told.refuse("Left out, as answered.", row.place())
        return None
    return None if item is None else Taken(item, row.place(), row.asked)


def _item(row: Row) -> Data | None:
    """The activity or badge; None where something has to be answered first. Raises Refused."""
    _refuse_no_activity(row)
    if _hidden(row):
        return None
    planned = _status(row)
    credential = _credential(row)
    if credential is not None:
        return _badge(row, credential, planned)
    days, sure = when(row)
    planned = planned or (days is not None and is_ahead(row, days))
    title = _title(row)
    amounts = amounts_of(row, days)
    kind = _kind(row, amounts) if amounts else ""
    categories = _categories(row)
    if days is None or amounts is None or not sure:
        return None
    provider = names.provider_named(row.cell("provider")[0], row.context.reading.catalog)
    what = {"kind": kind, "title": title, **days, **amounts, "provider": provider}
    return _given(what | _shared(row, categories, planned))


def _shared(row: Row, categories: list[str], planned: bool) -> Data:
    """What activities and badges have alike."""
    return {"categories": categories, "evidence": _evidence(row), "planned": planned}


def _given(item: Data) -> Data:
    """An activity or badge without what the row does not say."""
    return {key: value for key, value in item.items() if value}


def _refuse_no_activity(row: Row) -> None:
    """Totals, headings and remarks."""
    texts = list(filter(None, row.cells))
    when = any(row.cell(name)[0] for name in ("completed", "from", "to"))
    title, _ = row.cell("title")
    if any(is_total(folded(text)) and (text != title or not when) for text in texts):
        raise Refused("A row of totals, not an activity.")
    named = bool(title or row.cell("credential")[0])
    if not named and not when:
        raise Refused("It has neither a title nor a date: a total, a heading or a remark.")
    if len(texts) == 1:
        raise Refused("Only one cell is filled: a heading or a remark.")


def _hidden(row: Row) -> bool:
    if row.number not in row.context.sheet.hidden_rows or row.is_kept:
        return False
    row.ask("This row is hidden in the workbook. Shall it come in (keep) or not (leave)?")
    return True


def _status(row: Row) -> bool:
    """Whether it is only planned; raises Refused for what was not attended or not approved."""
    text, column = row.told("status")
    word = folded(text).strip(".")
    if not word:
        return False
    meaning = status_meaning(word)
    said = f'Its status says "{word.split()[0]}"'  # what follows could name somebody
    if meaning == "refused":
        raise Refused(f"{said}.")
    if meaning == "planned":
        row.ask(f"{said}: taken as planned. Is it completed?", "status", column)
    elif not meaning:
        about = "What does its status mean: completed, planned or dropped? Until then it is taken as planned."
        row.ask(about, "status", column)
    return meaning != "taken"


def _title(row: Row) -> str:
    """The title, made such that it may be in a portfolio, with a question where that changed it."""
    text, column = row.cell("title")
    given = row.answer("title")
    text = " ".join((given if given is not None else text).split())
    note = row.note(column)
    if note and given is None:
        row.ask(note, "title", column)
    if is_number_of_person(text):
        about = "The title holds what looks like a Social Security number, so it is left out. What is the title?"
        row.ask(about, "title", column)
        return ""
    text = unguarded(text)
    clean = " ".join(_INVISIBLE.sub("", _ESCAPES.sub("", text)).split())
    if clean.startswith("::"):
        clean = clean.lstrip(": ")
    if clean != text:
        row.ask("The title held characters that do not show; they were taken out. Is it right so?", "title", column)
    if len(clean) > MOST_TITLE:
        about = f"The title has {len(clean)} characters and was cut to {MOST_TITLE}, the most there may be."
        row.ask(about, "title", column)
        clean = clean[:MOST_TITLE].rstrip()
    if not clean:
        row.ask("It has no title: what was it?", "title", column)
    return clean


# -- what kind


def _kind(row: Row, amounts: Data) -> str:
    text, column = row.told("kind")
    unit = next(unit for unit in ("credits", "ceus", "hours", "awarded") if unit in amounts)
    named = ""
    if text:
        try:
            named = names.kind_named(text, row.context.reading.catalog)
        except names.Unknown as problem:
            row.ask(str(problem), "kind", column)
    if unit == "ceus" and "hours" in amounts and named not in ("", names.COURSE, "ceu"):
        unit = "hours"
    if named not in ("", names.COURSE) or unit != "credits":
        return names.kind_by_unit(named, unit)
    header = next((row.context.columns.names[c] for c, u, _ in row.context.columns.amounts() if u == "credits"), "")
    if re.search(r"(?i)\bgrad", header):
        return "graduate-course"
    if not re.search(r"(?i)undergrad", header):
        about = "Of which kind are the credits, graduate or undergraduate? Until then the lesser is taken."
        row.ask(about, "kind", column)
    return "undergraduate-course"


def _categories(row: Row) -> list[str]:
    if len(row.shares) > 1:
        row.ask("It has points in several categories: one activity, whose points may be divided. Is that right?")
    if row.shares:
        return list(row.shares)
    text, column = row.told("categories")
    if not text:
        return []
    try:
        return names.categories_named(text, row.context.reading.catalog)
    except names.Unknown as problem:
        row.ask(str(problem), "categories", column)
        return []


def _evidence(row: Row) -> list[str]:
    text, _ = row.cell("evidence")
    known = row.context.reading.catalog.terms("evidence-kinds")
    words = ["-".join(word.split()) for word in re.split(r"[;,]", text.casefold())]
    return [word for word in dict.fromkeys(words) if word in known]


# -- badges


def _credential(row: Row) -> str | None:
    """What names a micro-credential in this row; None for a row that is an activity."""
    text, _ = row.cell("credential")
    if text:
        return text
    kind, _ = row.cell("kind")
    if re.fullmatch(r"(?i)(?:nea |digital |open )?(?:micro[- ]?credentials?|badges?)", kind.strip()):
        return row.cell("title")[0]
    return None


def _badge(row: Row, text: str, planned: bool) -> Data | None:
    """A badge by its name; None where that is not sure, or it was issued by somebody else."""
    column = row.context.columns.of("credential")
    issuer, has_issuer = row.cell("issuer")
    given = row.answer("credential")
    badge = names.badge_named(given if given is not None else text, row.context.reading.catalog)
    days, sure = when(row)
    if issuer and not names.is_of_nea(issuer) and given is None:
        about = "It was issued by somebody else than NEA, so no points for it are known. Which micro-credential is it?"
        row.ask(about, "credential", column)
        return None
    if not badge.id:
        about = f"No micro-credential of the catalog has this name, so it does not come in.{badge.perhaps}"
        row.ask(about, "credential", column)
        return None
    if has_issuer is None and given is None and not re.match(r"(?i)nea[_ -]", text):
        row.ask("The table does not say who issued it. Is it NEA's?")
    if days is None or not sure:
        return None
    planned = planned or is_ahead(row, days)
    what = {"credential": badge.id, "completed": days.get("completed") or days["to"]}
    return _given(what | _shared(row, _categories(row), planned))
