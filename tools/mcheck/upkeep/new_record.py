"""New records from a few answers: in the standard layout, entered in the ledger of ids, and clean by lint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from ..core.wording import close_matches
from .layout import file_of
from .lint import lint
from .record_templates import TEMPLATES, Answers, Prompt, Record, Refusal
from .workspace import FOLDERS, CatalogSnapshot, Finding

TODAY = ("verified-on", "read-on")
"""Days that are today unless said otherwise: a record is written while its source is open."""


def number(text: str) -> Decimal | int:
    """An exact number; raises Refusal."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise Refusal(f'"{text}" is not a number; write it like 7.5.')
    return int(value) if value == value.to_integral_value() else value


def checked(prompt: Prompt, text: str, snapshot: CatalogSnapshot) -> Any:
    """One answer as data: a number exact, a date sound, an id known; raises Refusal."""
    if prompt.kind == "number":
        return number(text)
    if prompt.kind == "date":
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise Refusal(f"{text} is not a date; write it as YYYY-MM-DD.") from None
    if prompt.of:
        known = snapshot.ids[prompt.of] if prompt.of in FOLDERS else snapshot.terms(prompt.of)
        if known is not None and text not in known:
            near = close_matches(text, sorted(known))
            raise Refusal(f"There is no {text} in {prompt.of}." + (f" Did you mean {near[0]}?" if near else ""))
    return text


def parse(kind: str, given: Mapping[str, Any], files: Mapping[str, bytes], today: date) -> Answers:
    """Texts as they were typed, checked, with defaults filled in; raises Refusal with every wrong one."""
    snapshot = CatalogSnapshot(files, today)
    answers: dict[str, Any] = {}
    wrong = []
    for prompt in TEMPLATES[kind].prompts:
        value = given.get(prompt.name, today.isoformat() if prompt.name in TODAY else prompt.default)
        texts = [value] if isinstance(value, str) else value
        try:
            if value:
                items = [checked(prompt, text, snapshot) for text in texts]
                answers[prompt.name] = items if prompt.many else items[0]
        except Refusal as refusal:
            wrong.append(f"--{prompt.name}: {refusal}")
    if wrong:
        raise Refusal(*wrong)
    return answers


def missing(kind: str, answers: Answers) -> Sequence[Prompt]:
    """What is needed, and neither answered nor given by a default."""
    return [prompt for prompt in TEMPLATES[kind].prompts if prompt.needed and prompt.name not in answers]


def draft(kind: str, answers: Answers, files: Mapping[str, bytes], today: date) -> tuple[str, dict[str, bytes]]:
    """The path of the new record and every file that changes with it; raises Refusal when it would not lint."""
    template = TEMPLATES[kind]
    record = _record(kind, answers, CatalogSnapshot(files, today))
    path = f"{template.folder}/{record['id']}.json"
    if path in files:
        raise Refusal(f"There is a {path} already; nothing was written. Give another --id, or edit that file.")
    known = {_key(finding) for finding in lint(files, today)}
    changed = {path: file_of(path, record)}
    for finding in _new_findings(files, changed, known, today):
        if finding.fix and finding.path in ("ids.json", "catalog.json"):
            data = CatalogSnapshot({**files, **changed}, today).data[finding.path]
            changed[finding.path] = file_of(finding.path, finding.fix(data))
    left = [f"  {f.code} {f.path}{f.pointer}: {f.text} {f.hint}" for f in _new_findings(files, changed, known, today)]
    if left:
        raise Refusal("The record would not be clean; nothing was written.", *left)
    return path, changed


def _record(kind: str, answers: Answers, snapshot: CatalogSnapshot) -> Record:
    template = TEMPLATES[kind]
    record: Record = {}
    for prompt in template.prompts:
        if prompt.at and prompt.name in answers:
            _place(record, prompt.at, answers[prompt.name])
    if "citations" in record:
        record["citations"][0]["supports"] = [field for field in template.cited if field in record]
    schema = FOLDERS[template.folder]
    head = {"$schema": f"../../schemas/{schema}.schema.json", "kind": kind}
    own = {"id": answers["id"]} if "id" in answers else {}
    return head | template.finish(record, answers, snapshot) | own


def _place(record: Record, at: str, value: Any) -> None:
    """Puts a value in its place; values and citations are lists of one item here."""
    outer, _, inner = at[1:].partition("/")
    if not inner:
        record[outer] = value
    elif outer in ("values", "citations"):
        record.setdefault(outer, [{}])[0][inner] = value
    else:
        record.setdefault(outer, {})[inner] = value


def _new_findings(
    files: Mapping[str, bytes], changed: Mapping[str, bytes], known: set[tuple[str, ...]], today: date
) -> Iterator[Finding]:
    return (f for f in lint({**files, **changed}, today) if _key(f) not in known)


def _key(finding: Finding) -> tuple[str, ...]:
    return finding.code, finding.path, finding.pointer, finding.text
