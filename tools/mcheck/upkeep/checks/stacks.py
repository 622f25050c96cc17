"""Micro-credentials in their stacks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from ...core.wording import alike
from ..registry import Problem, check, record_check
from ..workspace import CatalogSnapshot, Entry

ALIKE = 0.85
"""From this share of common letters on, two titles are taken for spellings of one."""


@record_check("C160", "stacks")
def stack_overfull(entry: Entry, snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """A stack holds no more micro-credentials than its issuer says.

    Why: One too many means that one appears twice, or belongs elsewhere.
    What to do: Look for a double, or correct `issuer_count` with its source.
    """
    held = sum(e.record.get("stack") == entry.id for e in snapshot.records("credentials"))
    count, most = held + len(entry.record.get("untitled", ())), entry.record.get("issuer_count")
    if entry.record["kind"] == "stack" and most is not None and count > most:
        yield Problem("/issuer_count", f"{count} are in it; the issuer says {most}.")


@check("C161")
def number_in_stack(snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """Numbers in a stack are given once, and none is above the issuer's count.

    Why: The number is how a person finds it in the issuer's list.
    What to do: Compare with the issuer's page.
    """
    first: dict[tuple[str, int], str] = {}
    for entry in snapshot.records("credentials"):
        stack, number = entry.record.get("stack"), entry.record.get("number_in_stack")
        if stack is None or number is None:
            continue
        count = snapshot.by_id["stacks"].get(stack, {}).get("issuer_count")
        other = first.setdefault((stack, number), entry.path)
        if count is not None and number > count:
            yield Problem("/number_in_stack", f"It is number {number} of {count}.", path=entry.path)
        elif other != entry.path:
            yield Problem("/number_in_stack", f"{other} has number {number} of {stack} too.", path=entry.path)


@check("C162")
def title_twice(snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """No title appears twice in a stack.

    Why: It would be one micro-credential counted as two.
    What to do: Keep one; let the other be of kind `moved`.
    """
    first: dict[tuple[str | None, str], str] = {}
    for entry in snapshot.records("credentials"):
        other = first.setdefault((entry.record.get("stack"), _plain(entry.record["title"])), entry.path)
        if other != entry.path:
            yield Problem("/title", f"{other} has the same title in the same stack.", path=entry.path)


@check("C163")
def titles_alike(snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """Titles that are almost the same are looked at by a person.

    Why: A cut or misspelt title easily becomes a second record of the same micro-credential.
    What to do: Keep one; if both exist, name the exception with its reason in exceptions.json.
    """
    titles = [(entry, _plain(entry.record["title"])) for entry in snapshot.records("credentials")]
    for (a, one), (b, two) in combinations(titles, 2):
        same_place = a.record.get("stack") == b.record.get("stack")
        if one == two and same_place:
            continue  # C162 says it
        if alike(one, two, ALIKE):
            yield Problem("/title", f'Almost the same as "{a.record["title"]}" in {a.path}.', path=b.path)


def _plain(title: str) -> str:
    return " ".join(re.findall(r"\w+", title.casefold()))
