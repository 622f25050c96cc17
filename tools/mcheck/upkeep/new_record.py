"""New records from a few answers: they come out laid out as usual, entered in the ledger, and clean by lint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any

from .layout import serialize
from .lint import lint
from .record_templates import KINDS, Answers, Field, Refusal
from .registry import Finding
from .workspace import FOLDERS, CatalogSnapshot, schema_of

TODAY = ("verified-on", "read-on")
"""Days that are today unless said otherwise: a record is written while its source is open."""


def number(text: str) -> Decimal | int:
    """An exact number; raises Refusal."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise Refusal(f'"{text}" is no number; write it like 7.5.') from None
    if not value.is_finite():
        raise Refusal(f'"{text}" is no number; write it like 7.5.')
    return int(value) if value == value.to_integral_value() else value


def checked(field: Field, text: str, snapshot: CatalogSnapshot) -> Any:
    """One answer as data: a number exact, a date sound, an id known; raises Refusal."""
    if field.kind == "number":
        return number(text)
    if field.kind == "date":
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise Refusal(f"{text} is no date; write it as YYYY-MM-DD.") from None
    known = snapshot.ids[field.of] if field.of in FOLDERS else snapshot.terms(field.of) if field.of else None
    if known is not None and text not in known:
        near = get_close_matches(text, sorted(known), 1)
        raise Refusal(f"There is no {text} in {field.of}." + (f" Did you mean {near[0]}?" if near else ""))
    return text


def parse(kind: str, given: Mapping[str, Any], files: Mapping[str, bytes], today: date) -> Answers:
    """Texts as they were typed, checked, with defaults filled in; raises Refusal with every wrong one."""
    snapshot = CatalogSnapshot(files, today)
    answers: dict[str, Any] = {}
    wrong = []
    for field in KINDS[kind].fields:
        value = given.get(field.name, today.isoformat() if field.name in TODAY else field.default)
        try:
            if value:
                answers[field.name] = (
                    [checked(field, item, snapshot) for item in value]
                    if field.many
                    else checked(field, value, snapshot)
                )
        except Refusal as refusal:
            wrong.append(f"--{field.name}: {refusal}")
    if wrong:
        raise Refusal(*wrong)
    return answers


def missing(kind: str, answers: Answers) -> Sequence[Field]:
    """What is needed, and neither answered nor given by a default."""
    return [f for f in KINDS[kind].fields if f.needed and f.name not in answers]


def draft(kind: str, answers: Answers, files: Mapping[str, bytes], today: date) -> tuple[str, dict[str, bytes]]:
    """The path of the new record and every file that changes with it; raises Refusal when it would not lint."""
    what = KINDS[kind]
    record = what.make(answers, CatalogSnapshot(files, today))
    path = f"{what.folder}/{record['id']}.json"
    if path in files:
        raise Refusal(f"There is a {path} already; nothing was written. Give another --id, or edit that file.")
    known = {_key(finding) for finding in lint(files, today)}
    changed = {path: serialize(record, FOLDERS[what.folder])}
    left = [f for f in lint({**files, **changed}, today) if _key(f) not in known]
    for finding in left:
        if finding.fix and finding.path in ("ids.json", "catalog.json"):
            snapshot = CatalogSnapshot({**files, **changed}, today)
            schema = schema_of(finding.path)
            assert schema is not None
            changed[finding.path] = serialize(finding.fix(snapshot.data[finding.path]), schema)
    left = [f for f in lint({**files, **changed}, today) if _key(f) not in known]
    if left:
        said = (f"  {f.code} {f.path}{f.pointer}: {f.text} {f.hint}" for f in left)
        raise Refusal("The record would not be clean; nothing was written.", *said)
    return path, changed


def _key(finding: Finding) -> tuple[str, str, str, str]:
    return finding.code, finding.path, finding.pointer, finding.text
