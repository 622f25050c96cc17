"""Micro-credentials in their stacks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import combinations

from ..registry import Check, Finding, check
from ..snapshot import CatalogSnapshot

ALIKE = 0.85
"""From this share of common letters on, two titles are taken for spellings of one."""


@check(
    "C160",
    "stack-overfull",
    "A stack holds no more micro-credentials than its issuer says.",
    "One too many means that one stands twice, or belongs elsewhere.",
    "Look for a double, or correct `issuer_count` with its source.",
)
def overfull(book: CatalogSnapshot, me: Check) -> Iterator[Finding]:
    held = Counter(entry.record.get("stack") for entry in book.records("credentials"))
    for entry in book.records("stacks"):
        record = entry.record
        if record["kind"] == "stack" and "issuer_count" in record:
            count = held[entry.id] + len(record.get("untitled", ()))
            if count > record["issuer_count"]:
                text = f"{count} are in it; the issuer says {record['issuer_count']}."
                yield me.found(entry.path, "/issuer_count", text)


@check(
    "C161",
    "number-in-stack",
    "Numbers in a stack are given once, and none is above the issuer's count.",
    "The number is how a person finds it in the issuer's list.",
    "Compare with the issuer's page.",
)
def number_in_stack(book: CatalogSnapshot, me: Check) -> Iterator[Finding]:
    most = {e.id: e.record.get("issuer_count") for e in book.records("stacks")}
    first: dict[tuple[str, int], str] = {}
    for entry in book.records("credentials"):
        stack, number = entry.record.get("stack"), entry.record.get("number_in_stack")
        if stack is None or number is None:
            continue
        count = most.get(stack)
        other = first.setdefault((stack, number), entry.path)
        if count is not None and number > count:
            yield me.found(entry.path, "/number_in_stack", f"It is number {number} of {count}.")
        elif other != entry.path:
            yield me.found(entry.path, "/number_in_stack", f"{other} has number {number} of {stack} too.")


@check(
    "C162",
    "title-twice",
    "No title stands twice in a stack.",
    "It would be one micro-credential counted as two.",
    "Keep one; let the other be of kind `moved`.",
)
def title_twice(book: CatalogSnapshot, me: Check) -> Iterator[Finding]:
    first: dict[tuple[str | None, str], str] = {}
    for entry in book.records("credentials"):
        other = first.setdefault((entry.record.get("stack"), _plain(entry.record["title"])), entry.path)
        if other != entry.path:
            yield me.found(entry.path, "/title", f"{other} has the same title in the same stack.")


@check(
    "C163",
    "titles-alike",
    "Titles that are almost the same are looked at by a person.",
    "A cut or misspelt title easily becomes a second record of the same micro-credential.",
    "Keep one; if both exist, name the exception with its reason in exceptions.json.",
)
def titles_alike(book: CatalogSnapshot, me: Check) -> Iterator[Finding]:
    titles = [(entry, _plain(entry.record["title"])) for entry in book.records("credentials")]
    for (a, one), (b, two) in combinations(titles, 2):
        same_place = a.record.get("stack") == b.record.get("stack")
        if one == two and same_place:
            continue  # C162 says it
        matcher = SequenceMatcher(None, one, two, autojunk=False)
        if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE:
            yield me.found(b.path, "/title", f'Almost the same as "{a.record["title"]}" in {a.path}.')


def _plain(title: str) -> str:
    return " ".join(re.findall(r"\w+", title.casefold()))
