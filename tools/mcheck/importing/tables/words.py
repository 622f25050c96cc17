"""What columns are called, and what a status or a row of totals says, by the patterns of words.json.

For each field of a portfolio the words of its header are there, the surest first: where two columns fit, the surer
one is read. `persons` say who somebody is and are never read; of these `whose` tell whose row it is; `irrelevant`
columns hold nothing that a portfolio has, as many tables have them. `{thing}` stands for any word for an activity.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from ...core.records import json_beside

_WORDS = json_beside(__file__)
LABELS: dict[str, str] = _WORDS["labels"]
"""What a column may be, in words for people."""


def _pattern(alternatives: Sequence[str]) -> re.Pattern[str]:
    """Any of several patterns, as one for the whole of a text."""
    thing = "(?:" + "|".join(_WORDS["thing"]) + ")"
    return re.compile("|".join(alternatives).replace("{thing}", thing))


@cache
def _fields() -> dict[str, list[re.Pattern[str]]]:
    return {name: [_pattern(each) for each in ranks] for name, ranks in _WORDS["fields"].items()}


@cache
def _listed(name: str) -> re.Pattern[str]:
    return _pattern(_WORDS[name])


@cache
def _status() -> dict[str, re.Pattern[str]]:
    return {meaning: _pattern(each) for meaning, each in _WORDS["status"].items()}


def plain(header: str) -> str:
    """A header as it is looked up: small letters, digits and single spaces; `#` is a number."""
    text = header.casefold().replace("#", " number ").replace("\u2019", "'").replace("'", "")
    return " ".join(re.sub(r"[^\w]|_", " ", text).split())


@lru_cache(maxsize=4096)
def forms(header: str) -> tuple[str, ...]:
    """What a header may be looked up by: as it is, without what is in brackets, that alone, without a count."""
    outside = plain(re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", header))
    inside = [plain(part) for part in re.findall(r"[(\[]([^)\]]*)[)\]]", header)]
    written = [form for form in (plain(header), outside, *inside) if form]
    counted = [re.sub(r"^(?:total )?(?:number|no) (?:of )?", "", form) for form in written]
    return tuple(dict.fromkeys(form for form in (*written, *counted) if form))


@lru_cache(maxsize=4096)
def fields_of(header: str) -> tuple[tuple[str, int], ...]:
    """The fields that a header may name with how sure it is (0 is surest), the surest first."""
    ranks: dict[str, int] = {}
    for way, form in enumerate(forms(header)):
        for field, patterns in _fields().items():
            for rank, pattern in enumerate(patterns):
                if pattern.fullmatch(form):
                    ranks.setdefault(field, 10 * way + rank)
                    break
    return tuple(sorted((ranks or _of_parts(header)).items(), key=lambda each: each[1]))


def _of_parts(header: str) -> dict[str, int]:
    """The field that every part of a header such as `Workshop / Course Name` names, beside parts that mean nothing."""
    parts = [part for part in re.split(r"[/|&+\n]|\b(?:and|or)\b", header) if plain(part)]
    if len(parts) < 2:
        return {}
    named = [fields_of(part)[:1] for part in parts]
    fields = {each[0][0] for each in named if each}
    idle = all(each or is_irrelevant(part) for each, part in zip(named, parts, strict=True))
    return dict.fromkeys(fields, 5) if len(fields) == 1 and idle else {}


@lru_cache(maxsize=4096)
def is_of_person(header: str) -> bool:
    return any(_listed("persons").fullmatch(form) for form in forms(header)[:2])


def tells_whose(header: str) -> bool:
    return any(_listed("whose").fullmatch(form) for form in forms(header)[:2])


@lru_cache(maxsize=4096)
def is_irrelevant(header: str) -> bool:
    return any(_listed("irrelevant").fullmatch(form) for form in forms(header)[:2])


def status_meaning(word: str) -> str:
    """What a status means: `taken`, `planned` or `refused`; "" where that is not known."""
    return next((meaning for meaning, pattern in _status().items() if pattern.fullmatch(word)), "")


def is_total(text: str) -> bool:
    """Whether a cell says that its row adds up others."""
    return _listed("totals").fullmatch(text) is not None
