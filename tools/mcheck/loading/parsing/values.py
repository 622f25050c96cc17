"""The values of one part of a portfolio: words, days and ids, with a message for each that cannot be right."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from ...catalog.fields import KINDS
from ...catalog.store import Catalog
from ...catalog.suggestions import endorsements, record_meant, suggest
from ...core.codes import Code
from ...core.dates import FIRST_YEAR, LAST_YEAR, Span, span
from ...core.messages import Message, message
from ...core.pointers import keys_of, step
from ...core.points import points
from ...core.portfolio import EvidenceFile
from ...core.records import Data, Record

WORD_KEYS: Mapping[str, tuple[str, str, str]] = {
    "role": ("roles", Code.UNKNOWN_ROLE, "role"),
    "employer": ("employers", Code.UNKNOWN_EMPLOYER, "kind of employer"),
    "type": ("license-types", Code.UNKNOWN_LICENSE_TYPE, "license type"),
    "license_kind": (KINDS, Code.UNKNOWN_LICENSE_KIND, "kind of license"),
    "provider": ("provider-kinds", Code.UNKNOWN_PROVIDER, "kind of provider"),
    "categories": ("categories", Code.UNKNOWN_CATEGORY, "category"),
    "evidence": ("evidence-kinds", Code.UNKNOWN_EVIDENCE, "kind of evidence"),
}
"""For each key whose values are words: their vocabulary, the code of another word, and what it should have been."""
RECORD_KEYS: Mapping[str, tuple[str, str, str, str]] = {
    "kind": ("activities", Code.UNKNOWN_ACTIVITY_KIND, "kind of activity", "name"),
    "credential": ("credentials", Code.UNKNOWN_CREDENTIAL, "micro-credential", "title"),
}
"""For each key whose value is the id of a record: its folder, the same two, and the key of the record's name."""
MANY = 500
"""After so many mistakes, what each wrong word was meant to be is not looked for: few of them are told."""


class Part(NamedTuple):
    """An object of a portfolio that fits the schema, and where it is. What is wrong is added to `messages`."""

    data: Data
    pointer: str
    catalog: Catalog
    messages: list[Message]

    def part(self, key: str, data: Data) -> Part:
        return Part(data, f"{self.pointer}/{key}", self.catalog, self.messages)

    def entries(self, key: str) -> list[Part]:
        """The objects of a list; none where it is left out."""
        return [self.part(f"{key}/{i}", each) for i, each in enumerate(self.data.get(key, ()))]

    def say(self, code: str, key: str, text: str, hint: str = "", citations: Sequence[Record] = ()) -> None:
        """A message on the value of a key, or with "" on the whole part."""
        self.messages.append(message(code, f"{self.pointer}/{key}" if key else self.pointer, text, hint, citations))

    def known(self, key: str, value: str, known: Collection[str], code: str, what: str, hint: str = "") -> None:
        """Says so where a word is none of those that are known."""
        if value not in known:
            if len(self.messages) < MANY:
                hint = hint or suggest(value, known)
            self.say(code, key, f'There is no {what} "{value}".', hint)

    def word(self, key: str) -> str | None:
        """The word of a vocabulary; None where the key is left out."""
        if key not in self.data:
            return None
        vocabulary, code, what = WORD_KEYS[key]
        self.known(key, self.data[key], self.catalog.terms(vocabulary), code, what)
        return str(self.data[key])

    def words(self, key: str) -> tuple[str, ...] | None:
        """The words of a vocabulary; None where the key is left out."""
        if key not in self.data:
            return None
        vocabulary, code, what = WORD_KEYS[key]
        known = self.catalog.terms(vocabulary)
        for i, value in enumerate(self.data[key]):
            if value not in known:
                self.known(f"{key}/{i}", value, known, code, what)
        return tuple(self.data[key])

    def record(self, key: str) -> Record | None:
        """The record that an id stands for, moved ids followed; None where there is none."""
        value, (folder, code, what, name) = self.data[key], RECORD_KEYS[key]
        if (folder, value) not in self.catalog:
            hint = record_meant(value, self.catalog.all(folder), name)
            self.say(code, key, f'There is no {what} "{value}" in the catalog.', hint)
            return None
        return self.catalog.get(folder, self.of_today(key, value, folder))

    def endorsement(self, key: str) -> str | None:
        """The id of an endorsement, moved ids followed; None where the key is left out."""
        if key not in self.data:
            return None
        name = self.of_today(key, self.data[key], "licenses")
        self.known(key, name, endorsements(self.catalog), Code.UNKNOWN_ENDORSEMENT, "endorsement")
        return name

    def of_today(self, key: str, value: str, folder: str) -> str:
        """The id that a record of a folder has today, if there is one; says so where it is another."""
        name = str(self.catalog.get(folder, value)["id"]) if (folder, value) in self.catalog else value
        if name != value:
            self.say(Code.MOVED_ID, key, f'"{value}" is now called "{name}".')
        return name

    def conditions(self, known: Callable[[Catalog], set[str]]) -> Mapping[str, bool]:
        """Whether each special condition that the file names is met; `known` gives those there are."""
        conditions: Mapping[str, bool] = self.data.get("conditions", {})
        for name in conditions:
            what = "special condition"
            self.known(f"conditions/{name}", name, sorted(known(self.catalog)), Code.UNKNOWN_CONDITION, what)
        return conditions

    def content_of(self, ids: Collection[str]) -> tuple[str, ...] | None:
        """The licenses, by these ids of the file, whose content this is; None where the key is left out."""
        if "content_of" not in self.data:
            return None
        for i, value in enumerate(self.data["content_of"]):
            hint = f'That is an endorsement: write `"toward_endorsement": "{value}"` in place of `content_of`.'
            self.license(f"content_of/{i}", value, ids, hint if value in endorsements(self.catalog) else "")
        return tuple(self.data["content_of"])

    def license(self, key: str, value: str, ids: Collection[str], hint: str = "") -> None:
        """Says so where no license of the file has that id."""
        self.known(key, value, sorted(ids), Code.UNKNOWN_LICENSE, "license in this file with the id", hint)

    def span(self, key: str) -> Span | None:
        """The days that a date may mean; None where it is left out or cannot be."""
        if key not in self.data:
            return None
        text = self.data[key]
        try:
            days = span(text)
        except ValueError:
            self.say(Code.IMPOSSIBLE_DATE, key, f"{text} is not a day in the calendar.")
            return None
        if not FIRST_YEAR <= days.first.year <= LAST_YEAR:
            self.say(Code.DATE_OUT_OF_RANGE, key, f"{text} is before {FIRST_YEAR} or after {LAST_YEAR}.")
            return None
        return days

    def day(self, key: str) -> date | None:
        """The date, or the first day that it may mean."""
        days = self.span(key)
        return None if days is None else days.first

    def hundredths(self, key: str) -> int | None:
        return None if self.data.get(key) is None else points(self.data[key])

    def files(self) -> tuple[EvidenceFile, ...]:
        listed = self.data.get("files", ())
        return tuple(EvidenceFile(x["path"], x["sha256"].lower() if "sha256" in x else None) for x in listed)


def with_word_meant(wrong: Message, data: Any, catalog: Catalog) -> Message:
    """A message on the form of a value; where that should be a word of a list, with the word probably meant."""
    key, value, hint = "", data, ""
    for part in keys_of(wrong.pointer) if wrong.code == Code.BAD_VALUE else ():
        key = key if isinstance(value, list) else part
        value = step(value, part)
    if not isinstance(value, str):
        return wrong
    if key in WORD_KEYS:
        hint = suggest(value, catalog.terms(WORD_KEYS[key][0]))
    elif key in RECORD_KEYS:
        folder, _, _, name = RECORD_KEYS[key]
        hint = record_meant(value, catalog.all(folder), name)
    elif wrong.pointer.startswith("/endorsements/") or key == "toward_endorsement":
        hint = suggest(value, endorsements(catalog))
    return wrong._replace(hint=hint or wrong.hint)
