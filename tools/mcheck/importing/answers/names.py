"""Names as people write them: kinds of activity, categories, micro-credentials, providers.

What a word means is taken from the catalog; names.json has further words for kinds of activity. A word in neither is
never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...catalog.store import Catalog
from ...core.records import Record, json_beside
from ...core.wording import close_matches, folded, slug

COURSE = "course"
"""A course of which only the unit of its amount can tell the kind."""
_WORDS: dict[str, dict[str, list[str]]] = json_beside(__file__)
KIND_WORDS = {kind: re.compile("|".join(patterns)) for kind, patterns in _WORDS["kinds"].items()}
"""Kinds of activity, and other words for them."""
PROVIDERS = {kind: re.compile("|".join(patterns)) for kind, patterns in _WORDS["providers"].items()}
"""What a name shows plainly of the kind of a provider. That of a college does not show whether it is registered."""


class Unknown(ValueError):
    """A word that stands for nothing that is known; the text is a question."""


@dataclass(frozen=True, slots=True)
class Matched:
    """A micro-credential by its id, or "" and those that may be meant, likeliest first."""

    id: str = ""
    near: tuple[str, ...] = ()

    @property
    def perhaps(self) -> str:
        """What may be meant, as a sentence to add to a question; "" where nothing is near."""
        return f" Perhaps {' or '.join(self.near)}?" if self.near else ""


def kind_named(text: str, catalog: Catalog) -> str:
    """The id of a kind of activity, or COURSE; raises Unknown."""
    word = re.sub(r"[\s/_()-]+", " ", text.casefold()).strip(" .")
    mine = slug(text)
    for record in catalog.all("activities"):
        if mine in (record["id"], slug(record["name"])) and "badges" not in record["takes"]:
            return str(record["id"])
    for kind, pattern in KIND_WORDS.items():
        if pattern.fullmatch(word):
            return kind
    raise Unknown("Of which kind is it? `mcheck explain workshop` shows one; the page of ways to earn PDPs lists them.")


def kind_by_unit(kind: str, unit: str) -> str:
    """The kind of a course, or of what has no kind, by the unit of its amount; the lesser of credits."""
    if unit == "ceus" and kind in (COURSE, "", "workshop"):
        return "ceu"
    if kind in (COURSE, ""):
        return {"credits": "undergraduate-course", "hours": "workshop"}.get(unit, "other")
    return kind


def categories_named(text: str, catalog: Catalog) -> list[str]:
    """The ids of categories, in the order of the text; raises Unknown for a word that is none."""
    terms = catalog.terms("categories")
    whole = _category(text, terms)
    if whole:
        return [whole]
    named = [(word, _category(word, terms)) for word in re.split(r"[;,/|&+\n]|\band\b", text) if word.strip()]
    if not named or not all(term for _, term in named):
        raise Unknown(f"Which category is meant? Known: {', '.join(terms)}.")
    return list(dict.fromkeys(term for _, term in named))


def _category(text: str, terms: Mapping[str, Record]) -> str:
    word = _bare(text)
    for key, term in terms.items():
        if word and word in {slug(name) for name in (key, term["label"], *term.get("aliases", ()))}:
            return key
    parts = [part for part in re.split(r"[/,&]|\band\b|\bor\b", text) if part.strip()]
    if len(parts) < 2:
        return ""
    meanings = {_category(part, terms) for part in parts}
    return meanings.pop() if len(meanings) == 1 else ""


def _bare(text: str) -> str:
    """A category without the words around it that mean nothing here: `Content PDPs`, `in pedagogy`."""
    idle = r"pdp'?s?|points?|pts|awarded|earned|category|strategies|development|required|needed|minimum|min|\d+"
    text = re.sub(rf"(?i)\b(?:{idle})\b", " ", text)
    return slug(re.sub(r"(?i)^\s*(?:in|for|the)\s+", "", text))


def provider_named(text: str, catalog: Catalog) -> str:
    """The kind of provider that a name shows, or "": names are not kept."""
    word = folded(text)
    for key, term in catalog.terms("provider-kinds").items():
        if slug(word) in (key, slug(term["label"])):
            return key
    return next((kind for kind, pattern in PROVIDERS.items() if pattern.search(word)), "")


def badge_named(text: str, catalog: Catalog) -> Matched:
    """The micro-credential of a title, another title, a code of the portal or an id; near ones where none fits."""
    word = _letters(text)
    if not word:
        return Matched()
    names: dict[str, list[str]] = {}
    for record in catalog.all("credentials"):
        for name in _names(record):
            names.setdefault(_letters(name), []).append(record["id"])
    exact = list(dict.fromkeys(names.get(word, ())))
    if len(exact) == 1:
        return Matched(exact[0])
    held = [
        key
        for name, keys in names.items()
        for key in keys
        if min(len(word), len(name)) > 7 and (word in name or name in word)
    ]
    alike = [key for name in close_matches(word, names, 3, 0.8) for key in names[name]]
    return Matched("", tuple(dict.fromkeys([*exact, *held, *alike]))[:6])


def _names(record: Record) -> Iterator[str]:
    yield record["title"]
    yield record["id"]
    yield from (other["title"] for other in record.get("alternate_titles", ()))
    if "portal_code" in record:
        yield record["portal_code"]


def _letters(text: str) -> str:
    """Letters and digits alone, so that signs, spaces and case do not matter; "and" and "&" are the same."""
    return slug(text.replace("&", " and ")).replace("-", "")


def is_of_nea(issuer: str) -> bool:
    """Whether the name of an issuer says that it is the National Education Association itself."""
    word = slug(re.sub(r"\([^)]*\)", " ", issuer))
    return word.removeprefix("the-") in ("nea", "national-education-association", "national-education-association-nea")


def mentions_nea(issuer: str) -> bool:
    """Whether it may be meant, so that a person is asked."""
    return re.search(r"(?i)\bnea\b|\bnational education association\b", issuer) is not None
