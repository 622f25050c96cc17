"""License fields: what the name on a license stands for, by the one table of them.

The table is catalog/vocabulary/license-fields.json. A name that is not in it, near or far, stands for nothing: what
kind of license it is must then be asked, for another regulation may govern it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple

from ..core.portfolio import License
from ..core.records import Record
from ..core.wording import close_matches
from .store import Catalog

TABLE, KINDS = "license-fields", "license-kinds"
CAREER_TECHNICAL = "career-technical"
GRADES = re.compile(
    r"(?: grades?)? ((?:prek|pre k|pk|k|\d{1,2})(?: (?:(?:to|through) )?\d{1,2})?|all(?: levels| grades)?)$"
)
"""Grades at the end of a folded name: "1 6", "prek 8", "grades 5 to 12", "all levels"."""
IN_FRONT = re.compile(r"^(?:vte|cte|vocational(?: technical)?|career technical(?: education)?) ")
"""What may come before the folded name of a career technical field."""
ALIKE = 0.75
"""How like a name of the table another must be to be taken for a slip of it (difflib ratio)."""
ALIKE_BEGUN = 0.65
"""The same of one word that begins alike."""
MOST_WORDS = 8
"""Words of a name that are looked at one by one."""
SHORTEST = 4
"""Letters of the shortest name that is looked for as a part of names of the table."""
MOST_OFFERED = 4


class Field:
    """A row of the table as a license has it.

    `given` are its grades as written there, "" without any; `every` are all records of catalog/licenses/ about fields
    of this name.
    """

    def __init__(self, row: Record, given: str, every: tuple[Record, ...]) -> None:
        self.row, self.given, self.every = row, given, every

    @property
    def id(self) -> str:
        return str(self.row["id"])

    @property
    def name(self) -> str:
        return str(self.row["label"])

    @property
    def kind(self) -> str:
        return str(self.row["kind"])

    @cached_property
    def levels(self) -> dict[str, str]:
        """The grades that the table and the records have for this name, as they write them, by what is the same."""
        written = [grades for entry in self.row.get("levels", ()) for grades in entry["grades"]]
        written += [grades for record in self.every for grades in record.get("grades", ())]
        return {_grades(fold(grades)): grades for grades in written}

    @property
    def grades(self) -> str:
        """The grades of the license as the table writes them; "" where it says none, or others."""
        return self.levels.get(self.given, "")

    @property
    def other_grades(self) -> bool:
        """Whether the license has grades that the table has not: then only its kind is certain."""
        return bool(self.given and self.levels) and not self.grades

    @property
    def special(self) -> bool:
        """Whether a field of this name has conditions of its own."""
        return any("conditions" in record for record in self.every)

    @property
    def records(self) -> tuple[Record, ...]:
        """The records that are about just this license."""
        if self.other_grades:
            return ()
        return tuple(r for r in self.every if "grades" not in r or self.grades in r["grades"])

    @property
    def conditions(self) -> tuple[Record, ...]:
        """The special conditions of its renewal; of every record of that name where its grades do not tell which."""
        asked = self.every if self.other_grades or not self.given else self.records
        return tuple({c["id"]: c for record in asked for c in record.get("conditions", ())}.values())


class Offer(NamedTuple):
    """A name that may have been meant, with the field that it stands for."""

    name: str
    field: Field


@lru_cache(1024)
def field_named(catalog: Catalog, name: str) -> Field | None:
    """The field that a name stands for: a name or an alias of the table, whatever its case, hyphens and grades."""
    named, words = _named(catalog), fold(name)
    for plain, given in ((words, ""), _split(words)):
        row = named.get(plain, (name, None))[1]
        if row is None:
            row = named.get(IN_FRONT.sub("", plain), (name, None))[1]
            row = row if row is not None and row["kind"] == CAREER_TECHNICAL else None
        if row is not None:
            return Field(row, given, _records(catalog).get(row["id"], ()))
    return None


def kind_named(catalog: Catalog, name: str) -> str | None:
    """What kind of license a name stands for; a name may say no more than that, such as "Vocational Technical"."""
    field = field_named(catalog, name)
    if field is not None:
        return field.kind
    words = f" {fold(name)} "
    group = other_regulation(catalog)
    names = () if group is None else (group["name"], *group.get("aliases", ()))
    return CAREER_TECHNICAL if any(f" {fold(word)} " in words for word in names) else None


def kind_of(catalog: Catalog, license: License) -> str | None:
    """What kind of license one is: as its field says, or as the file says of a field that is in no list."""
    return kind_named(catalog, license.field) or license.license_kind


def is_open(catalog: Catalog, license: License) -> bool:
    """Whether nothing tells what kind of license it is; a catalog of before the table asks nothing."""
    return ("vocabulary", TABLE) in catalog and kind_of(catalog, license) is None


def is_covered(catalog: Catalog, license: License) -> bool:
    """Whether it may be a license that this regulation governs, by its kind as far as that is known."""
    kind = kind_of(catalog, license)
    if kind is None or ("vocabulary", KINDS) not in catalog:
        return kind != CAREER_TECHNICAL
    return str(catalog.terms(KINDS)[kind]["status"]) != "not-covered"


def other_regulation(catalog: Catalog) -> Record | None:
    """The record of the licenses that another regulation governs."""
    return next((r for r in catalog.all("licenses") if r.get("renewal") == "other-regulation"), None)


def offers(catalog: Catalog, name: str) -> list[Offer]:
    """Names of the table that may have been meant by one that is not in it, the likeliest first.

    A field with conditions of its own is always among them if it is near: nobody may pass it by unseen.
    """
    plain, given = _split(fold(name))
    named = _named(catalog)
    if not named:
        return []
    alike = close_matches(plain, named, len(named), ALIKE)
    alike += [name for word in plain.split()[:MOST_WORDS] for name in _like_a_word(word, named)]
    held = sorted((word for word in named if f" {word} " in f" {plain} "), key=len, reverse=True)
    holding = [word for word in named if len(plain) >= SHORTEST and f" {plain} " in f" {word} "]
    by_field: dict[str, Offer] = {}
    for word in (*alike, *held, *holding):
        written, row = named[word]
        field = Field(row, given, _records(catalog).get(row["id"], ()))
        by_field.setdefault(field.id, Offer(f"{written} {field.grades}".strip(), field))
    first, others = list(by_field.values())[:MOST_OFFERED], list(by_field.values())[MOST_OFFERED:]
    return first + [offer for offer in others if offer.field.special][:1]


def _like_a_word(word: str, named: Mapping[str, tuple[str, Record]]) -> list[str]:
    """Names of one word that a word of a name is a slip or another form of: "nurs", "nursing" of "nurse"."""
    if len(word) < SHORTEST:
        return []
    near = close_matches(word, [name for name in named if " " not in name], MOST_OFFERED, ALIKE_BEGUN)
    return [name for name in near if name[:SHORTEST] == word[:SHORTEST]]


def kind_answers(catalog: Catalog, name: str) -> bool:
    """Whether `license_kind` may answer for a name that is in no list: not near to a field with special conditions."""
    return not any(offer.field.special for offer in offers(catalog, name))


def names(catalog: Catalog) -> Iterator[str]:
    """Every license field as people write it: its name with each of its grades, then its other names."""
    for row in catalog.terms(TABLE).values():
        latest = row["levels"][-1]["grades"] if "levels" in row else ()
        yield from [f"{row['label']} {grades}" for grades in latest if grades != "All"] or [row["label"]]
    for row in catalog.terms(TABLE).values():
        yield from row.get("aliases", ())


def fold(word: str) -> str:
    """Lower-case words and numbers, whatever is between them."""
    return " ".join("".join(c if c.isalnum() else " " for c in word.casefold()).split())


def _split(words: str) -> tuple[str, str]:
    """A folded name and its grades, apart."""
    match = GRADES.search(words)
    return (words, "") if match is None else (words[: match.start()], _grades(match[1]))


def _grades(words: str) -> str:
    """Folded grades in the one way they are compared."""
    if words.startswith("all"):
        return "all"
    return re.sub(r"^(?:pre k|pk)\b", "prek", re.sub(r" (?:to|through) ", " ", words))


def _named(catalog: Catalog) -> Mapping[str, tuple[str, Record]]:
    """Each name of a field, folded: as it is written, and its row of the table."""

    def index() -> dict[str, tuple[str, Record]]:
        named: dict[str, tuple[str, Record]] = {}
        for row in catalog.terms(TABLE).values() if ("vocabulary", TABLE) in catalog else ():
            for word in (row["label"], *row.get("aliases", ())):
                named.setdefault(fold(word), (word, row))
        return named

    return catalog.once("fields", index)


def _records(catalog: Catalog) -> Mapping[str, tuple[Record, ...]]:
    """The records of catalog/licenses/ by the fields they are about."""

    def index() -> dict[str, tuple[Record, ...]]:
        about: dict[str, tuple[Record, ...]] = {}
        for record in catalog.all("licenses"):
            for name in record.get("fields", ()):
                about[name] = (*about.get(name, ()), record)
        return about

    return catalog.once("records of fields", index)
