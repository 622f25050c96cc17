"""The words of pages that are made to be translated: one file a language, in tools/website/strings/LANGUAGE/.

English is what the others are held to. Sentences of the catalog are translated in the same file, under `facts`, each
beside the English that was translated; where the catalog says something else by now, the page shows its English.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from markupsafe import Markup

from .formatting import escape_output, plural, text
from .pages import stub

FOLDER = Path(__file__).with_name("strings")
VARIABLE = "MCHECK_STRINGS"
"""Environment variable that names another folder of languages."""
PAGES = ("handout", "audit")
"""Pages that are made to be translated, below guides/; each has a section of that name."""
SOURCE = "en"
_LOOK: Mapping[str, Mapping[str, Any]] = {"handout": {"hide": ["toc"], "styles": ["renewal-bar"]}, "audit": {}}


class Strings(dict[str, Any]):
    """The strings of a language, by key. There is one such object a language, so what is made with it can be kept."""

    __hash__ = object.__hash__  # type: ignore[assignment]


_PLACE = re.compile(r"\{(\w+)\}")


def languages() -> dict[str, Strings]:
    """Code of each language that is shown -> its strings; a translation is shown once a native reader reviewed it.

    Raises ValueError for a translation that lacks a string, has one too many, or other places to fill in.
    """
    folder = Path(os.environ.get(VARIABLE) or FOLDER)
    found = {
        path.parent.name: Strings(json.loads(path.read_text(encoding="utf-8")))
        for path in folder.glob("*/strings.json")
    }
    places = {key: sorted(_PLACE.findall(said)) for key, said in _flat(found[SOURCE])}
    for code, strings in found.items():
        told = {key: sorted(_PLACE.findall(said)) for key, said in _flat(strings)}
        wrong = sorted(key for key in {*places, *told} if places.get(key) != told.get(key))
        if wrong:
            raise ValueError(
                f"strings/{code}/strings.json: other keys or {{places}} than in English: {', '.join(wrong)}"
            )
    return {code: strings for code, strings in found.items() if code == SOURCE or is_reviewed(strings)}


def pages(shown: Mapping[str, Strings]) -> Iterator[tuple[str, str]]:
    """(Markdown path, Markdown) of every such page in every language that is shown."""
    for code, strings in shown.items():
        for name in PAGES:
            front = {"title": strings[name]["title"], "description": strings[name]["description"]}
            front |= {"strings": name, "lang": code, **_LOOK[name]}
            yield path(code, name), stub(front, f"{name}.md.j2")


def path(code: str, name: str) -> str:
    """The Markdown path of such a page in a language."""
    return f"guides/{name}.md" if code == SOURCE else f"{code}/guides/{name}.md"


def is_reviewed(strings: Strings) -> bool:
    """Whether a native reader's name and the day of the review stand in the file."""
    review = strings.get("reviewed", {})
    return bool(review.get("by") and date.fromisoformat(review["on"]))


def _flat(strings: Strings) -> Iterator[tuple[str, str]]:
    """(key, string) of all that is translated, except sentences of the catalog and the review."""
    for key, value in strings.items():
        if isinstance(value, Mapping) and key not in ("facts", "reviewed"):
            yield from ((f"{key}.{inner}", str(said)) for inner, said in value.items())
        elif isinstance(value, str | list):
            yield key, str(value)


def filled(said: str, values: Mapping[str, Any]) -> Markup:
    """The string as page text, with values in its places; what is markup stays it. Raises KeyError for a place left."""
    pieces = _PLACE.split(said)
    return Markup("").join(escape_output(values[piece]) if i % 2 else text(piece) for i, piece in enumerate(pieces))


def day(strings: Strings, when: date) -> Markup:
    """A date in words of the language."""
    words = {"month": strings["months"][when.month - 1], "day": str(when.day), "year": str(when.year)}
    return Markup('<time datetime="{}">{}</time>').format(when.isoformat(), filled(strings["date"], words))


def unit(strings: Strings, number: object, word: str) -> str:
    """The unit, named by its English word, as it follows a number."""
    one, more = strings["units"].get(word, (word, plural(2, word)))
    return str(one if number == 1 else more)


def fact(strings: Strings, address: str, english: str) -> str | None:
    """A sentence of the catalog in the language; None where it has none, or of other words than those it has now."""
    translated = strings.get("facts", {}).get(address, {})
    return translated["says"] if translated.get("english") == english else None
